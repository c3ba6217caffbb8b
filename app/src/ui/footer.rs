//! The end of every page: nobody has to pay for more than what is written here, and where to say so.

use crate::facts::Facts;
use crate::routes;
use leptos::prelude::*;

/// The national complaint desk (SP4N-LAPOR!), on the web and by text message.
pub const LAPOR: &str = "https://www.lapor.go.id";
pub const LAPOR_SMS: &str = "1708";

#[component]
pub fn Footer(facts: Facts) -> impl IntoView {
    let Facts {
        lang, path, office, ..
    } = facts;
    if path.starts_with(routes::OFFICER) {
        return view! {
            <footer class="foot">
                <div class="wrap">
                    <p>
                        <small>{lang.pick("Setiap permohonan yang dibuka dicatat: oleh siapa dan kapan.", "Every application that is opened is recorded: by whom and when.")}</small>
                    </p>
                </div>
            </footer>
        }
        .into_any();
    }
    view! {
        <footer class="foot">
            <div class="wrap">
                <p>
                    <b>{lang.pick("Jangan bayar lebih dari yang tertulis di sini.", "Never pay more than what is written here.")}</b>
                    " "
                    {lang.pick(
                        "Ada yang meminta uang? Laporkan. Nama Anda bisa dirahasiakan.",
                        "Has somebody asked you for money? Report it. Your name can be kept secret.",
                    )}
                </p>
                <ul>
                    <li><a href=LAPOR>{lang.pick("Lapor di lapor.go.id", "Report at lapor.go.id")}</a></li>
                    <li><a href=format!("sms:{LAPOR_SMS}")>{lang.pick("Lapor lewat SMS 1708", "Report by SMS to 1708")}</a></li>
                    <li><a href=routes::DRAFTS>{lang.pick("Isian di HP ini", "What this phone keeps")}</a></li>
                    <li><a href=routes::PRIVACY>{lang.pick("Data pribadi Anda", "Your personal data")}</a></li>
                    <li><a href=routes::OFFICER_LOGIN>{lang.pick("Untuk petugas", "For officers")}</a></li>
                </ul>
                <p>
                    <small>"Genggam · " {office}</small>
                </p>
            </div>
        </footer>
    }
    .into_any()
}
