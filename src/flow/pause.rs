//! How long to wait before trying again.

use std::time::Duration;

const LONGEST: f64 = 10_000.0;
/// What timers can count to; a longer time would be over at once.
const LONGEST_TIMER: f64 = 2_147_483_647.0;

/// As JavaScript has durations, and at least one.
pub(crate) fn milliseconds(duration: Duration) -> f64 {
    let milliseconds = duration.as_secs() as f64 * 1000.0 + f64::from(duration.subsec_micros()) / 1000.0;
    milliseconds.clamp(1.0, LONGEST_TIMER)
}

/// Doubles with each attempt made, up to 10 s, less a random part of up to a half, so that a crowd of visitors does not
/// come back at once. In milliseconds; `random` is from 0 to 1.
pub(crate) fn growing_pause(first: f64, attempts_made: u32, random: f64) -> f64 {
    let mut full = first;
    for _ in 1..attempts_made.min(16) {
        full *= 2.0;
    }
    full.min(LONGEST) * (0.5 + random / 2.0)
}

/// Before the next of calm questions: grows by a quarter of the first with each that was asked, to three times as much. In milliseconds.
pub(crate) fn calm_pause(first: f64, asked: u32) -> f64 {
    first * (1.0 + f64::from(asked) / 4.0).min(3.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: f64 = 400.0;

    #[test]
    fn pauses_double_up_to_ten_seconds() {
        let full: Vec<_> = (1..=7).map(|made| growing_pause(FIRST, made, 1.0)).collect();
        assert_eq!(full, [400.0, 800.0, 1600.0, 3200.0, 6400.0, 10_000.0, 10_000.0]);
        assert_eq!(growing_pause(FIRST, u32::MAX, 1.0), LONGEST);
    }

    #[test]
    fn calm_pauses_grow_to_three_times_the_first() {
        let pauses: Vec<_> = [0, 1, 4, 8, 9, u32::MAX]
            .map(|asked| calm_pause(5000.0, asked))
            .into();
        assert_eq!(pauses, [5000.0, 6250.0, 10_000.0, 15_000.0, 15_000.0, 15_000.0]);
    }

    #[test]
    fn durations_are_told_in_milliseconds_as_far_as_timers_can_count() {
        assert_eq!(milliseconds(Duration::from_secs(15)), 15_000.0);
        assert_eq!(milliseconds(Duration::from_micros(20_500)), 20.5);
        assert_eq!(milliseconds(Duration::ZERO), 1.0);
        assert_eq!(milliseconds(Duration::MAX), 2_147_483_647.0);
    }

    #[test]
    fn jitter_takes_away_up_to_a_half() {
        assert_eq!(growing_pause(FIRST, 1, 0.0), 200.0);
        assert_eq!(growing_pause(FIRST, 1, 0.5), 300.0);
    }
}
