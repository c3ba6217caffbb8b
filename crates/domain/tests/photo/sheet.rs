//! Documents of people who don't exist: cards as wide as an identity card, letters on A4.
//!
//! A sheet is what lies on the desk: colours from 0 (black) to 1, and its size in millimetres.

use crate::dice::Dice;
use font8x8::UnicodeFonts;

pub type Colour = [f32; 3];

pub struct Sheet {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<[u8; 3]>,
    /// Pixels per millimetre.
    pub fine: f32,
    /// Left, top, right, bottom of everything written, in millimetres.
    pub written: [f32; 4],
}

/// What to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Pale blue with a fine pattern, as identity cards are.
    Card,
    /// Pale writing on a dark ground.
    DarkCard,
    Letter,
    /// A letter in eight-point type.
    SmallPrint,
}

const FIRST: [&str; 8] = [
    "WARSINAH", "BADRUN", "TUMINI", "KARNOTO", "SRIYATI", "LAMIDI", "PONIRAH", "MARJOKO",
];
const LAST: [&str; 8] = [
    "PRABADI",
    "SELOMITA",
    "KUSTARI",
    "WIRADIPA",
    "MANGUNI",
    "SATWIKA",
    "TANUKARYA",
    "LODRA",
];
const WORDS: [&str; 24] = [
    "dengan",
    "ini",
    "menerangkan",
    "bahwa",
    "nama",
    "tersebut",
    "di",
    "atas",
    "benar",
    "warga",
    "kelurahan",
    "kami",
    "yang",
    "berkelakuan",
    "baik",
    "untuk",
    "keperluan",
    "pengurusan",
    "surat",
    "domisili",
    "demikian",
    "dibuat",
    "agar",
    "dipergunakan",
];

impl Sheet {
    fn new(millimetres: (f32, f32), fine: f32, ground: Colour) -> Sheet {
        let (width, height) = (
            (millimetres.0 * fine) as usize,
            (millimetres.1 * fine) as usize,
        );
        let ground = ground.map(|c| (c * 255.0) as u8);
        Sheet {
            width,
            height,
            pixels: vec![ground; width * height],
            fine,
            written: [f32::MAX, f32::MAX, 0.0, 0.0],
        }
    }

    pub fn size(&self) -> (f32, f32) {
        (
            self.width as f32 / self.fine,
            self.height as f32 / self.fine,
        )
    }

    fn mix(&mut self, x: isize, y: isize, colour: Colour, share: f32) {
        if x < 0 || y < 0 || x as usize >= self.width || y as usize >= self.height {
            return;
        }
        let pixel = &mut self.pixels[y as usize * self.width + x as usize];
        for (old, new) in pixel.iter_mut().zip(colour) {
            *old = (f32::from(*old) * (1.0 - share) + new * 255.0 * share) as u8;
        }
    }

    fn shade(&mut self, area: [f32; 4], mut colour: impl FnMut(f32, f32) -> Option<(Colour, f32)>) {
        let [left, top, right, bottom] = area.map(|mm| (mm * self.fine) as isize);
        for y in top..bottom {
            for x in left..right {
                let (u, v) = (x as f32 / self.fine, y as f32 / self.fine);
                if let Some((colour, share)) = colour(u, v) {
                    self.mix(x, y, colour, share);
                }
            }
        }
    }

    /// One line of text; `cap` is the height of capitals. Places in millimetres. Returns where it ends.
    fn write(&mut self, text: &str, at: (f32, f32), cap: f32, ink: Colour) -> f32 {
        let dot = cap / 7.0 * self.fine;
        let mut x = at.0 * self.fine;
        let top = at.1 * self.fine;
        for letter in text.chars() {
            let glyph = font8x8::BASIC_FONTS.get(letter).unwrap_or_default();
            let all = glyph.iter().fold(0u8, |a, row| a | row);
            if all == 0 {
                x += dot * 3.5;
                continue;
            }
            let (first, last) = (
                all.trailing_zeros() as f32,
                7.0 - all.leading_zeros() as f32,
            );
            let bit = |i: f32, j: f32| -> f32 {
                let inside = (0.0..8.0).contains(&i) && (0.0..8.0).contains(&j);
                f32::from(u8::from(inside && glyph[j as usize] >> (i as u8) & 1 == 1))
            };
            // Between the dots the letter is rounded, so that enlarged dots look like strokes.
            let wide = (last - first + 3.0) * dot;
            for py in 0..(dot * 9.0) as isize {
                for px in 0..wide as isize {
                    let (i, j) = (px as f32 / dot + first - 1.0, py as f32 / dot - 0.5);
                    let (a, b) = (i.floor(), j.floor());
                    let (u, v) = (i - a, j - b);
                    let much = (bit(a, b) * (1.0 - u) + bit(a + 1.0, b) * u) * (1.0 - v)
                        + (bit(a, b + 1.0) * (1.0 - u) + bit(a + 1.0, b + 1.0) * u) * v;
                    let share = ((much - 0.35) * dot.max(2.0)).clamp(0.0, 1.0);
                    if share > 0.0 {
                        self.mix(x as isize + px, top as isize + py, ink, share * 0.95);
                    }
                }
            }
            x += (last - first + 2.2) * dot;
        }
        let end = x / self.fine;
        let [left, high, right, low] = self.written;
        self.written = [
            left.min(at.0),
            high.min(at.1),
            right.max(end),
            low.max(at.1 + cap),
        ];
        end
    }
}

fn name(dice: &mut Dice) -> String {
    format!("{} {}", dice.of(&FIRST), dice.of(&LAST))
}

/// Sixteen digits that no office ever gave: no province is called 00.
fn nik(dice: &mut Dice) -> String {
    format!("00{:014}", dice.next() % 100_000_000_000_000)
}

pub fn draw(kind: Kind, dice: &mut Dice) -> Sheet {
    match kind {
        Kind::Card => card(dice, [0.70, 0.84, 0.93], [0.08, 0.09, 0.12]),
        Kind::DarkCard => card(dice, [0.10, 0.13, 0.24], [0.80, 0.78, 0.66]),
        Kind::Letter => letter(dice, 2.6),
        Kind::SmallPrint => letter(dice, 1.9),
    }
}

fn card(dice: &mut Dice, ground: Colour, ink: Colour) -> Sheet {
    let mut sheet = Sheet::new((85.6, 54.0), 14.0, ground);
    let (a, b, c) = (
        dice.between(0.5, 1.2),
        dice.between(0.5, 1.2),
        dice.between(2.0, 5.0),
    );
    let wave = ground.map(|c| (c * 0.86 + 0.05).min(1.0));
    sheet.shade([0.0, 0.0, 85.6, 54.0], |u, v| {
        let line = ((u * a + (v / c).sin() * 6.0 * b) * 3.0).sin();
        Some((wave, (line * 0.5 + 0.5) * 0.7))
    });
    sheet.write("PROVINSI CONTOH", (28.0, 2.6), 2.1, ink);
    sheet.write("KABUPATEN KARANGAN", (25.0, 5.8), 2.1, ink);
    sheet.write(&format!("NIK : {}", nik(dice)), (4.0, 10.0), 2.5, ink);
    let rows = [
        ("Nama", name(dice)),
        (
            "Tempat/Tgl Lahir",
            format!(
                "KOTA REKA, {:02}-{:02}-{}",
                1 + dice.below(28),
                1 + dice.below(12),
                1950 + dice.below(55)
            ),
        ),
        ("Jenis Kelamin", "PEREMPUAN".to_owned()),
        (
            "Alamat",
            format!("JL {} NO {}", dice.of(&LAST), 1 + dice.below(90)),
        ),
        (
            "   RT/RW",
            format!("{:03}/{:03}", dice.below(20), dice.below(12)),
        ),
        ("   Kel/Desa", (*dice.of(&LAST)).to_owned()),
        ("   Kecamatan", (*dice.of(&LAST)).to_owned()),
        ("Agama", "-".to_owned()),
        ("Status Perkawinan", "BELUM KAWIN".to_owned()),
        ("Pekerjaan", "WIRASWASTA".to_owned()),
    ];
    for (row, (label, value)) in rows.iter().enumerate() {
        let y = 15.0 + row as f32 * 3.4;
        sheet.write(label, (4.0, y), 1.6, ink);
        sheet.write(&format!(": {value}"), (31.0, y), 1.6, ink);
    }
    // The portrait: a ground, shoulders, a face, hair. Soft all over, as faces are.
    let cloth = [
        dice.between(0.1, 0.9),
        dice.between(0.1, 0.9),
        dice.between(0.1, 0.9),
    ];
    let back = if dice.chance(0.5) {
        [0.72, 0.16, 0.14]
    } else {
        [0.16, 0.26, 0.66]
    };
    let skin = [0.72, 0.53, 0.40];
    sheet.shade([63.0, 12.0, 82.0, 38.0], |u, v| {
        let (x, y) = ((u - 72.5) / 9.5, (v - 25.0) / 13.0);
        let face = 1.0 - ((x / 0.42).powi(2) + ((y + 0.12) / 0.46).powi(2)).sqrt();
        let hair = 1.0 - ((x / 0.50).powi(2) + ((y + 0.26) / 0.48).powi(2)).sqrt();
        let body = 1.0 - ((x / 0.85).powi(2) + ((y - 1.0) / 0.55).powi(2)).sqrt();
        Some(if face > 0.0 && y > -0.36 {
            (skin.map(|s| s * (1.0 - 0.25 * x)), 0.9)
        } else if hair > 0.0 {
            ([0.06, 0.05, 0.05], 0.85)
        } else if body > 0.0 {
            (cloth.map(|c| c * (0.8 + 0.2 * x)), 0.9)
        } else {
            (back, 0.85)
        })
    });
    sheet.written = [4.0, 2.6, 82.0, 48.0];
    sheet
}

fn letter(dice: &mut Dice, cap: f32) -> Sheet {
    let paper = dice.between(0.90, 0.97);
    let mut sheet = Sheet::new(
        (210.0, 297.0),
        6.0,
        [paper, paper, paper * dice.between(0.94, 1.0)],
    );
    let ink = [0.07; 3].map(|c: f32| c + dice.between(0.0, 0.1));
    sheet.write("PEMERINTAH KABUPATEN KARANGAN", (45.0, 18.0), 4.0, ink);
    sheet.write("KELURAHAN CONTOH SARI", (62.0, 26.0), 4.0, ink);
    sheet.shade([20.0, 35.0, 190.0, 36.0], |_, _| Some((ink, 0.9)));
    let mut y = 46.0;
    sheet.write("SURAT KETERANGAN", (72.0, y), 3.4, ink);
    y += 14.0;
    for (label, value) in [
        ("Nama", name(dice)),
        ("NIK", nik(dice)),
        (
            "Alamat",
            format!("Jl {} {}", dice.of(&LAST), 1 + dice.below(90)),
        ),
    ] {
        sheet.write(label, (25.0, y), cap, ink);
        sheet.write(&format!(": {value}"), (60.0, y), cap, ink);
        y += cap * 2.2;
    }
    let end = if dice.chance(0.3) { 170.0 } else { 225.0 };
    while y < end {
        y += cap * 0.8;
        for line in 0..3 + dice.below(5) {
            let mut x = if line == 0 { 35.0 } else { 25.0 };
            while x < 172.0 {
                let word = *dice.of(&WORDS);
                x = sheet.write(word, (x, y), cap, ink) + cap * 0.6;
            }
            y += cap * 2.0;
        }
    }
    sheet.write("Lurah Contoh Sari", (120.0, y + 8.0), cap, ink);
    let (cx, cy, r) = (132.0, y + 26.0, 14.0);
    let wobble = dice.between(0.5, 1.5);
    sheet.shade(
        [cx - 20.0, cy - 18.0, cx + 60.0, (cy + 18.0).min(296.0)],
        |u, v| {
            let far = ((u - cx).powi(2) + (v - cy).powi(2)).sqrt();
            let stamp = (far - r).abs() < 0.5 || (far - r + 3.0).abs() < 0.3;
            // A signature: a wave that grows and fades.
            let t = (u - cx) / 40.0;
            let stroke = cy + (t * 30.0 * wobble).sin() * 7.0 * (1.0 - t) - 3.0 * t;
            if stamp {
                Some(([0.35, 0.22, 0.60], 0.6))
            } else if (0.0..1.0).contains(&t) && (v - stroke).abs() < 1.1 {
                Some(([0.10, 0.14, 0.45], 0.85))
            } else {
                None
            }
        },
    );
    sheet.write(&name(dice), (120.0, (y + 42.0).min(280.0)), cap, ink);
    sheet
}
