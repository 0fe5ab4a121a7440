//! What is compared: a column for each SDK's conformance guest, for the cases with guests of their own, for the hostile
//! guests, and for the other guests of each SDK.

use std::{fs, path::PathBuf};

use yao_conformance::{case::Case, run::Needs, sdk, suite::HOST_COLUMN};

use crate::{
    cli::Cli,
    compare::{Compared, Sides},
    conformance::Pair,
    guests::{self, Guest},
    hostile::{self, Hostile},
};

/// The column of the hostile guests.
pub(crate) const HOSTILE_COLUMN: &str = "hostile";
/// The guest that a column is named for.
const CONFORMANCE: &str = "conformance";

/// Cases, and where everything else is.
pub(crate) struct Everything {
    pub(crate) cases: Vec<Case>,
    pub(crate) root: PathBuf,
}

/// One column.
pub(crate) struct Column {
    name: String,
    what: What,
}

enum What {
    /// The conformance cases; without a guest, those that bring one along.
    Cases(Option<Vec<u8>>, Needs),
    Hostile(Vec<Hostile>),
    Guests(Vec<Guest>),
    /// It cannot be run, because of this.
    Left(String),
}

/// What came of a column.
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) guests: usize,
    pub(crate) compared: Vec<Compared>,
    /// Why it was not run.
    pub(crate) left: Option<String>,
}

/// The columns that the command line wants.
pub(crate) fn choose(cli: &Cli, everything: &Everything) -> Result<Vec<Column>, String> {
    let root = &everything.root;
    let mut columns = Vec::new();
    for manifest in sdk::load_all(&root.join("tests/sdks"))? {
        let file = root.join(&manifest.artefact);
        let folder = file.parent().map(PathBuf::from).unwrap_or_default();
        let others = format!("{}/*", manifest.sdk);
        if manifest.wasi {
            if cli.wants_column(&manifest.sdk) {
                let why = "it imports WASI, which the host has for wasmi only";
                columns.push(Column { name: manifest.sdk, what: What::Left(why.into()) });
            }
            continue;
        }
        // A guest that never frees is none of the columns of the conformance suite.
        if cli.wants_column(&manifest.sdk) && !manifest.one_shot {
            let needs = manifest.needs();
            let guest =
                fs::read(&file).map_err(|why| format!("{}: {why}; run ./dev build first", file.display()))?;
            columns.push(Column { name: manifest.sdk, what: What::Cases(Some(guest), needs) });
        }
        if cli.wants_column(&others) {
            let guests = guests::read(&folder, |name| name != CONFORMANCE)
                .map_err(|why| format!("{why}; run ./dev build first"))?;
            let guests = filtered(guests, |guest| &guest.name, cli)?;
            if !guests.is_empty() {
                columns.push(Column { name: others, what: What::Guests(guests) });
            }
        }
    }
    if cli.wants_column(HOST_COLUMN) {
        columns.push(Column { name: HOST_COLUMN.into(), what: What::Cases(None, Needs::default()) });
    }
    if cli.wants_column(HOSTILE_COLUMN) {
        let guests = filtered(hostile::read(root)?, |guest| &guest.name, cli)?;
        columns.push(Column { name: HOSTILE_COLUMN.into(), what: What::Hostile(guests) });
    }
    match cli.column.iter().find(|name| !columns.iter().any(|column| column.name == **name)) {
        Some(unknown) => {
            let known: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            Err(format!("--column {unknown}: there is no such column, or it has no guest; chosen: {known:?}"))
        }
        None => Ok(columns),
    }
}

fn filtered<T>(guests: Vec<T>, name: impl Fn(&T) -> &String, cli: &Cli) -> Result<Vec<T>, String> {
    let mut wanted = Vec::new();
    for guest in guests {
        if cli.wants(name(&guest))? {
            wanted.push(guest);
        }
    }
    Ok(wanted)
}

impl Column {
    /// Compares everything in it.
    pub(crate) fn compare(&self, sides: &Sides, everything: &Everything) -> Row {
        let mut row = Row { name: self.name.clone(), guests: 0, compared: Vec::new(), left: None };
        match &self.what {
            What::Left(why) => row.left = Some(why.clone()),
            What::Cases(guest, needs) => {
                let pair = Pair::new(sides, guest.as_deref(), *needs);
                let cases = everything.cases.iter().filter(|case| pair.takes(case));
                row.compared = cases.map(|case| pair.run(case, &everything.root)).collect();
                row.guests = if guest.is_some() { 1 } else { row.compared.len() };
            }
            What::Hostile(guests) => {
                let compare = |guest: &Hostile| {
                    sides.compare(&guest.name, |make, transcript| guest.run(make, transcript))
                };
                row.compared = guests.iter().map(compare).collect();
                row.guests = guests.len();
            }
            What::Guests(guests) => {
                let compare = |guest: &Guest| {
                    sides.compare(&guest.name, |make, transcript| guest.run(make, transcript))
                };
                row.compared = guests.iter().map(compare).collect();
                row.guests = guests.len();
            }
        }
        row
    }
}
