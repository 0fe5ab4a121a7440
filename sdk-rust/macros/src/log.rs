//! What `info!` and the other log macros expand to.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Expr, Ident, LitStr, Path, Result, Token,
    parse::{Parse, ParseStream, discouraged::Speculative},
};

pub(crate) struct Line {
    sdk: Path,
    level: Ident,
    message: Message,
}

enum Message {
    /// A literal that means itself.
    Plain(LitStr),
    /// One expression that is text.
    Text(Box<Expr>),
    /// What `format!` takes.
    Format(TokenStream),
}

impl Parse for Line {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let sdk = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        let level = input.parse()?;
        input.parse::<Token![,]>()?;
        Ok(Self { sdk, level, message: input.parse()? })
    }
}

impl Parse for Message {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Err(input.error("a log line needs a message: a literal, text, or what `format!` takes"));
        }
        let ahead = input.fork();
        if let Ok(literal) = ahead.parse::<LitStr>() {
            let text = literal.value();
            ahead.parse::<Option<Token![,]>>()?;
            if ahead.is_empty() && !text.contains(['{', '}']) {
                input.advance_to(&ahead);
                return Ok(Self::Plain(literal));
            }
            return Ok(Self::Format(input.parse()?));
        }
        let ahead = input.fork();
        if let Ok(text) = ahead.parse::<Expr>()
            && ahead.is_empty()
        {
            input.advance_to(&ahead);
            return Ok(Self::Text(Box::new(text)));
        }
        Ok(Self::Format(input.parse()?))
    }
}

pub(crate) fn expand(line: &Line) -> TokenStream {
    let Line { sdk, level, message } = line;
    let level = quote!(#sdk::Level::#level);
    match message {
        Message::Plain(text) => quote!(#sdk::log::write(#level, #text)),
        Message::Text(text) => {
            quote!(#sdk::log::write(#level, ::core::convert::AsRef::<str>::as_ref(&#text)))
        }
        Message::Format(arguments) => quote!(#sdk::log::write_fmt(#level, ::core::format_args!(#arguments))),
    }
}
