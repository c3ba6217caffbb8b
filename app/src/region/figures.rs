//! What can be counted and measured, each number with its year and source. Sources that disagree all have their say.

use super::office::link;
use super::words::counted;
use crate::ui::{FactSheet, Nil, Note, Tone, indonesian, kilometres};
use domain::profile::{Borders, Figure, Profile};
use domain::region::{Level, Region};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Figures(region: Region, inside: Vec<Region>, profile: Profile, lang: Lang) -> impl IntoView {
    let disagree = profile.area.len() > 1 || profile.population.len() > 1;
    let count = counted(inside.iter());
    let regency = region.code.depth() == 2;
    let mut sheet = FactSheet::new(lang)
        .put(
            lang.pick("Terdiri dari", "Made up of"),
            (!count.is_empty()).then_some(count),
        )
        .put(
            lang.pick("Luas", "Area"),
            figures("km²", profile.area, lang),
        )
        .put(
            lang.pick("Penduduk", "Population"),
            figures(lang.pick("jiwa", "people"), profile.population, lang),
        );
    if regency {
        sheet = sheet.put_words(lang.pick("Ibu kota", "Capital"), profile.capital);
    }
    let sheet = sheet
        .put(
            lang.pick("Batas", "Borders"),
            borders(profile.borders, lang),
        )
        .put(
            lang.pick("Kode wilayah", "Region code"),
            Some(region.code.to_string()),
        )
        .put(
            lang.pick("Waktu setempat", "Local time"),
            Some(profile.zone.name()),
        )
        .put(
            lang.pick("Peta", "Map"),
            profile.centre.map(|centre| {
                link(
                    &map(centre),
                    lang.pick("Buka di OpenStreetMap", "Open in OpenStreetMap"),
                )
            }),
        );
    view! {
        <h2>{lang.pick("Wilayah dalam angka", "Facts and figures")}</h2>
        {disagree
            .then(|| {
                view! {
                    <Note tone=Tone::Plain>
                        <p>
                            {lang.pick(
                                "Angka berbeda menurut sumber dan tahunnya, jadi semuanya ditulis.",
                                "Sources and years disagree, so all are shown.",
                            )}
                        </p>
                    </Note>
                }
            })}
        {sheet.view()}
    }
}

/// Desa and kelurahan: what their kecamatan's profile and the post office know of them.
pub fn village_facts(
    region: &Region,
    hectometres: Option<u32>,
    site: Option<String>,
    lang: Lang,
) -> AnyView {
    let kind = match region.level {
        Level::Kelurahan => lang.pick("Kelurahan, dipimpin lurah", "Kelurahan, led by a lurah"),
        _ => lang.pick(
            "Desa, dipimpin kepala desa",
            "Desa, led by an elected village head",
        ),
    };
    let far = hectometres.map(|far| match (far, lang) {
        (0, _) => lang
            .pick(
                "Jarak desa lain dihitung dari sini.",
                "Distances to other villages are counted from here.",
            )
            .to_owned(),
        (_, Lang::Id) => format!(
            "{} garis lurus. Lewat jalan atau sungai lebih jauh.",
            kilometres(far, lang)
        ),
        (_, Lang::En) => format!(
            "{} in a straight line. By road or river it is farther.",
            kilometres(far, lang)
        ),
    });
    FactSheet::new(lang)
        .put(lang.pick("Jenis", "Kind"), Some(kind))
        .put(lang.pick("Kode pos", "Postcode"), region.postcode.clone())
        .put(
            lang.pick(
                "Jarak ke kantor kecamatan",
                "Distance to the district office",
            ),
            far,
        )
        .put(
            lang.pick("Situs", "Website"),
            site.map(|url| link(&url, &url)),
        )
        .put(
            lang.pick("Kode wilayah", "Region code"),
            Some(region.code.to_string()),
        )
        .view()
}

fn figures(unit: &'static str, figures: Vec<Figure>, lang: Lang) -> Option<AnyView> {
    let line = |figure: Figure| {
        let year = figure.year.unwrap_or_else(|| {
            lang.pick("tahun tidak diketahui", "year unknown")
                .to_owned()
        });
        view! {
            <div>
                {figure.value}
                " "
                {unit}
                <small lang=indonesian(lang)>{format!("{year} · {}", figure.source)}</small>
            </div>
        }
    };
    (!figures.is_empty()).then(|| figures.into_iter().map(line).collect_view().into_any())
}

fn borders(borders: Borders, lang: Lang) -> Option<AnyView> {
    let sides = [
        (lang.pick("utara", "north"), borders.north),
        (lang.pick("timur", "east"), borders.east),
        (lang.pick("selatan", "south"), borders.south),
        (lang.pick("barat", "west"), borders.west),
    ];
    let line = |(side, what): (&'static str, Option<String>)| {
        let what = match what {
            Some(what) => view! { <span lang=indonesian(lang)>{what}</span> }.into_any(),
            None => view! { <Nil /> }.into_any(),
        };
        view! { <div>{side} ": " {what}</div> }
    };
    sides
        .iter()
        .any(|(_, side)| side.is_some())
        .then(|| sides.map(line).collect_view().into_any())
}

/// A plain link: a map inside the page would cost more than the rest of it, and tell others who looks at it.
fn map((latitude, longitude): (i32, i32)) -> String {
    let (lat, lon) = (degrees(latitude), degrees(longitude));
    format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=10/{lat}/{lon}")
}

/// `-2.54732` from hundred-thousandths.
fn degrees(value: i32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    format!("{sign}{}.{:05}", value / 100_000, value % 100_000)
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn degrees_keep_their_sign_and_zeros() {
        assert_eq!(
            [
                degrees(-254_732),
                degrees(11_160_095),
                degrees(-5),
                degrees(0)
            ],
            ["-2.54732", "111.60095", "-0.00005", "0.00000"]
        );
    }
}
