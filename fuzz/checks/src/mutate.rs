//! Our own guests, changed by `wasm-mutate` without changing what they mean: the host loads them, and results, logs and
//! process traces stay what they were.

use std::sync::LazyLock;

use arbitrary::{Arbitrary, Unstructured};
use wasm_mutate::WasmMutate;
use yao_host::{
    Config, Engine, Exception, Host, ImportCall, LogLine, Module, Reply, RequestOptions, Value, codec,
};

use crate::{Verdict, ensure, guests};

/// Rewrites of one mutation: enough to change something, few enough to try many seeds.
const FUEL: u64 = 300;
/// Mutations on top of each other.
const MOST: u8 = 4;

/// What a request said, as text, and what the guest asked its host for.
type Answer = (String, Vec<ImportCall>);

struct Subject {
    sdk: &'static str,
    wasm: &'static [u8],
    expected: Vec<Answer>,
}

#[derive(Arbitrary)]
struct Choice {
    guest: u8,
    mutations: u8,
    seed: u64,
}

/// Checks one input.
///
/// # Errors
///
/// The first answer that a mutated guest gives differently.
pub fn run(input: &[u8]) -> Verdict {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
        let mut config = Config::default();
        config.limits.deadline_ms = 600_000;
        Engine::new(config)
    });
    static SUBJECTS: LazyLock<Vec<Subject>> = LazyLock::new(|| {
        let subject = |guest: &'static guests::Guest| Subject {
            sdk: guest.sdk,
            wasm: &guest.bytes,
            expected: answers(&ENGINE, &guest.bytes).unwrap_or_else(|why| panic!("{}: {why}", guest.sdk)),
        };
        guests::conformance().iter().map(subject).collect()
    });
    let Ok(choice) = Choice::arbitrary(&mut Unstructured::new(input)) else { return Ok(()) };
    let subject = &SUBJECTS[usize::from(choice.guest) % SUBJECTS.len()];
    let mut wasm = subject.wasm.to_vec();
    for mutation in 0..=choice.mutations % MOST {
        match mutated(&wasm, choice.seed.wrapping_add(mutation.into())) {
            Some(next) => wasm = next,
            None => break,
        }
    }
    let blame = |why| format!("{} mutated with seed {}: {why}", subject.sdk, choice.seed);
    let got = answers(&ENGINE, &wasm).map_err(blame)?;
    for ((ask, _), (expected, got)) in requests().iter().zip(subject.expected.iter().zip(&got)) {
        ensure!(expected == got, "{}", blame(format!("{ask} gave {got:?} instead of {expected:?}")));
    }
    Ok(())
}

/// The module after one mutation; `None` when there is none for this seed.
fn mutated(wasm: &[u8], seed: u64) -> Option<Vec<u8>> {
    let mut mutate = WasmMutate::default();
    mutate.seed(seed).fuel(FUEL).preserve_semantics(true);
    mutate.run(wasm).ok()?.next()?.ok()
}

/// Handlers with their payloads: a little of everything.
fn requests() -> &'static [(&'static str, Vec<u8>)] {
    static REQUESTS: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
        let text = |text: &str| Value::from(text);
        let record = Value::Map(vec![
            (text("id"), u64::MAX.into()),
            (text("name"), text("Zoë")),
            (text("score"), 1.5.into()),
            (text("tags"), Value::Array(vec![text("a"), text("")])),
            (text("more"), Value::Nil),
            (text("blob"), Value::Bin(vec![0, 255])),
        ]);
        let numbers = |numbers: &[i64]| Value::Array(numbers.iter().map(|number| (*number).into()).collect());
        let asks: Vec<(&str, Vec<Value>)> = vec![
            ("conf_echo", vec![record.clone()]),
            ("conf_typed", vec![record]),
            ("conf_typed", vec![Value::Map(vec![])]),
            ("conf_sum", vec![numbers(&[1, -2, 1 << 40])]),
            ("conf_sum", vec![numbers(&[i64::MAX, 1])]),
            ("conf_concat", vec![text("a"), text("ü")]),
            ("conf_process", vec![text("utils.echo"), Value::Array(vec![text("hello")])]),
            ("conf_forward", vec![text("utils.nobody"), Value::Array(vec![])]),
            ("conf_log", vec![3.into(), text("a warning")]),
            ("conf_fail", vec![418.into(), text("teapot")]),
            ("conf_recurse", vec![20.into()]),
            ("conf_panic", vec![text("on purpose")]),
        ];
        let encode = |(handler, items): (&'static str, Vec<Value>)| {
            let payload = codec::encode(yao_host::Codec::MessagePack, &Value::Array(items));
            (handler, payload.unwrap_or_else(|why| panic!("{handler}: {why}")))
        };
        asks.into_iter().map(encode).collect()
    });
    &REQUESTS
}

fn answers(engine: &Engine, wasm: &[u8]) -> Result<Vec<Answer>, String> {
    let module = engine.load("guest", wasm).map_err(|why| why.to_string())?;
    let host = Host::builder(engine)
        .log_sink(|_: &LogLine<'_>| {})
        .process("utils.echo", |_, args| {
            args.first().cloned().ok_or_else(|| Exception::new(400, "nothing to give back"))
        })
        .build();
    Ok(requests().iter().map(|(handler, payload)| answer(&host, &module, handler, payload)).collect())
}

fn answer(host: &Host, module: &Module, handler: &str, payload: &[u8]) -> Answer {
    match host.request_with(module, handler, payload, &RequestOptions::traced()) {
        Ok(outcome) => match outcome.reply {
            Reply::Value(bytes) => (format!("value {bytes:02x?}"), outcome.trace),
            Reply::Error { exception, .. } => (format!("error {exception:?}"), outcome.trace),
        },
        Err(why) => (why.to_string(), Vec::new()),
    }
}
