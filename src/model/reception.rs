//! Reception: how many live in it, how many beds there are, what is ordered and given up, what it costs.

mod contracts;

use super::today::Today;
use super::{State, World};
use crate::scenario::OrderTerms;
use contracts::{Contracts, Terms};

/// What is left of a month's surprise in the month after.
const FADING: f64 = 0.75;

/// Days of a mean month, over which the trend is known.
const DAYS_A_MONTH: f64 = 30.4;

/// Beds and the nights spent in them.
#[derive(Clone, Debug, Default)]
pub struct Beds {
    /// Stock: persons in reception now.
    pub residents: i64,
    /// Constant: beds in arrival centres.
    pub arrival_centre: i64,
    /// Beds in ordinary centres.
    pub ordinary: Contracts,
    /// Beds in emergency centres.
    pub emergency: Contracts,
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
        let [ordinary, emergency] = [&mut self.ordinary, &mut self.emergency].map(|kind| {
            kind.reset(n_days);
            std::mem::take(kind)
        });
        *self = Self { ordinary, emergency, ..Self::default() };
    }

    /// Sets what there was when the run began.
    pub fn open(&mut self, arrival_centre: i64, ordinary: i64, emergency: i64) {
        self.arrival_centre = arrival_centre;
        self.ordinary.open(ordinary);
        self.emergency.open(emergency);
        self.residents_last_month = self.residents;
    }

    /// Beds that stand.
    pub fn standing(&self) -> i64 {
        self.arrival_centre + self.ordinary.standing + self.emergency.standing
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
    beds.ordinary.apply_day(today.index);
    beds.emergency.apply_day(today.index);
    if today.is_month_start {
        apply_orders(beds, today, world);
    }
    apply_nights(beds, world);
}

/// What is wanted, as UDI sees it on the first of a month (assumption A78).
///
/// The policy does not know the future: the trend is last month's change carried on. How far off that may be is judged
/// from how far off it has been, older months counting less (assumption A114).
struct Outlook {
    residents: f64,
    /// Last month's change.
    change: f64,
    /// Persons over the expected number after a month; the spread grows with the root of time.
    margin: f64,
    /// Share wanted beyond that.
    buffer: f64,
}

impl Outlook {
    /// Beds wanted in so many days if residents change by so many a month.
    fn wanted(&self, days: usize, change: f64) -> i64 {
        let months = days as f64 / DAYS_A_MONTH;
        let residents = self.residents + change * months + self.margin * months.sqrt();
        (residents.max(0.0) * (1.0 + self.buffer)).round() as i64
    }
}

fn apply_outlook(beds: &mut Beds, world: World<'_>) -> Outlook {
    let change = beds.residents - beds.residents_last_month;
    let surprise = (change - beds.change_last_month) as f64;
    beds.surprise = FADING * beds.surprise + (1.0 - FADING) * surprise * surprise;
    beds.change_last_month = change;
    beds.residents_last_month = beds.residents;
    Outlook {
        residents: beds.residents as f64,
        change: change as f64,
        margin: world.reality.bed_margin * beds.surprise.sqrt(),
        buffer: world.reality.value(world.scenario.policy.reception.buffer),
    }
}

/// What UDI does once a month: ordinary beds for those who will stay (assumption A199), emergency beds for the rest;
/// emergency beds go first.
fn apply_orders(beds: &mut Beds, today: &Today, world: World<'_>) {
    let outlook = apply_outlook(beds, world);
    let policy = &world.scenario.policy.reception;
    let day = today.index;
    if let Some(terms) = &policy.ordinary {
        let terms = terms_of(terms, world);
        let coming = beds.arrival_centre + beds.ordinary.standing + beds.ordinary.ordered;
        let lasting = outlook.wanted(terms.lead, outlook.change.min(0.0));
        beds.ordinary.order(day, lasting - coming, terms);
        if beds.emergency.standing + beds.emergency.ordered == 0 {
            let at_most = outlook.wanted(terms.lead, outlook.change.max(0.0));
            beds.ordinary.give_notice(day, coming - at_most, terms);
        }
    }
    let terms = terms_of(&policy.emergency, world);
    let wanted = outlook.wanted(terms.lead, outlook.change);
    let gap = wanted - beds.standing() - beds.emergency.ordered;
    let soon_ordinary = beds.ordinary.standing_within(day, terms.lead);
    beds.emergency.order(day, gap - soon_ordinary, terms);
    // No emergency bed goes for an ordinary one that does not stand yet.
    beds.emergency.give_notice(day, -gap, terms);
}

fn terms_of(terms: &OrderTerms, world: World<'_>) -> Terms {
    let value = |number| world.reality.value(number).round();
    Terms {
        lead: value(terms.lead_days) as usize,
        bound: value(terms.bound_days) as usize,
        notice: value(terms.notice_days) as usize,
        most: value(terms.beds_per_month) as i64,
    }
}

/// Counts a night and its kroner; a bed under notice is paid for and stands idle.
fn apply_nights(beds: &mut Beds, world: World<'_>) {
    let prices = &world.scenario.world.reception;
    let price = |number| world.reality.value(number).round() as i64;
    let ordinary_beds = beds.arrival_centre + beds.ordinary.paid_for;
    let emergency_beds = beds.emergency.paid_for;
    let contracted = ordinary_beds + emergency_beds;
    let idle_emergency = (contracted - beds.residents.max(ordinary_beds)).clamp(0, emergency_beds);
    let idle_ordinary = (ordinary_beds - beds.residents).max(0);
    beds.nights += beds.residents;
    beds.shortfall_nights += beds.shortfall();
    beds.contracted_nights += contracted;
    beds.contracted_cost += ordinary_beds * price(prices.ordinary_price)
        + emergency_beds * price(prices.emergency_price);
    beds.resident_cost += beds.residents * price(prices.resident_price);
    // Someone without a bed is put up at the emergency price (assumption A79).
    beds.over_capacity_cost += (beds.residents - contracted).max(0) * price(prices.emergency_price);
    beds.idle_cost += idle_emergency * price(prices.emergency_price)
        + idle_ordinary * price(prices.ordinary_price);
}
