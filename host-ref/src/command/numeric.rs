//! Arguments and results of the numeric exports of a module that is no guest.

use yao_host::{
    Error, Export, Host, Instance, Module, RequestOptions, Role, Signature, Usage, ValueType, WasmValue, near,
};

use super::exit::Failure;
use super::fault;

/// Calls a numeric export with the words of the command line; gives its results, and what they cost.
pub(crate) fn call(
    host: &Host,
    module: &Module,
    export: &str,
    words: &[String],
) -> Result<(Vec<WasmValue>, Usage), Failure> {
    let signature = signature(module, export)?;
    let args = arguments(export, signature, words)?;
    let run = || -> Result<_, Error> {
        let mut instance = Instance::new(host, module, &RequestOptions::default())?;
        let values = instance.call_export(export, &args)?;
        Ok((values, instance.usage()))
    };
    run().map_err(|error| fault::failure(&error))
}

fn signature<'a>(module: &'a Module, export: &str) -> Result<&'a Signature, Failure> {
    let numeric = |e: &&Export| e.role == Role::Numeric;
    let found = module.info().exports.iter().filter(numeric).find(|e| e.name == export);
    if let Some(Export { signature: Some(signature), .. }) = found {
        return Ok(signature);
    }
    let names = || module.info().exports.iter().filter(numeric).map(|e| e.name.as_str());
    let failure = Failure::usage(format!("{} has no numeric export `{export}`", module.name()));
    Err(match near::near(export, names()) {
        Some(name) => failure.help(format!("did you mean `{name}`?")),
        None if names().next().is_none() => failure.help(
            "it is a plain module, without `yao_abi_v1`, and exports no function of numbers: there is nothing to call",
        ),
        None => failure.help(format!("it has {}", names().collect::<Vec<_>>().join(", "))),
    })
}

fn arguments(export: &str, signature: &Signature, words: &[String]) -> Result<Vec<WasmValue>, Failure> {
    if words.len() != signature.params.len() {
        let (wants, got) = (signature.params.len(), words.len());
        return Err(Failure::usage(format!("{export} takes {wants} numbers, not {got}"))
            .help(format!("its type is {signature}")));
    }
    words
        .iter()
        .zip(&signature.params)
        .enumerate()
        .map(|(i, (word, ty))| {
            number(word, *ty).ok_or_else(|| {
                Failure::usage(format!("argument {} `{word}` is no {ty}", i + 1)).help(match ty {
                    ValueType::I32 => "from -2147483648 to 4294967295, decimal or 0x hexadecimal",
                    ValueType::I64 => {
                        "from -9223372036854775808 to 18446744073709551615, decimal or 0x hexadecimal"
                    }
                    _ => "a decimal number, inf, -inf or nan",
                })
            })
        })
        .collect()
}

/// Integers may be written signed or unsigned, because wasm does not tell the two apart.
fn number(word: &str, ty: ValueType) -> Option<WasmValue> {
    match ty {
        ValueType::I32 => {
            let number = integer(word)?;
            let bits = i32::try_from(number).or_else(|_| u32::try_from(number).map(u32::cast_signed));
            bits.ok().map(WasmValue::I32)
        }
        ValueType::I64 => {
            let number = integer(word)?;
            let bits = i64::try_from(number).or_else(|_| u64::try_from(number).map(u64::cast_signed));
            bits.ok().map(WasmValue::I64)
        }
        ValueType::F32 => word.parse().ok().map(WasmValue::F32),
        ValueType::F64 => word.parse().ok().map(WasmValue::F64),
        _ => None,
    }
}

fn integer(word: &str) -> Option<i128> {
    let (negative, digits) = word.strip_prefix('-').map_or((false, word), |digits| (true, digits));
    let magnitude = match digits.strip_prefix("0x") {
        // `from_str_radix` takes a sign of its own, which would come after the prefix.
        Some(hex) if hex.starts_with(|c: char| c.is_ascii_hexdigit()) => {
            i128::from_str_radix(hex, 16).ok()?
        }
        None if digits.starts_with(|c: char| c.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    Some(if negative { -magnitude } else { magnitude })
}

/// A result as JSON: a number, or text for the floats that JSON has no number for.
pub(crate) fn json(value: WasmValue) -> serde_json::Value {
    match value {
        WasmValue::I32(n) => n.into(),
        WasmValue::I64(n) => n.into(),
        // The shortest digits that read back as the same 32-bit float, not those of its 64-bit twin.
        WasmValue::F32(n) => n.to_string().parse().map_or_else(|_| n.to_string().into(), |n: f64| float(n)),
        WasmValue::F64(n) => float(n),
    }
}

fn float(n: f64) -> serde_json::Value {
    serde_json::Number::from_f64(n).map_or_else(|| n.to_string().into(), serde_json::Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(word: &str, ty: ValueType) -> Option<String> {
        number(word, ty).map(|value| format!("{value:?}"))
    }

    #[test]
    fn integers_are_read_signed_and_unsigned() {
        assert_eq!(bits("4294967295", ValueType::I32).as_deref(), Some("I32(-1)"));
        assert_eq!(bits("-2147483648", ValueType::I32).as_deref(), Some("I32(-2147483648)"));
        assert_eq!(bits("0xffffffff", ValueType::I32).as_deref(), Some("I32(-1)"));
        assert_eq!(bits("-0x1", ValueType::I32).as_deref(), Some("I32(-1)"));
        assert_eq!(bits("18446744073709551615", ValueType::I64).as_deref(), Some("I64(-1)"));
        for word in [
            "4294967296",
            "-2147483649",
            "1.5",
            "",
            "-",
            "0x",
            "0x-1",
            "+1",
            "--1",
            "1e3",
            "9".repeat(60).as_str(),
        ] {
            assert_eq!(bits(word, ValueType::I32), None, "{word}");
        }
    }

    #[test]
    fn floats_keep_their_value() {
        assert_eq!(json(WasmValue::F32(0.1)).to_string(), "0.1");
        assert_eq!(json(WasmValue::F64(f64::NAN)).to_string(), "\"NaN\"");
        assert_eq!(json(WasmValue::F32(f32::NEG_INFINITY)).to_string(), "\"-inf\"");
        assert!(matches!(number("nan", ValueType::F64), Some(WasmValue::F64(n)) if n.is_nan()));
    }
}
