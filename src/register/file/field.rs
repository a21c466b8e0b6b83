//! How the text of a single field becomes a typed figure.

use crate::calendar::Month;
use crate::origin::Status;
use crate::register::Cell;
use crate::units::{Kroner, Persons};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::fmt::Display;
use std::str::FromStr;

fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(field: D) -> Result<T, D::Error> {
    let text = String::deserialize(field)?;
    text.parse().map_err(D::Error::custom)
}

/// A figure of persons, or why there is none.
pub(super) fn cell<'de, D: Deserializer<'de>>(field: D) -> Result<Cell, D::Error> {
    let text = String::deserialize(field)?;
    Cell::read(&text).ok_or_else(|| {
        D::Error::custom(format!("\"{text}\" is not a number of persons, empty or suppressed"))
    })
}

/// A month such as 2023-05.
pub(super) fn month<'de, D: Deserializer<'de>>(field: D) -> Result<Month, D::Error> {
    parsed(field)
}

/// How well a row is known.
pub(super) fn status<'de, D: Deserializer<'de>>(field: D) -> Result<Status, D::Error> {
    parsed(field)
}

/// A number of persons that must be there.
pub(super) fn persons<'de, D: Deserializer<'de>>(field: D) -> Result<Persons, D::Error> {
    i64::deserialize(field).map(Persons)
}

/// Million kroner, where there is an amount.
pub(super) fn millions<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Kroner>, D::Error> {
    let text = String::deserialize(field)?;
    if text.is_empty() {
        return Ok(None);
    }
    let kroner = kroner_from_millions(&text);
    kroner.map(Some).ok_or_else(|| D::Error::custom(format!("\"{text}\" is not million kroner")))
}

/// `15335.9` million kroner as whole kroner, exactly: no float comes near it.
fn kroner_from_millions(text: &str) -> Option<Kroner> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || part.len() > 6 || !is_number(whole) || !is_number(part) {
        return None;
    }
    let whole = whole.parse::<i64>().ok()?.checked_mul(1_000_000)?;
    let part = format!("{part:0<6}").parse::<i64>().ok()?;
    Some(Kroner(sign * whole.checked_add(part)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millions_become_whole_kroner_exactly() {
        let cases = [
            ("15335.9", Some(15_335_900_000)),
            ("353.61", Some(353_610_000)),
            ("0.1", Some(100_000)),
            ("520.513", Some(520_513_000)),
            ("1", Some(1_000_000)),
            ("-290.1", Some(-290_100_000)),
            ("0.0000001", None),
            ("", None),
            (".5", None),
            ("1,5", None),
            ("1e3", None),
        ];
        for (text, expected) in cases {
            assert_eq!(kroner_from_millions(text), expected.map(Kroner), "{text}");
        }
    }
}
