//! SDK manifests: `tests/sdks/*.toml`. Adding an SDK is one manifest and one guest; nothing here knows their names.

use std::{fs, path::Path, process::Command};

use serde::Deserialize;

use crate::{folder, run::Needs};

/// A manifest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The column's name, and the folder under `target/guests`.
    pub sdk: String,
    /// A title for people.
    pub title: String,
    /// The codec of its conformance guest.
    pub spec_codec: Codec,
    /// Never frees: built for its size, no column.
    pub one_shot: bool,
    /// The guest needs WASI preview 1.
    pub wasi: bool,
    /// The guest has memory pages of one byte, which a host need not accept.
    #[serde(default)]
    pub custom_page_sizes: bool,
    /// Files and folders that the guest is made from.
    pub inputs: Vec<String>,
    /// A command, run from the root of the repository, that makes every artefact of the SDK.
    pub build: Vec<String>,
    /// The conformance guest.
    pub artefact: String,
    /// What has to be installed.
    #[serde(default)]
    pub toolchain: Vec<Toolchain>,
}

/// A codec that the cases can be spoken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// MessagePack, the default of the ABI.
    Msgpack,
}

/// A program that the build needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Toolchain {
    /// Its name.
    pub name: String,
    /// A command that prints its version.
    pub probe: Vec<String>,
    /// What a person runs to get it.
    pub install: String,
}

/// What probing the toolchains of an SDK found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Probe {
    /// All are there: name and version.
    Found(Vec<(String, String)>),
    /// One is not: its name and how to get it.
    Missing {
        /// Its name.
        name: String,
        /// What to run.
        install: String,
    },
}

/// Reads every manifest in a folder, in the order of their file names.
///
/// # Errors
///
/// Names the file and what is wrong in it.
pub fn load_all(folder: &Path) -> Result<Vec<Manifest>, String> {
    let mut manifests: Vec<Manifest> = Vec::new();
    for file in folder::files(folder, "toml")? {
        let text = fs::read_to_string(&file).map_err(|why| format!("{}: {why}", file.display()))?;
        let manifest = parse(&text).map_err(|why| format!("{}: {why}", file.display()))?;
        if file.file_stem().is_none_or(|stem| stem != manifest.sdk.as_str()) {
            return Err(format!("{}: sdk is '{}'; name the file {0}.toml", file.display(), manifest.sdk));
        }
        manifests.push(manifest);
    }
    Ok(manifests)
}

fn parse(text: &str) -> Result<Manifest, String> {
    let manifest: Manifest = toml::from_str(text).map_err(|why| why.to_string().trim().to_string())?;
    let empty = [
        (manifest.build.is_empty(), "build is empty; give the command and its arguments"),
        (manifest.inputs.is_empty(), "inputs is empty; list what the guest is made from"),
        (manifest.toolchain.iter().any(|tool| tool.probe.is_empty()), "a probe is empty; give a command"),
        (
            ["host", "module"].contains(&manifest.sdk.as_str()),
            "'host' and 'module' are columns of the runner",
        ),
    ];
    match empty.iter().find(|(is_wrong, _)| *is_wrong) {
        Some((_, why)) => Err((*why).into()),
        None => Ok(manifest),
    }
}

impl Manifest {
    /// What its guest needs of a host.
    #[must_use]
    pub fn needs(&self) -> Needs {
        Needs { wasi: self.wasi, custom_page_sizes: self.custom_page_sizes }
    }

    /// Asks every toolchain for its version.
    #[must_use]
    pub fn probe(&self, root: &Path) -> Probe {
        let mut found = Vec::with_capacity(self.toolchain.len());
        for tool in &self.toolchain {
            match version(&tool.probe, root) {
                Some(version) => found.push((tool.name.clone(), version)),
                None => return Probe::Missing { name: tool.name.clone(), install: tool.install.clone() },
            }
        }
        Probe::Found(found)
    }
}

/// The first line that the command prints; nothing when it cannot be run or fails.
fn version(command: &[String], root: &Path) -> Option<String> {
    let (program, arguments) = command.split_first()?;
    let output = Command::new(in_root(program, root)).args(arguments).current_dir(root).output().ok()?;
    if !output.status.success() {
        return None;
    }
    // Some compilers print their version on stderr.
    let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    Some(String::from_utf8_lossy(&text).lines().next().unwrap_or_default().trim().to_string())
}

/// A program given by a path is one of the repository.
#[must_use]
pub fn in_root(program: &str, root: &Path) -> std::path::PathBuf {
    if program.contains('/') { root.join(program) } else { program.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        sdk = "x"
        title = "X"
        spec_codec = "msgpack"
        one_shot = false
        wasi = false
        inputs = ["a"]
        build = ["true"]
        artefact = "target/guests/x/conformance.wasm"
    "#;

    #[test]
    fn a_good_manifest_is_read() {
        let manifest = parse(GOOD).unwrap();
        assert_eq!((manifest.sdk.as_str(), manifest.toolchain.len()), ("x", 0));
        assert_eq!(manifest.probe(Path::new(".")), Probe::Found(vec![]));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse(&GOOD.replace("[\"true\"]", "[]")).unwrap_err().contains("build is empty"));
        assert!(parse(&GOOD.replace("\"msgpack\"", "\"xml\"")).unwrap_err().contains("xml"));
        assert!(parse(&GOOD.replace("title", "titel")).unwrap_err().contains("titel"));
        assert!(
            parse(&GOOD.replace("sdk = \"x\"", "sdk = \"host\""))
                .unwrap_err()
                .contains("columns of the runner")
        );
    }

    #[test]
    fn a_missing_program_says_how_to_get_it() {
        let tool =
            "[[toolchain]]\nname = \"cc\"\nprobe = [\"no-such-compiler\", \"-v\"]\ninstall = \"./dev setup\"";
        let manifest = parse(&format!("{GOOD}\n{tool}")).unwrap();
        assert_eq!(
            manifest.probe(Path::new(".")),
            Probe::Missing { name: "cc".into(), install: "./dev setup".into() }
        );
    }
}
