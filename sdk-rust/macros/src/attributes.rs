//! `#[yao(...)]` on types, fields, variants and methods.

use syn::{Attribute, Error, LitStr, Result};

use crate::names::restyle;

/// What `#[yao(...)]` may say; each place takes some of it.
#[derive(Default)]
pub(crate) struct Yao {
    /// Another name on the wire.
    pub(crate) rename: Option<LitStr>,
    /// A style for the names of all fields or variants.
    pub(crate) rename_all: Option<LitStr>,
    /// A missing field is its default.
    pub(crate) default: bool,
}

impl Yao {
    /// Reads the attributes of a place that takes `allowed`.
    pub(crate) fn read(attributes: &[Attribute], allowed: &[&str]) -> Result<Self> {
        let mut yao = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("yao")) {
            attribute.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                if !allowed.contains(&name.as_str()) {
                    return Err(
                        meta.error(format!("`{name}` is not known here; there is: {}", allowed.join(", ")))
                    );
                }
                match name.as_str() {
                    "rename" | "name" => yao.rename = Some(meta.value()?.parse()?),
                    "rename_all" => yao.rename_all = Some(style(meta.value()?.parse()?)?),
                    _ => yao.default = true,
                }
                Ok(())
            })?;
        }
        Ok(yao)
    }
}

fn style(style: LitStr) -> Result<LitStr> {
    if restyle("x", &style.value()).is_none() {
        let known =
            "snake_case, camelCase, PascalCase, kebab-case, lowercase, UPPERCASE, SCREAMING_SNAKE_CASE";
        return Err(Error::new(style.span(), format!("unknown style; there is: {known}")));
    }
    Ok(style)
}
