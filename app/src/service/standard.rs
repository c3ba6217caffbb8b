//! The fourteen components of a service standard (UU 25/2009 art. 21, PermenPANRB 15/2014): all named, with what is
//! known of each. Those that stand above are linked, not repeated.

use crate::ui::{Fact, Words};
use domain::service::Service;
use domain::text::{Lang, Text};
use leptos::prelude::*;

#[component]
pub fn Standard(service: Service, lang: Lang) -> impl IntoView {
    let s = service.standard;
    let above = |anchor: &'static str| {
        view! { <a class="tap" href=anchor>{lang.pick("Lihat di atas", "See above")}</a> }
            .into_any()
    };
    let known =
        |text: Option<Text>| text.map(|text| view! { <Words text=text lang=lang /> }.into_any());
    let components: [(&str, Option<AnyView>); 14] = [
        (
            lang.pick("Persyaratan", "Requirements"),
            Some(above("#siapkan")),
        ),
        (lang.pick("Prosedur", "Procedure"), Some(above("#langkah"))),
        (lang.pick("Jangka waktu", "Time"), Some(above("#janji"))),
        (lang.pick("Biaya", "Cost"), Some(above("#janji"))),
        (lang.pick("Hasil layanan", "Product"), Some(above("#janji"))),
        (
            lang.pick("Pengaduan dan saran", "Complaints and suggestions"),
            known(s.complaints),
        ),
        (
            lang.pick("Dasar hukum", "Legal basis"),
            Some(lang.pick("Lihat di bawah", "See below").into_any()),
        ),
        (
            lang.pick("Sarana dan fasilitas", "Facilities"),
            known(s.facilities),
        ),
        (
            lang.pick("Kemampuan petugas", "Competence of staff"),
            known(s.competence),
        ),
        (lang.pick("Pengawasan", "Supervision"), known(s.supervision)),
        (
            lang.pick("Jumlah petugas", "Number of staff"),
            known(s.staff_count),
        ),
        (
            lang.pick("Jaminan pelayanan", "Guarantee"),
            known(s.guarantee),
        ),
        (
            lang.pick("Keamanan dan keselamatan", "Safety and security"),
            known(s.safety),
        ),
        (
            lang.pick("Penilaian kinerja", "Evaluation"),
            known(s.evaluation),
        ),
    ];
    view! {
        <details>
            <summary>{lang.pick("Standar pelayanan lengkap", "The full service standard")}</summary>
            <dl class="facts">
                {components
                    .into_iter()
                    .enumerate()
                    .map(|(place, (label, value))| {
                        let label = format!("{}. {label}", place + 1);
                        match value {
                            Some(value) => view! { <Fact label=label>{value}</Fact> }.into_any(),
                            None => view! { <Fact label=label /> }.into_any(),
                        }
                    })
                    .collect_view()}
            </dl>
        </details>
    }
}
