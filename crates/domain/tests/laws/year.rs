//! The law's clock in 2026, counted by hand on a calendar: the shipped holidays (SKB 3 Menteri 1497, 2, 5/2025) and the
//! shipped hours. Each row stands for something that went wrong somewhere else.

use domain::application::State::{self, *};
use domain::calendar::{Calendar, Moment, iso_day, parse_day};
use domain::clock::{Due, due};
use domain::hours::{Hours, OfficeTime, Season, Span, Week};
use domain::region::Zone;

fn calendar() -> Calendar {
    let shipped = [
        include_str!("../../../../catalogue/holidays/2026.csv"),
        include_str!("../../../../catalogue/holidays/2027.csv"),
    ];
    let days = shipped
        .iter()
        .flat_map(|table| table.lines())
        .filter_map(|line| parse_day(line.split(',').next()?));
    let days: Vec<_> = days.collect();
    assert_eq!(days.len(), 30);
    Calendar::new(days)
}

/// As `catalogue/hours.toml`; the backend's tests compare the two.
fn hours() -> Hours {
    let span = |text| Span::parse(text).expect("a span");
    Hours {
        seasons: vec![Season {
            name: "Ramadan 1447 H".to_owned(),
            from: "2026-02-19".to_owned(),
            until: "2026-03-20".to_owned(),
            week: Week {
                usual: span("08.00-15.00"),
                friday: span("08.00-15.30"),
            },
        }],
        ..Hours::default()
    }
}

/// What the row is about, zone, working days, history, due day (or days left in a pause).
type Row = (
    &'static str,
    Zone,
    u32,
    &'static [(&'static str, State)],
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("Monday morning, an ordinary week", Zone::Wib, 5, &[("2026-11-02T09:00", Processing)], "2026-11-09"),
    ("a minute before closing", Zone::Wib, 5, &[("2026-11-02T15:59", Processing)], "2026-11-09"),
    ("at closing time it is the next day's", Zone::Wib, 5, &[("2026-11-02T16:00", Processing)], "2026-11-10"),
    ("before opening is that day", Zone::Wib, 5, &[("2026-11-03T05:30", Processing)], "2026-11-10"),
    ("Friday closes half an hour later", Zone::Wib, 5, &[("2026-11-06T16:15", Processing)], "2026-11-13"),
    ("Friday evening is Monday's", Zone::Wib, 5, &[("2026-11-06T20:00", Processing)], "2026-11-16"),
    ("Saturday is Monday's", Zone::Wib, 5, &[("2026-11-07T10:00", Processing)], "2026-11-16"),
    ("Sunday before midnight is Monday's", Zone::Wib, 5, &[("2026-11-08T23:59", Processing)], "2026-11-16"),
    ("promise of one day on Friday", Zone::Wib, 1, &[("2026-11-06T09:00", Processing)], "2026-11-09"),
    ("promise of one day on Friday evening", Zone::Wib, 1, &[("2026-11-06T17:00", Processing)], "2026-11-10"),
    ("on a holiday: the 17th of August", Zone::Wib, 5, &[("2026-08-17T10:00", Processing)], "2026-08-26"),
    ("over the Prophet's birthday", Zone::Wib, 5, &[("2026-08-20T10:00", Processing)], "2026-08-28"),
    ("joint leave before Chinese New Year", Zone::Wib, 5, &[("2026-02-13T10:00", Processing)], "2026-02-24"),
    ("Ramadan closes at three", Zone::Wib, 5, &[("2026-02-23T15:10", Processing)], "2026-03-03"),
    ("the same minute before Ramadan", Zone::Wib, 5, &[("2026-02-09T15:10", Processing)], "2026-02-18"),
    ("Ramadan's Friday closes at half past three", Zone::Wib, 5, &[("2026-02-27T15:20", Processing)], "2026-03-06"),
    ("into the week of Lebaran", Zone::Wib, 5, &[("2026-03-16T10:00", Processing)], "2026-03-30"),
    ("on the last day before Lebaran, after closing", Zone::Wib, 5, &[("2026-03-17T15:30", Processing)], "2026-04-01"),
    ("Lebaran itself", Zone::Wib, 3, &[("2026-03-21T08:00", Processing)], "2026-03-30"),
    ("Good Friday", Zone::Wib, 5, &[("2026-03-30T10:00", Processing)], "2026-04-07"),
    ("Ascension and the leave after it", Zone::Wib, 5, &[("2026-05-12T10:00", Processing)], "2026-05-21"),
    ("Iduladha, its leave, Vesak and Pancasila", Zone::Wib, 5, &[("2026-05-25T10:00", Processing)], "2026-06-04"),
    ("over Christmas and New Year", Zone::Wib, 5, &[("2026-12-23T10:00", Processing)], "2027-01-04"),
    ("New Year: the leave of 2027 isn't decreed", Zone::Wib, 5, &[("2026-12-29T10:00", Processing)], "2027-01-06"),
    ("New Year's Eve after closing", Zone::Wib, 5, &[("2026-12-31T16:30", Processing)], "2027-01-11"),
    // 16.30 in Jakarta is half past five in Kupang; 15.30 is half past four.
    ("in Kupang it is an hour later", Zone::Wita, 5, &[("2026-11-02T16:00", Processing)], "2026-11-10"),
    ("in Jayapura too, by its own clock", Zone::Wit, 5, &[("2026-11-02T15:59", Processing)], "2026-11-09"),
    ("fourteen days by a sector's rule", Zone::Wib, 14, &[("2026-11-02T10:00", Processing)], "2026-11-20"),
    ("passed on for signature: the same clock", Zone::Wib, 5,
        &[("2026-11-02T10:00", Processing), ("2026-11-04T10:00", AwaitingSignature)], "2026-11-09"),
    ("paused after two days", Zone::Wib, 5,
        &[("2026-11-02T10:00", Processing), ("2026-11-04T10:00", NeedsFix)], "3 left"),
    ("paused after closing: that day is used", Zone::Wib, 5,
        &[("2026-11-02T10:00", Processing), ("2026-11-04T18:00", NeedsFix)], "2 left"),
    ("a pause across Lebaran", Zone::Wib, 5,
        &[("2026-03-16T10:00", Processing), ("2026-03-17T10:00", NeedsFix), ("2026-03-25T20:00", Checking),
          ("2026-03-26T10:00", Processing)], "2026-04-01"),
    ("a pause on a holiday uses nothing", Zone::Wib, 5,
        &[("2026-08-14T10:00", Processing), ("2026-08-17T10:00", NeedsFix), ("2026-08-17T12:00", Checking),
          ("2026-08-18T09:00", Processing)], "2026-08-24"),
    ("two pauses over the change of the year", Zone::Wib, 5,
        &[("2026-12-21T10:00", Processing), ("2026-12-22T10:00", NeedsFix), ("2026-12-28T10:00", Checking),
          ("2026-12-28T11:00", Processing), ("2026-12-30T10:00", NeedsFix), ("2027-01-04T10:00", Checking),
          ("2027-01-04T10:30", Processing)], "2027-01-06"),
    ("nothing left: due at once", Zone::Wib, 1,
        &[("2026-11-02T10:00", Processing), ("2026-11-04T10:00", NeedsFix), ("2026-11-10T10:00", Processing)], "2026-11-10"),
];

#[test]
fn the_clock_of_2026_is_as_counted_by_hand() {
    let (calendar, hours) = (calendar(), hours());
    assert!(ROWS.len() >= 20);
    for (what, zone, days, history, wanted) in ROWS {
        let history: Vec<(Moment, State)> = history
            .iter()
            .map(|(local, state)| (Moment::at(local, *zone).expect("a moment"), *state))
            .collect();
        let office = OfficeTime {
            calendar: &calendar,
            hours: &hours,
            zone: *zone,
        };
        let told = match due(&history, *days, &office) {
            Due::On(day) => iso_day(day),
            Due::Paused { left } => format!("{left} left"),
            other => format!("{other:?}"),
        };
        assert_eq!(told, *wanted, "{what}");
    }
}

#[test]
fn one_moment_is_two_days_at_two_offices() {
    let (calendar, hours) = (calendar(), hours());
    let moment = Moment::at("2026-11-02T15:30", Zone::Wib).expect("a moment");
    let day = |zone| {
        let office = OfficeTime {
            calendar: &calendar,
            hours: &hours,
            zone,
        };
        iso_day(office.day(moment))
    };
    // Half past four in Kupang: closed.
    assert_eq!(
        [day(Zone::Wib), day(Zone::Wita), day(Zone::Wit)],
        ["2026-11-02", "2026-11-03", "2026-11-03"]
    );
}

#[test]
fn hours_are_read_as_people_write_them_and_nonsense_is_not() {
    for good in ["07.30-16.00", "7.30 - 16.00", "07:30-16:00"] {
        assert_eq!(
            Span::parse(good).map(String::from).as_deref(),
            Some("07.30-16.00"),
            "{good}"
        );
    }
    for bad in [
        "",
        "07.30",
        "16.00-07.30",
        "07.30-24.00",
        "07.60-16.00",
        "+7.30-16.00",
        "07.30-07.30",
        "a.b-c.d",
    ] {
        assert_eq!(Span::parse(bad), None, "{bad}");
    }
}
