//! How much of municipal expenditure the integration grant covered, by year, as surveyed.

use super::file::{self, NamedRow};
use crate::calendar::Year;

/// The integration grant over municipal expenditure on those it is for, in per cent, by year of the survey; years for
/// which nothing was published are left out.
pub fn grant_coverage() -> Vec<(Year, f64)> {
    let rows: Vec<NamedRow> = file::embedded("municipal-cost-coverage.csv");
    let of = |row: &NamedRow| {
        let percent = row["integration_grant_coverage_pct"].parse().ok()?;
        Some((Year(row["year"].parse().expect("our own tables")), percent))
    };
    rows.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_without_a_figure_is_left_out() {
        let coverage = grant_coverage();
        let of = |year: i32| coverage.iter().find(|it| it.0 == Year(year)).map(|it| it.1);
        assert_eq!(
            (of(2016), of(2017), of(2020), of(2023)),
            (Some(92.3), None, Some(105.9), Some(92.0))
        );
    }
}
