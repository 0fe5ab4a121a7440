//! Handles: make and destroy one, and call a method of one that is alive.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use yao_bench::{guests, host};
use yao_host::{Codec, Error, Session, Value, codec};

fn sessions(criterion: &mut Criterion) {
    let start = codec::encode(Codec::MessagePack, &Value::Array(vec![Value::Int(5)])).expect("arguments");
    for guest in guests::named("counter").expect("guests") {
        let (host, module) = host::loaded(&guest).expect("a guest that loads");
        let mut session = match Session::open(&host, &module) {
            // Built for one call an instance: it has no sessions.
            Err(Error::OneShot { .. }) => continue,
            session => session.expect("a session"),
        };
        let mut group = criterion.benchmark_group(format!("session/{}", guest.sdk));
        group.bench_function("create and destroy", |bencher| {
            bencher.iter(|| {
                let handle = session.create("counter", &start).expect("a handle");
                session.destroy(&handle).expect("a handle that is alive");
            });
        });
        let handle = session.create("counter", &start).expect("a handle");
        group.bench_function("call", |bencher| {
            bencher.iter(|| black_box(session.call(&handle, "get", &[]).expect("a result")));
        });
        group.finish();
    }
}

criterion_group!(benches, sessions);
criterion_main!(benches);
