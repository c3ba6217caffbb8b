//! Who the demonstration knows. All of it is invented; the NIK serials are such as no office hands out in order.

use domain::officer::Role;

pub(super) struct DemoOfficer {
    pub(super) username: &'static str,
    pub(super) name: &'static str,
    pub(super) role: Role,
    pub(super) territory: &'static str,
}

/// The regency whose hospital sends births.
pub(super) const KUPANG: &str = "53.01";
pub(super) const PARTNER: &str = "RSUD Naibonat (contoh)";
/// Whom the outreach session expects.
pub(super) const ROSTER: &str =
    "Yosefina Lede,6201025703850961,081250091177\nSamuel Manafe,,081250092288\nDortea Bria,,\n";

pub(super) const OFFICERS: [DemoOfficer; 11] = [
    DemoOfficer {
        username: "pendamping.umpang",
        name: "Yuliana Sari",
        role: Role::Helper,
        territory: "62.01.02.2013",
    },
    DemoOfficer {
        username: "loket",
        name: "Dewi Anggraini",
        role: Role::Counter,
        territory: "62.01.02",
    },
    DemoOfficer {
        username: "kasi",
        name: "Hendra Saputra",
        role: Role::Head,
        territory: "62.01.02",
    },
    DemoOfficer {
        username: "operator",
        name: "Maria Goreti Tukan",
        role: Role::Operator,
        territory: "62.01.02",
    },
    DemoOfficer {
        username: "sekcam",
        name: "Nurhayati",
        role: Role::Secretary,
        territory: "62.01.02",
    },
    DemoOfficer {
        username: "camat",
        name: "Bambang Irawan",
        role: Role::Camat,
        territory: "62.01.02",
    },
    DemoOfficer {
        username: "konten",
        name: "Rizky Pratama",
        role: Role::Content,
        territory: "62.01.02",
    },
    DemoOfficer {
        username: "pengawas",
        name: "Agustina Rahayu",
        role: Role::Auditor,
        territory: "62.01",
    },
    DemoOfficer {
        username: "mitra.rsud",
        name: "Rut Tafuli",
        role: Role::Partner,
        territory: KUPANG,
    },
    DemoOfficer {
        username: "dukcapil.loket",
        name: "Yefta Nalle",
        role: Role::Counter,
        territory: KUPANG,
    },
    DemoOfficer {
        username: "dukcapil.kabid",
        name: "Marlinda Bana",
        role: Role::Secretary,
        territory: KUPANG,
    },
];

/// How far a case has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Chapter {
    Sent,
    Checking,
    GivenBack,
    /// Given back once, sent again: old and new stand side by side.
    Mended,
    Complete,
    AtTheCamat,
    Ready,
    Refused,
}

/// An invented resident with one case.
pub(crate) struct Person {
    pub(super) number: u32,
    pub(crate) name: &'static str,
    pub(crate) nik: &'static str,
    pub(crate) birth: &'static str,
    pub(crate) birth_place: &'static str,
    pub(crate) female: bool,
    pub(crate) desa: &'static str,
    pub(crate) address: &'static str,
    pub(crate) phone: &'static str,
    pub(super) service: &'static str,
    pub(super) days_ago: i64,
    pub(super) chapter: Chapter,
}

impl Person {
    /// The key of the case: fixed, so that it is made once.
    pub(super) fn key(&self) -> String {
        format!("demonstrasi-warga-{:04}", self.number)
    }

    pub(super) fn digits(&self) -> &'static str {
        self.phone
            .get(self.phone.len().saturating_sub(4)..)
            .unwrap_or_default()
    }
}

/// The everyday of an office, from sent today to refused.
pub(super) const PERSONS: [Person; 8] = [
    Person {
        number: 1,
        name: "Siti Rahmawati",
        nik: "6201025408900917",
        birth: "1990-08-14",
        birth_place: "Pangkalan Bun",
        female: true,
        desa: "62.01.02.2013",
        address: "Jalan Poros Umpang RT 02",
        phone: "081250014821",
        service: "pengantar-skck",
        days_ago: 0,
        chapter: Chapter::Sent,
    },
    Person {
        number: 2,
        name: "Ahmad Fauzi",
        nik: "6201020312850926",
        birth: "1985-12-03",
        birth_place: "Kumai",
        female: false,
        desa: "62.01.02.1007",
        address: "Jalan Pangeran Antasari 12",
        phone: "081250027390",
        service: "sktm",
        days_ago: 1,
        chapter: Chapter::Checking,
    },
    Person {
        number: 3,
        name: "Maria Goreti",
        nik: "6201025105930935",
        birth: "1993-05-11",
        birth_place: "Pangkalan Bun",
        female: true,
        desa: "62.01.02.1006",
        address: "Gang Melati 4",
        phone: "081250033164",
        service: "pengantar-pindah",
        days_ago: 3,
        chapter: Chapter::GivenBack,
    },
    Person {
        number: 4,
        name: "Slamet",
        nik: "6201022007790944",
        birth: "1979-07-20",
        birth_place: "Sampit",
        female: false,
        desa: "62.01.02.2004",
        address: "Dusun Tengah 7",
        phone: "081250048552",
        service: "pengantar-skck",
        days_ago: 5,
        chapter: Chapter::Mended,
    },
    Person {
        number: 5,
        name: "Lidia Kristiani",
        nik: "6201026602880953",
        birth: "1988-02-26",
        birth_place: "Pangkalan Bun",
        female: true,
        desa: "62.01.02.1009",
        address: "Jalan Iskandar 31",
        phone: "081250056017",
        service: "sktm",
        days_ago: 9,
        chapter: Chapter::Complete,
    },
    Person {
        number: 6,
        name: "Muhammad Ilham Ramadhan",
        nik: "6201021109960962",
        birth: "1996-09-11",
        birth_place: "Pangkalan Bun",
        female: false,
        desa: "62.01.02.2013",
        address: "Dusun Seberang 3",
        phone: "081250069438",
        service: "pengantar-skck",
        days_ago: 8,
        chapter: Chapter::AtTheCamat,
    },
    Person {
        number: 7,
        name: "Kristina Unjung",
        nik: "6201024301820971",
        birth: "1982-01-03",
        birth_place: "Lamandau",
        female: true,
        desa: "62.01.02.2010",
        address: "Desa Rangda RT 01",
        phone: "081250071276",
        service: "pengantar-skck",
        days_ago: 14,
        chapter: Chapter::Ready,
    },
    Person {
        number: 8,
        name: "Joko Susilo",
        nik: "6201021806910980",
        birth: "1991-06-18",
        birth_place: "Pangkalan Bun",
        female: false,
        desa: "62.01.02.1005",
        address: "Jalan Ahmad Wongso 8",
        phone: "081250082903",
        service: "sktm",
        days_ago: 12,
        chapter: Chapter::Refused,
    },
];
