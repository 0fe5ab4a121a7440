//! The host's codecs: check one value, and rewrite it in the other codec.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use yao_bench::payload;
use yao_host::codec::{self, Bounds};
use yao_host::{Codec, Value};

/// A value like those that scripts pass: records with text and numbers, as many as make `size` bytes.
fn records(size: usize) -> Value {
    let record = |index: i64| {
        Value::Map(vec![
            ("id".into(), Value::Int(index)),
            ("name".into(), Value::Str(payload::text(20))),
            ("score".into(), Value::F64(0.25)),
            ("note".into(), Value::Nil),
        ])
    };
    let one = codec::encode(Codec::MessagePack, &record(1)).expect("a record").len();
    Value::Array((0..).map(record).take((size / one).max(1)).collect())
}

fn codecs(criterion: &mut Criterion) {
    let bounds = Bounds::default();
    for (size, title) in payload::SIZES {
        let value = records(size);
        for (from, to) in [(Codec::MessagePack, Codec::Json), (Codec::Json, Codec::MessagePack)] {
            let bytes = codec::encode(from, &value).expect("a value");
            let mut group = criterion.benchmark_group(format!("codec/{}", from.name()));
            group.throughput(Throughput::Bytes(bytes.len() as u64));
            group.bench_with_input(BenchmarkId::new("check", title), &bytes, |bencher, bytes| {
                bencher.iter(|| black_box(codec::check(from, bytes, bounds).expect("well formed")));
            });
            group.bench_with_input(BenchmarkId::new("transcode", title), &bytes, |bencher, bytes| {
                bencher.iter(|| black_box(codec::transcode(from, to, bytes, bounds).expect("well formed")));
            });
            group.finish();
        }
    }
}

criterion_group!(benches, codecs);
criterion_main!(benches);
