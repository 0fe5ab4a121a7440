//! The conformance cases on the conformance guest of an SDK, or on the guests that they bring along.

use std::{path::Path, sync::Arc};

use yao_conformance::{
    case::Case,
    host::wasmi::Wasmi,
    run::{self, Needs, Subject},
    suite::describe,
};

use crate::{
    compare::{Compared, Make, Sides},
    recorded::Recorded,
    transcript::Said,
};

/// A guest on both engines; none where the cases bring their own.
pub(crate) struct Pair {
    wasmi: Side,
    wasmtime: Side,
}

struct Side {
    host: Recorded<Wasmi>,
    /// A subject keeps its module loaded, so each engine has its own.
    subject: Option<Subject>,
}

impl Pair {
    /// The same guest on both.
    pub(crate) fn new(sides: &Sides, guest: Option<&[u8]>, needs: Needs) -> Self {
        Self {
            wasmi: Side::new("wasmi", &sides.wasmi, guest, needs),
            wasmtime: Side::new("wasmtime", &sides.wasmtime, guest, needs),
        }
    }

    /// One guest on wasmi, another one on wasmtime.
    pub(crate) fn of_two(sides: &Sides, wasmi: &[u8], wasmtime: &[u8]) -> Self {
        Self {
            wasmi: Side::new("wasmi", &sides.wasmi, Some(wasmi), Needs::default()),
            wasmtime: Side::new("wasmtime", &sides.wasmtime, Some(wasmtime), Needs::default()),
        }
    }

    /// Whether a case is for this guest.
    pub(crate) fn takes(&self, case: &Case) -> bool {
        case.tests_host() == self.wasmi.subject.is_none()
    }

    /// Runs a case on both. One that fails on both is no agreement: a guest that cannot be loaded would agree with
    /// everything.
    pub(crate) fn run(&self, case: &Case, root: &Path) -> Compared {
        let [(wasmi, verdict), (wasmtime, _)] =
            [&self.wasmi, &self.wasmtime].map(|side| side.run(case, root));
        let mut compared = Compared::new(&case.name, &[wasmi, wasmtime]);
        if let (None, Err(why)) = (&compared.difference, verdict) {
            compared.difference = Some([why.clone(), why]);
        }
        compared
    }
}

impl Side {
    fn new(name: &'static str, make: &Make, guest: Option<&[u8]>, needs: Needs) -> Self {
        let make = Arc::clone(make);
        Self {
            host: Recorded::new(Wasmi::with_engine(name, move |config| make(config))),
            subject: guest.map(|wasm| Subject::new(wasm, needs)),
        }
    }

    fn run(&self, case: &Case, root: &Path) -> (Said, Result<(), String>) {
        let transcript = &self.host.transcript;
        // Whether the module was loaded by an earlier case is not what is compared.
        if let Some(subject) = &self.subject {
            _ = subject.facts(&self.host);
        }
        _ = transcript.take();
        let verdict = run::run(case, self.subject.as_ref(), &self.host, root);
        let verdict = verdict.map_err(|failed| format!("the case fails: {}", describe(&failed, case)));
        transcript.say(match &verdict {
            Ok(()) => "the case passes".into(),
            Err(why) => transcript.text(why),
        });
        (transcript.take(), verdict)
    }
}
