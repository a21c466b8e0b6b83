//! Published budgets and accounts, in whole kroner.

use super::file::{self, BudgetRow, LetterRow, PaymentRow};
use crate::calendar::Year;
use crate::origin::Origin;
use crate::units::Kroner;

/// A post of the state budget in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetPost {
    /// Budget year.
    pub year: Year,
    /// Chapter (kapittel) of the accounts that year.
    pub chapter: String,
    /// Chapter of the adopted budget, which differs in 2016 and 2018.
    pub chapter_adopted: String,
    /// Post of the chapter.
    pub post: String,
    /// Chapter and post of 2023, the same through all years, for example `671/60`.
    pub series: String,
    /// Norwegian name.
    pub name: String,
    /// Adopted budget (saldert).
    pub adopted: Option<Kroner>,
    /// After all changes in the year (RNB, nysaldering and others).
    pub revised: Option<Kroner>,
    /// Accounts (regnskap).
    pub accounts: Option<Kroner>,
    /// Source and status.
    pub origin: Origin,
}

/// All posts and years, 2014 to 2024, by post and year.
pub fn budget_posts() -> Vec<BudgetPost> {
    let rows: Vec<BudgetRow> = file::embedded("budget-posts.csv");
    let posts = rows.into_iter().map(|row| BudgetPost {
        origin: row.origin(),
        year: Year(row.year),
        chapter: row.chapter,
        chapter_adopted: row.chapter_adopted,
        post: row.post,
        series: row.series,
        name: row.name,
        adopted: row.adopted_mill,
        revised: row.revised_mill,
        accounts: row.accounts_mill,
    });
    posts.collect()
}

/// The post of a series (`671/60`) in a year.
pub fn budget_post(series: &str, year: Year) -> Option<BudgetPost> {
    budget_posts().into_iter().find(|it| it.series == series && it.year == year)
}

/// What may be done with a post beyond its amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostKeyword {
    /// "Kan overføres": what is left may be used the next year.
    MayBeCarriedOver,
    /// "Overslagsbevilgning": bound by rules, may be exceeded.
    Estimate,
}

/// A post of the allocation letter (tildelingsbrev) to IMDi for 2023.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterPost {
    /// Chapter (kapittel).
    pub chapter: String,
    /// Post of the chapter.
    pub post: String,
    /// Norwegian name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Allocation for 2023.
    pub allocated: Kroner,
    /// What the letter says beside the amount.
    pub keyword: Option<PostKeyword>,
    /// Source and status.
    pub origin: Origin,
}

/// The allocation letter for 2023, in its order.
pub fn letter_2023() -> Vec<LetterPost> {
    let rows: Vec<LetterRow> = file::embedded("letter-2023.csv");
    let posts = rows.into_iter().map(|row| LetterPost {
        origin: row.origin(),
        chapter: row.chapter,
        post: row.post,
        name: row.name,
        name_en: row.name_en,
        allocated: row.allocated_mill.expect("our own letter-2023.csv has every amount"),
        keyword: match row.keyword.as_str() {
            "may_be_carried_over" => Some(PostKeyword::MayBeCarriedOver),
            "estimate" => Some(PostKeyword::Estimate),
            _ => None,
        },
    });
    posts.collect()
}

/// Payments to municipalities for one component of a post in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Year of payment.
    pub year: Year,
    /// Chapter and post of 2023.
    pub series: String,
    /// Part of the post, for example `integration-grant-year-1`; `sum` for all of them.
    pub component: String,
    /// Paid.
    pub paid: Kroner,
    /// Municipalities with a figure, where that is known.
    pub n_municipalities: Option<u16>,
    /// Source and status.
    pub origin: Origin,
}

/// What the posts consisted of in 2022 and 2023.
pub fn payments() -> Vec<Payment> {
    let rows: Vec<PaymentRow> = file::embedded("payments-by-component.csv");
    let payments = rows.into_iter().map(|row| Payment {
        origin: row.origin(),
        year: Year(row.year),
        series: row.series,
        component: row.component,
        paid: row.paid_mill.expect("our own payments-by-component.csv has every amount"),
        n_municipalities: row.municipalities_reporting,
    });
    payments.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_adds_up_to_its_own_sum() {
        let letter = letter_2023();
        let chapter_671 = letter.iter().filter(|it| it.chapter == "671").map(|it| it.allocated);
        assert_eq!(chapter_671.sum::<Kroner>(), Kroner(17_349_100_000));
        let grant = letter.iter().find(|it| it.chapter == "671" && it.post == "60");
        let grant = grant.expect("the integration grant");
        assert_eq!(grant.allocated, Kroner(15_335_900_000));
        assert_eq!(grant.keyword, Some(PostKeyword::MayBeCarriedOver));
    }

    #[test]
    fn the_integration_grant_of_2023_is_the_letters_and_was_exceeded() {
        let post = budget_post("671/60", Year(2023)).expect("in the table");
        assert_eq!(post.adopted, Some(Kroner(15_335_900_000)));
        assert_eq!(post.revised, Some(Kroner(18_310_800_000)));
        assert_eq!(post.accounts, Some(Kroner(18_026_300_000)));
        let next = budget_post("671/60", Year(2024)).expect("in the table");
        assert_eq!(next.accounts, None, "not published");
        let moved = budget_post("671/60", Year(2018)).expect("in the table");
        assert_eq!((moved.chapter_adopted.as_str(), moved.chapter.as_str()), ("496", "291"));
    }

    #[test]
    fn the_components_make_up_the_accounts_of_2023() {
        let payments = payments();
        let of_2023 = |it: &&Payment| it.year == Year(2023) && it.series == "671/60";
        let is_sum = |it: &&Payment| it.component == "sum";
        let parts: Kroner =
            payments.iter().filter(of_2023).filter(|it| !is_sum(it)).map(|it| it.paid).sum();
        let sum = payments.iter().filter(of_2023).find(is_sum).expect("a sum").paid;
        // Five figures rounded to 0.1 million.
        assert!((parts - sum).0.abs() <= 300_000, "{parts} and {sum}");
    }
}
