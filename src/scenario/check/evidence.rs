//! Gives every number of a scenario its origin, from what the scenario says about where figures come from.

use super::{Check, is_authors};
use crate::origin::{Origin, Status};
use crate::scenario::file::{EvidenceFile, StatusFile};

impl Check<'_> {
    /// Gives every parameter the origin whose key is the longest beginning of its own.
    pub(super) fn evidence(&mut self, evidence: &[EvidenceFile]) {
        for parameter in self.parameters.iter_mut().filter(|it| it.origin.is_none()) {
            let best = evidence
                .iter()
                .filter(|it| begins_with(&parameter.key, &it.of))
                .max_by_key(|it| it.of.len());
            parameter.origin = best.map(|it| Origin {
                status: match it.status {
                    StatusFile::Verified => Status::Verified,
                    StatusFile::Derived => Status::Derived,
                    StatusFile::Assumed => Status::Assumed,
                },
                source: it.source.clone(),
            });
        }
        for (position, it) in evidence.iter().enumerate() {
            if self.parameters.iter().any(|parameter| begins_with(&parameter.key, &it.of)) {
                continue;
            }
            let key = format!("evidence[{position}].of");
            let problem = self.loaded.problem(&key, "must be the beginning of the key of a number");
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
