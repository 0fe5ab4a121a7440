//! Work on several threads, each with a stack for guests that call guests in compiled code.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// 24 levels of calls, for each of which wasmtime lets a guest use half a megabyte, and the host's own frames.
const STACK: usize = 64 << 20;

/// What `work` gives for each item, in the order of the items.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let one = || {
        while let Some((index, item)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, items.get(index)?)))
        {
            let result = work(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads.clamp(1, items.len().max(1)) {
            let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, one);
            if let Err(why) = thread {
                panic!("no thread with a stack of {STACK} bytes: {why}");
            }
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
