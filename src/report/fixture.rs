//! A summary made up for the tests: no simulation, but the magnitudes of 2023 and the five years after.
//!
//! Deterministic. Tests change single measures of it and see what the figures make of that.

mod documents;

use crate::calendar::{Month, Year};
use crate::results::{Measure, Place, Summary};
pub use documents::provenance;

/// Code, name, inhabitants, centrality class, longitude, latitude, persons settled.
type Municipality = (&'static str, &'static str, i64, u8, f64, f64, f64);

/// Some municipalities of 2023, large and small, in all parts of the country.
#[rustfmt::skip]
const MUNICIPALITIES: [Municipality; 54] = [
    ("0301", "Oslo", 709_037, 1, 10.75, 59.91, 1924.0),
    ("4601", "Bergen", 289_330, 2, 5.32, 60.39, 718.0),
    ("5001", "Trondheim", 212_660, 2, 10.40, 63.43, 667.0),
    ("1103", "Stavanger", 146_011, 2, 5.73, 58.97, 716.0),
    ("3024", "Bærum", 129_874, 1, 10.53, 59.89, 277.0),
    ("4204", "Kristiansand", 115_569, 3, 8.00, 58.15, 450.0),
    ("3005", "Drammen", 103_291, 2, 10.20, 59.74, 324.0),
    ("3025", "Asker", 97_784, 2, 10.44, 59.83, 300.0),
    ("3030", "Lillestrøm", 91_515, 1, 11.05, 59.96, 263.0),
    ("3004", "Fredrikstad", 84_444, 2, 10.93, 59.22, 229.0),
    ("1108", "Sandnes", 82_548, 2, 5.74, 58.85, 358.0),
    ("5401", "Tromsø", 77_992, 3, 18.96, 69.65, 399.0),
    ("1507", "Ålesund", 67_520, 3, 6.15, 62.47, 173.0),
    ("3804", "Sandefjord", 65_574, 3, 10.22, 59.13, 220.0),
    ("3020", "Nordre Follo", 62_245, 2, 10.84, 59.72, 249.0),
    ("3003", "Sarpsborg", 59_038, 2, 11.11, 59.28, 201.0),
    ("3803", "Tønsberg", 58_561, 2, 10.41, 59.27, 211.0),
    ("3807", "Skien", 55_924, 3, 9.61, 59.21, 181.0),
    ("1804", "Bodø", 53_259, 3, 14.41, 67.28, 343.0),
    ("3002", "Moss", 51_240, 2, 10.66, 59.43, 227.0),
    ("3805", "Larvik", 48_246, 3, 10.04, 59.05, 168.0),
    ("3029", "Lørenskog", 46_797, 1, 10.95, 59.93, 215.0),
    ("3014", "Indre Østfold", 46_382, 3, 11.16, 59.58, 185.0),
    ("4203", "Arendal", 45_891, 3, 8.77, 58.46, 196.0),
    ("1149", "Karmøy", 42_903, 4, 5.31, 59.28, 218.0),
    ("3033", "Ullensaker", 42_866, 2, 11.18, 60.14, 214.0),
    ("1506", "Molde", 32_446, 4, 7.16, 62.74, 312.0),
    ("3405", "Lillehammer", 28_560, 3, 10.47, 61.12, 144.0),
    ("1833", "Rana", 25_980, 4, 14.14, 66.31, 76.0),
    ("5402", "Harstad", 24_903, 4, 16.54, 68.80, 187.0),
    ("5006", "Steinkjer", 23_955, 4, 11.50, 64.01, 166.0),
    ("4647", "Sunnfjord", 22_215, 5, 5.86, 61.45, 149.0),
    ("1806", "Narvik", 21_515, 4, 17.43, 68.44, 175.0),
    ("5403", "Alta", 21_317, 4, 23.27, 69.97, 204.0),
    ("1119", "Hå", 19_649, 4, 5.66, 58.62, 165.0),
    ("4602", "Kinn", 17_179, 5, 5.03, 61.60, 177.0),
    ("4621", "Voss", 16_144, 4, 6.41, 60.63, 163.0),
    ("5007", "Namsos", 14_923, 4, 11.50, 64.47, 134.0),
    ("5406", "Hammerfest", 11_310, 4, 23.68, 70.66, 145.0),
    ("5057", "Ørland", 10_472, 5, 9.67, 63.69, 73.0),
    ("5444", "Sør-Varanger", 9_850, 5, 30.05, 69.73, 86.0),
    ("1865", "Vågan", 9_736, 5, 14.57, 68.23, 94.0),
    ("5025", "Røros", 5_598, 5, 11.38, 62.57, 88.0),
    ("5405", "Vadsø", 5_593, 5, 29.75, 70.07, 93.0),
    ("3417", "Grue", 4_572, 5, 12.06, 60.46, 30.0),
    ("5430", "Kautokeino", 2_847, 6, 23.04, 69.01, 5.0),
    ("1867", "Bø", 2_584, 6, 14.47, 68.69, 27.0),
    ("3431", "Dovre", 2_466, 6, 9.26, 61.99, 21.0),
    ("3434", "Lom", 2_212, 6, 8.57, 61.84, 16.0),
    ("1573", "Smøla", 2_158, 6, 8.01, 63.47, 37.0),
    ("4228", "Sirdal", 1_837, 5, 6.72, 58.66, 29.0),
    ("5438", "Lebesby", 1_226, 6, 27.35, 70.95, 10.0),
    ("1815", "Vega", 1_219, 6, 11.96, 65.68, 38.0),
    ("4619", "Eidfjord", 962, 6, 7.07, 60.47, 24.0),
];

/// First and last year of the horizon.
const YEARS: [i32; 5] = [2023, 2024, 2025, 2026, 2027];
const POST: &str = "671/60";
/// Quantiles of a standard normal variable, in the order of a measure.
const NORMAL: [f64; 7] = [-1.645, -1.282, -0.674, 0.0, 0.674, 1.282, 1.645];

/// The summary.
pub fn summary() -> Summary {
    let mut measures = Vec::new();
    add_flows(&mut measures);
    add_stocks(&mut measures);
    add_money(&mut measures);
    add_shares(&mut measures);
    add_sizes(&mut measures);
    add_places(&mut measures);
    documents::add(&mut measures);
    Summary {
        scenario: "letter-2023".to_owned(),
        title: "Stigende ankomster gjennom 2023".to_owned(),
        start: "2023-01-01".to_owned(),
        end: "2027-12-31".to_owned(),
        as_of: "2023-06-30".to_owned(),
        replications: 1_000,
        seed: 2023,
        groups: ["ukraine", "asylum", "quota", "family", "minors"].map(str::to_owned).to_vec(),
        places: places().chain(documents::counties()).collect(),
        posts: documents::posts(),
        branches: Vec::new(),
        measures,
    }
}

/// A measure with a lognormal spread, or a constant where `spread` is zero.
pub fn measure(name: &str, period: &str, place: &str, median: f64, spread: f64) -> Measure {
    let [q05, q10, q25, q50, q75, q90, q95] = NORMAL.map(|it| median * (spread * it).exp());
    Measure {
        name: name.to_owned(),
        unit: "persons".to_owned(),
        period: period.to_owned(),
        group: "all".to_owned(),
        place: place.to_owned(),
        post: None,
        mean: median * (spread * spread / 2.0).exp(),
        sd: median * spread,
        q05,
        q10,
        q25,
        q50,
        q75,
        q90,
        q95,
        mc_error: median * spread / 32.0,
    }
}

fn national(name: &str, period: impl ToString, median: f64, spread: f64) -> Measure {
    measure(name, &period.to_string(), "national", median, spread)
}

fn on_post(measure: Measure) -> Measure {
    Measure { unit: "kroner".to_owned(), post: Some(POST.to_owned()), ..measure }
}

fn months() -> impl Iterator<Item = (i32, Month)> {
    let first = Year(YEARS[0]).first_month();
    (0..60).map(move |index| (index, first.plus(index)))
}

/// Uncertainty that begins at the as-of day and grows with the root of time.
fn spread_after(index: i32, scale: f64) -> f64 {
    if index < 6 { 0.02 } else { 0.02 + scale * (f64::from(index - 5) / 54.0).sqrt() }
}

/// A wave that rises through 2023 and ebbs away, with a little season.
fn wave(index: i32, base: f64, height: f64, peak: f64) -> f64 {
    let t = f64::from(index);
    let season = 1.0 + 0.06 * (t * std::f64::consts::TAU / 12.0).sin();
    (base + height * (-((t - peak) / 13.0).powi(2)).exp()) * season
}

/// Those settled under the request, and with them the family that follows.
fn add_settled(
    measures: &mut Vec<Measure>,
    period: impl ToString + Copy,
    median: f64,
    spread: f64,
) {
    measures.push(national("settled_under_request_persons", period, median, spread));
    measures.push(national("settled_persons", period, 1.06 * median, spread));
}

fn add_flows(measures: &mut Vec<Measure>) {
    for (index, month) in months() {
        let settled = wave(index, 1_050.0, 2_100.0, 9.0);
        add_settled(measures, month, settled, spread_after(index, 0.42));
        let arrived = wave(index, 1_200.0, 2_400.0, 7.0);
        measures.push(national("arrived_persons", month, arrived, spread_after(index, 0.5)));
        let ukraine = national("arrived_persons", month, arrived * 0.85, spread_after(index, 0.6));
        measures.push(Measure { group: "ukraine".to_owned(), ..ukraine });
    }
    let first = Year(YEARS[0]).first_month();
    let published = [600.0, 900.0, 2_100.0, 3_300.0, 4_000.0, 3_400.0, 2_600.0, 3_000.0, 3_600.0];
    for (index, settled) in published.into_iter().chain([3_300.0, 2_500.0, 1_700.0]).enumerate() {
        let month = first.plus(index as i32 - 12);
        measures.push(national("settled_under_request_persons_actual", month, settled, 0.0));
        measures.push(national("arrived_persons_actual", month, settled * 1.1, 0.0));
    }
    for index in 0..12 {
        let outcome = 2_350.0 + f64::from((index * 7) % 5) * 240.0;
        let month = first.plus(index);
        measures.push(national("settled_under_request_persons_actual", month, outcome, 0.0));
        measures.push(national("arrived_persons_actual", month, outcome * 1.15, 0.0));
    }
    let spreads = [0.05, 0.18, 0.28, 0.34, 0.4];
    let settled = [35_200.0, 29_400.0, 16_800.0, 13_300.0, 12_900.0];
    for ((year, spread), settled) in YEARS.into_iter().zip(spreads).zip(settled) {
        add_settled(measures, year, settled, spread);
        measures.push(national("arrived_persons", year, settled * 1.12, spread * 1.2));
        let ukraine = national("arrived_persons", year, settled, spread * 1.3);
        measures.push(Measure { group: "ukraine".to_owned(), ..ukraine });
    }
    measures.push(national("settled_under_request_persons_actual", 2023, 33_420.0, 0.0));
    measures.push(national("requested_persons", 2023, 38_000.0, 0.0));
    measures.push(national("requested_persons", 2024, 37_000.0, 0.0));
    for (name, persons) in [
        ("forecast_low_from", 10_000.0),
        ("forecast_low_to", 20_000.0),
        ("forecast_mid_from", 30_000.0),
        ("forecast_mid_to", 50_000.0),
        ("forecast_high_from", 80_000.0),
        ("forecast_high_to", 120_000.0),
        ("forecast_planning", 40_000.0),
    ] {
        let forecast = national(name, 2023, persons, 0.0);
        measures.push(Measure { group: "ukraine".to_owned(), ..forecast });
    }
}

fn add_stocks(measures: &mut Vec<Measure>) {
    for (index, month) in months() {
        let spread = spread_after(index, 0.6);
        measures.push(national(
            "waiting_persons",
            month,
            wave(index, 2_100.0, 5_400.0, 8.0),
            spread,
        ));
        measures.push(national(
            "reception_persons",
            month,
            wave(index, 3_900.0, 8_700.0, 9.0),
            spread,
        ));
        measures.push(national(
            "private_persons",
            month,
            wave(index, 1_500.0, 4_100.0, 8.0),
            spread,
        ));
        let pending = wave(index, 2_900.0, 4_600.0, 6.0);
        measures.push(national("pending_persons", month, pending, spread));
        let agreed = wave(index, 900.0, 2_300.0, 8.0);
        measures.push(national("agreed_persons", month, agreed, spread));
        measures.push(national(
            "ordinary_beds",
            month,
            if index < 14 { 5_200.0 } else { 6_000.0 },
            0.0,
        ));
        let emergency = wave(index / 3 * 3, 900.0, 9_000.0, 10.0);
        measures.push(national("emergency_beds", month, emergency, spread / 2.0));
    }
}

fn add_money(measures: &mut Vec<Measure>) {
    const BILLION: f64 = 1e9;
    let allocations =
        [15_335_900_000.0, 23_627_100_000.0, 24.1 * BILLION, 20.5 * BILLION, 15.2 * BILLION];
    let cash = [18.0, 24.2, 24.9, 19.6, 15.4].map(|it| it * BILLION);
    for (index, year) in YEARS.into_iter().enumerate() {
        let spread = 0.02 + 0.05 * index as f64;
        let mut add = |name, median: f64, spread| {
            measures.push(on_post(national(name, year, median, spread)));
        };
        add("allocation_kroner", allocations[index], 0.0);
        add(
            "available_kroner",
            allocations[index] + if index == 0 { 2.0 * BILLION } else { 0.0 },
            0.0,
        );
        add("cash_kroner", cash[index], spread);
        add("committed_kroner", cash[index] * [0.53, 0.62, 0.74, 0.78, 0.76][index], spread / 2.0);
        add("new_kroner", cash[index] * [0.43, 0.35, 0.24, 0.2, 0.22][index], spread * 1.5);
        add("one_off_kroner", cash[index] * 0.03, spread);
        add("overrun_probability", [1.0, 0.61, 0.57, 0.42, 0.51][index], 0.0);
        for (part, month) in months().filter(|(_, month)| month.year().0 == year) {
            let share = f64::from(part % 12 + 1) / 12.0;
            let to_date = cash[index] * share.powf(1.12);
            let cash = national("cash_to_date_kroner", month, to_date, spread * share.sqrt());
            measures.push(on_post(cash));
            let chance = [0.0, 0.02, 0.27, 0.5, 0.2][(part % 12 - 7).max(0) as usize];
            let chance = chance * if index == 0 { 1.0 } else { 0.6 };
            measures.push(on_post(national("exhaustion_probability", month, chance, 0.0)));
        }
    }
}

fn add_shares(measures: &mut Vec<Measure>) {
    for (index, year) in YEARS.into_iter().enumerate() {
        let six = [0.83, 0.78, 0.86, 0.91, 0.92][index];
        for (name, share, spread) in [
            ("settled_within_3_months", six - 0.32, 0.12),
            ("settled_within_6_months", six, 0.05),
            ("settled_within_12_months", six * 0.3 + 0.69, 0.012),
        ] {
            measures.push(national(name, year, share, spread));
        }
    }
    for class in 1..=6 {
        let place = format!("centrality-{class}");
        let per_1000 = [4.1, 5.0, 6.2, 8.1, 10.4, 12.9][class - 1];
        let used = [0.93, 0.95, 0.92, 0.88, 0.83, 0.74][class - 1];
        measures.push(measure("settled_per_1000", "2023", &place, per_1000, 0.06));
        measures.push(measure("utilisation", "2023", &place, used, 0.02));
    }
}

/// Households of one wait less than families, and nobody in a household of two has a permit.
fn add_sizes(measures: &mut Vec<Measure>) {
    for (index, size) in ["size-1", "size-2", "size-3-5", "size-6"].into_iter().enumerate() {
        let mut add = |name, median| {
            let measure = national(name, 2023, median, 0.05);
            measures.push(Measure { group: size.to_owned(), ..measure });
        };
        if size == "size-2" {
            add("permit_by_size_persons", 0.0);
            continue;
        }
        add("permit_by_size_persons", 9_310.0 - 2_140.0 * index as f64);
        add("settled_within_6_months_by_size", 0.93 - 0.12 * index as f64);
        add("wait_days_median_by_size", 71.0 + 31.0 * index as f64);
        add("waiting_by_size_persons", 1_830.0 - 170.0 * index as f64);
    }
}

fn add_places(measures: &mut Vec<Measure>) {
    for (code, _, population, .., settled) in MUNICIPALITIES {
        measures.push(measure("settled_persons", "2023", code, settled, 0.12));
        let per_1000 = settled / population as f64 * 1_000.0;
        measures.push(measure("settled_per_1000", "2023", code, per_1000, 0.12));
        // Places are to spare where many live.
        let worth = (0.6 - population as f64 / 200_000.0).max(0.0);
        measures.push(measure("shadow_price", "2023", code, worth, 0.3));
    }
}

fn places() -> impl Iterator<Item = Place> {
    let place = |&(code, name, population, class, longitude, latitude, _): &Municipality| Place {
        code: code.to_owned(),
        name: name.to_owned(),
        county: code[..2].to_owned(),
        population,
        centrality: Some(class),
        longitude: Some(longitude),
        latitude: Some(latitude),
    };
    MUNICIPALITIES.iter().map(place)
}
