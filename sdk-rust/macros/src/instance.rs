//! `#[instance]`

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Error, FnArg, Ident, ImplItem, ImplItemFn, ItemImpl, LitStr, Path, Result, Token, Type,
    parse::{Parse, ParseStream},
    spanned::Spanned,
};

use crate::{
    attributes::Yao,
    handler::{export, pack},
    names::{check_export, sdk, snake},
    parameters::{Parameters, check},
};

/// Words after `class_` that the ABI gives a meaning.
const RESERVED: [&str; 4] = ["create", "destroy", "result_len", "result_read"];

#[derive(Default)]
pub(crate) struct Options {
    name: Option<LitStr>,
    registry: Option<Path>,
    pull: bool,
    serde: bool,
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
                "registry" => {
                    input.parse::<Token![=]>()?;
                    options.registry = Some(input.parse()?);
                }
                "pull" => options.pull = true,
                "serde" => options.serde = true,
                _ => {
                    return Err(Error::new(
                        key.span(),
                        format!(
                            "`{key}` is not known here; there is: name = \"...\", registry = PATH, pull, serde"
                        ),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

/// What every part of a class needs.
struct Class<'a> {
    sdk: TokenStream,
    name: String,
    ty: &'a Type,
    registry: TokenStream,
    pull: bool,
    serde: bool,
}

pub(crate) fn expand(options: &Options, mut block: ItemImpl) -> Result<TokenStream> {
    let sdk = sdk();
    if let Some((_, path, _)) = &block.trait_ {
        return Err(Error::new(path.span(), "a class is an `impl` block of its own, not of a trait"));
    }
    if !block.generics.params.is_empty() {
        return Err(Error::new(
            block.generics.span(),
            "a class cannot be generic: its exports are functions; name one type",
        ));
    }
    let ty = (*block.self_ty).clone();
    let name = match &options.name {
        Some(name) => name.value(),
        None => snake(&type_name(&ty)?),
    };
    check_export(
        &format!("{name}_result_read"),
        options.name.as_ref().map_or_else(|| ty.span(), LitStr::span),
    )?;
    let registry =
        options.registry.as_ref().map_or_else(|| quote!(#sdk::instance::DEFAULT), |path| quote!(#path));
    let class = Class { sdk, name, ty: &ty, registry, pull: options.pull, serde: options.serde };
    let mut exports = TokenStream::new();
    let mut created = false;
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let yao = Yao::read(&function.attrs, &["name"])?;
        function.attrs.retain(|attribute| !attribute.path().is_ident("yao"));
        let ident = &function.sig.ident;
        let receiver = matches!(function.sig.inputs.first(), Some(FnArg::Receiver(_)));
        if !receiver {
            if ident == "create" {
                created = true;
                exports.extend(class.create(function)?);
            }
            continue;
        }
        let method = yao
            .rename
            .map_or_else(|| ident.to_string().trim_start_matches("r#").to_owned(), |name| name.value());
        if RESERVED.contains(&method.as_str()) {
            let text = format!(
                "`{method}` is not a method: the ABI gives it a meaning; choose another with `#[yao(name = \"...\")]`"
            );
            return Err(Error::new(ident.span(), text));
        }
        exports.extend(class.method(function, &method)?);
    }
    if !created {
        return Err(Error::new(
            ty.span(),
            "a class needs `fn create(...) -> Self`, without `self`, to make its objects",
        ));
    }
    exports.extend(class.rest());
    Ok(quote! {
        #block
        #exports
    })
}

fn type_name(ty: &Type) -> Result<String> {
    match ty {
        Type::Path(path) if path.path.segments.iter().all(|segment| segment.arguments.is_none()) => {
            path.path.segments.last().map(|segment| segment.ident.to_string())
        }
        _ => None,
    }
    .ok_or_else(|| {
        Error::new(ty.span(), "this type has no plain name for the class; give one with `name = \"...\"`")
    })
}

impl Class<'_> {
    fn export(
        &self,
        suffix: &str,
        parameters: &TokenStream,
        result: &TokenStream,
        body: &TokenStream,
        kind: &TokenStream,
    ) -> TokenStream {
        export(&self.sdk, &format!("{}_{suffix}", self.name), parameters, result, body, kind)
    }

    /// The type in the registry.
    fn stored(&self) -> TokenStream {
        let (sdk, ty) = (&self.sdk, self.ty);
        if self.pull { quote!(#sdk::instance::Pulled<#ty>) } else { quote!(#ty) }
    }

    fn create(&self, function: &ImplItemFn) -> Result<TokenStream> {
        check(&function.sig)?;
        let Self { sdk, ty, registry, .. } = self;
        let parameters = Parameters::of(&function.sig)?;
        let (read, idents) = (parameters.read(sdk, self.serde), parameters.idents());
        let object = quote!(#sdk::instance::Created::<#ty>::created(<#ty>::create(#(#idents),*)));
        let object = if self.pull { quote!(#object.map(#sdk::instance::Pulled::new)) } else { object };
        let body = quote! {
            #sdk::instance::create(&#registry, address, len, |source| {
                #read
                #object
            })
        };
        Ok(self.export("create", &quote!(address: u32, len: u32), &quote!(u64), &body, &quote!(Create)))
    }

    fn method(&self, function: &ImplItemFn, method: &str) -> Result<TokenStream> {
        check(&function.sig)?;
        if let Some(FnArg::Receiver(receiver)) = function.sig.inputs.first()
            && (receiver.reference.is_none() || receiver.colon_token.is_some())
        {
            return Err(Error::new(
                receiver.span(),
                "a method takes `&self` or `&mut self`: the object stays in its slot",
            ));
        }
        check_export(&format!("{}_{method}", self.name), function.sig.ident.span())?;
        let Self { sdk, ty, registry, .. } = self;
        let parameters = Parameters::of(&function.sig)?;
        let (read, idents) = (parameters.read(sdk, self.serde), parameters.idents());
        let (ident, pack) = (&function.sig.ident, pack(sdk, &function.sig.output, self.serde));
        let run = if self.pull {
            quote!(#sdk::instance::Pulled::<#ty>::method)
        } else {
            quote!(#sdk::instance::method)
        };
        let body = quote! {
            #run(&#registry, handle, address, len, |object: &mut #ty, source| {
                #read
                #pack(<#ty>::#ident(object, #(#idents),*))
            })
        };
        Ok(self.export(
            method,
            &quote!(handle: u32, address: u32, len: u32),
            &quote!(u64),
            &body,
            &quote!(Method),
        ))
    }

    /// `destroy`, the pull exports, and the capability bit.
    fn rest(&self) -> TokenStream {
        let Self { sdk, ty, registry, .. } = self;
        let stored = self.stored();
        let one = quote!(handle: u32);
        let mut out = self.export(
            "destroy",
            &one,
            &quote!(i32),
            &quote!(#sdk::instance::destroy::<#stored, _>(&#registry, handle)),
            &quote!(Destroy),
        );
        if self.pull {
            let body = quote!(#sdk::instance::result_len::<#ty, _>(&#registry, handle));
            out.extend(self.export("result_len", &one, &quote!(i32), &body, &quote!(ResultLen)));
            let body = quote!(#sdk::instance::result_read::<#ty, _>(&#registry, handle, address, capacity));
            let parameters = quote!(handle: u32, address: u32, capacity: u32);
            out.extend(self.export("result_read", &parameters, &quote!(i32), &body, &quote!(ResultRead)));
        }
        out.extend(quote!(#sdk::__capability!(#sdk::abi::CAP_INSTANCES);));
        out
    }
}
