//! How long to wait before trying again.

use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(10);

/// Doubles with each attempt made, up to 10 s, less a random part of up to a half, so that a crowd of visitors does not
/// come back at once. `random` is from 0 to 1.
pub(crate) fn growing_pause(first: Duration, attempts_made: u32, random: f64) -> Duration {
    let doublings = attempts_made.saturating_sub(1).min(16);
    let full = first.saturating_mul(1 << doublings).min(LONGEST);
    // Whole milliseconds: numbers of 128 bits would weigh.
    let milliseconds = full.as_secs() * 1000 + u64::from(full.subsec_millis());
    let half = milliseconds as f64 / 2.0;
    Duration::from_millis((half + half * random) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_millis(400);

    #[test]
    fn pauses_double_up_to_ten_seconds() {
        let full: Vec<_> = (1..=7)
            .map(|made| growing_pause(FIRST, made, 1.0).as_millis())
            .collect();
        assert_eq!(full, [400, 800, 1600, 3200, 6400, 10_000, 10_000]);
        assert_eq!(growing_pause(FIRST, u32::MAX, 1.0), LONGEST);
    }

    #[test]
    fn jitter_takes_away_up_to_a_half() {
        assert_eq!(growing_pause(FIRST, 1, 0.0).as_millis(), 200);
        assert_eq!(growing_pause(FIRST, 1, 0.5).as_millis(), 300);
    }
}
