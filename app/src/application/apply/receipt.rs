//! The receipt: a code to read over the phone, a QR code, save and print.

use super::desk::use_desk;
use crate::offline;
use crate::routes;
use crate::ui::{Press, qr_path};
use domain::text::Lang;
use domain::view::Receipt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

#[component]
pub fn ReceiptPage() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    view! {
        {move || match desk.draft.with(|draft| draft.receipt.clone()) {
            Some(receipt) => view! { <ReceiptCard receipt=receipt lang=lang /> }.into_any(),
            None => {
                let words = if desk.ready.get() {
                    lang.pick("Tidak ada tanda terima di HP ini.", "There is no receipt on this phone.")
                } else {
                    lang.pick("Membuka tanda terima…", "Opening the receipt…")
                };
                view! { <h1 tabindex="-1">{lang.pick("Tanda terima", "Receipt")}</h1><div class="empty"><p>{words}</p></div> }.into_any()
            }
        }}
    }
}

#[component]
fn ReceiptCard(receipt: Receipt, lang: Lang) -> impl IntoView {
    let desk = use_desk();
    let code = receipt.code.to_string();
    let origin = web_sys::window()
        .and_then(|w| w.location().origin().ok())
        .unwrap_or_default();
    let address = format!("{origin}{}", routes::status_of(&receipt.code));
    let groups: Vec<String> = code.split('-').map(str::to_owned).collect();
    let spoken: String = code
        .chars()
        .map(|c| {
            if c == '-' {
                ", ".into()
            } else {
                format!("{c} ")
            }
        })
        .collect();
    let (path, size) = qr_path(&address);
    let save = {
        let (receipt, address) = (receipt.clone(), address.clone());
        Callback::new(move |()| {
            save_picture(&receipt, &address, lang);
        })
    };
    let sent = receipt.sent.words(receipt.zone, lang);
    let another = Callback::new(move |()| {
        spawn_local(async move {
            offline::wipe_draft(&desk.name.get_value()).await;
            let address = desk.form.with_value(|form| routes::apply(&form.service));
            if let Some(window) = web_sys::window() {
                let _ = window.location().set_href(&address);
            }
        });
    });
    let print = Callback::new(move |()| {
        if let Some(window) = web_sys::window() {
            let _ = window.print();
        }
    });
    view! {
        <section class="receipt">
            <div class="band" aria-hidden="true"></div>
            <h1 tabindex="-1">{lang.pick("Permohonan sudah kami terima", "We have received your application")}</h1>
            <p>{receipt.service_name.get(lang).to_owned()}<br /><small>{sent}</small></p>
            <p>{lang.pick("Simpan kode ini:", "Keep this code:")}</p>
            <p class="code" id="kode" role="text" aria-label=spoken>
                {groups.into_iter().map(|group| view! { <span>{group}</span> }).collect_view()}
            </p>
            <p>
                <svg class="qr" role="img" viewBox=format!("0 0 {size} {size}") aria-label=lang.pick("Kode QR ke halaman status", "QR code to the status page")>
                    <path d=path fill="#000"></path>
                </svg>
            </p>
            <p>{receipt.office.clone()}</p>
        </section>
        <p class="acts no-print">
            <Press id="simpan" icon="save" label=lang.pick("Simpan ke HP", "Save to phone").to_owned() press=save />
            <Press look="second" icon="print" label=lang.pick("Cetak", "Print").to_owned() press=print />
        </p>
        <h2>{lang.pick("Apa berikutnya", "What happens next")}</h2>
        <ol class="track">
            <li class="done">
                <b>{lang.pick("Terkirim", "Sent")}</b>
            </li>
            <li>
                <b>{lang.pick("Petugas memeriksa", "An officer checks")}</b>
                <p>{lang.pick("Bila ada yang kurang, halaman status memberi tahu Anda.", "If something is missing, the status page tells you.")}</p>
            </li>
            <li>
                <b>{lang.pick("Surat dibuat dan diputuskan", "The letter is written and decided")}</b>
                <p>{lang.pick("Paling lama 5 hari kerja sejak berkas lengkap.", "At most 5 working days after the file is complete.")}</p>
            </li>
        </ol>
        <p class="no-print">
            <a class="tap" href=routes::status_of(&receipt.code)>{lang.pick("Cek status permohonan", "Check the status")}</a>
        </p>
        <p class="no-print">
            {lang.pick("Untuk melihat status, siapkan kode ini dan 4 angka terakhir nomor HP Anda.", "To see the status, have this code and the last 4 digits of your phone number ready.")}
        </p>
        <p class="no-print">
            <Press
                look="quiet"
                label=lang.pick("Hapus isian dari HP ini dan mulai baru", "Remove the answers from this phone and start anew").to_owned()
                press=another
            />
        </p>
    }
}

/// A picture of the receipt, for the phone's gallery.
fn save_picture(receipt: &Receipt, address: &str, lang: Lang) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let canvas: web_sys::HtmlCanvasElement =
        document.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = (720u32, 1000u32);
    canvas.set_width(width);
    canvas.set_height(height);
    let pen: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    pen.set_fill_style_str("#111");
    pen.set_text_align("center");
    let middle = f64::from(width) / 2.0;
    let line = |text: &str, font: &str, y: f64| {
        pen.set_font(font);
        let _ = pen.fill_text_with_max_width(text, middle, y, f64::from(width) - 40.0);
    };
    line(
        lang.pick("Tanda terima permohonan", "Receipt of application"),
        "bold 36px sans-serif",
        70.0,
    );
    line(receipt.service_name.get(lang), "30px sans-serif", 125.0);
    line(
        &receipt.sent.words(receipt.zone, lang),
        "26px sans-serif",
        170.0,
    );
    line(&receipt.code.to_string(), "bold 56px monospace", 260.0);
    line(&receipt.office, "26px sans-serif", 900.0);
    line(
        lang.pick(
            "Cek status: kode ini dan 4 angka terakhir nomor HP",
            "Status: this code and the last 4 digits of your phone",
        ),
        "22px sans-serif",
        950.0,
    );
    let code = qrcodegen::QrCode::encode_text(address, qrcodegen::QrCodeEcc::Medium).ok()?;
    let cell = 480.0 / f64::from(code.size());
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                pen.fill_rect(
                    120.0 + f64::from(x) * cell,
                    330.0 + f64::from(y) * cell,
                    cell.ceil(),
                    cell.ceil(),
                );
            }
        }
    }
    let link: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&canvas.to_data_url_with_type("image/png").ok()?);
    link.set_download(&format!("tanda-terima-{}.png", receipt.code));
    link.click();
    Some(())
}
