//! Deadlines in hours: how near one is.

use domain::calendar::Moment;
use domain::clock::Pressure;
use domain::text::Text;
use domain::view::DeadlineView;

/// From here on it is loud.
const SOON_MINUTES: i64 = 6 * 60;

pub(crate) fn deadline_view(name: Text, at: Moment, now: Moment) -> DeadlineView {
    let minutes = (at.0 - now.0).div_euclid(60_000);
    let pressure = match minutes {
        ..0 => Pressure::Late,
        0..SOON_MINUTES => Pressure::Soon,
        _ => Pressure::Fine,
    };
    DeadlineView {
        name,
        at,
        minutes,
        pressure,
    }
}
