//! Requests of every SDK, one at a time.

use yao_bench::guests::{self, Guest};
use yao_bench::{host, payload};
use yao_bench_page::{Bar, Bars, Document, Lines, Scale, Series, Table, number};

use yao_host::Engine;

use super::Pace;
use super::command::{Command, Measured};

/// One guest with one payload.
pub(super) struct Row {
    sdk: String,
    guest: String,
    size: &'static str,
    bytes: usize,
    load_us: f64,
    measured: Measured,
    /// Median in kept instances that are restored.
    kept_us: Option<f64>,
}

/// Measures `echo` and `greet` of every SDK with every payload, when they have given the right results.
pub(super) fn measure(command: &Command, pace: Pace, say: &dyn Fn(&str)) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for name in ["echo", "greet"] {
        for guest in guests::named(name)? {
            say(&format!("  {}", guest.title()));
            host::verify(&guest)?;
            // Plain wasmi has no WASI.
            let raw = if guest.needs_wasi() { None } else { Some("--raw".to_owned()) };
            for (bytes, size) in payload::SIZES {
                let mut options = vec![format!("--seconds={}", pace.seconds), command.report()];
                options.extend(raw.clone());
                let (measured, load_us) = command.bench(&guest, bytes, &options)?;
                options.push("--reuse=1".into());
                // What cannot be kept is fresh again, and no row of its own.
                let kept_us = match kept(&guest, bytes)? {
                    true => Some(command.bench(&guest, bytes, &options)?.0.p50_us),
                    false => None,
                };
                let (sdk, guest, bytes) = (guest.sdk.clone(), guest.name.clone(), guest.wasm.len());
                rows.push(Row { sdk, guest, size, bytes, load_us, measured, kept_us });
            }
        }
    }
    Ok(rows)
}

/// Whether the host keeps an instance of this guest after a request with such a payload.
fn kept(guest: &Guest, size: usize) -> Result<bool, String> {
    let mut config = host::config(guest);
    config.reuse = 1;
    let engine = Engine::new(config);
    let module = engine.load(&guest.name, &guest.wasm).map_err(|error| error.to_string())?;
    let (payload, right) = payload::of(&guest.name, size);
    let host = host::builder(&engine).build();
    for _ in 0..3 {
        if host::request(&host, &module, &guest.name, &payload)? != right {
            return Err(format!("{} gives another result in a kept instance", guest.title()));
        }
    }
    Ok(module.idle_instances() > 0)
}

/// Writes the tables and their charts.
pub(super) fn write(document: &mut Document, rows: &[Row]) {
    document.heading("Requests, one at a time");
    document.text(
        "A fresh guest instance for each: instantiate, pass the payload, call, copy and free the result, drop; fuel, \
         limits and deadline on. `plain us` is wasmi alone with none of them, `metered us` wasmi alone with fuel on, \
         both in turns with the host. `kept us` is one instance that is restored after each request \
         (`Config::reuse`), where the guest and the size allow it. The greet guests call a process and log a line.",
    );
    for guest in ["echo", "greet"] {
        let of_guest: Vec<_> = rows.iter().filter(|row| row.guest == guest).collect();
        let head = [
            "guest",
            "payload",
            "p50 us",
            "p99 us",
            "requests/s",
            "plain us",
            "ratio",
            "metered us",
            "ratio",
            "kept us",
            "fuel",
            "peak KiB",
        ];
        let mut table = Table::new(head);
        for row in &of_guest {
            let Measured { p50_us, p99_us, per_second, peak_kib, fuel, .. } = &row.measured;
            let Measured { raw_p50_us, ratio, metered_p50_us, metered_ratio, .. } = &row.measured;
            let maybe = |value: &Option<f64>| value.map_or_else(|| "-".into(), number);
            table.row([
                format!("{}/{}", row.sdk, row.guest),
                row.size.into(),
                number(*p50_us),
                number(*p99_us),
                number(*per_second),
                maybe(raw_p50_us),
                maybe(ratio),
                maybe(metered_p50_us),
                maybe(metered_ratio),
                maybe(&row.kept_us),
                fuel.to_string(),
                peak_kib.to_string(),
            ]);
        }
        document.table(table);
        let smallest = payload::SIZES[0].1;
        let bars = of_guest.iter().filter(|row| row.size == smallest);
        let bars =
            bars.map(|row| Bar { label: row.sdk.clone(), value: row.measured.p50_us, group: 0 }).collect();
        document.bars(&Bars {
            title: format!("{guest}, {smallest}, median"),
            unit: "us, logarithmic".into(),
            scale: Scale::Logarithmic,
            bars,
        });
        document.lines(&by_size(guest, &of_guest));
    }
    document.heading("Guests: bytes and load");
    document.text("Load is checking and compiling, once for all requests of a guest.");
    let mut table = Table::new(["guest", "bytes", "load us"]);
    for row in rows.iter().filter(|row| row.size == payload::SIZES[0].1) {
        #[expect(clippy::cast_precision_loss, reason = "bytes of a guest")]
        let bytes = row.bytes as f64;
        table.row([format!("{}/{}", row.sdk, row.guest), number(bytes), number(row.load_us)]);
    }
    document.table(table);
}

/// A line for every SDK over the sizes of payloads.
fn by_size(guest: &str, rows: &[&Row]) -> Lines {
    let mut series: Vec<Series> = Vec::new();
    for row in rows {
        match series.last_mut() {
            Some(last) if last.label == row.sdk => last.values.push(row.measured.p50_us),
            _ => series.push(Series { label: row.sdk.clone(), values: vec![row.measured.p50_us] }),
        }
    }
    Lines {
        title: format!("{guest} by payload, median"),
        unit: "us, logarithmic".into(),
        scale: Scale::Logarithmic,
        places: payload::SIZES.map(|(_, name)| name.to_owned()).into(),
        series,
    }
}
