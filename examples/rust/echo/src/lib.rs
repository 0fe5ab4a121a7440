//! The smallest guest: gives back the payload it gets.

#![no_std]

/// A raw handler sees the payload undecoded. Given back as it is, not a byte is copied.
#[yao::handler(raw)]
fn echo(payload: yao::Buf) -> yao::Buf {
    payload
}

#[cfg(test)]
mod tests {
    use yao::testing::Host;

    #[test]
    fn the_payload_comes_back() {
        let host = Host::new();
        assert_eq!(host.call_raw("echo", b"\x91\xa2hi").unwrap(), b"\x91\xa2hi");
        assert_eq!(host.call_raw("echo", b"").unwrap(), b"");
    }
}
