//! WASI preview 1 for a guest on wasmi: the functions of WASI behind the host's limits.

use core::time::Duration;

use wasmi::{Caller, Func, Store};

use super::{Ctx, Data, Over, Vm, host_error};
use crate::{
    Fault, protocol,
    tree::Tree,
    wasi::{self, Guest},
};

/// Buffers of one read or write, and subscriptions of one poll: as many as POSIX promises of `IOV_MAX`. Without a
/// bound a guest could make the host gather a list as large as its whole memory.
const LONGEST_LIST: usize = 1024;

/// `errno` for a list that is longer.
const INVALID: i32 = 28;

impl Data {
    fn wasi(&mut self) -> &mut Guest {
        let seed = self.state().owner.config().wasi_seed;
        self.wasi.get_or_insert_with(|| Box::new(Guest::new(seed)))
    }
}

/// What the host's work for a call grows with.
#[derive(Clone, Copy)]
enum Work {
    /// Nothing that the guest can make large.
    Fixed,
    /// The bytes that this argument counts.
    Bytes(usize),
    /// The entries, of so many bytes each, that this argument counts.
    List(usize, usize),
}

impl Work {
    fn of(name: &str) -> Self {
        match name {
            "random_get" => Self::Bytes(1),
            "fd_readdir" => Self::Bytes(2),
            "fd_read" | "fd_pread" | "fd_write" | "fd_pwrite" | "sock_recv" | "sock_send" => Self::List(2, 8),
            "poll_oneoff" => Self::List(2, 48),
            _ => Self::Fixed,
        }
    }
}

/// An import of WASI.
pub(super) fn import(store: &mut Store<Data>, name: &str) -> Func {
    let work = Work::of(name);
    wasi::function(store, name, move |caller, function| call(caller, work, function)).unwrap_or_else(|| {
        // Refused at load; a module that gets here all the same must not take the host down.
        Func::wrap(store, || -> Result<(), wasmi::Error> {
            Err(host_error(Fault::Trap("this import is not part of WASI preview 1".into())))
        })
    })
}

fn call(caller: Caller<'_, Data>, work: Work, mut function: wasi::Call<'_>) -> Result<i32, wasmi::Error> {
    let count = |index: usize| {
        // An unsigned number of 32 bits, in what wasm knows without a sign.
        let number = function.args.get(index).map_or(0, |number| number & 0xffff_ffff);
        usize::try_from(number).unwrap_or(usize::MAX)
    };
    let bytes = match work {
        Work::Fixed => 0,
        Work::Bytes(index) => count(index),
        Work::List(index, _) if count(index) > LONGEST_LIST => return Ok(INVALID),
        Work::List(index, size) => count(index).saturating_mul(size),
    };
    let mut vm = Over::within(caller);
    protocol::charge(&mut vm, Tree::import_cost(bytes)).map_err(host_error)?;
    let left = match vm.state().owner.host() {
        // While a module is loaded there is nothing to wait for.
        None => Duration::ZERO,
        Some(_) => vm.state_mut().remaining_ns().map_or(Duration::MAX, Duration::from_nanos),
    };
    // A guest that calls this from `start` has a memory already, though nobody asked for it yet.
    let memory = vm.0.get_export(crate::abi::MEMORY_EXPORT).and_then(wasmi::Extern::into_memory);
    let Some(memory) = memory else {
        return Err(host_error(Fault::Trap("a guest that calls WASI exports no memory".into())));
    };
    let (memory, data) = memory.data_and_store_mut(&mut vm.0);
    let wasi = data.wasi();
    wasi.may_wait(left);
    let before = wasi.kept();
    let errno = function.run(&mut wasi.context, memory)?;

    let written = wasi.kept().saturating_sub(before);
    if let (1.., Some(wasi)) = (written, data.wasi.as_deref()) {
        if let Some(state) = &mut data.state {
            wasi.log(state);
        }
        protocol::charge(&mut vm, Tree::import_cost(written)).map_err(host_error)?;
    }
    // A wait, and whatever else takes its time, was not paid for in fuel.
    vm.state_mut().check_deadline().map_err(host_error)?;
    Ok(errno)
}

impl<C: Ctx> Over<C> {
    /// Logs what the guest wrote to its outputs, at the end of a call from outside.
    pub(super) fn log_output(&mut self, fault: Option<&Fault>) {
        let data = self.0.data_mut();
        if let (Some(wasi), Some(state)) = (data.wasi.as_deref(), &mut data.state) {
            wasi.end(state, fault);
        }
    }
}
