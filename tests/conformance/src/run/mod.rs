//! Runs one case on one guest.

pub mod check;
mod generated;
pub mod protocol;
mod step;
pub mod vectors;

use std::{
    path::Path,
    sync::{Arc, OnceLock},
};

use crate::{
    case::{Case, GuestSource, HostSetup},
    host::{Facts, Failure, Host, Loaded, World},
};
use check::{Gave, Outcome};
use step::Play;

/// Calls before memory is looked at, so that an allocator has settled.
const WARM_UP: u32 = 2_000;
/// Calls after that, which must not gain a page.
const MEASURED: u32 = 8_000;

/// What a guest needs of a host beyond what each has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Needs {
    /// WASI preview 1.
    pub wasi: bool,
    /// A memory whose pages have one byte.
    pub custom_page_sizes: bool,
}

/// Bytes of a guest, with what its manifest asks the host for.
pub struct Subject {
    bytes: Arc<[u8]>,
    needs: Needs,
    /// The module under the default configuration, which nearly all cases use.
    loaded: OnceLock<Result<Box<dyn Loaded>, Failure>>,
}

impl Subject {
    /// A guest from its bytes.
    #[must_use]
    pub fn new(bytes: &[u8], needs: Needs) -> Self {
        Self { bytes: bytes.into(), needs, loaded: OnceLock::new() }
    }

    /// What the host knows of the module.
    ///
    /// # Errors
    ///
    /// Why the host refuses it.
    pub fn facts(&self, host: &dyn Host) -> Result<Facts, Failure> {
        self.with_module(host, &HostSetup::default(), |loaded| {
            loaded.map(|loaded| loaded.facts()).map_err(Clone::clone)
        })
    }

    fn with_module<T>(
        &self,
        host: &dyn Host,
        setup: &HostSetup,
        run: impl FnOnce(Result<&dyn Loaded, &Failure>) -> T,
    ) -> T {
        let setup = HostSetup { needs: self.needs, ..setup.clone() };
        let is_default = setup.profile.is_none() && setup.limits.is_empty();
        if is_default {
            return run(self.loaded.get_or_init(|| host.load(&self.bytes, &setup)).as_deref());
        }
        run(host.load(&self.bytes, &setup).as_deref())
    }
}

/// Why a case failed.
#[derive(Debug)]
pub struct Failed {
    /// The step, where it is one.
    pub step: Option<usize>,
    /// Expected and got.
    pub why: String,
    /// What the step gave, for `--bless`.
    pub outcome: Option<Box<Outcome>>,
}

impl Failed {
    fn case(why: impl Into<String>) -> Self {
        Self { step: None, why: why.into(), outcome: None }
    }
}

/// Runs a case. A case with a guest of its own takes no subject.
///
/// # Errors
///
/// The first thing that is not as expected.
pub fn run(case: &Case, subject: Option<&Subject>, host: &dyn Host, root: &Path) -> Result<(), Failed> {
    let wasi = subject.is_some_and(|subject| subject.needs.wasi);
    if let Some(generated) = generated::from(case, root, wasi).map_err(Failed::case)? {
        return run(&generated.case, subject, host, root).map_err(|failed| generated.name(failed));
    }
    let own;
    let subject = match (&case.body.guest, subject) {
        (Some(source), _) => {
            own = Subject::new(&guest_bytes(source).map_err(Failed::case)?, Needs::default());
            &own
        }
        (None, Some(subject)) => subject,
        (None, None) => return Err(Failed::case("the case needs a conformance guest")),
    };
    let world = world(case).map_err(Failed::case)?;
    subject.with_module(host, &case.body.host, |loaded| run_loaded(case, loaded, world, root))
}

fn run_loaded(
    case: &Case,
    loaded: Result<&dyn Loaded, &Failure>,
    world: World,
    root: &Path,
) -> Result<(), Failed> {
    let looks_at_load = case.body.steps.first().is_some_and(|step| step.load);
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(why) => return not_loaded(case, why),
    };
    if looks_at_load {
        let outcome = Outcome { ended: Ok(Gave::Facts(loaded.facts())), events: vec![], pages_grown: 0 };
        step::judge(&case.body.steps[0], 0, outcome, &|_| Err("load gives no numbers".into()))?;
    }
    let steps = if looks_at_load { 1 } else { 0 };
    let running = match loaded.start(world) {
        Ok(running) => running,
        Err(why) => return Err(Failed::case(format!("a script of the case does not load: {why}"))),
    };
    let mut play = Play::new(case, running, steps)?;
    if let Some(vectors) = &case.body.vectors {
        return play.vectors(vectors, root);
    }
    if case.body.leak_rule {
        return leak_rule(&mut play);
    }
    for _ in 0..case.body.repeat.unwrap_or(1) {
        play.pass()?;
    }
    Ok(())
}

/// Without a module every step ends in the load error, whatever it would have done.
fn not_loaded(case: &Case, why: &Failure) -> Result<(), Failed> {
    if case.body.steps.is_empty() {
        return Err(Failed::case(format!("the guest does not load: {why}")));
    }
    for (index, step) in case.body.steps.iter().enumerate() {
        let outcome = Outcome { ended: Err(why.clone()), events: vec![], pages_grown: 0 };
        step::judge(step, index, outcome, &|_| Err("a load error gives no numbers".into()))?;
    }
    Ok(())
}

fn leak_rule(play: &mut Play<'_>) -> Result<(), Failed> {
    for _ in 0..WARM_UP {
        play.pass()?;
    }
    let before = play.pages();
    for _ in 0..MEASURED {
        play.pass()?;
    }
    let after = play.pages();
    if after > before {
        return Err(Failed::case(format!(
            "memory grew from {before} to {after} pages in {MEASURED} calls after {WARM_UP} warm-up calls: a block is \
             not freed on this path"
        )));
    }
    Ok(())
}

/// Memory, marker and allocator, for guests that are about something else.
const STANDARD: &str = include_str!("../case/standard.wat");

/// The bytes of a guest that a case brings along.
fn guest_bytes(source: &GuestSource) -> Result<Vec<u8>, String> {
    match source {
        GuestSource::Wat(text) => assemble(text),
        GuestSource::Fields(fields) => assemble(&with_standard(fields)),
        GuestSource::Bytes(bytes) => bytes.expand(),
    }
}

fn assemble(text: &str) -> Result<Vec<u8>, String> {
    wat::parse_str(text).map_err(|why| format!("the guest of the case is no WAT: {why}"))
}

fn with_standard(fields: &str) -> String {
    format!("(module\n{fields}\n{STANDARD})")
}

fn world(case: &Case) -> Result<World, String> {
    let mut scripts = Vec::with_capacity(case.body.scripts.len());
    for script in &case.body.scripts {
        let text = script.wat.clone().or_else(|| script.fields.as_deref().map(with_standard));
        let bytes =
            text.map(|text| assemble(&text).map_err(|why| format!("script '{}': {why}", script.name)));
        let bytes = bytes.transpose()?;
        scripts.push((script.name.clone(), bytes));
    }
    Ok(World { processes: case.body.processes.clone(), scripts })
}
