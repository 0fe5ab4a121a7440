//! The spec's own vectors, `abi-spec/vectors`, through the host.

use serde_json::Value as Json;
use yao_host::{
    Codec, Error, Exception, Packed, Reply, Session, Value,
    codec::{self, Bounds},
};

use crate::guests::{engine, guest, load, quiet, wasm};

pub(crate) fn file(name: &str) -> Json {
    let path = format!("{}/../abi-spec/vectors/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

pub(crate) fn group<'a>(file: &'a Json, name: &str) -> &'a [Json] {
    let group = file[name].as_array().unwrap();
    assert!(!group.is_empty());
    group
}

/// A long run of text, pieces written out.
pub(crate) fn text(run: &Json) -> String {
    match run {
        Json::String(text) => text.clone(),
        Json::Array(pieces) => pieces.iter().map(text).collect(),
        Json::Object(repeat) => {
            text(&repeat["repeat"]).repeat(usize::try_from(repeat["times"].as_u64().unwrap()).unwrap())
        }
        other => panic!("{other}"),
    }
}

pub(crate) fn bytes(run: &Json) -> Vec<u8> {
    let hex = text(run);
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

pub(crate) fn value(tagged: &Json) -> Value {
    let (kind, content) = tagged.as_object().unwrap().iter().next().unwrap();
    let bits = || u64::from_str_radix(content.as_str().unwrap(), 16).unwrap();
    match kind.as_str() {
        "nil" => Value::Nil,
        "bool" => content.as_bool().unwrap().into(),
        "int" => {
            let digits = content.as_str().unwrap();
            digits.parse::<i64>().map_or_else(|_| digits.parse::<u64>().unwrap().into(), Value::from)
        }
        "f32" => Value::F32(f32::from_bits(u32::try_from(bits()).unwrap())),
        "f64" => Value::F64(f64::from_bits(bits())),
        "str" => Value::Str(text(content)),
        "bin" => Value::Bin(bytes(content)),
        "array" => Value::Array(items(content)),
        "map" => Value::Map(
            content.as_array().unwrap().iter().map(|pair| (value(&pair[0]), value(&pair[1]))).collect(),
        ),
        "ext" => {
            Value::Ext(i8::try_from(content["type"].as_i64().unwrap()).unwrap(), bytes(&content["data"]))
        }
        other => panic!("{other}"),
    }
}

fn items(list: &Json) -> Vec<Value> {
    match list {
        Json::Array(list) => list.iter().map(value).collect(),
        repeat => {
            let times = usize::try_from(repeat["times"].as_u64().unwrap()).unwrap();
            vec![value(&repeat["repeat"]); times]
        }
    }
}

/// A NaN is a NaN, whatever its bits.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::F32(a), Value::F32(b)) if a.is_nan() => b.is_nan(),
        (Value::F64(a), Value::F64(b)) if a.is_nan() => b.is_nan(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, v), (l, w))| same(k, l) && same(v, w))
        }
        _ => a == b,
    }
}

fn decode(codec: Codec, bytes: &[u8]) -> Result<Value, u32> {
    let decoded = codec::decode(codec, bytes, Bounds::default());
    let checked = codec::check(codec, bytes, Bounds::default());
    assert_eq!(decoded.as_ref().err(), checked.as_ref().err(), "checking and decoding agree");
    decoded.map_err(|error| error.code().get())
}

#[test]
fn packed_results() {
    let file = file("packed");
    for vector in group(&file, "results") {
        let number = |key: &str| vector[key].as_str().unwrap().parse::<u32>().unwrap();
        let packed = u64::from_str_radix(vector["packed"].as_str().unwrap(), 16).unwrap();
        let parts =
            Packed { ptr: number("ptr"), len: number("len"), error: vector["error"].as_bool().unwrap() };
        assert_eq!(Packed::unpack(packed), parts, "{vector}");
        assert_eq!(parts.pack(), packed, "{vector}");
    }
}

#[test]
fn messagepack_values() {
    let file = file("messagepack");
    for vector in group(&file, "values").iter().chain(group(&file, "large")) {
        let (wanted, canonical) = (value(&vector["value"]), bytes(&vector["canonical"]));
        assert_eq!(codec::encode(Codec::MessagePack, &wanted).unwrap(), canonical, "{}", vector["name"]);
        for form in std::iter::once(&vector["canonical"]).chain(vector["accepted"].as_array().unwrap()) {
            let got = decode(Codec::MessagePack, &bytes(form)).unwrap();
            assert!(same(&got, &wanted), "{}: {form}", vector["name"]);
        }
    }
}

#[test]
fn invalid_messagepack() {
    for vector in group(&file("invalid"), "inputs") {
        let input = bytes(&vector["bytes"]);
        if input.is_empty() {
            // On the wire nothing at all is the empty result, which is nil.
            continue;
        }
        assert_eq!(
            decode(Codec::MessagePack, &input).map_err(u64::from).unwrap_err(),
            vector["code"].as_u64().unwrap(),
            "{vector}"
        );
    }
}

#[test]
fn limits_of_depth_and_elements() {
    for vector in group(&file("limits"), "inputs") {
        let code = decode(Codec::MessagePack, &bytes(&vector["bytes"])).err();
        assert_eq!(code.map(u64::from), vector["code"].as_u64(), "{}", vector["name"]);
    }
}

#[test]
fn json_texts() {
    let file = file("json");
    for vector in group(&file, "values") {
        let wanted = value(&vector["value"]);
        for form in std::iter::once(&vector["json"]).chain(vector["accepted"].as_array().unwrap()) {
            let got = decode(Codec::Json, form.as_str().unwrap().as_bytes()).unwrap();
            assert!(same(&got, &wanted), "{vector}: {form}");
        }
        let written = codec::encode(Codec::Json, &wanted).unwrap();
        assert!(same(&decode(Codec::Json, &written).unwrap(), &wanted), "{vector}");
    }
    for vector in group(&file, "one_way") {
        let written = codec::encode(Codec::Json, &value(&vector["value"])).unwrap();
        let back = decode(Codec::Json, &written).unwrap();
        assert!(same(&back, &value(&vector["back"])), "{vector}");
    }
    for vector in group(&file, "invalid") {
        let text = text(&vector["json"]);
        if !text.is_empty() {
            assert_eq!(decode(Codec::Json, text.as_bytes()).unwrap_err(), 400, "{vector}");
        }
    }
    for vector in group(&file, "unrepresentable") {
        assert!(codec::encode(Codec::Json, &value(&vector["value"])).is_err(), "{vector}");
    }
}

/// What the host makes of bytes that a guest gives with the error bit.
fn received(bytes: &[u8]) -> Exception {
    let data: String = bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
    let len = bytes.len();
    let body = format!(
        r#"(data (i32.const 16384) "{data}")
        (func (export "h") (param i32 i32) (result i64) (local $p i32)
            (if (i32.const {len}) (then (local.set $p (call $alloc (i32.const {len})))))
            (memory.copy (local.get $p) (i32.const 16384) (i32.const {len}))
            (i64.or (i64.const 0x80000000) (call $pack (local.get $p) (i32.const {len}))))"#
    );
    let engine = engine();
    let reply = quiet(&engine).build().request(&load(&engine, &guest(&body)), "h", &[]).unwrap().reply;
    let Reply::Error { exception, .. } = reply else { panic!("{reply:?}") };
    exception
}

#[test]
fn error_records() {
    let file = file("errors");
    for vector in group(&file, "records") {
        let (input, record) = (bytes(&vector["bytes"]), &vector["record"]);
        let mut wanted = Exception::new(
            u32::try_from(record["code"].as_u64().unwrap()).unwrap(),
            record["message"].as_str().unwrap(),
        );
        wanted.details = record.get("details").map(value);
        assert_eq!(received(&input), wanted, "{}", vector["name"]);
    }
    for vector in group(&file, "long_messages") {
        let got = received(&bytes(&vector["bytes"]));
        assert_eq!(got.message, text(&vector["message"]), "{}", vector["name"]);
        assert_eq!(u64::from(got.code), vector["code"].as_u64().unwrap());
    }
}

#[test]
fn process_names() {
    let file = file("names");
    let host = quiet(&engine()).build();
    let code = |name: &str| host.call(name, &[]).unwrap_err().exception().code;
    for vector in group(&file, "processes") {
        // What cannot be known is not found.
        let wanted = if vector["valid"].as_bool().unwrap() { 404 } else { 400 };
        let name = text(&vector["process"]);
        if name.len() <= 1024 {
            assert_eq!(code(&name), wanted, "{vector}");
        }
    }
    for vector in group(&file, "scripts") {
        let (name, handler) = (vector["module"].as_str().unwrap(), vector["handler"].as_str().unwrap());
        let engine = engine();
        let body = format!(r#"(func (export "{handler}") (param i32 i32) (result i64) (i64.const 0))"#);
        let host = quiet(&engine).script(engine.load(name, &guest(&body)).unwrap()).build();
        assert_eq!(host.call(vector["process"].as_str().unwrap(), &[]).unwrap(), Value::Nil, "{vector}");
    }
    for vector in group(&file, "not_found") {
        assert_eq!(code(vector["process"].as_str().unwrap()), 404, "{vector}");
    }
}

/// The text of an export of this type, in WAT.
fn export(name: &str, ty: &str) -> String {
    let name: String = name.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    let Some((params, result)) = ty.split_once("->") else {
        return format!(r#"(global (export "{name}") i32 (i32.const 0))"#);
    };
    let params = params.trim_matches(['(', ')']).replace(',', " ");
    let result = result.trim_matches(['(', ')']);
    let body =
        if result.is_empty() { String::new() } else { format!("(result {result}) ({result}.const 0)") };
    format!(r#"(func (export "{name}") (param {params}) {body})"#)
}

#[test]
fn roles_of_exports() {
    for vector in group(&file("names"), "exports") {
        let given = vector["exports"].as_object().unwrap();
        let mut exports: String = given.iter().map(|(name, ty)| export(name, ty.as_str().unwrap())).collect();
        // What makes a guest loadable is added where the vector has none of it.
        for (name, ty) in
            [("yao_abi_v1", "()->i32"), ("yao_alloc", "(i32)->i32"), ("yao_free", "(i32,i32)->()")]
        {
            if !given.contains_key(name) {
                exports += &export(name, ty);
            }
        }
        let module = engine()
            .load("m", &wasm(&format!(r#"(module (memory (export "memory") 1) {exports})"#)))
            .unwrap();
        let handlers: Vec<_> =
            vector["handlers"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(module.info().handlers, handlers, "{}", vector["name"]);
        let classes = vector["classes"].as_object().unwrap();
        assert_eq!(module.info().classes.len(), classes.len(), "{}", vector["name"]);
        for class in &module.info().classes {
            let wanted = &classes[&class.name];
            assert_eq!(class.pull, wanted["pull"].as_bool().unwrap(), "{}", vector["name"]);
            assert_eq!(
                serde_json::to_value(&class.methods).unwrap(),
                wanted["methods"],
                "{}",
                vector["name"]
            );
        }
    }
}

#[test]
fn results_of_create() {
    for vector in group(&file("handles"), "create_results") {
        let packed = vector["packed"].as_str().unwrap();
        let body = format!(
            r#"(func (export "c_create") (param i32 i32) (result i64) (i64.const 0x{packed}))
            (func (export "c_destroy") (param i32) (result i32) (i32.const 0))"#
        );
        let engine = engine();
        let mut session = Session::open(&quiet(&engine).build(), &load(&engine, &guest(&body))).unwrap();
        match (session.create("c", &[]), vector["handle"].as_str(), vector["code"].as_u64()) {
            (Ok(handle), Some(wanted), _) => assert_eq!(handle.raw().to_string(), wanted, "{vector}"),
            (Err(error), None, Some(code)) => assert_eq!(u64::from(error.exception().code), code, "{vector}"),
            // A record: its bytes in this guest are zeros, which is no record, or lie outside its memory.
            (Err(Error::Exception { .. } | Error::Trap { .. }), None, None) => {
                assert!(vector["record"].is_object())
            }
            (got, ..) => panic!("{vector}: {got:?}"),
        }
    }
}
