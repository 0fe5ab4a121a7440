//! `empty` with a record in and a record out: what a codec costs.

#![no_std]

#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(not(feature = "serde"), derive(yao::Decode))]
struct Request<'a> {
    #[cfg_attr(feature = "serde", serde(borrow))]
    name: &'a str,
}

#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(not(feature = "serde"), derive(yao::Encode))]
struct Reply {
    length: u32,
}

#[cfg_attr(feature = "serde", yao::handler(serde))]
#[cfg_attr(not(feature = "serde"), yao::handler)]
fn typed(request: Request<'_>) -> Reply {
    let length = u32::try_from(request.name.len()).unwrap_or(u32::MAX);
    Reply { length }
}
