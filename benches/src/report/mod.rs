//! The report: measures one part after the other, says which, and writes what came out.

mod command;
mod live;
mod machine;
mod native;
mod processes;
mod requests;
mod simd;
mod startup;
mod threads;
mod time;

use std::path::Path;

use serde::Serialize;
use yao_bench_page::Document;

/// How long things are measured.
#[derive(Clone, Copy, Debug)]
struct Pace {
    /// Seconds for one row of requests.
    seconds: f64,
    /// Turns of everything that is measured in turns.
    rounds: usize,
    /// Live instances.
    instances: u32,
}

/// Everything that was measured, as target/bench/details.json has it; rows of requests are in report.json.
#[derive(Debug, Serialize)]
struct Details {
    machine: machine::Machine,
    threads: Vec<threads::Row>,
    live: Vec<(&'static str, live::Memory)>,
    startup: startup::Startup,
    processes: Vec<processes::Row>,
    native: Vec<native::Row>,
    simd: Vec<simd::Row>,
}

/// Measures everything.
pub(crate) fn run(yao_host: &Path, out: &Path, quick: bool) -> Result<(), String> {
    let pace = if quick {
        Pace { seconds: 0.05, rounds: 5, instances: 1000 }
    } else {
        Pace { seconds: 0.7, rounds: 30, instances: 10_000 }
    };
    std::fs::create_dir_all(out).map_err(|error| format!("cannot make {}: {error}", out.display()))?;
    let command = command::Command::new(yao_host, out)?;
    let say = |part: &str| eprintln!("yao-bench: {part}");

    say("requests of every SDK, on the host and on plain wasmi in turns");
    let requests = requests::measure(&command, pace, &say)?;
    say("requests from 1, 2 and 4 threads");
    let threads = threads::measure(&command, pace)?;
    say("live instances");
    let live = live::measure(&command, pace)?;
    say("a start with 50 modules");
    let startup = startup::measure(pace)?;
    say("many modules, deep calls");
    let processes = processes::measure(pace)?;
    say("wasm against native");
    let native = native::measure(pace)?;
    say("SIMD against scalar");
    let simd = simd::measure(out, pace)?;

    let details =
        Details { machine: machine::Machine::this(), threads, live, startup, processes, native, simd };
    let document = document(&requests, &details, quick);
    let write = |name: &str, text: &str| {
        let path = out.join(name);
        std::fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    };
    let json = serde_json::to_string_pretty(&details).map_err(|error| error.to_string())?;
    write("details.json", &json)?;
    write("report.md", &document.markdown())?;
    write("report.html", &document.html())?;
    println!("{}", document.markdown());
    say(&format!("{} has report.html, report.md, report.json and details.json", out.display()));
    Ok(())
}

fn document(requests: &[requests::Row], details: &Details, quick: bool) -> Document {
    let mut document = Document::new("yao: time and memory");
    document.text(details.machine.words());
    if quick {
        document.text("A quick run: its numbers waver.");
    }
    requests::write(&mut document, requests);
    threads::write(&mut document, &details.threads);
    live::write(&mut document, &details.live);
    startup::write(&mut document, &details.startup);
    processes::write(&mut document, &details.processes);
    native::write(&mut document, &details.native);
    simd::write(&mut document, &details.simd);
    document
}
