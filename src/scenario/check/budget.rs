//! Checks appropriations: known posts, years that can be read, changes inside the run.

use super::Check;
use crate::calendar::Year;
use crate::scenario::file::{AppropriationFile, BudgetChangeFile, BudgetFile};
use crate::scenario::{Appropriation, Budget, BudgetChange, Post};
use crate::units::Kroner;

impl Check<'_> {
    /// Appropriations and their changes, in order of time.
    pub(super) fn budget(&mut self, file: &BudgetFile) -> Option<Budget> {
        let mut budget = Budget::default();
        for (code, years) in &file.adopted {
            let key = format!("budget.adopted.\"{code}\"");
            let Some(post) = self.post(&key, code, true) else { continue };
            for (text, it) in years {
                let Some(year) = self.year_key(&format!("{key}.{text}"), text) else { continue };
                budget.appropriations.push(appropriation(post, year, it));
            }
        }
        for (position, it) in file.changes.iter().enumerate() {
            budget.changes.extend(self.budget_change(position, it));
        }
        budget.appropriations.sort_by_key(|it| (it.post, it.year));
        budget.changes.sort_by_key(|it| (it.day, it.post));
        Some(budget)
    }

    fn budget_change(&mut self, position: usize, file: &BudgetChangeFile) -> Option<BudgetChange> {
        let at = |field: &str| format!("budget.changes[{position}].{field}");
        let post = self.post(&at("post"), &file.post, false);
        let day = self.day(&at("day"), &file.day.0);
        let (start, end) = (self.horizon.start, self.horizon.end);
        if day.is_some_and(|day| day < start) {
            self.problem(&at("day"), format!("must lie in the run, {start} to {end}"));
        } else if day.is_some_and(|day| day > end) {
            // A run may be shorter than what was written for it.
            let accepted = format!("must lie in the run, {start} to {end}, to be used");
            self.push(self.loaded.warning(&at("day"), accepted));
        }
        let kroner = kroner(file.million);
        Some(BudgetChange { post: post?, day: day?, kroner, reason: file.reason.clone() })
    }

    fn post(&mut self, key: &str, code: &str, is_key: bool) -> Option<Post> {
        let post = Post::ALL.into_iter().find(|it| it.code() == code);
        if post.is_none() {
            let known = Post::ALL.map(Post::code);
            let problem = if is_key {
                self.loaded.unknown_key(key, &known)
            } else {
                self.loaded.unknown_word(key, &known)
            };
            self.push(problem);
        }
        post
    }
}

fn appropriation(post: Post, year: Year, file: &AppropriationFile) -> Appropriation {
    Appropriation {
        post,
        year,
        kroner: kroner(file.million),
        carried_in: kroner(file.carried_in_million),
        carries_over: file.carries_over,
    }
}

/// Million kroner to the nearest krone.
fn kroner(million: f64) -> Kroner {
    Kroner((million * 1e6).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn million_kroner_are_exact_to_the_krone() {
        assert_eq!(kroner(15_335.9), Kroner(15_335_900_000));
        assert_eq!(kroner(-0.000_001), Kroner(-1));
    }
}
