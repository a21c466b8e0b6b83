//! Arrival groups: how they come, live, wait, settle and are followed by family.

use super::Arrivals;
use super::number::Number;
use crate::calendar::Month;
use crate::law::UnitTable;
use std::sync::Arc;

/// How a group reaches a municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Arrives in reception or private stay, waits for a permit, then for a municipality.
    Reception,
    /// Comes with a permit straight from abroad to a municipality.
    Direct,
    /// Follows a settled person to the same municipality, outside the request.
    Family,
}

impl Route {
    /// Whether the state asks municipalities for those who come this way, and counts them as settled.
    pub fn is_under_request(self) -> bool {
        self != Self::Family
    }
}

/// Which request (anmodning) a group is settled under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// The ordinary request.
    Ordinary,
    /// The request for unaccompanied minors.
    Minors,
}

impl Track {
    /// Number of tracks.
    pub const N: usize = 2;

    /// Position in an array of tracks.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// Which grant for Norwegian training (kap. 672 post 60) an adult of a group triggers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Training {
    /// Collective protection: a right of one year.
    CollectiveProtection,
    /// Others with right and duty.
    Ordinary,
}

/// One arrival group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id in results, for example `ukraine`.
    pub id: String,
    /// How it reaches a municipality.
    pub route: Route,
    /// Which request it is settled under.
    pub track: Track,
    /// Whether its members trigger the grants for unaccompanied minors.
    pub is_unaccompanied: bool,
    /// Which training grant its adults trigger, if any.
    pub training: Option<Training>,
    /// Who arrives, and when.
    pub arrivals: Arrivals,
    /// How its households are made up.
    pub households: Households,
    /// Decisions in its cases, by month of arrival.
    pub cases: Vec<CasePeriod>,
    /// Share of households that live privately while they wait.
    pub private_share: Number,
    /// Share of households of which a member needs medical treatment that cannot wait.
    pub medical_share: Number,
    /// Share of households that settle on their own, outside agreement.
    pub self_settled_share: Number,
    /// Share of households that find a home themselves in agreement with its municipality.
    pub agreed_self_settled_share: Number,
    /// Share a month that withdraws while waiting, whatever the date.
    pub withdrawal_per_month: Number,
    /// Days from refusal until the country is left.
    pub return_days: Duration,
    /// Days from permit until a municipality can be looked for.
    pub matching_days: Duration,
    /// Days from the municipality's agreement to the move.
    pub offer_days: Duration,
    /// Days from permit to the move for those who settle on their own.
    pub self_settlement_days: Duration,
    /// Family that follows, if any.
    pub reunification: Option<Reunification>,
    /// Share that emigrates in each of the five years after settlement.
    pub emigration_per_year: [Number; 5],
    /// Return by date, in order of time and without overlap.
    pub returns: Vec<ReturnPeriod>,
}

/// Months in which households return, whenever they came.
#[derive(Clone, Copy, Debug)]
pub struct ReturnPeriod {
    /// First month.
    pub from: Month,
    /// Last month; nothing if until the next period, or for ever.
    pub to: Option<Month>,
    /// Share that returns in a year, of those whom nothing else takes away.
    pub per_year: Number,
}

/// How a group's households are made up.
#[derive(Clone, Debug)]
pub struct Households {
    /// The kinds of household with their shares of households.
    pub kinds: Vec<HouseholdKind>,
    /// Concentration of the monthly shares around these: smaller is more varied.
    pub concentration: f64,
}

/// A kind of household.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HouseholdKind {
    /// Share of households.
    pub share: Number,
    /// Members by band of age.
    pub members: [u8; AgeBand::N],
    /// Number of members.
    size: u8,
    /// Whether one of them is under 18.
    has_children: bool,
    /// Youngest age of each member.
    youngest: [u8; MAX_HOUSEHOLD],
    /// Number of ages of each member.
    n_ages: [u8; MAX_HOUSEHOLD],
}

impl HouseholdKind {
    /// A kind with so many members in each band of age, at least one and at most eight in all.
    pub fn new(share: Number, members: [u8; AgeBand::N]) -> Self {
        let of_band = |band: AgeBand| {
            let n = usize::from(members[band as usize]);
            std::iter::repeat_n(band.ages(), n)
        };
        let (mut youngest, mut n_ages) = ([0; MAX_HOUSEHOLD], [1; MAX_HOUSEHOLD]);
        let ages = AgeBand::ALL.into_iter().flat_map(of_band);
        for ((youngest, n_ages), ages) in youngest.iter_mut().zip(&mut n_ages).zip(ages) {
            (*youngest, *n_ages) = ages;
        }
        let size = members.iter().fold(0_u8, |sum, n| sum.saturating_add(*n));
        let children = [AgeBand::Small, AgeBand::Child, AgeBand::Youth];
        let has_children = children.iter().any(|band| members[*band as usize] > 0);
        Self { share, members, size, has_children, youngest, n_ages }
    }

    /// Number of members.
    #[inline]
    pub fn size(&self) -> u8 {
        self.size
    }

    /// Whether one of the members is under 18.
    #[inline]
    pub fn has_children(&self) -> bool {
        self.has_children
    }

    /// Youngest age and number of ages of each member.
    pub fn ages(&self) -> impl Iterator<Item = (u8, u8)> {
        let n = usize::from(self.size);
        self.youngest.into_iter().zip(self.n_ages).take(n)
    }

    /// An age for each member from a random word, a byte each, and 0 where there is none.
    #[inline]
    pub fn draw_ages(&self, word: u64) -> u64 {
        let members = self.youngest.iter().zip(&self.n_ages).take(usize::from(self.size));
        let (mut ages, mut bytes, mut at) = (0, word, 0);
        for (&youngest, &n_ages) in members {
            let age = u64::from(youngest) + (((bytes & 0xff) * u64::from(n_ages)) >> 8);
            ages |= age << at;
            (bytes, at) = (bytes >> 8, at + 8);
        }
        ages
    }
}

/// Most kinds of household a group can have.
pub const MAX_KINDS: usize = 64;

/// Largest household the model can hold.
pub const MAX_HOUSEHOLD: usize = 8;

/// A band of age at the end of the year of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBand {
    /// 0 to 5: the kindergarten grant.
    Small,
    /// 6 to 14.
    Child,
    /// 15 to 17: turns adult soon.
    Youth,
    /// 18 to 59.
    Adult,
    /// 60 and over: the elderly grant.
    Elderly,
}

impl AgeBand {
    /// Number of bands.
    pub const N: usize = 5;
    /// All bands, in order.
    pub const ALL: [Self; Self::N] =
        [Self::Small, Self::Child, Self::Youth, Self::Adult, Self::Elderly];

    /// Youngest age and number of ages of the band; inside it each age is equally likely (assumption A48).
    pub fn ages(self) -> (u8, u8) {
        match self {
            Self::Small => (0, 6),
            Self::Child => (6, 9),
            Self::Youth => (15, 3),
            Self::Adult => (18, 42),
            Self::Elderly => (60, 25),
        }
    }
}

/// Decisions in cases of those who arrive in a period.
#[derive(Clone, Debug)]
pub struct CasePeriod {
    /// First month of arrival it applies to; the first period applies to all earlier months too.
    pub from: Month,
    /// Share granted, of cases decided.
    pub granted_share: Number,
    /// Days from arrival to decision.
    pub days: Duration,
}

/// A duration in days.
#[derive(Clone, Debug)]
pub struct Duration {
    /// The parts with their weights; one unless it is a mixture.
    pub parts: Vec<DurationPart>,
}

/// A part of a duration's mixture.
#[derive(Clone, Debug)]
pub struct DurationPart {
    /// Its share.
    pub weight: f64,
    /// Mean in days.
    pub mean: Number,
    /// The shape, with mean one.
    pub shape: Arc<UnitTable>,
}

/// Family that follows settled persons.
#[derive(Clone, Debug)]
pub struct Reunification {
    /// Position of the family group in the scenario's groups.
    pub group: usize,
    /// Persons that follow each settled person in the long run.
    pub persons_per_settled: Number,
    /// Days from settlement to the family's arrival.
    pub days: Duration,
    /// Share of these families whose reference person has a humanitarian permit: three grant years.
    pub three_year_share: Number,
}
