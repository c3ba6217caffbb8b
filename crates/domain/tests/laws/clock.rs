//! Working days and the law's clock.

use domain::application::State;
use domain::calendar::{Calendar, Moment, age, iso_day, parse_day};
use domain::clock::{self, Due, Pressure, pressure};
use domain::hours::{Hours, OfficeTime};
use domain::region::Zone;
use proptest::prelude::*;
use time::{Date, Duration};

/// At an office in the west with the usual hours.
fn due(history: &[(Moment, State)], days: u32, calendar: &Calendar) -> Due {
    clock::due(history, days, &office(calendar, &Hours::default()))
}

fn office<'a>(calendar: &'a Calendar, hours: &'a Hours) -> OfficeTime<'a> {
    OfficeTime {
        calendar,
        hours,
        zone: Zone::Wib,
    }
}

/// The working day to which a day counts: a day off counts to the next one.
fn working(calendar: &Calendar, day: Date) -> Date {
    office(calendar, &Hours::default()).day(at(day))
}

fn any_day() -> impl Strategy<Value = Date> {
    // 2020 to 2033.
    (2_458_850..2_463_900i32).prop_map(|day| Date::from_julian_day(day).unwrap())
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    proptest::collection::vec(any_day(), 0..60).prop_map(Calendar::new)
}

/// Nine in the morning at the office.
fn at(day: Date) -> Moment {
    Moment((i64::from(day.to_julian_day()) - 2_440_588) * 86_400_000 + 2 * 3_600_000)
}

proptest! {
    #[test]
    fn counting_forward_and_counting_between_agree(calendar in any_calendar(), start in any_day(), count in 1..60u32) {
        let end = calendar.add_working_days(start, count);
        prop_assert!(calendar.is_working_day(end));
        prop_assert_eq!(calendar.working_days_between(start, end), i64::from(count));
        prop_assert_eq!(calendar.working_days_between(end, start), -i64::from(count));
    }

    #[test]
    fn counting_between_adds_up(calendar in any_calendar(), a in any_day(), b in any_day(), c in any_day()) {
        let sum = calendar.working_days_between(a, b) + calendar.working_days_between(b, c);
        prop_assert_eq!(sum, calendar.working_days_between(a, c));
    }

    #[test]
    fn days_are_written_and_read_alike(day in any_day()) {
        prop_assert_eq!(parse_day(&iso_day(day)), Some(day));
    }

    #[test]
    fn no_text_makes_a_day_panic(text in any::<String>()) {
        let _ = parse_day(&text);
    }

    #[test]
    fn a_moment_is_the_day_of_its_office(day in any_day()) {
        prop_assert_eq!(at(day).day(Zone::Wib), day);
        // 23.30 WIB is half past midnight further east.
        let late = at(day).plus_seconds(14 * 3600 + 1800);
        prop_assert_eq!(late.day(Zone::Wib), day);
        prop_assert_eq!(Some(late.day(Zone::Wita)), day.next_day());
    }

    #[test]
    fn an_untouched_clock_is_due_after_its_days(calendar in any_calendar(), start in any_day(), days in 1..30u32) {
        let history = [(at(start), State::Submitted), (at(start), State::Checking), (at(start), State::Processing)];
        let wanted = calendar.add_working_days(working(&calendar, start), days);
        prop_assert_eq!(due(&history, days, &calendar), Due::On(wanted));
        // Passing it on for signature changes nothing.
        let passed_on = [&history[..], &[(at(start + Duration::days(1)), State::AwaitingSignature)]].concat();
        prop_assert_eq!(due(&passed_on, days, &calendar), Due::On(wanted));
    }

    #[test]
    fn a_pause_gives_back_exactly_what_was_left(
        calendar in any_calendar(), start in any_day(), worked in 0..12i64, paused in 0..40i64, days in 1..12u32,
    ) {
        let stopped = start + Duration::days(worked);
        let resumed = stopped + Duration::days(paused);
        let used = calendar.working_days_between(working(&calendar, start), working(&calendar, stopped));
        let left = u32::try_from((i64::from(days) - used).max(0)).unwrap();
        let mut history = vec![(at(start), State::Processing), (at(stopped), State::NeedsFix)];
        prop_assert_eq!(due(&history, days, &calendar), Due::Paused { left });
        history.push((at(resumed), State::Checking));
        prop_assert_eq!(due(&history, days, &calendar), Due::Paused { left });
        history.push((at(resumed), State::Processing));
        prop_assert_eq!(due(&history, days, &calendar), Due::On(calendar.add_working_days(working(&calendar, resumed), left)));
        history.push((at(resumed), State::Done));
        prop_assert_eq!(due(&history, days, &calendar), Due::Over);
    }

    #[test]
    fn pressure_only_grows_as_days_pass(calendar in any_calendar(), end in any_day(), before in 0..30i64) {
        let rank = |today: Date| match pressure(Due::On(end), today, &calendar) {
            Pressure::Fine => 0,
            Pressure::Soon => 1,
            Pressure::Late => 2,
        };
        let day = end - Duration::days(before);
        prop_assert!(rank(day) <= rank(day + Duration::days(1)));
        prop_assert_eq!(rank(end), 1);
        prop_assert_eq!(rank(end + Duration::days(1)), 2);
    }

    #[test]
    fn a_person_grows_older_on_the_birthday(birth in any_day(), years in 0..90i32) {
        // Somebody born on 29 February has the birthday on 1 March in other years.
        let birthday = birth.replace_year(birth.year() + years).unwrap_or_else(|_| parse_day(&format!("{}-03-01", birth.year() + years)).unwrap());
        prop_assert_eq!(age(birth, birthday), years);
        prop_assert_eq!(age(birth, birthday - Duration::days(1)), years - 1);
    }
}

#[test]
fn nothing_runs_before_the_file_is_complete() {
    let calendar = Calendar::default();
    let day = parse_day("2026-11-02").unwrap();
    assert_eq!(due(&[], 5, &calendar), Due::NotStarted);
    for state in [State::Submitted, State::Checking, State::NeedsFix] {
        assert_eq!(
            due(&[(at(day), state)], 5, &calendar),
            Due::NotStarted,
            "{state:?}"
        );
    }
    assert_eq!(due(&[(at(day), State::Cancelled)], 5, &calendar), Due::Over);
}

#[test]
fn complete_on_monday_is_due_on_the_next_monday() {
    let day = |text: &str| parse_day(text).unwrap();
    let calendar = Calendar::default();
    let history = [(at(day("2026-11-02")), State::Processing)];
    assert_eq!(due(&history, 5, &calendar), Due::On(day("2026-11-09")));
    let with_holiday = Calendar::new([day("2026-11-09")]);
    assert_eq!(due(&history, 5, &with_holiday), Due::On(day("2026-11-10")));
}
