//! Pieces of the officers' side that residents' pages have too. The rest needs the officers' style sheet.

use super::{LONG, Part};
use crate::ui::{Badge, Tone};
use leptos::prelude::*;

#[component]
pub fn Office() -> impl IntoView {
    let rows = [
        (
            "Surat Pengantar SKCK",
            "SKC-7K3M-9PXT-4",
            "Siti Rahmah",
            Tone::Info,
            "Diperiksa",
            "2 hari",
        ),
        (
            "Dispensasi Nikah",
            "NKH-3WPT-9HCE-K",
            "Yohanes",
            Tone::Bad,
            "Lewat batas",
            "6 hari",
        ),
        (
            "Surat Keterangan Tidak Mampu",
            "STM-88FD-M4RN-2",
            LONG,
            Tone::Ok,
            "Selesai",
            "1 hari",
        ),
    ];
    view! {
        <Part id="tabel" title="Tabel, kartu di HP">
            <table class="data" role="table">
                <caption>"Permohonan terbuka"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Permohonan"</th>
                        <th scope="col">"Pemohon"</th>
                        <th scope="col">"Keadaan"</th>
                        <th scope="col">"Umur"</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .map(|(service, code, name, tone, state, age)| {
                            view! {
                                <tr role="row">
                                    <th scope="row" role="rowheader">
                                        {service} " " <code>{code}</code>
                                    </th>
                                    <td role="cell" data-label="Pemohon">{name}</td>
                                    <td role="cell" data-label="Keadaan"><Badge tone=tone>{state}</Badge></td>
                                    <td role="cell" data-label="Umur">{age}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </Part>
    }
}
