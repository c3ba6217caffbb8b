//! On the status page: how this resident is told of news, and the way to change or end it. Plain forms.

use super::api::{ChooseNews, Subscribe, Unsubscribe, read_news};
use crate::facts::use_facts;
use crate::routes;
use crate::ui::Icon;
use domain::message::Channel;
use domain::text::Lang;
use domain::view::NewsView;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Nothing where the case is over: there is no news to come.
#[component]
pub fn News(lang: Lang) -> impl IntoView {
    Suspend::new(async move {
        let news = read_news().await.ok().filter(|news| !news.over);
        news.map(|news| section(&news, lang))
    })
}

fn section(news: &NewsView, lang: Lang) -> AnyView {
    let now = match news.channel {
        Some(_) if news.by_officer => lang.pick(
            "Petugas mengabari Anda lewat telepon atau WhatsApp, ke nomor HP di formulir Anda.",
            "An officer calls you or writes by WhatsApp, to the phone number in your form.",
        ),
        Some(Channel::Email) => lang.pick(
            "Kabar dikirim ke email di formulir Anda.",
            "News goes to the e-mail address in your form.",
        ),
        Some(_) => lang.pick(
            "Kabar dikirim lewat WhatsApp ke nomor HP di formulir Anda.",
            "News goes by WhatsApp to the phone number in your form.",
        ),
        None => lang.pick(
            "Anda tidak dikirimi kabar. Lihat halaman ini kapan saja.",
            "You get no news. Look at this page whenever you like.",
        ),
    };
    let others = news
        .can
        .iter()
        .filter(|channel| Some(**channel) != news.channel)
        .map(|channel| {
            let words = match channel {
                Channel::Email => lang.pick("Kabari lewat email", "Tell me by e-mail"),
                _ => lang.pick("Kabari lewat WhatsApp", "Tell me by WhatsApp"),
            };
            choice(channel.key(), words, "btn second")
        })
        .collect_view();
    let end = news.channel.map(|_| {
        let words = lang.pick("Jangan kirim kabar lagi", "Send no more news");
        choice("", words, "btn quiet")
    });
    let push = news.push.clone().map(|key| notices(key, lang));
    view! {
        <section class="box no-print" aria-labelledby="kabar">
            <h2 id="kabar" tabindex="-1">{lang.pick("Kabar untuk Anda", "News for you")}</h2>
            <p>
                <Icon name="phone" />
                " "
                {now}
            </p>
            <p class="hint">
                {lang.pick(
                    "Isinya hanya nama layanan, kode, dan apa yang harus dilakukan. Malam hari tidak ada pesan. Kami tidak pernah meminta uang, PIN, atau kode OTP.",
                    "It says only the service, the code and what to do. Nothing is sent at night. We never ask for money, a PIN or a one-time code.",
                )}
            </p>
            <div class="acts">{others} {end}</div>
            {push}
        </section>
    }
    .into_any()
}

/// Hidden until `push.js` knows that this browser can.
fn notices(key: String, lang: Lang) -> AnyView {
    let nonce = use_facts().nonce;
    view! {
        <div hidden data-push=key data-on=Subscribe::url() data-off=Unsubscribe::url()>
            <p>
                {lang.pick(
                    "Atau nyalakan pemberitahuan: HP ini berbunyi bila ada kabar, tanpa WhatsApp dan tanpa email.",
                    "Or switch on notices: this phone rings when there is news, without WhatsApp and without e-mail.",
                )}
            </p>
            <p class="acts">
                <button class="btn second">{lang.pick("Nyalakan pemberitahuan", "Switch notices on")}</button>
                <button class="btn quiet">{lang.pick("Matikan pemberitahuan", "Switch notices off")}</button>
            </p>
            <p class="hint" role="status"></p>
        </div>
        <script type="module" src=routes::PUSH_SCRIPT nonce=nonce></script>
    }
    .into_any()
}

fn choice(channel: &'static str, words: &'static str, class: &'static str) -> AnyView {
    view! {
        <form method="post" action=ChooseNews::url()>
            <input type="hidden" name="channel" value=channel />
            <button class=class>{words}</button>
        </form>
    }
    .into_any()
}
