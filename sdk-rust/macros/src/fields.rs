//! The fields of a struct or a variant.

use proc_macro2::Span;
use syn::{Error, Fields, Ident, Result, Type, spanned::Spanned};

use crate::{attributes::Yao, names::restyle};

/// One field.
pub(crate) struct Field<'a> {
    /// Its name in Rust; none in a tuple struct.
    pub(crate) ident: Option<&'a Ident>,
    /// Its name on the wire.
    pub(crate) name: String,
    pub(crate) ty: &'a Type,
    pub(crate) default: bool,
    pub(crate) span: Span,
}

/// How a struct or the content of a variant is laid out.
pub(crate) enum Shape<'a> {
    /// Nothing: nil, or a bare name.
    Unit,
    /// One unnamed field: written as that field.
    Transparent(Field<'a>),
    /// Unnamed fields: an array.
    Tuple(Vec<Field<'a>>),
    /// Named fields: a map.
    Record(Vec<Field<'a>>),
}

/// The most fields of a record: a bit each says which were seen.
const MOST: usize = 64;

impl<'a> Shape<'a> {
    pub(crate) fn of(fields: &'a Fields, rename_all: Option<&str>) -> Result<Self> {
        let all = fields.iter().map(|field| Field::of(field, rename_all)).collect::<Result<Vec<_>>>()?;
        Ok(match fields {
            Fields::Unit => Self::Unit,
            Fields::Unnamed(_) => match <[Field<'_>; 1]>::try_from(all) {
                Ok([one]) => Self::Transparent(one),
                Err(all) => Self::Tuple(all),
            },
            Fields::Named(_) => {
                if let Some(field) = all.get(MOST) {
                    let text = format!(
                        "a record has at most {MOST} fields; group some of these into a struct of their own"
                    );
                    return Err(Error::new(field.span, text));
                }
                distinct(all.iter().map(|field| (field.name.as_str(), field.span)))?;
                Self::Record(all)
            }
        })
    }

    /// All fields.
    pub(crate) fn fields(&self) -> &[Field<'a>] {
        match self {
            Self::Unit => &[],
            Self::Transparent(field) => core::slice::from_ref(field),
            Self::Tuple(fields) | Self::Record(fields) => fields,
        }
    }
}

impl<'a> Field<'a> {
    fn of(field: &'a syn::Field, rename_all: Option<&str>) -> Result<Self> {
        let allowed: &[&str] = if field.ident.is_some() { &["rename", "default"] } else { &[] };
        let yao = Yao::read(&field.attrs, allowed)?;
        let name = match (&field.ident, yao.rename) {
            (_, Some(rename)) => rename.value(),
            (Some(ident), None) => wire_name(ident, rename_all),
            (None, None) => String::new(),
        };
        Ok(Self {
            ident: field.ident.as_ref(),
            name,
            ty: &field.ty,
            default: yao.default,
            span: field.span(),
        })
    }
}

/// The name of a field or variant on the wire; `r#type` is `type`.
pub(crate) fn wire_name(ident: &Ident, rename_all: Option<&str>) -> String {
    let name = ident.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    rename_all.and_then(|style| restyle(name, style)).unwrap_or_else(|| name.to_owned())
}

/// Refuses two fields or variants of the same name.
pub(crate) fn distinct<'a>(names: impl Iterator<Item = (&'a str, Span)>) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for (name, span) in names {
        if !seen.insert(name.to_owned()) {
            return Err(Error::new(span, format!("`{name}` is already the name of another one on the wire")));
        }
    }
    Ok(())
}
