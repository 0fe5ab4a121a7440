//! Reports of measurements: one [`Document`] of text, tables and charts, written as Markdown and as one HTML file that
//! needs nothing beside it.

mod chart;
mod document;
mod escape;
mod table;

pub use chart::{Bar, Bars, Lines, Scale, Series, number};
pub use document::Document;
pub use table::Table;
