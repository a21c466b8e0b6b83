//! `bosett run --precision`: how many histories it takes for the mean of one measure to be certain enough.
//!
//! Histories are added block by block, always in the same blocks, so that the number does not depend on
//! the threads. Those that share a draw of the parameters count as one, since they are not independent.

use super::error::CliError;
use super::error::command_line::CommandLineError;
use crate::results::observation::{ALL_GROUPS, Dimensions};
use crate::results::summarise::Summariser;
use crate::results::summarise::draws::Draws;
use crate::results::{Label, NATIONAL};
use crate::scenario::{Post, Scenario};

/// Draws of the parameters that the first look waits for: fewer say too little of their own spread.
const FEWEST_DRAWS: usize = 50;
/// What `--measure` must be.
const MEASURE: &str = "a name, a period and, where it has one, a post of summary.json, for example \
                       settled_persons,2023 or cash_kroner,2023,671/60";
/// Half the width of a 95 % interval in standard errors.
const Z_975: f64 = 1.959_963_984_540_054;

/// Whether the mean of a measure is certain enough yet.
pub struct Certainty {
    measure: Wanted,
    /// Half the width of its 95 % interval over the mean that is good enough.
    wanted: f64,
    /// What it was at the last look.
    reached: Option<f64>,
    in_a_draw: usize,
}

impl Certainty {
    /// About the measure that was named, which must be one of the run's.
    pub fn new(
        measure: Option<&str>,
        scenario: &Scenario,
        dimensions: &Dimensions,
        wanted: f64,
    ) -> Result<Self, CommandLineError> {
        let found = measure.unwrap_or_default();
        let measure = Wanted::new(measure, scenario);
        if !Summariser::new(dimensions).has(|label| measure.is(label)) {
            return Err(CommandLineError::option("--measure", found, MEASURE));
        }
        let in_a_draw = scenario.run.replications_per_draw as usize;
        Ok(Self { measure, wanted, reached: None, in_a_draw })
    }

    /// A look at all histories so far.
    pub fn is_enough(&mut self, summariser: &Summariser) -> Result<bool, CliError> {
        let values = summariser.values(|label| self.measure.is(label))?;
        self.reached = relative_half_width(&values, self.in_a_draw);
        Ok(self.reached.is_some_and(|width| width <= self.wanted))
    }

    /// What the last look, after `n` histories, found.
    pub fn message(&self, n: u32) -> String {
        let Self { measure, wanted, .. } = self;
        let percent = |share: f64| format!("{:.2} %", 100.0 * share);
        match self.reached {
            Some(width) if width <= *wanted => {
                let within = percent(width);
                format!("{n} histories: the mean of {measure} is within {within} (95 %)\n")
            }
            Some(width) => format!(
                "warning: {n} histories are the most that may be run, and the mean of {measure} is within {} \
                 (95 %), not {}; allow more with --replications\n",
                percent(width),
                percent(*wanted)
            ),
            None => {
                format!("warning: {n} histories are too few to tell how certain {measure} is\n")
            }
        }
    }
}

/// Half the width of the 95 % interval of the mean, over the mean; nothing before it can be told.
///
/// A draw that has only begun is left out.
fn relative_half_width(values: &[f64], in_a_draw: usize) -> Option<f64> {
    let n_draws = values.len() / in_a_draw;
    if n_draws < FEWEST_DRAWS {
        return None;
    }
    let values = &values[..n_draws * in_a_draw];
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let error = Draws::in_order(values.len(), in_a_draw).error_of_mean(values);
    let half_width = Z_975 * error;
    match mean == 0.0 {
        true => (half_width == 0.0).then_some(0.0),
        false => Some(half_width / mean.abs()),
    }
}

/// The measure that must be certain: of the whole country, and of all groups where groups are told apart.
struct Wanted {
    name: String,
    period: String,
    post: Option<String>,
}

impl Wanted {
    fn new(text: Option<&str>, scenario: &Scenario) -> Self {
        let Some(text) = text else {
            return Self {
                name: "cash_kroner".to_owned(),
                period: scenario.first_year.to_string(),
                post: Some(Post::IntegrationGrant.code().to_owned()),
            };
        };
        let mut parts = text.splitn(3, ',').map(|it| it.trim().to_owned());
        Self {
            name: parts.next().unwrap_or_default(),
            period: parts.next().unwrap_or_default(),
            post: parts.next(),
        }
    }

    fn is(&self, label: &Label) -> bool {
        label.name == self.name
            && label.period == self.period
            && label.post == self.post
            && label.place == NATIONAL
            && label.group == ALL_GROUPS
    }
}

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.period)?;
        self.post.iter().try_for_each(|post| write!(f, " {post}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_width_is_that_of_the_means_of_draws() {
        // Draws of two: 50 with mean 9 and 50 with mean 11: variance 100 / 99 of the means.
        let values: Vec<f64> = (0..100).flat_map(|it| [8.0 + f64::from(it % 2) * 2.0; 2]).collect();
        let values: Vec<f64> = values.iter().map(|it| it + 1.0).collect();
        let found = relative_half_width(&values, 2).expect("a hundred draws");
        let expected = 1.96 * (100.0_f64 / 99.0 / 100.0).sqrt() / 10.0;
        assert!((found / expected - 1.0).abs() < 1e-4, "{found} and {expected}");
        // As if they were independent it would be narrower by the square root of two, and wrong.
        let naive = relative_half_width(&values, 1).expect("two hundred");
        assert!((found / naive - 2.0_f64.sqrt()).abs() < 0.01, "{found} and {naive}");
        assert_eq!(relative_half_width(&values[..99], 2), None, "49 draws are too few");
        assert_eq!(relative_half_width(&[0.0; 50], 1), Some(0.0));
    }
}
