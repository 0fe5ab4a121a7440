//! The `yao-host` command, run as its users run it: every `tests/command/*.console` is a test.
//!
//! A file holds comments (`#`), and for each run its command line (`$ yao-host ...`), what it reads from standard
//! input (`< `), what it writes to standard output (as it is) and standard error (`! `), and its exit code (`? 3`,
//! left out for 0). Runs happen in a folder with the modules of `tests/command/guests/*.wat`, built to `.wasm`, and
//! a few files that are none. `BLESS=1 cargo test -p yao-host --test command` writes what came out into the files.

#[path = "command/keygen.rs"]
mod keygen;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use yao_host::{Limit, Limits, Profile};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command");
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command");
    build_guests(&cases.join("guests"), &work);
    build_apps(&cases.join("apps"), &work);
    let mut trials: Vec<_> = files(&cases, "console")
        .into_iter()
        .map(|path| {
            let name = stem(&path);
            let work = work.clone();
            Trial::test(name, move || check(&path, &work))
        })
        .collect();
    let (bench_work, app_work) = (work.clone(), work.clone());
    trials.push(Trial::test("bench", move || bench(&bench_work)));
    trials.push(Trial::test("keygen", move || keygen::keygen(&work)));
    trials.push(Trial::test("readme_lists_the_limits", readme_lists_the_limits));
    trials.push(Trial::test("readme_shows_an_application", move || readme_shows_an_application(&app_work)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Fills the folder that the commands run in.
fn build_guests(sources: &Path, work: &Path) {
    if work.exists() {
        fs::remove_dir_all(work).expect("the folder of the last run can be removed");
    }
    fs::create_dir_all(work.join("folder.wasm")).expect("the folder of this run can be made");
    for source in files(sources, "wat") {
        let wasm = wat::parse_file(&source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
        fs::write(work.join(stem(&source)).with_extension("wasm"), &wasm).expect("a guest can be written");
    }
    let zoo = fs::read(work.join("zoo.wasm")).expect("the guest was just written");
    let odd: [(&str, &[u8]); 6] = [
        ("empty.wasm", b""),
        ("text.wasm", b"(module)"),
        ("header.wasm", b"\0asm\x01"),
        ("component.wasm", b"\0asm\x0d\0\x01\0"),
        ("cut.wasm", &zoo[..zoo.len() / 2]),
        ("future.wasm", b"\0asm\x02\0\0\0"),
    ];
    for (name, bytes) in odd {
        fs::write(work.join(name), bytes).expect("a file can be written");
    }
    // Larger than the limit on modules, without a byte on the disk: it must be refused by its size.
    let huge = fs::File::create(work.join("huge.wasm")).expect("a file can be made");
    huge.set_len(1 << 40).expect("a sparse file can be made");
    fs::write(
        work.join("replies.json"),
        r#"{"utils.greet": "from the file", "users.find": {"$error": {"code": 404, "message": "no user"}}}"#,
    )
    .expect("a file can be written");
}

/// Fills in the keys and the applications that trust them.
fn build_apps(sources: &Path, work: &Path) {
    keygen::fixed_keys(&work.join("keys"));
    fs::create_dir_all(work.join("signed")).expect("a folder can be made");
    let zoo = fs::read(work.join("zoo.wasm")).expect("the guest was just written");
    keygen::odd_signatures(work, &zoo).expect("a module can be signed");
    let hash = yao_host::trust::hex(&yao_host::trust::sha256(&zoo));
    for name in written(sources) {
        let file = sources.join(&name).join("yao.toml");
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let text = text.replace("{release}", &keygen::text(1)).replace("{staging}", &keygen::text(2));
        let app = work.join("apps").join(name);
        fs::create_dir_all(&app).expect("a folder can be made");
        fs::write(app.join("yao.toml"), text.replace("{zoo}", &hash)).expect("a file can be written");
        fs::write(app.join("zoo.wasm"), &zoo).expect("a file can be written");
    }
}

/// The names of what is in a folder, in order.
fn written(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry.expect("an entry of a folder can be read").file_name().to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

fn check(path: &Path, work: &Path) -> Result<(), Failed> {
    let expected = fs::read_to_string(path)?;
    let got = replay(&expected, work)?;
    compare(path, &expected, &got)
}

/// The table of limits in the README is made from the ABI.
fn readme_lists_the_limits() -> Result<(), Failed> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path)?;
    let (before, rest) = readme.split_once("<!-- limits: begin").ok_or("no mark where the limits begin")?;
    let (mark, rest) = rest.split_once("-->").ok_or("the mark of the limits does not end")?;
    let (_, after) = rest.split_once("<!-- limits: end -->").ok_or("no mark where the limits end")?;
    let mut table = String::from(
        "| limit | unit | of a | server | embedded | microkernel | wasi | code |\n|---|---|---|---|---|---|---|---|\n",
    );
    for limit in Limit::ALL {
        let info = limit.info();
        let [server, embedded, microkernel, wasi] =
            Profile::ALL.map(|profile| Limits::profile(profile).get(limit));
        let scope = format!("{:?}", info.scope).to_lowercase();
        let code = info.code.map_or(0, |code| code.get());
        let (name, unit) = (info.name, info.unit);
        writeln!(
            table,
            "| `{name}` | {unit} | {scope} | {server} | {embedded} | {microkernel} | {wasi} | {code} |"
        )?;
    }
    let got = format!("{before}<!-- limits: begin{mark}-->\n{table}<!-- limits: end -->{after}");
    compare(&path, &readme, &got)
}

/// The example of an application in the README works as it stands.
fn readme_shows_an_application(work: &Path) -> Result<(), Failed> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))?;
    let (_, rest) =
        readme.split_once("<!-- run by the tests of the command").ok_or("no mark of the example")?;
    let (_, rest) = rest.split_once("```sh\n").ok_or("no example after its mark")?;
    let (script, _) = rest.split_once("```").ok_or("the example does not end")?;
    let folder = work.join("readme");
    fs::create_dir_all(&folder)?;
    fs::copy(work.join("greet.wasm"), folder.join("greet.wasm"))?;
    let command = Path::new(env!("CARGO_BIN_EXE_yao-host")).parent().ok_or("the command is in a folder")?;
    let path = format!("{}:{}", command.display(), std::env::var("PATH")?);
    let output =
        Command::new("bash").args(["-euc", script]).current_dir(&folder).env("PATH", path).output()?;
    let said = String::from_utf8([output.stdout, output.stderr].concat())?;
    let right = said.starts_with("greet.wasm: signed with ed25519:")
        && said.contains("ok greet.wasm: signed by release (ed25519:")
        && said.ends_with("\"hello Ada\"\n");
    if output.status.success() && right { Ok(()) } else { Err(format!("{script}\n{said}").into()) }
}

fn compare(path: &Path, expected: &str, got: &str) -> Result<(), Failed> {
    if got == expected {
        return Ok(());
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(path, got)?;
        return Ok(());
    }
    let (line, (was, is)) = expected
        .lines()
        .map(Some)
        .chain(std::iter::repeat(None))
        .zip(got.lines().map(Some).chain(std::iter::repeat(None)))
        .enumerate()
        .find(|(_, (was, is))| was != is)
        .ok_or("only line ends differ")?;
    let end = "(the end)";
    Err(format!(
        "{}:{}\nexpected: {}\n     got: {}\n\nwhole output:\n{got}\nBLESS=1 accepts it.",
        path.display(),
        line + 1,
        was.unwrap_or(end),
        is.unwrap_or(end)
    )
    .into())
}

/// Runs every command of a file; gives the file as it should be.
fn replay(file: &str, work: &Path) -> Result<String, Failed> {
    let mut out = String::new();
    let mut lines = file.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(command) = line.strip_prefix("$ ") {
            writeln!(out, "{line}")?;
            let mut input = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with("< ")) {
                writeln!(out, "{line}")?;
                input.push_str(&line[2..]);
            }
            transcribe(&run(command, &input, work)?, &mut out)?;
        } else if line.starts_with('#')
            || line.is_empty() && lines.peek().is_none_or(|next| starts_a_part(next))
        {
            // Any other empty line is output of the last run.
            writeln!(out, "{line}")?;
        }
    }
    Ok(out)
}

/// Times cannot be written down beforehand, so this looks at the shape of what `bench` says.
fn bench(work: &Path) -> Result<(), Failed> {
    let bench = |rest: &str| -> Result<serde_json::Value, Failed> {
        let output = run(&format!("yao-host bench --json --iterations 30 {rest}"), "", work)?;
        let text = String::from_utf8(output.stdout)?;
        Ok(serde_json::from_str(&text).map_err(|error| format!("bench {rest}: {error}: {text}"))?)
    };
    let one = bench(
        "zoo.wasm ask '\"x\"' --process 'utils.greet=\"hello\"' --raw --report out/report.json --guest zoo",
    )?;
    let row = &one["handlers"][0];
    for (key, wanted) in [
        ("handler", "\"ask\""),
        ("payload_bytes", "3"),
        ("result_bytes", "6"),
        ("iterations", "30"),
        ("peak_kib", "64"),
    ] {
        assert_eq!(row[key].to_string(), wanted, "{key} in {row}");
    }
    for key in [
        "per_second",
        "p50_us",
        "p99_us",
        "raw_p50_us",
        "raw_p99_us",
        "ratio",
        "metered_p50_us",
        "metered_ratio",
        "fuel",
    ] {
        assert!(row[key].as_f64() > Some(0.0), "{key} in {row}");
    }
    assert!(one["load_us"].as_f64() > Some(0.0), "{one}");
    assert_eq!(row["error_code"], serde_json::Value::Null);

    // The same again replaces its row; another payload is another row.
    bench("zoo.wasm echo 1 --report out/report.json --guest zoo")?;
    bench("zoo.wasm echo 1 --report out/report.json --guest zoo")?;
    bench("zoo.wasm echo 1 2 --report out/report.json --guest zoo")?;
    let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(work.join("out/report.json"))?)?;
    let rows = report.as_array().ok_or("the report is no array")?;
    let keys: Vec<_> =
        rows.iter().map(|row| format!("{} {} {}", row["guest"], row["payload"], row["mode"])).collect();
    assert_eq!(keys, [r#""zoo" 2 "fresh""#, r#""zoo" 3 "fresh""#], "{report}");

    // Kept instances are rows of their own, with the same results.
    let kept = bench("zoo.wasm echo 1 --reuse 1 --raw --report out/report.json --guest zoo")?;
    assert_eq!(kept["handlers"][0]["result_bytes"], 2, "{kept}");
    let report = fs::read_to_string(work.join("out/report.json"))?;
    assert_eq!(
        (report.matches("\"reuse\"").count(), report.matches("\"fresh\"").count()),
        (1, 2),
        "{report}"
    );

    // Every handler of a guest, each with its arguments; an error record is measured and said.
    let all = bench("json.wasm --args 'echo=[1, 2]'")?;
    assert_eq!(all["handlers"][0]["payload_bytes"], 5, "{all}");
    let failing = bench("zoo.wasm fail --raw")?;
    assert_eq!(failing["handlers"][0]["error_code"], 422, "{failing}");

    let more = bench("zoo.wasm echo 1 --threads 1,3 --instances 20")?;
    let (parallel, memory) = (&more["handlers"][0]["parallel"], &more["handlers"][0]["memory"]);
    for (index, threads) in [1, 3].into_iter().enumerate() {
        assert_eq!(parallel[index]["threads"], threads, "{more}");
        assert!(parallel[index]["per_second"].as_f64() > Some(0.0), "{more}");
    }
    assert_eq!((&memory["instances"], parallel.as_array().map(Vec::len)), (&20.into(), Some(2)), "{more}");
    // A page of memory was written by each; the process has more than that.
    assert!(memory["process_mib"].as_f64() > Some(20.0 / 16.0), "{more}");

    for (rest, code) in [
        ("crash", 4),
        ("crash --threads 2", 4),
        ("echo --threads 0", 2),
        ("echo --reuse 257", 2),
        ("echo --threads 2,x", 2),
        ("echo --instances 0", 2),
        ("echo --instances 20 --limit instances=5 --iterations 1", 5),
    ] {
        let failed = run(&format!("yao-host bench zoo.wasm {rest}"), "", work)?;
        assert_eq!(failed.status.code(), Some(code), "{rest}: {}", String::from_utf8_lossy(&failed.stderr));
    }
    Ok(())
}

fn starts_a_part(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("$ ")
}

fn transcribe(output: &Output, out: &mut String) -> Result<(), Failed> {
    let text = |bytes: &[u8]| -> Result<String, Failed> { Ok(steady(std::str::from_utf8(bytes)?)) };
    for line in text(&output.stdout)?.lines() {
        writeln!(out, "{line}")?;
    }
    for line in text(&output.stderr)?.lines() {
        writeln!(out, "! {line}")?;
    }
    match output.status.code() {
        Some(0) => {}
        // Never to be blessed.
        Some(101) => return Err(format!("panicked: {}", text(&output.stderr)?).into()),
        Some(code) => writeln!(out, "? {code}")?,
        None => return Err(format!("killed: {}", output.status).into()),
    }
    Ok(())
}

/// Times differ from run to run: their digits become `_`.
fn steady(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\"microseconds\":") {
        let (before, after) = rest.split_at(at + "\"microseconds\":".len());
        out.push_str(before);
        out.push('_');
        rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out
}

fn run(command: &str, input: &str, work: &Path) -> Result<Output, Failed> {
    let words = shlex::split(command).ok_or_else(|| format!("unbalanced quotes in: {command}"))?;
    let [program, args @ ..] = words.as_slice() else { return Err("an empty command line".into()) };
    if program != "yao-host" {
        return Err(format!("only yao-host is run, not {program}").into());
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_yao-host"))
        .args(args)
        .current_dir(work)
        .env("RUST_BACKTRACE", "0")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("COLUMNS", "100")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // A command that does not read its input closes the pipe; that is its right.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    Ok(child.wait_with_output()?)
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("an entry of a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
