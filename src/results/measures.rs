//! Names of the measures that are not simply a column: each declared once, with its unit and
//! meaning.
//!
//! A measure that is a column carries the column's name, unit and meaning.

/// A measure computed from the tables, or a published figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derived {
    /// Its name in `summary.json`.
    pub name: &'static str,
    /// Unit of the numbers.
    pub unit: &'static str,
    /// One sentence for the data dictionary.
    pub meaning: &'static str,
}

/// Name of the file that measures are written to.
pub const SUMMARY_FILE: &str = "summary.json";
/// Measures of a year, of no post, that a run is summed up by.
pub const FOREMOST_OF_YEAR: [&str; 4] = [
    "settled_under_request_persons",
    "settled_within_3_months",
    "settled_within_6_months",
    "peak_reception_persons",
];
/// Measures of a year and a post that a run is summed up by.
pub const FOREMOST_OF_POST: [&str; 8] = [
    "cash_kroner",
    "allocation_kroner",
    "available_kroner",
    "overrun_probability",
    "supplement_kroner_50",
    "supplement_kroner_75",
    "supplement_kroner_90",
    "next_year_floor_kroner",
];

macro_rules! declared {
    ($(#[$doc:meta])+ $list:ident: $($constant:ident = $name:literal, $unit:literal, $meaning:literal;)+) => {
        $(
            #[doc = concat!("`", $name, "`: ", $meaning, ".")]
            pub const $constant: Derived =
                Derived { name: $name, unit: $unit, meaning: $meaning };
        )+
        $(#[$doc])+
        pub static $list: &[Derived] = &[$($constant),+];
    };
}

declared! {
    /// Every derived measure.
    DERIVED:
    PEAK_RECEPTION = "peak_reception_persons", "persons",
        "persons in reception centres at the fullest month end of the year";
    PEAK_SHORTFALL = "peak_bed_shortfall", "beds",
        "persons in reception without a bed at the worst month end of the year";
    CASH_TO_DATE = "cash_to_date_kroner", "kroner",
        "grants paid out since 1 January, or since the horizon began";
    AGREED_PLACES = "agreed_places", "places",
        "persons that all municipalities together agreed to settle in the year";
    DISSIMILARITY = "dissimilarity", "share",
        "share of the settled who would have to move to be spread like the population";
    DISSIMILARITY_EXCESS = "dissimilarity_excess", "share",
        "dissimilarity less its mean if each person were placed by lot";
    GINI = "gini", "share",
        "Gini coefficient of settled persons over inhabitants";
    THEIL = "theil", "index",
        "Theil index of settled persons over inhabitants";
    UTILISATION = "utilisation", "share",
        "persons settled by agreement as a share of those agreed to";
    THEIL_BETWEEN_COUNTIES = "theil_between_counties", "index",
        "part of the Theil index that is between counties";
    THEIL_WITHIN_COUNTIES = "theil_within_counties", "index",
        "part of the Theil index that is between municipalities of the same county";
    THEIL_BETWEEN_CENTRALITY = "theil_between_centrality", "index",
        "part of the Theil index that is between classes of centrality";
    THEIL_WITHIN_CENTRALITY = "theil_within_centrality", "index",
        "part of the Theil index that is between municipalities of the same class of centrality";
    DISSIMILARITY_EXCESS_WITHIN = "dissimilarity_excess_within", "share",
        "excess dissimilarity of what is settled in a county or class of centrality from its own population";
    DISSIMILARITY_REQUEST = "dissimilarity_request", "share",
        "share of the request that would have to be asked of others for it to be spread like the population";
    STEERING_ERROR = "steering_error", "share",
        "share of those settled by agreement who would have to be elsewhere to be spread like the request";
    SETTLED_OF_REQUESTED = "settled_of_requested", "share",
        "persons settled by agreement as a share of those asked for";
    BROKEN_PROMISE = "broken_promise", "share",
        "part of the places agreed to, carried over ones included, in which nobody was settled by agreement";
    STEERED_SHARE = "steered_share", "share",
        "persons settled by agreement as a share of all settled but family that follows";
    SETTLED_PER_1000 = "settled_per_1000", "persons per 1,000 inhabitants",
        "persons settled for each thousand inhabitants";
    LARGEST_PER_1000 = "settled_per_1000_largest", "persons per 1,000 inhabitants",
        "persons settled for each thousand inhabitants where they are most";
    HEAVILY_LOADED = "municipalities_over_10_per_1000", "share",
        "share of the municipalities in which more than 10 are settled for each thousand inhabitants";
    PER_1000_24_MONTHS = "settled_per_1000_24_months", "persons per 1,000 inhabitants",
        "persons settled in the year and the one before for each thousand inhabitants, where both are whole";
    WAITING_PERSON_MONTHS = "waiting_person_months", "person-months",
        "persons with a permit and not yet settled, added up over the month ends of the year";
    TARGET_6_MONTHS = "target_6_months_probability", "share",
        "probability that 90 % or more of those given a permit in the year are settled within 6 months of it";
    BED_USE_LARGEST = "bed_use_largest", "share",
        "persons in reception as a share of the beds that stand, at the fullest month end of the year";
    BED_USE_MEAN = "bed_use_mean", "share",
        "persons in reception as a share of the beds that stand, in the mean over the month ends of the year";
    OVER_CAPACITY = "over_capacity_probability", "share",
        "probability that on some night of the year more are in reception than there are beds";
    MATCH_SCORE = "match_score", "share",
        "mean match score of those for whom a municipality agreed in the year, 1 is a perfect fit";
    SHADOW_PRICE = "shadow_price", "match score of one person",
        "what one more place in the municipality would have added to the year's match scores, 0 if places are to spare";
    MUNICIPALITIES_SETTLING = "municipalities_settling", "municipalities",
        "municipalities in which at least one person was settled";
    AVAILABLE = "available_kroner", "kroner",
        "allocation, what was carried over, and the changes during the year";
    OVERRUN_PROBABILITY = "overrun_probability", "share",
        "probability that more is paid out than is available";
    OVERRUN = "overrun_kroner", "kroner",
        "cash above what is available, and 0 where there is enough";
    EXPECTED_SHORTFALL = "expected_shortfall_kroner", "kroner",
        "cash above what is available, over those replications only in which it is";
    SUPPLEMENT_50 = "supplement_kroner_50", "kroner",
        "supplementary appropriation that is enough in 50 of 100 replications";
    SUPPLEMENT_75 = "supplement_kroner_75", "kroner",
        "supplementary appropriation that is enough in 75 of 100 replications";
    SUPPLEMENT_90 = "supplement_kroner_90", "kroner",
        "supplementary appropriation that is enough in 90 of 100 replications";
    UNDERUSE_PROBABILITY = "underuse_probability", "share",
        "probability that less than 95 % of what is available is paid out";
    EXHAUSTION_MONTH = "exhaustion_month", "month of the year",
        "first month in which more is paid out than is available, 13 for not in this year";
    EXHAUSTION_PROBABILITY = "exhaustion_probability", "share",
        "probability that this is the first month in which more is paid out than is available";
    SHORT_PROBABILITY = "settled_short_probability", "share",
        "probability that this month and the two after settle under 80 % of an even pace of the requests";
    AHEAD_PROBABILITY = "settled_ahead_probability", "share",
        "probability that this month and the two after settle over 120 % of an even pace of the requests";
    CASH_SCENARIO = "cash_kroner_variance_share_scenario", "share",
        "part of the variance of the cash that is between branches of the scenario";
    CASH_PARAMETERS = "cash_kroner_variance_share_parameters", "share",
        "part of the variance of the cash that is between draws of the parameters";
    CASH_CHANCE = "cash_kroner_variance_share_chance", "share",
        "part of the variance of the cash that is between histories with the same parameters";
    SETTLED_SCENARIO = "settled_persons_variance_share_scenario", "share",
        "part of the variance of the settled that is between branches of the scenario";
    SETTLED_PARAMETERS = "settled_persons_variance_share_parameters", "share",
        "part of the variance of the settled that is between draws of the parameters";
    SETTLED_CHANCE = "settled_persons_variance_share_chance", "share",
        "part of the variance of the settled that is between histories with the same parameters";
}

declared! {
    /// Every published figure that may stand beside a projection; a result has those that are known.
    PUBLISHED:
    SETTLED_ACTUAL = "settled_under_request_persons_actual", "persons",
        "persons settled under the request, as published; months are interpolated between dated totals";
    ARRIVED_ACTUAL = "arrived_persons_actual", "persons",
        "persons who applied for protection, or came for resettlement, as published";
    ACCOUNTS_ACTUAL = "accounts_kroner_actual", "kroner",
        "paid out in the year according to the accounts of the state";
    FORECAST_LOW_FROM = "forecast_low_from", "persons",
        "lower end of the low range of the last official forecast known on the as-of day";
    FORECAST_LOW_TO = "forecast_low_to", "persons",
        "upper end of the low range of the last official forecast known on the as-of day";
    FORECAST_MID_FROM = "forecast_mid_from", "persons",
        "lower end of the middle range of the last official forecast known on the as-of day";
    FORECAST_MID_TO = "forecast_mid_to", "persons",
        "upper end of the middle range of the last official forecast known on the as-of day";
    FORECAST_HIGH_FROM = "forecast_high_from", "persons",
        "lower end of the high range of the last official forecast known on the as-of day";
    FORECAST_HIGH_TO = "forecast_high_to", "persons",
        "upper end of the high range of the last official forecast known on the as-of day";
    FORECAST_PLANNING = "forecast_planning", "persons",
        "arrivals planned on in the last official forecast known on the as-of day";
}

declared! {
    /// Early warning: settlement against the median of the result, month by month, or week by week where counts of
    /// weeks are given (methods 5.8).
    WATCHED:
    CUSUM_UP = "settled_cusum_up", "index",
        "cumulative sum of standard deviations by which more are settled than simulated";
    CUSUM_DOWN = "settled_cusum_down", "index",
        "cumulative sum of standard deviations by which fewer are settled than simulated";
    CUSUM_LIMIT = "settled_cusum_limit", "index", "the sum that is an alarm";
    EWMA = "settled_ewma", "index",
        "moving average of the standard deviations between published and simulated settlement";
    EWMA_LIMIT = "settled_ewma_limit", "index", "the average, up or down, that is an alarm";
    CUSUM_CHANGE = "settled_cusum_change", "index",
        "periods before this one in which settlement is thought to have changed, where a cumulative sum alarms";
    CUSUM_RUN_LENGTH = "settled_cusum_run_length", "months",
        "mean number of months until a false alarm of one of the two cumulative sums";
    EWMA_RUN_LENGTH = "settled_ewma_run_length", "months",
        "mean number of months until a false alarm of the moving average";
}

#[cfg(test)]
mod tests {
    use super::super::columns::TABLES;
    use super::*;

    #[test]
    fn a_derived_measure_has_a_name_of_its_own_and_a_meaning() {
        let columns: Vec<_> = TABLES.iter().flat_map(|table| table.columns).collect();
        let all: Vec<_> = DERIVED.iter().chain(PUBLISHED).chain(WATCHED).collect();
        for (index, derived) in all.iter().enumerate() {
            assert!(derived.meaning.len() > 10 && !derived.meaning.ends_with('.'));
            assert!(columns.iter().all(|column| column.name != derived.name), "{}", derived.name);
            let others = &all[..index];
            assert!(others.iter().all(|other| other.name != derived.name), "{}", derived.name);
        }
    }
}
