//! The labelled set: what each photograph shows, and what a helpful person would say about it.
//!
//! A label is what the scene was built with, never what the program answered. Between a clear fault and none lies
//! a stretch in which people would disagree; photographs from there are `open` for that advice and don't count.

use crate::camera::{Desk, LONG, Scene, room};
use crate::dice::Dice;
use crate::sheet::{Kind, Sheet, draw};
use domain::photo::Advice;
use std::f32::consts::{FRAC_PI_2, PI};

pub struct Case {
    pub name: &'static str,
    pub kind: Kind,
    pub sheet: Sheet,
    pub scene: Scene,
    /// The original photograph's size, in pixels.
    pub original: (u32, u32),
    /// What should be advised.
    pub truth: Vec<Advice>,
    /// What may be advised or not.
    pub open: Vec<Advice>,
    /// Of the fault: 1 slight, 2 plain, 3 gross; 0 when there is none.
    pub grade: usize,
}

pub const SCENES: [&str; 22] = [
    "fine",
    "fine, near the sensor's limit",
    "fine, dark card",
    "fine, small print",
    "fine, uneven light",
    "fine, white desk",
    "fine, wooden desk",
    "fine, tilted",
    "fine, fills the picture",
    "fine, forwarded (JPEG 55)",
    "fine, evening",
    "defocus",
    "shake",
    "dark",
    "glare",
    "far away",
    "few pixels",
    "cropped",
    "turned",
    "dark and shaken",
    "glare, white desk",
    "fine, held by fingers",
];

/// What another person would photograph: everything about it follows from the seed.
pub fn case(index: usize, seed: u64) -> Case {
    let name = SCENES[index % SCENES.len()];
    let mut dice = Dice::new(seed.wrapping_mul(1009).wrapping_add(index as u64));
    let dice = &mut dice;
    let kind = match name {
        "fine, dark card" => Kind::DarkCard,
        "fine, small print" => Kind::SmallPrint,
        "far away" => Kind::Card,
        _ => *dice.of(&[
            Kind::Card,
            Kind::Card,
            Kind::Card,
            Kind::Letter,
            Kind::Letter,
            Kind::DarkCard,
            Kind::SmallPrint,
        ]),
    };
    let card = matches!(kind, Kind::Card | Kind::DarkCard);
    let sheet = draw(kind, dice);
    let (sw, sh) = sheet.size();
    // A card is photographed upright or across, a letter upright.
    let upright = !card || dice.chance(0.4);
    let (width, height) = if upright {
        (LONG * 3 / 4, LONG)
    } else {
        (LONG, LONG * 3 / 4)
    };
    let fill = (width as f32 / sw).min(height as f32 / sh) * sw;
    let desk = match name {
        "fine, white desk" | "glare, white desk" => Desk::White,
        "fine, wooden desk" => Desk::Wood,
        _ => *dice.of(&[
            Desk::Plain,
            Desk::White,
            Desk::Black,
            Desk::Wood,
            Desk::Cloth,
            Desk::Speckled,
        ]),
    };
    let warm = dice.between(-0.12, 0.12);
    let mut scene = Scene {
        width,
        height,
        span: fill
            * if card {
                dice.between(0.62, 0.88)
            } else {
                dice.between(0.80, 0.90)
            },
        middle: (
            0.5 + dice.between(-0.02, 0.02),
            0.5 + dice.between(-0.02, 0.02),
        ),
        turn: dice.between(-0.07, 0.07),
        tilt: (dice.between(-0.15, 0.15), dice.between(-0.15, 0.15)),
        desk,
        desk_seed: dice.next() as u32,
        exposure: dice.between(0.72, 0.98),
        light: [1.0 + warm, 1.0, 1.0 - warm],
        slope: (dice.between(-0.25, 0.25), dice.between(-0.25, 0.25)),
        shadow: None,
        glare: None,
        finger: None,
        defocus: dice.between(0.30, 0.65),
        shake: (0.0, 0.0),
        noise: dice.between(0.6, 2.5),
        quality: 60 + dice.below(36) as u8,
        seed: dice.next(),
    };
    let mut original = if upright { (3000, 4000) } else { (4000, 3000) };
    let mut truth = Vec::new();
    let mut open = Vec::new();
    let mut grade = 1 + dice.below(3);
    match name {
        "fine, near the sensor's limit" => scene.exposure = dice.between(1.05, 1.25),
        "fine, uneven light" => {
            scene.slope = (dice.either(0.4, 0.7), dice.either(0.2, 0.6));
            scene.shadow = Some((
                dice.between(0.0, 2.0 * PI),
                dice.between(-0.2, 0.2),
                dice.between(0.2, 0.45),
            ));
        }
        "fine, tilted" => {
            scene.tilt = (dice.either(0.25, 0.42), dice.either(0.1, 0.42));
            scene.turn = dice.either(0.08, 0.20);
            scene.span *= 0.80;
        }
        "fine, fills the picture" => {
            scene.span = fill * if card { 0.97 } else { 1.06 };
            scene.middle = (0.5, 0.5);
            scene.turn = dice.between(-0.02, 0.02);
        }
        "fine, forwarded (JPEG 55)" => {
            scene.quality = 55;
            original = if upright { (960, 1280) } else { (1280, 960) };
            open.push(Advice::TooSmall);
        }
        "fine, evening" => {
            scene.exposure = dice.between(0.52, 0.62);
            scene.noise = dice.between(2.5, 4.5);
        }
        "fine, held by fingers" => scene.finger = Some(dice.between(0.3, 0.7)),
        "defocus" => {
            scene.defocus = [1.7, 2.4, 3.6][grade - 1] * dice.between(0.9, 1.35);
            truth.push(Advice::Blurred);
        }
        "shake" => {
            scene.shake = (
                [6.0, 9.0, 14.0][grade - 1] * dice.between(0.9, 1.4),
                dice.between(0.0, PI),
            );
            truth.push(Advice::Blurred);
        }
        "dark" => {
            scene.exposure = [0.30, 0.22, 0.13][grade - 1] * dice.between(0.85, 1.1);
            scene.noise = dice.between(2.0, 5.0);
            truth.push(Advice::Dark);
            open.push(Advice::Blurred);
        }
        "dark and shaken" => {
            scene.exposure = [0.30, 0.22, 0.16][grade - 1] * dice.between(0.85, 1.1);
            scene.noise = dice.between(2.0, 5.0);
            scene.shake = (dice.between(8.0, 14.0), dice.between(0.0, PI));
            truth.push(Advice::Dark);
            open.push(Advice::Blurred);
        }
        "glare" | "glare, white desk" => {
            let [left, top, right, bottom] = sheet.written;
            let place = (
                dice.between(left + (right - left) * 0.15, left + (right - left) * 0.85) / sw,
                dice.between(top + (bottom - top) * 0.15, top + (bottom - top) * 0.85) / sh,
            );
            let share = [0.07, 0.11, 0.17][grade - 1] * dice.between(0.9, 1.2);
            scene.exposure = dice.between(0.65, 0.85);
            scene.glare = Some((place, sw * share, dice.between(1.6, 3.5)));
            truth.push(Advice::Glare);
        }
        "far away" => {
            scene.span = LONG as f32 * [0.20, 0.16, 0.12][grade - 1] * dice.between(0.9, 1.05);
            scene.middle = (dice.between(0.35, 0.65), dice.between(0.35, 0.65));
            truth.push(Advice::TooSmall);
            open.push(Advice::Blurred);
            open.push(Advice::Rotated);
        }
        "few pixels" => {
            let long = [900, 640, 320][grade - 1];
            original = if upright {
                (long * 3 / 4, long)
            } else {
                (long, long * 3 / 4)
            };
            truth.push(Advice::TooSmall);
            // So few pixels are never enlarged: the plane is as small as the picture.
            let shrink = long as f32 / LONG as f32;
            scene.width = original.0 as usize;
            scene.height = original.1 as usize;
            scene.span *= shrink;
            open.extend([Advice::Blurred, Advice::Rotated, Advice::Cropped]);
        }
        "cropped" => {
            // So much of the sheet is off the picture that writing is cut.
            let lost = [0.10, 0.18, 0.30][grade - 1] * dice.between(0.9, 1.2);
            let [left, top, right, bottom] = sheet.written;
            let k = scene.span / sw;
            let (w, h) = (width as f32, height as f32);
            scene.turn = dice.between(-0.05, 0.05);
            scene.tilt = (dice.between(-0.08, 0.08), dice.between(-0.08, 0.08));
            let (rw, rh) = (right - left, bottom - top);
            // Which line of the sheet falls on the picture's rim.
            match dice.below(4) {
                0 => scene.middle.0 = (sw / 2.0 - (left + rw * lost)) * k / w,
                1 => scene.middle.0 = 1.0 + (sw / 2.0 - (right - rw * lost)) * k / w,
                2 => scene.middle.1 = (sh / 2.0 - (top + rh * lost)) * k / h,
                _ => scene.middle.1 = 1.0 + (sh / 2.0 - (bottom - rh * lost)) * k / h,
            }
            truth.push(Advice::Cropped);
        }
        "turned" => {
            scene.turn += dice.of(&[FRAC_PI_2, -FRAC_PI_2]);
            let turned = (width as f32 / sh).min(height as f32 / sw) * sw;
            scene.span = turned
                * if card {
                    dice.between(0.62, 0.88)
                } else {
                    dice.between(0.80, 0.90)
                };
            truth.push(Advice::Rotated);
            grade = 2;
        }
        _ => {}
    }
    // Whether writing is cut is a matter of geometry, in every scene.
    let room = room(&sheet, &scene);
    if room > -8.0 && room < 32.0 {
        truth.retain(|advice| *advice != Advice::Cropped);
        open.push(Advice::Cropped);
    } else if room <= -8.0 && !truth.contains(&Advice::Cropped) {
        truth.push(Advice::Cropped);
    }
    if truth.is_empty() {
        grade = 0;
    }
    Case {
        name,
        kind,
        sheet,
        scene,
        original,
        truth,
        open,
        grade,
    }
}
