//! Calls of processes by name: among few and many scripts, and through scripts that call each other.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use yao_bench::scenes;

fn modules(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("modules");
    for count in scenes::MODULES {
        let mut scene = scenes::Modules::new(count).expect("a host with scripts");
        group.bench_with_input(BenchmarkId::from_parameter(count), &(), |bencher, ()| {
            bencher.iter(|| black_box(scene.call().expect("a result")));
        });
    }
    group.finish();
}

fn depth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("depth");
    for depth in scenes::DEPTHS {
        let scene = scenes::Chain::new(depth).expect("a host with a script");
        group.bench_with_input(BenchmarkId::from_parameter(depth), &(), |bencher, ()| {
            bencher.iter(|| black_box(scene.call().expect("a result")));
        });
    }
    group.finish();
}

criterion_group!(benches, modules, depth);
criterion_main!(benches);
