//! The functions of WASI preview 1, by name.
//!
//! `wasmi_wasi` wraps them too, but its wrappers keep the caller to themselves: nothing can be paid, logged or checked
//! after one of them has run.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use wasmi::{Caller, Func, Store, ValType};
use wasmi_wasi::{
    WasiCtx, WasmiGuestMemory, wasi_common::snapshots::preview_1::wasi_snapshot_preview1 as preview1,
};

use crate::{Signature, ValueType};

/// One call of a function: what it was given, and the function itself.
pub(crate) struct Call<'a> {
    /// Its arguments, as numbers with a sign.
    pub(crate) args: &'a [i64],
    run: &'a mut Run<'a>,
}

/// A function with its arguments, short of what it works on; gives an `errno`.
type Run<'a> = dyn FnMut(&mut WasiCtx, &mut [u8]) -> Result<i32, wasmi::Error> + 'a;

impl Call<'_> {
    /// Runs the function on the memory of its caller; gives an `errno`.
    pub(crate) fn run(&mut self, context: &mut WasiCtx, memory: &mut [u8]) -> Result<i32, wasmi::Error> {
        (self.run)(context, memory)
    }
}

/// What wasi-common does at once. Its functions are asynchronous, but nothing here makes them wait: files block, and
/// the scheduler sleeps.
fn now<E: ToString>(function: impl Future<Output = Result<i32, E>>) -> Result<i32, wasmi::Error> {
    match pin!(function).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(errno)) => Ok(errno),
        Poll::Ready(Err(error)) => Err(wasmi::Error::new(error.to_string())),
        Poll::Pending => Err(wasmi::Error::new("a function of WASI waits for what cannot come")),
    }
}

macro_rules! functions {
    ($($name:ident($($arg:ident: $ty:ident),*))*) => {
        /// A function of WASI in a store, whose calls go through `around`; `None` when WASI has none of this name.
        pub(crate) fn function<T: 'static>(
            store: &mut Store<T>,
            name: &str,
            around: impl Fn(Caller<'_, T>, Call<'_>) -> Result<i32, wasmi::Error> + Send + Sync + 'static,
        ) -> Option<Func> {
            let func = match name {
                $(stringify!($name) => Func::wrap(store, move |caller: Caller<'_, T>, $($arg: $ty),*| {
                    around(caller, Call {
                        args: &[$(i64::from($arg)),*],
                        run: &mut |context, memory| {
                            now(preview1::$name(context, &mut WasmiGuestMemory::Unshared(memory), $($arg),*))
                        },
                    })
                }),)*
                // wasi-common refuses exit statuses over 125, which is a matter of its own exit code and not of WASI's.
                "proc_exit" => Func::wrap(store, |status: i32| -> Result<(), wasmi::Error> {
                    Err(wasmi::Error::i32_exit(status))
                }),
                _ => return None,
            };
            Some(func)
        }
    };
}

functions! {
    args_get(a: i32, b: i32)
    args_sizes_get(a: i32, b: i32)
    clock_res_get(a: i32, b: i32)
    clock_time_get(a: i32, b: i64, c: i32)
    environ_get(a: i32, b: i32)
    environ_sizes_get(a: i32, b: i32)
    fd_advise(a: i32, b: i64, c: i64, d: i32)
    fd_allocate(a: i32, b: i64, c: i64)
    fd_close(a: i32)
    fd_datasync(a: i32)
    fd_fdstat_get(a: i32, b: i32)
    fd_fdstat_set_flags(a: i32, b: i32)
    fd_fdstat_set_rights(a: i32, b: i64, c: i64)
    fd_filestat_get(a: i32, b: i32)
    fd_filestat_set_size(a: i32, b: i64)
    fd_filestat_set_times(a: i32, b: i64, c: i64, d: i32)
    fd_pread(a: i32, b: i32, c: i32, d: i64, e: i32)
    fd_prestat_dir_name(a: i32, b: i32, c: i32)
    fd_prestat_get(a: i32, b: i32)
    fd_pwrite(a: i32, b: i32, c: i32, d: i64, e: i32)
    fd_read(a: i32, b: i32, c: i32, d: i32)
    fd_readdir(a: i32, b: i32, c: i32, d: i64, e: i32)
    fd_renumber(a: i32, b: i32)
    fd_seek(a: i32, b: i64, c: i32, d: i32)
    fd_sync(a: i32)
    fd_tell(a: i32, b: i32)
    fd_write(a: i32, b: i32, c: i32, d: i32)
    path_create_directory(a: i32, b: i32, c: i32)
    path_filestat_get(a: i32, b: i32, c: i32, d: i32, e: i32)
    path_filestat_set_times(a: i32, b: i32, c: i32, d: i32, e: i64, f: i64, g: i32)
    path_link(a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32)
    path_open(a: i32, b: i32, c: i32, d: i32, e: i32, f: i64, g: i64, h: i32, i: i32)
    path_readlink(a: i32, b: i32, c: i32, d: i32, e: i32, f: i32)
    path_remove_directory(a: i32, b: i32, c: i32)
    path_rename(a: i32, b: i32, c: i32, d: i32, e: i32, f: i32)
    path_symlink(a: i32, b: i32, c: i32, d: i32, e: i32)
    path_unlink_file(a: i32, b: i32, c: i32)
    poll_oneoff(a: i32, b: i32, c: i32, d: i32)
    proc_raise(a: i32)
    random_get(a: i32, b: i32)
    sched_yield()
    sock_accept(a: i32, b: i32, c: i32)
    sock_recv(a: i32, b: i32, c: i32, d: i32, e: i32, f: i32)
    sock_send(a: i32, b: i32, c: i32, d: i32, e: i32)
    sock_shutdown(a: i32, b: i32)
}

/// The types of the functions.
pub(crate) struct Signatures(Store<()>);

impl Signatures {
    pub(crate) fn new() -> Self {
        Self(Store::new(&wasmi::Engine::default(), ()))
    }

    /// The type of a function; `None` when WASI has none of this name.
    pub(crate) fn of(&mut self, name: &str) -> Option<Signature> {
        let ty = function(&mut self.0, name, |_, _| Ok(0))?.ty(&self.0);
        let types = |types: &[ValType]| types.iter().map(|&ty| value_type(ty)).collect();
        Some(Signature { params: types(ty.params()), results: types(ty.results()) })
    }
}

fn value_type(ty: ValType) -> ValueType {
    match ty {
        ValType::I32 => ValueType::I32,
        ValType::I64 => ValueType::I64,
        ValType::F32 => ValueType::F32,
        ValType::F64 => ValueType::F64,
        ValType::V128 => ValueType::V128,
        ValType::FuncRef | ValType::ExternRef => ValueType::Ref,
    }
}
