//! The tables of `abi-spec/README.md`.

use crate::model::{Abi, ExportKind, Param, Required, ResultType, Scope, ValueType};
use crate::names::grouped;
use std::fmt::Write as _;

/// Every block of the spec with its body.
pub(crate) fn blocks(abi: &Abi) -> Vec<(&'static str, String)> {
    vec![
        ("version", version(abi)),
        ("imports", imports(abi)),
        ("exports", exports(abi)),
        ("codes", codes(abi)),
        ("levels", levels(abi)),
        ("capabilities", capabilities(abi)),
        ("values", values(abi)),
        ("limits", limits(abi)),
    ]
}

fn version(abi: &Abi) -> String {
    let h = &abi.abi;
    format!("Version {}.{}, status: {}. Marker export: `{}`.\n", h.major, h.minor, h.status, h.version_export)
}

fn signature(params: &[Param], result: Option<&ResultType>) -> String {
    let ty = |t: ValueType| match t {
        ValueType::I32 => "i32",
        ValueType::I64 => "i64",
    };
    let params: Vec<_> = params.iter().map(|p| format!("{}: {}", p.name, ty(p.ty))).collect();
    format!("({}) -> {}", params.join(", "), result.map_or("()", |r| ty(r.ty)))
}

fn imports(abi: &Abi) -> String {
    let mut out = String::from("| module | name | type | |\n|---|---|---|---|\n");
    for i in &abi.imports {
        let ty = signature(&i.params, i.result.as_ref());
        let _ = writeln!(out, "| `{}` | `{}` | `{ty}` | {} |", i.module, i.name, i.doc);
    }
    out
}

fn exports(abi: &Abi) -> String {
    let mut out = String::from("| name | type | result | required | |\n|---|---|---|---|---|\n");
    for e in &abi.exports {
        let ty = match e.kind {
            ExportKind::Memory => "memory".to_owned(),
            ExportKind::Func => format!("`{}`", signature(&e.params, e.result.as_ref())),
        };
        let required = match e.required {
            Required::Always => "always",
            Required::WithBytes => "to receive bytes",
            Required::Optional => "no",
        };
        let meaning = e.result.as_ref().map_or("", |r| r.meaning.as_str());
        let _ = writeln!(out, "| `{}` | {ty} | {meaning} | {required} | {} |", e.name, e.doc);
    }
    out
}

fn codes(abi: &Abi) -> String {
    let mut out = String::from("| code | name | text | when |\n|---|---|---|---|\n");
    for c in &abi.error_codes {
        let _ = writeln!(out, "| {} | `{}` | {} | {} |", c.code, c.name, c.text, c.doc);
    }
    out
}

fn levels(abi: &Abi) -> String {
    let mut out = String::from("| level | name | for |\n|---|---|---|\n");
    for l in &abi.log_levels {
        let _ = writeln!(out, "| {} | `{}` | {} |", l.value, l.name, l.doc);
    }
    out
}

fn capabilities(abi: &Abi) -> String {
    let mut out = String::from("| bit | mask | name | |\n|---|---|---|---|\n");
    for c in &abi.capabilities {
        let _ = writeln!(out, "| {} | {:#04x} | `{}` | {} |", c.bit, 1u64 << c.bit, c.name, c.doc);
    }
    out
}

fn values(abi: &Abi) -> String {
    let mut out = String::from("| number | value | |\n|---|---|---|\n");
    for (name, value, doc) in [
        ("max_depth", abi.values.max_depth, "arrays and maps around a value, the argument array included"),
        (
            "max_elements",
            abi.values.max_elements,
            "array items plus two per map entry, over one whole payload or value",
        ),
        ("max_message_bytes", abi.values.max_message_bytes, "bytes of the message of an error record"),
        (
            "default_capacity",
            abi.handles.default_capacity,
            "instances alive in one guest instance, unless the guest says otherwise",
        ),
    ] {
        let _ = writeln!(out, "| `{name}` | {} | {doc} |", grouped(value.into(), ','));
    }
    out
}

fn limits(abi: &Abi) -> String {
    let mut out = String::from(
        "| limit | unit | over | code | server | embedded | microkernel | |\n|---|---|---|---|--:|--:|--:|---|\n",
    );
    for l in &abi.limits {
        let scope = match l.scope {
            Scope::Tree => "request tree",
            Scope::Instance => "instance",
            Scope::Module => "module",
            Scope::Host => "host",
        };
        let code = if l.code == 0 { "none".to_owned() } else { l.code.to_string() };
        let _ = writeln!(
            out,
            "| `{}` | {} | {scope} | {code} | {} | {} | {} | {} |",
            l.name,
            l.unit,
            grouped(l.server, ','),
            grouped(l.embedded, ','),
            grouped(l.microkernel, ','),
            l.doc
        );
    }
    out
}
