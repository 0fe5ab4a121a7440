//! Grants: a module calls what its own rule names, and nobody borrows another's.

use yao_host::{Error, Host, Module, Reply, Value, trust::Policy};

use super::{engine, policy};
use crate::{
    guests::{ECHO, args, guest, quiet},
    imports::caller,
};

/// A host with the modules of the policy, each of which calls the one after it, or answers.
fn chain(policy: Policy, modules: &[(&str, &str)]) -> (Host, Vec<Module>) {
    let engine = engine(policy);
    let mut builder = quiet(&engine)
        .process("t.ok", |_, _| Ok("ok".into()))
        .process("t.forward", |cx, args| cx.call(name(args), &[]))
        .process("t.as_host", |cx, args| cx.call_as_host(name(args), &[]))
        .process("t.twice", |cx, _| cx.call_as_host("t.inner", &[]))
        .process("t.inner", |cx, _| cx.call("t.ok", &[]));
    let mut loaded = Vec::new();
    for (name, calls) in modules {
        let body = if calls.is_empty() { ECHO.replace("\"echo\"", "\"call\"") } else { caller(calls) };
        let module = engine.load(name, &guest(&body)).unwrap();
        builder = builder.script(module.clone());
        loaded.push(module);
    }
    (builder.build(), loaded)
}

fn name(args: &[Value]) -> &str {
    match args {
        [Value::Str(name)] => name,
        other => panic!("{other:?}"),
    }
}

/// What the first module gets; the code of the error it gets, or 0.
fn call(host: &Host, module: &Module, payload: &[Value]) -> (u32, String) {
    match host.request(module, "call", &args(payload)).unwrap().reply {
        Reply::Value(_) => (0, String::new()),
        Reply::Error { exception, .. } => (exception.code, exception.message),
    }
}

#[test]
fn a_call_needs_a_grant() {
    let rules = "[modules.a]\nunverified = true\nmay_call = [\"t.ok\"]\n[modules.none]\nunverified = true";
    let (host, modules) = chain(policy(rules), &[("a", "t.ok"), ("none", "t.ok")]);
    assert_eq!(call(&host, &modules[0], &[]), (0, String::new()));
    let (code, message) = call(&host, &modules[1], &[]);
    assert_eq!(code, 403);
    assert_eq!(
        message,
        "module none may not call t.ok: yao.toml:4 grants it nothing; add \"t.ok\" to its may_call"
    );
}

#[test]
fn a_refusal_names_the_rule_and_what_it_grants() {
    let rules = "[modules.a]\nunverified = true\nmay_call = [\"models.user.*\", \"t.no\"]";
    let (host, modules) = chain(policy(rules), &[("a", "t.ok")]);
    let (code, message) = call(&host, &modules[0], &[]);
    assert_eq!(code, 403);
    assert_eq!(
        message,
        "module a may not call t.ok: yao.toml:3 grants it models.user.*, t.no; add \"t.ok\" to its may_call"
    );

    let many: Vec<_> = (0..200).map(|i| format!("\"t.n{i}\"")).collect();
    let rules = format!("[modules.a]\nunverified = true\nmay_call = [{}]", many.join(", "));
    let (host, modules) = chain(policy(&rules), &[("a", "t.ok")]);
    let (_, message) = call(&host, &modules[0], &[]);
    assert!(message.contains("t.n7 and 192 more") && message.len() < 300, "{message}");
}

#[test]
fn what_is_not_granted_is_refused_whether_it_exists_or_not() {
    let rules = "[modules.a]\nunverified = true\nmay_call = \"x.y\"\n[modules.b]\nunverified = true";
    let mut refusals = Vec::new();
    for target in ["t.ok", "t.none", "scripts.b.call", "scripts.b.none", "scripts.zz.call"] {
        let (host, modules) = chain(policy(rules), &[("a", target), ("b", "")]);
        let (code, message) = call(&host, &modules[0], &[]);
        assert_eq!(code, 403, "{target}: {message}");
        refusals.push(message.replace(target, "NAME"));
    }
    assert!(refusals.iter().all(|message| *message == refusals[0]), "{refusals:?}");
    // A name that is none is the caller's mistake, with a grant or without.
    let (host, modules) = chain(policy(rules), &[("a", "no name"), ("b", "")]);
    assert_eq!(call(&host, &modules[0], &[]).0, 400);
}

#[test]
fn scripts_need_grants_as_well_and_even_a_script_for_itself() {
    let rules = "[modules.a]\nunverified = true\n[modules.b]\nunverified = true\nmay_call = \"scripts.a.*\"";
    let (host, modules) = chain(policy(rules), &[("a", "scripts.a.call"), ("b", "")]);
    assert_eq!(call(&host, &modules[0], &[]).0, 403);
    let (host, modules) = chain(policy(rules), &[("b", "scripts.a.call"), ("a", "")]);
    assert_eq!(call(&host, &modules[0], &[1.into()]).0, 0);
    let (host, modules) = chain(policy(rules), &[("a", "scripts.b.call"), ("b", "")]);
    assert_eq!(call(&host, &modules[0], &[]).0, 403);
}

/// A may call B only, B may call C only.
const DEPUTY: &str = "
[modules.a]
unverified = true
may_call = \"scripts.b.*\"
[modules.b]
unverified = true
may_call = \"scripts.c.*\"
[modules.c]
unverified = true
";

#[test]
fn nobody_borrows_the_grants_of_another() {
    // A -> B -> C: each link is granted.
    let (host, modules) =
        chain(policy(DEPUTY), &[("a", "scripts.b.call"), ("b", "scripts.c.call"), ("c", "")]);
    assert_eq!(call(&host, &modules[0], &[1.into()]).0, 0);
    // A -> C is not, though A can reach C through B.
    let (host, modules) = chain(policy(DEPUTY), &[("a", "scripts.c.call"), ("b", ""), ("c", "")]);
    let (code, message) = call(&host, &modules[0], &[]);
    assert_eq!(code, 403);
    assert!(message.starts_with("module a may not call scripts.c.call"), "{message}");
    // A -> B -> B: what A may call, B may not for that.
    let (host, modules) =
        chain(policy(DEPUTY), &[("a", "scripts.b.call"), ("b", "scripts.b.call"), ("c", "")]);
    let (code, message) = call(&host, &modules[0], &[]);
    assert_eq!(code, 403);
    assert!(message.starts_with("module b may not call scripts.b.call"), "{message}");
    // B called by A does what B may, and C after it nothing.
    let (host, modules) =
        chain(policy(DEPUTY), &[("a", "scripts.b.call"), ("b", "scripts.c.call"), ("c", "t.ok")]);
    let (code, message) = call(&host, &modules[0], &[]);
    assert_eq!(code, 403);
    assert!(message.starts_with("module c may not call t.ok"), "{message}");
}

#[test]
fn a_native_that_calls_what_it_is_told_to_lends_nobody_its_rights() {
    let rules = "[modules.a]\nunverified = true\nmay_call = [\"t.forward\", \"t.as_host\", \"t.twice\"]
        [modules.b]\nunverified = true\nmay_call = [\"t.forward\", \"t.ok\"]";
    let ok: &[Value] = &["t.ok".into()];
    let (host, modules) = chain(policy(rules), &[("a", "t.forward"), ("b", "t.forward")]);
    let (code, message) = call(&host, &modules[0], ok);
    assert_eq!(code, 403);
    assert!(message.starts_with("module a may not call t.ok"), "{message}");
    assert_eq!(call(&host, &modules[1], ok).0, 0);

    // A native may vouch for a call; what it calls that way acts for the host.
    let (host, modules) = chain(policy(rules), &[("a", "t.as_host"), ("b", "")]);
    assert_eq!(call(&host, &modules[0], ok).0, 0);
    let (host, modules) = chain(policy(rules), &[("a", "t.twice"), ("b", "")]);
    assert_eq!(call(&host, &modules[0], &[]).0, 0);
}

#[test]
fn the_embedder_needs_no_grant_and_gives_none() {
    let (host, _) = chain(policy(DEPUTY), &[("a", "scripts.c.call"), ("b", "scripts.c.call"), ("c", "")]);
    assert!(host.call("t.ok", &[]).is_ok());
    assert!(host.call("t.forward", &["t.ok".into()]).is_ok());
    assert!(host.call("scripts.b.call", &[1.into()]).is_ok());
    let error = host.call("scripts.a.call", &[]).unwrap_err();
    assert!(matches!(&error, Error::Exception { exception, .. } if exception.code == 403), "{error}");
    let error = host.call("t.forward", &["scripts.a.call".into()]).unwrap_err();
    assert_eq!(error.exception().code, 403);
}

#[test]
fn sessions_and_instances_are_held_to_the_rule() {
    let (host, modules) = chain(policy(DEPUTY), &[("a", "t.ok"), ("b", ""), ("c", "")]);
    let mut session = yao_host::Session::open(&host, &modules[0]).unwrap();
    let Reply::Error { exception, .. } = session.request("call", &[]).unwrap().reply else { panic!() };
    assert_eq!(exception.code, 403);
    let mut instance =
        yao_host::Instance::new(&host, &modules[0], &yao_host::RequestOptions::default()).unwrap();
    let Reply::Error { exception, .. } = instance.request("call", &[]).unwrap() else { panic!() };
    assert_eq!(exception.code, 403);
}

#[test]
fn an_instance_that_is_kept_is_held_to_the_rule_of_who_gets_it() {
    // The same bytes by two names share their kept instances, and nothing else.
    let rules = "[modules.yes]\nunverified = true\nmay_call = \"t.ok\"
        [modules.no]\nunverified = true
        [modules.little]\nunverified = true\nmay_call = \"t.ok\"\nlimits = { process_calls = 0 }";
    let mut config = yao_host::Config::default().with_policy(policy(rules));
    config.reuse = 1;
    let engine = yao_host::Engine::new(config);
    let bytes = guest(&caller("t.ok"));
    let [yes, no, little] = ["yes", "no", "little"].map(|name| engine.load(name, &bytes).unwrap());
    let host = quiet(&engine).process("t.ok", |_, _| Ok(Value::Nil)).build();
    for _ in 0..2 {
        for (module, expected) in
            [(&yes, 0), (&no, 403), (&little, 429), (&yes, 0), (&yes, 0), (&little, 429)]
        {
            assert_eq!(call(&host, module, &[]).0, expected, "{}", module.name());
            assert_eq!(module.idle_instances(), 1, "the instance is kept for the next");
        }
    }
}

#[test]
fn without_a_policy_every_call_goes_through() {
    let engine = yao_host::Engine::new(yao_host::Config::default());
    let host = quiet(&engine).process("t.ok", |_, _| Ok(Value::Nil)).build();
    let module = engine.load("a", &guest(&caller("t.ok"))).unwrap();
    assert_eq!(call(&host, &module, &[]).0, 0);
}
