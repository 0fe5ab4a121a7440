//! `names.json` against the rules written out naively.

use crate::packed::abi;
use crate::{group, text};
use serde_json::Value as Json;
use std::collections::BTreeSet;

#[test]
fn process_names() {
    for vector in group("names", "processes") {
        let name = text(&vector, "process");
        let segment =
            |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        assert_eq!(vector["valid"], name.split('.').all(segment), "{name:?}");
    }
}

#[test]
fn scripts_are_split_at_the_first_and_the_last_dot() {
    let script = |name: &str| {
        let segments: Vec<_> = name.split('.').collect();
        (segments.len() >= 3 && segments[0] == "scripts")
            .then(|| (segments[1..segments.len() - 1].join("."), segments[segments.len() - 1].to_owned()))
    };
    for vector in group("names", "scripts") {
        let expected = (text(&vector, "module").to_owned(), text(&vector, "handler").to_owned());
        assert_eq!(script(text(&vector, "process")), Some(expected));
    }
    for vector in group("names", "not_found") {
        assert_eq!(script(text(&vector, "process")), None);
    }
}

const HANDLER: &str = "(i32,i32)->i64";
const METHOD: &str = "(i32,i32,i32)->i64";
const DESTROY: &str = "(i32)->i32";
const READ: &str = "(i32,i32,i32)->i32";

#[test]
fn exports_make_handlers_and_classes() {
    let reserved = abi().classes.reserved_methods;
    for vector in group("names", "exports") {
        let exports = vector["exports"].as_object().unwrap();
        let has = |name: String, ty: &str| exports.get(&name).is_some_and(|t| t == ty);
        let classes: Vec<&str> = exports
            .keys()
            .filter_map(|name| name.strip_suffix("_create"))
            .filter(|c| has(format!("{c}_create"), HANDLER) && has(format!("{c}_destroy"), DESTROY))
            .collect();
        let owner = |name: &str| {
            let fits = classes.iter().filter(|c| name.strip_prefix(**c).is_some_and(|r| r.starts_with('_')));
            fits.max_by_key(|c| c.len()).map(|c| (*c, name[c.len() + 1..].to_owned()))
        };
        let mut handlers = BTreeSet::new();
        let mut methods: Vec<(&str, String)> = Vec::new();
        for (name, ty) in exports {
            let create = owner(name).is_some_and(|(_, rest)| rest == "create");
            if ty == HANDLER && is_handler_name(name) && !create {
                handlers.insert(name.as_str());
            }
            if ty == METHOD {
                methods.extend(owner(name).filter(|(_, rest)| !reserved.contains(rest)));
            }
        }
        let expected: BTreeSet<_> =
            vector["handlers"].as_array().unwrap().iter().map(|h| h.as_str().unwrap()).collect();
        assert_eq!(handlers, expected, "{}", text(&vector, "name"));
        let described = vector["classes"].as_object().unwrap();
        assert_eq!(described.len(), classes.len(), "{}", text(&vector, "name"));
        for class in &classes {
            let pull =
                has(format!("{class}_result_len"), DESTROY) && has(format!("{class}_result_read"), READ);
            let mut own: Vec<_> =
                methods.iter().filter(|(c, _)| c == class).map(|(_, m)| Json::from(m.as_str())).collect();
            own.sort_by_key(ToString::to_string);
            assert_eq!(described[*class]["pull"], pull, "{class}");
            assert_eq!(described[*class]["methods"], Json::from(own), "{class}");
        }
    }
}

fn is_handler_name(name: &str) -> bool {
    let header = abi().abi;
    name.len() <= 128
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !header.reserved_prefixes.iter().any(|p| name.starts_with(p.as_str()))
}
