//! The report: sizes, times, ratios, goals, and where a peer wins.

use yao_bench_page::{Bar, Bars, Document, Scale, Table, number};

use crate::field::{FIELD, OURS, Sdk};
use crate::results::Results;
use crate::tasks::TASKS;

/// Bytes of the guests, and how many times the first column's the others are.
#[expect(clippy::cast_precision_loss, reason = "bytes of a guest")]
pub fn sizes(results: &Results) -> Table {
    let mut table = Table::new(["guest"].into_iter().chain(Sdk::ALL.map(Sdk::title)));
    for guest in ["echo", "greet", "digest"] {
        let bytes = Sdk::ALL.map(|sdk| results.size(sdk, guest).unwrap_or_default() as f64);
        let [first, rest @ ..] = bytes;
        let mut row = vec![format!("`{guest}`"), number(first)];
        row.extend(rest.map(|bytes| format!("{} ({}x)", number(bytes), number(bytes / first))));
        table.row(row);
    }
    table
}

/// Microseconds of one request, and how many times ours that is.
pub fn times(results: &Results) -> Table {
    let mut table = Table::new(["host"].into_iter().chain(TASKS.map(|task| task.name)));
    for contender in FIELD.iter().filter(|contender| results.time(contender.name, TASKS[0].name).is_some()) {
        let star = if contender.keeps_state { " \\*" } else { "" };
        let mut row = vec![format!("{}{star}", contender.name)];
        for task in TASKS {
            row.push(match (results.time(contender.name, task.name), results.time(OURS, task.name)) {
                (Some(time), Some(ours)) if contender.name != OURS => {
                    format!("{} ({}x)", number(time.us), number(time.us / ours.us))
                }
                (Some(time), _) => number(time.us),
                (None, _) => String::new(),
            });
        }
        table.row(row);
    }
    table
}

/// What the star in the table of times means.
pub const STAR: &str =
    "\\* One instance serves request after request: what one leaves in it, the next one finds.";

/// How the numbers were made, for below the tables.
pub fn how(results: &Results) -> String {
    let versions: Vec<_> =
        results.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    format!(
        "One run of `bench-peers/run` on {} ({} cores): {} rounds in which every host has a turn of about {} ms with \
         every task, medians of the rounds; read the ratios. Every host is built with the same profile (release, \
         LTO), every guest with `opt-level = \"z\"`, LTO and `wasm-opt -Oz`. All results are compared with the right \
         ones. {}.",
        results.processor,
        results.cores,
        results.rounds,
        results.batch_ms,
        versions.join(", "),
    )
}

/// The whole report.
pub fn document(results: &Results) -> Document {
    let mut document = Document::new("yao beside its peers");
    document.text(how(results));
    document.heading("Guests, bytes");
    document.text(
        "The same work, written as each SDK's documentation shows; in brackets how many times the first.",
    );
    document.table(sizes(results));
    for guest in ["echo", "greet"] {
        let bars = Sdk::ALL.iter().enumerate().filter_map(|(group, sdk)| {
            #[expect(clippy::cast_precision_loss, reason = "bytes of a guest")]
            let value = results.size(*sdk, guest)? as f64;
            Some(Bar { label: sdk.title().into(), value, group })
        });
        let bars = bars.collect();
        document.bars(&Bars { title: guest.into(), unit: "bytes".into(), scale: Scale::Logarithmic, bars });
    }
    document.heading("One request, microseconds");
    document.text(
        "From the payload's bytes to the result's: make an instance, pass the payload, call, copy the result, drop. \
         In brackets how many times the first line.",
    );
    document.table(times(results));
    document.text(STAR.trim_start_matches('\\'));
    for task in TASKS {
        let bars = FIELD.iter().filter_map(|contender| {
            let value = results.time(contender.name, task.name)?.us;
            let group =
                if contender.name.starts_with(OURS) { 0 } else { 1 + usize::from(contender.keeps_state) };
            Some(Bar { label: contender.name.into(), value, group })
        });
        let bars = bars.collect();
        document.bars(&Bars {
            title: task.name.into(),
            unit: "us, logarithmic".into(),
            scale: Scale::Logarithmic,
            bars,
        });
    }
    document.heading("Where a peer wins");
    let wins = results.peers_that_win();
    if wins.is_empty() {
        document.text("Nowhere in this run.");
    }
    for words in wins {
        document.item(words);
    }
    document.heading("Goals");
    let mut goals = Table::new(["goal", "wanted", "got", ""]);
    for goal in &results.goals {
        let verdict = if goal.got >= goal.wanted { "met" } else { "not met" };
        goals.row([
            goal.goal.clone(),
            format!("{}x", number(goal.wanted)),
            format!("{}x", number(goal.got)),
            verdict.into(),
        ]);
    }
    document.table(goals);
    document.heading("Load, microseconds");
    document.text("Check, compile and link a guest: once for all its requests. Medians of five.");
    let mut loads = Table::new(["host", "echo", "greet", "digest"]);
    for contender in FIELD
        .iter()
        .filter(|contender| !contender.keeps_state && results.time(contender.name, TASKS[0].name).is_some())
    {
        let load = |task: &str| {
            results.time(contender.name, task).map_or_else(String::new, |time| number(time.load_us))
        };
        loads.row([contender.name.to_owned(), load("echo 64 B"), load("greet 64 B"), load("digest 64 KiB")]);
    }
    document.table(loads);
    document.heading("What each host does");
    for contender in FIELD {
        document.item(format!("{}: {}.", contender.name, contender.how));
    }
    document
}
