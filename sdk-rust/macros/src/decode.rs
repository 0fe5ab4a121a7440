//! `#[derive(Decode)]`

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Data, DataEnum, DeriveInput, Error, Generics, Ident, Lifetime, LifetimeParam, Result, parse_quote,
};

use crate::{
    attributes::Yao,
    fields::{Field, Shape, distinct, wire_name},
    names::{sdk, table},
};

/// What all parts of the generated code need.
struct Context {
    sdk: TokenStream,
    /// The lifetime of the input.
    input: Lifetime,
}

impl Context {
    fn decode(&self) -> TokenStream {
        let (sdk, input) = (&self.sdk, &self.input);
        quote!(#sdk::Decode<#input>)
    }
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let context = Context { sdk: sdk(), input: Lifetime::new("'yao_input", Span::call_site()) };
    let yao = Yao::read(&input.attrs, &["rename_all"])?;
    let rename_all = yao.rename_all.map(|style| style.value());
    let mut nullable = TokenStream::new();
    let (placeholder, body) = match &input.data {
        Data::Struct(data) => {
            let shape = Shape::of(&data.fields, rename_all.as_deref())?;
            let this = quote!(Self);
            // What is written as nil, or as a field that may be nil, is nullable itself.
            if let Shape::Transparent(Field { ty, .. }) = &shape {
                let decode = context.decode();
                nullable = quote!(const NULLABLE: bool = <#ty as #decode>::NULLABLE;);
            } else if matches!(shape, Shape::Unit) {
                nullable = quote!(
                    const NULLABLE: bool = true;
                );
            }
            (placeholder(&context, &shape, &this), content(&context, &shape, &this)?)
        }
        Data::Enum(data) => variants(&context, &input.ident, data, rename_all.as_deref())?,
        Data::Union(_) => {
            return Err(Error::new_spanned(
                &input.ident,
                "a union has no value on the wire; use a struct or an enum",
            ));
        }
    };
    let generics = bounded(&context, &input.generics);
    let (parameters, _, bounds) = generics.split_for_impl();
    let (_, arguments, _) = input.generics.split_for_impl();
    let (name, sdk, decode, lifetime) = (&input.ident, &context.sdk, context.decode(), &context.input);
    Ok(quote! {
        #[automatically_derived]
        impl #parameters #decode for #name #arguments #bounds {
            #nullable
            fn placeholder() -> Self {
                #placeholder
            }
            fn decode(reader: &mut #sdk::codec::Reader<#lifetime>) -> Self {
                #body
            }
        }
    })
}

/// The generics of the impl: the input outlives every lifetime of the type, and every type parameter is decodable.
fn bounded(context: &Context, generics: &Generics) -> Generics {
    let mut out = generics.clone();
    let (input, decode) = (&context.input, context.decode());
    let mut parameter = LifetimeParam::new(input.clone());
    parameter.bounds.extend(generics.lifetimes().map(|lifetime| lifetime.lifetime.clone()));
    out.params.insert(0, parameter.into());
    for parameter in generics.type_params() {
        let parameter = &parameter.ident;
        out.make_where_clause().predicates.push(parse_quote!(#parameter: #decode));
    }
    out
}

/// Some value of the shape.
fn placeholder(context: &Context, shape: &Shape<'_>, this: &TokenStream) -> TokenStream {
    let values: Vec<TokenStream> = shape.fields().iter().map(|field| start(context, field)).collect();
    construct(shape, this, &values)
}

/// What a field is until it is read.
fn start(context: &Context, field: &Field<'_>) -> TokenStream {
    let (ty, decode) = (field.ty, context.decode());
    if field.default {
        quote!(<#ty as ::core::default::Default>::default())
    } else {
        quote!(<#ty as #decode>::placeholder())
    }
}

fn construct(shape: &Shape<'_>, this: &TokenStream, values: &[impl ToTokens]) -> TokenStream {
    match shape {
        Shape::Unit => this.clone(),
        Shape::Record(fields) => {
            let idents = fields.iter().filter_map(|field| field.ident);
            quote!(#this { #(#idents: #values),* })
        }
        _ => quote!(#this(#(#values),*)),
    }
}

/// Reads the content of a struct or variant.
fn content(context: &Context, shape: &Shape<'_>, this: &TokenStream) -> Result<TokenStream> {
    let (sdk, decode) = (&context.sdk, context.decode());
    let read = |field: &Field<'_>| {
        let ty = field.ty;
        quote!(<#ty as #decode>::decode(reader))
    };
    Ok(match shape {
        Shape::Unit => quote! {
            <() as #decode>::decode(reader);
            #this
        },
        Shape::Transparent(field) => {
            let value = read(field);
            quote!(#this(#value))
        }
        Shape::Tuple(fields) => {
            let types: Vec<_> = fields.iter().map(|field| field.ty).collect();
            let n = u32::try_from(fields.len()).unwrap_or(u32::MAX);
            let places: Vec<Ident> = places(fields.len());
            quote! {
                let mut left = reader.array();
                if left != #n {
                    reader.fail(#sdk::codec::Fault::TYPE);
                }
                #(let #places = if reader.more(&mut left) {
                    <#types as #decode>::decode(reader)
                } else {
                    <#types as #decode>::placeholder()
                };)*
                reader.more(&mut left);
                #this(#(#places),*)
            }
        }
        Shape::Record(fields) => record(context, shape, fields, this)?,
    })
}

fn places(n: usize) -> Vec<Ident> {
    (0..n).map(|index| format_ident!("field_{index}")).collect()
}

fn record(
    context: &Context,
    shape: &Shape<'_>,
    fields: &[Field<'_>],
    this: &TokenStream,
) -> Result<TokenStream> {
    let (sdk, decode) = (&context.sdk, context.decode());
    let places = places(fields.len());
    let starts = fields.iter().map(|field| start(context, field));
    let types: Vec<_> = fields.iter().map(|field| field.ty).collect();
    let indices = 0..u32::try_from(fields.len()).unwrap_or(u32::MAX);
    // Up to 32 fields the mask of what was seen travels in registers.
    let wide = fields.len() > 32;
    let mask = if wide { quote!(u64) } else { quote!(u32) };
    let needed = fields.iter().zip(0u32..).filter(|(field, _)| !field.default).map(|(field, index)| {
        let ty = field.ty;
        quote!(| ((!<#ty as #decode>::NULLABLE) as #mask) << #index)
    });
    let (next, require) = if wide {
        (quote!(let index = reader.field_wide(NAMES, &mut seen);), quote!(require_wide))
    } else {
        let next = quote! {
            let field = reader.field(NAMES, seen);
            seen = (field >> 32) as u32;
            let index = field as u32;
        };
        (next, quote!(require))
    };
    let value = construct(shape, this, &places);
    let table = table(fields.iter().map(|field| (field.name.as_str(), field.span)))?;
    Ok(quote! {
        const NAMES: #sdk::codec::Names = #sdk::codec::Names::new(#table);
        #(let mut #places: #types = #starts;)*
        let mut seen: #mask = 0;
        let mut left = reader.map();
        while reader.more(&mut left) {
            #next
            match index {
                #(#indices => #places = <#types as #decode>::decode(reader),)*
                _ => reader.skip(),
            }
        }
        reader.#require(NAMES, seen, 0 #(#needed)*);
        #value
    })
}

/// The placeholder and the decoder of an enum.
fn variants(
    context: &Context,
    name: &Ident,
    data: &DataEnum,
    rename_all: Option<&str>,
) -> Result<(TokenStream, TokenStream)> {
    let mut names = Vec::new();
    let mut arms = TokenStream::new();
    let mut first: Option<TokenStream> = None;
    let mut harmless = false;
    for (variant, index) in data.variants.iter().zip(0u32..) {
        let yao = Yao::read(&variant.attrs, &["rename"])?;
        let wire = yao.rename.map_or_else(|| wire_name(&variant.ident, rename_all), |rename| rename.value());
        let shape = Shape::of(&variant.fields, None)?;
        let ident = &variant.ident;
        let this = quote!(Self::#ident);
        let arm = if matches!(shape, Shape::Unit) {
            quote!({ reader.no_content(&variant); #this })
        } else {
            let content = content(context, &shape, &this)?;
            quote!({ reader.content(&variant); #content })
        };
        arms.extend(quote!(#index => #arm));
        // The placeholder is the first variant that does not contain the type itself: that one would never end.
        let recursive = shape.fields().iter().any(|field| mentions(field.ty, name));
        if first.is_none() || (!harmless && !recursive) {
            first = Some(placeholder(context, &shape, &this));
            harmless = !recursive;
        }
        names.push((wire, ident.span()));
    }
    let Some(placeholder) = first else {
        return Err(Error::new_spanned(name, "an enum without variants has no value to decode"));
    };
    distinct(names.iter().map(|(name, span)| (name.as_str(), *span)))?;
    let table = table(names.iter().map(|(name, span)| (name.as_str(), *span)))?;
    let (sdk, decode) = (&context.sdk, context.decode());
    let body = quote! {
        const NAMES: #sdk::codec::Names = #sdk::codec::Names::new(#table);
        let variant = reader.variant(NAMES);
        let value = match variant.index() {
            #arms
            _ => {
                reader.unknown_variant();
                <Self as #decode>::placeholder()
            }
        };
        reader.end_variant(&variant);
        value
    };
    Ok((placeholder, body))
}

/// Whether a type names the type itself.
fn mentions(ty: &syn::Type, name: &Ident) -> bool {
    fn in_stream(stream: TokenStream, name: &str) -> bool {
        stream.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => ident == name || ident == "Self",
            proc_macro2::TokenTree::Group(group) => in_stream(group.stream(), name),
            _ => false,
        })
    }
    in_stream(ty.to_token_stream(), &name.to_string())
}
