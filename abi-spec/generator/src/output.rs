//! The files that are generated: what each should hold, whether it does, and writing it.

use crate::clauses;
use crate::lang;
use crate::marked::{self, Comment};
use crate::model::Abi;
use crate::spec;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A generated file and the text it should hold.
#[derive(Debug)]
pub struct Output {
    /// Its path from the root of the repository.
    pub path: PathBuf,
    /// The text it should hold.
    pub text: String,
    /// The text it holds; none when there is no such file.
    pub found: Option<String>,
}

impl Output {
    /// Whether the file is as it should be.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.found.as_ref() == Some(&self.text)
    }

    /// Write the file.
    ///
    /// # Errors
    /// The path and the reason.
    pub fn write(&self, root: &Path) -> Result<(), String> {
        let path = root.join(&self.path);
        let at = |e: std::io::Error| format!("{}: {e}", self.path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(at)?;
        }
        fs::write(&path, &self.text).map_err(at)
    }
}

/// What should be written, and what is wrong with files that people write.
#[derive(Debug, Default)]
pub struct Plan {
    /// Generated files.
    pub outputs: Vec<Output>,
    /// Faults in markers, clauses and cases: one line each.
    pub faults: Vec<String>,
}

/// Render everything for the repository at `root`.
///
/// # Errors
/// What kept the generator from rendering at all.
pub fn plan(root: &Path, abi: &Abi) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let whole = [
        ("sdk-rust/src/abi/generated.rs", rustfmt(root, &lang::rust_sdk(abi))?),
        ("host-ref/src/abi/generated.rs", rustfmt(root, &lang::rust_host(abi))?),
        ("sdk-go/abi_generated.go", lang::go_constants(abi)),
        ("sdk-go/abi_generated_imports.go", lang::go_imports(abi)),
        ("sdk-assemblyscript/assembly/abi.generated.ts", lang::assemblyscript(abi)),
        ("sdk-typescript/src/abi.generated.ts", lang::typescript(abi)),
    ];
    for (path, text) in whole {
        plan.outputs.push(Output { path: path.into(), text, found: read(root, path)? });
    }
    let header = "sdk-c/include/yao.h";
    let blocks = vec![("", lang::c(abi))];
    plan.marked(root, header, Comment::C, &blocks, Ok)?;
    let cases = clauses::read_cases(root, &mut plan.faults)?;
    let mut faults = Vec::new();
    plan.marked(root, "abi-spec/README.md", Comment::Html, &spec::blocks(abi), |text| {
        let spec = clauses::Spec::parse(&text, &mut faults);
        spec.check(root, &cases, &mut faults);
        Ok(spec.render(&text, &cases))
    })?;
    plan.faults.append(&mut faults);
    Ok(plan)
}

impl Plan {
    fn marked(
        &mut self,
        root: &Path,
        path: &str,
        comment: Comment,
        blocks: &[(&str, String)],
        finish: impl FnOnce(String) -> Result<String, String>,
    ) -> Result<(), String> {
        let Some(found) = read(root, path)? else {
            self.faults.push(format!(
                "{path}: no such file; it holds marked blocks, so it is written by hand first"
            ));
            return Ok(());
        };
        let mut text = found.clone();
        for (block, body) in blocks {
            match marked::replace(&text, comment, block, body) {
                Ok(new) => text = new,
                Err(e) => self.faults.push(format!("{path}: {e}")),
            }
        }
        let text = finish(text)?;
        self.outputs.push(Output { path: path.into(), text, found: Some(found) });
        Ok(())
    }
}

fn read(root: &Path, path: &str) -> Result<Option<String>, String> {
    match fs::read_to_string(root.join(path)) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(format!("{path}: {e}")),
    }
}

/// Rust is rendered without layout; the pinned rustfmt gives it the layout the lint task asks for.
fn rustfmt(root: &Path, source: &str) -> Result<String, String> {
    let why = |e: std::io::Error| format!("rustfmt: {e}; rustup component add rustfmt");
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(why)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(source.as_bytes()).map_err(why)?;
    }
    let done = child.wait_with_output().map_err(why)?;
    if !done.status.success() {
        return Err(format!("rustfmt refused generated Rust ({})", done.status));
    }
    String::from_utf8(done.stdout).map_err(|e| format!("rustfmt: {e}"))
}
