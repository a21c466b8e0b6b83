//! Values of the scenario file: numbers that may be uncertain, and dates.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;

/// A number, or what is not known about it.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Known.
    Plain(f64),
    /// Triangular.
    Triangular {
        /// Lowest.
        low: f64,
        /// Most likely.
        mode: f64,
        /// Highest.
        high: f64,
    },
    /// Normal, cut off at the limits of the key.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// As often in each quarter of what was seen, evenly spread within it.
    Quartiles {
        /// Smallest value, the three quartiles and the largest.
        quartiles: [f64; 5],
    },
}

impl Default for Value {
    fn default() -> Self {
        Self::Plain(0.0)
    }
}

/// A number with the limits of its kind.
pub trait Limited {
    /// Smallest value accepted.
    const LOWEST: f64;
    /// Largest value accepted.
    const HIGHEST: f64;
    /// What the file says.
    fn value(&self) -> Value;
}

/// A number kind of the file: the same forms, other limits.
macro_rules! number_kind {
    ($(#[$doc:meta])* $kind:ident, $name:literal, $lowest:expr, $highest:expr, $text:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
        #[serde(transparent)]
        pub struct $kind(pub Value);

        impl Limited for $kind {
            const LOWEST: f64 = $lowest;
            const HIGHEST: f64 = $highest;

            fn value(&self) -> Value {
                self.0
            }
        }

        impl JsonSchema for $kind {
            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed($name)
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                number_schema($text, $lowest, $highest)
            }
        }
    };
}

number_kind!(
    /// From 0 to 1.
    Share, "Share", 0.0, 1.0, "A share from 0 to 1, or what is not known about it."
);
number_kind!(
    /// Zero or more.
    Amount, "Amount", 0.0, 1e12, "A number from 0, or what is not known about it."
);
number_kind!(
    /// A number of persons or beds, zero or more.
    Count, "Count", 0.0, 1e9, "A number of persons or beds from 0, or what is not known about it."
);
number_kind!(
    /// What something is multiplied by.
    Multiple, "Multiple", 0.0, 20.0, "What something is multiplied by, from 0 to 20, or what is not known about it."
);
number_kind!(
    /// What is added to a logarithm for each unit of something else.
    Effect, "Effect", -5.0, 5.0,
    "What is added to a logarithm, from -5 to 5, or what is not known about it."
);
number_kind!(
    /// Any number.
    Real, "Real", -1e12, 1e12, "A number, or what is not known about it."
);

impl Share {
    /// A half.
    pub fn half() -> Self {
        Self(Value::Plain(0.5))
    }
}

impl Count {
    /// None.
    pub fn zero() -> Self {
        Self(Value::Plain(0.0))
    }
}

impl Amount {
    /// The number one.
    pub fn one() -> Self {
        Self(Value::Plain(1.0))
    }
}

impl Multiple {
    /// Nothing is changed.
    pub fn one() -> Self {
        Self(Value::Plain(1.0))
    }
}

fn number_schema(text: &str, lowest: f64, highest: f64) -> Schema {
    let number = json_schema!({ "type": "number", "minimum": lowest, "maximum": highest });
    json_schema!({
        "description": text,
        "anyOf": [
            number,
            {
                "description": "Triangular: lowest, most likely and highest value.",
                "type": "object",
                "properties": { "low": number, "mode": number, "high": number },
                "required": ["low", "mode", "high"]
            },
            {
                "description": "Normal: mean and standard deviation, cut off at the limits of the key.",
                "type": "object",
                "properties": { "mean": number, "sd": { "type": "number", "minimum": 0.0 } },
                "required": ["mean", "sd"]
            },
            {
                "description": "What was seen: smallest value, the three quartiles and the largest, rising.",
                "type": "object",
                "properties": {
                    "quartiles": { "type": "array", "items": number, "minItems": 5, "maxItems": 5 }
                },
                "required": ["quartiles"]
            }
        ]
    })
}

/// A month such as `"2023-05"`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct MonthText(pub String);

impl JsonSchema for MonthText {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Month")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A month such as \"2023-05\".",
            "type": "string",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$",
            "x-expects": "a month like 2023-01"
        })
    }
}

/// A date such as `2023-05-17`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DayText(pub String);

impl JsonSchema for DayText {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Day")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A date such as 2023-05-17.",
            "type": "string",
            "format": "date"
        })
    }
}
