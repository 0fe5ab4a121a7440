//! A host that lies natively: replies and error records that are not what they should be.

use yao_sdk::{Error, Value, mem::Buf, process, testing::Host};

use crate::{
    data::{bytes, text, vectors},
    measured,
};

/// Calls a process that answers with these bytes as they are, once for each type of reply.
fn ask(name: &str, input: &[u8]) -> [Result<(), u32>; 4] {
    let host = Host::new();
    let reply = input.to_vec();
    host.on_raw("a.lie", move |_| Ok(Buf::copy_from(&reply)));
    let code = |error: Error| error.code();
    let outcomes = measured(name, input, || {
        [
            process::<Value>("a.lie", (1,)).map(drop).map_err(code),
            process::<String>("a.lie", (1,)).map(drop).map_err(code),
            process::<Vec<u64>>("a.lie", (1,)).map(drop).map_err(code),
            process::<(bool, Vec<u8>)>("a.lie", (1,)).map(drop).map_err(code),
        ]
    });
    assert_eq!(host.live_blocks(), 0, "{name}: a block is left");
    outcomes
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn a_reply_that_is_no_value_is_500_and_freed() {
    for vector in [vectors!("hostile.json", "refused"), vectors!("invalid.json", "inputs")].concat() {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        if !input.is_empty() {
            assert_eq!(ask(name, &input), [Err(500); 4], "{name}");
        }
    }
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn a_reply_of_another_shape_is_500_and_freed() {
    for vector in vectors!("hostile.json", "accepted") {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        let [dynamic, others @ ..] = ask(name, &input);
        assert_eq!(dynamic, Ok(()), "{name}");
        for outcome in others {
            assert!(outcome == Ok(()) || outcome == Err(500), "{name}: {outcome:?}");
        }
    }
    assert_eq!(ask("a map", b"\x81\xa1a\x01"), [Ok(()), Err(500), Err(500), Err(500)]);
}

#[test]
#[cfg_attr(miri, ignore = "Miri takes minutes to read the vectors")]
fn bytes_that_are_no_error_record_are_500() {
    for vector in [
        vectors!("hostile.json", "refused"),
        vectors!("hostile.json", "accepted"),
        vectors!("invalid.json", "inputs"),
    ]
    .concat()
    {
        let (name, input) = (text(&vector, "name"), bytes(&vector["bytes"]));
        if input.is_empty() {
            continue;
        }
        let (code, message) = measured(name, &input, || {
            let error = yao_sdk::testing::received(&input);
            (error.code(), error.message().to_string())
        });
        assert_eq!((code, message.as_str()), (500, "malformed error record"), "{name}");
    }
}

/// Without the files of vectors, which Miri takes minutes to read.
#[test]
fn short_lies_are_500_and_freed() {
    let lies: [&[u8]; 9] = [
        b"\xc1",
        b"\xdd\xff\xff\xff\xff\xc0",
        b"\xdc\xff\xff\xdc\xff\xff",
        b"\xdb\xff\xff\xff\xff\x61",
        b"\xc9\xff\xff\xff\xff\x05\x00",
        b"\xa3\xed\xa0\x80",
        b"\xc0\xc0",
        b"\x82\xa1a\x01",
        &[0x91; 65],
    ];
    for lie in lies {
        assert_eq!(ask("a short lie", lie), [Err(500); 4], "{lie:02x?}");
        assert_eq!(yao_sdk::testing::received(lie).message(), "malformed error record", "{lie:02x?}");
    }
}
