//! Requests made again from keys, and the answers of municipalities against what may explain them.

mod answers;
mod decisions;
mod delay;
mod logit;
mod requests;
mod years;

use super::render_table;

/// The section as Markdown.
pub fn section() -> String {
    let parts = [
        requests::section(),
        answers::section(),
        decisions::section(),
        years::section(),
        delay::section(),
    ];
    format!("## Municipalities\n\n{}", parts.join("\n"))
}
