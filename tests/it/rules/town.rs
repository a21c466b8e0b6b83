//! Three municipalities under Norwegian law, and households that settle, move and leave on days we choose.
//!
//! Everything goes through [`bosett::model::step`]; only what chance decides elsewhere - who settles when and
//! where, and what happens to them later - is decided here. Every rate is the value of `rules.toml`.

use bosett::calendar::{Day, Month, Year};
use bosett::chance::Chance;
use bosett::law::Law;
use bosett::model::grants::plan_floor;
use bosett::model::households::{Ages, Facts, Stage};
use bosett::model::lives::Life;
use bosett::model::reality::Reality;
use bosett::model::today::{MonthOfDay, Today, plan_days};
use bosett::model::{self, Observer, Purpose, State, World};
use bosett::scenario::library::LIBRARY;
use bosett::scenario::{Post, Scenario, check};
use std::collections::BTreeMap;

/// The capital; everybody who moves comes here.
pub const CAPITAL: usize = 0;
/// Where households settle unless a test says otherwise.
pub const VALLEY: usize = 1;
/// Municipalities in all.
const N_MUNICIPALITIES: usize = 3;

/// Tables that a scenario may name: the register; one person settled in the valley; a key of the valley alone.
const TABLES: [(&str, &str); 3] = [
    (
        "register.csv",
        "code,name,county_code,county,population\n\
         0301,Capital,03,Capital,700000\n\
         1103,Valley,11,Coast,140000\n\
         1106,Fjord,11,Coast,37000\n",
    ),
    ("one-settled.csv", "code,settled\n1103,1\n"),
    ("valley-only.csv", "code,weight\n1103,1\n"),
];

/// Norway without arrivals, families, illness or chance; year 1 is paid after 40 days, one-offs after 50 and
/// training after 100.
const BASE: &str = "extends = \"norway\"\n\
    run.register = \"register.csv\"\n\
    world.grants.year_1_days = { constant = { days = 40 } }\n\
    world.grants.one_off_days = { constant = { days = 50 } }\n\
    world.grants.training_days = { constant = { days = 100 } }\n\
    world.grants.disability_1_share = 0\n\
    world.grants.disability_2_share = 0\n\
    world.grants.newborns_per_settled = 0\n\
    world.grants.training_share = 1\n\
    world.grants.other_training_kroner = 0\n\
    world.moves.to_capital = 1\n\
    world.moves.to_same_county = 0\n\
    world.moves.deaths_per_year = 0\n\
    world.groups.ukraine.reunification.persons_per_settled = 0\n\
    world.groups.asylum.reunification.persons_per_settled = 0\n\
    world.groups.quota.reunification.persons_per_settled = 0\n\
    world.groups.minors.reunification.persons_per_settled = 0\n";

/// What happens to a settled household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Moves to the capital.
    Moves,
    /// Leaves the country.
    Emigrates,
    /// Its member dies.
    Dies,
}

/// A household and its days.
#[derive(Clone, Debug)]
pub struct Household {
    group: &'static str,
    day: &'static str,
    ages: Vec<u8>,
    is_agreed: bool,
    is_three_year: bool,
    has_disability: bool,
    later: Vec<&'static str>,
}

/// A household with collective protection that settles in the valley on its own; ages are those at the end of
/// the settlement year.
pub fn household(day: &'static str, ages: &[u8]) -> Household {
    let ages = ages.to_vec();
    let (is_agreed, is_three_year, has_disability) = (false, false, false);
    let later = Vec::new();
    Household { group: "ukraine", day, ages, is_agreed, is_three_year, has_disability, later }
}

impl Household {
    /// The same of another group.
    pub fn of(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    /// The same, settling by agreement between state and municipality.
    pub fn by_agreement(self) -> Self {
        Self { is_agreed: true, ..self }
    }

    /// The same with three grant years: family of a person with a humanitarian permit.
    pub fn with_three_years(self) -> Self {
        Self { is_three_year: true, ..self }
    }

    /// The same, to whom the first disability grant 2 of the run is paid.
    pub fn with_disability(self) -> Self {
        Self { has_disability: true, ..self }
    }

    /// The same, to which the town's fate happens on these days too.
    pub fn and_later(self, days: &[&'static str]) -> Self {
        Self { later: days.to_vec(), ..self }
    }
}

/// A run of the three municipalities.
pub struct Town {
    scenario: Scenario,
}

impl Town {
    /// From 1 January of one year to 31 December of another; those to whom something happens move.
    pub fn years(first: i32, last: i32) -> Self {
        Self::with(first, last, Fate::Moves, "")
    }

    /// The same with another fate, and with these lines on top of the scenario, each a key and its value.
    pub fn with(first: i32, last: i32, fate: Fate, lines: &str) -> Self {
        Self::new(&format!("{first}-01-01"), &format!("{last}-12-31"), fate, lines)
    }

    /// From a day to a day.
    pub fn new(start: &str, end: &str, fate: Fate, lines: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("town.toml");
        // Hazards so low that nothing happens by itself, and of one kind, so that it is this that happens.
        let [moving, leaving, dying] = [Fate::Moves, Fate::Emigrates, Fate::Dies]
            .map(|it| if it == fate { "0.000001" } else { "0" });
        let mut text = format!("{BASE}run.start = {start}\nrun.end = {end}\nrun.as_of = {start}\n");
        text.push_str(&format!("world.moves.move_per_year = [{}]\n", [moving; 5].join(", ")));
        text = text.replace("deaths_per_year = 0", &format!("deaths_per_year = {dying}"));
        for group in ["ukraine", "asylum", "quota", "family", "minors"] {
            let years = [leaving; 5].join(", ");
            text.push_str(&format!("world.groups.{group}.emigration_per_year = [{years}]\n"));
        }
        std::fs::write(&path, text).expect("a file");
        for (name, table) in TABLES {
            std::fs::write(folder.path().join(name), table).expect("a file");
        }
        let overrides: Vec<String> = lines.lines().map(str::to_owned).collect();
        let loaded = check::load(path.to_str().expect("UTF-8"), &overrides, LIBRARY);
        let (mut scenario, _) = loaded.unwrap_or_else(|problems| panic!("{problems}"));
        for parameter in &mut scenario.parameters {
            if let Some(Law::Triangular { mode, .. }) = parameter.law.take() {
                parameter.central = mode;
            }
        }
        Self { scenario }
    }

    /// Lets these households settle and live, and shows the books.
    pub fn run(&self, households: &[Household]) -> Books {
        let scenario = &self.scenario;
        let days = plan_days(scenario.run.horizon);
        let months = MonthOfDay::new(&days);
        let reality = Reality::new(scenario, 1, 0);
        let chance = Chance::new(1, 0);
        let world = World { scenario, reality: &reality, chance, months: &months, replication: 0 };
        let mut state = State::default();
        model::opening::open(&mut state, &days[0], world);
        for (position, household) in households.iter().enumerate() {
            self.bring(&mut state, position as u64, household);
        }
        let mut books = Books::default();
        for today in &days {
            model::step(&mut state, today, world, &mut books);
        }
        books
    }

    /// Puts a household on its way, to settle on its day in the valley.
    fn bring(&self, state: &mut State, key: u64, household: &Household) {
        let groups = &self.scenario.world.groups;
        let named = |it: &bosett::scenario::Group| it.id == household.group;
        let group = groups.iter().position(named).expect("a group of norway");
        let settled: Day = household.day.parse().expect("a date");
        let ages = household.ages.iter().enumerate();
        let facts = Facts {
            key,
            ages: ages.fold(Ages::default(), |ages, (member, &age)| ages.with(member, age)),
            arrival_year: settled.year().0 as i16,
            group: group as u8,
            size: household.ages.len() as u8,
            is_private: false,
            is_direct: true,
            has_children: household.ages.iter().any(|&age| age < 18),
            is_three_year: household.is_three_year,
        };
        let slot = state.households.insert(facts);
        let inserted = &mut state.households[slot];
        inserted.stage = if household.is_agreed { Stage::Agreed } else { Stage::OnItsOwn };
        inserted.municipality = VALLEY as u16;
        inserted.permit_day = -1;
        let persons = i64::from(facts.size);
        state.opening[group].on_the_way += persons;
        state.stocks[group].waiting += persons;
        state.stocks[group].agreed += if household.is_agreed { persons } else { 0 };
        let index = |day: Day| day.since(self.scenario.run.horizon.start);
        let day = index(settled) as usize;
        state.lists.add(&mut state.households, slot, Purpose::Settle, day);

        let first_year = self.scenario.first_year;
        let is_minor = groups[group].is_unaccompanied;
        for (number, later) in household.later.iter().enumerate() {
            let life = Life {
                key,
                settled_day: index(settled),
                municipality: if number == 0 { VALLEY } else { CAPITAL } as u16,
                cohort: (settled.year().0 - first_year.0) as u8,
                group: group as u8,
                size: facts.size,
                is_three_year: household.is_three_year,
                n_events: number as u8,
                minor_birth_year: if is_minor {
                    (settled.year().0 - i32::from(household.ages[0])) as i16
                } else {
                    Life::NO_MINOR
                },
                disability: if household.has_disability { [0; 3] } else { Life::NO_DISABILITY },
            };
            state.lives.add(life, index(later.parse().expect("a date")) as usize);
        }
    }
}

/// Rights and cash in kroner, as they stood at each month's end.
#[derive(Clone, Debug, Default)]
pub struct Books {
    months: BTreeMap<Month, [[(i64, i64); N_MUNICIPALITIES]; Post::N_MUNICIPAL]>,
    parts: BTreeMap<Month, [[i64; 3]; Post::N_MUNICIPAL]>,
    floors: BTreeMap<Month, [i64; Post::N_MUNICIPAL]>,
    /// Persons in the counts at the last month's end.
    pub persons_at_end: i64,
}

impl Observer for Books {
    fn on_month_end(&mut self, today: &Today, state: &State, world: World<'_>) {
        let mut accounts = [[(0, 0); N_MUNICIPALITIES]; Post::N_MUNICIPAL];
        for post in Post::ALL.into_iter().take(Post::N_MUNICIPAL) {
            for (municipality, account) in accounts[post.index()].iter_mut().enumerate() {
                let ledger = &state.ledger;
                *account = (ledger.right(post, municipality).0, ledger.cash(post, municipality).0);
            }
        }
        self.months.insert(today.month, accounts);
        self.parts.insert(today.month, state.ledger.parts_this_month);
        let floor = plan_floor(state, today, world);
        self.floors.extend(floor.map(|it| (today.month, it.map(|kroner| kroner.0))));
        self.persons_at_end = state.stocks.iter().map(|it| it.settled).sum();
    }
}

impl Books {
    fn until(&self, post: Post, municipality: usize, month: Month) -> (i64, i64) {
        let last = self.months.range(..=month).next_back();
        last.map_or((0, 0), |(_, accounts)| accounts[post.index()][municipality])
    }

    /// Rights that a municipality got in a year under a post.
    pub fn right(&self, post: Post, municipality: usize, year: i32) -> i64 {
        let (end, start) = (Year(year).last_month(), Year(year - 1).last_month());
        self.until(post, municipality, end).0 - self.until(post, municipality, start).0
    }

    /// Cash by month, months without any left out, over all municipalities.
    pub fn cash(&self, post: Post) -> Vec<(String, i64)> {
        self.flow(post, |accounts| accounts.iter().map(|it| it.1).sum())
    }

    /// Cash of one municipality by month, months without any left out.
    pub fn cash_of(&self, post: Post, municipality: usize) -> Vec<(String, i64)> {
        self.flow(post, |accounts| accounts[municipality].1)
    }

    /// Rights of one municipality by month, months without any left out.
    pub fn rights_of(&self, post: Post, municipality: usize) -> Vec<(String, i64)> {
        self.flow(post, |accounts| accounts[municipality].0)
    }

    fn flow(
        &self,
        post: Post,
        of: impl Fn(&[(i64, i64); N_MUNICIPALITIES]) -> i64,
    ) -> Vec<(String, i64)> {
        let mut before = 0;
        let mut flows = Vec::new();
        for (month, accounts) in &self.months {
            let now = of(&accounts[post.index()]);
            if now != before {
                flows.push((month.to_string(), now - before));
            }
            before = now;
        }
        flows
    }

    /// Cash of post 60 in a month as committed, new and one-off.
    pub fn parts(&self, month: &str) -> [i64; 3] {
        self.parts_of(Post::IntegrationGrant, month)
    }

    /// The same of any post.
    pub fn parts_of(&self, post: Post, month: &str) -> [i64; 3] {
        self.parts[&month.parse::<Month>().expect("a month")][post.index()]
    }

    /// Cash of a year for those settled before it.
    pub fn committed(&self, post: Post, year: i32) -> i64 {
        let months = self.parts.range(Year(year).first_month()..=Year(year).last_month());
        months.map(|(_, parts)| parts[post.index()][0]).sum()
    }

    /// What the year after costs if nobody settles after a month, where its law is known.
    pub fn floor(&self, post: Post, month: &str) -> Option<i64> {
        let month = month.parse::<Month>().expect("a month");
        self.floors.get(&month).map(|it| it[post.index()])
    }
}

/// What to compare cash and rights by month with.
pub fn months(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(month, kroner)| ((*month).to_owned(), *kroner)).collect()
}
