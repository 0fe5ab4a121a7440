//! `json.json` against `serde_json` for the text, `base64ct` for the data and `rmpv` for the value.

use crate::value::{same, value};
use crate::{group, text};
use base64ct::{Base64, Encoding as _};
use rmpv::Value;
use serde_json::Value as Json;

#[test]
fn every_text_of_a_value_reads_as_it() {
    for vector in group("json", "values") {
        let expected = value(&vector["value"]);
        let texts = [&vector["json"]].into_iter().chain(vector["accepted"].as_array().unwrap());
        for json in texts.map(|t| t.as_str().unwrap()) {
            let got = read(json).unwrap_or_else(|e| panic!("{json}: {e}"));
            assert!(same(&got, &expected), "{json} is {got}, not {expected}");
        }
        let canonical = write(&expected).unwrap();
        assert_eq!(canonical, text(&vector, "json"), "{}", text(&vector, "name"));
    }
}

#[test]
fn values_that_come_back_as_others() {
    for vector in group("json", "one_way") {
        let json = text(&vector, "json");
        assert_eq!(write(&value(&vector["value"])).unwrap(), json);
        assert!(same(&read(json).unwrap(), &value(&vector["back"])), "{json}");
        assert!(!same(&value(&vector["value"]), &value(&vector["back"])) || json.contains("NaN"), "{json}");
    }
}

#[test]
fn invalid_texts_are_refused_for_the_reason_given() {
    for vector in group("json", "invalid") {
        let (name, json) = (text(&vector, "name"), text(&vector, "json"));
        let fault = read(json).expect_err(name);
        let expected = text(&vector, "reason");
        match expected {
            "range" | "tag" | "trailing" => assert_eq!(fault, expected, "{name}"),
            // A reader that stops early at `0x1` sees a 0 and something after it.
            _ => assert!(["syntax", "trailing"].contains(&fault), "{name}: {fault}"),
        }
    }
}

#[test]
fn values_that_json_cannot_hold_are_refused() {
    for vector in group("json", "unrepresentable") {
        assert!(write(&value(&vector["value"])).is_none(), "{}", text(&vector, "name"));
    }
}

fn read(json: &str) -> Result<Value, &'static str> {
    let parsed: Json = match serde_json::from_str(json) {
        Ok(parsed) => parsed,
        Err(e) if e.to_string().contains("trailing characters") => return Err("trailing"),
        Err(e) if e.to_string().contains("number out of range") => return Err("range"),
        Err(_) => return Err("syntax"),
    };
    // serde_json makes an integer that does not fit a float, and -0 one as well: look at the text.
    let number = json.trim();
    if parsed.is_number() && !number.contains(['.', 'e', 'E']) {
        let wide: i128 = number.parse().map_err(|_| "range")?;
        return match (u64::try_from(wide), i64::try_from(wide)) {
            (Ok(n), _) => Ok(n.into()),
            (_, Ok(n)) => Ok(n.into()),
            _ => Err("range"),
        };
    }
    if parsed.is_number() {
        return Ok(Value::F64(number.parse().unwrap()));
    }
    from_json(&parsed)
}

fn from_json(json: &Json) -> Result<Value, &'static str> {
    Ok(match json {
        Json::Null => Value::Nil,
        Json::Bool(b) => Value::Boolean(*b),
        Json::Number(n) => match (n.as_u64(), n.as_i64()) {
            (Some(n), _) => n.into(),
            (_, Some(n)) => n.into(),
            _ => Value::F64(n.as_f64().unwrap()),
        },
        Json::String(s) => s.as_str().into(),
        Json::Array(items) => Value::Array(items.iter().map(from_json).collect::<Result<_, _>>()?),
        Json::Object(map) => match map.iter().next() {
            Some((key, body)) if map.len() == 1 && key.starts_with('$') => tagged(key, body).ok_or("tag")?,
            _ => {
                Value::Map(map.iter().map(|(k, v)| Ok((k.as_str().into(), from_json(v)?))).collect::<Result<
                    _,
                    &'static str,
                >>(
                )?)
            }
        },
    })
}

fn tagged(key: &str, body: &Json) -> Option<Value> {
    match key {
        "$bin" => Base64::decode_vec(body.as_str()?).ok().map(Value::Binary),
        "$ext" => match body.as_array()?.as_slice() {
            [ty, data] => {
                let ty = i8::try_from(ty.as_i64()?).ok()?;
                Some(Value::Ext(ty, Base64::decode_vec(data.as_str()?).ok()?))
            }
            _ => None,
        },
        "$float" => match body.as_str()? {
            "NaN" => Some(Value::F64(f64::NAN)),
            "Infinity" => Some(Value::F64(f64::INFINITY)),
            "-Infinity" => Some(Value::F64(f64::NEG_INFINITY)),
            "-0" => Some(Value::F64(-0.0)),
            _ => None,
        },
        _ => None,
    }
}

fn write(value: &Value) -> Option<String> {
    Some(match value {
        Value::Nil => "null".to_owned(),
        Value::Boolean(b) => b.to_string(),
        Value::Integer(i) => i.to_string(),
        Value::F32(f) => float(f64::from(*f)),
        Value::F64(f) => float(*f),
        Value::String(s) => serde_json::to_string(s.as_str()?).unwrap(),
        Value::Binary(data) => format!("{{\"$bin\":\"{}\"}}", Base64::encode_string(data)),
        Value::Ext(ty, data) => format!("{{\"$ext\":[{ty},\"{}\"]}}", Base64::encode_string(data)),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(write).collect::<Option<Vec<_>>>()?.join(","))
        }
        Value::Map(entries) => {
            if let [(key, _)] = entries.as_slice()
                && key.as_str()?.starts_with('$')
            {
                return None;
            }
            let entry = |(k, v): &(Value, Value)| {
                Some(format!("{}:{}", serde_json::to_string(k.as_str()?).unwrap(), write(v)?))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Option<Vec<_>>>()?.join(","))
        }
    })
}

fn float(f: f64) -> String {
    if f.is_nan() {
        "{\"$float\":\"NaN\"}".to_owned()
    } else if f.is_infinite() {
        format!("{{\"$float\":\"{}Infinity\"}}", if f > 0.0 { "" } else { "-" })
    } else if f == 0.0 && f.is_sign_negative() {
        "{\"$float\":\"-0\"}".to_owned()
    } else {
        let text = serde_json::to_string(&f).unwrap();
        text.replace("e+", "e")
    }
}
