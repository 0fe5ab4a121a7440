//! Make a guest instance, `_initialize` included, and drop it.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use yao_bench::{guests, host};
use yao_host::{Instance, RequestOptions};

fn instantiate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("instantiate");
    for guest in guests::named("greet").expect("guests") {
        let (host, module) = host::loaded(&guest).expect("a guest that loads");
        let options = RequestOptions::default();
        group.bench_function(&guest.sdk, |bencher| {
            bencher.iter(|| black_box(Instance::new(&host, &module, &options).expect("an instance")));
        });
    }
    group.finish();
}

criterion_group!(benches, instantiate);
criterion_main!(benches);
