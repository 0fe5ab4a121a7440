//! JSON, through a handler of a guest whose codec it is.

use yao_sdk::{self as yao, Value, testing::Host};

use crate::{
    data::{long, text, vectors},
    measured,
};

#[yao::handler]
fn see(value: Value) -> bool {
    drop(value);
    true
}

/// The code of what a handler makes of a text, or 0.
fn seen(name: &str, json: &str) -> u32 {
    // Two items: a list around blanks alone is a good one, of none.
    let payload = format!("[{json},null]");
    let host = Host::new();
    let code = measured(name, payload.as_bytes(), || {
        host.call_raw("see", payload.as_bytes()).map_or_else(|error| error.code(), |_| 0)
    });
    assert_eq!(host.live_blocks(), 0, "{name}: a block is left");
    code
}

#[test]
fn what_is_made_to_be_expensive_is_refused_cheaply() {
    for vector in vectors!("hostile.json", "json_refused") {
        let name = text(&vector, "name");
        assert_eq!(seen(name, &long(&vector["json"])), 400, "{name}");
    }
}

#[test]
fn dense_values_are_read_in_proportion() {
    for vector in vectors!("hostile.json", "json_accepted") {
        let name = text(&vector, "name");
        assert_eq!(seen(name, &long(&vector["json"])), 0, "{name}");
    }
}

#[test]
fn no_part_of_a_list_is_a_text() {
    let host = Host::new();
    for vector in vectors!("json.json", "values") {
        let whole = format!("[{}]", text(&vector, "json"));
        for length in 1..whole.len() {
            let code = host.call_raw("see", &whole.as_bytes()[..length]).map_err(|error| error.code());
            assert_eq!(code.err(), Some(400), "{length} bytes of {whole}");
        }
    }
}
