//! Shapes of arrivals in time, each with an area that is known in closed form (methods 1.1).

use crate::calendar::Month;
use crate::scenario::number::{Drawn, Number};

/// A shape in time, in persons a month.
#[derive(Clone, Debug, PartialEq)]
pub enum Curve {
    /// Straight lines between known months; nothing before the first and after the last.
    Ramp(Vec<(Month, Number)>),
    /// Grows by the same share each month.
    Growth {
        /// First month.
        from: Month,
        /// Last month.
        to: Month,
        /// Persons in the first month.
        start: Number,
        /// Growth a month, as a share.
        per_month: Number,
    },
    /// A jump that dies away: each month a share of the month before.
    Shock {
        /// The month of the jump.
        from: Month,
        /// Persons in that month.
        size: Number,
        /// What is left the next month, as a share.
        kept: Number,
    },
    /// From one level to another in an S.
    Logistic {
        /// Level long before.
        before: Number,
        /// Level long after.
        after: Number,
        /// The month in which half the way is gone.
        middle: Month,
        /// Months that set the steepness; about four and a half of them take it from 10 to 90 %.
        width: Number,
    },
    /// A wave that rises and falls.
    Wave {
        /// The month of the peak.
        peak: Month,
        /// Persons in that month.
        height: Number,
        /// How slowly it rises and falls.
        slope: Slope,
    },
}

/// Widths of a wave on both sides of its peak, in months.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Width before the peak.
    pub up: Number,
    /// Width after it.
    pub down: Number,
}

impl Curve {
    /// Persons expected in a month.
    pub fn persons_in(&self, month: Month, drawn: &Drawn) -> f64 {
        match self {
            Self::Ramp(knots) => ramp(knots, month, drawn),
            Self::Growth { from, to, start, per_month } => {
                if !(*from..=*to).contains(&month) {
                    return 0.0;
                }
                start.of(drawn) * (1.0 + per_month.of(drawn)).powi(month.since(*from))
            }
            Self::Shock { from, size, kept } => {
                let n_months = month.since(*from);
                if n_months < 0 { 0.0 } else { size.of(drawn) * kept.of(drawn).powi(n_months) }
            }
            Self::Logistic { before, after, middle, width } => {
                let (before, after) = (before.of(drawn), after.of(drawn));
                let x = f64::from(month.since(*middle)) / width.of(drawn).max(1e-9);
                before + (after - before) / (1.0 + (-x).exp())
            }
            Self::Wave { peak, height, slope } => {
                let n_months = f64::from(month.since(*peak));
                let width = if n_months < 0.0 { slope.up } else { slope.down };
                height.of(drawn) * wave(n_months / width.of(drawn).max(1e-9))
            }
        }
    }
}

/// A bell with height one at zero and area four.
fn wave(x: f64) -> f64 {
    let decay = (-x.abs()).exp();
    4.0 * decay / (1.0 + decay).powi(2)
}

fn ramp(knots: &[(Month, Number)], month: Month, drawn: &Drawn) -> f64 {
    let n_before = knots.partition_point(|(knot, _)| *knot <= month);
    let Some((left, persons)) = n_before.checked_sub(1).map(|it| knots[it]) else { return 0.0 };
    let persons = persons.of(drawn);
    match knots.get(n_before) {
        Some((right, next)) => {
            let part = f64::from(month.since(left)) / f64::from(right.since(left));
            persons + part * (next.of(drawn) - persons)
        }
        // On the last knot itself, and nothing after it.
        None if left == month => persons,
        None => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn number(value: f64) -> Number {
        Number::certain(value)
    }

    /// The sum over twenty years around 2030.
    fn area(curve: &Curve) -> f64 {
        let drawn = Drawn::default();
        (0..240).map(|it| curve.persons_in(month("2020-01").plus(it), &drawn)).sum()
    }

    fn assert_area(curve: &Curve, expected: f64) {
        let found = area(curve);
        assert!((found / expected - 1.0).abs() < 1e-6, "{found}, theory {expected}");
    }

    #[test]
    fn growth_has_the_area_of_a_geometric_series() {
        let (from, to) = (month("2021-01"), month("2022-12"));
        let curve = Curve::Growth { from, to, start: number(100.0), per_month: number(0.05) };
        assert_area(&curve, 100.0 * (1.05_f64.powi(24) - 1.0) / 0.05);
    }

    #[test]
    fn a_shock_has_the_area_of_what_is_kept_for_ever() {
        let curve = Curve::Shock { from: month("2021-01"), size: number(900.0), kept: number(0.7) };
        assert_area(&curve, 900.0 / 0.3);
    }

    #[test]
    fn a_wave_has_four_widths_of_its_height_on_both_sides() {
        let wave = |up, down| Curve::Wave {
            peak: month("2030-01"),
            height: number(1000.0),
            slope: Slope { up: number(up), down: number(down) },
        };
        assert_area(&wave(5.0, 5.0), 4.0 * 1000.0 * 5.0);
        // One bell for each side: half of each; the sum over months differs from the integral by little.
        let found = area(&wave(4.0, 8.0));
        assert!((found / (2.0 * 1000.0 * 12.0) - 1.0).abs() < 1e-3, "{found}");
        assert_eq!(wave(5.0, 5.0).persons_in(month("2030-01"), &Drawn::default()), 1000.0);
    }

    #[test]
    fn a_ramp_is_straight_between_its_knots_and_nothing_outside() {
        let knots = vec![(month("2021-01"), number(0.0)), (month("2021-11"), number(1000.0))];
        let curve = Curve::Ramp(knots);
        let at = |text| curve.persons_in(month(text), &Drawn::default());
        assert_eq!(
            [at("2020-12"), at("2021-01"), at("2021-06"), at("2021-11"), at("2021-12")],
            [0.0, 0.0, 500.0, 1000.0, 0.0]
        );
        assert_area(&curve, 1000.0 * 11.0 / 2.0);
    }

    #[test]
    fn an_s_is_halfway_in_its_middle() {
        let curve = Curve::Logistic {
            before: number(200.0),
            after: number(1000.0),
            middle: month("2030-01"),
            width: number(3.0),
        };
        let at = |text| curve.persons_in(month(text), &Drawn::default());
        assert_eq!(at("2030-01"), 600.0);
        assert!((at("2020-01") - 200.0).abs() < 1e-6 && (at("2039-12") - 1000.0).abs() < 1e-6);
        assert!((at("2030-04") + at("2029-10") - 1200.0).abs() < 1e-9, "it is symmetric");
    }
}
