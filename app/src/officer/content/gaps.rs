//! What the catalogue's files leave open, by the names that the standard and the profile pages use.

use domain::profile::Profile;
use domain::service::Service;
use domain::text::Lang;

/// Components of the service standard (PermenPANRB 15/2014) that the file says nothing about.
pub fn missing(service: &Service, lang: Lang) -> Vec<&'static str> {
    let standard = &service.standard;
    let parts = [
        (
            service.requirements.is_empty(),
            lang.pick("persyaratan", "requirements"),
        ),
        (service.steps.is_empty(), lang.pick("prosedur", "procedure")),
        (service.products.is_empty(), lang.pick("produk", "product")),
        (
            service.legal_basis.is_empty(),
            lang.pick("dasar hukum", "legal basis"),
        ),
        (
            standard.complaints.is_none(),
            lang.pick("penanganan pengaduan", "complaints"),
        ),
        (
            standard.facilities.is_none(),
            lang.pick("sarana", "facilities"),
        ),
        (
            standard.competence.is_none(),
            lang.pick("kompetensi pelaksana", "staff competence"),
        ),
        (
            standard.supervision.is_none(),
            lang.pick("pengawasan internal", "supervision"),
        ),
        (
            standard.staff_count.is_none(),
            lang.pick("jumlah pelaksana", "number of staff"),
        ),
        (
            standard.guarantee.is_none(),
            lang.pick("jaminan pelayanan", "guarantee of service"),
        ),
        (
            standard.safety.is_none(),
            lang.pick("jaminan keamanan", "guarantee of safety"),
        ),
        (
            standard.evaluation.is_none(),
            lang.pick("evaluasi kinerja", "evaluation"),
        ),
    ];
    parts
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, name)| name)
        .collect()
}

/// Facts of a profile that nobody has written down.
pub fn unknown(profile: &Profile, lang: Lang) -> Vec<&'static str> {
    let (office, borders) = (&profile.office, &profile.borders);
    let sides = [&borders.north, &borders.east, &borders.south, &borders.west];
    let parts = [
        (profile.capital.is_none(), lang.pick("ibu kota", "capital")),
        (profile.motto.is_none(), lang.pick("semboyan", "motto")),
        (profile.history.is_empty(), lang.pick("sejarah", "history")),
        (profile.vision.is_none(), lang.pick("visi", "vision")),
        (profile.mission.is_empty(), lang.pick("misi", "mission")),
        (profile.area.is_empty(), lang.pick("luas wilayah", "area")),
        (
            profile.population.is_empty(),
            lang.pick("jumlah penduduk", "population"),
        ),
        (
            sides.iter().any(|side| side.is_none()),
            lang.pick("batas wilayah", "borders"),
        ),
        (
            profile.centre.is_none(),
            lang.pick("titik peta", "point on the map"),
        ),
        (
            office.address.is_none(),
            lang.pick("alamat kantor", "office address"),
        ),
        (office.postcode.is_none(), lang.pick("kode pos", "postcode")),
        (office.phone.is_none(), lang.pick("telepon", "phone")),
        (office.whatsapp.is_none(), "WhatsApp"),
        (office.email.is_none(), lang.pick("surel", "e-mail")),
        (office.instagram.is_none(), "Instagram"),
        (office.website.is_none(), lang.pick("situs web", "website")),
        (
            office.hours.is_none(),
            lang.pick("jam layanan", "opening hours"),
        ),
        (
            office.data_protection.is_none(),
            lang.pick(
                "pejabat pelindungan data pribadi",
                "data protection officer",
            ),
        ),
        (
            profile.structure.is_empty(),
            lang.pick("susunan organisasi", "structure"),
        ),
        (
            profile.structure.iter().any(|post| post.holder.is_none()),
            lang.pick("nama sebagian pejabat", "names of some officials"),
        ),
        (
            profile.links.is_empty(),
            lang.pick("situs desa dan kelurahan", "sites of villages"),
        ),
        (
            profile.sources.is_empty(),
            lang.pick("sumber data", "sources"),
        ),
    ];
    parts
        .into_iter()
        .filter(|(lacks, _)| *lacks)
        .map(|(_, name)| name)
        .collect()
}
