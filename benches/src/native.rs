//! The handlers `echo` and `greet` of the Rust examples, compiled for this machine. The SDK's mock host calls them with
//! the same bytes as a host calls the guest.

use yao::testing::Host;

use crate::payload;

// The examples' own sources. Their `no_std` is the guest's.
#[path = "../../examples/rust/echo/src/lib.rs"]
#[expect(unused_attributes, reason = "the source of a crate is a module here")]
mod echo;
#[path = "../../examples/rust/greet/src/lib.rs"]
#[expect(unused_attributes, reason = "the source of a crate is a module here")]
mod greet;

/// A mock host with the process that `greet` calls. It keeps every log line: make a new one now and then.
#[must_use]
pub fn host() -> Host {
    let host = Host::new();
    host.on("utils.greet", |(name,): (String,)| Ok(payload::greeting(&name)));
    host
}

/// One call of a handler: the bytes of its result.
///
/// # Errors
///
/// The handler's error.
pub fn call(host: &Host, handler: &str, payload: &[u8]) -> Result<Vec<u8>, String> {
    host.call_raw(handler, payload).map_err(|error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_handlers_give_what_guests_must_give() {
        for (size, name) in payload::SIZES {
            for handler in ["echo", "greet"] {
                let (payload, right) = payload::of(handler, size);
                assert_eq!(call(&host(), handler, &payload).unwrap(), right, "{handler} with {name}");
            }
        }
    }
}
