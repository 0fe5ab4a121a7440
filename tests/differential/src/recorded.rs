//! A host whose every answer is written down.

use std::sync::Arc;

use yao_conformance::{
    case::HostSetup,
    host::{Event, Facts, Failure, Host, Instance, Loaded, Num, Running, World},
};

use crate::transcript::{self, Transcript, bytes, numbers};

/// A host and its transcript.
pub(crate) struct Recorded<H> {
    host: H,
    pub(crate) transcript: Arc<Transcript>,
}

impl<H: Host> Recorded<H> {
    pub(crate) fn new(host: H) -> Self {
        Self { host, transcript: Arc::default() }
    }
}

/// Writes an answer down and passes it on.
fn noted<T>(
    transcript: &Transcript,
    what: &str,
    answer: Result<T, Failure>,
    text: impl FnOnce(&T) -> String,
) -> Result<T, Failure> {
    let said = match &answer {
        Ok(value) => text(value),
        Err(why) => transcript.failure(why),
    };
    transcript.say(format!("{what}: {said}"));
    answer
}

impl<H: Host> Host for Recorded<H> {
    fn name(&self) -> &'static str {
        self.host.name()
    }

    fn load(&self, wasm: &[u8], setup: &HostSetup) -> Result<Box<dyn Loaded>, Failure> {
        let loaded = self.host.load(wasm, setup);
        let loaded = noted(&self.transcript, "load", loaded, |loaded| format!("{:?}", loaded.facts()))?;
        Ok(Box::new(Recording { inner: loaded, transcript: Arc::clone(&self.transcript) }))
    }
}

/// What a host gave, with the transcript that goes on.
struct Recording<T> {
    inner: T,
    transcript: Arc<Transcript>,
}

impl Loaded for Recording<Box<dyn Loaded>> {
    fn facts(&self) -> Facts {
        self.inner.facts()
    }

    fn start(&self, world: World) -> Result<Box<dyn Running>, Failure> {
        let running = noted(&self.transcript, "start", self.inner.start(world), |_| "started".into())?;
        Ok(Box::new(Recording { inner: running, transcript: Arc::clone(&self.transcript) }))
    }
}

impl Running for Recording<Box<dyn Running>> {
    fn instance(&self) -> Result<Box<dyn Instance>, Failure> {
        let instance = noted(&self.transcript, "instance", self.inner.instance(), |_| "made".into())?;
        Ok(Box::new(Recording { inner: instance, transcript: Arc::clone(&self.transcript) }))
    }

    fn request(&self, handler: &str, payload: &[u8]) -> Result<Vec<u8>, Failure> {
        let answer = self.inner.request(handler, payload);
        noted(&self.transcript, handler, answer, |value| bytes(value))
    }

    fn invoke(&self, process: &str, arguments: &[u8]) -> Result<rmpv::Value, Failure> {
        let answer = self.inner.invoke(process, arguments);
        noted(&self.transcript, process, answer, |value| value.to_string())
    }

    fn create(&mut self, session: &str, class: &str, payload: &[u8]) -> Result<u64, Failure> {
        let answer = self.inner.create(session, class, payload);
        noted(&self.transcript, class, answer, |handle| format!("handle {handle}"))
    }

    fn method(
        &mut self,
        session: &str,
        handle: u64,
        method: &str,
        payload: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let answer = self.inner.method(session, handle, method, payload);
        noted(&self.transcript, method, answer, |value| bytes(value))
    }

    fn destroy(&mut self, session: &str, handle: u64) -> Result<(), Failure> {
        let answer = self.inner.destroy(session, handle);
        noted(&self.transcript, "destroy", answer, |()| "done".into())
    }

    fn end_session(&mut self, session: &str) {
        self.inner.end_session(session);
    }

    fn events(&self) -> Vec<Event> {
        let events = self.inner.events();
        self.transcript.say_all(events.iter().map(transcript::event));
        events
    }
}

impl Instance for Recording<Box<dyn Instance>> {
    fn call(&mut self, export: &str, arguments: &[Num]) -> Result<Vec<Num>, Failure> {
        let answer = self.inner.call(export, arguments);
        noted(&self.transcript, export, answer, |results| numbers(results))
    }

    fn read(&self, pointer: u32, length: u32) -> Result<Vec<u8>, Failure> {
        noted(&self.transcript, "read", self.inner.read(pointer, length), |read| bytes(read))
    }

    fn write(&mut self, pointer: u32, content: &[u8]) -> Result<(), Failure> {
        noted(&self.transcript, "write", self.inner.write(pointer, content), |()| "done".into())
    }

    fn pages(&self) -> u64 {
        let pages = self.inner.pages();
        self.transcript.say(format!("{pages} pages"));
        pages
    }
}
