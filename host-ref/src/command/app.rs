//! `--app DIR`: the `yao.toml` of an application.

use std::path::PathBuf;

use yao_host::trust::Policy;
use yao_host::{Engine, Limit};

use super::exit::{Exit, Failure};
use super::input;

/// The largest `yao.toml`.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Where the rules are.
#[derive(Debug, Clone, Default, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// Take only the modules that DIR/yao.toml lists, and let them do only what it grants. Without this option no
    /// yao.toml is looked for, and what the command line names may run and be called
    #[arg(id = "app", long = "app", value_name = "DIR", help_heading = "Trust")]
    folder: Option<PathBuf>,
}

impl Args {
    /// The policy, where one is asked for.
    pub(crate) fn policy(&self) -> Result<Option<Policy>, Failure> {
        let Some(folder) = &self.folder else { return Ok(None) };
        if folder.is_file() {
            let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
            let parent = parent.map_or_else(|| ".".into(), |parent| parent.display().to_string());
            return Err(Failure::usage(format!("--app takes a folder, and {} is a file", folder.display()))
                .help(format!("its yao.toml is looked for: --app {parent}")));
        }
        let path = folder.join("yao.toml");
        let name = path.display().to_string();
        let bytes = input::read(&path, MAX_BYTES, "").map_err(|failure| match failure.exit {
            Exit::Limit => failure.help("a yao.toml is a table of rules; name folders of their own for more"),
            _ => failure.help("--app names the folder that has the yao.toml"),
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Failure::usage(format!("{name} is not UTF-8 at byte {at}")).help("a yao.toml is UTF-8 text")
        })?;
        Policy::from_toml(&text, &name).map(Some).map_err(|error| {
            Failure::usage(format!("{}:{}:{}: {}", error.source, error.line, error.column, error.message))
                .help(error.help)
                .field("file", error.source)
                .field("line", error.line)
                .field("column", error.column)
        })
    }
}

/// What to do about a limit that a rule set, where the failure is of one.
pub(crate) fn limit_advice(failure: &Failure, engine: &Engine) -> Option<String> {
    let field = |key: &str| failure.fields.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let limit = Limit::by_name(field("limit")?.as_str()?)?;
    let number = field("number")?.as_u64()?;
    let policy = engine.config().policy.as_ref()?;
    let rule = policy.rules().find(|rule| rule.limits().contains(&(limit, number)))?;
    let (module, source, name) = (rule.module(), policy.source(), limit.info().name);
    Some(format!("the rule of module {module} in {source} says so: raise {name} in its limits"))
}
