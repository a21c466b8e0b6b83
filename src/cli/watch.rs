//! `bosett watch`: whether settlement is off its plan; the exit code says whether a chart alarms.

use super::counts::Counts;
use super::error::CliError;
use super::result_arguments::WatchArguments;
use super::table::{Table, wrap};
use super::{load_checked, print};
use crate::alarm::{Alarm, Direction};
use crate::calendar::Day;
use crate::report::number::{decimal, whole};
use crate::report::text::Text;
use crate::results::folder::{read_provenance, read_summary};
use crate::results::provenance::Provenance;
use crate::scenario::library::DEFAULT;
use crate::study::watch::{DISPERSION_KEY, Pace, Period, Sighting, watch};
use std::path::Path;

/// Where lines of text are broken.
const WIDTH: usize = 80;

/// Prints the charts; true if one alarms at the last period.
pub fn watch_settlement(arguments: &WatchArguments, text: &Text) -> Result<bool, CliError> {
    let actuals = Counts::load(&arguments.actuals)?;
    let folder = Path::new(&arguments.plan);
    let (plan, dispersion) = match folder.is_dir() {
        true => {
            let plan = Counts::planned_by(&read_summary(folder)?);
            (plan, dispersion_of(&read_provenance(folder)?))
        }
        false => (Counts::load(&arguments.plan)?, embedded_dispersion()?),
    };
    let periods = actuals.against(&plan, &arguments.actuals, &arguments.plan)?;
    let found = watch(&periods, actuals.pace, arguments.dispersion.unwrap_or(dispersion));
    print(&render(&periods, actuals.pace, &found, text))?;
    Ok(found.is_alarmed())
}

/// What a result's scenario says of the variation of settlement; nothing of it in a result made before it was said.
pub fn dispersion_of(provenance: &Provenance) -> f64 {
    let parameter = provenance.parameters.iter().find(|it| it.key == DISPERSION_KEY);
    parameter.and_then(|it| it.central.parse().ok()).unwrap_or(0.0)
}

/// What the embedded scenario says of it, where a plan has no scenario.
fn embedded_dispersion() -> Result<f64, CliError> {
    let (scenario, _) = load_checked(DEFAULT, &[])?;
    Ok(scenario.world.municipalities.settlement_dispersion.central())
}

fn render(periods: &[Period], pace: Pace, found: &Sighting, text: &Text) -> String {
    let language = text.language();
    let name = |start: Day| Counts::name(pace, start);
    let unit = |n: f64| {
        let key = if pace == Pace::Monthly { "watch-months" } else { "watch-weeks" };
        text.with(key, &[("number", &whole(n, language))])
    };
    let mut table = Table::default();
    let keys = ["period", "planned", "settled", "residual", "down", "up", "average"];
    table.push(keys.map(|key| text.get(&format!("watch-{key}"))));
    for (index, period) in periods.iter().enumerate() {
        let limited = |value: f64, limit: f64| {
            let mark = if value.abs() > limit { "!" } else { "" };
            format!("{}{mark}", decimal(value, 2, language))
        };
        let limit = found.cusum.limits[index];
        let (up, down) = (found.ewma.up[index], found.ewma.down[index]);
        table.push([
            name(period.start),
            whole(period.planned, language),
            whole(f64::from(period.persons), language),
            decimal(found.residuals[index], 2, language),
            limited(found.cusum.down[index], limit),
            limited(found.cusum.up[index], limit),
            limited(if up > down { up } else { -down }, found.ewma.limits[index]),
        ]);
    }
    let mut answer = table.render();
    answer.push('\n');
    let alarms = found.alarms();
    for (alarm, is_ewma) in &alarms {
        let sentence = told(alarm, *is_ewma, &|index| name(periods[index].start), text);
        answer.push_str(&wrap(&sentence, WIDTH, "  "));
    }
    if alarms.is_empty() {
        answer.push_str(&wrap(&text.get("watch-quiet"), WIDTH, ""));
    }
    let (cusum, ewma) = (unit(found.cusum_run_length), unit(found.ewma_run_length));
    let rates = text.with("watch-rates", &[("cusum", &cusum), ("ewma", &ewma)]);
    answer.push_str(&format!("\n{}", wrap(&rates, WIDTH, "")));
    answer
}

/// An alarm in a sentence.
fn told(alarm: &Alarm, is_ewma: bool, name: &dyn Fn(usize) -> String, text: &Text) -> String {
    let direction = match alarm.direction {
        Direction::Up => "watch-alarm-up",
        Direction::Down => "watch-alarm-down",
    };
    let chart = text.get(if is_ewma { "watch-chart-ewma" } else { "watch-chart-cusum" });
    let language = text.language();
    let (statistic, limit) =
        (decimal(alarm.statistic, 2, language), decimal(alarm.limit, 2, language));
    let size = decimal(alarm.size.abs(), 1, language);
    let percent = text.probability(alarm.false_alarm_probability);
    let arguments = [
        ("period", name(alarm.index)),
        ("chart", chart),
        ("statistic", statistic),
        ("limit", limit),
        ("since", name(alarm.change_index)),
        ("size", size),
        ("percent", percent),
    ];
    let arguments: Vec<_> = arguments.iter().map(|(name, it)| (*name, it.as_str())).collect();
    text.with(direction, &arguments)
}
