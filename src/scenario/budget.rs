//! Appropriations that results are held against.

use crate::calendar::{Day, Year};
use crate::units::Kroner;

/// A budget post that the ledger keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// kap. 671 post 60, integration grant.
    IntegrationGrant,
    /// kap. 671 post 61, special grant for unaccompanied minors.
    UnaccompaniedMinors,
    /// kap. 672 post 60, Norwegian training.
    Training,
    /// kap. 490, reception: posts 21, 60 and 70 (assumption A43).
    Reception,
}

impl Post {
    /// Number of posts.
    pub const N: usize = 4;
    /// Posts paid to municipalities: the first of [`Post::ALL`].
    pub const N_MUNICIPAL: usize = 3;
    /// All posts, in the order of results.
    pub const ALL: [Self; Self::N] =
        [Self::IntegrationGrant, Self::UnaccompaniedMinors, Self::Training, Self::Reception];

    /// Position in an array of posts.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Chapter and post as written in results.
    pub fn code(self) -> &'static str {
        match self {
            Self::IntegrationGrant => "671/60",
            Self::UnaccompaniedMinors => "671/61",
            Self::Training => "672/60",
            Self::Reception => "490",
        }
    }
}

/// Appropriations by post and year.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    /// Adopted for a year.
    pub appropriations: Vec<Appropriation>,
    /// Changes within a year.
    pub changes: Vec<BudgetChange>,
}

/// An adopted appropriation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appropriation {
    /// The post.
    pub post: Post,
    /// The budget year.
    pub year: Year,
    /// Adopted.
    pub kroner: Kroner,
    /// Carried over from the year before ("kan overføres").
    pub carried_in: Kroner,
    /// Whether what is left is carried over to the next year.
    pub carries_over: bool,
}

/// A change of an appropriation within its year.
#[derive(Clone, Debug, PartialEq)]
pub struct BudgetChange {
    /// The post.
    pub post: Post,
    /// When it takes effect.
    pub day: Day,
    /// More (or less, if negative).
    pub kroner: Kroner,
    /// Why, for the report.
    pub reason: String,
}
