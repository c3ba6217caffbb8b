//! Lints of a whole service, and of services beside each other.

use super::super::find;
use super::super::flaw::{Flaw, Pen, id_is, quoted};
use super::super::read::Source;
use super::{chain, filled, form, id, line, rule, words};
use domain::code::is_prefix;
use domain::form::{Field, Kind, Page};
use domain::region::Region;
use domain::service::{Requirement, Service};

pub(in super::super) fn services(
    services: &[Source<Service>],
    applicant: &[Page],
    regions: &[Region],
    flaws: &mut Vec<Flaw>,
) {
    for (at, source) in services.iter().enumerate() {
        let mut pen = Pen::new(&source.file, &source.text, flaws);
        let service = &source.value;
        head(&mut pen, source, regions);
        if let Some(other) = services[..at]
            .iter()
            .find(|other| other.value.prefix == service.prefix)
        {
            pen.mark(
                &["prefix"],
                format!(
                    "Awalan kode `{}` sudah dipakai {}.",
                    service.prefix, other.file
                ),
                "Pilih tiga huruf lain.",
            );
        }
        let pages: Vec<&Page> = applicant.iter().chain(&service.pages).collect();
        form::check(&mut pen, &pages, applicant.len(), regions);
        let fields: Vec<&Field> = pages.iter().flat_map(|page| &page.fields).collect();
        requirements(&mut pen, &service.requirements, &fields);
        for show_if in service
            .products
            .iter()
            .filter_map(|one| one.show_if.as_ref())
        {
            form::condition(&mut pen, "products", "show_if", show_if, &fields);
        }
        rule::check(&mut pen, &service.rules, &fields);
    }
}

fn head(pen: &mut Pen<'_>, source: &Source<Service>, regions: &[Region]) {
    let service = &source.value;
    if service.id != source.stem {
        pen.mark(
            &["id", &quoted(&service.id)],
            format!("Id `{}` tidak sama dengan nama berkas.", service.id),
            format!(
                "Tulis `id = \"{}\"`, atau ganti nama berkasnya.",
                source.stem
            ),
        );
    }
    id(pen, &service.id, '-');
    if !is_prefix(&service.prefix) {
        pen.mark(
            &["prefix"],
            format!("Awalan kode `{}` tidak boleh.", service.prefix),
            "Tulis tiga huruf besar atau angka, tanpa I, L, O, 0, dan 1.",
        );
    }
    if find(regions, &service.region).is_none() {
        pen.mark(
            &["region", &quoted(service.region.as_str())],
            format!("Wilayah {} tidak ada di regions.csv.", service.region),
            "Salin kodenya dari regions.csv.",
        );
    }
    for (key, what, text) in [
        ("name", "Nama layanan", &service.name),
        ("summary", "Ringkasan", &service.summary),
        ("agency", "Instansi", &service.agency),
        ("who_may_apply", "Siapa yang boleh", &service.who_may_apply),
        ("signer", "Penanda tangan", &service.signer),
    ] {
        words(pen, key, what, text);
    }
    let notes = [service.time.note.as_ref(), service.fee.note.as_ref()];
    for note in notes.into_iter().flatten() {
        words(pen, "note", "Catatan", note);
    }
    if service.time.promise == 0 || service.time.promise > service.time.limit {
        pen.mark(
            &["time"],
            format!(
                "Janji {} hari kerja tidak cocok dengan batas {} hari kerja.",
                service.time.promise, service.time.limit
            ),
            "Janji paling sedikit 1 dan tidak lebih lama dari batas.",
        );
    }
    if service.fee.rupiah > 0 && service.fee.note.is_none() {
        pen.mark(
            &["fee"],
            "Biaya tanpa dasar.",
            "Tulis di `note` untuk apa biaya ini dan aturan mana yang menetapkannya.",
        );
    }
    chain::check(pen, &service.chain);
    filled(pen, "steps", "Langkah", &service.steps);
    for step in &service.steps {
        words(pen, "steps", "Salah satu langkah", step);
    }
    filled(pen, "products", "Hasil layanan", &service.products);
    if let Some(deadline) = &service.deadline {
        words(pen, "deadline", "Nama batas waktu", &deadline.name);
        let asked = service
            .field(&deadline.field)
            .is_some_and(|field| matches!(field.kind, Kind::DateTime(_)));
        if !asked {
            pen.mark(
                &["deadline"],
                format!("`{}` bukan pertanyaan tanggal dan jam.", deadline.field),
                "Tulis id isian dengan `kind = { date-time = \"any\" }`.",
            );
        }
    }
    for (at, product) in service.products.iter().enumerate() {
        if !product.id.is_empty() {
            id(pen, &product.id, '-');
            if service.products[..at]
                .iter()
                .any(|other| other.id == product.id)
            {
                pen.mark(
                    &[&id_is(&product.id)],
                    format!("Hasil `{}` ada dua kali.", product.id),
                    "Beri id lain.",
                );
            }
        }
        words(pen, "products", "Nama hasil", &product.name);
        filled(pen, "handover", "Cara penyerahan", &product.handover);
    }
    for (key, what, list) in [
        ("legal_basis", "Dasar hukum", &service.legal_basis),
        ("sources", "Sumber", &service.sources),
    ] {
        filled(pen, key, what, list);
        for entry in list {
            line(pen, key, what, entry);
        }
    }
    for keyword in &service.keywords {
        line(pen, "keywords", "Kata kunci", keyword);
    }
    for warning in &service.warnings {
        words(pen, "warnings", "Salah satu peringatan", warning);
    }
    let s = &service.standard;
    for text in [
        &s.complaints,
        &s.facilities,
        &s.competence,
        &s.supervision,
        &s.staff_count,
        &s.guarantee,
        &s.safety,
        &s.evaluation,
    ]
    .into_iter()
    .flatten()
    {
        words(pen, "standard", "Salah satu komponen standar", text);
    }
}

fn requirements(pen: &mut Pen<'_>, requirements: &[Requirement], fields: &[&Field]) {
    for (at, requirement) in requirements.iter().enumerate() {
        let near = id_is(&requirement.id);
        id(pen, &requirement.id, '-');
        if requirements[..at]
            .iter()
            .any(|other| other.id == requirement.id)
        {
            pen.mark(
                &[&near],
                format!("Syarat `{}` ada dua kali.", requirement.id),
                "Beri id lain.",
            );
        }
        words(pen, &near, "Nama syarat", &requirement.name);
        words(pen, &near, "Alasan syarat (why)", &requirement.why);
        if let Some(show_if) = &requirement.show_if {
            form::condition(pen, &near, "show_if", show_if, fields);
        }
    }
}
