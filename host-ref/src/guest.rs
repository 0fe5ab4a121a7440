//! A live guest instance: started in the budgets of a request, and ended with them.

use alloc::{boxed::Box, format, vec::Vec};
use core::mem;

use crate::{
    Exception, Fault, Host, Module, Packed, Reply,
    abi::Code,
    backend::{Image, Live, Request, Vm},
    codec::{self, Bounds, record},
    host::Place,
    protocol,
    state::{Owner, Phase, State},
    tree::{PAGE, Tree},
    trust::foreign,
};

pub(crate) struct Guest {
    vm: Box<dyn Live + Send>,
    /// Held as long as the instance lives; none while a module is loaded.
    _place: Option<Place<Host>>,
}

impl Guest {
    /// Instantiates a module and runs `_initialize`. When it fails the budgets come back with the fault.
    pub(crate) fn start(owner: Owner, module: &Module, tree: &mut Tree) -> Result<Self, Fault> {
        let place = owner.host().cloned().map(Place::claim).transpose()?;
        Ok(Self { vm: Self::fresh(owner, module, tree)?, _place: place })
    }

    /// An instance that has started, without a place among the host's: its caller holds one.
    pub(crate) fn fresh(
        owner: Owner,
        module: &Module,
        tree: &mut Tree,
    ) -> Result<Box<dyn Live + Send>, Fault> {
        let state = enter(owner, module, tree)?;
        let mut vm = match module.code().instantiate(state) {
            Ok(vm) => vm,
            Err((fault, state)) => {
                *tree = state.into_tree();
                return Err(fault);
            }
        };
        if let Err(fault) = begin(&mut *vm) {
            *tree = vm.end().into_tree();
            return Err(fault);
        }
        Ok(vm)
    }

    /// One call of a handler in an instance that no other request sees, within the budgets of `tree`.
    pub(crate) fn once(
        host: &Host,
        module: &Module,
        tree: &mut Tree,
        handler: &str,
        payload: &[u8],
    ) -> Result<Reply, Fault> {
        let _place = Place::claim(host)?;
        let request = Request { handler, payload };
        if let Some(kept) = module.kept() {
            check_origin(host, module)?;
            return kept.run(host, module, tree, request);
        }
        let state = enter(Owner::Host(host.clone()), module, tree)?;
        let (reply, state) = module.code().once(state, request);
        *tree = state.into_tree();
        reply
    }

    pub(crate) fn vm(&mut self) -> &mut dyn Vm {
        &mut *self.vm
    }

    pub(crate) fn capture(&mut self) -> Option<Image> {
        self.vm.capture()
    }

    pub(crate) fn vm_ref(&self) -> &dyn Vm {
        &*self.vm
    }

    /// Calls a handler or a method, copies its answer out and checks it.
    pub(crate) fn call(&mut self, export: &str, handle: Option<u32>, payload: &[u8]) -> Result<Reply, Fault> {
        call(self.vm(), export, handle, payload)
    }

    /// `class_create`: the handle, or the error record.
    pub(crate) fn create(&mut self, class: &str, payload: &[u8]) -> Result<Result<u32, Exception>, Fault> {
        let export = format!("{class}_create");
        let vm = self.vm();
        let packed = protocol::call(vm, &export, None, payload)?;
        let result = Packed::unpack(packed);
        if result.error {
            let bytes = protocol::take(vm, result)?;
            return Ok(Err(exception(vm, &bytes)));
        }
        if result.ptr != 0 || result.len == 0 {
            return Err(Fault::Trap(format!("{export} gave {packed:#x}, which is no handle")));
        }
        Ok(Ok(result.len))
    }

    /// A method; in the pull form its value is read as well.
    pub(crate) fn method(
        &mut self,
        class: &str,
        method: &str,
        pull: bool,
        handle: u32,
        payload: &[u8],
    ) -> Result<Reply, Fault> {
        match self.call(&format!("{class}_{method}"), Some(handle), payload)? {
            Reply::Value(bytes) if bytes.is_empty() && pull => self.pull(class, handle),
            reply => Ok(reply),
        }
    }

    /// Reads the value that a method of a class in the pull form kept.
    fn pull(&mut self, class: &str, handle: u32) -> Result<Reply, Fault> {
        let vm = self.vm();
        let len = protocol::ask(vm, &format!("{class}_result_len"), &[handle])?;
        let len = match u32::try_from(len) {
            Ok(len) => len,
            // No value was kept: the result really is empty.
            Err(_) if len.unsigned_abs() == Code::NOT_FOUND.get() => 0,
            Err(_) => return Ok(self.code_reply(len)),
        };
        if len == 0 {
            return Ok(Reply::Value(Vec::new()));
        }
        vm.state_mut().count_bytes(len as usize)?;
        let ptr = protocol::alloc(vm, len)?.ok_or(Fault::OutOfMemory(len))?;
        let export = format!("{class}_result_read");
        let read = protocol::ask(vm, &export, &[handle, ptr, len])?;
        let Ok(count) = u32::try_from(read) else {
            protocol::free(vm, ptr, len)?;
            return Ok(self.code_reply(read));
        };
        if count > len {
            return Err(Fault::Trap(format!("{export} gave {count} for a capacity of {len} bytes")));
        }
        let block = protocol::range("value", ptr, count, vm.memory().len())?;
        protocol::charge(vm, Tree::copy_cost(block.len()))?;
        let bytes = vm.memory()[block].to_vec();
        protocol::free(vm, ptr, len)?;
        value_reply(vm, bytes, true)
    }

    /// `class_destroy`: 0, or minus an error code.
    pub(crate) fn destroy(&mut self, class: &str, handle: u32) -> Result<i32, Fault> {
        let export = format!("{class}_destroy");
        let code = protocol::ask(self.vm(), &export, &[handle])?;
        if code > 0 {
            return Err(Fault::Trap(format!(
                "{export} gave {code}, which is neither 0 nor minus an error code"
            )));
        }
        Ok(code)
    }

    /// The reply for minus an error code, which comes without a record.
    fn code_reply(&self, negative: i32) -> Reply {
        let exception = from_code(negative);
        let bytes = record::write(self.vm.state().module.info().codec, &exception);
        Reply::Error { exception, bytes }
    }

    /// Starts another request in this instance, with budgets of its own; gives the old ones.
    pub(crate) fn renew(&mut self, tree: Tree) -> Result<Tree, Fault> {
        let held = self.vm.fuel();
        self.vm.set_fuel(0);
        let state = self.vm.state_mut();
        let mut old = state.exchange_tree(tree);
        old.put_back(held);
        let fuel = state.refuel(0, 0)?;
        self.vm.set_fuel(fuel);
        Ok(old)
    }

    pub(crate) fn memory_pages(&self) -> u64 {
        (self.vm.memory().len() as u64).div_ceil(PAGE)
    }
}

/// Memory at the start from which on to get and zero it is work that a deadline should see.
const SLOW_START_BYTES: u64 = 16 * PAGE;

/// Moves the budgets of a request into the state of an instance to be.
fn enter(owner: Owner, module: &Module, tree: &mut Tree) -> Result<State, Fault> {
    if let Some(host) = owner.host() {
        check_origin(host, module)?;
    }
    tree.check_memory(owner.limits(), module.initial_bytes())?;
    if module.initial_bytes() >= SLOW_START_BYTES {
        tree.start_time(owner.clock());
    }
    Ok(State::new(module.clone(), mem::take(tree), owner))
}

/// Where there is a policy, a module runs only on a host of the engine that admitted it.
fn check_origin(host: &Host, module: &Module) -> Result<(), Fault> {
    let config = host.config();
    match (&config.policy, module.admission()) {
        (None, None) => Ok(()),
        (_, Some(admission)) if admission.is_of(config) => Ok(()),
        _ => Err(Fault::Forbidden(foreign(module.name()))),
    }
}

/// Runs `_initialize`, after which a guest serves.
pub(crate) fn begin(vm: &mut (impl Vm + ?Sized)) -> Result<(), Fault> {
    if vm.state().module.has_initialize() {
        protocol::initialize(vm)?;
    }
    vm.state_mut().phase = Phase::Serving;
    Ok(())
}

/// Calls a handler or a method, copies its answer out and checks it.
pub(crate) fn call(
    vm: &mut (impl Vm + ?Sized),
    export: &str,
    handle: Option<u32>,
    payload: &[u8],
) -> Result<Reply, Fault> {
    let result = Packed::unpack(protocol::call(vm, export, handle, payload)?);
    let bytes = protocol::take(vm, result)?;
    if result.error {
        return Ok(Reply::Error { exception: exception(vm, &bytes), bytes });
    }
    value_reply(vm, bytes, handle.is_some())
}

/// The reply for a value, which has to be well formed before anyone else sees it.
fn value_reply(vm: &(impl Vm + ?Sized), bytes: Vec<u8>, of_method: bool) -> Result<Reply, Fault> {
    let state = vm.state();
    let codec = state.module.info().codec;
    // Only handlers speak the opaque codec.
    let codec = if of_method { codec.of_records() } else { codec };
    codec::check(codec, &bytes, Bounds::of(state.limits())).map_err(|error| error.fault("result"))?;
    Ok(Reply::Value(bytes))
}

/// What the bytes of an error record say.
fn exception(vm: &(impl Vm + ?Sized), record: &[u8]) -> Exception {
    record::read(vm.state().module.info().codec, record)
}

/// The error of minus an error code.
pub(crate) fn from_code(negative: i32) -> Exception {
    let code = Code::new(negative.unsigned_abs());
    Exception::new(code.get(), code.text().unwrap_or(""))
}
