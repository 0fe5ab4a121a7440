//! Every other guest that was built, the examples among them: all of its handlers and classes, with payloads that they
//! want and payloads that they do not, in hosts that answer well, badly and with errors.

use std::{fs, path::Path};

use yao_host::{
    Codec, Config, Encoded, Error, Exception, Host, Instance, Module, ProcessContext, ProcessRegistry,
    ProcessReply, RequestOptions, Value, codec,
};

use crate::{
    compare::Make,
    hostile::{Lines, error, reply, usage},
    transcript::{Transcript, bytes, long},
};

/// Arguments, as JSON: what some guest wants, and what none does.
const ARGUMENTS: [&str; 16] = [
    "[]",
    "[null]",
    "[1]",
    "[-1]",
    "[9223372036854775807]",
    r#"["text"]"#,
    r#"[[1, [2, [3, [4]]]], {"a": {"b": [null, true, 0.1]}}]"#,
    r#"[{"$bin": "AAEC/w=="}]"#,
    r#"[{"name": "Zoë"}]"#,
    r#"[{"name": "Zoë", "more": [1, 2, 3]}]"#,
    r#"[{"name": 7}]"#,
    r#"[{"id": 18446744073709551615, "name": "Zoë", "score": 0.5, "tags": ["a", "b"], "note": null, "blob": {"$bin": "AAEC"}}]"#,
    r#"[{"customer": 7, "lines": [{"sku": "tea", "quantity": 2, "price": null}], "coupon": "SPRING", "extra": {"gift": true}}]"#,
    r#"[{"customer": 7, "lines": [{"sku": "tea", "quantity": 10}], "total": 1}]"#,
    r#"[{"customer": 7, "lines": []}]"#,
    r#"[1, "text", {"name": "Zoë"}, null, [], {}]"#,
];

/// Payloads that are no arguments in any codec, or in one only.
const BYTES: [&[u8]; 8] = [
    b"",
    b"\x91",
    b"\xc1",
    b"\x91\xa5ab",
    b"\x90\x90",
    b"\x91\xa2\xc3\x28",
    b"[1",
    b"\xdd\xff\xff\xff\xff\0",
];

/// A guest with its name.
pub(crate) struct Guest {
    pub(crate) name: String,
    wasm: Vec<u8>,
}

/// The guests of a folder of `target/guests`, but for those that the filter leaves out.
pub(crate) fn read(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<Guest>, String> {
    let sdk = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut guests = Vec::new();
    for file in yao_conformance::folder::files(folder, "wasm")? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if wanted(&name) {
            let wasm = fs::read(&file).map_err(|why| format!("{}: {why}", file.display()))?;
            guests.push(Guest { name: format!("{sdk}/{name}"), wasm });
        }
    }
    Ok(guests)
}

/// How the processes of a host answer.
#[derive(Clone, Copy, Debug)]
enum Manner {
    /// As the guests expect.
    Well,
    /// Always with an error.
    Failing,
    /// With bytes that are no value.
    Badly,
}

impl ProcessRegistry for World {
    fn call(
        &self,
        _: &mut ProcessContext<'_>,
        name: &str,
        args: Encoded<'_>,
    ) -> Option<Result<ProcessReply, Exception>> {
        let args = args.args();
        self.lines.add(format!("process {name} {}", long(&args)));
        Some(match self.manner {
            Manner::Failing => {
                Err(Exception::new(404, "nothing here").with_details(Value::Str("why".into())))
            }
            Manner::Badly => Ok(ProcessReply::Unchecked { bytes: vec![0x92, 0xc1], error: false }),
            Manner::Well => Ok(ProcessReply::Value(answer(name, args.unwrap_or_default()))),
        })
    }
}

fn answer(name: &str, args: Vec<Value>) -> Value {
    match (name, args.first()) {
        ("utils.greet", Some(Value::Str(name))) => Value::Str(format!("Hello, {name}")),
        ("models.product.Find", _) => {
            Value::Map(vec![("price".into(), Value::Int(250)), ("stock".into(), Value::Int(9))])
        }
        ("scripts.coupon.Percent", _) => Value::Int(10),
        _ => Value::Array(args),
    }
}

struct World {
    manner: Manner,
    lines: Lines,
}

impl Guest {
    /// Runs everything that the guest has; each answer goes to the transcript.
    pub(crate) fn run(&self, make: &Make, transcript: &Transcript) {
        // For the guests that have such memories; the others do not notice.
        let mut config = Config::default();
        config.custom_page_sizes = true;
        let engine = make(config);
        let module = match engine.load("guest", &self.wasm) {
            Ok(module) => module,
            Err(why) => return transcript.say(format!("load: {}", error(transcript, &why))),
        };
        transcript.say(format!("loaded: {:?}", module.info()));
        let payloads = payloads(module.info().codec);
        for manner in [Manner::Well, Manner::Failing, Manner::Badly] {
            let lines = Lines::default();
            let host = Host::builder(&engine)
                .script(module.clone())
                .log_sink(lines.clone())
                .registry(World { manner, lines: lines.clone() })
                .build();
            let tell = |what: &str, payload: &[u8], answer: Result<String, Error>| {
                let answer = answer.unwrap_or_else(|why| error(transcript, &why));
                transcript.say(format!("{manner:?}: {what}({}): {answer}", bytes(payload)));
                transcript.say_all(lines.take());
            };
            for handler in &module.info().handlers {
                for payload in &payloads {
                    let outcome = host.request(&module, handler, payload);
                    let said =
                        outcome.map(|outcome| format!("{} {}", reply(&outcome.reply), usage(outcome.usage)));
                    tell(handler, payload, said);
                }
            }
            classes(&host, &module, &payloads, &tell);
            transcript.say(format!("{} instances are alive", host.live_instances()));
        }
    }
}

/// Notes what was asked, with which payload, and the answer.
type Tell<'a> = dyn Fn(&str, &[u8], Result<String, Error>) + 'a;

/// Objects of every class: made, used, destroyed, and used again.
fn classes(host: &Host, module: &Module, payloads: &[Vec<u8>], tell: &Tell<'_>) {
    for class in &module.info().classes {
        let fresh = || Instance::new(host, module, &RequestOptions::default());
        let mut instance = match fresh() {
            Ok(instance) => instance,
            Err(why) => return tell(&class.name, b"", Err(why)),
        };
        let mut handles = vec![0, 1, u32::MAX];
        for payload in payloads {
            let made = instance.create(&class.name, payload);
            handles.extend(made.iter().flatten());
            tell(&format!("{}_create", class.name), payload, made.map(|made| long(&made)));
        }
        let pages = |instance: &Instance| format!("{} pages", instance.memory_pages());
        tell(&class.name, b"", Ok(pages(&instance)));
        for destroyed in [false, true] {
            for handle in &handles {
                for method in &class.methods {
                    for payload in payloads {
                        let answer = instance.method(&class.name, method, *handle, payload);
                        let said = answer.map(|answer| format!("{} {}", reply(&answer), pages(&instance)));
                        tell(&format!("{}_{method} {handle:#x}", class.name), payload, said);
                    }
                }
                if !destroyed {
                    let code = instance.destroy(&class.name, *handle).map(|code| code.to_string());
                    tell(&format!("{}_destroy {handle:#x}", class.name), b"", code);
                }
            }
        }
    }
}

/// What is sent to every handler and method.
fn payloads(codec: Codec) -> Vec<Vec<u8>> {
    let bounds = codec::Bounds::default();
    let long = Value::Array(vec![Value::Map(vec![("name".into(), Value::Str("ä".repeat(40_000)))])]);
    let many = Value::Array(vec![Value::Array((0..5_000).map(Value::Int).collect())]);
    let json = ARGUMENTS.iter().filter_map(|text| codec::decode(Codec::Json, text.as_bytes(), bounds).ok());
    // What is opaque has the bytes of MessagePack: for postcard they are garbage like any other.
    let to = if codec == Codec::Json { Codec::Json } else { Codec::MessagePack };
    let values = json.chain([long, many]).filter_map(|value| codec::encode(to, &value).ok());
    values.chain(BYTES.map(<[u8]>::to_vec)).collect()
}

#[cfg(test)]
mod tests {
    use super::{ARGUMENTS, BYTES, Codec, payloads};

    #[test]
    fn every_payload_can_be_said_in_both_codecs() {
        for codec in [Codec::MessagePack, Codec::Json] {
            assert_eq!(payloads(codec).len(), ARGUMENTS.len() + 2 + BYTES.len());
        }
    }
}
