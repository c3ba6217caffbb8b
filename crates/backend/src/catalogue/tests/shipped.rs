//! The catalogue that Genggam ships.

use super::super::{Catalogue, Flaw};
use domain::calendar::parse_day;
use domain::form::{Kind, Page};
use domain::region::{Level, RegionCode, Zone};
use domain::service::{Group, Handover, How};
use domain::text::Text;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn shipped_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue")
}

/// Read once.
pub(super) fn shipped() -> &'static Catalogue {
    static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        Catalogue::load(&shipped_dir()).unwrap_or_else(|flaws| {
            let told: Vec<String> = flaws.iter().map(Flaw::to_string).collect();
            panic!("the shipped catalogue has flaws:\n{}", told.join("\n"))
        })
    })
}

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).expect("a good code")
}

#[test]
fn the_shipped_catalogue_is_whole() {
    let c = shipped();
    assert_eq!(c.services.len(), 17);
    let of = |group| {
        c.services
            .iter()
            .filter(|service| service.group == group)
            .count()
    };
    assert_eq!(
        (of(Group::Kecamatan), of(Group::Dukcapil), of(Group::Usaha)),
        (7, 7, 3)
    );
    assert_eq!(c.regions.len(), 363);
    let at = |level| {
        c.regions
            .iter()
            .filter(|region| region.level == level)
            .count()
    };
    assert_eq!(
        (at(Level::Province), at(Level::Regency), at(Level::City)),
        (2, 2, 1)
    );
    assert_eq!(
        (at(Level::District), at(Level::Kelurahan), at(Level::Desa)),
        (36, 81, 241)
    );
    assert_eq!(c.profiles.len(), 39);
    assert_eq!(c.holidays.len(), 30);
    assert!(
        c.regions
            .iter()
            .all(|r| (r.code.depth() == 4) == r.postcode.is_some())
    );
}

#[test]
fn lookups_answer() {
    let c = shipped();
    assert_eq!(
        c.region_name(&code("62.01.02.2013")),
        "Desa Umpang, Kecamatan Arut Selatan"
    );
    assert_eq!(
        c.region_name(&code("62.01.02")),
        "Kecamatan Arut Selatan, Kabupaten Kotawaringin Barat"
    );
    assert_eq!(c.region_name(&code("53.71")), "Kota Kupang");
    assert_eq!(c.region_name(&code("11.01")), "11.01");
    assert_eq!(c.children(&code("62.01.02")).len(), 20);
    assert_eq!(c.children(&code("53.01")).len(), 24);
    assert_eq!(c.zone(&code("62.01.02.2013")), Zone::Wib);
    assert_eq!(c.zone(&code("53.01.04.2003")), Zone::Wita);
    assert_eq!(c.zone(&code("53")), Zone::Wita);
    assert!(c.profile(&code("62.01.02")).is_some());
    assert!(c.profile(&code("62.01.02.2013")).is_none());
    let day = |text| parse_day(text).expect("a day");
    assert!(!c.calendar.is_working_day(day("2026-08-17")));
    assert!(c.calendar.is_working_day(day("2026-08-18")));
    // Of 2027 only what is the same every year is known.
    assert!(c.has_holidays_of(2026) && !c.has_holidays_of(2027) && !c.has_holidays_of(2020));
    assert!(!c.calendar.is_working_day(day("2027-06-01")));
    // The table of 2026 in domain's tests counts with these.
    let told = |local: &str| {
        let moment = domain::calendar::Moment::at(local, Zone::Wib).expect("a moment");
        domain::calendar::iso_day(c.office_time(&code("62.01.02")).day(moment))
    };
    assert_eq!(told("2026-02-18T15:30"), "2026-02-18");
    assert_eq!(told("2026-02-19T15:00"), "2026-02-20");
    assert_eq!(told("2026-03-13T15:29"), "2026-03-13");
    assert_eq!(told("2026-11-06T16:29"), "2026-11-06");
    assert_eq!(told("2026-11-06T16:30"), "2026-11-09");
    let sktm = c.service("sktm").expect("sktm");
    assert!(c.form(sktm).len() > c.applicant.len());
    assert_eq!(c.form(sktm)[0].id, c.applicant[0].id);
}

/// Said by the documents that Genggam grew from, or promised to readers: an edit that breaks one should be noticed.
#[test]
fn shipped_services_keep_their_promises() {
    let c = shipped();
    let free = c.services.iter().all(|service| service.fee.rupiah == 0);
    assert!(free, "every service of the seeds is free");
    assert!(
        c.services.iter().all(|service| !service.confirmed),
        "no office has confirmed anything yet"
    );
    let urgent: Vec<&str> = c
        .services
        .iter()
        .filter(|s| s.urgent)
        .map(|s| s.id.as_str())
        .collect();
    assert_eq!(urgent, ["akta-kematian"]);
    let waris = c.service("keterangan-ahli-waris").expect("waris");
    assert!(waris.needs_pick_up(), "it stays ink on paper");
    assert!(
        waris
            .requirements
            .iter()
            .any(|r| r.how == How::SignBeforeOfficer)
    );
    let birth = c.service("akta-kelahiran").expect("birth");
    assert!(
        birth
            .products
            .iter()
            .any(|p| p.handover[0] == Handover::PrintedByPartner)
    );
    let inside = |service: &str, region: &str| {
        c.service(service)
            .is_some_and(|s| s.region.contains(&code(region)))
    };
    assert!(inside("kartu-keluarga", "53.71") && inside("kartu-keluarga", "53.01"));
    assert!(inside("sktm", "62.01.02.2013") && !inside("sktm", "62.01.01"));
}

/// A phone shows one page at a time.
#[test]
fn shipped_pages_are_short() {
    let c = shipped();
    let own = c.services.iter().flat_map(|service| &service.pages);
    for Page { id, fields, .. } in own.chain(&c.applicant) {
        assert!(
            (1..=4).contains(&fields.len()),
            "page {id} asks {} things",
            fields.len()
        );
    }
}

/// Every sentence that a reader meets has its English.
#[test]
fn shipped_words_have_english() {
    let c = shipped();
    let mut texts: Vec<&Text> = Vec::new();
    for s in &c.services {
        texts.extend([&s.name, &s.summary, &s.agency, &s.who_may_apply, &s.signer]);
        texts.extend(
            s.steps
                .iter()
                .chain(&s.warnings)
                .chain(&s.time.note)
                .chain(&s.fee.note),
        );
        texts.extend(s.products.iter().map(|product| &product.name));
        texts.extend(s.requirements.iter().flat_map(|r| [&r.name, &r.why]));
        texts.extend(s.rules.iter().map(|rule| &rule.message));
    }
    for page in c.services.iter().flat_map(|s| &s.pages).chain(&c.applicant) {
        texts.push(&page.title);
        texts.extend(&page.help);
        for field in &page.fields {
            texts.push(&field.label);
            texts.extend(&field.hint);
            match &field.kind {
                Kind::Choice(options) | Kind::MultiChoice(options) => texts.extend(options),
                Kind::Rows { columns, .. } => {
                    texts.extend(columns.iter().map(|column| &column.label))
                }
                _ => {}
            }
        }
    }
    // Names that are the same in both languages are written once.
    let once = [
        "NIK", "RT", "RW", "Email", "KIA", "SKPWNI", "Polsek", "Polres", "Genset", "PLN", "Islam",
        "Monopole", "WhatsApp",
    ];
    let without: BTreeSet<&str> = texts
        .into_iter()
        .filter(|text| text.en.is_none() && !once.contains(&text.id.as_str()))
        .map(|text| text.id.as_str())
        .collect();
    assert_eq!(without, BTreeSet::new());
}

/// A service's page travels over 400 kbit/s.
#[test]
fn shipped_services_are_light() {
    for service in &shipped().services {
        let bytes = serde_json::to_vec(&service).map_or(usize::MAX, |json| json.len());
        assert!(bytes < 20_000, "{} is {bytes} bytes of JSON", service.id);
    }
}
