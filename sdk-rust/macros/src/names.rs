//! Names: of the crate as its user calls it, of exports, and of fields on the wire.

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Error, Ident, LitByteStr, Result};

/// `yao-sdk` as the user's manifest names it.
pub(crate) fn sdk() -> TokenStream {
    let name = match crate_name("yao-sdk") {
        Ok(FoundCrate::Name(name)) => name,
        // Inside the crate itself and its tests; and where there is no manifest, the crate's own name is the guess.
        Ok(FoundCrate::Itself) | Err(_) => "yao_sdk".into(),
    };
    let name = Ident::new(&name, Span::call_site());
    quote!(::#name)
}

/// Checks the name of an export: `[A-Za-z][A-Za-z0-9_]{0,127}`, without the reserved prefixes.
pub(crate) fn check_export(name: &str, span: Span) -> Result<()> {
    let problem = if name.starts_with("yao_") || name.starts_with('_') {
        "names that start with `yao_` or `_` are the ABI's own"
    } else if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        "it must start with an ASCII letter"
    } else if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        "it may hold only ASCII letters, digits and `_`"
    } else if name.len() > 128 {
        "it may have at most 128 characters"
    } else {
        return Ok(());
    };
    Err(Error::new(
        span,
        format!("`{name}` cannot be the name of an export: {problem}; choose one with `name = \"...\"`"),
    ))
}

/// A text with its length in the byte before it, as the SDK's tables hold it.
pub(crate) fn counted(name: &str, span: Span) -> Result<Vec<u8>> {
    let Ok(len) = u8::try_from(name.len()) else {
        return Err(Error::new(
            span,
            format!("a name may have at most 255 bytes, this one has {}", name.len()),
        ));
    };
    let mut bytes = vec![len];
    bytes.extend(name.bytes());
    Ok(bytes)
}

/// What stands for a length at the end of a table.
const END: u8 = 255;

/// Names one after the other, and the end.
pub(crate) fn table<'a>(names: impl Iterator<Item = (&'a str, Span)>) -> Result<LitByteStr> {
    let mut bytes = Vec::new();
    for (name, span) in names {
        bytes.extend(counted(name, span)?);
    }
    bytes.push(END);
    Ok(LitByteStr::new(&bytes, Span::call_site()))
}

/// `OrderHook` as `order_hook`.
pub(crate) fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before = '_';
    let characters: Vec<char> = name.chars().collect();
    for (index, character) in characters.iter().enumerate() {
        let word_ends = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let starts = character.is_uppercase() && before != '_' && (!before.is_uppercase() || word_ends);
        if starts {
            out.push('_');
        }
        out.extend(character.to_lowercase());
        before = *character;
    }
    out
}

/// A style of `rename_all`, applied to the name of a field (snake case) or a variant (pascal case).
pub(crate) fn restyle(name: &str, style: &str) -> Option<String> {
    let words = snake(name);
    let words = words.split('_').filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut characters = word.chars();
        characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
    };
    let pascal = || words.clone().map(capital).collect::<String>();
    let joined = |by: &str| words.clone().collect::<Vec<_>>().join(by);
    Some(match style {
        "snake_case" => joined("_"),
        "kebab-case" => joined("-"),
        "lowercase" => joined(""),
        "UPPERCASE" => joined("").to_uppercase(),
        "SCREAMING_SNAKE_CASE" => joined("_").to_uppercase(),
        "PascalCase" => pascal(),
        "camelCase" => {
            let pascal = pascal();
            let mut characters = pascal.chars();
            characters
                .next()
                .map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_named_in_snake_case() {
        for (from, to) in
            [("Counter", "counter"), ("OrderHook", "order_hook"), ("HTTPCache", "http_cache"), ("A1", "a1")]
        {
            assert_eq!(snake(from), to);
        }
    }

    #[test]
    fn styles_apply_to_fields_and_variants() {
        for (style, to) in [
            ("camelCase", "createdAt"),
            ("PascalCase", "CreatedAt"),
            ("kebab-case", "created-at"),
            ("SCREAMING_SNAKE_CASE", "CREATED_AT"),
        ] {
            assert_eq!(restyle("created_at", style).as_deref(), Some(to));
            assert_eq!(restyle("CreatedAt", style).as_deref(), Some(to));
        }
        assert_eq!(restyle("a", "Camel"), None);
    }

    #[test]
    fn reserved_and_odd_names_are_refused() {
        for name in ["yao_x", "_x", "1x", "a-b", "é", ""] {
            assert!(check_export(name, Span::call_site()).is_err(), "{name}");
        }
        assert!(check_export(&"x".repeat(129), Span::call_site()).is_err());
        for name in ["x", "Check", "before_save", "y"] {
            assert!(check_export(name, Span::call_site()).is_ok(), "{name}");
        }
    }
}
