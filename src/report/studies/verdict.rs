//! What a plan of a request recommends, in sentences: how many to ask for and why, at what risk, and what it costs to be
//! one step off. Picks rows of the plan's sheets and computes nothing but the distance between two of them.

use super::key;
use crate::report::number::{millions, rounded, whole};
use crate::report::text::Text;
use crate::results::sheet::Sheet;

/// The sentences, the most important first; none where the sheets are not those of a plan.
pub fn sentences(sheets: &[Sheet], text: &Text) -> Vec<String> {
    let found = |name: &str| sheets.iter().find(|it| it.name == name && !it.rows.is_empty());
    let (Some(requests), Some(prices)) = (found("plan_regret"), found("plan_prices")) else {
        return Vec::new();
    };
    let is_cheapest = |row: &usize| {
        ["least_cost", "least_regret_and_cost"].contains(&requests.words(*row, "note"))
    };
    let Some(row) = (0..requests.rows.len()).find(is_cheapest) else { return Vec::new() };
    let verdict = Verdict { requests, prices, row, text };
    let guarantee = found("plan_guarantee").map(|it| verdict.guarantee(it));
    let mut sentences = verdict.cheapest();
    sentences.extend(guarantee.flatten());
    sentences.extend(verdict.risk());
    sentences.extend(verdict.step_off());
    sentences
}

/// The request that costs least, among those that were compared.
struct Verdict<'a> {
    requests: &'a Sheet,
    prices: &'a Sheet,
    row: usize,
    text: &'a Text,
}

impl Verdict<'_> {
    /// How many to ask for, and at which prices.
    fn cheapest(&self) -> Vec<String> {
        let kroner = |name| Some(whole(self.prices.number(0, name)?, self.text.language()));
        let arguments = [
            ("request", self.request(self.row)),
            ("number", Some(self.requests.rows.len().to_string())),
            ("cost", self.of("expected_cost")),
            ("short", kroner("price_short")),
            ("idle", kroner("price_idle")),
        ];
        let is_at_end = self.row == 0 || self.row + 1 == self.requests.rows.len();
        let end = is_at_end.then(|| self.text.get("plan-at-end"));
        self.told("plan-cheapest", arguments).into_iter().chain(end).collect()
    }

    /// Whether the guarantee asks for more.
    fn guarantee(&self, tried: &Sheet) -> Option<String> {
        let is_smallest = |row: &usize| tried.words(*row, "note") == "smallest_request";
        let Some(row) = (0..tried.rows.len()).find(is_smallest) else {
            return Some(self.text.get("plan-guarantee-never"));
        };
        let smallest = tried.number(row, "request")?;
        let is_more = smallest > self.requests.number(self.row, "request")?;
        let key = if is_more { "plan-guarantee-more" } else { "plan-guarantee-kept" };
        let arguments = [
            ("request", Some(whole(smallest, self.text.language()))),
            ("percent", Some(self.text.probability(tried.number(row, "broken")?))),
        ];
        self.told(key, arguments)
    }

    /// What it costs when things go badly, and in which branch it is regretted.
    fn risk(&self) -> Option<String> {
        let worst = self.requests.number(self.row, "largest_regret")? > 0.0;
        let branch = self.requests.words(self.row, "worst_branch");
        let branch = self.text.find(&key("branch", branch)).unwrap_or_else(|| branch.to_owned());
        let arguments = [
            ("request", self.request(self.row)),
            ("worst", self.of("cost_worst_tenth")),
            ("branch", Some(branch)),
            ("regret", self.of("largest_regret")),
        ];
        self.told(if worst { "plan-risk-regret" } else { "plan-risk" }, arguments)
    }

    /// What the requests beside it cost more.
    fn step_off(&self) -> Option<String> {
        let cost = |row| self.requests.number(row, "expected_cost");
        let more = |row: Option<usize>| {
            let kroner = cost(row?)? - cost(self.row)?;
            Some((self.request(row?)?, millions(kroner, 0, self.text.language())))
        };
        let (fewer, further) = (more(self.row.checked_sub(1)), more(Some(self.row + 1)));
        let key = match (&fewer, &further) {
            (Some(_), Some(_)) => "plan-step",
            (Some(_), None) => "plan-step-fewer",
            (None, Some(_)) => "plan-step-more",
            (None, None) => return None,
        };
        let (lower, less) = fewer.unzip();
        let (higher, more) = further.unzip();
        let all = [("lower", lower), ("less", less), ("higher", higher), ("more", more)];
        let known = all.into_iter().filter_map(|(name, it)| Some((name, it?)));
        let known: Vec<_> = known.collect();
        let arguments: Vec<_> = known.iter().map(|(name, it)| (*name, it.as_str())).collect();
        Some(self.text.with(key, &arguments))
    }

    /// The text, if all that it names is known.
    fn told<const N: usize>(
        &self,
        key: &str,
        arguments: [(&str, Option<String>); N],
    ) -> Option<String> {
        let known = arguments.into_iter().map(|(name, it)| Some((name, it?)));
        let known: Vec<_> = known.collect::<Option<_>>()?;
        let arguments: Vec<_> = known.iter().map(|(name, it)| (*name, it.as_str())).collect();
        Some(self.text.with(key, &arguments))
    }

    fn request(&self, row: usize) -> Option<String> {
        Some(whole(self.requests.number(row, "request")?, self.text.language()))
    }

    /// Millions of kroner of the request that costs least, for a sentence.
    fn of(&self, name: &str) -> Option<String> {
        Some(rounded(self.requests.number(self.row, name)? / 1e6, self.text.language()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::Language;
    use crate::results::sheet::{Cell, Shape};

    /// Three requests, of which the one at `cheapest` costs least.
    fn sheets(cheapest: usize, guarantee: Option<(f64, bool)>) -> Vec<Sheet> {
        let names = ["request", "expected_cost", "cost_worst_tenth", "largest_regret"];
        let mut columns = names.map(|it| (it, Shape::Whole)).to_vec();
        columns.extend([("worst_branch", Shape::Text), ("note", Shape::Text)]);
        let mut requests = Sheet::new("plan_regret", &columns);
        for (row, request) in [20_000.0, 30_000.0, 40_000.0].into_iter().enumerate() {
            let cost = if row == cheapest { 500e6 } else { 900e6 + 100e6 * row as f64 };
            let numbers = [request, cost, 2_500e6, 300e6].map(Cell::Number);
            let note = if row == cheapest { Cell::Word("least_cost") } else { Cell::Nothing };
            requests.push(numbers.into_iter().chain([Cell::text("high"), note]).collect());
        }
        let columns = ["price_short", "price_idle"].map(|it| (it, Shape::Whole));
        let mut prices = Sheet::new("plan_prices", &columns);
        prices.push([300_000.0, 100_000.0].map(Cell::Number).into());
        let mut sheets = vec![prices, requests];
        if let Some((request, is_kept)) = guarantee {
            let columns =
                [("request", Shape::Whole), ("broken", Shape::Percent), ("note", Shape::Text)];
            let mut tried = Sheet::new("plan_guarantee", &columns);
            let note = if is_kept { Cell::Word("smallest_request") } else { Cell::Nothing };
            tried.push(vec![Cell::Number(request), Cell::Number(0.09), note]);
            sheets.push(tried);
        }
        sheets
    }

    #[test]
    fn a_plan_says_what_to_ask_for_why_at_what_risk_and_what_a_step_costs() {
        let told = sentences(&sheets(1, None), &Text::new(Language::En)).join(" ");
        for said in
            ["Ask for 30,000", "NOK 500 million", "300,000", "100,000", "2,500", "300 million"]
        {
            assert!(told.contains(said), "{said}: {told}");
        }
        // 900 and 1,100 less 500.
        assert!(told.contains("(20,000) costs NOK 400 million more"), "{told}");
        assert!(told.contains("(40,000) NOK 600 million more"), "{told}");
        for language in Language::ALL {
            assert_eq!(sentences(&sheets(1, None), &Text::new(language)).len(), 3);
            let at_end = sentences(&sheets(2, Some((35_000.0, true))), &Text::new(language));
            assert_eq!(at_end.len(), 5, "{at_end:?}");
        }
    }

    #[test]
    fn a_guarantee_may_ask_for_more_or_be_kept_already_or_never() {
        let text = Text::new(Language::En);
        let told = |guarantee| sentences(&sheets(1, Some(guarantee)), &text)[1].clone();
        assert!(told((35_000.0, true)).contains("ask for 35,000"), "{}", told((35_000.0, true)));
        assert!(told((25_000.0, true)).contains("from 25,000"), "{}", told((25_000.0, true)));
        assert_eq!(told((25_000.0, false)), text.get("plan-guarantee-never"));
    }

    #[test]
    fn sheets_of_another_study_recommend_nothing() {
        let sheets = [Sheet::new("sweep", &[("request", Shape::Whole)])];
        assert!(sentences(&sheets, &Text::new(Language::En)).is_empty());
    }
}
