//! `/gallery`, for developers: every piece with every state it has, in both languages and with long words.
//! What looks right here looks right in a page.

mod ask;
mod office;
mod read;
mod states;

use super::Search;
use crate::facts::use_lang;
use crate::routes;
use domain::text::Lang;
use leptos::prelude::*;
use leptos_meta::Title;

/// The longest kind of word that a catalogue may hold.
const LONG: &str = "Ketidakpertanggungjawabankah pemberitahuan-ketidakmampuan Kelurahan Kumpai-Batu-Atas-Seberang-Natai-Raya";

#[component]
pub fn GalleryPage() -> impl IntoView {
    let lang = use_lang();
    view! {
        <Title text="Galeri" />
        <main class="wrap" id="isi" tabindex="-1">
            <h1>{lang.pick("Galeri komponen", "Gallery of components")}</h1>
            <p class="lead">
                {lang.pick("Setiap bagian dengan semua keadaannya. Hanya untuk pengembang.", "Every piece with every state. For developers only.")}
            </p>
            <read::Reading lang=lang />
            <states::States lang=lang />
            <ask::Asking lang=lang />
            <Searching lang=lang />
            <office::Office />
        </main>
    }
}

/// A heading that a test and a link can find.
#[component]
fn Part(id: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section id=id>
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// The island over a list of three, one of them with a long name and folded ones inside.
#[component]
fn Searching(lang: Lang) -> impl IntoView {
    view! {
        <Part id="cari-langsung" title="Cari langsung">
            <Search
                lang=lang
                action=routes::GALLERY.to_owned()
                label="Cari di tiga contoh".to_owned()
                query=String::new()
                found=None
            />
            <div>
                <section data-group>
                    <h3>"Kelompok satu"</h3>
                    <ul class="links">
                        <li data-search="kelahiran bayi"><a href="#cari-langsung">"Akta Kelahiran"</a></li>
                        <li data-search="panjang"><a href="#cari-langsung">{LONG}</a></li>
                    </ul>
                </section>
                <section data-group>
                    <h3>"Kelompok dua"</h3>
                    <details data-search="">
                        <summary>
                            <b>"Arut Selatan"</b>
                            " "
                            <small>"2 desa"</small>
                        </summary>
                        <ul class="links">
                            <li data-search=""><a href="#cari-langsung">"Umpang"</a></li>
                            <li data-search=""><a href="#cari-langsung">"Runtu"</a></li>
                        </ul>
                    </details>
                </section>
            </div>
        </Part>
    }
}
