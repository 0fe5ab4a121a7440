//! A typed handler: it calls a process, logs a line, and gives a record.

#![no_std]

/// Borrowed from the payload: nothing is copied.
#[derive(yao::Decode)]
struct Request<'a> {
    name: &'a str,
}

/// `String` works as well; `Text` takes over the reply of the process without a copy.
#[derive(yao::Encode)]
struct Reply {
    greeting: yao::Text,
}

#[yao::handler]
fn greet(request: Request<'_>) -> yao::Result<Reply> {
    let greeting = yao::process("utils.greet", (request.name,))?;
    yao::info!("greet");
    Ok(Reply { greeting })
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::{collections::BTreeMap, format, string::String};
    use yao::{Error, Level, testing::Host};

    fn request(name: &str) -> (BTreeMap<&str, &str>,) {
        (BTreeMap::from([("name", name)]),)
    }

    #[test]
    fn greets_and_logs() {
        let host = Host::new();
        host.on("utils.greet", |(name,): (String,)| Ok(format!("Hello, {name}")));
        let reply: BTreeMap<String, String> = host.call("greet", request("Zoë")).unwrap();
        assert_eq!(reply["greeting"], "Hello, Zoë");
        assert_eq!(host.logs(), [(Level::Info, "greet".into())]);
    }

    #[test]
    fn an_error_of_the_process_is_passed_on() {
        let host = Host::new();
        host.on("utils.greet", |_: (String,)| Err::<(), _>(Error::new(404, "nobody here")));
        let error = host.call::<()>("greet", request("Zoë")).unwrap_err();
        assert_eq!((error.code(), error.message()), (404, "nobody here"));
    }

    #[test]
    fn a_missing_name_is_a_bad_request() {
        let error = Host::new().call::<()>("greet", (BTreeMap::<&str, &str>::new(),)).unwrap_err();
        assert_eq!((error.code(), error.message()), (400, "name: missing"));
    }
}
