//! `Number`: a figure of a scenario that may be uncertain, and its value in one replication.
//!
//! Every such figure is a parameter with a key, a law and an origin. A replication draws each uncertain
//! parameter once; the model reads `number.of(&drawn)` and never knows whether it was uncertain.

use crate::law::Law;
use crate::origin::Origin;

/// A figure of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    central: f64,
    /// Position among the scenario's parameters, where the figure is uncertain.
    uncertain: Option<u16>,
}

impl Number {
    /// A figure that is what it is.
    pub fn certain(value: f64) -> Self {
        Self { central: value, uncertain: None }
    }

    /// A figure that parameter number `position` decides, with its mean.
    pub fn uncertain(central: f64, position: u16) -> Self {
        Self { central, uncertain: Some(position) }
    }

    /// The figure without uncertainty: its mean.
    pub fn central(self) -> f64 {
        self.central
    }

    /// Whether every replication has the same value.
    pub fn is_certain(self) -> bool {
        self.uncertain.is_none()
    }

    /// The value in a replication.
    #[inline]
    pub fn of(self, drawn: &Drawn) -> f64 {
        match self.uncertain {
            None => self.central,
            Some(position) => drawn.values[usize::from(position)],
        }
    }
}

/// The values of the uncertain parameters in one replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawn {
    /// One value for each parameter; that of a certain one is its central value.
    pub values: Vec<f64>,
    /// Position of the branch of the scenario.
    pub branch: usize,
    /// Probability at which each group's annual ranges are read.
    pub range_positions: Vec<f64>,
}

/// A figure of the scenario with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its key in the scenario file, for example `world.moves.per_year[2]`.
    pub key: String,
    /// Its value without uncertainty.
    pub central: f64,
    /// What is not known about it, if anything.
    pub law: Option<Law>,
    /// How well it is known and where it comes from; nothing if nobody said.
    pub origin: Option<Origin>,
}
