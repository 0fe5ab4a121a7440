//! WASI preview 1 for a guest on wasmi: `wasmi_wasi` behind the host's limits.

use core::time::Duration;

use wasmi::{Caller, Func, Store, Val};

use super::{Ctx, Data, Over, Vm, host_error};
use crate::{
    Fault, imports,
    tree::Tree,
    wasi::{self, Guest},
};

/// Buffers of one read or write, and subscriptions of one poll: as many as POSIX promises of `IOV_MAX`. Without a
/// bound a guest could make the host gather a list as large as its whole memory.
const LONGEST_LIST: u32 = 1024;

/// `errno` for a list that is longer.
const INVALID: Val = Val::I32(28);

impl Data {
    fn wasi(&mut self) -> &mut Guest {
        let seed = self.state.config().wasi_seed;
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
    let Some(function) = wasi::function(store, name, |data: &mut Data| &mut data.wasi().context) else {
        // Refused at load; a module that gets here all the same must not take the host down.
        return Func::wrap(store, || -> Result<(), wasmi::Error> {
            Err(host_error(Fault::Trap("this import is not part of WASI preview 1".into())))
        });
    };
    let ty = function.ty(&*store);
    let work = Work::of(name);
    Func::new(store, ty, move |caller, args, results| call(caller, function, work, args, results))
}

fn call(
    caller: Caller<'_, Data>,
    function: Func,
    work: Work,
    args: &[Val],
    results: &mut [Val],
) -> Result<(), wasmi::Error> {
    let count = |index: usize| args.get(index).and_then(Val::i32).map_or(0, i32::cast_unsigned);
    let bytes = match work {
        Work::Fixed => 0,
        Work::Bytes(index) => count(index) as usize,
        Work::List(index, _) if count(index) > LONGEST_LIST => {
            results.fill(INVALID);
            return Ok(());
        }
        Work::List(index, size) => count(index) as usize * size,
    };
    let mut vm = Over::within(caller);
    imports::charge(&mut vm, Tree::import_cost(bytes)).map_err(host_error)?;
    let left = match vm.state().host() {
        // While a module is loaded there is nothing to wait for.
        None => Duration::ZERO,
        Some(_) => vm.state().tree.remaining_ms().map_or(Duration::MAX, Duration::from_millis),
    };
    let before = {
        let wasi = vm.0.data_mut().wasi();
        wasi.may_wait(left);
        wasi.kept()
    };
    function.call(&mut vm.0, args, results)?;

    let data = vm.0.data_mut();
    let written = data.wasi().kept().saturating_sub(before);
    if let (1.., Some(wasi)) = (written, data.wasi.as_deref()) {
        wasi.log(&mut data.state);
        imports::charge(&mut vm, Tree::import_cost(written)).map_err(host_error)?;
    }
    // A wait, and whatever else takes its time, was not paid for in fuel.
    vm.state().tree.check_deadline().map_err(host_error)
}

impl<C: Ctx> Over<C> {
    /// Logs what the guest wrote to its outputs, at the end of a call from outside.
    pub(super) fn log_output(&mut self, fault: Option<&Fault>) {
        let data = self.0.data_mut();
        if let Some(wasi) = data.wasi.as_deref() {
            wasi.end(&mut data.state, fault);
        }
    }
}
