//! Check and compile guests: eagerly, and with functions translated when they are first called.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use yao_bench::{guests, host};
use yao_host::Engine;

fn load(criterion: &mut Criterion) {
    for (sdk, name) in
        [("rust-arena", "echo"), ("rust-arena", "greet"), ("rust", "greet"), ("rust", "conformance")]
    {
        let guest = guests::one(sdk, name).expect("a guest");
        let mut group = criterion.benchmark_group(format!("load/{}", guest.title()));
        group.throughput(Throughput::Bytes(guest.wasm.len() as u64));
        for (mode, lazy) in [("eager", false), ("lazy", true)] {
            let config = host::translating(host::config(&guest), lazy);
            group.bench_function(mode, |bencher| {
                // An engine keeps the modules it knows: each load has a new one.
                bencher.iter_batched(
                    || Engine::new(config.clone()),
                    |engine| black_box(engine.load("guest", &guest.wasm).expect("a module that loads")),
                    BatchSize::SmallInput,
                );
            });
        }
        group.finish();
    }
}

criterion_group!(benches, load);
criterion_main!(benches);
