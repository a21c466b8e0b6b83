//! Exact answers for one station: what a simulation must agree with, and what a fast answer may rest on.
//!
//! Turns arrivals and capacities into laws of queues, by recursion or closed form. It draws nothing and
//! knows no scenario. Stages that the theory leaves out (households, priorities, several stations) make
//! the answers approximate; where they are exact is said at each function.

mod count_law;

pub use count_law::CountLaw;

/// The law of the queue after each period, in one station with limited capacity (methods 2.6).
///
/// In each period arrivals join, then up to the capacity are served: `Q' = (Q + A - c)+`. Arrivals of
/// different periods must be independent; condition on the scenario and mix the laws where they are not.
///
/// # Panics
/// If arrivals and capacities are not of the same length.
pub fn queue_laws(opening: CountLaw, arrivals: &[CountLaw], capacities: &[usize]) -> Vec<CountLaw> {
    assert_eq!(arrivals.len(), capacities.len(), "a capacity for each period of arrivals");
    let mut queue = opening;
    let periods = arrivals.iter().zip(capacities);
    periods
        .map(|(arrivals, capacity)| {
            queue = queue.plus(arrivals).minus_or_zero(*capacity);
            queue.clone()
        })
        .collect()
}

/// A queue that has forgotten how it began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationaryQueue {
    /// The mean number in the queue after a period's service.
    pub mean: f64,
    /// The probability that nobody is left over.
    pub empty_probability: f64,
}

/// The stationary law of `Q' = (Q + A - c)+` with negative-binomial arrivals: Spitzer's identities,
/// `E[Q] = sum E[(S_n - nc)+] / n` and `P(Q = 0) = exp(-sum P(S_n > nc) / n)` (methods 2.8).
///
/// # Panics
/// If the mean of arrivals is not below the capacity: no stationary law exists.
pub fn stationary_queue(mean: f64, dispersion: f64, capacity: usize) -> StationaryQueue {
    assert!(mean < capacity as f64, "arrivals {mean} must be below the capacity {capacity}");
    let (mut mean_queue, mut log_busy) = (0.0, 0.0_f64);
    for n in 1.. {
        // The sum of n independent counts is of the same family.
        let periods = n as f64;
        let sum = CountLaw::negative_binomial(periods * mean, dispersion / periods);
        let term = sum.mean_excess(n * capacity) / periods;
        mean_queue += term;
        log_busy += sum.above(n * capacity) / periods;
        if term <= 1e-15 * mean_queue {
            break;
        }
    }
    StationaryQueue { mean: mean_queue, empty_probability: (-log_busy).exp() }
}

/// The share of arrivals lost by `n_servers` servers without a queue (Erlang's B formula).
///
/// `load` is arrivals in a mean service time.
pub fn loss_probability(n_servers: u32, load: f64) -> f64 {
    (1..=n_servers).fold(1.0, |lost, n| load * lost / (f64::from(n) + load * lost))
}

/// Waiting in the queue M/M/c.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ServersQueue {
    /// The probability of having to wait (Erlang's C formula).
    pub wait_probability: f64,
    /// The mean wait before service, over all that arrive.
    pub mean_wait: f64,
    /// The mean number waiting.
    pub mean_queue: f64,
    /// How fast the tail of the wait falls: `P(wait > t) = wait_probability * exp(-decay * t)`.
    pub decay: f64,
}

/// Waiting with Poisson arrivals, exponential service times and `n_servers` servers.
///
/// # Panics
/// If the servers cannot keep up.
pub fn servers_queue(n_servers: u32, arrival_rate: f64, service_rate: f64) -> ServersQueue {
    let load = arrival_rate / service_rate;
    let utilisation = load / f64::from(n_servers);
    assert!(utilisation < 1.0, "{n_servers} servers cannot serve a load of {load}");
    let lost = loss_probability(n_servers, load);
    let wait_probability = lost / (1.0 - utilisation * (1.0 - lost));
    let decay = f64::from(n_servers) * service_rate - arrival_rate;
    let mean_wait = wait_probability / decay;
    ServersQueue { wait_probability, mean_wait, mean_queue: arrival_rate * mean_wait, decay }
}

/// The mean wait in the queue M/G/1 (Pollaczek and Khinchine).
///
/// `cv_squared` is the variance of the service time over its squared mean.
///
/// # Panics
/// If the server cannot keep up.
pub fn one_server_mean_wait(arrival_rate: f64, mean_service: f64, cv_squared: f64) -> f64 {
    let utilisation = arrival_rate * mean_service;
    assert!(utilisation < 1.0, "one server cannot serve a load of {utilisation}");
    utilisation * (1.0 + cv_squared) / (2.0 * (1.0 - utilisation)) * mean_service
}

/// The mean number present after each period's arrivals, where nobody waits for anybody else.
///
/// `stay[k]` is the probability of staying more than `k` periods, so `stay[0]` is usually one. With
/// Poisson arrivals the number is Poisson in every period (Eick, Massey and Whitt 1993).
pub fn mean_present(arrivals: &[f64], stay: &[f64]) -> Vec<f64> {
    let present = |now: usize| {
        let since = stay.iter().enumerate().take(now + 1);
        since.map(|(age, share)| arrivals[now - age] * share).sum()
    };
    (0..arrivals.len()).map(present).collect()
}

/// The queue after each period when arrivals and service flow evenly (Newell 1982).
///
/// Exact only while the queue does not run empty: chance leaves a queue where this says there is none.
pub fn fluid_queue(opening: f64, arrivals: &[f64], capacities: &[f64]) -> Vec<f64> {
    let periods = arrivals.iter().zip(capacities);
    let step = |queue: &mut f64, (arriving, capacity): (&f64, &f64)| {
        *queue = (*queue + arriving - capacity).max(0.0);
        Some(*queue)
    };
    periods.scan(opening, step).collect()
}

/// The time waited in all, in units of a period: the area under a fluid queue.
///
/// Exact when the queue runs empty, if it does, at the end of a period.
pub fn fluid_delay(opening: f64, queue: &[f64]) -> f64 {
    let before = std::iter::once(&opening).chain(queue);
    before.zip(queue).map(|(before, after)| (before + after) / 2.0).sum()
}

/// How long those wait who join a queue of `ahead` when the capacities from then on are `capacities`.
///
/// `None` if the capacities end before they are served.
pub fn fluid_wait(ahead: f64, capacities: &[f64]) -> Option<f64> {
    let mut left = ahead;
    for (n_periods, capacity) in capacities.iter().enumerate() {
        if left <= *capacity {
            let part = if left > 0.0 { left / capacity } else { 0.0 };
            return Some(n_periods as f64 + part);
        }
        left -= capacity;
    }
    (left <= 0.0).then_some(capacities.len() as f64)
}

/// The smallest even capacity with which nobody waits more than `longest_wait` periods: the largest of
/// `(A(t) - A(s)) / (t - s + w)` over all windows (methods 6.1). The opening queue counts as arrivals
/// before the first period.
pub fn fluid_capacity_needed(opening: f64, arrivals: &[f64], longest_wait: f64) -> f64 {
    let mut needed = opening / longest_wait;
    for start in 0..arrivals.len() {
        let mut joined = if start == 0 { opening } else { 0.0 };
        for (n_before, arriving) in arrivals[start..].iter().enumerate() {
            joined += arriving;
            needed = f64::max(needed, joined / (n_before as f64 + 1.0 + longest_wait));
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Agreement to half a unit of the last printed digit.
    fn assert_printed(found: f64, printed: f64, digits: i32) {
        let half = 0.500_001 * 10.0_f64.powi(-digits);
        assert!((found - printed).abs() <= half, "{found} is not printed as {printed}");
    }

    #[test]
    fn t1_servers_with_and_without_a_queue() {
        let one = servers_queue(1, 0.8, 1.0);
        assert_printed(one.wait_probability, 0.8, 12);
        assert_printed(one.mean_wait, 4.0, 12);
        assert_printed(one.mean_queue, 3.2, 12);
        let two = servers_queue(2, 1.5, 1.0);
        assert_printed(two.wait_probability, 0.642_857, 6);
        assert_printed(two.mean_wait, 1.285_714, 6);
        let ten = servers_queue(10, 9.0, 1.0);
        assert_printed(ten.wait_probability, 0.668_732, 6);
        assert_printed(ten.mean_wait, 0.668_732, 6);
        assert_printed(ten.mean_queue, 6.018_584, 6);
        assert_printed(ten.wait_probability * (-ten.decay).exp(), 0.246_013, 6);
        let losses =
            [(1, 0.8, 0.444_444), (2, 1.5, 0.310_345), (10, 9.0, 0.167_963), (50, 45.0, 0.054_104)];
        for (n_servers, load, lost) in losses {
            assert_printed(loss_probability(n_servers, load), lost, 6);
        }
    }

    #[test]
    fn t2_one_server_with_any_service_time() {
        assert_printed(one_server_mean_wait(0.8, 1.0, 0.0), 2.0, 12);
        assert_printed(one_server_mean_wait(0.8, 1.0, 1.0), 4.0, 12);
    }

    #[test]
    fn t3_the_stationary_queue_and_the_recursion_that_leads_to_it() {
        for (mean, capacity, mean_queue, empty) in [
            (9.0, 10, 3.101_238, 0.446_500),
            (18.0, 20, 2.597_149, 0.549_988),
            (90.0, 100, 1.110_013, 0.829_760),
        ] {
            let stationary = stationary_queue(mean, 0.0, capacity);
            assert_printed(stationary.mean, mean_queue, 6);
            assert_printed(stationary.empty_probability, empty, 6);
        }
        let (arrivals, capacities) = (vec![CountLaw::poisson(9.0); 600], [10; 600]);
        let laws = queue_laws(CountLaw::certain(0), &arrivals, &capacities);
        assert_printed(laws[599].mean(), 3.101_238, 6);
        assert_printed(laws[599].probability(0), 0.446_500, 6);
    }

    #[test]
    fn dispersed_arrivals_make_a_longer_stationary_queue_and_the_recursion_agrees() {
        let stationary = stationary_queue(9.0, 0.1, 11);
        let arrivals = vec![CountLaw::negative_binomial(9.0, 0.1); 600];
        let law = queue_laws(CountLaw::certain(0), &arrivals, &[11; 600]).pop().unwrap();
        assert!((law.mean() - stationary.mean).abs() < 1e-6, "{} {stationary:?}", law.mean());
        assert!((law.probability(0) - stationary.empty_probability).abs() < 1e-8);
        assert!(stationary.mean > 1.5 * stationary_queue(9.0, 0.0, 11).mean);
    }

    #[test]
    fn t4_nobody_waits_and_arrivals_rise() {
        let arrivals: Vec<f64> = (0..12).map(|month| 100.0 + 20.0 * f64::from(month)).collect();
        let expected = [100., 200., 286., 352., 402., 452., 502., 552., 602., 652., 702., 752.];
        let found = mean_present(&arrivals, &[1.0, 0.8, 0.5, 0.2]);
        for (found, expected) in found.iter().zip(expected) {
            assert_printed(*found, expected, 9);
        }
    }

    #[test]
    fn variable_stays_lower_the_number_present_when_arrivals_rise_and_raise_it_when_they_fall() {
        // Both stays have mean 2.5 (Eick, Massey and Whitt 1993: insensitivity fails off balance).
        let (steady, variable) = ([1.0, 1.0, 0.5], [1.0, 0.6, 0.4, 0.3, 0.2]);
        let last = |arrivals: &[f64], stay: &[f64]| mean_present(arrivals, stay)[11];
        let rising: Vec<f64> = (0..12).map(|month| 100.0 + 20.0 * f64::from(month)).collect();
        let falling: Vec<f64> = rising.iter().rev().copied().collect();
        let level = vec![100.0; 12];
        assert_printed(last(&level, &steady), last(&level, &variable), 9);
        assert!(last(&rising, &variable) < last(&rising, &steady) - 10.0);
        assert!(last(&falling, &variable) > last(&falling, &steady) + 10.0);
    }

    #[test]
    fn t5_a_fluid_queue_builds_up_and_clears() {
        let arrivals = [[3_000.0; 4].as_slice(), &[1_500.0; 8]].concat();
        let capacities = [2_000.0; 12];
        let queue = fluid_queue(0.0, &arrivals, &capacities);
        let expected =
            [1000., 2000., 3000., 4000., 3500., 3000., 2500., 2000., 1500., 1000., 500., 0.];
        assert_eq!(queue, expected);
        assert_eq!(fluid_delay(0.0, &queue), 24_000.0);
        assert_eq!(queue.iter().position(|queue| *queue == 0.0), Some(11));
        assert_eq!(fluid_wait(queue[3], &capacities[4..]), Some(2.0));
        assert_eq!(fluid_wait(5_000.0, &[2_000.0, 2_000.0]), None);
        // The capacity that gives this longest wait is the one above.
        assert_printed(fluid_capacity_needed(0.0, &arrivals, 2.0), 2_000.0, 9);
        assert_printed(fluid_capacity_needed(9_000.0, &arrivals, 2.0), 4_500.0, 9);
    }

    #[test]
    fn t6_vector_a_of_methods_2_6() {
        let arrivals: Vec<_> =
            (0..12).map(|t| CountLaw::poisson(if t < 4 { 30.0 } else { 15.0 })).collect();
        let laws = queue_laws(CountLaw::certain(0), &arrivals, &[20; 12]);
        let expected = [
            (10.0495, 0.9647, 17),
            (20.0527, 0.9974, 30),
            (30.053, 0.9998, 42),
            (40.053, 1.0, 54),
            (35.0546, 0.9992, 50),
            (30.0709, 0.9941, 46),
            (25.1522, 0.9754, 42),
            (20.41, 0.9318, 37),
            (16.008, 0.8565, 33),
            (12.1163, 0.7532, 29),
            (8.8563, 0.6338, 24),
            (6.2697, 0.5136, 20),
        ];
        for (law, (mean, waiting, high)) in laws.iter().zip(expected) {
            assert_printed(law.mean(), mean, 4);
            assert_printed(law.above(0), waiting, 4);
            assert_eq!(law.quantile(0.9), high);
        }
    }

    #[test]
    fn t21_the_queue_at_the_peak_scales_as_curvature_to_minus_one_fifth() {
        // Arrivals peak at the capacity: lambda(t) = 20 - beta t^2 (Newell 1968, part III).
        let mean_at_peak = |beta: f64| {
            let n_before = (12.0 / beta).sqrt() as i32;
            let rate = |t: i32| 20.0 - beta * f64::from(t * t);
            let arrivals: Vec<_> = (-n_before..=0).map(|t| CountLaw::poisson(rate(t))).collect();
            let capacities = vec![20; arrivals.len()];
            queue_laws(CountLaw::certain(0), &arrivals, &capacities).pop().unwrap().mean()
        };
        let (gentle, steep) = (mean_at_peak(1e-5), mean_at_peak(1e-4));
        let slope = (steep / gentle).log10();
        assert!((slope + 0.2).abs() < 0.03, "slope {slope:.4}");
    }
}
