//! The attribute and derive macros of `yao-sdk`; documented there.

mod attributes;
mod decode;
mod encode;
mod fields;
mod handler;
mod instance;
mod log;
mod names;
mod parameters;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemFn, ItemImpl, parse_macro_input};

/// Exports a function as a handler.
///
/// Its parameters are the arguments of the payload, in order: any type with `yao::Decode`, one of which may borrow
/// from the payload (`&str`, `User<'_>`). A missing trailing argument is nil, which `Option` and `Value` take. It
/// gives nothing, a value with `yao::Encode`, or a `Result` of either.
///
/// - `name = "Check"`: the export's name, where it is not the function's
/// - `raw`: the function takes the payload itself (`yao::Buf` or `&[u8]`) and gives bytes
/// - `rest`: the last parameter, a `Vec`, takes all arguments that are left
/// - `serde`: arguments and result have serde's traits (feature `serde`)
#[proc_macro_attribute]
pub fn handler(attributes: TokenStream, item: TokenStream) -> TokenStream {
    let options = parse_macro_input!(attributes as handler::Options);
    let function = parse_macro_input!(item as ItemFn);
    handler::expand(&options, &function).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Exports a type as a class: objects that stay in the guest between calls, behind handles.
///
/// On an `impl` block. `create`, without `self`, makes an object: it gives `Self` or a `Result` of it. Every function
/// with `&self` or `&mut self` is a method, with arguments and results as a handler has them. `destroy` drops the
/// object. The class is named after the type, in snake case.
///
/// - `name = "counter"`: the name of the class
/// - `registry = PATH`: a `static` registry of one's own, for more than eight objects at a time
/// - `pull`: methods keep their value for `result_len` and `result_read`
/// - `serde`: arguments and results have serde's traits (feature `serde`)
///
/// `#[yao(name = "Add")]` on a method gives it another name.
#[proc_macro_attribute]
pub fn instance(attributes: TokenStream, item: TokenStream) -> TokenStream {
    let options = parse_macro_input!(attributes as instance::Options);
    let block = parse_macro_input!(item as ItemImpl);
    instance::expand(&options, block).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Writes a type as a value: a struct as a map of its fields, a tuple struct as an array (of one field: as that
/// field), a variant as its name or a map of its name to its content.
///
/// `#[yao(rename = "...")]` on a field or variant; `#[yao(rename_all = "camelCase")]` on the type.
#[proc_macro_derive(Encode, attributes(yao))]
pub fn derive_encode(item: TokenStream) -> TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    encode::expand(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// Reads a type from a value, as `Encode` writes it. Unknown keys are skipped, a missing `Option` is `None`, another
/// missing field and the same key twice are errors.
///
/// `#[yao(default)]` on a field: missing, it is `Default::default()`. The others as for `Encode`.
#[proc_macro_derive(Decode, attributes(yao))]
pub fn derive_decode(item: TokenStream) -> TokenStream {
    let input = parse_macro_input!(item as DeriveInput);
    decode::expand(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}

/// What the log macros of `yao-sdk` expand to: a literal goes out as it is, anything else is formatted.
#[doc(hidden)]
#[proc_macro]
pub fn log(input: TokenStream) -> TokenStream {
    let line = parse_macro_input!(input as log::Line);
    log::expand(&line).into()
}
