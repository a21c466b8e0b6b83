//! Observations, one a replication and in order, into the flat list of measures of `summary.json`.
//!
//! Keeps one number a replication for every measure, because quantiles are exact, and nothing else
//! of an observation; what does not fit into the memory it may have is on disk. Everything is added
//! up in the order of the replications, so the bits do not depend on how the work was shared out.

mod branches;
pub mod budget;
pub mod distribution;
pub mod draws;
pub mod layers;
mod numbers;
pub mod outlook;
pub mod series;
pub mod variance;

use super::observation::{Dimensions, Observation};
use super::{BranchSummary, Label, Measure};
use branches::{Branches, is_headline};
use budget::BudgetPressure;
use distribution::Distribution;
use draws::Draws;
use layers::Layers;
use numbers::{Numbers, Position};
use outlook::Outlook;
use series::steering::Meters;
use series::{Sink, Traversal, outcome};
use std::path::{Path, PathBuf};

pub use numbers::ScratchError;

/// Memory for the numbers of the replications, in bytes: about those of four hundred of the whole country.
const MEMORY: usize = 128 << 20;

/// Gathers observations and summarises them.
pub struct Summariser {
    dimensions: Dimensions,
    county_of: Vec<Option<usize>>,
    meters: Meters,
    slots: Vec<Slot>,
    numbers: Numbers,
    draws: Draws,
    branches: Branches,
    pressure: BudgetPressure,
    layers: Layers,
    outlook: Outlook,
}

struct Slot {
    label: Label,
    position: Position,
    /// Whether the numbers are 1 and 0 and the measure a probability.
    is_chance: bool,
}

#[derive(Default)]
struct Labels {
    slots: Vec<Slot>,
    n_counts: usize,
    n_amounts: usize,
}

impl Sink for Labels {
    fn count(&mut self, _value: i64, label: impl FnOnce() -> Label) {
        let position = Position::Count(self.n_counts);
        self.slots.push(Slot { label: label(), position, is_chance: false });
        self.n_counts += 1;
    }

    fn amount(&mut self, _value: f64, label: impl FnOnce() -> Label) {
        let position = Position::Amount(self.n_amounts);
        self.slots.push(Slot { label: label(), position, is_chance: false });
        self.n_amounts += 1;
    }

    fn event(&mut self, happened: Option<bool>, label: impl FnOnce() -> Label) {
        self.amount(outcome(happened), label);
        self.slots.iter_mut().next_back().expect("it was added").is_chance = true;
    }
}

impl Summariser {
    /// Nothing gathered yet. What does not fit into memory goes where the system keeps temporary files.
    pub fn new(dimensions: &Dimensions) -> Self {
        Self::with_memory(dimensions, MEMORY, std::env::temp_dir())
    }

    /// Nothing gathered yet. What does not fit into memory goes into `folder`.
    pub fn beside(dimensions: &Dimensions, folder: &Path) -> Self {
        Self::with_memory(dimensions, MEMORY, folder.to_owned())
    }

    fn with_memory(dimensions: &Dimensions, memory: usize, folder: PathBuf) -> Self {
        let Dimensions { municipalities, counties, .. } = dimensions;
        let county_of = |code: &str| counties.iter().position(|county| county.code == code);
        let county_of: Vec<_> = municipalities.iter().map(|it| county_of(&it.county)).collect();
        let mut meters = Meters::new(dimensions, &county_of);
        let mut labels = Labels::default();
        let nothing = Observation::new(dimensions);
        Traversal::new(dimensions, &county_of).visit(&nothing, &mut meters, &mut labels);
        Self {
            dimensions: dimensions.clone(),
            county_of,
            meters,
            numbers: Numbers::new(labels.n_counts, labels.n_amounts, memory, folder),
            slots: labels.slots,
            draws: Draws::default(),
            branches: Branches::new(dimensions),
            pressure: BudgetPressure::new(dimensions),
            layers: Layers::new(dimensions),
            outlook: Outlook::new(dimensions),
        }
    }

    /// Adds the next replication.
    ///
    /// # Panics
    /// If the observation has other dimensions, or a head count that does not fit 32 bits.
    pub fn push(&mut self, observation: &Observation) -> Result<(), ScratchError> {
        assert_eq!(observation.layout(), self.dimensions.layout(), "dimensions differ");
        let mut row = self.numbers.row();
        let traversal = Traversal::new(&self.dimensions, &self.county_of);
        traversal.visit(observation, &mut self.meters, &mut row);
        self.numbers.push(row)?;
        self.draws.push(observation);
        self.branches.push(observation);
        self.pressure.push(observation);
        self.layers.push(observation);
        self.outlook.push(observation);
        Ok(())
    }

    /// Number of replications so far.
    pub fn n_replications(&self) -> usize {
        self.numbers.n_replications()
    }

    /// Whether there is such a measure among those that every replication has.
    pub fn has(&self, is_it: impl Fn(&Label) -> bool) -> bool {
        self.slots.iter().any(|slot| is_it(&slot.label))
    }

    /// The values of the first such measure, one a replication and in order.
    pub fn values(&self, is_it: impl Fn(&Label) -> bool) -> Result<Vec<f64>, ScratchError> {
        let slot = self.slots.iter().find(|slot| is_it(&slot.label));
        slot.map_or_else(|| Ok(Vec::new()), |slot| self.read(slot))
    }

    /// The headline of each branch by itself; nothing where the scenario has no branches.
    pub fn branches(&self) -> Result<Vec<BranchSummary>, ScratchError> {
        if self.branches.is_empty() {
            return Ok(Vec::new());
        }
        let headline = self.slots.iter().filter(|slot| is_headline(&slot.label));
        let headline = headline.map(|slot| Ok((&slot.label, self.read(slot)?)));
        let headline = headline.collect::<Result<Vec<_>, _>>()?;
        Ok(self.branches.summaries(&headline, &self.draws))
    }

    /// The values of a measure, one a replication and in order.
    fn read(&self, slot: &Slot) -> Result<Vec<f64>, ScratchError> {
        let mut values = [Vec::new()];
        self.numbers.read(&[slot.position], &mut values)?;
        let [values] = values;
        Ok(values)
    }

    /// The measures over all replications; none without a replication.
    pub fn finish(self) -> Result<Vec<Measure>, ScratchError> {
        let n_together = self.numbers.n_together();
        let mut values = vec![Vec::new(); n_together];
        let mut measures = Vec::with_capacity(self.slots.len());
        let mut slots = self.slots.into_iter().peekable();
        while slots.peek().is_some() {
            let some: Vec<Slot> = slots.by_ref().take(n_together).collect();
            let positions: Vec<Position> = some.iter().map(|slot| slot.position).collect();
            self.numbers.read(&positions, &mut values)?;
            for (slot, values) in some.into_iter().zip(&mut values) {
                let distribution = match slot.is_chance {
                    true => Distribution::of_share(values, &self.draws),
                    false => Distribution::of(values, &self.draws),
                };
                measures.extend(distribution.map(|it| Measure::new(slot.label, it)));
            }
        }
        measures.extend(self.pressure.measures(&self.draws));
        measures.extend(self.layers.measures());
        measures.extend(self.outlook.measures(&self.draws));
        Ok(measures)
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::{
        BudgetMonth, ForwardLiability, MISSING, Monthly, MunicipalYear, PaceYear, Reception,
        Replications, ShadowPrices, TABLES, TableColumn,
    };
    use super::super::examples::{dimensions, observation};
    use super::super::measures::DERIVED;
    use super::super::spread::SpreadMeter;
    use super::*;
    use std::collections::BTreeSet;

    fn summarise(n_replications: u32, change: impl Fn(u32, &mut Observation)) -> Vec<Measure> {
        let dimensions = dimensions();
        let mut summariser = Summariser::new(&dimensions);
        for replication in 0..n_replications {
            let mut observation = observation(&dimensions, replication);
            change(replication, &mut observation);
            summariser.push(&observation).expect("it fits into memory");
        }
        assert_eq!(summariser.n_replications(), n_replications as usize);
        summariser.finish().expect("nothing is on disk")
    }

    fn find<'a>(measures: &'a [Measure], name: &str, period: &str, rest: &str) -> &'a Measure {
        let is_it = |it: &&Measure| {
            let post = it.post.as_deref().unwrap_or("-");
            it.name == name
                && it.period == period
                && format!("{} {} {post}", it.group, it.place) == rest
        };
        let found = measures.iter().find(is_it);
        found.unwrap_or_else(|| panic!("no {name} {period} {rest}"))
    }

    fn has(measures: &[Measure], name: &str, place: &str) -> bool {
        measures.iter().any(|it| it.name == name && it.place == place)
    }

    /// A key that orders measures and tells them apart.
    fn key(measure: &Measure) -> [String; 5] {
        let Measure { name, period, group, place, post, .. } = measure.clone();
        [name, period, group, place, post.unwrap_or_default()]
    }

    #[test]
    fn every_measure_is_declared_and_comes_once_and_is_finite() {
        let measures = summarise(20, |_, _| ());
        let mut seen = BTreeSet::new();
        let columns: Vec<_> = TABLES.iter().flat_map(|table| table.columns).collect();
        for measure in &measures {
            assert!(seen.insert(key(measure)), "{:?} comes twice", key(measure));
            let of_column = columns.iter().find(|it| it.name == measure.name).map(|it| it.unit);
            let derived = DERIVED.iter().find(|it| it.name == measure.name).map(|it| it.unit);
            assert_eq!(of_column.or(derived), Some(measure.unit.as_str()), "{}", measure.name);
            let Measure { mean, sd, q05, q50, q95, mc_error, .. } = measure;
            assert!([mean, sd, q05, q50, q95, mc_error].iter().all(|it| it.is_finite()));
            assert!(q05 <= q50 && q50 <= q95, "{:?}", key(measure));
            let is_within = ["2023", "2024"].iter().any(|it| measure.period.starts_with(it));
            assert!(is_within, "{:?} is outside the run", key(measure));
        }
        for derived in DERIVED {
            assert!(measures.iter().any(|it| it.name == derived.name), "no {}", derived.name);
        }
    }

    #[test]
    fn months_make_years_and_groups_make_all() {
        let measures = summarise(1, |_, observation| {
            let layout = observation.layout();
            for month in 0..24 {
                for group in 0..2 {
                    let row = layout.monthly(month, group);
                    observation.set(row, Monthly::Settled, month as i64 + 1);
                    observation.set(row, Monthly::Waiting, 100 * (month as i64 + 1));
                }
                observation.set(month, Reception::Persons, [5, 9, 7][month % 3]);
                let row = layout.budget_month(month, 1);
                observation.set(row, BudgetMonth::Cash, 10);
            }
        });
        let mean = |name, period, rest| find(&measures, name, period, rest).mean;
        assert_eq!(mean("settled_persons", "2023-03", "quota national -"), 3.0);
        assert_eq!(mean("settled_persons", "2023", "all national -"), 2.0 * 78.0);
        assert_eq!(mean("waiting_persons", "2024", "ukraine national -"), 2400.0);
        assert_eq!(mean("peak_reception_persons", "2023", "all national -"), 9.0);
        assert_eq!(mean("cash_to_date_kroner", "2023-12", "all national 671/61"), 120.0);
        assert_eq!(mean("cash_to_date_kroner", "2024-02", "all national 671/61"), 20.0);
    }

    #[test]
    fn municipalities_make_counties_and_the_country() {
        let measures = summarise(1, |_, observation| {
            let layout = observation.layout();
            for municipality in 0..4 {
                let row = layout.municipal_year(0, municipality);
                let settled = [40, 30, 15, 5][municipality];
                observation.set(row, MunicipalYear::Settled, settled);
                observation.set(row, MunicipalYear::SelfSettled, settled / 5);
                observation.set(row, MunicipalYear::Family, settled / 10);
                observation.set(row, MunicipalYear::Agreed, 30);
                observation.set(row, MunicipalYear::CarriedPlaces, 10);
                observation.set(row, MunicipalYear::Present, 7);
                observation.set(row, MunicipalYear::Placed, 20);
                let price = [MISSING, 2_500, 0, MISSING][municipality];
                observation.set(row, ShadowPrices::Price, price);
                observation.set(
                    row,
                    MunicipalYear::MatchPoints,
                    [20_000, 10_000, 5_000, 15_000][municipality],
                );
            }
        });
        let mean = |name, rest| find(&measures, name, "2023", rest).mean;
        assert_eq!(mean("settled_persons", "all 1106 -"), 15.0);
        assert_eq!(mean("settled_persons", "all 11 -"), 50.0);
        assert_eq!(mean("present_persons", "all national -"), 28.0);
        assert_eq!(mean("agreed_places", "all national -"), 120.0);
        // Of 90 settled 18 are on their own and 8 family, which no agreement is about.
        assert_eq!(mean("utilisation", "all national -"), 64.0 / 160.0);
        assert_eq!(mean("steered_share", "all national -"), 64.0 / 82.0);
        assert_eq!(mean("municipalities_settling", "all national -"), 4.0);
        // Thousandths over persons: 50 of 80 in the country, 30 of 60 in the county.
        assert_eq!(mean("match_score", "all national -"), 0.625);
        assert_eq!(mean("match_score", "all 11 -"), 0.5);
        assert_eq!(mean("shadow_price", "all 1103 -"), 2.5);
        let has_price = |it: &&Measure| it.name == "shadow_price" && it.period == "2023";
        assert_eq!(mean("shadow_price", "all 1106 -"), 0.0);
        assert_eq!(measures.iter().filter(has_price).count(), 2, "no price is none, not 0");
        // All four are in the third class of centrality.
        assert_eq!(mean("settled_persons", "all centrality-3 -"), 90.0);
        assert_eq!(mean("settled_persons", "all centrality-4 -"), 0.0);
        assert_eq!(mean("settled_per_1000", "all 03 -"), 80.0);
        assert_eq!(mean("settled_per_1000", "all national -"), 90.0);
        assert_eq!(mean("settled_per_1000_largest", "all national -"), 100.0);
        // Shares are 40, 30, 15 and 5 of 90 against 500, 300, 150 and 50 of 1,000.
        assert!((mean("dissimilarity", "all national -") - (0.5 - 40.0 / 90.0)).abs() < 1e-15);
    }

    #[test]
    fn request_answer_and_settlement_are_held_against_each_other() {
        let measures = summarise(1, |_, observation| {
            let layout = observation.layout();
            for municipality in 0..4 {
                for (year, settled) in [[20, 10, 5, 0], [40, 30, 15, 5]].into_iter().enumerate() {
                    let row = layout.municipal_year(year, municipality);
                    observation.set(row, MunicipalYear::Settled, settled[municipality]);
                    observation.set(row, MunicipalYear::SelfSettled, 0);
                    observation.set(row, MunicipalYear::Family, 0);
                    let requested = [50, 30, 20, 0][municipality];
                    observation.set(row, MunicipalYear::Requested, requested);
                    observation.set(row, MunicipalYear::Agreed, [35, 30, 20, 10][municipality]);
                    observation.set(row, MunicipalYear::CarriedPlaces, [5, 0, 0, 0][municipality]);
                }
            }
        });
        let mean = |name, rest| find(&measures, name, "2024", rest).mean;
        let close =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}");
        assert_eq!(mean("settled_of_requested", "all 0301 -"), 0.8);
        assert_eq!(mean("settled_of_requested", "all 11 -"), 1.0);
        assert_eq!(mean("settled_of_requested", "all national -"), 0.9);
        assert!(!has(&measures, "settled_of_requested", "1108"), "nobody was asked for there");
        assert_eq!(mean("broken_promise", "all 0301 -"), 0.0);
        assert_eq!(mean("broken_promise", "all 1106 -"), 0.25);
        close(mean("broken_promise", "all national -"), 0.1);
        // 60 of 500 and 105 of 1,000 inhabitants in two years; the first year has none before it.
        assert_eq!(mean("settled_per_1000_24_months", "all 0301 -"), 120.0);
        assert_eq!(mean("settled_per_1000_24_months", "all national -"), 125.0);
        let first = |it: &&Measure| it.name == "settled_per_1000_24_months" && it.period == "2023";
        assert_eq!(measures.iter().find(first), None);
        // The request is 50, 30, 20 and 0 of 100, the population 50, 30, 15 and 5.
        close(mean("dissimilarity_request", "all national -"), 0.05);
        // Settled are 40, 30, 15 and 5 of 90.
        close(mean("steering_error", "all national -"), 1.0 / 3.0 - 0.3 + 5.0 / 90.0);
        let theil: f64 = [(40, 500), (30, 300), (15, 150), (5, 50)]
            .map(|(s, p)| f64::from(s) / 90.0 * (f64::from(s) / 90.0 * 1000.0 / f64::from(p)).ln())
            .iter()
            .sum();
        // Counties have 40 and 50 of 90, and half of the inhabitants each.
        let between = 4.0 / 9.0 * (8.0_f64 / 9.0).ln() + 5.0 / 9.0 * (10.0_f64 / 9.0).ln();
        close(mean("theil_between_counties", "all national -"), between);
        close(mean("theil_within_counties", "all national -"), theil - between);
        // All are of one class.
        close(mean("theil_between_centrality", "all national -"), 0.0);
        close(mean("theil_within_centrality", "all national -"), theil);
        assert_eq!(mean("municipalities_over_10_per_1000", "all national -"), 1.0);
        // Within the county 30, 15 and 5 of 50 against 300, 150 and 50 of 500: even, less what a lottery would give.
        let by_lot =
            SpreadMeter::new([300, 150, 50]).expect("populations").dissimilarity_by_lot(50);
        close(mean("dissimilarity_excess_within", "all 11 -"), -by_lot);
        assert!(!has(&measures, "dissimilarity_excess_within", "03"), "it has one municipality");
    }

    #[test]
    fn a_municipality_is_over_ten_of_a_thousand_only_above_it() {
        let measures = summarise(1, |_, observation| {
            for municipality in 0..4 {
                let row = observation.layout().municipal_year(0, municipality);
                // Of 500, 300, 150 and 50 inhabitants: 10, 13.3, 6.7 and 20 for each thousand.
                observation.set(row, MunicipalYear::Settled, [5, 4, 1, 1][municipality]);
            }
        });
        let found = find(&measures, "municipalities_over_10_per_1000", "2023", "all national -");
        assert_eq!(found.mean, 0.5);
    }

    #[test]
    fn a_year_of_waiting_and_of_beds_is_summed_up() {
        let measures = summarise(4, |replication, observation| {
            let layout = observation.layout();
            let row = layout.pace_year(0, 2);
            let settled = [900_000, 899_999, MISSING, MISSING][replication as usize];
            observation.set(row, PaceYear::Within6Months, settled);
            for month in 0..12 {
                observation.set(layout.monthly(month, 0), Monthly::Waiting, 10);
                observation.set(layout.monthly(month, 1), Monthly::Waiting, month as i64);
                for (column, value) in [
                    (Reception::Persons, if month == 3 { 150 } else { 50 }),
                    (Reception::ArrivalCentreBeds, 20),
                    (Reception::OrdinaryBeds, 50),
                    (Reception::EmergencyBeds, 30),
                    (Reception::ShortfallNights, i64::from(month == 3 && replication < 1)),
                ] {
                    observation.set(layout.reception(month), column, value);
                }
            }
        });
        let of = |name, rest| find(&measures, name, "2023", rest);
        assert_eq!(of("waiting_person_months", "quota national -").mean, 66.0);
        assert_eq!(of("waiting_person_months", "all national -").mean, 186.0);
        assert_eq!(of("bed_use_largest", "all national -").mean, 1.5);
        let mean = of("bed_use_mean", "all national -").mean;
        assert!((mean - (11.0 * 0.5 + 1.5) / 12.0).abs() < 1e-12, "{mean}");
        // Replications are in draws of two: one in four, of the draws one half and none.
        let over = of("over_capacity_probability", "all national -");
        assert_eq!((over.mean, over.q05, over.q95), (0.25, 0.25, 0.25));
        assert_eq!(over.mc_error, (0.5_f64 * 0.5 + 0.5 * 0.5).sqrt() / 4.0);
        // At the target it is met; where the share is not known there is nothing to meet.
        assert_eq!(of("target_6_months_probability", "all national -").mean, 0.5);
    }

    #[test]
    fn what_one_more_person_costs_is_summarised_where_somebody_came() {
        let measures = summarise(3, |replication, observation| {
            for group in 0..2 {
                for post in 0..2 {
                    let row = observation.layout().forward_liability(group, post);
                    let kroner = if replication == 1 || group == 1 { MISSING } else { 700 };
                    observation.set(row, ForwardLiability::Liability, kroner);
                    observation.set(row, ForwardLiability::Discounted, kroner);
                }
            }
        });
        let name = ForwardLiability::Liability.column().name;
        let found = find(&measures, name, "2023", "ukraine national 671/60");
        assert_eq!((found.mean, found.q05, found.sd), (700.0, 700.0, 0.0));
        assert!(!measures.iter().any(|it| it.name == name && it.group == "quota"));
    }

    #[test]
    fn nights_of_many_millions_of_persons_add_up() {
        let measures = summarise(1, |_, observation| {
            for month in 0..12 {
                let row = observation.layout().reception(month);
                observation.set(row, Reception::PersonNights, 3_000_000_000);
            }
        });
        let mean = |period| find(&measures, "person_nights", period, "all national -").mean;
        assert_eq!((mean("2023-01"), mean("2023")), (3e9, 3.6e10));
    }

    #[test]
    fn what_does_not_fit_into_memory_changes_nothing() {
        let dimensions = dimensions();
        let folder = tempfile::tempdir().expect("a folder");
        let summary = |memory| {
            let folder = folder.path().to_owned();
            let mut summariser = Summariser::with_memory(&dimensions, memory, folder);
            for replication in 0..23 {
                let observation = observation(&dimensions, replication);
                summariser.push(&observation).expect("there is room");
            }
            let arrived = summariser.values(|it| it.name == "arrived_persons").expect("numbers");
            (arrived, summariser.finish().expect("it can be read back"))
        };
        let (arrived, measures) = summary(MEMORY);
        // The memory of one replication, and of some.
        for memory in [0, 50_000] {
            assert!(summary(memory) == (arrived.clone(), measures.clone()), "{memory} bytes");
        }
    }

    #[test]
    fn quantiles_are_over_replications_and_what_was_not_reached_is_left_out() {
        let measures = summarise(5, |replication, observation| {
            let row = observation.layout().pace_year(1, 2);
            let settled = observation.layout().monthly(0, 0);
            observation.set(settled, Monthly::Settled, 10 * i64::from(replication));
            observation.set(row, PaceYear::Within3Months, 250_000);
            observation.set(row, PaceYear::MedianDays, super::super::columns::MISSING);
        });
        let settled = find(&measures, "settled_persons", "2023-01", "ukraine national -");
        assert_eq!((settled.mean, settled.q50, settled.q75, settled.q90), (20.0, 20.0, 30.0, 36.0));
        assert_eq!(settled.sd, 250.0_f64.sqrt());
        let share = find(&measures, "settled_within_3_months", "2024", "all national -");
        assert_eq!((share.mean, share.q05), (0.25, 0.25));
        let median = ["wait_days_median", "2024", "all"];
        let is_it = |it: &Measure| [&*it.name, &*it.period, &*it.group] == median;
        assert!(!measures.iter().any(is_it), "never reached, so there is no median");
    }

    #[test]
    fn the_layers_are_left_out_if_every_replication_is_a_draw_of_its_own() {
        let shares = |measures: &[Measure]| {
            measures.iter().filter(|it| it.name.contains("_variance_share_")).count()
        };
        assert_eq!(shares(&summarise(8, |_, _| ())), 3 * (2 * 2 + 2));
        let own = |replication, observation: &mut Observation| {
            observation.set(0, Replications::Draw, i64::from(replication));
        };
        assert_eq!(shares(&summarise(8, own)), 0);
    }
}
