//! What can be counted and measured, each number with its year and source. Sources that disagree all have their say.

use super::words::counted;
use crate::ui::{Fact, Note, Tone, indonesian, kilometres};
use domain::profile::{Borders, Figure, Profile};
use domain::region::{Level, Region};
use domain::text::Lang;
use leptos::prelude::*;

#[component]
pub fn Figures(region: Region, children: Vec<Region>, profile: Profile, lang: Lang) -> impl IntoView {
    let disagree = profile.area.len() > 1 || profile.population.len() > 1;
    let count = counted(children.iter());
    let regency = region.code.depth() == 2;
    let zone = profile.zone.name();
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
        <dl class="facts">
            {known(lang.pick("Terdiri dari", "Made up of"), Some(count).filter(|count| !count.is_empty()), None)}
            {figures(lang.pick("Luas", "Area"), "km²", profile.area, lang)}
            {figures(lang.pick("Penduduk", "Population"), lang.pick("jiwa", "people"), profile.population, lang)}
            {regency.then(|| known(lang.pick("Ibu kota", "Capital"), profile.capital, indonesian(lang)))}
            {borders(profile.borders, lang)}
            {known(lang.pick("Kode wilayah", "Region code"), Some(region.code.to_string()), None)}
            {known(lang.pick("Waktu setempat", "Local time"), Some(zone.to_owned()), None)}
            {profile.centre.map(|centre| map(centre, lang))}
        </dl>
    }
}

/// Desa and kelurahan: what their kecamatan's profile and the post office know of them.
pub fn village_facts(region: &Region, hectometres: Option<u32>, site: Option<String>, lang: Lang) -> impl IntoView {
    let kind = match region.level {
        Level::Kelurahan => lang.pick("Kelurahan, dipimpin lurah", "Kelurahan, led by a lurah"),
        _ => lang.pick("Desa, dipimpin kepala desa", "Desa, led by an elected village head"),
    };
    let far = hectometres.map(|far| match lang {
        Lang::Id => format!("{} garis lurus. Lewat jalan atau sungai lebih jauh.", kilometres(far, lang)),
        Lang::En => format!("{} in a straight line. By road or river it is farther.", kilometres(far, lang)),
    });
    view! {
        <dl class="facts">
            {known(lang.pick("Jenis", "Kind"), Some(kind.to_owned()), None)}
            {known(lang.pick("Kode pos", "Postcode"), region.postcode.clone(), None)}
            {known(lang.pick("Jarak ke kantor kecamatan", "Distance to the district office"), far, None)}
            {match site {
                Some(url) => view! { <Fact label=lang.pick("Situs", "Website")>{super::office::link(&url, &url)}</Fact> }.into_any(),
                None => view! { <Fact label=lang.pick("Situs", "Website") /> }.into_any(),
            }}
            {known(lang.pick("Kode wilayah", "Region code"), Some(region.code.to_string()), None)}
        </dl>
    }
}

/// A fact in words, or that nobody knows it.
pub fn known(label: &'static str, value: Option<String>, tongue: Option<&'static str>) -> AnyView {
    match value {
        Some(value) => view! { <Fact label=label><span lang=tongue>{value}</span></Fact> }.into_any(),
        None => view! { <Fact label=label /> }.into_any(),
    }
}

fn figures(label: &'static str, unit: &'static str, figures: Vec<Figure>, lang: Lang) -> AnyView {
    if figures.is_empty() {
        return known(label, None, None);
    }
    let lines = figures
        .into_iter()
        .map(|figure| {
            let year = figure.year.unwrap_or_else(|| lang.pick("tahun tidak diketahui", "year unknown").to_owned());
            view! {
                <div>
                    {figure.value}
                    " "
                    {unit}
                    <small lang=indonesian(lang)>{format!("{year} · {}", figure.source)}</small>
                </div>
            }
        })
        .collect_view();
    view! { <Fact label=label>{lines}</Fact> }.into_any()
}

fn borders(borders: Borders, lang: Lang) -> AnyView {
    let sides = [
        (lang.pick("utara", "north"), borders.north),
        (lang.pick("timur", "east"), borders.east),
        (lang.pick("selatan", "south"), borders.south),
        (lang.pick("barat", "west"), borders.west),
    ];
    let label = lang.pick("Batas", "Borders");
    if sides.iter().all(|(_, side)| side.is_none()) {
        return known(label, None, None);
    }
    let lines = sides
        .into_iter()
        .map(|(side, what)| {
            let what = match what {
                Some(what) => view! { <span lang=indonesian(lang)>{what}</span> }.into_any(),
                None => view! { <crate::ui::Nil /> }.into_any(),
            };
            view! { <div>{side} ": " {what}</div> }
        })
        .collect_view();
    view! { <Fact label=label>{lines}</Fact> }.into_any()
}

/// A plain link: a map inside the page would cost more than the rest of it, and tell others who looks at it.
fn map((latitude, longitude): (i32, i32), lang: Lang) -> AnyView {
    let (lat, lon) = (degrees(latitude), degrees(longitude));
    let href = format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=10/{lat}/{lon}");
    view! {
        <Fact label=lang.pick("Peta", "Map")>
            <a class="tap" href=href>{lang.pick("Buka di OpenStreetMap", "Open in OpenStreetMap")}</a>
        </Fact>
    }
    .into_any()
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
        assert_eq!([degrees(-254_732), degrees(11_160_095), degrees(-5), degrees(0)], ["-2.54732", "111.60095", "-0.00005", "0.00000"]);
    }
}
