//! A camera over a desk: angle, light, glare, focus, a shaking hand, the sensor's noise, JPEG.
//!
//! Sizes of blur are in pixels of the small picture that the advice is given on (long side [`LONG`]).

use crate::dice::{Dice, field};
use crate::sheet::{Colour, Sheet};
use domain::photo::Luma;
use image::codecs::jpeg::JpegEncoder;

pub const LONG: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    Plain,
    White,
    Black,
    Wood,
    Cloth,
    Speckled,
}

/// Everything about one photograph but the sheet.
#[derive(Clone, Debug)]
pub struct Scene {
    pub width: usize,
    pub height: usize,
    /// The sheet's width on the picture, in pixels, seen from above.
    pub span: f32,
    /// Where the sheet's middle lies, as shares of the picture.
    pub middle: (f32, f32),
    /// Turned in the plane, and tilted around both axes; radians.
    pub turn: f32,
    pub tilt: (f32, f32),
    pub desk: Desk,
    pub desk_seed: u32,
    /// How bright something white is where the light is even: 1.0 is the sensor's limit.
    pub exposure: f32,
    /// Red, green, blue of the light.
    pub light: Colour,
    /// How much the light changes across the picture.
    pub slope: (f32, f32),
    /// A soft-edged shadow: direction, place, depth.
    pub shadow: Option<(f32, f32, f32)>,
    /// A lamp's mirror image on the sheet: place as shares of the sheet, size in millimetres, strength.
    pub glare: Option<((f32, f32), f32, f32)>,
    /// Fingertips that hold the sheet, as shares of its height.
    pub finger: Option<f32>,
    pub defocus: f32,
    /// Length and direction of the shake.
    pub shake: (f32, f32),
    pub noise: f32,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    pub seed: u64,
}

pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Colour>,
}

fn desk(kind: Desk, seed: u32, x: f32, y: f32) -> Colour {
    let vary = (seed % 97) as f32 / 97.0;
    match kind {
        Desk::Plain => [0.36 + 0.3 * vary, 0.34 + 0.25 * vary, 0.30 + 0.2 * vary],
        Desk::White => {
            let c = 0.88 + 0.06 * vary + 0.02 * field(x * 0.2, y * 0.2, seed);
            [c; 3]
        }
        Desk::Black => [0.05 + 0.05 * vary; 3],
        Desk::Wood => {
            let bend = field(x * 0.012, y * 0.03, seed) * 9.0 + field(x * 0.05, y * 0.2, seed ^ 7);
            let ring = (bend * 6.0 + y * 0.10).sin() * 0.5 + 0.5;
            let fibre = field(x * 0.06, y * 2.2, seed ^ 3);
            let c = 0.35 + 0.28 * ring * fibre + 0.22 * vary + 0.10 * fibre;
            [c * 0.98, c * 0.72, c * 0.46]
        }
        Desk::Cloth => {
            let weave = ((x * 2.4).sin() * (y * 2.4).sin()) * 0.10;
            let print = if field(x * 0.05, y * 0.05, seed) > 0.55 {
                0.22
            } else {
                0.0
            };
            [
                0.34 + weave + print,
                0.30 + weave + 0.2 * vary,
                0.32 + weave + 0.3 * vary,
            ]
        }
        Desk::Speckled => {
            let c = 0.45
                + 0.25 * vary
                + 0.22 * (field(x * 1.1, y * 1.1, seed) - 0.5)
                + 0.18 * (field(x * 0.35, y * 0.35, seed ^ 5) - 0.5);
            [c, c * 0.97, c * 0.93]
        }
    }
}

/// Photographs the sheet.
pub fn shoot(sheet: &Sheet, scene: &Scene) -> Picture {
    let mut picture = expose(sheet, scene);
    if scene.defocus > 0.0 {
        defocus(&mut picture, scene.defocus);
    }
    if scene.shake.0 > 0.5 {
        shake(&mut picture, scene.shake);
    }
    grain(&mut picture, scene.noise, scene.seed);
    if scene.quality < 100 {
        compress(&mut picture, scene.quality);
    }
    picture
}

fn dot(a: [f32; 3], b: [f32; 3]) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// The desk's plane before the camera, which looks along z; in millimetres.
struct Plane {
    across: [f32; 3],
    down: [f32; 3],
    normal: [f32; 3],
    /// The sheet's middle.
    centre: [f32; 3],
    /// In pixels.
    focal: f32,
}

impl Plane {
    fn new(sheet: &Sheet, scene: &Scene) -> Plane {
        let (w, h) = (scene.width as f32, scene.height as f32);
        let focal = 1.25 * w.max(h);
        let (st, ct) = scene.turn.sin_cos();
        let (sa, ca) = scene.tilt.0.sin_cos();
        let (sb, cb) = scene.tilt.1.sin_cos();
        let tip = |x: f32, y: f32| {
            let (x, z) = (x * ca, x * sa);
            let (y, z) = (y * cb - z * sb, y * sb + z * cb);
            [x, y, z]
        };
        let (a, d) = (tip(ct, st), tip(-st, ct));
        let far = focal * sheet.size().0 / scene.span;
        Plane {
            across: a,
            down: d,
            normal: [
                a[1] * d[2] - a[2] * d[1],
                a[2] * d[0] - a[0] * d[2],
                a[0] * d[1] - a[1] * d[0],
            ],
            centre: [
                (scene.middle.0 - 0.5) * w * far / focal,
                (scene.middle.1 - 0.5) * h * far / focal,
                far,
            ],
            focal,
        }
    }
}

/// How many pixels of room there are between what is written and the picture's rim; negative where it is cut.
pub fn room(sheet: &Sheet, scene: &Scene) -> f32 {
    let plane = Plane::new(sheet, scene);
    let (sw, sh) = sheet.size();
    let (w, h) = (scene.width as f32, scene.height as f32);
    let [left, top, right, bottom] = sheet.written;
    [(left, top), (right, top), (left, bottom), (right, bottom)]
        .into_iter()
        .map(|(u, v)| {
            let (u, v) = (u - sw / 2.0, v - sh / 2.0);
            let at = [0, 1, 2].map(|i| plane.centre[i] + u * plane.across[i] + v * plane.down[i]);
            let x = at[0] / at[2] * plane.focal + w / 2.0;
            let y = at[1] / at[2] * plane.focal + h / 2.0;
            x.min(y).min(w - x).min(h - y)
        })
        .fold(f32::MAX, f32::min)
}

fn expose(sheet: &Sheet, scene: &Scene) -> Picture {
    let (w, h) = (scene.width as f32, scene.height as f32);
    let (sw, sh) = sheet.size();
    let plane = Plane::new(sheet, scene);
    let reach = dot(plane.normal, plane.centre);
    let mut pixels = Vec::with_capacity(scene.width * scene.height);
    for y in 0..scene.height {
        for x in 0..scene.width {
            let mut sum = [0.0f32; 3];
            for (dx, dy) in [(0.17, 0.33), (0.67, 0.17), (0.33, 0.83), (0.83, 0.67)] {
                let (px, py) = (x as f32 + dx - w / 2.0, y as f32 + dy - h / 2.0);
                let ray = [px / plane.focal, py / plane.focal, 1.0];
                let t = reach / dot(plane.normal, ray);
                let hit = [0, 1, 2].map(|i| t * ray[i] - plane.centre[i]);
                let (u, v) = (
                    dot(hit, plane.across) + sw / 2.0,
                    dot(hit, plane.down) + sh / 2.0,
                );
                let off = sum == [0.0; 3] && (u < -2.0 || v < -2.0 || u > sw + 2.0 || v > sh + 2.0);
                let colour = surface(sheet, scene, u, v);
                // Away from the sheet nothing is as fine as a pixel: one look is enough.
                let share = if off && scene.finger.is_none() {
                    1.0
                } else {
                    0.25
                };
                for (sum, c) in sum.iter_mut().zip(colour) {
                    *sum += c * share;
                }
                if share == 1.0 {
                    break;
                }
            }
            let (nx, ny) = (x as f32 / w - 0.5, y as f32 / h - 0.5);
            let mut gain = scene.exposure
                * (1.0 + scene.slope.0 * nx + scene.slope.1 * ny)
                * (1.0 - 0.25 * (nx * nx + ny * ny));
            if let Some((angle, place, depth)) = scene.shadow {
                let (s, c) = angle.sin_cos();
                let edge = ((nx * c + ny * s - place) / 0.04).clamp(-1.0, 1.0);
                gain *= 1.0 - depth * (0.5 + 0.5 * edge);
            }
            pixels.push([0, 1, 2].map(|i| sum[i] * gain * scene.light[i]));
        }
    }
    Picture {
        width: scene.width,
        height: scene.height,
        pixels,
    }
}

/// What light comes back from the plane at a place, in millimetres from the sheet's corner.
fn surface(sheet: &Sheet, scene: &Scene, u: f32, v: f32) -> Colour {
    let (sw, sh) = sheet.size();
    if let Some(at) = scene.finger {
        let (x, y) = (u + 2.0, v - at * sh);
        let wide = sw * 0.05;
        if (x / (wide * 1.6)).powi(2) + (y / wide).powi(2) < 1.0 || (x < 0.0 && y.abs() < wide) {
            let round = 1.0 - 0.4 * (y / wide).powi(2);
            return [0.62 * round, 0.43 * round, 0.33 * round];
        }
    }
    let inside = u >= 0.0 && v >= 0.0 && u < sw && v < sh;
    if !inside {
        let mut colour = desk(scene.desk, scene.desk_seed, u, v);
        // The sheet's own shadow, where it doesn't lie flat.
        let near = (-u).max(u - sw).max((-v).max(v - sh));
        if near < 1.5 {
            colour = colour.map(|c| c * (0.7 + 0.2 * near.max(0.0)));
        }
        return colour;
    }
    let (x, y) = ((u * sheet.fine) as usize, (v * sheet.fine) as usize);
    let at = y.min(sheet.height - 1) * sheet.width + x.min(sheet.width - 1);
    let mut colour = sheet.pixels[at].map(|c| f32::from(c) / 255.0);
    if let Some(((gx, gy), size, strength)) = scene.glare {
        let (dx, dy) = ((u - gx * sw) / size, (v - gy * sh) / (size * 0.75));
        let far = (dx * dx + dy * dy).sqrt();
        let shine = strength * (-(far * far * far)).exp() + strength * 0.08 * (-far).exp();
        colour = colour.map(|c| c + shine);
    }
    colour
}

/// A Gaussian of that deviation, one axis after the other.
fn defocus(picture: &mut Picture, sigma: f32) {
    let reach = (sigma * 2.7).ceil() as isize;
    let mut weights: Vec<f32> = (-reach..=reach)
        .map(|i| (-((i * i) as f32) / (2.0 * sigma * sigma)).exp())
        .collect();
    let sum: f32 = weights.iter().sum();
    weights.iter_mut().for_each(|w| *w /= sum);
    let (w, h) = (picture.width as isize, picture.height as isize);
    for (dx, dy) in [(1, 0), (0, 1)] {
        let from = std::mem::take(&mut picture.pixels);
        picture.pixels.reserve(from.len());
        for y in 0..h {
            for x in 0..w {
                let mut sum = [0.0f32; 3];
                let (rx, ry) = (reach * dx, reach * dy);
                let within = x >= rx && y >= ry && x + rx < w && y + ry < h;
                for (i, weight) in (-reach..=reach).zip(&weights) {
                    let (mut px, mut py) = (x + i * dx, y + i * dy);
                    if !within {
                        (px, py) = (px.clamp(0, w - 1), py.clamp(0, h - 1));
                    }
                    let pixel = from[(py * w + px) as usize];
                    for c in 0..3 {
                        sum[c] += pixel[c] * weight;
                    }
                }
                picture.pixels.push(sum);
            }
        }
    }
}

fn shake(picture: &mut Picture, (length, angle): (f32, f32)) {
    let (s, c) = angle.sin_cos();
    let steps = (length * 1.5).ceil() as usize + 1;
    let (w, h) = (picture.width, picture.height);
    let from = std::mem::take(&mut picture.pixels);
    let at = |x: f32, y: f32| {
        let (x, y) = (
            x.clamp(0.0, w as f32 - 1.001),
            y.clamp(0.0, h as f32 - 1.001),
        );
        let (i, j) = (x as usize, y as usize);
        let (u, v) = (x - i as f32, y - j as f32);
        let right = (i + 1).min(w - 1);
        let low = (j + 1).min(h - 1);
        let (a, b) = (from[j * w + i], from[j * w + right]);
        let (d, e) = (from[low * w + i], from[low * w + right]);
        [0, 1, 2]
            .map(|k| (a[k] * (1.0 - u) + b[k] * u) * (1.0 - v) + (d[k] * (1.0 - u) + e[k] * u) * v)
    };
    picture.pixels = (0..w * h)
        .map(|n| {
            let (x, y) = ((n % w) as f32, (n / w) as f32);
            let mut sum = [0.0f32; 3];
            for step in 0..steps {
                let t = (step as f32 / (steps - 1) as f32 - 0.5) * length;
                let pixel = at(x + t * c, y + t * s);
                for k in 0..3 {
                    sum[k] += pixel[k] / steps as f32;
                }
            }
            sum
        })
        .collect();
}

/// Noise of a sensor: half of it from pixel to pixel, half of it clumped by the phone's smoothing.
fn grain(picture: &mut Picture, noise: f32, seed: u64) {
    let mut dice = Dice::new(seed);
    let mut before = 0.0;
    for pixel in &mut picture.pixels {
        let fresh = dice.normal();
        let all = (fresh * 0.7 + before * 0.5) * noise;
        before = fresh;
        for c in pixel.iter_mut() {
            *c = (*c + all / 255.0).clamp(0.0, 1.0);
        }
    }
}

fn bytes(picture: &Picture) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(picture.pixels.len() * 3);
    for pixel in &picture.pixels {
        bytes.extend(pixel.map(|c| (c.clamp(0.0, 1.0) * 255.0 + 0.5) as u8));
    }
    bytes
}

fn compress(picture: &mut Picture, quality: u8) {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(
            &bytes(picture),
            picture.width as u32,
            picture.height as u32,
            image::ExtendedColorType::Rgb8,
        )
        .expect("a JPEG");
    let back = image::load_from_memory(&file)
        .expect("our own JPEG")
        .into_rgb8();
    picture.pixels = back
        .pixels()
        .map(|p| p.0.map(|c| f32::from(c) / 255.0))
        .collect();
}

impl Picture {
    /// As the browser's worker makes it: (77 red + 150 green + 29 blue) / 256.
    pub fn luma(&self) -> Luma {
        let pixels = bytes(self)
            .chunks_exact(3)
            .map(|p| {
                ((77 * u32::from(p[0]) + 150 * u32::from(p[1]) + 29 * u32::from(p[2])) >> 8) as u8
            })
            .collect();
        Luma {
            width: self.width,
            height: self.height,
            pixels,
        }
    }

    pub fn rgb(&self) -> image::RgbImage {
        image::RgbImage::from_raw(self.width as u32, self.height as u32, bytes(self))
            .expect("as many pixels as bytes")
    }
}
