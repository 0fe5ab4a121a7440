//! `--self-test`: shows that a difference is seen. Each mutant of the WAT guest runs on wasmtime beside the unchanged
//! guest on wasmi, and the unchanged guest on a wasmtime that is wrong on purpose.

use std::fmt::Debug;

use yao_conformance::{
    case::Case,
    guest_text,
    mutants::{self, Mutant},
    run::Needs,
    self_test::{MUTANTS, WAT_GUEST},
};

use crate::{
    columns::Everything,
    compare::{Compared, Sides},
    conformance::Pair,
    engine::Wrong,
    threads,
};

/// Something that is wrong on one side.
enum Fault {
    Mutant(Mutant, Vec<u8>),
    Engine(Wrong),
}

/// Runs every one; gives whether each was seen.
pub(crate) fn run(everything: &Everything, threads: usize) -> Result<bool, String> {
    let root = &everything.root;
    let files = guest_text::read(&root.join(WAT_GUEST))?;
    let sound = guest_text::assemble(&files)?;
    // The leak rule takes long, so it only looks at what the other cases let pass.
    let mut cases: Vec<&Case> = everything.cases.iter().collect();
    cases.sort_by_key(|case| case.body.leak_rule);
    let look = |pair: Pair| {
        let mut compared = cases.iter().filter(|case| pair.takes(case)).map(|case| pair.run(case, root));
        compared.find(|compared| compared.difference.is_some())
    };
    // With nothing wrong nothing may be seen.
    if let Some(compared) = look(Pair::new(&Sides::new(None), Some(&sound), Needs::default())) {
        return Err(format!("with nothing wrong the engines differ: {}", told(&compared)));
    }
    let mut faults: Vec<Fault> = Wrong::ALL.map(Fault::Engine).into();
    for mutant in mutants::load_all(&root.join(MUTANTS))? {
        let wasm = guest_text::assemble(&mutant.apply(&files)?)?;
        faults.push(Fault::Mutant(mutant, wasm));
    }
    let seen = threads::map(&faults, threads, |fault| {
        let pair = match fault {
            Fault::Mutant(_, wasm) => Pair::of_two(&Sides::new(None), &sound, wasm),
            Fault::Engine(wrong) => Pair::new(&Sides::new(Some(*wrong)), Some(&sound), Needs::default()),
        };
        look(pair)
    });
    for (fault, seen) in faults.iter().zip(&seen) {
        match seen {
            Some(compared) => println!("seen    {fault:?}: {}", told(compared)),
            None => println!("NOT SEEN {fault:?}"),
        }
    }
    let count = seen.iter().flatten().count();
    println!("{count} of {} faults on one side seen", faults.len());
    Ok(count == faults.len())
}

fn told(Compared { case, difference, .. }: &Compared) -> String {
    let [wasmi, wasmtime] =
        difference.as_ref().map(|sides| sides.each_ref().map(String::as_str)).unwrap_or_default();
    format!("{case} on wat\n  wasmi:    {wasmi}\n  wasmtime: {wasmtime}")
}

impl Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mutant(mutant, _) => write!(f, "mutant {} ({})", mutant.name, mutant.behaviour),
            Self::Engine(wrong) => write!(f, "engine {wrong:?}"),
        }
    }
}
