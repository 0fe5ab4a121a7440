//! The functions of WASI preview 1, by name.

use wasmi::{Func, Store, ValType};
use wasmi_wasi::{WasiCtx, WasiCtxBuilder, snapshots::preview_1::wrapped};

use crate::{Signature, ValueType};

macro_rules! functions {
    ($($name:ident)*) => {
        /// A function of WASI in a store whose data holds a context; `None` when WASI has no function of this name.
        pub(crate) fn function<T: Send + 'static>(
            store: &mut Store<T>,
            name: &str,
            context: impl Fn(&mut T) -> &mut WasiCtx + Send + Sync + Copy + 'static,
        ) -> Option<Func> {
            match name {
                $(stringify!($name) => Some(Func::wrap(store, wrapped::$name::<T, WasiCtx>(context))),)*
                _ => None,
            }
        }
    };
}

functions! {
    args_get args_sizes_get clock_res_get clock_time_get environ_get environ_sizes_get
    fd_advise fd_allocate fd_close fd_datasync fd_fdstat_get fd_fdstat_set_flags fd_fdstat_set_rights
    fd_filestat_get fd_filestat_set_size fd_filestat_set_times fd_pread fd_prestat_dir_name fd_prestat_get
    fd_pwrite fd_read fd_readdir fd_renumber fd_seek fd_sync fd_tell fd_write
    path_create_directory path_filestat_get path_filestat_set_times path_link path_open path_readlink
    path_remove_directory path_rename path_symlink path_unlink_file
    poll_oneoff proc_exit proc_raise random_get sched_yield sock_accept sock_recv sock_send sock_shutdown
}

/// The types of the functions.
pub(crate) struct Signatures(Store<WasiCtx>);

impl Signatures {
    pub(crate) fn new() -> Self {
        Self(Store::new(&wasmi::Engine::default(), WasiCtxBuilder::new().build()))
    }

    /// The type of a function; `None` when WASI has none of this name.
    pub(crate) fn of(&mut self, name: &str) -> Option<Signature> {
        let ty = function(&mut self.0, name, |context| context)?.ty(&self.0);
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
