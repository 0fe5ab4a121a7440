//! The WAT guest: one module whose fields are spread over the files of a folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::folder;

/// The files of the folder, in the order of their names, with their texts.
///
/// # Errors
///
/// When it cannot be read or has no `.wat` files.
pub fn read(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let files = folder::files(folder, "wat")?;
    if files.is_empty() {
        return Err(format!("{}: no .wat files", folder.display()));
    }
    let text = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        fs::read_to_string(file).map(|text| (name, text)).map_err(|why| format!("{}: {why}", file.display()))
    };
    files.iter().map(text).collect()
}

/// One module of all fields.
///
/// # Errors
///
/// What is wrong, with the file and line it is in.
pub fn assemble(files: &[(String, String)]) -> Result<Vec<u8>, String> {
    let mut module = String::from("(module\n");
    for (_, text) in files {
        module.push_str(text);
        module.push('\n');
    }
    module.push(')');
    wat::parse_str(&module).map_err(|why| match why.to_string().split_once("<anon>:") {
        Some((message, place)) => {
            let line =
                place.split(':').next().and_then(|line| line.parse::<usize>().ok()).unwrap_or_default();
            format!("{}: {}", locate(files, line), message.trim().trim_end_matches("-->").trim())
        }
        None => why.to_string(),
    })
}

/// `file:line` of a line of the module.
fn locate(files: &[(String, String)], line: usize) -> String {
    // The first line of the module is its head.
    let mut first = 2;
    for (name, text) in files {
        let lines = text.lines().count() + 1;
        if line < first + lines {
            return format!("{name}:{}", line.saturating_sub(first) + 1);
        }
        first += lines;
    }
    "the end".into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_several_files_make_one_module() {
        let files = [
            ("1.wat".to_string(), "(func $one (result i32) (i32.const 1))".to_string()),
            ("2.wat".to_string(), "(export \"one\" (func $one))".to_string()),
        ];
        assert!(assemble(&files).unwrap().starts_with(b"\0asm"));
    }

    #[test]
    fn a_mistake_is_found_in_its_file() {
        let files = [
            ("1.wat".to_string(), "(func $one)\n(func $two)\n".to_string()),
            ("2.wat".to_string(), "\n(func $three (call $four))".to_string()),
        ];
        let why = assemble(&files).unwrap_err();
        assert!(why.contains("2.wat:2") && why.contains("four"), "{why}");
    }
}
