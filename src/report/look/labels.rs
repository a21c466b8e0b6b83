//! Places labels so that they do not lie on each other.

use super::canvas::{Area, Point};

/// Moves `wanted` positions apart to at least `gap`, inside `from..to` if there is room, each as near
/// to its wish as its neighbours allow. The order stays.
pub fn spread(wanted: &[f64], gap: f64, (from, to): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&one, &other| wanted[one].total_cmp(&wanted[other]));
    // Neighbours that would touch form a block; a block sits around the mean of its wishes.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for &index in &order {
        let mut block = (wanted[index], 1);
        while let Some(&(centre, n)) = blocks.last() {
            let reach = gap * (n + block.1) as f64 / 2.0;
            if block.0 - centre >= reach {
                break;
            }
            blocks.pop();
            let total = n + block.1;
            block = ((centre * n as f64 + block.0 * block.1 as f64) / total as f64, total);
        }
        let half = gap * (block.1 - 1) as f64 / 2.0;
        block.0 = block.0.clamp((from + half).min(to - half), (to - half).max(from + half));
        blocks.push(block);
    }
    let mut placed = vec![0.0; wanted.len()];
    let mut next = order.into_iter();
    for (centre, n) in blocks {
        for position in 0..n {
            let index = next.next().expect("blocks hold every label once");
            placed[index] = centre + gap * (position as f64 - (n - 1) as f64 / 2.0);
        }
    }
    placed
}

/// Finds room for labels around dots on a plane.
pub struct Places {
    within: Area,
    taken: Vec<Area>,
}

impl Places {
    /// Nothing placed yet.
    pub fn new(within: Area) -> Self {
        Self { within, taken: Vec::new() }
    }

    /// Keeps labels off `area`.
    pub fn keep_free(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// A free rectangle of `size` near a disc, the nearest of many around it and not on any of
    /// `others`; nothing if all are taken.
    pub fn find(
        &mut self,
        (x, y): Point,
        radius: f64,
        (width, height): Point,
        others: &[Area],
    ) -> Option<Area> {
        const N_DIRECTIONS: usize = 24;
        for ring in 0..14 {
            let distance = radius + 3.0 + 9.0 * f64::from(ring);
            for direction in 0..N_DIRECTIONS {
                // To the right first, then alternately further up and down.
                let step =
                    direction.div_ceil(2) as f64 * if direction % 2 == 0 { 1.0 } else { -1.0 };
                let angle = step * std::f64::consts::TAU / N_DIRECTIONS as f64;
                let (towards_x, towards_y) = (angle.cos(), angle.sin());
                let centre_x = x + towards_x * (distance + width / 2.0);
                let centre_y = y + towards_y * (distance + height / 2.0);
                let candidate = Area {
                    left: centre_x - width / 2.0,
                    top: centre_y - height / 2.0,
                    right: centre_x + width / 2.0,
                    bottom: centre_y + height / 2.0,
                };
                if self.is_free(&candidate) && !others.iter().any(|it| it.overlaps(&candidate)) {
                    self.taken.push(candidate);
                    return Some(candidate);
                }
            }
        }
        None
    }

    fn is_free(&self, area: &Area) -> bool {
        area.left >= self.within.left
            && area.right <= self.within.right
            && area.top >= self.within.top
            && area.bottom <= self.within.bottom
            && !self.taken.iter().any(|taken| taken.overlaps(area))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_distance_and_their_order() {
        let wanted = [50.0, 10.0, 52.0, 51.0, 90.0];
        let placed = spread(&wanted, 12.0, (0.0, 100.0));
        assert_eq!(placed[1], 10.0);
        assert_eq!(placed[4], 90.0);
        assert!(placed[3] - placed[0] >= 11.999 && placed[2] - placed[3] >= 11.999, "{placed:?}");
        assert!((placed[3] - 51.0).abs() < 1e-9, "the block stays around its middle");
    }

    #[test]
    fn labels_stay_inside() {
        let placed = spread(&[99.0, 100.0, 98.0], 10.0, (0.0, 100.0));
        assert!(placed.iter().all(|it| (0.0..=100.0).contains(it)), "{placed:?}");
    }

    #[test]
    fn labels_around_dots_do_not_overlap() {
        let within = Area { left: 0.0, top: 0.0, right: 400.0, bottom: 400.0 };
        let mut places = Places::new(within);
        let found: Vec<_> =
            (0..10).filter_map(|_| places.find((200.0, 200.0), 5.0, (60.0, 14.0), &[])).collect();
        assert_eq!(found.len(), 10);
        for (index, one) in found.iter().enumerate() {
            assert!(found[index + 1..].iter().all(|other| !one.overlaps(other)));
        }
    }
}
