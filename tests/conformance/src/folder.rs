//! Folders of data files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The files of a folder that have an extension, in the order of their names.
///
/// # Errors
///
/// Names the folder when it cannot be read.
pub fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let problem = |why: std::io::Error| format!("{}: {why}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(problem)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(problem)?;
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}
