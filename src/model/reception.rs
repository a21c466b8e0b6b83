//! Reception: how many live in it, how many beds there are, what is ordered and given up, what it costs.

use super::today::Today;
use super::{State, World};

/// What is left of a month's surprise in the month after.
const FADING: f64 = 0.75;

/// Beds and the nights spent in them.
#[derive(Clone, Debug, Default)]
pub struct Beds {
    /// Stock: persons in reception now.
    pub residents: i64,
    /// Constant: beds in arrival centres.
    pub arrival_centre: i64,
    /// Constant: beds in ordinary centres.
    pub ordinary: i64,
    /// Stock: emergency beds that stand.
    pub emergency: i64,
    /// Stock: emergency beds paid for, those under notice included.
    pub emergency_contracted: i64,
    /// Emergency beds ordered and not standing yet.
    ordered: i64,
    /// Beds that start to stand (and to be paid for), by day.
    start: Vec<i32>,
    /// Beds no longer paid for, by day.
    stop: Vec<i32>,
    /// Residents a month ago, for the trend.
    residents_last_month: i64,
    /// Mean square of how the monthly change differed from the change before it, with older months fading.
    surprise: f64,
    /// The last monthly change.
    change_last_month: i64,
    /// Flow of this month: nights spent in reception.
    pub nights: i64,
    /// Flow of this month: nights over capacity.
    pub shortfall_nights: i64,
    /// Flow of this month: nights of beds paid for.
    pub contracted_nights: i64,
    /// Flow of this month: kroner for beds paid for, used or not.
    pub contracted_cost: i64,
    /// Flow of this month: kroner that each resident costs beside the bed.
    pub resident_cost: i64,
    /// Flow of this month: kroner to put up those for whom no bed is paid.
    pub over_capacity_cost: i64,
    /// Flow of this month: kroner for beds nobody used; part of `contracted_cost`.
    pub idle_cost: i64,
}

impl Beds {
    /// No beds and no residents.
    pub fn reset(&mut self, n_days: usize) {
        let (mut start, mut stop) =
            (std::mem::take(&mut self.start), std::mem::take(&mut self.stop));
        for list in [&mut start, &mut stop] {
            list.clear();
            list.resize(n_days, 0);
        }
        *self = Self { start, stop, ..Self::default() };
    }

    /// Sets what there was when the run began.
    pub fn open(&mut self, arrival_centre: i64, ordinary: i64, emergency: i64) {
        self.arrival_centre = arrival_centre;
        self.ordinary = ordinary;
        self.emergency = emergency;
        self.emergency_contracted = emergency;
        self.residents_last_month = self.residents;
    }

    /// Beds that stand.
    pub fn standing(&self) -> i64 {
        self.arrival_centre + self.ordinary + self.emergency
    }

    /// Persons in reception without a bed.
    pub fn shortfall(&self) -> i64 {
        (self.residents - self.standing()).max(0)
    }

    /// Kroner of this month in all.
    pub fn cost(&self) -> i64 {
        self.contracted_cost + self.resident_cost + self.over_capacity_cost
    }

    /// Starts the next month's flows.
    pub fn apply_month_end(&mut self) {
        self.nights = 0;
        self.shortfall_nights = 0;
        self.contracted_nights = 0;
        self.contracted_cost = 0;
        self.resident_cost = 0;
        self.over_capacity_cost = 0;
        self.idle_cost = 0;
    }
}

/// Phase 3: beds that are ready stand, beds under notice go, orders are placed monthly, and the day's nights
/// are counted. Who arrived today already has a place here; the private stay is outside.
pub fn apply_placement(state: &mut State, today: &Today, world: World<'_>) {
    let beds = &mut state.beds;
    let started = i64::from(beds.start[today.index]);
    beds.emergency += started;
    beds.emergency_contracted += started;
    beds.ordered -= started;
    beds.emergency_contracted -= i64::from(beds.stop[today.index]);
    if today.is_month_start {
        apply_orders(beds, today, world);
    }
    apply_nights(beds, world);
}

/// What UDI does once a month: looks at the trend, wants beds for it with a buffer, orders or gives notice
/// (assumption A78).
///
/// The trend is last month's change carried on over the lead time: the policy does not know the future. How far
/// off it may be is judged from how far off it has been, older months counting less (assumption A114).
fn apply_orders(beds: &mut Beds, today: &Today, world: World<'_>) {
    let policy = &world.scenario.policy.reception;
    let value = |number| world.reality.value(number);
    let (lead, notice) = (value(policy.lead_days), value(policy.notice_days));
    let change = beds.residents - beds.residents_last_month;
    let surprise = (change - beds.change_last_month) as f64;
    beds.surprise = FADING * beds.surprise + (1.0 - FADING) * surprise * surprise;
    beds.change_last_month = change;
    beds.residents_last_month = beds.residents;
    let margin = world.reality.bed_margin * (beds.surprise * lead / 30.4).sqrt();
    let expected = beds.residents as f64 + change as f64 * lead / 30.4;
    let expected = (expected + margin).max(0.0);
    let wanted = (expected * (1.0 + value(policy.buffer))).round() as i64;
    let gap = wanted - beds.standing() - beds.ordered;
    let day_after = |days: f64| today.index + (days.round() as usize).max(1);
    if gap > 0 {
        let order = gap.min(value(policy.beds_per_month).round() as i64);
        beds.ordered += order;
        add_on(&mut beds.start, day_after(lead), order);
    } else {
        let given_up = (-gap).min(beds.emergency);
        beds.emergency -= given_up;
        add_on(&mut beds.stop, day_after(notice), given_up);
    }
}

fn add_on(list: &mut [i32], day: usize, beds: i64) {
    if let Some(on_day) = list.get_mut(day) {
        *on_day += beds as i32;
    }
}

/// Counts a night and its kroner; a bed under notice is paid for and stands idle.
fn apply_nights(beds: &mut Beds, world: World<'_>) {
    let prices = &world.scenario.world.reception;
    let price = |number| world.reality.value(number).round() as i64;
    let ordinary_beds = beds.arrival_centre + beds.ordinary;
    let contracted = ordinary_beds + beds.emergency_contracted;
    let idle_emergency =
        (contracted - beds.residents.max(ordinary_beds)).clamp(0, beds.emergency_contracted);
    let idle_ordinary = (ordinary_beds - beds.residents).max(0);
    beds.nights += beds.residents;
    beds.shortfall_nights += beds.shortfall();
    beds.contracted_nights += contracted;
    beds.contracted_cost += ordinary_beds * price(prices.ordinary_price)
        + beds.emergency_contracted * price(prices.emergency_price);
    beds.resident_cost += beds.residents * price(prices.resident_price);
    // Someone without a bed is put up at the emergency price (assumption A79).
    beds.over_capacity_cost += (beds.residents - contracted).max(0) * price(prices.emergency_price);
    beds.idle_cost += idle_emergency * price(prices.emergency_price)
        + idle_ordinary * price(prices.ordinary_price);
}
