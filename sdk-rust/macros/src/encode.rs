//! `#[derive(Encode)]`

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Data, DataEnum, DeriveInput, Error, Ident, LitByteStr, Result, parse_quote};

use crate::{
    attributes::Yao,
    fields::{Field, Shape, distinct, wire_name},
    names::{sdk, table},
};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let sdk = sdk();
    let yao = Yao::read(&input.attrs, &["rename_all"])?;
    let rename_all = yao.rename_all.map(|style| style.value());
    let body = match &input.data {
        Data::Struct(data) => {
            let shape = Shape::of(&data.fields, rename_all.as_deref())?;
            let values: Vec<TokenStream> = shape
                .fields()
                .iter()
                .enumerate()
                .map(|(index, field)| match field.ident {
                    Some(ident) => quote!(&self.#ident),
                    None => {
                        let index = syn::Index::from(index);
                        quote!(&self.#index)
                    }
                })
                .collect();
            content(&sdk, &shape, &values)?
        }
        Data::Enum(data) => variants(&sdk, data, rename_all.as_deref())?,
        Data::Union(_) => {
            return Err(Error::new_spanned(
                &input.ident,
                "a union has no value on the wire; use a struct or an enum",
            ));
        }
    };
    let mut generics = input.generics.clone();
    for parameter in input.generics.type_params() {
        let parameter = &parameter.ident;
        generics.make_where_clause().predicates.push(parse_quote!(#parameter: #sdk::Encode));
    }
    let name = &input.ident;
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #parameters #sdk::Encode for #name #arguments #bounds {
            fn encode(&self, writer: &mut #sdk::codec::Writer) {
                #body
            }
        }
    })
}

/// Writes the content of a struct or variant from references to its fields.
fn content(sdk: &TokenStream, shape: &Shape<'_>, values: &[TokenStream]) -> Result<TokenStream> {
    Ok(match shape {
        Shape::Unit => quote!(writer.nil();),
        Shape::Transparent(_) => quote!(#(#sdk::Encode::encode(#values, writer);)*),
        Shape::Tuple(fields) => {
            let n = fields.len();
            quote!(writer.array(#n); #(#sdk::Encode::encode(#values, writer);)*)
        }
        Shape::Record(fields) => record(sdk, fields, values)?,
    })
}

/// The most fields whose names are written as ready-made bytes; beyond them a shared table is smaller.
const INLINE: usize = 2;

fn record(sdk: &TokenStream, fields: &[Field<'_>], values: &[TokenStream]) -> Result<TokenStream> {
    if fields.len() <= INLINE && fields.iter().all(|field| field.name.len() < 32) {
        let mut head = vec![0x80 | u8::try_from(fields.len()).unwrap_or(0)];
        let mut out = TokenStream::new();
        for (field, value) in fields.iter().zip(values) {
            head.push(0xa0 | u8::try_from(field.name.len()).unwrap_or(0));
            head.extend(field.name.bytes());
            let bytes = LitByteStr::new(&head, Span::call_site());
            out.extend(quote!(writer.raw(#bytes); #sdk::Encode::encode(#value, writer);));
            head.clear();
        }
        if fields.is_empty() {
            out.extend(quote!(writer.map(0);));
        }
        return Ok(out);
    }
    let n = fields.len();
    let table = table(fields.iter().map(|field| (field.name.as_str(), field.span)))?;
    Ok(quote! {
        writer.map(#n);
        let names = const { #sdk::codec::Names::new(#table) };
        #(let names = writer.name(names); #sdk::Encode::encode(#values, writer);)*
        let _ = names;
    })
}

fn variants(sdk: &TokenStream, data: &DataEnum, rename_all: Option<&str>) -> Result<TokenStream> {
    let mut arms = TokenStream::new();
    let mut names = Vec::new();
    for variant in &data.variants {
        let yao = Yao::read(&variant.attrs, &["rename"])?;
        let name = yao.rename.map_or_else(|| wire_name(&variant.ident, rename_all), |rename| rename.value());
        let shape = Shape::of(&variant.fields, None)?;
        let ident = &variant.ident;
        let places: Vec<Ident> =
            (0..shape.fields().len()).map(|index| format_ident!("field_{index}")).collect();
        let pattern = match &shape {
            Shape::Unit => quote!(Self::#ident),
            Shape::Record(fields) => {
                let idents = fields.iter().filter_map(|field| field.ident);
                quote!(Self::#ident { #(#idents: #places),* })
            }
            _ => quote!(Self::#ident(#(#places),*)),
        };
        let body = if matches!(shape, Shape::Unit) {
            quote!(writer.str(#name);)
        } else {
            let values: Vec<TokenStream> = places.iter().map(|place| quote!(#place)).collect();
            let content = content(sdk, &shape, &values)?;
            quote!(writer.map(1); writer.str(#name); #content)
        };
        arms.extend(quote!(#pattern => { #body }));
        names.push((name, ident.span()));
    }
    distinct(names.iter().map(|(name, span)| (name.as_str(), *span)))?;
    if names.is_empty() {
        return Ok(quote!(match *self {}));
    }
    Ok(quote!(match self { #arms }))
}
