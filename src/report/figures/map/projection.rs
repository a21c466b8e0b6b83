//! From longitude and latitude to a plane, and from the plane onto the sheet.
//!
//! Lambert's azimuthal equal-area projection on a sphere around the middle of Norway: areas are true,
//! shapes are bent by less than one per cent anywhere in the country (Snyder 1987, Map Projections,
//! equations 24-2 to 24-4).

use crate::report::look::canvas::{Area, Point};

/// Longitude and latitude of the middle of the map, degrees.
const MIDDLE: (f64, f64) = (15.0, 65.0);

/// Position on the plane, in earth radii right of and above the middle.
pub fn projected((longitude, latitude): (f64, f64)) -> Point {
    let (middle_longitude, middle_latitude) = (MIDDLE.0.to_radians(), MIDDLE.1.to_radians());
    let east = longitude.to_radians() - middle_longitude;
    let (sin, cos) = latitude.to_radians().sin_cos();
    let (sin_middle, cos_middle) = middle_latitude.sin_cos();
    let scale = (2.0 / (1.0 + sin_middle * sin + cos_middle * cos * east.cos())).sqrt();
    let up = cos_middle * sin - sin_middle * cos * east.cos();
    (scale * cos * east.sin(), scale * up)
}

/// The points moved into `area` as large as they fit, equally in both directions.
pub fn fitted(points: &[Point], area: Area) -> Vec<Point> {
    let range = |of: fn(&Point) -> f64| {
        let low = points.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    };
    let ((left, right), (bottom, top)) = (range(|it| it.0), range(|it| it.1));
    // A single point, or points in a row, have no width or height to scale by.
    let span = |from: f64, to: f64| (to - from).max(1e-6);
    let scale = (area.width() / span(left, right)).min(area.height() / span(bottom, top));
    let from_left = area.left + (area.width() - (right - left) * scale) / 2.0;
    let from_top = area.top + (area.height() - (top - bottom) * scale) / 2.0;
    points
        .iter()
        .map(|(x, y)| (from_left + (x - left) * scale, from_top + (top - y) * scale))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OSLO: (f64, f64) = (10.75, 59.91);
    const BERGEN: (f64, f64) = (5.32, 60.39);
    const VADSO: (f64, f64) = (29.75, 70.07);
    const EARTH_RADIUS_KM: f64 = 6_371.0;

    fn distance_km(one: (f64, f64), other: (f64, f64)) -> f64 {
        let (one, other) = (projected(one), projected(other));
        (one.0 - other.0).hypot(one.1 - other.1) * EARTH_RADIUS_KM
    }

    /// The haversine formula.
    fn great_circle_km(one: (f64, f64), other: (f64, f64)) -> f64 {
        let half_sine = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let cosines = one.1.to_radians().cos() * other.1.to_radians().cos();
        let squared = half_sine(one.1, other.1) + cosines * half_sine(one.0, other.0);
        2.0 * EARTH_RADIUS_KM * squared.sqrt().asin()
    }

    #[test]
    fn distances_are_those_on_the_globe() {
        for (one, other) in [(OSLO, BERGEN), (OSLO, VADSO), (BERGEN, VADSO)] {
            let (found, expected) = (distance_km(one, other), great_circle_km(one, other));
            assert!((found / expected - 1.0).abs() < 0.01, "{found} km, expected {expected} km");
        }
    }

    #[test]
    fn north_is_up_and_one_kilometre_is_as_long_everywhere() {
        let area = Area { left: 0.0, top: 0.0, right: 500.0, bottom: 900.0 };
        let points = [projected(OSLO), projected(BERGEN), projected(VADSO)];
        let placed = fitted(&points, area);
        assert!(placed[2].1 < placed[0].1, "Vadsø lies north of Oslo");
        assert!(placed[1].0 < placed[0].0, "Bergen lies west of Oslo");
        let ratio = |one: Point, other: Point| (one.0 - other.0).hypot(one.1 - other.1);
        let on_sheet = ratio(placed[0], placed[1]) / ratio(placed[0], placed[2]);
        let on_plane = ratio(points[0], points[1]) / ratio(points[0], points[2]);
        assert!((on_sheet - on_plane).abs() < 1e-9);
    }
}
