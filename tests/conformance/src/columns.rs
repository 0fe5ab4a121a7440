//! The columns of a run: which SDKs, their toolchains, and guests that are up to date.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    build::{self, Job},
    cli::Cli,
    parallel,
    progress::Progress,
    run::Subject,
    sdk::{self, Manifest, Probe},
    suite::{Column, Guest, HOST_COLUMN},
};

/// The column of `--module`.
const MODULE_COLUMN: &str = "module";

/// The columns of a run.
pub struct Columns {
    /// In the order of the matrix.
    pub columns: Vec<Column>,
    /// The versions of each SDK's toolchains, or which is missing.
    pub toolchains: BTreeMap<String, BTreeMap<String, String>>,
    /// SDKs were asked for by name, so none of them may be missing.
    pub asked: bool,
}

/// Chooses the columns that the command line asks for, and builds their guests.
///
/// # Errors
///
/// An unknown SDK, or a manifest or module that cannot be read.
pub fn choose(cli: &Cli, root: &Path, progress: &Progress) -> Result<Columns, String> {
    if let Some(file) = &cli.module {
        let bytes = fs::read(file).map_err(|why| format!("--module {}: {why}", file.display()))?;
        let column =
            Column { sdk: MODULE_COLUMN.into(), guest: Guest::Ready(Subject::new(&bytes, cli.needs())) };
        return Ok(Columns { columns: vec![column], toolchains: BTreeMap::new(), asked: true });
    }
    let manifests = chosen(sdk::load_all(&root.join("tests/sdks"))?, cli)?;
    let probes: Vec<Probe> = manifests.iter().map(|manifest| manifest.probe(root)).collect();
    let ready: Vec<(&Manifest, Vec<(String, String)>)> = manifests
        .iter()
        .zip(&probes)
        .filter_map(|(manifest, probe)| match probe {
            Probe::Found(versions) => Some((manifest, versions.clone())),
            Probe::Missing { .. } => None,
        })
        .collect();
    let broken =
        if cli.no_build { BTreeMap::new() } else { build_all(&ready, root, cli.threads(), progress) };
    let mut toolchains = BTreeMap::new();
    let mut columns = Vec::with_capacity(manifests.len() + 1);
    for (manifest, probe) in manifests.iter().zip(probes) {
        toolchains.insert(manifest.sdk.clone(), versions(&probe));
        // A one-shot guest may be called once: it is built for its size, and has no column unless asked for.
        if manifest.one_shot && !cli.build_only && !cli.sdk.contains(&manifest.sdk) {
            continue;
        }
        columns.push(Column { sdk: manifest.sdk.clone(), guest: guest(manifest, probe, &broken, root) });
    }
    if cli.sdk.is_empty() || cli.sdk.iter().any(|name| name == HOST_COLUMN) {
        columns.push(Column { sdk: HOST_COLUMN.into(), guest: Guest::Own });
    }
    Ok(Columns { columns, toolchains, asked: !cli.sdk.is_empty() })
}

fn chosen(mut manifests: Vec<Manifest>, cli: &Cli) -> Result<Vec<Manifest>, String> {
    let known = |name: &String| name == HOST_COLUMN || manifests.iter().any(|manifest| manifest.sdk == *name);
    if let Some(unknown) = cli.sdk.iter().find(|name| !known(name)) {
        let names: Vec<&str> = manifests.iter().map(|manifest| manifest.sdk.as_str()).collect();
        return Err(format!("--sdk {unknown}: there is {HOST_COLUMN}, {}", names.join(", ")));
    }
    manifests.retain(|manifest| cli.sdk.is_empty() || cli.sdk.contains(&manifest.sdk));
    Ok(manifests)
}

fn versions(probe: &Probe) -> BTreeMap<String, String> {
    match probe {
        Probe::Found(versions) => versions.iter().cloned().collect(),
        Probe::Missing { name, install } => {
            BTreeMap::from([(name.clone(), format!("missing; get it with {install}"))])
        }
    }
}

fn guest(manifest: &Manifest, probe: Probe, broken: &BTreeMap<String, String>, root: &Path) -> Guest {
    if let Probe::Missing { name, install } = probe {
        return Guest::Missing(format!("{name} is missing; get it with {install}"));
    }
    if let Some(why) = broken.get(&manifest.sdk) {
        return Guest::Broken(format!("the guest could not be built: {why}"));
    }
    match fs::read(root.join(&manifest.artefact)) {
        Ok(bytes) => Guest::Ready(Subject::new(&bytes, manifest.needs())),
        Err(why) => Guest::Broken(format!("{}: {why}; build it without --no-build", manifest.artefact)),
    }
}

/// Builds what has changed: why an SDK could not be built, by name.
fn build_all(
    sdks: &[(&Manifest, Vec<(String, String)>)],
    root: &Path,
    threads: usize,
    progress: &Progress,
) -> BTreeMap<String, String> {
    let jobs: Vec<Job<'_>> = build::jobs(sdks);
    let outcomes = parallel::map(&jobs, threads, |job| {
        let outcome = job.run(root);
        match &outcome {
            Ok(true) => progress.say(&format!("built the guests of {}", job.title())),
            Ok(false) => {}
            Err(why) => progress.say(&format!("building the guests of {} failed: {why}", job.title())),
        }
        outcome
    });
    let mut broken = BTreeMap::new();
    for (job, outcome) in jobs.iter().zip(outcomes) {
        if let Err(why) = outcome {
            broken.extend(job.sdks.iter().map(|(manifest, _)| (manifest.sdk.clone(), why.clone())));
        }
    }
    broken
}
