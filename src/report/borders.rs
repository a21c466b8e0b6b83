//! Borders of municipalities from a GeoJSON file (RFC 7946) that the user supplies: none is shipped, because
//! the good ones have licences of their own.

use serde_json::Value;

/// What a feature may call the number of its municipality.
const NAMES: [&str; 6] = ["kommunenummer", "kommunenr", "komm", "code", "id", "nr"];

/// A municipality's outline: longitudes and latitudes, degrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Number of the municipality, four digits.
    pub code: String,
    /// The outer line of each of its parts. Holes are other municipalities' ground, and drawn by them.
    pub parts: Vec<Vec<(f64, f64)>>,
}

/// Every municipality of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Borders {
    /// In the order of the file.
    pub shapes: Vec<Shape>,
}

/// Why a file has no borders. No map can be drawn from it.
#[derive(Debug, thiserror::Error)]
pub enum BordersError {
    /// It is not JSON.
    #[error("it is not JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    /// It is not a collection of features.
    #[error("it must be a GeoJSON FeatureCollection")]
    NoFeatures,
    /// No feature has the number of a municipality.
    #[error("no feature has a property such as \"kommunenummer\" with four digits, and an area")]
    NoCodes,
    /// The coordinates are metres or the like.
    #[error("coordinates must be longitude and latitude in degrees (EPSG:4326), found {0} {1}")]
    NotDegrees(f64, f64),
}

impl Borders {
    /// Reads a feature collection. Features that are no municipality are left out.
    pub fn parse(text: &str) -> Result<Self, BordersError> {
        let file: Value = serde_json::from_str(text)?;
        let features = file["features"].as_array().ok_or(BordersError::NoFeatures)?;
        let mut shapes = Vec::new();
        for feature in features {
            let Some(code) = code_of(feature) else { continue };
            let parts = parts_of(&feature["geometry"]);
            let outside = parts.iter().flatten().find(|(longitude, latitude)| {
                !(-180.0..=180.0).contains(longitude) || !(-90.0..=90.0).contains(latitude)
            });
            if let Some((longitude, latitude)) = outside {
                return Err(BordersError::NotDegrees(*longitude, *latitude));
            }
            if !parts.is_empty() {
                shapes.push(Shape { code, parts });
            }
        }
        if shapes.is_empty() { Err(BordersError::NoCodes) } else { Ok(Self { shapes }) }
    }
}

/// The four digits of a feature, in one of its properties or as its id.
fn code_of(feature: &Value) -> Option<String> {
    let properties = feature["properties"].as_object();
    let named = properties
        .into_iter()
        .flatten()
        .filter(|(name, _)| NAMES.contains(&name.to_lowercase().as_str()));
    let digits = |value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            // A number has lost the zero in front.
            Value::Number(number) => format!("{:04}", number.as_u64()?),
            _ => return None,
        };
        (text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit())).then_some(text)
    };
    named.map(|(_, value)| value).chain([&feature["id"]]).find_map(digits)
}

fn parts_of(geometry: &Value) -> Vec<Vec<(f64, f64)>> {
    let coordinates = &geometry["coordinates"];
    let polygons: Vec<&Value> = match geometry["type"].as_str() {
        Some("Polygon") => vec![coordinates],
        Some("MultiPolygon") => coordinates.as_array().into_iter().flatten().collect(),
        _ => Vec::new(),
    };
    let outer = polygons.into_iter().filter_map(|polygon| polygon[0].as_array());
    let point = |point: &Value| Some((point[0].as_f64()?, point[1].as_f64()?));
    let parts = outer.map(|ring| ring.iter().filter_map(point).collect::<Vec<_>>());
    parts.filter(|part| part.len() >= 4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(properties: &str, geometry: &str) -> String {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\
             \"properties\":{properties},\"geometry\":{geometry}}}]}}"
        )
    }

    const SQUARE: &str = "[[[10,60],[11,60],[11,61],[10,60]],[[1,2],[3,4],[5,6],[1,2]]]";

    #[test]
    fn polygons_are_read_by_their_municipality() {
        let polygon = format!("{{\"type\":\"Polygon\",\"coordinates\":{SQUARE}}}");
        let many = format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[{SQUARE},{SQUARE}]}}");
        for (properties, geometry, n_parts) in [
            ("{\"Kommunenummer\":\"0301\"}", &polygon, 1),
            ("{\"name\":\"Oslo\",\"code\":301}", &many, 2),
        ] {
            let found = Borders::parse(&feature(properties, geometry)).expect("borders");
            assert_eq!(found.shapes[0].code, "0301");
            assert_eq!(found.shapes[0].parts.len(), n_parts);
            // The hole is not drawn.
            assert_eq!(found.shapes[0].parts[0].len(), 4);
        }
    }

    #[test]
    fn what_is_no_map_is_explained() {
        let metres =
            "{\"type\":\"Polygon\",\"coordinates\":[[[600000,6600000],[1,1],[2,2],[3,3]]]}";
        let point = "{\"type\":\"Point\",\"coordinates\":[10,60]}";
        let code = "{\"code\":\"0301\"}";
        for (text, expected) in [
            ("<svg/>".to_owned(), "not JSON"),
            ("{}".to_owned(), "FeatureCollection"),
            (feature(code, point), "no feature"),
            (feature("{\"code\":\"Oslo\"}", metres), "no feature"),
            (feature(code, metres), "degrees (EPSG:4326), found 600000 6600000"),
        ] {
            let error = Borders::parse(&text).expect_err(&text).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
