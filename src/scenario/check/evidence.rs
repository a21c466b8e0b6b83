//! Gives every number of a scenario its origin, from what the scenario says about where figures come from.

use super::{Check, is_authors};
use crate::origin::{Origin, Status};
use crate::scenario::file::{EvidenceFile, StatusFile};
use std::collections::BTreeMap;

impl Check<'_> {
    /// Gives every parameter the origin whose key is the longest beginning of its own.
    pub(super) fn evidence(&mut self, evidence: &BTreeMap<String, EvidenceFile>) {
        for parameter in self.parameters.iter_mut().filter(|it| it.origin.is_none()) {
            let best = evidence
                .iter()
                .filter(|(of, _)| begins_with(&parameter.key, of))
                .max_by_key(|(of, _)| of.len());
            parameter.origin = best.map(|(_, it)| Origin {
                status: match it.status {
                    StatusFile::Verified => Status::Verified,
                    StatusFile::Derived => Status::Derived,
                    StatusFile::Assumed => Status::Assumed,
                },
                source: it.source.clone(),
            });
        }
        for of in evidence.keys() {
            if self.parameters.iter().any(|parameter| begins_with(&parameter.key, of)) {
                continue;
            }
            let accepted = "must have the beginning of the key of a number for its key";
            let problem = self.loaded.problem(&format!("evidence.\"{of}\""), accepted);
            let problem = problem.with_found("is about no number");
            // What an embedded scenario has evidence for, the author may have written otherwise.
            if is_authors(&problem.place) {
                self.push(problem);
            }
        }
    }
}

/// Whether `beginning` is `key` or a whole number of its parts.
fn begins_with(key: &str, beginning: &str) -> bool {
    key.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_ends_where_a_part_ends() {
        assert!(begins_with("world.moves.per_year[2]", "world.moves"));
        assert!(begins_with("world.moves.per_year[2]", "world.moves.per_year"));
        assert!(begins_with("world.moves", "world.moves"));
        assert!(!begins_with("world.moves", "world.move"));
    }
}
