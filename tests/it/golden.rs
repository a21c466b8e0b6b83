//! Did results change? Two small worlds, every table compared as text; beside them the identities that their
//! numbers obey whatever they are.
//!
//! `golden/coast.toml` has everything in it, `golden/queue.toml` can be followed by hand. Where a change of
//! results is meant, `BOSETT_GOLDEN=write cargo test --test it golden` writes the tables anew, and the
//! difference is read before it is committed.

use bosett::engine::Engine;
use bosett::results::Measure;
use bosett::results::columns::{
    BudgetMonth, BudgetYear, MISSING, Monthly, MunicipalYear, Reception, TableId, Waits,
};
use bosett::results::observation::{Dimensions, N_WAIT_CLASSES, Observation};
use bosett::results::summarise::Summariser;
use bosett::results::tables::TableWriter;
use bosett::scenario::library::LIBRARY;
use bosett::scenario::{Post, Scenario, check};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden")
}

fn load(world: &str) -> Scenario {
    let path = folder().join(format!("{world}.toml"));
    let loaded = check::load(path.to_str().expect("UTF-8"), &[], LIBRARY);
    let (scenario, warnings) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
    assert!(warnings.is_empty(), "{warnings}");
    scenario
}

/// Every replication of a world.
fn run(scenario: &Scenario) -> (Dimensions, Vec<Observation>) {
    let engine = Engine::new(scenario);
    let observations = (0..scenario.run.replications).map(|it| engine.run_one(it)).collect();
    (engine.dimensions.clone(), observations)
}

/// Compares every table of a world with the one that was kept.
fn assert_tables_are_as_kept(world: &str) {
    let (dimensions, observations) = run(&load(world));
    let written = tempfile::tempdir().expect("a folder");
    let is_writing = std::env::var("BOSETT_GOLDEN").is_ok_and(|it| it == "write");
    let mut changed = Vec::new();
    for table in TableId::ALL.map(TableId::table) {
        let mut writer = TableWriter::create(written.path(), table, &dimensions, true)
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
        for (number, observation) in (0..).zip(&observations) {
            writer.append(number, observation).expect("it can be written");
        }
        writer.finish().expect("it can be closed");
        let text = fs::read_to_string(written.path().join(format!("{}.csv", table.name)));
        let text = text.expect("a table");
        let kept = folder().join(format!("{world}.{}.csv", table.name));
        if is_writing {
            fs::write(&kept, &text).expect("the table is kept");
        }
        let before = fs::read_to_string(&kept).unwrap_or_default().replace("\r\n", "\n");
        let lines = before.lines().map(Some).chain(std::iter::repeat(None));
        let first = text.lines().zip(lines).enumerate().find(|(_, (now, was))| Some(*now) != *was);
        if let Some((line, (now, was))) = first {
            let was = was.unwrap_or("nothing");
            changed.push(format!("{}, line {}: {now}\n  was {was}", kept.display(), line + 1));
        } else if text.lines().count() != before.lines().count() {
            changed.push(format!("{} has fewer lines than before", kept.display()));
        }
    }
    let advice =
        "if that is meant: BOSETT_GOLDEN=write cargo test --test it golden, and read the diff";
    assert!(changed.is_empty(), "results have changed:\n{}\n{advice}", changed.join("\n"));
}

#[test]
fn the_coast_is_as_it_was() {
    assert_tables_are_as_kept("coast");
}

#[test]
fn the_queue_is_as_it_was() {
    assert_tables_are_as_kept("queue");
}

/// Histories whose sums are kept, many enough that a small error in a small probability moves one of them.
pub const N_MANY: u32 = 200;

/// Every column of every table added up over its rows and over histories, as table, column and sum.
pub fn sum_columns(observations: &[Observation]) -> String {
    let mut text = "table,column,sum\n".to_owned();
    for table in TableId::ALL {
        let columns = table.table().columns;
        for (position, column) in columns.iter().enumerate() {
            let rows = observations.iter().flat_map(|it| it.values(table).chunks(columns.len()));
            let known = rows.map(|row| row[position]).filter(|it| *it != MISSING);
            let sum: i64 = known.sum();
            text.push_str(&format!("{},{},{sum}\n", table.table().name, column.name));
        }
    }
    text
}

#[test]
fn the_sums_over_many_histories_of_the_coast_are_as_they_were() {
    let scenario = load("coast");
    let engine = Engine::new(&scenario);
    let many: Vec<Observation> = (0..N_MANY).map(|it| engine.run_one(it)).collect();
    assert_as_kept("coast.sums.csv", &sum_columns(&many));
}

/// Compares a text with the one that was kept under a name.
fn assert_as_kept(name: &str, text: &str) {
    let kept = folder().join(name);
    if std::env::var("BOSETT_GOLDEN").is_ok_and(|it| it == "write") {
        fs::write(&kept, text).expect("it can be kept");
    }
    let before = fs::read_to_string(&kept).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(text, before, "if that is meant: BOSETT_GOLDEN=write cargo test --test it golden");
}

/// The same country where places have prices: what each is worth, and who goes where.
#[test]
fn the_prices_of_the_coast_are_as_they_were() {
    let path = folder().join("coast.toml");
    let set = ["policy.allocation.method='shadow-prices'".to_owned()];
    let (scenario, _) = check::load(path.to_str().expect("UTF-8"), &set, LIBRARY)
        .unwrap_or_else(|problems| panic!("{problems}"));
    let engine = Engine::new(&scenario);
    let some: Vec<Observation> = (0..5).map(|it| engine.run_one(it)).collect();
    assert_as_kept("coast.prices.csv", &sum_columns(&some));
}

/// Histories of which the summary is kept.
const N_SUMMARISED: u32 = 20;

/// Every number of the measures of a name, added up over periods, groups and places, to nine digits.
fn sum_measures(measures: &[Measure]) -> String {
    let mut sums: BTreeMap<&str, (usize, [f64; 10])> = BTreeMap::new();
    for it in measures {
        let Measure { mean, sd, q05, q10, q25, q50, q75, q90, q95, mc_error, .. } = *it;
        let (n, sum) = sums.entry(&it.name).or_default();
        *n += 1;
        let numbers = [mean, sd, q05, q10, q25, q50, q75, q90, q95, mc_error];
        sum.iter_mut().zip(numbers).for_each(|(sum, number)| *sum += number);
    }
    let mut text = "name,n,mean,sd,q05,q10,q25,q50,q75,q90,q95,mc_error\n".to_owned();
    for (name, (n, sum)) in sums {
        let numbers = sum.map(|it| format!("{it:.8e}")).join(",");
        text.push_str(&format!("{name},{n},{numbers}\n"));
    }
    text
}

#[test]
fn the_summary_of_the_coast_is_as_it_was() {
    let scenario = load("coast");
    let engine = Engine::new(&scenario);
    let mut summariser = Summariser::new(&engine.dimensions);
    (0..N_SUMMARISED)
        .for_each(|it| summariser.push(&engine.run_one(it)).expect("it fits into memory"));
    assert_as_kept(
        "coast.measures.csv",
        &sum_measures(&summariser.finish().expect("nothing is on disk")),
    );
}

/// The numbers of one replication, asked for by column.
struct Numbers<'a> {
    scenario: &'a Scenario,
    observation: &'a Observation,
}

impl Numbers<'_> {
    /// A column of `monthly`, over all groups.
    fn monthly(&self, month: usize, column: Monthly) -> i64 {
        let layout = self.observation.layout();
        let groups = 0..self.scenario.world.groups.len();
        groups.map(|group| self.observation.get(layout.monthly(month, group), column)).sum()
    }

    /// A flow of `monthly` over a year and all groups.
    fn in_year(&self, year: usize, column: Monthly) -> i64 {
        (12 * year..12 * year + 12).map(|month| self.monthly(month, column)).sum()
    }

    /// A column of `municipal_year`, over all municipalities.
    fn municipal(&self, year: usize, column: MunicipalYear) -> i64 {
        let layout = self.observation.layout();
        let municipalities = 0..self.scenario.register.n_municipalities();
        municipalities.map(|it| self.observation.get(layout.municipal_year(year, it), column)).sum()
    }

    /// A column of `budget_month`.
    fn budget(&self, month: usize, post: Post, column: BudgetMonth) -> i64 {
        self.observation.get(self.observation.layout().budget_month(month, post.index()), column)
    }

    /// A column of `budget_month` over a year.
    fn budget_of(&self, year: usize, post: Post, column: BudgetMonth) -> i64 {
        (12 * year..12 * year + 12).map(|month| self.budget(month, post, column)).sum()
    }

    /// A column of `budget_year`.
    fn budget_year(&self, year: usize, post: Post, column: BudgetYear) -> i64 {
        self.observation.get(self.observation.layout().budget_year(year, post.index()), column)
    }
}

const MUNICIPAL_POSTS: [Post; 3] =
    [Post::IntegrationGrant, Post::UnaccompaniedMinors, Post::Training];

/// What holds between the tables of one replication.
fn assert_identities(numbers: &Numbers<'_>) {
    let n_years = numbers.scenario.run.horizon.n_years();
    for month in 0..12 * n_years {
        assert_month(numbers, month);
    }
    for year in 0..n_years {
        assert_year(numbers, year);
    }
}

fn assert_month(numbers: &Numbers<'_>, month: usize) {
    let Numbers { scenario, observation } = numbers;
    for post in Post::ALL {
        let of = |column| numbers.budget(month, post, column);
        let before = match month {
            0 => None,
            month => Some(numbers.budget(month - 1, post, BudgetMonth::Outstanding)),
        };
        if let Some(before) = before {
            let change = of(BudgetMonth::Outstanding) - before;
            assert_eq!(of(BudgetMonth::Right) - of(BudgetMonth::Cash), change, "{post:?} {month}");
        }
    }
    let row = observation.layout().reception(month);
    assert_eq!(
        observation.get(row, Reception::Persons),
        numbers.monthly(month, Monthly::Reception),
        "residents of all groups in month {month}"
    );
    for (group, definition) in scenario.world.groups.iter().enumerate() {
        let of = |column| observation.get(observation.layout().monthly(month, group), column);
        assert!(of(Monthly::Agreed) <= of(Monthly::Waiting), "the agreed are among the waiting");
        assert!(of(Monthly::SelfSettled) <= of(Monthly::Settled));
        if definition.route == bosett::scenario::Route::Family {
            continue;
        }
        // Everybody with a permit of this month has settled, has left or still waits.
        let became = |column| {
            let row = |waited| observation.layout().waits(month, group, waited);
            (0..N_WAIT_CLASSES).map(|waited| observation.get(row(waited), column)).sum::<i64>()
        };
        let became = became(Waits::Settled) + became(Waits::Left) + became(Waits::StillWaiting);
        assert_eq!(of(Monthly::Permit), became, "{} in month {month}", definition.id);
    }
}

fn assert_year(numbers: &Numbers<'_>, year: usize) {
    let settled = numbers.in_year(year, Monthly::Settled);
    assert_eq!(settled, numbers.municipal(year, MunicipalYear::Settled));
    let moved = numbers.in_year(year, Monthly::Moved);
    assert_eq!(moved, numbers.municipal(year, MunicipalYear::MovedIn));
    assert_eq!(moved, numbers.municipal(year, MunicipalYear::MovedOut));
    for post in Post::ALL {
        let of = |column| numbers.budget_year(year, post, column);
        let cash = numbers.budget_of(year, post, BudgetMonth::Cash);
        assert_eq!(of(BudgetYear::Cash), cash, "{post:?}");
        let parts = [BudgetYear::Committed, BudgetYear::New, BudgetYear::OneOff].map(of);
        assert_eq!(parts.iter().sum::<i64>(), cash, "{post:?}");
        assert_eq!(of(BudgetYear::Right), numbers.budget_of(year, post, BudgetMonth::Right));
    }
    let of_posts = |column| -> i64 {
        MUNICIPAL_POSTS.iter().map(|post| numbers.budget_year(year, *post, column)).sum()
    };
    assert_eq!(of_posts(BudgetYear::Cash), numbers.municipal(year, MunicipalYear::Cash));
    // Rights of January's opening are booked before the first month; the year's are those of its end.
    assert_eq!(of_posts(BudgetYear::Right), numbers.municipal(year, MunicipalYear::Right));
}

#[test]
fn the_tables_of_the_coast_agree_with_each_other() {
    let scenario = load("coast");
    let (_, observations) = run(&scenario);
    for observation in &observations {
        let numbers = Numbers { scenario: &scenario, observation };
        assert_identities(&numbers);
        // 30 million adopted, 2 carried in and 4 in June; what is left is carried to 2024.
        let post = Post::IntegrationGrant;
        let of = |year, column| numbers.budget_year(year, post, column);
        let available = of(0, BudgetYear::Allocation)
            + of(0, BudgetYear::CarriedIn)
            + of(0, BudgetYear::Change);
        assert_eq!(available, 36_000_000);
        let left = (available - of(0, BudgetYear::Cash)).max(0);
        assert_eq!(of(1, BudgetYear::CarriedIn), left);
        // Something of everything.
        for column in [Monthly::Refused, Monthly::Left, Monthly::Moved, Monthly::Emigrated] {
            assert!(numbers.in_year(0, column) + numbers.in_year(1, column) > 0, "{column:?}");
        }
        for post in Post::ALL {
            assert!(numbers.budget_year(1, post, BudgetYear::Cash) > 0, "{post:?}");
        }
    }
}

#[test]
fn the_queue_can_be_followed_by_hand() {
    let scenario = load("queue");
    let (_, observations) = run(&scenario);
    let numbers = Numbers { scenario: &scenario, observation: &observations[0] };
    assert_identities(&numbers);
    // Seven places open on the first of each month for whoever waits or comes in it, and lapse with it.
    let mut waiting = 0;
    for month in 0..24 {
        let arrived = numbers.monthly(month, Monthly::Arrived);
        let settled = (waiting + arrived).min(7);
        assert_eq!(numbers.monthly(month, Monthly::Permit), arrived);
        assert_eq!(numbers.monthly(month, Monthly::Settled), settled, "month {month}");
        waiting += arrived - settled;
        assert_eq!(numbers.monthly(month, Monthly::Waiting), waiting, "month {month}");
    }
    assert_eq!(waiting, 0, "there are places for all in the end");
    // 50 kroner for each person of the year, 40 for each of the year before in four tens.
    let settled = [0, 1].map(|year| numbers.in_year(year, Monthly::Settled));
    let right =
        [0, 1].map(|year| numbers.budget_year(year, Post::IntegrationGrant, BudgetYear::Right));
    assert_eq!(right, [50 * settled[0], 50 * settled[1] + 40 * settled[0]]);
    for year in [0, 1] {
        let outstanding =
            numbers.budget(12 * year + 11, Post::IntegrationGrant, BudgetMonth::Outstanding);
        assert_eq!(outstanding, 0, "all is paid when the year ends");
    }
    let parts = [BudgetYear::Committed, BudgetYear::New, BudgetYear::OneOff];
    let parts = parts.map(|part| numbers.budget_year(1, Post::IntegrationGrant, part));
    assert_eq!(parts, [40 * settled[0], 50 * settled[1], 0]);
    for month in [12, 15, 18, 21] {
        let new = 50 * numbers.monthly(month, Monthly::Settled);
        let cash = numbers.budget(month, Post::IntegrationGrant, BudgetMonth::Cash);
        assert_eq!(cash, new + 10 * settled[0], "month {month}");
    }
}
