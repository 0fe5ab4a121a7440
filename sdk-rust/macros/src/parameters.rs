//! The parameters of a handler or method: the arguments of its payload.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Error, FnArg, Ident, LitByteStr, Pat, Result, Signature, Type, spanned::Spanned};

use crate::names::counted;

/// The arguments that a function takes.
pub(crate) struct Parameters {
    idents: Vec<Ident>,
    types: Vec<Type>,
    labels: Vec<LitByteStr>,
    rest: bool,
}

impl Parameters {
    /// Those of a function, without its receiver.
    pub(crate) fn of(signature: &Signature) -> Result<Self> {
        let mut out = Self { idents: Vec::new(), types: Vec::new(), labels: Vec::new(), rest: false };
        let typed = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        });
        for (index, parameter) in typed.enumerate() {
            if let Type::ImplTrait(_) = &*parameter.ty {
                return Err(Error::new(
                    parameter.ty.span(),
                    "an argument needs a type of its own: the bytes decide nothing",
                ));
            }
            // The name is for error messages; a pattern like `User { id, .. }` has none.
            let label = match &*parameter.pat {
                Pat::Ident(pattern) => pattern.ident.to_string().trim_start_matches("r#").to_owned(),
                _ => format!("argument {}", index + 1),
            };
            out.labels.push(LitByteStr::new(&counted(&label, parameter.span())?, parameter.span()));
            out.idents.push(format_ident!("argument_{index}"));
            out.types.push((*parameter.ty).clone());
        }
        Ok(out)
    }

    /// Lets the last parameter take all arguments that are left.
    pub(crate) fn take_rest(&mut self, span: proc_macro2::Span) -> Result<()> {
        if self.idents.is_empty() {
            return Err(Error::new(
                span,
                "`rest` needs a last parameter, a `Vec`, for the arguments that are left",
            ));
        }
        self.rest = true;
        Ok(())
    }

    /// Reads the arguments from `source` into variables.
    pub(crate) fn read(&self, sdk: &TokenStream, serde: bool) -> TokenStream {
        let mut out = TokenStream::new();
        let open = quote!(let mut arguments = #sdk::export::Args::open(source););
        if self.idents.is_empty() {
            out.extend(open.clone());
        }
        let last = self.idents.len().wrapping_sub(1);
        for (index, ((ident, ty), label)) in self.idents.iter().zip(&self.types).zip(&self.labels).enumerate()
        {
            let take = if self.rest && index == last { "rest" } else { "next" };
            let take = if serde { format_ident!("{take}_serde") } else { format_ident!("{take}") };
            // The first label also stands for the array itself: set before it, once, it costs least.
            out.extend(quote!(source.at(const { #sdk::codec::Label::new(#label) });));
            if index == 0 {
                out.extend(open.clone());
            }
            let fallible = serde.then(|| quote!(?));
            out.extend(quote!(let #ident: #ty = arguments.#take(source)#fallible;));
        }
        out.extend(quote!(arguments.close(source)?;));
        out
    }

    /// The variables, as the call's arguments.
    pub(crate) fn idents(&self) -> &[Ident] {
        &self.idents
    }
}

/// Refuses what an export cannot have.
pub(crate) fn check(signature: &Signature) -> Result<()> {
    let problem = if let Some(token) = &signature.asyncness {
        Some((
            token.span(),
            "a handler cannot be `async`: a call ends when it returns; call processes with `yao::process`",
        ))
    } else if let Some(token) = &signature.unsafety {
        Some((token.span(), "a handler cannot be `unsafe`: the host calls it with any payload"))
    } else if let Some(token) = &signature.abi {
        Some((
            token.span(),
            "leave `extern` to the macro: it exports a function of its own that calls this one",
        ))
    } else if let Some(token) = &signature.variadic {
        Some((
            token.span(),
            "a handler has a fixed number of parameters; take `yao::Value` for anything else",
        ))
    } else {
        let parameter = signature
            .generics
            .params
            .iter()
            .find(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)));
        parameter.map(|parameter| {
            (
                parameter.span(),
                "a handler cannot be generic: an export is one function; use a type or `yao::Value`",
            )
        })
    };
    problem.map_or(Ok(()), |(span, text)| Err(Error::new(span, text)))
}
