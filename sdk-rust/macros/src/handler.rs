//! `#[handler]`

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Error, FnArg, Ident, ItemFn, LitStr, Result, ReturnType, Token, Type,
    parse::{Parse, ParseStream},
    spanned::Spanned,
};

use crate::{
    names::{check_export, sdk},
    parameters::{Parameters, check},
};

#[derive(Default)]
pub(crate) struct Options {
    name: Option<LitStr>,
    raw: Option<Span>,
    serde: Option<Span>,
    rest: Option<Span>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            match key.to_string().as_str() {
                "name" => {
                    input.parse::<Token![=]>()?;
                    options.name = Some(input.parse()?);
                }
                "raw" => options.raw = Some(key.span()),
                "serde" => options.serde = Some(key.span()),
                "rest" => options.rest = Some(key.span()),
                _ => {
                    return Err(Error::new(
                        key.span(),
                        format!("`{key}` is not known here; there is: name = \"...\", raw, rest, serde"),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        if let (Some(span), Some(_)) = (options.raw, options.serde.or(options.rest)) {
            return Err(Error::new(
                span,
                "a raw handler decodes nothing: leave out `raw` or what stands beside it",
            ));
        }
        Ok(options)
    }
}

pub(crate) fn expand(options: &Options, function: &ItemFn) -> Result<TokenStream> {
    let sdk = sdk();
    let signature = &function.sig;
    check(signature)?;
    if let Some(FnArg::Receiver(receiver)) = signature.inputs.first() {
        return Err(Error::new(
            receiver.span(),
            "a handler has no `self`; put methods into an `#[yao::instance]` block",
        ));
    }
    let name = options
        .name
        .as_ref()
        .map_or_else(|| signature.ident.to_string().trim_start_matches("r#").to_owned(), LitStr::value);
    let span = options.name.as_ref().map_or_else(|| signature.ident.span(), LitStr::span);
    check_export(&name, span)?;
    let body = if options.raw.is_some() { raw(&sdk, function)? } else { typed(&sdk, function, options)? };
    let export = export(&sdk, &name, &quote!(address: u32, len: u32), &quote!(u64), &body, &quote!(Handler));
    Ok(quote! {
        #function
        #export
    })
}

fn typed(sdk: &TokenStream, function: &ItemFn, options: &Options) -> Result<TokenStream> {
    let serde = options.serde.is_some();
    let mut parameters = Parameters::of(&function.sig)?;
    if let Some(span) = options.rest {
        parameters.take_rest(span)?;
    }
    let (read, idents) = (parameters.read(sdk, serde), parameters.idents());
    let ident = &function.sig.ident;
    let pack = pack(sdk, &function.sig.output, serde);
    Ok(quote! {
        #sdk::export::handle(address, len, |source| {
            #read
            #pack(#ident(#(#idents),*))
        })
    })
}

/// The path of what packs a result. serde has its own idea of a `Result` as a value, so with it the type's name tells.
pub(crate) fn pack(sdk: &TokenStream, output: &ReturnType, serde: bool) -> TokenStream {
    let is_result = match output {
        ReturnType::Type(_, ty) => match &**ty {
            Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Result"),
            _ => false,
        },
        ReturnType::Default => false,
    };
    match (serde, is_result) {
        (false, _) => quote!(#sdk::export::Outcome::pack),
        (true, false) => quote!(#sdk::export::pack_serde),
        (true, true) => quote!(#sdk::export::pack_serde_result),
    }
}

fn raw(sdk: &TokenStream, function: &ItemFn) -> Result<TokenStream> {
    let ident = &function.sig.ident;
    let mut inputs = function.sig.inputs.iter();
    let (Some(FnArg::Typed(parameter)), None) = (inputs.next(), inputs.next()) else {
        return Err(Error::new(
            function.sig.span(),
            "a raw handler has one parameter: the payload, as `yao::Buf` or `&[u8]`",
        ));
    };
    // A reference borrows from the payload, which lives as long as the call.
    let argument =
        if matches!(&*parameter.ty, Type::Reference(_)) { quote!(payload.bytes()) } else { quote!(payload) };
    Ok(quote!(#sdk::export::raw(address, len, |payload| #sdk::export::RawOutcome::pack(#ident(#argument)))))
}

/// An exported function. Its ABI is the C one, but a native test may unwind through it when a handler panics. Natively it has no global name, which could be anything's; tests find it by its name in a
/// list instead.
pub(crate) fn export(
    sdk: &TokenStream,
    name: &str,
    parameters: &TokenStream,
    result: &TokenStream,
    body: &TokenStream,
    kind: &TokenStream,
) -> TokenStream {
    quote! {
        const _: () = {
            #[cfg_attr(target_family = "wasm", allow(unsafe_code, reason = "an export's name is global"))]
            #[cfg_attr(target_family = "wasm", unsafe(export_name = #name))]
            extern "C-unwind" fn export(#parameters) -> #result {
                #body
            }
            #[cfg(not(target_family = "wasm"))]
            #sdk::__private::inventory::submit! {
                #sdk::testing::Export::new(#name, #sdk::testing::Entry::#kind(export))
            }
        };
    }
}
