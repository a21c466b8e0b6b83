//! Pixels as a small PNG: a figure has few colours, so a pixel is a place in a list of them.

use resvg::tiny_skia::Pixmap;
use std::collections::BTreeMap;

/// Colours that a list can hold.
const MOST_COLOURS: usize = 256;

/// Red, green and blue.
type Colour = [u8; 3];

/// The picture as a file's bytes. Every pixel has to be opaque.
///
/// If there are more colours than a list holds, the rarest, which are seams between other colours, become the
/// nearest of those in it.
pub fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let colours = pixels.pixels().iter().map(|it| [it.red(), it.green(), it.blue()]);
    let runs = runs(colours);
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    for (colour, n) in &runs {
        *counts.entry(*colour).or_default() += n;
    }
    let mut listed: Vec<Colour> = counts.keys().copied().collect();
    listed.sort_by_key(|it| std::cmp::Reverse(counts[it]));
    listed.truncate(MOST_COLOURS);
    let places: BTreeMap<Colour, u8> =
        counts.into_keys().map(|it| (it, nearest(&listed, it))).collect();
    let mut numbers = Vec::with_capacity(pixels.pixels().len());
    for (colour, n) in runs {
        numbers.resize(numbers.len() + n, places[&colour]);
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(listed.concat());
    encoder.set_compression(png::Compression::Balanced);
    // The difference between two places in a list says nothing.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&numbers)?;
    writer.finish()?;
    Ok(bytes)
}

/// Neighbours of one colour together, with their number.
fn runs(colours: impl Iterator<Item = Colour>) -> Vec<(Colour, usize)> {
    let mut runs: Vec<(Colour, usize)> = Vec::new();
    for colour in colours {
        match runs.last_mut() {
            Some((last, n)) if *last == colour => *n += 1,
            _ => runs.push((colour, 1)),
        }
    }
    runs
}

/// The place of the colour in the list that is nearest.
fn nearest(listed: &[Colour], colour: Colour) -> u8 {
    let distance = |other: &Colour| -> u32 {
        other.iter().zip(colour).map(|(one, two)| u32::from(one.abs_diff(two)).pow(2)).sum()
    };
    let places = (0..=u8::MAX).zip(listed);
    places.min_by_key(|(_, it)| distance(it)).map_or(0, |(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::tiny_skia::{Color, Paint, Rect, Transform};

    fn stripes(n: u32) -> Pixmap {
        let mut pixels = Pixmap::new(n, 3).expect("a size");
        pixels.fill(Color::WHITE);
        for index in 0..n {
            let mut paint = Paint::default();
            paint.set_color_rgba8((index / 2) as u8, 7, (index % 2) as u8, 255);
            let stripe = Rect::from_xywh(index as f32, 0.0, 1.0, 2.0).expect("a stripe");
            pixels.fill_rect(stripe, &paint, Transform::identity(), None);
        }
        pixels
    }

    #[test]
    fn few_colours_come_back_to_the_bit() {
        for n in [1, 5, 255] {
            let pixels = stripes(n);
            let bytes = encode(&pixels).expect("a picture");
            assert_eq!(Pixmap::decode_png(&bytes).expect("a PNG"), pixels);
        }
    }

    #[test]
    fn of_too_many_colours_the_rarest_become_their_neighbours() {
        let pixels = stripes(400);
        let bytes = encode(&pixels).expect("a picture");
        let again = Pixmap::decode_png(&bytes).expect("a PNG");
        assert_eq!((again.width(), again.height()), (400, 3));
        let pairs = || again.pixels().iter().zip(pixels.pixels());
        assert!(pairs().filter(|(one, other)| one != other).count() <= 2 * (400 - 255));
        for (one, other) in pairs().take(255) {
            assert_eq!(one, other);
        }
        assert!(again.pixels()[800..].iter().all(|it| it.green() == 255), "white stays white");
    }
}
