//! What `abi.toml` holds, as types. A key that is not known here is an error, so a typo is never ignored.

use serde::Deserialize;

/// The whole of `abi.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abi {
    /// Name, version and reserved names.
    pub abi: Header,
    /// What a guest may import.
    pub imports: Vec<Import>,
    /// What a guest exports.
    pub exports: Vec<Export>,
    /// Rules about classes.
    pub classes: Classes,
    /// The layout of a packed result.
    pub packed: Packed,
    /// Levels of `yao.log`.
    pub log_levels: Vec<LogLevel>,
    /// Codes of error records.
    pub error_codes: Vec<ErrorCode>,
    /// The shape of an error record.
    pub error_record: ErrorRecord,
    /// Bits of the capability mask.
    pub capabilities: Vec<Capability>,
    /// Limits of values.
    pub values: Values,
    /// The shape of a handle.
    pub handles: Handles,
    /// Limits of the reference host.
    pub limits: Vec<Limit>,
}

/// Name, version and reserved names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Import module name.
    pub name: String,
    /// Major version, also the suffix of `version_export`.
    pub major: u32,
    /// Minor version.
    pub minor: u32,
    /// `draft` or `stable`.
    pub status: String,
    /// The export that marks a guest.
    pub version_export: String,
    /// Prefixes that handlers do not use.
    pub reserved_prefixes: Vec<String>,
    /// The shape of a handler's name.
    pub export_name_pattern: String,
}

/// A wasm value type that the ABI uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// 32-bit integer.
    I32,
    /// 64-bit integer.
    I64,
}

/// A parameter of a function.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Param {
    /// Its name; `*_ptr` is a pointer.
    pub name: String,
    /// Its wasm type.
    #[serde(rename = "type")]
    pub ty: ValueType,
    /// How the integer is read.
    pub unsigned: bool,
}

impl Param {
    /// Whether the parameter is an address.
    #[must_use]
    pub fn is_pointer(&self) -> bool {
        self.name == "ptr" || self.name.ends_with("_ptr")
    }
}

/// The result of a function.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultType {
    /// Its wasm type.
    #[serde(rename = "type")]
    pub ty: ValueType,
    /// How the integer is read.
    pub unsigned: bool,
    /// What the number means.
    pub meaning: String,
}

/// One import.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// Module name.
    pub module: String,
    /// Field name.
    pub name: String,
    /// Parameters in order.
    pub params: Vec<Param>,
    /// Result, if any.
    pub result: Option<ResultType>,
    /// One sentence.
    pub doc: String,
}

/// What an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportKind {
    /// The linear memory.
    Memory,
    /// A function.
    Func,
}

/// When an export has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// In every guest.
    Always,
    /// In a guest that can receive bytes.
    WithBytes,
    /// When the guest wants it.
    Optional,
}

/// One export, or a family of exports when the name holds `{...}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// The name or its pattern.
    pub name: String,
    /// Memory or function.
    pub kind: ExportKind,
    /// Parameters in order.
    #[serde(default)]
    pub params: Vec<Param>,
    /// Result, if any.
    pub result: Option<ResultType>,
    /// When it has to be there.
    pub required: Required,
    /// One sentence.
    pub doc: String,
}

impl Export {
    /// Whether the name stands for many exports.
    #[must_use]
    pub fn is_family(&self) -> bool {
        self.name.contains('{')
    }
}

/// Rules about classes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// Words that are not names of methods.
    pub reserved_methods: Vec<String>,
}

/// The layout of a packed result.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packed {
    /// Where the pointer starts.
    pub ptr_shift: u32,
    /// The error bit.
    pub error_shift: u32,
    /// The largest length.
    pub max_len: u32,
}

/// One log level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogLevel {
    /// The number on the wire.
    pub value: u32,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub doc: String,
}

/// One error code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The number on the wire.
    pub code: u32,
    /// Its name.
    pub name: String,
    /// A short text for people.
    pub text: String,
    /// One sentence.
    pub doc: String,
}

/// The shape of an error record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorRecord {
    /// Keys in canonical order.
    pub keys: Vec<String>,
    /// Smallest code.
    pub code_min: u32,
    /// Largest code.
    pub code_max: u32,
    /// Stands for a code out of range.
    pub fallback_code: u32,
    /// Message of the record that replaces a malformed one.
    pub malformed_message: String,
    /// Code of the record with no bytes.
    pub empty_code: u32,
}

/// One capability bit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// Its number, 0 to 31.
    pub bit: u32,
    /// Its name.
    pub name: String,
    /// Whether a host may ignore it.
    pub informational: bool,
    /// One or two sentences.
    pub doc: String,
}

/// Limits of values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Nesting.
    pub max_depth: u32,
    /// Elements of one payload or value.
    pub max_elements: u32,
    /// Bytes of the message of an error record.
    pub max_message_bytes: u32,
}

/// The shape of a handle.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handles {
    /// Bits in use.
    pub bits: u32,
    /// Instances in one guest instance unless the guest says otherwise.
    pub default_capacity: u32,
}

/// What a limit counts over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// A request and everything it calls.
    Tree,
    /// One guest instance.
    Instance,
    /// One module.
    Module,
    /// One host.
    Host,
}

/// One limit of the reference host.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Its name in every configuration.
    pub name: String,
    /// What is counted.
    pub unit: String,
    /// What it counts over.
    pub scope: Scope,
    /// Code of the error; 0: counted and dropped.
    pub code: u32,
    /// Default of the profile `server`.
    pub server: u64,
    /// Default of the profile `embedded`.
    pub embedded: u64,
    /// Default of the profile `microkernel`.
    pub microkernel: u64,
    /// One sentence.
    pub doc: String,
}

impl Abi {
    /// Read the text of an `abi.toml`.
    ///
    /// # Errors
    /// The place and the reason when the text is not TOML or does not have this shape.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| format!("abi.toml: {}", e.to_string().trim_end()))
    }

    /// The export of this exact name or pattern.
    ///
    /// # Panics
    /// Never after [`crate::validate::validate`], which asks for every name that is used here.
    #[must_use]
    pub fn export(&self, name: &str) -> &Export {
        self.exports.iter().find(|e| e.name == name).expect("validated: every known export is listed")
    }
}
