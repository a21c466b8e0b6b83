//! `Origin`: where a figure comes from and how well it is known.
//!
//! Every rule and every published figure carries one, so that a result can list what it rests on.

use std::str::FromStr;

/// How well a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Read in a document.
    Verified,
    /// Computed from verified figures.
    Derived,
    /// A judgement: no document says so.
    Assumed,
}

impl Status {
    /// The word for it in files and results.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Derived => "derived",
            Self::Assumed => "assumed",
        }
    }
}

/// A word that is not a status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{found}\" is not a status, must be one of \"verified\", \"derived\", \"assumed\"")]
pub struct NotAStatus {
    /// The word that was read.
    pub found: String,
}

impl FromStr for Status {
    type Err = NotAStatus;

    fn from_str(word: &str) -> Result<Self, NotAStatus> {
        [Self::Verified, Self::Derived, Self::Assumed]
            .into_iter()
            .find(|status| status.word() == word)
            .ok_or_else(|| NotAStatus { found: word.to_owned() })
    }
}

/// Where a figure comes from and how well it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// How well it is known.
    pub status: Status,
    /// The document, or how it was computed or judged.
    pub source: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_as_it_is_written() {
        for status in [Status::Verified, Status::Derived, Status::Assumed] {
            assert_eq!(status.word().parse(), Ok(status));
        }
        assert!("Verified".parse::<Status>().is_err());
    }
}
