//! The guests that targets run: our own, as bytes.
//!
//! `fuzz/guests` holds builds of the conformance guest of several SDKs (`fuzz/guests/update` renews them); the WAT
//! guest is assembled from its source.

use std::sync::LazyLock;

/// A guest.
pub struct Guest {
    /// The SDK it was built with.
    pub sdk: &'static str,
    /// The module.
    pub bytes: Vec<u8>,
}

macro_rules! wat_guest {
    ($($file:literal)*) => {
        concat!(
            "(module\n",
            $(include_str!(concat!("../../../tests/guests/wat/conformance/", $file, ".wat")), "\n",)*
            ")"
        )
    };
}

const WAT: &str = wat_guest!(
    "1-module" "2-memory" "3-reader" "4-writer" "5-error" "6-typed" "7-handlers" "8-process" "9-instances"
);

macro_rules! built {
    ($($sdk:literal)*) => {
        [$(Guest {
            sdk: $sdk,
            bytes: include_bytes!(concat!("../../guests/", $sdk, ".wasm")).to_vec(),
        }),*]
    };
}

static CONFORMANCE: LazyLock<Vec<Guest>> = LazyLock::new(|| {
    let wat = wat::parse_str(WAT).unwrap_or_else(|why| panic!("the WAT guest does not assemble: {why}"));
    let mut guests = vec![Guest { sdk: "wat", bytes: wat }];
    guests.extend(built!("c" "c-free-list" "rust-arena" "assemblyscript" "go-tinygo"));
    guests
});

/// The conformance guests. They are one program in several languages: the exports of the list in the design of the
/// suite (`conf_echo`, `conf_counter_create`, ...).
#[must_use]
pub fn conformance() -> &'static [Guest] {
    &CONFORMANCE
}
