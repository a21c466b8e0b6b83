//! What the tests of the model share: small countries, their histories, and the limits of chance.

use bosett::chance::Chance;
use bosett::engine::{Engine, Interrupted};
use bosett::model::reality::Reality;
use bosett::model::today::{MonthOfDay, Today, plan_days};
use bosett::model::{self, Observer, State, World};
use bosett::results::columns::{Monthly, MunicipalYear};
use bosett::results::observation::Observation;
use bosett::scenario::library::LIBRARY;
use bosett::scenario::load::Look;
use bosett::scenario::{Group, Scenario, check};
use statrs::distribution::{ContinuousCDF, Normal};
use std::fmt::Write;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// Everybody comes alone.
pub const ADULTS: &str = "adult = { share = 1.0, adults = 1 }";

/// `decisions.csv` of a country in which no answer is known.
pub const NO_DECISIONS: &str = "code,agreed,decided_on\n";

/// A made-up country: `small.toml` with what a test is about.
#[derive(Clone, Debug)]
pub struct Country {
    /// Inhabitants of its municipalities; every two of them make a county.
    pub population: Vec<i64>,
    /// Class of centrality of each, where it matters.
    pub classes: Option<Vec<u8>>,
    /// Places a month in each, lapsing at its end; `None` where letters ask and municipalities answer.
    pub places: Option<Vec<i64>>,
    /// The text of `decisions.csv`, answers that are known, where a test has any.
    pub decisions: &'static str,
    /// Kinds of household of the group `people`.
    pub kinds: String,
    /// Kroner a person by grant year; `None` where the law decides.
    pub schedule: Option<[u32; 5]>,
    /// Everything else, as `key=value` of the scenario file; `people.` stands for `world.groups.people.`.
    pub set: Vec<String>,
}

impl Default for Country {
    /// Three municipalities with places for all.
    fn default() -> Self {
        Self {
            population: vec![3_000, 2_000, 1_000],
            classes: None,
            places: Some(vec![300_000; 3]),
            decisions: NO_DECISIONS,
            kinds: ADULTS.to_owned(),
            schedule: Some([5, 4, 3, 2, 1]),
            set: Vec::new(),
        }
    }
}

impl Country {
    /// The country in which this is set.
    pub fn with(set: &[&str]) -> Self {
        Self::default().and(set)
    }

    /// The same country with this set too.
    pub fn and(mut self, set: &[&str]) -> Self {
        self.set.extend(set.iter().map(|it| (*it).to_owned()));
        self
    }

    /// The same country with so many places a month in each municipality.
    pub fn with_places(self, places: &[i64]) -> Self {
        let population = places.iter().map(|_| 1_000).collect();
        Self { population, places: Some(places.to_vec()), ..self }
    }

    /// The same country with other households.
    pub fn with_kinds(self, kinds: &str) -> Self {
        Self { kinds: kinds.to_owned(), ..self }
    }

    /// The checked scenario, by way of files as a user writes them.
    ///
    /// # Panics
    /// With every problem, if it has any.
    pub fn scenario(&self) -> Scenario {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("it can be written");
        };
        let mut register = "code,name,county_code,county,population,centrality_class\n".to_owned();
        let mut places = "code,places\n".to_owned();
        let mut cohort = "code,settled\n".to_owned();
        for (number, population) in self.population.iter().enumerate() {
            let county = number / 2 + 1;
            let code = format!("{county:02}{number:02}");
            let class = self.classes.as_ref().map_or(String::new(), |it| it[number].to_string());
            writeln!(register, "{code},M{number},{county:02},C{county},{population},{class}")
                .expect("a text");
            let open = self.places.as_ref().map_or(0, |it| it[number]);
            writeln!(places, "{code},{open}").expect("a text");
            writeln!(cohort, "{code},{}", population / 50).expect("a text");
        }
        write("register.csv", &register);
        write("places.csv", &places);
        write("cohort.csv", &cohort);
        write("decisions.csv", self.decisions);
        let kinds = &self.kinds;
        let base = include_str!("small.toml");
        write("small.toml", &format!("{base}\n[world.groups.people.households.kinds]\n{kinds}\n"));
        let in_full = |it: &String| match it.strip_prefix("people.") {
            Some(rest) => format!("world.groups.people.{rest}"),
            None => it.clone(),
        };
        let mut set: Vec<String> = self.set.iter().map(in_full).collect();
        if self.places.is_some() {
            set.push("world.municipalities.fixed_monthly_places=places.csv".to_owned());
        }
        if let Some(schedule) = self.schedule {
            set.push(format!("world.grants.schedule={schedule:?}"));
        }
        let path = folder.path().join("small.toml");
        load(path.to_str().expect("a path of plain letters"), &set)
    }
}

/// So many people expected in each month of the country's time.
pub fn arrivals(per_month: &str) -> String {
    let level = format!("{{ from = '2022-01', to = '2045-12', per_month = {per_month} }}");
    format!("people.arrivals.path=[{{ level = {level} }}]")
}

/// The share of people's cases that ends with a permit, and how long that takes.
pub fn cases(granted_share: &str, days: &str) -> String {
    let case = format!("granted_share = {granted_share}, days = {days}");
    format!("people.cases=[{{ from = '2022-01', {case} }}]")
}

/// The names of the embedded scenarios as a message gives them: a dozen and how many there are.
pub fn names_in_a_message() -> String {
    let names = (LIBRARY.names)();
    format!("{}, … ({} in all)", names[..12].join(", "), names.len())
}

/// An embedded scenario with overrides.
pub fn embedded(name: &str, set: &[&str]) -> Scenario {
    let set: Vec<String> = set.iter().map(|it| (*it).to_owned()).collect();
    load(name, &set)
}

fn load(argument: &str, set: &[String]) -> Scenario {
    match check::load(argument, set, LIBRARY) {
        Ok((scenario, _)) => scenario,
        Err(problems) => panic!("{set:#?}\n{}", problems.to_text(Look::Plain)),
    }
}

/// What `of` reads off each replication, in order; the observations themselves are not kept.
pub fn collect<T: Send>(
    scenario: &Scenario,
    replications: Range<u32>,
    of: impl Fn(&Observation) -> T + Sync + Send,
) -> Vec<T> {
    let engine = Engine::new(scenario);
    let mut collected = Vec::new();
    engine
        .run::<Interrupted>(replications, &AtomicBool::new(false), &|| (), |block| {
            collected.extend(block.iter().map(|(_, observation)| of(observation)));
            Ok(())
        })
        .expect("nobody interrupts");
    collected
}

/// The observations of replications, in order.
pub fn observe(scenario: &Scenario, replications: Range<u32>) -> Vec<Observation> {
    collect(scenario, replications, Clone::clone)
}

/// A number of a month in the country's first group.
pub fn of_month(observation: &Observation, month_index: usize, column: Monthly) -> i64 {
    observation.get(observation.layout().monthly(month_index, 0), column)
}

/// A number of a year, added up over the municipalities.
pub fn of_year(observation: &Observation, year_index: usize, column: MunicipalYear) -> i64 {
    let layout = observation.layout();
    let first = layout.municipal_year(year_index, 0);
    observation.total(first..layout.municipal_year(year_index + 1, 0), column)
}

/// A column of `monthly` over months and the groups that are wanted.
pub fn of_groups(
    scenario: &Scenario,
    observation: &Observation,
    column: Monthly,
    months: Range<usize>,
    is_wanted: impl Fn(&Group) -> bool,
) -> i64 {
    let groups = scenario.world.groups.iter().enumerate().filter(|(_, group)| is_wanted(group));
    let groups: Vec<usize> = groups.map(|(position, _)| position).collect();
    let rows = months.flat_map(|month| groups.iter().map(move |group| (month, *group)));
    rows.map(|(month, group)| observation.get(observation.layout().monthly(month, group), column))
        .sum()
}

/// What `of` makes of the days of a replication and its first morning.
pub fn in_world<T>(
    scenario: &Scenario,
    replication: u32,
    of: impl FnOnce(&[Today], World<'_>, State) -> T,
) -> T {
    let days = plan_days(scenario.run.horizon);
    let months = MonthOfDay::new(&days);
    let seed = scenario.run.seed;
    let draw = u64::from(replication / scenario.run.replications_per_draw);
    let reality = Reality::new(scenario, seed, draw);
    let replication = u64::from(replication);
    let chance = Chance::new(seed, replication);
    let world = World { scenario, reality: &reality, chance, months: &months, replication };
    let mut state = State::default();
    model::opening::open(&mut state, &days[0], world);
    of(&days, world, state)
}

/// Runs one replication day by day and shows the state of every evening.
///
/// On the last day of a month that is the state after the month's flows have been closed.
pub fn walk(
    scenario: &Scenario,
    replication: u32,
    watch: &mut impl Observer,
    mut evening: impl FnMut(&Today, &State),
) {
    in_world(scenario, replication, |days, world, mut state| {
        for today in days {
            model::step(&mut state, today, world, watch);
            evening(today, &state);
        }
        watch.on_end(&days[days.len() - 1], &state);
    });
}

/// Watches nothing.
pub struct Nobody;

impl Observer for Nobody {}

/// Standard errors that chance exceeds once in a thousand seeds, in any of `n_comparisons` (Bonferroni).
pub fn limit(n_comparisons: usize) -> f64 {
    Normal::standard().inverse_cdf(1.0 - 0.0005 / n_comparisons as f64)
}

/// Independent values and how far their mean is from a theory.
pub struct Sample {
    /// Number of values.
    pub n: f64,
    /// Their mean.
    pub mean: f64,
    /// Their variance.
    pub variance: f64,
}

impl Sample {
    /// The sample of these values.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        // Welford's recursion: stable whatever the mean is.
        let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for value in values {
            n += 1.0;
            let before = value - mean;
            mean += before / n;
            squares += before * (value - mean);
        }
        Self { n, mean, variance: squares / (n - 1.0) }
    }

    /// Standard error of the mean.
    pub fn error(&self) -> f64 {
        (self.variance / self.n).sqrt()
    }

    /// Distance of the mean from `expected`, in standard errors.
    pub fn distance(&self, expected: f64) -> f64 {
        (self.mean - expected).abs() / self.error()
    }

    /// Asserts that the mean is `expected` and, to show that the sample can tell, that it is not `wrong`: what
    /// a program would give whose parameter is 2 % off.
    pub fn assert_mean(&self, what: &str, limit: f64, expected: f64, wrong: f64) {
        let (right, off) = (self.distance(expected), self.distance(wrong));
        let mean = self.mean;
        println!("{what}: mean {mean:.4}, theory {expected:.4}, {right:.2} of {limit:.2} errors");
        assert!(right < limit, "{what}: mean {mean}, theory {expected}: {right:.2} errors apart");
        assert!(off > limit, "{what}: {mean} would also pass for {wrong}: only {off:.2} errors");
    }
}
