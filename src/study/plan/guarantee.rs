//! The smallest request that keeps a guarantee.

use super::Plan;
use crate::decide::{Crossing, Search, Trial, Trials};
use crate::study::breach::Breach;
use crate::study::sheet::{Cell, Shape, Sheet};
use crate::study::stress::{Stopped, count_breaches};
use std::ops::Range;
use std::sync::atomic::AtomicBool;

impl Plan {
    /// The smallest request under which the guarantee is broken no more often than is accepted.
    pub(super) fn smallest(
        &self,
        breach: &Breach,
        accepted: f64,
        stop: &AtomicBool,
        progress: &(impl Fn() + Sync),
    ) -> Result<Sheet, Stopped> {
        let mut failed = None;
        let breaches = [breach.clone()];
        let run = |place: f64, range: Range<usize>| {
            let scenario = self.variants.at(std::slice::from_ref(&self.key), &[place.round()]);
            let counted = scenario
                .map_err(Stopped::from)
                .and_then(|it| count_breaches(&it, &breaches, range, stop, progress));
            match counted {
                Ok(seen) => seen.iter().filter(|it| **it).count(),
                Err(error) => {
                    failed.get_or_insert(error);
                    0
                }
            }
        };
        let mut trials = Trials::new(run);
        let mut search = Search::new(self.between.0, self.between.1, 100.0);
        (search.n_first, search.n_most) = (100, 800);
        let crossing = search.find(accepted, &mut trials);
        let tried = trials.made().to_vec();
        drop(trials);
        if let Some(error) = failed {
            return Err(error);
        }
        let found = match crossing {
            Crossing::Found { at, .. } => Some(at),
            Crossing::AtOnce => Some(self.between.0),
            Crossing::Never => None,
        };
        Ok(to_sheet(tried, found))
    }
}

/// Every request that was tried, smallest first, with the one that was found.
fn to_sheet(mut tried: Vec<Trial>, found: Option<f64>) -> Sheet {
    let columns = [
        ("request", Shape::Whole),
        ("replications", Shape::Whole),
        ("broken", Shape::Percent),
        ("broken_from", Shape::Percent),
        ("broken_to", Shape::Percent),
        ("note", Shape::Text),
    ];
    let mut sheet = Sheet::new("plan_guarantee", &columns);
    tried.sort_by(|one, two| one.at.total_cmp(&two.at));
    for trial in tried {
        let (from, to) = trial.limits(0.95);
        let is_found = found.is_some_and(|it| it == trial.at);
        sheet.push(vec![
            Cell::Number(trial.at.round()),
            Cell::Number(trial.n as f64),
            Cell::Number(trial.share()),
            Cell::Number(from),
            Cell::Number(to),
            if is_found { Cell::Word("smallest_request") } else { Cell::Nothing },
        ]);
    }
    sheet
}
