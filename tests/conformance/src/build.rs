//! Builds guests, and only when something they are made from has changed.

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use sha2::{Digest as _, Sha256};

use crate::sdk::{Manifest, in_root};

/// Folders of build output inside an SDK's folder, and of what a package manager puts there.
const NOT_INPUTS: [&str; 3] = ["target", "node_modules", ".git"];
/// Lines of a failed build that are shown; the log has them all.
const SHOWN_LINES: usize = 15;

/// SDKs that one command builds.
pub struct Job<'a> {
    /// The command.
    pub command: &'a [String],
    /// The SDKs, each with the versions of its toolchains.
    pub sdks: Vec<(&'a Manifest, Vec<(String, String)>)>,
}

/// Puts SDKs with the same build command together.
#[must_use]
pub fn jobs<'a>(sdks: &[(&'a Manifest, Vec<(String, String)>)]) -> Vec<Job<'a>> {
    let mut jobs: Vec<Job<'a>> = Vec::new();
    for (manifest, versions) in sdks {
        match jobs.iter_mut().find(|job| job.command == manifest.build) {
            Some(job) => job.sdks.push((manifest, versions.clone())),
            None => jobs.push(Job { command: &manifest.build, sdks: vec![(manifest, versions.clone())] }),
        }
    }
    jobs
}

impl Job<'_> {
    /// The names of the SDKs.
    #[must_use]
    pub fn title(&self) -> String {
        self.sdks.iter().map(|(manifest, _)| manifest.sdk.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Runs the command, unless the artefacts are there and made from the same inputs. Says whether it ran.
    ///
    /// # Errors
    ///
    /// Why it failed, with the end of its output.
    pub fn run(&self, root: &Path) -> Result<bool, String> {
        let folder = root.join("target/conformance/builds");
        fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        let stamp = folder.join(format!("{}.sha256", self.sdks[0].0.sdk));
        let key = self.key(root)?;
        let stamped = fs::read_to_string(&stamp).unwrap_or_default();
        if self.artefacts(root).is_ok_and(|hash| stamped == format!("{key}\n{hash}")) {
            return Ok(false);
        }
        // A build that fails half-way must not look like the one before.
        match fs::remove_file(&stamp) {
            Err(why) if why.kind() != ErrorKind::NotFound => {
                return Err(format!("{}: {why}", stamp.display()));
            }
            _ => {}
        }
        self.execute(root, &folder)?;
        let made = self.artefacts(root)?;
        fs::write(&stamp, key + "\n" + &made).map_err(|why| format!("{}: {why}", stamp.display()))?;
        Ok(true)
    }

    fn execute(&self, root: &Path, logs: &Path) -> Result<(), String> {
        let Some((program, arguments)) = self.command.split_first() else {
            return Err("the build command is empty".into());
        };
        let runner = env::current_exe().map_err(|why| format!("the runner's own path: {why}"))?;
        let output = Command::new(in_root(program, root))
            .args(arguments)
            .current_dir(root)
            .env("YAO_CONFORMANCE", runner)
            .stdin(Stdio::null())
            .output()
            .map_err(|why| format!("{program}: {why}"))?;
        let log = logs.join(format!("{}.log", self.sdks[0].0.sdk));
        let text = [output.stdout, output.stderr].concat();
        fs::write(&log, &text).map_err(|why| format!("{}: {why}", log.display()))?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let end = lines[lines.len().saturating_sub(SHOWN_LINES)..].join("\n    ");
        let command = self.command.join(" ");
        Err(format!("'{command}' failed with {} (all of it in {}):\n    {end}", output.status, log.display()))
    }

    /// Hash of the artefacts, so that one that something else wrote is built again.
    fn artefacts(&self, root: &Path) -> Result<String, String> {
        let mut hash = Sha256::new();
        for (Manifest { artefact, .. }, _) in &self.sdks {
            let bytes = fs::read(root.join(artefact));
            hash.update(bytes.map_err(|why| {
                format!("the build succeeded but made no {artefact} ({why}); correct artefact or build")
            })?);
        }
        Ok(crate::bytes::to_hex(&hash.finalize(), usize::MAX))
    }

    /// Hash of everything that the artefacts depend on.
    fn key(&self, root: &Path) -> Result<String, String> {
        let mut hash = Sha256::new();
        for (manifest, versions) in &self.sdks {
            hash.update(format!("{:?} {:?} {:?}\n", manifest.sdk, manifest.build, versions));
            let mut files = Vec::new();
            for input in &manifest.inputs {
                collect(&root.join(input), &mut files)?;
            }
            files.sort();
            for file in files {
                let content = fs::read(&file).map_err(|why| format!("{}: {why}", file.display()))?;
                let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
                hash.update(format!("{name} {}\n", content.len()));
                hash.update(content);
            }
        }
        Ok(crate::bytes::to_hex(&hash.finalize(), usize::MAX))
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let problem = |why: std::io::Error| format!("input {}: {why}", path.display());
    if fs::metadata(path).map_err(problem)?.is_file() {
        files.push(path.into());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(problem)? {
        let entry = entry.map_err(problem)?;
        let is_link = entry.file_type().map_err(problem)?.is_symlink();
        let ignored = NOT_INPUTS.iter().any(|name| entry.file_name() == *name);
        if !ignored && !is_link {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = env::temp_dir().join(format!("yao-conformance-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("in")).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn manifest(build: &str) -> Manifest {
        toml::from_str(&format!(
            "sdk = \"x\"\ntitle = \"X\"\nspec_codec = \"msgpack\"\none_shot = false\nwasi = false\ninputs = [\"in\"]\n\
             build = [\"sh\", \"-c\", {build:?}]\nartefact = \"out.wasm\""
        ))
        .unwrap()
    }

    fn run(folder: &Folder, manifest: &Manifest, version: &str) -> Result<bool, String> {
        let sdks = [(manifest, vec![("cc".to_string(), version.to_string())])];
        jobs(&sdks)[0].run(&folder.0)
    }

    #[test]
    fn a_guest_is_built_again_only_when_an_input_or_a_toolchain_changes() {
        let folder = Folder::new("cache");
        let manifest = manifest("cat in/* > out.wasm");
        fs::write(folder.0.join("in/a"), "1").unwrap();
        assert_eq!(run(&folder, &manifest, "1.0"), Ok(true));
        assert_eq!(run(&folder, &manifest, "1.0"), Ok(false));
        fs::write(folder.0.join("in/a"), "2").unwrap();
        assert_eq!(run(&folder, &manifest, "1.0"), Ok(true));
        assert_eq!(run(&folder, &manifest, "1.1"), Ok(true));
        fs::remove_file(folder.0.join("out.wasm")).unwrap();
        assert_eq!(run(&folder, &manifest, "1.1"), Ok(true));
        fs::write(folder.0.join("out.wasm"), "of something else").unwrap();
        assert_eq!(run(&folder, &manifest, "1.1"), Ok(true));
        assert_eq!(run(&folder, &manifest, "1.1"), Ok(false));
    }

    #[test]
    fn a_failed_build_shows_the_end_of_its_output_and_is_tried_again() {
        let folder = Folder::new("failed");
        fs::write(folder.0.join("in/a"), "1").unwrap();
        let failing = manifest("echo no such type >&2; touch out.wasm; exit 3");
        let why = run(&folder, &failing, "1.0").unwrap_err();
        assert!(why.contains("no such type") && why.contains("3"), "{why}");
        assert!(run(&folder, &failing, "1.0").is_err());
    }

    #[test]
    fn a_build_that_makes_nothing_is_an_error() {
        let folder = Folder::new("nothing");
        let why = run(&folder, &manifest("true"), "1.0").unwrap_err();
        assert!(why.contains("made no out.wasm"), "{why}");
    }

    #[test]
    fn sdks_of_one_command_are_built_together() {
        let (one, mut two) = (manifest("a"), manifest("a"));
        two.sdk = "y".into();
        let other = manifest("b");
        let sdks = [(&one, vec![]), (&two, vec![]), (&other, vec![])];
        let titles: Vec<String> = jobs(&sdks).iter().map(Job::title).collect();
        assert_eq!(titles, ["x, y", "x"]);
    }
}
