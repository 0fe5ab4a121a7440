//! Whole requests of `echo` and `greet` in a fresh instance, for every SDK and three sizes of payload.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use yao_bench::{guests, host, payload};

fn requests(criterion: &mut Criterion) {
    for name in ["echo", "greet"] {
        for guest in guests::named(name).expect("guests") {
            host::verify(&guest).expect("the right results");
            let (host, module) = host::loaded(&guest).expect("a guest that loads");
            let mut group = criterion.benchmark_group(format!("request/{}", guest.title()));
            for (size, title) in payload::SIZES {
                let (payload, _) = payload::of(name, size);
                group.throughput(Throughput::Bytes(size as u64));
                group.bench_with_input(BenchmarkId::from_parameter(title), &payload, |bencher, payload| {
                    bencher.iter(|| black_box(host.request(&module, name, payload).expect("a result")));
                });
            }
            group.finish();
        }
    }
}

criterion_group!(benches, requests);
criterion_main!(benches);
