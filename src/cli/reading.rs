//! How a scenario is understood, on a page: what a reader needs to see that it is the one they meant.

use super::provenance::status_of;
use super::table::{Table, wrap};
use crate::calendar::Year;
use crate::model::reality::plan_central_arrivals;
use crate::origin::Status;
use crate::report::number::{decimal, millions, percent, whole};
use crate::report::text::Text;
use crate::scenario::load::{Look, Problems};
use crate::scenario::{RequestRound, RequestSize, Route, Scenario};
use std::collections::BTreeMap;

/// Where lines of the page are broken.
const WIDTH: usize = 96;

/// The page.
pub fn render_reading(scenario: &Scenario, warnings: &Problems, text: &Text) -> String {
    let reading = Reading { scenario, text };
    let parts = [
        reading.heading(),
        reading.frame(),
        reading.arrivals(),
        reading.requests(),
        reading.budget(),
        reading.parameters(),
        reading.warnings(warnings),
    ];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

struct Reading<'a> {
    scenario: &'a Scenario,
    text: &'a Text,
}

impl Reading<'_> {
    fn heading(&self) -> String {
        let Scenario { title, name, question, .. } = self.scenario;
        format!("{title} ({name})\n{question}\n")
    }

    /// Horizon, day of knowledge, replications, municipalities, branches.
    fn frame(&self) -> String {
        let Scenario { run, register, world, .. } = self.scenario;
        let (start, end) = (self.text.date(run.horizon.start), self.text.date(run.horizon.end));
        let as_of = self.text.date(run.as_of);
        let period = [("start", start.as_str()), ("end", &end), ("date", &as_of)];
        let replications = self.whole(f64::from(run.replications));
        let per_draw = self.whole(f64::from(run.replications_per_draw));
        let seed = run.seed.to_string();
        let chance = [("replications", replications.as_str()), ("n", &per_draw), ("seed", &seed)];
        let n = self.whole(register.n_municipalities() as f64);
        let inhabitants = self.whole(register.population().0 as f64);
        let places = [("n", n.as_str()), ("inhabitants", &inhabitants)];
        let mut page = format!(
            "{}\n{}\n{}\n",
            self.text.with("reading-period", &period),
            self.text.with("reading-chance", &chance),
            self.text.with("reading-municipalities", &places)
        );
        if world.branches.len() > 1 {
            let branch = |it: &crate::scenario::Branch| {
                format!("{} {}", it.name, percent(it.weight, 0, self.text.language()))
            };
            let drawn = world.branches.iter().filter(|it| it.weight > 0.0);
            let list = drawn.map(branch).collect::<Vec<_>>().join(", ");
            page.push_str(&format!("{}\n", self.text.with("reading-branches", &[("list", &list)])));
        }
        page
    }

    /// Expected arrivals by group and year, once a branch where branches differ.
    fn arrivals(&self) -> String {
        let Scenario { run, world, .. } = self.scenario;
        let drawn = world.branches.iter().enumerate().filter(|(_, it)| it.weight > 0.0);
        let (positions, branches): (Vec<usize>, Vec<_>) = drawn.unzip();
        let by_branch: Vec<Vec<Vec<f64>>> =
            positions.iter().map(|it| plan_central_arrivals(self.scenario, *it)).collect();
        let mut table = Table::default();
        let years: Vec<Year> = run.horizon.years().collect();
        table.push([String::new()].into_iter().chain(years.iter().map(Year::to_string)));
        for (position, group) in world.groups.iter().enumerate() {
            let name = format!("  {}", self.text.group(&group.id));
            if group.route == Route::Family {
                table.push([name, self.text.get("reading-family")]);
                continue;
            }
            let is_same = by_branch.iter().all(|it| it[position] == by_branch[0][position]);
            let n_rows = if is_same { 1 } else { branches.len() };
            for (branch, expected) in branches.iter().zip(&by_branch).take(n_rows) {
                let name = if is_same { name.clone() } else { format!("{name}, {}", branch.name) };
                let numbers = expected[position].iter().map(|it| self.whole(*it));
                table.push([name].into_iter().chain(numbers));
            }
        }
        format!("{}\n{}", self.text.get("reading-arrivals"), table.render())
    }

    fn requests(&self) -> String {
        let requests = &self.scenario.policy.requests;
        if requests.is_empty() {
            return format!("{}\n", self.text.get("reading-no-request"));
        }
        let mut table = Table::default();
        let heads = ["reading-issued", "reading-ordinary", "reading-minors"];
        table.push(
            [String::new()].into_iter().chain(heads.into_iter().map(|key| self.text.get(key))),
        );
        for RequestRound { year, issued, persons, minors, .. } in requests {
            let persons = match persons {
                RequestSize::Persons(number) => self.whole(number.central()),
                RequestSize::Need(factor) => {
                    let factor = decimal(factor.central(), 2, self.text.language());
                    self.text.with("reading-need", &[("factor", &factor)])
                }
            };
            table.push([
                format!("  {year}"),
                self.text.date(*issued),
                persons,
                self.whole(minors.central()),
            ]);
        }
        format!("{}\n{}", self.text.get("reading-requests"), table.render())
    }

    fn budget(&self) -> String {
        let appropriations = &self.scenario.budget.appropriations;
        if appropriations.is_empty() {
            return format!("{}\n", self.text.get("reading-no-budget"));
        }
        let mut table = Table::default();
        let mut rows: Vec<_> = appropriations.iter().collect();
        rows.sort_by_key(|it| (it.post, it.year));
        for it in rows {
            let carries =
                if it.carries_over { self.text.get("reading-carries") } else { String::new() };
            table.push([
                format!("  {} {}", it.year, it.post.code()),
                millions(it.kroner.0 as f64, 1, self.text.language()),
                carries,
            ]);
        }
        for it in &self.scenario.budget.changes {
            let kroner = millions(it.kroner.0 as f64, 1, self.text.language());
            let reason = format!("{}: {}", self.text.date(it.day), it.reason);
            table.push([format!("  {} {}", it.day.year(), it.post.code()), kroner, reason]);
        }
        format!("{}\n{}", self.text.get("reading-budget"), table.render())
    }

    /// How many numbers there are by status, and which are uncertain.
    fn parameters(&self) -> String {
        let parameters = &self.scenario.parameters;
        let n_with = |status| {
            let with = parameters.iter().filter(|it| status_of(it.origin.as_ref()) == status);
            self.whole(with.count() as f64)
        };
        let n = self.whole(parameters.len() as f64);
        let uncertain: Vec<&str> =
            parameters.iter().filter(|it| it.law.is_some()).map(|it| it.key.as_str()).collect();
        let [verified, derived, assumed] =
            [Status::Verified, Status::Derived, Status::Assumed].map(n_with);
        let arguments = [
            ("n", n.as_str()),
            ("verified", &verified),
            ("derived", &derived),
            ("assumed", &assumed),
        ];
        let n_uncertain = self.whole(uncertain.len() as f64);
        format!(
            "{}\n{}\n{}",
            self.text.with("reading-parameters", &arguments),
            self.text.with("reading-uncertain", &[("n", &n_uncertain)]),
            list_by_table(&uncertain)
        )
    }

    fn warnings(&self, warnings: &Problems) -> String {
        if warnings.is_empty() {
            return format!("{}\n", self.text.get("reading-no-warnings"));
        }
        format!("{}\n{}", self.text.get("reading-warnings"), warnings.to_text(Look::Plain))
    }

    fn whole(&self, value: f64) -> String {
        whole(value, self.text.language())
    }
}

/// Keys under the table they stand in: `world.moves: per_year, deaths`.
fn list_by_table(keys: &[&str]) -> String {
    let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys {
        // Two parts name a table well enough, but groups have each their own and rates are all law.
        let n_parts = match key.split('.').collect::<Vec<_>>()[..] {
            ["world", "groups", ..] => 3,
            ["rules", ..] => 1,
            _ => 2,
        };
        let end = key.match_indices('.').nth(n_parts - 1).map_or(key.len(), |(at, _)| at);
        let (table, rest) = key.split_at(end);
        let name = rest.trim_start_matches('.').split(['.', '[']).next().unwrap_or_default();
        let names = tables.entry(table).or_default();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let line = |(table, names): (&str, Vec<&str>)| {
        let colon = if names.is_empty() { "" } else { ": " };
        let lines = wrap(&format!("{table}{colon}{}", names.join(", ")), WIDTH, "  ");
        lines.lines().map(|line| format!("  {line}\n")).collect::<String>()
    };
    tables.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_listed_under_their_table_once() {
        let keys = [
            "world.groups.ukraine.private_share",
            "world.groups.ukraine.cases[0].days.mean",
            "world.groups.ukraine.cases[0].granted_share",
            "world.moves.per_year[0]",
            "world.moves.per_year[1]",
            "rules.elderly-grant.2024-01",
            "rules.elderly-grant.2025-01",
        ];
        let expected = "  rules: elderly-grant\n  world.groups.ukraine: private_share, cases\n  \
                        world.moves: per_year\n";
        assert_eq!(list_by_table(&keys), expected);
    }
}
