//! The seam between the host and a WebAssembly engine.
//!
//! Everything the host does to a guest goes through [`Vm`], and everything a guest asks of the host comes back
//! through [`crate::imports`]; an engine does nothing else. wasmi stands behind it here; another engine can take
//! its place by implementing four traits, as wasmtime does in `tests/differential`.

mod image;
mod wasmi;

use alloc::{boxed::Box, string::String, sync::Arc, vec::Vec};

pub use self::image::{Image, Number};
#[cfg(feature = "wasi")]
pub(crate) use self::wasmi::FUEL_COSTS;
pub use self::wasmi::Wasmi;
use crate::{Reply, WasmValue, abi, fault::Fault, guest, state::State};

/// An engine.
pub trait Backend: Send + Sync {
    /// Validates a module in full and compiles it. Its structure, imports and exports were checked before.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in words.
    fn compile(&self, wasm: &[u8]) -> Result<Arc<dyn Code>, String>;
}

/// A compiled module.
pub trait Code: Send + Sync {
    /// Makes an instance and runs its `start` function, on at most the limit `init_fuel`.
    ///
    /// # Errors
    ///
    /// Why it failed, and the state, whose budgets go on.
    fn instantiate(&self, state: State) -> Result<Box<dyn Live + Send>, (Fault, Box<State>)>;

    /// Makes an instance for one request only, and drops it: as [`Code::instantiate`], without a block of memory that
    /// would outlive the call. The fuel that the instance held goes back to the budgets in the state.
    fn once(&self, state: State, request: Request<'_>) -> (Result<Reply, Fault>, State);
}

/// One call of a handler, in an instance that no other request sees.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    pub(crate) handler: &'a str,
    pub(crate) payload: &'a [u8],
}

impl Request<'_> {
    /// Runs it in an instance that was just made. An engine calls it with its own type, so that nothing on the way of
    /// a short request is called through a table.
    ///
    /// # Errors
    ///
    /// Why there is no reply.
    pub fn run(&self, vm: &mut impl Vm) -> Result<Reply, Fault> {
        guest::begin(vm)?;
        guest::call(vm, self.handler, None, self.payload)
    }
}

/// Which export to call.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// `yao_alloc`, looked up once per instance.
    Alloc,
    /// `yao_free`, looked up once per instance.
    Free,
    /// Any other.
    Named(&'a str),
}

impl<'a> Entry<'a> {
    /// The export's name.
    #[must_use]
    pub fn name(self) -> &'a str {
        match self {
            Self::Alloc => abi::ALLOC_EXPORT,
            Self::Free => abi::FREE_EXPORT,
            Self::Named(name) => name,
        }
    }
}

/// The result type of a function of the ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// No result.
    Nothing,
    /// One `i32`, given as a number without sign.
    I32,
    /// One `i64`.
    I64,
}

/// A live instance that its owner can end.
pub trait Live: Vm {
    /// Ends a request: takes what the host kept for it out of the instance, with the fuel that it held in its budgets.
    /// The instance is dropped after that, or restored and given another state; nothing else is asked of it.
    fn end(&mut self) -> State;

    /// Starts another request in an instance that was restored. It holds no fuel yet.
    fn begin(&mut self, state: State);

    /// Its memory and all else that its code can change, as they are now; `None` when this engine cannot tell.
    fn capture(&mut self) -> Option<Image>;

    /// Makes the instance what it was when the image was captured in it, or in another one of the same module, after a
    /// call that returned. When the answer is false it could not, and the instance must not be used again.
    #[must_use]
    fn restore(&mut self, image: &Image) -> bool;
}

/// A live instance, from outside or from within a call of an import.
pub trait Vm {
    /// What the host keeps for it.
    fn state(&self) -> &State;

    /// What the host keeps for it.
    fn state_mut(&mut self) -> &mut State;

    /// Its memory; empty when it has none. To be asked again after every call: it may have moved.
    fn memory(&self) -> &[u8];

    /// Its memory and its state at once.
    fn split(&mut self) -> (&mut [u8], &mut State);

    /// The fuel it holds.
    fn fuel(&self) -> u64;

    /// Sets the fuel it holds.
    fn set_fuel(&mut self, fuel: u64);

    /// Calls a function of the ABI, whose parameters are all `i32`. Asks [`State::refuel`] for more when the fuel
    /// is used up.
    ///
    /// # Errors
    ///
    /// Why it did not return.
    fn invoke(&mut self, entry: Entry<'_>, args: &[u32], returns: Returns) -> Result<u64, Fault>;

    /// Calls any exported function whose parameters and results are numbers.
    ///
    /// # Errors
    ///
    /// Why it did not return. The types were checked by the caller.
    fn invoke_values(&mut self, export: &str, args: &[WasmValue]) -> Result<Vec<WasmValue>, Fault>;
}
