//! A live guest in wasmtime, from outside or from within a call of an import.

use wasmtime::{
    AsContextMut, Caller, Error, Extern, Func, Instance, Memory, Store, Trap, TypedFunc, Val, WasmParams,
    WasmResults,
};
use yao_host::{
    Fault, Packed, State, WasmValue, abi,
    backend::{Entry, Image, Live, Returns, Vm},
};

use super::Wrong;

/// What a store carries.
pub(crate) struct Data {
    /// Always there while the guest can run: it is taken out only when the instance ends.
    state: Option<State>,
    pub(crate) instance: Option<Instance>,
    pub(crate) memory: Option<Memory>,
    pub(crate) wrong: Option<Wrong>,
}

impl Data {
    pub(crate) fn new(state: State, wrong: Option<Wrong>) -> Self {
        Self { state: Some(state), instance: None, memory: None, wrong }
    }

    fn state(&self) -> &State {
        let Some(state) = &self.state else { unreachable!("nothing runs in an instance that ended") };
        state
    }

    pub(crate) fn state_mut(&mut self) -> &mut State {
        let Some(state) = &mut self.state else { unreachable!("nothing runs in an instance that ended") };
        state
    }
}

/// A store or a caller.
pub(crate) trait Ctx: AsContextMut<Data = Data> {
    fn data_mut(&mut self) -> &mut Data;
}

impl Ctx for Store<Data> {
    fn data_mut(&mut self) -> &mut Data {
        self.data_mut()
    }
}

impl Ctx for Caller<'_, Data> {
    fn data_mut(&mut self) -> &mut Data {
        self.data_mut()
    }
}

/// A guest seen through either.
pub(crate) struct Over<C>(pub(crate) C);

impl<'a> Over<Caller<'a, Data>> {
    /// The view from within an import.
    pub(crate) fn within(mut caller: Caller<'a, Data>) -> Self {
        // While `start` runs the store does not know its instance yet.
        if caller.data().memory.is_none() {
            let memory = caller.get_export(abi::MEMORY_EXPORT).and_then(Extern::into_memory);
            caller.data_mut().memory = memory;
        }
        Self(caller)
    }

    /// Changes a reply that lies in the guest's memory, when this engine is to be wrong in that.
    pub(crate) fn spoil_reply(&mut self, packed: u64) {
        let Packed { ptr, len, .. } = Packed::unpack(packed);
        let last = (ptr as usize).saturating_add(len as usize).saturating_sub(1);
        if let (Some(Wrong::Reply), 1.., Some(byte)) = (self.wrong(), len, self.split().0.get_mut(last)) {
            *byte ^= 1;
        }
    }
}

impl Live for Over<Store<Data>> {
    fn end(&mut self) -> State {
        let held = self.fuel();
        self.set_fuel(0);
        let Some(mut state) = self.0.data_mut().state.take() else { unreachable!("an instance ends once") };
        state.put_back(held);
        state
    }

    fn begin(&mut self, state: State) {
        self.0.data_mut().state = Some(state);
    }

    fn capture(&mut self) -> Option<Image> {
        None
    }

    fn restore(&mut self, _: &Image) -> bool {
        false
    }
}

impl<C: Ctx> Over<C> {
    fn data(&self) -> &Data {
        self.0.as_context().data()
    }

    pub(crate) fn wrong(&self) -> Option<Wrong> {
        self.data().wrong
    }

    /// Gives the guest all the fuel there is, before it runs: it cannot stop to ask for more.
    pub(crate) fn fill(&mut self) -> Result<(), Fault> {
        // In `start` its own share has to do.
        if self.data().instance.is_none() {
            return Ok(());
        }
        let held = self.fuel();
        // Whatever happens, the pool has it now.
        self.set_fuel(0);
        let fuel = self.state_mut().all_fuel(held)?;
        self.set_fuel(fuel);
        Ok(())
    }

    /// Why a call did not return, in the words of wasmi where it is a trap of WebAssembly.
    pub(crate) fn fault(&mut self, error: &Error) -> Fault {
        if let Some(Raised(fault)) = error.downcast_ref::<Raised>() {
            return fault.clone();
        }
        let Some(trap) = error.downcast_ref::<Trap>() else { return Fault::Trap(error.to_string()) };
        let trap = self.wrong().map_or(*trap, |wrong| wrong.trap(*trap));
        if trap == Trap::OutOfFuel {
            let held = self.fuel();
            self.set_fuel(0);
            // The guest held all that was left, so there is not as much as this; it says whose limit it was.
            if let Err(fault) = self.state_mut().refuel(held, u64::MAX) {
                return fault;
            }
        }
        Fault::Trap(words(trap))
    }

    fn func(&mut self, name: &str) -> Result<Func, Fault> {
        let instance = self.data().instance;
        let func = instance.and_then(|instance| instance.get_func(&mut self.0, name));
        func.ok_or_else(|| Fault::Trap(format!("no export {name}")))
    }

    fn run<P: WasmParams, R: WasmResults>(&mut self, entry: Entry<'_>, params: P) -> Result<R, Fault> {
        let func: TypedFunc<P, R> = self
            .func(entry.name())?
            .typed(&self.0)
            .map_err(|why| Fault::Trap(format!("export {}: {why}", entry.name())))?;
        self.fill()?;
        func.call(&mut self.0, params).map_err(|why| self.fault(&why))
    }

    fn call(&mut self, entry: Entry<'_>, args: &[u32], returns: Returns) -> Result<u64, Fault> {
        match (args, returns) {
            (&[], Returns::Nothing) => self.run::<(), ()>(entry, ()).map(|()| 0),
            (&[], Returns::I32) => self.run::<(), u32>(entry, ()).map(u64::from),
            (&[a], Returns::I32) => self.run::<u32, u32>(entry, a).map(u64::from),
            (&[a, b], Returns::Nothing) => self.run::<(u32, u32), ()>(entry, (a, b)).map(|()| 0),
            (&[a, b], Returns::I64) => self.run(entry, (a, b)),
            (&[a, b, c], Returns::I32) => self.run::<_, u32>(entry, (a, b, c)).map(u64::from),
            (&[a, b, c], Returns::I64) => self.run(entry, (a, b, c)),
            _ => Err(Fault::Trap(format!("export {}: no function of the ABI has this type", entry.name()))),
        }
    }
}

impl<C: Ctx> Vm for Over<C> {
    fn state(&self) -> &State {
        self.data().state()
    }

    fn state_mut(&mut self) -> &mut State {
        self.0.data_mut().state_mut()
    }

    fn memory(&self) -> &[u8] {
        let store = self.0.as_context();
        store.data().memory.map_or(&[], |memory| memory.data(store))
    }

    fn split(&mut self) -> (&mut [u8], &mut State) {
        match self.data().memory {
            Some(memory) => {
                let (bytes, data) = memory.data_and_store_mut(&mut self.0);
                (bytes, data.state_mut())
            }
            None => (&mut [], self.state_mut()),
        }
    }

    fn fuel(&self) -> u64 {
        // The engine was made with fuel on, so neither this nor the next can fail.
        self.0.as_context().get_fuel().unwrap_or(0)
    }

    fn set_fuel(&mut self, fuel: u64) {
        _ = self.0.as_context_mut().set_fuel(fuel);
    }

    fn invoke(&mut self, entry: Entry<'_>, args: &[u32], returns: Returns) -> Result<u64, Fault> {
        let number = self.call(entry, args, returns)?;
        match (self.wrong(), returns) {
            (Some(wrong), Returns::I64) => Ok(wrong.result(entry.name(), number)),
            _ => Ok(number),
        }
    }

    fn invoke_values(&mut self, export: &str, args: &[WasmValue]) -> Result<Vec<WasmValue>, Fault> {
        let func = self.func(export)?;
        let args: Vec<Val> = args.iter().map(|&value| into_val(value)).collect();
        let mut results = vec![Val::I32(0); func.ty(&self.0).results().len()];
        self.fill()?;
        func.call(&mut self.0, &args, &mut results).map_err(|why| self.fault(&why))?;
        if let (Some(wrong), [Val::I64(number)]) = (self.wrong(), results.as_mut_slice()) {
            *number = wrong.result(export, number.cast_unsigned()).cast_signed();
        }
        results.iter().map(|value| from_val(value, export)).collect()
    }
}

/// A trap, as wasmi says it: they are to be compared.
fn words(trap: Trap) -> String {
    use wasmi::TrapCode as Code;
    let code = match trap {
        Trap::StackOverflow => Code::StackOverflow,
        Trap::MemoryOutOfBounds => Code::MemoryOutOfBounds,
        Trap::TableOutOfBounds => Code::TableOutOfBounds,
        Trap::IndirectCallToNull => Code::IndirectCallToNull,
        Trap::BadSignature => Code::BadSignature,
        Trap::IntegerOverflow => Code::IntegerOverflow,
        Trap::IntegerDivisionByZero => Code::IntegerDivisionByZero,
        Trap::BadConversionToInteger => Code::BadConversionToInteger,
        Trap::UnreachableCodeReached => Code::UnreachableCodeReached,
        Trap::OutOfFuel => Code::OutOfFuel,
        other => return other.to_string(),
    };
    code.trap_message().into()
}

fn into_val(value: WasmValue) -> Val {
    match value {
        WasmValue::I32(n) => Val::I32(n),
        WasmValue::I64(n) => Val::I64(n),
        WasmValue::F32(n) => Val::F32(n.to_bits()),
        WasmValue::F64(n) => Val::F64(n.to_bits()),
    }
}

fn from_val(value: &Val, export: &str) -> Result<WasmValue, Fault> {
    match *value {
        Val::I32(n) => Ok(WasmValue::I32(n)),
        Val::I64(n) => Ok(WasmValue::I64(n)),
        Val::F32(n) => Ok(WasmValue::F32(f32::from_bits(n))),
        Val::F64(n) => Ok(WasmValue::F64(f64::from_bits(n))),
        _ => Err(Fault::Trap(format!("export {export}: a result is no number"))),
    }
}

/// A fault on its way through wasmtime.
#[derive(Debug)]
struct Raised(Fault);

impl std::fmt::Display for Raised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl std::error::Error for Raised {}

/// The error of wasmtime that carries a fault.
pub(crate) fn raised_by(fault: Fault) -> Error {
    Error::new(Raised(fault))
}
