//! `errors.json`: what a guest makes of an error record that came to it.

use yao_sdk::{Error, Value, codec::encode, testing::received};

use crate::data::{bytes, long, same, text, value, vectors};

#[test]
fn records_are_read_as_the_spec_says() {
    for vector in vectors!("errors.json", "records") {
        let name = text(&vector, "name");
        let input = bytes(&vector["bytes"]);
        let error = received(&input);
        let expected = &vector["record"];
        assert_eq!(u64::from(error.code()), expected["code"].as_u64().unwrap(), "{name}");
        assert_eq!(error.message(), expected["message"].as_str().unwrap(), "{name}");
        match (expected.get("details").map(value), error.details::<Value>()) {
            (None, None) => {}
            (Some(expected), Some(got)) => assert!(same(&got, &expected), "{name}: {got:?}"),
            (expected, got) => panic!("{name}: {got:?}, not {expected:?}"),
        }
        if vector["canonical"] == true {
            let made = Error::new(error.code(), error.message());
            let made = match error.details::<Value>() {
                Some(details) => made.with_details(&details),
                None => made,
            };
            assert!(made == error, "{name}: another record");
        }
    }
}

#[test]
fn long_messages_are_cut_between_characters() {
    for vector in vectors!("errors.json", "long_messages") {
        let whole = received(&bytes(&vector["bytes"]));
        let made = Error::new(whole.code(), whole.message());
        assert_eq!(made.message(), long(&vector["message"]), "{}", text(&vector, "name"));
    }
}

#[test]
fn codes_out_of_range_become_500() {
    for (code, is) in [(1, 1), (i32::MAX, i32::MAX), (0, 500), (-1, 500), (i32::MIN, 500)] {
        assert_eq!(i32::try_from(Error::new(code, "").code()), Ok(is));
    }
    assert_eq!(Error::new(1u32 << 31, "").code(), 500);
    assert_eq!(Error::new(u64::MAX, "").code(), 500);
}

#[test]
fn details_of_another_type_are_none() {
    let error = Error::bad_request("x").with_details("text");
    assert_eq!((error.details::<u8>(), error.details::<String>()), (None, Some("text".into())));
    assert_eq!(error.with_details(&()).details::<Value>(), None);
    assert!(encode(&1u8)[..] == [1]);
}
