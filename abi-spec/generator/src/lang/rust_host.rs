//! Rust for the reference host: the shared tables, the signatures for the load check, the limits.

use super::NOTICE;
use super::rust::{code_name, codes, constants, levels, literal};
use crate::model::{Abi, ExportKind, Param, Required, ResultType, Scope, ValueType};
use crate::names::{family, pascal, upper};
use std::fmt::Write as _;

const TYPES: &str = r"
/// A wasm value type that the ABI uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
}

/// When an export has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Required {
    /// In every guest.
    Always,
    /// In a guest that can receive bytes.
    WithBytes,
    /// When the guest wants it.
    Optional,
}

/// The type of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Parameters in order.
    pub params: &'static [ValueType],
    /// Result, if any.
    pub result: Option<ValueType>,
}

/// A function that a guest may import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Import {
    /// Module name.
    pub module: &'static str,
    /// Field name.
    pub name: &'static str,
    /// Its type.
    pub signature: Signature,
}

/// A function export with a name of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub signature: Signature,
    /// When it has to be there.
    pub required: Required,
}

/// What a limit counts over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A request and everything it calls.
    Tree,
    /// One guest instance.
    Instance,
    /// One module.
    Module,
    /// One host.
    Host,
}

/// What the ABI says about a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitInfo {
    /// Its name in every configuration.
    pub name: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// What it counts over.
    pub scope: Scope,
    /// Code of the error; none where the event is counted and dropped.
    pub code: Option<Code>,
    /// One sentence.
    pub doc: &'static str,
}
";

/// `host-ref/src/abi/generated.rs`.
pub(crate) fn render(abi: &Abi) -> String {
    let mut out = format!("// {NOTICE}\n\n//! Names, numbers, signatures and limits of the ABI.\n\n");
    constants(&mut out, abi);
    levels(&mut out, abi);
    codes(&mut out, abi);
    out.push_str(TYPES.trim_start());
    out.push('\n');
    capabilities(&mut out, abi);
    signatures(&mut out, abi);
    limit_kinds(&mut out, abi);
    limit_values(&mut out, abi);
    out
}

fn capabilities(out: &mut String, abi: &Abi) {
    let known: u64 = abi.capabilities.iter().map(|c| 1 << c.bit).sum();
    let _ =
        writeln!(out, "/// Every capability bit that has a meaning.\npub const CAP_KNOWN: u32 = {known:#x};");
    let _ = writeln!(
        out,
        "/// Every capability bit with its name.\npub const CAPABILITIES: [(u32, &str); {}] = [{}];\n",
        abi.capabilities.len(),
        abi.capabilities
            .iter()
            .map(|c| format!("(CAP_{}, {:?})", upper(&c.name), c.name))
            .collect::<Vec<_>>()
            .join(", ")
    );
}

fn signatures(out: &mut String, abi: &Abi) {
    let _ =
        writeln!(out, "/// What a guest may import.\npub const IMPORTS: [Import; {}] = [", abi.imports.len());
    for i in &abi.imports {
        let ty = signature(&i.params, i.result.as_ref());
        let _ = writeln!(out, "Import {{ module: {:?}, name: {:?}, signature: {ty} }},", i.module, i.name);
    }
    out.push_str("];\n\n");
    let functions: Vec<_> = abi.exports.iter().filter(|e| e.kind == ExportKind::Func).collect();
    let named: Vec<_> = functions.iter().filter(|e| !e.is_family()).collect();
    let memory: Vec<_> = abi.exports.iter().filter(|e| e.kind == ExportKind::Memory).collect();
    for m in memory {
        let _ = writeln!(out, "/// {}\npub const MEMORY_EXPORT: &str = {:?};", m.doc, m.name);
    }
    let _ = writeln!(
        out,
        "/// Function exports with a name of their own.\npub const EXPORTS: [Export; {}] = [",
        named.len()
    );
    for e in named {
        let required = match e.required {
            Required::Always => "Always",
            Required::WithBytes => "WithBytes",
            Required::Optional => "Optional",
        };
        let ty = signature(&e.params, e.result.as_ref());
        let _ = writeln!(
            out,
            "Export {{ name: {:?}, signature: {ty}, required: Required::{required} }},",
            e.name
        );
    }
    out.push_str("];\n\n");
    for e in functions.iter().filter(|e| e.is_family()) {
        let ty = signature(&e.params, e.result.as_ref());
        let _ = writeln!(
            out,
            "/// Type of `{}`. {}\npub const {}: Signature = {ty};",
            e.name,
            e.doc,
            upper(&family(&e.name))
        );
    }
    out.push('\n');
}

fn signature(params: &[Param], result: Option<&ResultType>) -> String {
    let name = |ty: ValueType| match ty {
        ValueType::I32 => "ValueType::I32",
        ValueType::I64 => "ValueType::I64",
    };
    let params: Vec<_> = params.iter().map(|p| name(p.ty)).collect();
    let result = result.map_or_else(|| "None".to_owned(), |r| format!("Some({})", name(r.ty)));
    format!("Signature {{ params: &[{}], result: {result} }}", params.join(", "))
}

fn limit_kinds(out: &mut String, abi: &Abi) {
    out.push_str(
        "/// One of the limits.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]\n\
         pub enum Limit {\n",
    );
    for l in &abi.limits {
        let _ = writeln!(out, "/// {}\n{},", l.doc, pascal(&l.name));
    }
    let _ = writeln!(
        out,
        "}}\n\nimpl Limit {{\n/// Every limit, in the order of the spec.\npub const ALL: [Self; {}] = [{}];\n",
        abi.limits.len(),
        abi.limits.iter().map(|l| format!("Self::{}", pascal(&l.name))).collect::<Vec<_>>().join(", ")
    );
    out.push_str("/// The limit of this name.\n#[must_use]\npub fn by_name(name: &str) -> Option<Self> {\n");
    out.push_str("Self::ALL.into_iter().find(|limit| limit.info().name == name)\n}\n\n");
    out.push_str("/// What the ABI says about it.\n#[must_use]\n");
    out.push_str("pub const fn info(self) -> &'static LimitInfo {\nmatch self {\n");
    for l in &abi.limits {
        let scope = match l.scope {
            Scope::Tree => "Tree",
            Scope::Instance => "Instance",
            Scope::Module => "Module",
            Scope::Host => "Host",
        };
        let code =
            if l.code == 0 { "None".to_owned() } else { format!("Some(Code::{})", code_name(abi, l.code)) };
        let _ = writeln!(
            out,
            "Self::{} => &LimitInfo {{ name: {:?}, unit: {:?}, scope: Scope::{scope}, code: {code}, doc: {:?} }},",
            pascal(&l.name),
            l.name,
            l.unit,
            l.doc
        );
    }
    out.push_str("}\n}\n}\n\n");
}

fn limit_values(out: &mut String, abi: &Abi) {
    out.push_str(
        "/// A value for every limit.\n#[derive(Debug, Clone, PartialEq, Eq)]\n#[non_exhaustive]\npub struct Limits {\n",
    );
    for l in &abi.limits {
        let _ = writeln!(out, "/// {}\npub {}: u64,", l.doc, l.name);
    }
    out.push_str("}\n\nimpl Limits {\n");
    for (profile, value) in [
        ("server", (|l| l.server) as fn(&crate::model::Limit) -> u64),
        ("embedded", |l| l.embedded),
        ("microkernel", |l| l.microkernel),
    ] {
        let _ = writeln!(out, "/// The profile `{profile}`.\npub const {}: Self = Self {{", upper(profile));
        for l in &abi.limits {
            let _ = writeln!(out, "{}: {},", l.name, literal(value(l)));
        }
        out.push_str("};\n");
    }
    out.push_str(
        "/// Every profile with its name.\npub const PROFILES: [(&'static str, Self); 3] = \
         [(\"server\", Self::SERVER), (\"embedded\", Self::EMBEDDED), (\"microkernel\", Self::MICROKERNEL)];\n\n\
         /// The value of one limit.\n#[must_use]\npub const fn get(&self, limit: Limit) -> u64 {\nmatch limit {\n",
    );
    for l in &abi.limits {
        let _ = writeln!(out, "Limit::{} => self.{},", pascal(&l.name), l.name);
    }
    out.push_str(
        "}\n}\n\n/// Give one limit another value.\npub const fn set(&mut self, limit: Limit, value: u64) {\nmatch limit {\n",
    );
    for l in &abi.limits {
        let _ = writeln!(out, "Limit::{} => self.{} = value,", pascal(&l.name), l.name);
    }
    out.push_str("}\n}\n}\n\nimpl Default for Limits {\nfn default() -> Self {\nSelf::SERVER\n}\n}\n");
}
