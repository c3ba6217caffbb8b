//! `/privasi`: what happens with personal data (UU 27/2022), in words that everybody reads.
//!
//! Only what the software really does is promised here; what the office must decide is "not yet filled in".

use crate::facts::use_facts;
use crate::region::api::{list_regions, read_region};
use crate::region::office_region;
use crate::routes;
use crate::ui::{Crumb, Fact, Nil, indonesian};
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    let facts = use_facts();
    let lang = facts.lang;
    Suspend::new(async move {
        let regions = list_regions().await.unwrap_or_default();
        let contact = match office_region(&regions, &facts.office) {
            Some(office) => read_region(office.code.to_string())
                .await
                .ok()
                .and_then(|info| info.profile?.office.data_protection),
            None => None,
        };
        view! {
            <Title text=lang.pick("Data pribadi Anda", "Your personal data") />
            <Meta
                name="description"
                content=lang.pick("Data apa yang diminta, untuk apa, siapa yang melihat, berapa lama disimpan, dan hak Anda.", "What data is asked for, why, who sees it, how long it is kept, and your rights.")
            />
            <main class="wrap" id="isi" tabindex="-1">
                <Crumb href=routes::HOME>{lang.pick("Halaman depan", "Front page")}</Crumb>
                <h1>{lang.pick("Data pribadi Anda", "Your personal data")}</h1>
                <p class="lead">
                    {lang.pick(
                        "Data Anda dipakai untuk mengurus surat Anda. Tidak dijual, tidak dipakai untuk iklan.",
                        "Your data is used to handle your letter. It isn't sold and isn't used for advertising.",
                    )}
                </p>
                {parts(lang)
                    .into_iter()
                    .map(|(title, lines)| {
                        view! {
                            <h2>{title}</h2>
                            <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                        }
                    })
                    .collect_view()}
                <h2>{lang.pick("Yang bertanggung jawab", "Who is responsible")}</h2>
                <dl class="facts">
                    <Fact label=lang.pick("Kantor", "Office")>
                        <span lang=indonesian(lang)>{facts.office.clone()}</span>
                    </Fact>
                    <Fact label=lang.pick("Petugas pelindungan data", "Data-protection officer")>
                        {match contact {
                            Some(contact) => contact.into_any(),
                            None => {
                                view! {
                                    <Nil />
                                    <small>
                                        {lang.pick(
                                            "Kantor wajib menunjuknya (UU 27/2022 Pasal 53). Sementara itu, tanyakan di loket.",
                                            "The office must appoint one (UU 27/2022 article 53). Until then, ask at the counter.",
                                        )}
                                    </small>
                                }
                                    .into_any()
                            }
                        }}
                    </Fact>
                </dl>
            </main>
        }
    })
}

type Part = (&'static str, Vec<&'static str>);

fn parts(lang: Lang) -> [Part; 6] {
    [
        (
            lang.pick("Data apa yang diminta", "What we ask for"),
            vec![
                lang.pick("Jawaban Anda di formulir, misalnya nama, NIK, alamat, dan nomor HP.", "Your answers, such as name, NIK, address and phone number."),
                lang.pick("Foto dokumen yang memang perlu untuk surat itu. Keterangan tersembunyi di foto, seperti tempat memotret, dihapus dulu.", "Photos of the papers that the letter needs. Hidden details such as the place of the photo are removed first."),
                lang.pick("Sebelum Anda menekan kirim, jawaban hanya ada di HP Anda. Foto sudah dikirim lebih dulu, supaya nanti tidak lama menunggu.", "Until you press send, your answers are only on your phone. Photos are sent ahead, so that you need not wait later."),
                lang.pick("Situs ini hanya mengingat pilihan bahasa Anda, dan selama 30 menit bahwa Anda sudah membuka status permohonan. Tidak ada pelacak.", "This site only remembers your language, and for 30 minutes that you have opened your status. There are no trackers."),
            ],
        ),
        (
            lang.pick("Untuk apa, dan apa dasarnya", "Why, and on what basis"),
            vec![
                lang.pick("Untuk memeriksa permohonan, membuat surat, dan memberi kabar kepada Anda.", "To check your application, make the letter and tell you about it."),
                lang.pick("Dasarnya pelayanan publik dan kewajiban hukum kantor (UU 27/2022 Pasal 20), bukan izin yang bisa dipaksakan.", "The basis is public service and the office's legal duty (UU 27/2022 article 20), not a consent that you are pressed to give."),
            ],
        ),
        (
            lang.pick("Siapa yang melihat", "Who sees it"),
            vec![
                lang.pick("Hanya petugas yang mengurus permohonan dari wilayahnya.", "Only officers who handle applications of their own area."),
                lang.pick("Setiap kali permohonan dibuka, tercatat siapa yang membuka dan kapan.", "Each time an application is opened, it is recorded by whom and when."),
                lang.pick("Halaman status tidak menampilkan NIK, dan nama Anda disamarkan.", "The status page never shows your NIK, and your name is masked."),
                lang.pick("Kabar hanya dikirim kalau Anda mau. Isinya nama kantor, layanan, kode, dan apa yang harus dilakukan. Lewat WhatsApp, Meta mengetahui nomor HP Anda dan isi kabar itu. Berhenti kapan saja di halaman status.", "News is sent only if you want it. It says the office, the service, the code and what to do. By WhatsApp, Meta learns your phone number and what that news says. End it on the status page at any time."),
            ],
        ),
        (
            lang.pick("Berapa lama disimpan", "How long it is kept"),
            vec![
                lang.pick("Isian di HP: sampai Anda menghapusnya.", "Answers on your phone: until you remove them."),
                lang.pick("Foto yang sudah terkirim tetapi permohonannya belum: dihapus paling lama 28 hari kemudian.", "Photos sent without an application: removed after 28 days at the latest."),
                lang.pick("Surat dan berkasnya: menurut jadwal arsip kantor (UU 43/2009). Lamanya belum diisi kantor.", "Letters and their papers: by the office's archive schedule (UU 43/2009). The office has not filled in how long."),
            ],
        ),
        (
            lang.pick("Hak Anda", "Your rights"),
            vec![
                lang.pick("Bertanya data apa yang disimpan, melihatnya, dan meminta salinannya.", "Ask what is kept, see it, and get a copy."),
                lang.pick("Membetulkan data yang salah.", "Have mistakes corrected."),
                lang.pick("Meminta data dihapus, atau pemakaiannya dibatasi, sejauh undang-undang membolehkan.", "Have data removed or its use limited, as far as the law allows."),
                lang.pick("Diberi tahu tertulis paling lambat 3 x 24 jam kalau data bocor (Pasal 46).", "Be told in writing within 3 x 24 hours if data leaks (article 46)."),
                lang.pick("Mengadu, dan menuntut ganti rugi bila dirugikan.", "Complain, and claim damages if harmed."),
            ],
        ),
        (
            lang.pick("Data anak", "Children's data"),
            vec![
                lang.pick("Data anak dilindungi khusus (Pasal 4). Yang mengisi harus orang tua atau walinya.", "Children's data has special protection (article 4). A parent or guardian must fill it in."),
                lang.pick("Hanya diminta bila suratnya memang untuk anak, misalnya akta kelahiran.", "It is asked for only if the letter is for the child, such as a birth certificate."),
            ],
        ),
    ]
}
