//! Advice about photographs, scored on photographs that this code makes; see docs/photos.md.

mod camera;
mod dice;
mod exif;
mod scenes;
mod sheet;

use domain::photo::{Advice, Luma, Measures, advise, measure};
use domain::text::Lang;
use scenes::{Case, SCENES, case};

/// Least precision and least recall, set below what docs/photos.md reports.
const FLOORS: [(Advice, f64, f64); 6] = [
    (Advice::Blurred, 0.95, 0.90),
    (Advice::Dark, 0.90, 0.95),
    (Advice::Glare, 0.95, 0.90),
    (Advice::TooSmall, 0.85, 0.85),
    (Advice::Cropped, 0.50, 0.80),
    (Advice::Rotated, 0.95, 0.95),
];

struct Scored {
    name: &'static str,
    grade: usize,
    truth: Vec<Advice>,
    open: Vec<Advice>,
    said: Vec<Advice>,
    seen: Measures,
    place: String,
}

fn score(case: &Case) -> Scored {
    let luma = camera::shoot(&case.sheet, &case.scene).luma();
    Scored {
        name: case.name,
        grade: case.grade,
        truth: case.truth.clone(),
        open: case.open.clone(),
        said: advise(&luma, case.original),
        seen: measure(&luma),
        place: format!("{:?} {:?}", case.kind, case.scene.desk),
    }
}

/// `rounds` photographs of every scene.
fn score_all(seed: u64, rounds: usize) -> Vec<Scored> {
    let total = rounds * SCENES.len();
    let lanes = 4;
    std::thread::scope(|scope| {
        let work: Vec<_> = (0..lanes)
            .map(|lane| {
                scope.spawn(move || {
                    (lane..total)
                        .step_by(lanes)
                        .map(|index| score(&case(index, seed)))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        work.into_iter()
            .flat_map(|lane| lane.join().expect("a scored lane"))
            .collect()
    })
}

/// Photographs that nothing was tuned on have seeds from here on.
const HELD_OUT: u64 = 2000;

/// How often one advice is right and how often it is missed.
#[derive(Default)]
struct Tally {
    /// Said and true; said and false; true and not said; neither.
    hits: u32,
    false_alarms: u32,
    missed: u32,
    quiet: u32,
    /// By grade of the fault: said, and all.
    grades: [(u32, u32); 3],
}

impl Tally {
    fn of(advice: Advice, all: &[Scored]) -> Tally {
        let mut tally = Tally::default();
        for s in all.iter().filter(|s| !s.open.contains(&advice)) {
            let (said, right) = (s.said.contains(&advice), s.truth.contains(&advice));
            *match (said, right) {
                (true, true) => &mut tally.hits,
                (true, false) => &mut tally.false_alarms,
                (false, true) => &mut tally.missed,
                (false, false) => &mut tally.quiet,
            } += 1;
            if right && s.grade > 0 {
                tally.grades[s.grade - 1].0 += u32::from(said);
                tally.grades[s.grade - 1].1 += 1;
            }
        }
        tally
    }

    fn precision(&self) -> f64 {
        f64::from(self.hits) / f64::from((self.hits + self.false_alarms).max(1))
    }

    fn recall(&self) -> f64 {
        f64::from(self.hits) / f64::from((self.hits + self.missed).max(1))
    }
}

fn table(all: &[Scored]) -> String {
    let mut lines = vec![
        "| advice | precision | recall | slight | plain | gross | false alarms |".to_owned(),
        "|---|---|---|---|---|---|---|".to_owned(),
    ];
    for advice in Advice::ALL {
        let t = Tally::of(advice, all);
        let grades = t
            .grades
            .map(|(said, all)| format!("{said}/{all}"))
            .join(" | ");
        lines.push(format!(
            "| {advice:?} | {:.3} | {:.3} | {grades} | {} of {} |",
            t.precision(),
            t.recall(),
            t.false_alarms,
            t.false_alarms + t.quiet
        ));
    }
    let fine: Vec<_> = all
        .iter()
        .filter(|s| s.truth.is_empty() && s.open.is_empty())
        .collect();
    let left_alone = fine.iter().filter(|s| s.said.is_empty()).count();
    lines.push(format!(
        "\n{left_alone} of {} fine photographs get no advice at all.",
        fine.len()
    ));
    lines.join("\n")
}

#[test]
fn advice_is_seldom_wrong_and_seldom_missing() {
    let all = score_all(HELD_OUT, 6);
    let table = table(&all);
    println!("{table}");
    for (advice, precision, recall) in FLOORS {
        let t = Tally::of(advice, &all);
        assert!(
            t.precision() >= precision && t.recall() >= recall,
            "{advice:?} fell below {precision} or {recall}:\n{table}"
        );
    }
    let fine = all
        .iter()
        .filter(|s| s.truth.is_empty() && s.open.is_empty());
    let (quiet, total) = fine.fold((0, 0), |(q, n), s| {
        (q + u32::from(s.said.is_empty()), n + 1)
    });
    assert!(
        quiet * 100 >= total * 90,
        "advice where none is needed:\n{table}"
    );
}

#[test]
fn nothing_is_said_about_nothing() {
    for (width, height) in [(0, 0), (1, 1), (15, 400), (16, 16), (64, 64), (1000, 17)] {
        for shade in [0u8, 128, 255] {
            let luma = Luma {
                width,
                height,
                pixels: vec![shade; width * height],
            };
            let said = advise(&luma, (4000, 3000));
            for wrong in [
                Advice::Blurred,
                Advice::Glare,
                Advice::Cropped,
                Advice::Rotated,
            ] {
                assert!(
                    !said.contains(&wrong),
                    "{wrong:?} of a plain {width} x {height}"
                );
            }
        }
    }
}

#[test]
fn every_advice_says_what_to_do_in_both_languages() {
    for advice in Advice::ALL {
        assert!(
            advice.words(Lang::Id).ends_with("lalu foto lagi."),
            "{advice:?}"
        );
        assert!(
            advice.words(Lang::En).ends_with("then take it again."),
            "{advice:?}"
        );
    }
}

/// The table of docs/photos.md, and every photograph's numbers for whoever tunes:
/// `PHOTOS=seed,rounds cargo test -p domain --test photo tables -- --ignored --nocapture`.
#[test]
#[ignore = "prints a table for people"]
fn tables() {
    let set = std::env::var("PHOTOS").unwrap_or_default();
    let (seed, rounds) = set.split_once(',').unwrap_or(("2000", "30"));
    let all = score_all(
        seed.parse().expect("a seed"),
        rounds.parse().expect("rounds"),
    );
    println!("\n{}\n", table(&all));
    for s in &all {
        let m = s.seen;
        println!(
            "ROW|{}|{}|{:?}|{:?}|{:?}|{}|{}|{}|{}|{}|{}|{}|{}",
            s.name,
            s.grade,
            s.truth,
            s.open,
            s.said,
            m.sharpness,
            m.paper,
            m.glare,
            m.writing,
            m.rim,
            m.level,
            m.sideways,
            s.place
        );
    }
}

/// One photograph of every scene, side by side: `PHOTOS_SHEET=file.png cargo test … contact_sheet -- --ignored`.
#[test]
#[ignore = "writes a picture for people to look at"]
fn contact_sheet() {
    let file = std::env::var("PHOTOS_SHEET").expect("PHOTOS_SHEET=file.png");
    let seed = std::env::var("PHOTOS_SEED").map_or(1, |s| s.parse().expect("a seed"));
    let (side, columns) = (220, 6);
    let rows = SCENES.len().div_ceil(columns);
    let mut all = image::RgbImage::new((columns * side) as u32, (rows * side) as u32);
    for index in 0..SCENES.len() {
        let case = case(index, seed);
        let photo = image::DynamicImage::ImageRgb8(camera::shoot(&case.sheet, &case.scene).rgb())
            .resize(
                side as u32 - 8,
                side as u32 - 8,
                image::imageops::FilterType::Triangle,
            )
            .into_rgb8();
        let (x, y) = ((index % columns) * side + 4, (index / columns) * side + 4);
        image::imageops::replace(&mut all, &photo, x as i64, y as i64);
    }
    all.save(file).expect("a written picture");
}
