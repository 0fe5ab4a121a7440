//! Check and compile guests: with functions translated then, and when they are first called.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use yao_bench::{guests, host};
use yao_host::{Engine, Translation};

fn load(criterion: &mut Criterion) {
    for (sdk, name) in
        [("rust-arena", "echo"), ("rust-arena", "greet"), ("rust", "greet"), ("rust", "conformance")]
    {
        let guest = guests::one(sdk, name).expect("a guest");
        let mut group = criterion.benchmark_group(format!("load/{}", guest.title()));
        group.throughput(Throughput::Bytes(guest.wasm.len() as u64));
        for (mode, translation) in [("eager", Translation::Eager), ("late", Translation::Late)] {
            let config = host::translating(host::config(&guest), translation);
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
