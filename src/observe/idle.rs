//! Watches places that stand empty: how many there are at each month end, by municipality and year.

use super::Watch;
use crate::model::State;
use crate::model::today::Today;
use crate::results::columns::MunicipalYear;

impl Watch<'_> {
    /// Adds up the open places that nobody has taken, of all tracks.
    pub(super) fn watch_idle_months(&mut self, today: &Today, state: &State) {
        for municipality in 0..state.settled.n_municipalities {
            let open = state.places.iter().map(|it| i64::from(it.open[municipality])).sum();
            let row = self.observation.layout().municipal_year(today.year_index, municipality);
            self.observation.add(row, MunicipalYear::IdleMonths, open);
        }
    }
}
