//! What is looked up in an instance when it starts, and instances that outlive a request: ended, captured, restored.

use alloc::string::String;

use wasmi::{Store, Val};

use super::{
    super::{Image, Live, Number, Vm},
    Data, Over,
};
use crate::{ValueType, abi, state::State};

impl Over<Store<Data>> {
    /// Looks up what every request asks for. One look at each name is less work than a search for each of three.
    pub(super) fn find_exports(&mut self) {
        let Some(instance) = self.0.data().instance else { return };
        let (mut memory, mut alloc, mut free) = (None, None, None);
        for export in instance.exports(&self.0) {
            match export.name() {
                abi::MEMORY_EXPORT => memory = export.into_memory(),
                abi::ALLOC_EXPORT => alloc = export.into_func(),
                abi::FREE_EXPORT => free = export.into_func(),
                _ => {}
            }
        }
        // What is not there, or of another type, is told by the call that needs it.
        let alloc = alloc.and_then(|func| func.typed(&self.0).ok());
        let free = free.and_then(|func| func.typed(&self.0).ok());
        let data = self.0.data_mut();
        (data.memory, data.alloc, data.free) = (memory, alloc, free);
    }

    /// Looks up the globals under the names that the module's twin gives them.
    pub(super) fn find_globals(&mut self, names: Option<&[String]>) {
        let (Some(names), Some(instance)) = (names, self.0.data().instance) else { return };
        let globals = names.iter().map(|name| instance.get_global(&self.0, name)).collect();
        self.0.data_mut().globals = globals;
    }
}

impl Live for Over<Store<Data>> {
    // The store stays where it is until it is dropped: it is over a kilobyte, and to consume it would copy it.
    fn end(&mut self) -> State {
        let held = self.fuel();
        self.set_fuel(0);
        let Some(mut state) = self.0.data_mut().state.take() else { unreachable!("an instance ends once") };
        state.tree.put_back(held);
        state
    }

    fn begin(&mut self, state: State) {
        self.0.data_mut().state = Some(state);
    }

    fn capture(&mut self) -> Option<Image> {
        let globals = self.0.data().globals.as_ref()?;
        let globals = globals.iter().map(|global| number(&global.get(&self.0))).collect::<Option<_>>()?;
        Some(Image::new(self.memory(), globals))
    }

    fn restore(&mut self, image: &Image) -> bool {
        // Taken for as long as the store is changed.
        let Some(globals) = self.0.data_mut().globals.take() else { return false };
        let put_back = globals.len() == image.globals().len()
            && globals
                .iter()
                .zip(image.globals())
                .all(|(global, then)| val(*then).is_some_and(|then| global.set(&mut self.0, then).is_ok()));
        let memory: &mut [u8] = match self.0.data().memory {
            Some(memory) => memory.data_mut(&mut self.0),
            None => &mut [],
        };
        let put_back = put_back && image.restore(memory);
        self.0.data_mut().globals = Some(globals);
        put_back
    }
}

fn number(value: &Val) -> Option<Number> {
    let (ty, bits) = match *value {
        Val::I32(n) => (ValueType::I32, n.cast_unsigned().into()),
        Val::I64(n) => (ValueType::I64, n.cast_unsigned()),
        Val::F32(n) => (ValueType::F32, n.to_bits().into()),
        Val::F64(n) => (ValueType::F64, n.to_bits()),
        _ => return None,
    };
    Some(Number { ty, bits })
}

fn val(number: Number) -> Option<Val> {
    let low = || u32::try_from(number.bits).ok();
    Some(match number.ty {
        ValueType::I32 => Val::I32(low()?.cast_signed()),
        ValueType::I64 => Val::I64(number.bits.cast_signed()),
        ValueType::F32 => Val::F32(wasmi::F32::from_bits(low()?)),
        ValueType::F64 => Val::F64(wasmi::F64::from_bits(number.bits)),
        _ => return None,
    })
}
