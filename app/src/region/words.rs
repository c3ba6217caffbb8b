//! Names of regions as people say them. Names repeat, so a parent always stands beside.

use domain::region::{Level, Region, RegionCode};
use domain::text::Lang;

pub fn find<'a>(regions: &'a [Region], code: &RegionCode) -> Option<&'a Region> {
    // The catalogue keeps them by code.
    regions
        .binary_search_by(|region| region.code.cmp(code))
        .ok()
        .map(|at| &regions[at])
}

/// "Kecamatan Arut Selatan", "Provinsi Nusa Tenggara Timur"; an unknown code stands for itself.
pub fn place_name(regions: &[Region], code: &RegionCode, lang: Lang) -> String {
    find(regions, code).map_or_else(|| code.to_string(), |region| title(region, lang))
}

pub fn title(region: &Region, lang: Lang) -> String {
    match region.level {
        Level::Province => format!("{} {}", region.level.name(lang), region.name),
        _ => region.full_name(),
    }
}

/// "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat", from the nearest outward. `parents` come from the province down.
pub fn around(parents: &[Region], lang: Lang) -> String {
    parents
        .iter()
        .rev()
        .map(|region| title(region, lang))
        .collect::<Vec<_>>()
        .join(", ")
}

/// "7 kelurahan, 13 desa". The words are the same in English: they have no twin.
pub fn counted<'a>(regions: impl Iterator<Item = &'a Region>) -> String {
    let (mut districts, mut kelurahan, mut desa) = (0, 0, 0);
    for region in regions {
        match region.level {
            Level::District => districts += 1,
            Level::Kelurahan => kelurahan += 1,
            Level::Desa => desa += 1,
            _ => {}
        }
    }
    [
        (districts, "kecamatan"),
        (kelurahan, "kelurahan"),
        (desa, "desa"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect::<Vec<_>>()
    .join(", ")
}

/// The kecamatan or regency whose office this is, found by the name in the header: pages know no more of it.
pub fn office_region<'a>(regions: &'a [Region], office: &str) -> Option<&'a Region> {
    regions
        .iter()
        .filter(|region| region.code.depth() < 4)
        .find(|region| {
            let name = region.full_name();
            // A name may be followed by its parent: "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat".
            office == name
                || office
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.starts_with(','))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str, name: &str, level: Level) -> Region {
        Region {
            code: RegionCode::parse(code).expect("a code"),
            name: name.into(),
            level,
            postcode: None,
        }
    }

    fn some() -> Vec<Region> {
        vec![
            region("62", "Kalimantan Tengah", Level::Province),
            region("62.01", "Kabupaten Kotawaringin Barat", Level::Regency),
            region("62.01.02", "Arut Selatan", Level::District),
            region("62.01.02.1007", "Raja", Level::Kelurahan),
            region("62.01.02.2013", "Umpang", Level::Desa),
        ]
    }

    #[test]
    fn a_place_is_named_with_its_level() {
        let regions = some();
        assert_eq!(
            place_name(&regions, &regions[0].code, Lang::Id),
            "Provinsi Kalimantan Tengah"
        );
        assert_eq!(
            place_name(&regions, &regions[4].code, Lang::En),
            "Desa Umpang"
        );
        assert_eq!(
            around(&regions[..3], Lang::Id),
            "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat, Provinsi Kalimantan Tengah"
        );
        assert_eq!(counted(regions.iter()), "1 kecamatan, 1 kelurahan, 1 desa");
    }

    #[test]
    fn the_office_is_found_by_its_name() {
        let regions = some();
        for name in [
            "Kecamatan Arut Selatan",
            "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat",
        ] {
            assert_eq!(
                office_region(&regions, name).map(|r| r.code.as_str()),
                Some("62.01.02")
            );
        }
        assert_eq!(office_region(&regions, "Kecamatan Arut Selatan Lama"), None);
        assert_eq!(office_region(&regions, "Desa Umpang"), None);
    }
}
