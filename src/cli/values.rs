//! Values on the command line: read, or refused with all that is accepted.

use std::fmt::Display;
use std::str::FromStr;

/// A reader of whole numbers from `least` to `most`.
pub fn whole<T>(
    least: T,
    most: T,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync + 'static
where
    T: FromStr + PartialOrd + Display + Copy + Send + Sync + 'static,
{
    move |text| {
        let number = text.replace('_', "").parse().ok();
        let accepted = || format!("must be a whole number from {least} to {most}");
        number.filter(|it| (least..=most).contains(it)).ok_or_else(accepted)
    }
}

/// A reader of numbers from `least` to `most`.
pub fn number(
    least: f64,
    most: f64,
) -> impl Fn(&str) -> Result<f64, String> + Clone + Send + Sync + 'static {
    move |text| {
        let number = text.replace('_', "").parse().ok();
        let accepted = || format!("must be a number from {least} to {most}");
        number.filter(|it| (least..=most).contains(it)).ok_or_else(accepted)
    }
}

/// Reads a share of one above 0 and below 1, written with a per cent sign or without.
pub fn share(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|it| it / 100.0),
        None => number(text),
    };
    let share = share.filter(|it| *it > 0.0 && *it < 1.0);
    share.ok_or_else(|| "must be a share above 0 and below 1, such as 0.5% or 0.005".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_within_their_limits_and_refused_outside() {
        let threads = whole(1_u16, 1024);
        assert_eq!((threads("1"), threads("1_024")), (Ok(1), Ok(1024)));
        for wrong in ["0", "1025", "100000", "-1", "1.5", "", "two"] {
            let said = threads(wrong);
            assert_eq!(said, Err("must be a whole number from 1 to 1024".to_owned()), "{wrong}");
        }
        let part = number(0.0, 1.0);
        assert_eq!((part("0"), part("0.25"), part("1")), (Ok(0.0), Ok(0.25), Ok(1.0)));
        for wrong in ["-0.1", "1.1", "nan", "inf", "a half"] {
            assert_eq!(part(wrong), Err("must be a number from 0 to 1".to_owned()), "{wrong}");
        }
    }

    #[test]
    fn a_share_may_be_in_per_cent() {
        assert_eq!((share("0.5%"), share("0.005")), (Ok(0.005), Ok(0.005)));
        for wrong in ["0", "100%", "nan", "-1%", ""] {
            assert!(share(wrong).is_err(), "{wrong}");
        }
    }
}
