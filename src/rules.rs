//! The law as data: `rules.toml` becomes [`Rules`], one dated [`Rule`] for each grant rate and limit.
//!
//! A rate of 2023 is never used for 2031: outside its life a rule is an error. Nothing here computes a
//! grant; that is the ledger's work.

mod file;
mod move_split;
mod parse;
mod rule;

use crate::calendar::{GrantYear, Month, Year};
use crate::dated::Dated;
use crate::units::Kroner;

pub use move_split::{MoveRule, MoveSplit};
pub use parse::BrokenRules;
pub use rule::{Amount, Rule, RuleFigure, RuleNotInForce, RuleValue};

/// Who a person is for grant year 1 of the integration grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantCategory {
    /// An adult settled alone.
    SingleAdult,
    /// An adult settled with family.
    Adult,
    /// A child settled with family.
    Child,
    /// A minor without parents, also one who has turned 18 at settlement.
    UnaccompaniedMinor,
}

/// Declares [`Rules`]: each field once, with the name of its rule in the file.
macro_rules! rules {
    ($($(#[$doc:meta])+ $field:ident: $amount:ty = $name:literal;)+) => {
        /// Every rule the model knows.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Rules {
            $($(#[$doc])+ pub $field: Rule<$amount>,)+
            /// How a grant year is divided when a person moves to another municipality.
            pub move_split: Dated<MoveRule>,
        }

        impl Rules {
            fn from_found(mut found: parse::Found) -> Result<Self, BrokenRules> {
                let rules = Self {
                    $($field: found.take::<$amount>($name)?,)+
                    move_split: found.take_move_split()?,
                };
                found.check_empty().map(|()| rules)
            }

            /// Every value of every rule with its origin, for provenance.
            pub fn figures(&self) -> Vec<RuleFigure<'_>> {
                let mut figures = Vec::new();
                $(self.$field.add_figures(&mut figures);)+
                figures
            }

            /// For each rule that must cover a run (all but schemes), the first of the months from
            /// `first` to `last` in which it is not in force.
            pub fn missing(&self, first: Month, last: Month) -> Vec<RuleNotInForce> {
                let mut missing = Vec::new();
                $(self.$field.add_missing(first, last, &mut missing);)+
                missing
            }

            fn prolong(&mut self, end: Month, later: Month) {
                $(self.$field.values.prolong(end, later);)+
                self.move_split.prolong(end, later);
            }
        }
    };
}

rules! {
    /// Integration grant, grant year 1, adult settled alone.
    integration_grant_year_1_single_adult: Kroner = "integration-grant-year-1-single-adult";
    /// Integration grant, grant year 1, adult settled with family.
    integration_grant_year_1_adult: Kroner = "integration-grant-year-1-adult";
    /// Integration grant, grant year 1, child settled with family.
    integration_grant_year_1_child: Kroner = "integration-grant-year-1-child";
    /// Integration grant, grant year 1, unaccompanied minor.
    integration_grant_year_1_unaccompanied_minor: Kroner =
        "integration-grant-year-1-unaccompanied-minor";
    /// Integration grant, grant year 2, any person.
    integration_grant_year_2: Kroner = "integration-grant-year-2";
    /// Integration grant, grant year 3, any person.
    integration_grant_year_3: Kroner = "integration-grant-year-3";
    /// Integration grant, grant year 4, any person.
    integration_grant_year_4: Kroner = "integration-grant-year-4";
    /// Integration grant, grant year 5, any person.
    integration_grant_year_5: Kroner = "integration-grant-year-5";
    /// One-off for a child of kindergarten age.
    kindergarten_grant: Kroner = "kindergarten-grant";
    /// One-off for a person of elderly age.
    elderly_grant: Kroner = "elderly-grant";
    /// Disability grant 1, one-off.
    disability_grant_1: Kroner = "disability-grant-1";
    /// Own share of the municipality in expenditure under disability grant 1.
    disability_grant_1_own_share: Kroner = "disability-grant-1-own-share";
    /// Highest amount a year of disability grant 2.
    disability_grant_2_cap: Kroner = "disability-grant-2-cap";
    /// Own share of the municipality a year in expenditure under disability grant 2.
    disability_grant_2_own_share: Kroner = "disability-grant-2-own-share";
    /// Special grant a year for a minor up to the young age limit.
    unaccompanied_minor_grant_to_16: Kroner = "unaccompanied-minor-grant-to-16";
    /// Special grant a year for a minor over the young age limit.
    unaccompanied_minor_grant_17_to_20: Kroner = "unaccompanied-minor-grant-17-to-20";
    /// Norwegian training for a person with collective protection; a scheme.
    norwegian_training_collective_protection: Kroner =
        "norwegian-training-per-person-collective-protection";
    /// Norwegian training for any other person.
    norwegian_training_other: Kroner = "norwegian-training-per-person-other";
    /// Base grant for Norwegian training, 1 to 3 persons.
    norwegian_training_base_1_to_3: Kroner = "norwegian-training-base-1-to-3";
    /// Base grant for Norwegian training, 4 to 150 persons.
    norwegian_training_base_4_to_150: Kroner = "norwegian-training-base-4-to-150";
    /// Extra for each person settled above the request; a scheme.
    bonus_above_request: Kroner = "bonus-above-request";
    /// Grant a month for private stay before settlement; a scheme.
    private_stay_grant_per_month: Kroner = "private-stay-grant-per-month";
    /// Calendar years of the integration grant.
    integration_grant_years: i64 = "integration-grant-years";
    /// The same for family of a person with a humanitarian permit.
    integration_grant_years_family_of_humanitarian: i64 =
        "integration-grant-years-family-of-humanitarian";
    /// Payments a year of grant years 2 to 5.
    integration_grant_instalments: i64 = "integration-grant-instalments";
    /// Years from first settlement within which family must have applied.
    family_window_years: i64 = "family-window-years";
    /// Months after the mother's settlement within which a newborn gives the right to the grant.
    newborn_window_months: i64 = "newborn-window-months";
    /// Adult from the calendar year of turning this age.
    adult_age: i64 = "adult-age";
    /// Elderly grant from this age.
    elderly_age: i64 = "elderly-age";
    /// Kindergarten grant to this age, included.
    kindergarten_age_to: i64 = "kindergarten-age-to";
    /// Last age of the higher grant for minors.
    minor_grant_young_last_age: i64 = "minor-grant-young-last-age";
    /// Last age of the grant for minors.
    minor_grant_last_age: i64 = "minor-grant-last-age";
    /// Years of disability grant 2.
    disability_grant_2_years: i64 = "disability-grant-2-years";
    /// Years of disability grant 2 for those settled from special accommodation.
    disability_grant_2_years_special_accommodation: i64 =
        "disability-grant-2-years-special-accommodation";
}

/// The text of the rules shipped with the program.
pub const TEXT: &str = include_str!("../scenarios/reference/rules.toml");

impl Rules {
    /// The rules shipped with the program.
    ///
    /// # Panics
    /// If our own file is broken, which the tests rule out.
    pub fn embedded() -> Self {
        Self::parse(TEXT)
            .unwrap_or_else(|broken| panic!("scenarios/reference/rules.toml: {broken}"))
    }

    /// Rules from the text of a file like `rules.toml`.
    pub fn parse(text: &str) -> Result<Self, BrokenRules> {
        Self::from_found(parse::Found::read(text)?)
    }

    /// The last year in which every rule that must cover a run is known.
    pub fn last_year(&self) -> Year {
        Year(self.end().year().0 - 1)
    }

    /// What is in force in the last known year stays as it is through `last`: an assumption of who asks for it, never a
    /// default. Schemes that ended before stay ended.
    #[must_use]
    pub fn continued_to(mut self, last: Year) -> Self {
        let end = self.end();
        self.prolong(end, last.plus(1).first_month());
        self
    }

    /// The month on which the known law ends.
    fn end(&self) -> Month {
        let ends = self.figures().into_iter().filter_map(|it| it.until);
        ends.max().expect("a rule ends")
    }

    /// The rate of the integration grant in a grant year; the category matters in the first only.
    pub fn integration_grant(&self, year: GrantYear, category: GrantCategory) -> &Rule<Kroner> {
        match (year.index(), category) {
            (0, GrantCategory::SingleAdult) => &self.integration_grant_year_1_single_adult,
            (0, GrantCategory::Adult) => &self.integration_grant_year_1_adult,
            (0, GrantCategory::Child) => &self.integration_grant_year_1_child,
            (0, GrantCategory::UnaccompaniedMinor) => {
                &self.integration_grant_year_1_unaccompanied_minor
            }
            (1, _) => &self.integration_grant_year_2,
            (2, _) => &self.integration_grant_year_3,
            (3, _) => &self.integration_grant_year_4,
            _ => &self.integration_grant_year_5,
        }
    }

    /// How a grant year is divided for a move in `month`.
    pub fn move_split_at(&self, month: Month) -> Result<MoveSplit, RuleNotInForce> {
        let in_force = self.move_split.at(month);
        in_force.map(|it| it.split).map_err(|_| RuleNotInForce { rule: "move-split", month })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Status;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    /// The value of a rule in a month, or nothing outside its life.
    fn at<T: Amount>(rule: &Rule<T>, text: &str) -> Option<i64> {
        rule.at(month(text)).ok().map(Amount::integer)
    }

    #[test]
    fn the_verified_rates_hold_on_both_sides_of_each_new_year() {
        let rules = Rules::embedded();
        let single = &rules.integration_grant_year_1_single_adult;
        assert_eq!(at(single, "2017-01"), Some(235_000));
        assert_eq!(at(single, "2017-12"), Some(235_000));
        assert_ne!(at(single, "2018-01"), Some(235_000));
        assert_eq!(at(single, "2023-12"), Some(241_000));
        assert_eq!(at(single, "2024-01"), Some(241_100));
        let cap = &rules.disability_grant_2_cap;
        assert_eq!(at(cap, "2023-12"), Some(1_520_000));
        assert_eq!(at(cap, "2024-01"), Some(1_608_000));
        let minor = &rules.unaccompanied_minor_grant_to_16;
        assert_eq!(at(minor, "2016-12"), Some(207_000), "before the reform");
        assert_eq!(at(minor, "2017-01"), Some(1_118_000), "after the reform");
        assert_eq!(at(&rules.unaccompanied_minor_grant_17_to_20, "2023-06"), Some(705_000));
        assert_eq!(at(&rules.elderly_grant, "2024-01"), Some(180_600));
        assert_eq!(at(&rules.kindergarten_grant, "2017-06"), Some(25_100));
        assert_eq!(at(&rules.disability_grant_1, "2023-01"), Some(196_400));
    }

    #[test]
    fn the_five_year_sums_are_those_of_the_budget_documents() {
        let rules = Rules::embedded();
        let sum = |year: i32, category| -> i64 {
            let rate = |n| GrantYear::of(Year(year), Year(year + n)).expect("one of five");
            let amounts = (0..5).map(|n| {
                let rule = rules.integration_grant(rate(n), category);
                rule.at(Year(year).first_month()).expect("in force").0
            });
            amounts.sum()
        };
        // Prop. 1 S Tillegg 1 (2013-2014), and the table of 2017.
        assert_eq!(sum(2014, GrantCategory::SingleAdult), 717_600);
        assert_eq!(sum(2014, GrantCategory::Child), 669_600);
        assert_eq!(sum(2017, GrantCategory::SingleAdult), 786_500);
        assert_eq!(sum(2017, GrantCategory::Adult), 736_500);
        // A minor has 185,000 in the first year where an adult alone has 235,000, and the same in later ones.
        assert_eq!(sum(2017, GrantCategory::UnaccompaniedMinor), 786_500 - 50_000);
    }

    #[test]
    fn schemes_come_and_go_on_their_months() {
        let rules = Rules::embedded();
        let bonus = &rules.bonus_above_request;
        let stay = &rules.private_stay_grant_per_month;
        let training = &rules.norwegian_training_collective_protection;
        let cases = [
            (bonus, "2015-12", None),
            (bonus, "2016-01", Some(50_000)),
            (bonus, "2016-12", Some(50_000)),
            (bonus, "2017-01", None),
            (bonus, "2021-12", None),
            (bonus, "2022-01", Some(50_000)),
            (bonus, "2023-12", Some(50_000)),
            (bonus, "2024-01", None),
            (stay, "2022-02", None),
            (stay, "2022-03", Some(17_552)),
            (stay, "2024-02", Some(17_552)),
            (stay, "2024-03", None),
            (training, "2021-12", None),
            (training, "2022-12", Some(35_800)),
            (training, "2023-01", Some(45_000)),
            (training, "2023-12", Some(45_000)),
            (training, "2024-01", Some(48_400)),
        ];
        for (rule, text, expected) in cases {
            assert!(rule.is_scheme() && !rules.adult_age.is_scheme());
            assert_eq!(at(rule, text), expected, "{} in {text}", rule.name());
        }
    }

    #[test]
    fn special_accommodation_got_ten_years_in_2022() {
        let rules = Rules::embedded();
        let years = &rules.disability_grant_2_years_special_accommodation;
        assert_eq!(at(years, "2021-12"), Some(5));
        assert_eq!(at(years, "2022-01"), Some(10));
        assert_eq!(at(&rules.disability_grant_2_years, "2022-01"), Some(5));
        let limits = [
            (&rules.integration_grant_years, 5),
            (&rules.integration_grant_years_family_of_humanitarian, 3),
            (&rules.family_window_years, 5),
            (&rules.newborn_window_months, 6),
            (&rules.adult_age, 18),
            (&rules.elderly_age, 60),
            (&rules.kindergarten_age_to, 5),
            (&rules.minor_grant_young_last_age, 16),
            (&rules.minor_grant_last_age, 20),
            (&rules.integration_grant_instalments, 4),
        ];
        for (rule, expected) in limits {
            assert_eq!(at(rule, "2012-01"), Some(expected), "{}", rule.name());
            assert_eq!(at(rule, "2030-12"), Some(expected), "{}", rule.name());
        }
    }

    #[test]
    fn moves_change_their_table_once() {
        let rules = Rules::embedded();
        let at = |text| rules.move_split_at(month(text));
        assert_eq!(at("2020-12"), Ok(MoveSplit::EighthsByQuarter([1, 3, 5, 7])));
        assert_eq!(at("2021-01"), Ok(MoveSplit::CurrentAndFollowingMonth));
        let early = at("2011-12").expect_err("before its life");
        assert_eq!(early.to_string(), "rule move-split is not in force in 2011-12");
    }

    #[test]
    fn outside_its_life_a_rule_is_an_error_that_names_it() {
        let rules = Rules::embedded();
        for text in ["2011-12", "2031-01"] {
            let error = rules.elderly_grant.at(month(text)).expect_err("outside its life");
            assert_eq!(error, RuleNotInForce { rule: "elderly-grant", month: month(text) });
            assert_eq!(error.to_string(), format!("rule elderly-grant is not in force in {text}"));
        }
        assert_eq!(rules.missing(month("2012-01"), month("2030-12")), []);
        let missing = rules.missing(month("2030-12"), month("2031-02"));
        assert!(missing.iter().all(|it| it.month == month("2031-01")));
        assert!(missing.iter().any(|it| it.rule == "adult-age"));
        assert!(missing.iter().all(|it| it.rule != "bonus-above-request"), "a scheme may end");
    }

    #[test]
    fn the_law_goes_on_as_it_was_in_its_last_year_where_that_is_asked_for() {
        let known = Rules::embedded();
        assert_eq!(known.last_year(), Year(2030));
        let rules = known.clone().continued_to(Year(2042));
        assert_eq!(rules.last_year(), Year(2042));
        assert_eq!(rules.missing(month("2012-01"), month("2042-12")), []);
        let names =
            |missing: Vec<RuleNotInForce>| missing.iter().map(|it| it.rule).collect::<Vec<_>>();
        let beyond = rules.missing(month("2043-01"), month("2043-01"));
        assert_eq!(names(beyond), names(known.missing(month("2031-01"), month("2031-01"))));
        let grant = &rules.integration_grant_year_2;
        assert_eq!(at(grant, "2042-12"), at(&known.integration_grant_year_2, "2030-01"));
        assert_eq!(
            grant.since(month("2042-12")),
            Some(month("2030-01")),
            "one entry, so one parameter"
        );
        assert_eq!(at(&rules.bonus_above_request, "2042-12"), None, "ended in 2024");
        assert_eq!(rules.move_split_at(month("2042-12")), known.move_split_at(month("2030-12")));
        assert_eq!(known.clone().continued_to(Year(2029)), known, "nothing is cut short");
    }

    #[test]
    fn every_value_has_an_origin_and_every_assumption_a_range() {
        let rules = Rules::embedded();
        let figures = rules.figures();
        assert!(figures.len() > 300, "{} values", figures.len());
        for figure in figures {
            assert!(!figure.origin.source.is_empty(), "{} {}", figure.rule, figure.from);
            assert!(!figure.unit.is_empty(), "{}", figure.rule);
            let until = figure.until.unwrap_or_else(|| panic!("{} never ends", figure.rule));
            assert!(until > figure.from, "{} from {} until {until}", figure.rule, figure.from);
            let assumed = figure.origin.status == Status::Assumed;
            assert!(!assumed || figure.range.is_some(), "{} {}", figure.rule, figure.from);
        }
    }

    #[test]
    fn a_rule_says_what_it_is() {
        let rule = Rules::embedded().adult_age;
        assert_eq!((rule.name(), rule.unit()), ("adult-age", "years of age"));
        assert!(rule.description().contains("dult"), "{}", rule.description());
        let cap = Rules::embedded().disability_grant_2_cap;
        assert_eq!(cap.since(month("2024-07")), Some(month("2024-01")));
        assert_eq!(cap.since(month("2011-12")), None);
    }

    #[test]
    fn a_broken_file_says_what_is_wrong() {
        let ours = include_str!("../scenarios/reference/rules.toml");
        let cases = [
            ("\"adult-age\"", "\"adult-age-2\"", "rule adult-age is missing"),
            ("\"adult-age\"", "\"elderly-age\"", "rule elderly-age stands twice"),
            (
                "from = \"2017-01\"",
                "from = \"2017-13\"",
                "\"2017-13\" is not a month such as 2023-05",
            ),
            ("low = 186_700", "low = 386_700", "needs low and high around it"),
            (", low = 145_300, high = 170_500", "", "needs low and high around it"),
            ("\"kroner per person\"", "\"euro\"", "unit \"euro\" does not fit"),
            ("unit = \"years\"", "unit = \"kroner\"", "unit \"kroner\" does not fit"),
            ("\"verified\"", "\"certain\"", "\"certain\" is not a status"),
            ("shares = [1, 3, 5, 7]", "shares = [1, 3, 5, 9]", "needs four shares"),
            ("2013-01", "2012-01", "does not come after the one before it"),
            ("\nscheme = true", "\nschema = true", "unknown field `schema`"),
        ];
        for (found, replaced, expected) in cases {
            assert!(ours.contains(found));
            let error =
                Rules::parse(&ours.replacen(found, replaced, 1)).map(|_| ()).expect_err(found);
            assert!(error.to_string().contains(expected), "{error}");
        }
        let extra = format!(
            "{ours}\n[[rule]]\nname = \"x\"\ndescription = \"\"\nunit = \"\"\nvalues = []\n"
        );
        let error = Rules::parse(&extra).map(|_| ()).expect_err("an unknown rule");
        assert_eq!(error, BrokenRules::Unknown("x".to_owned()));
    }
}
