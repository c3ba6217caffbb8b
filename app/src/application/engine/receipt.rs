//! Fills in the receipt: a code to read over the phone, a QR code, a picture to keep.

use super::desk::Desk;
use crate::application::step::Step;
use crate::offline::Draft;
use crate::routes;
use crate::ui::device::{append, find, find_all, say, set, show, unfold};
use crate::ui::qr_path;
use domain::text::Lang;
use domain::view::Receipt;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement};

/// What the QR code says: the status page of this receipt, for any camera.
fn address(receipt: &Receipt) -> String {
    let origin = web_sys::window().and_then(|w| w.location().origin().ok());
    format!(
        "{}{}",
        origin.unwrap_or_default(),
        routes::status_of(&receipt.code)
    )
}

/// What the page says above everything else, and the picture too.
fn title(draft: &Draft, lang: Lang) -> &'static str {
    match draft.receipt {
        Some(_) => lang.pick(
            "Permohonan sudah kami terima",
            "We have received your application",
        ),
        None => lang.pick(
            "Tersimpan di HP, belum terkirim",
            "Kept on the phone, not sent yet",
        ),
    }
}

pub fn draw(desk: &Desk) -> Option<()> {
    if *desk.step.borrow() != Step::Receipt {
        return None;
    }
    let screen = desk.screen(&Step::Receipt)?;
    let (draft, lang) = (desk.draft.borrow(), desk.checks.lang);
    let receipt = draft.any_receipt()?;
    // Unfolded once.
    if let Some(template) = find(screen, "template") {
        unfold(&template);
    }
    for part in find_all(screen, "[data-sent]") {
        let sent = part.get_attribute("data-sent").as_deref() == Some("true");
        show(&part, sent == draft.receipt.is_some());
    }
    let fill = |name: &str| find(screen, &format!("[data-fill={name}]"));
    say(&fill("title")?, title(&draft, lang));
    say(&fill("service")?, receipt.service_name.get(lang));
    say(&fill("sent")?, &receipt.sent.words(receipt.zone, lang));
    say(&fill("office")?, &receipt.office);
    set(&fill("status")?, "href", &routes::status_of(&receipt.code));
    let code = receipt.code.to_string();
    let place = find(screen, "#kode")?;
    place.set_text_content(None);
    let mut spoken = String::new();
    for group in code.split('-') {
        append(&place, "span", "", group)?;
        if !spoken.is_empty() {
            spoken.push_str(", ");
        }
        for symbol in group.chars() {
            spoken.push(symbol);
            spoken.push(' ');
        }
    }
    set(&place, "aria-label", &spoken);
    let (path, size) = qr_path(&address(receipt));
    set(
        &find(screen, ".qr")?,
        "viewBox",
        &format!("0 0 {size} {size}"),
    );
    set(&find(screen, ".qr path")?, "d", &path);
    Some(())
}

/// A picture of the receipt, for the phone's gallery.
pub fn save_picture(desk: &Desk) -> Option<()> {
    let (draft, lang) = (desk.draft.borrow(), desk.checks.lang);
    let receipt = draft.any_receipt()?;
    let document = crate::ui::device::document()?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
    let (width, height) = (720u32, 1000u32);
    canvas.set_width(width);
    canvas.set_height(height);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    pen.set_fill_style_str("#111");
    pen.set_text_align("center");
    let middle = f64::from(width) / 2.0;
    let line = |text: &str, font: &str, y: f64| {
        pen.set_font(font);
        let _ = pen.fill_text_with_max_width(text, middle, y, f64::from(width) - 40.0);
    };
    line(title(&draft, lang), "bold 36px sans-serif", 70.0);
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
    let level = qrcodegen::QrCodeEcc::Medium;
    let code = qrcodegen::QrCode::encode_binary(address(receipt).as_bytes(), level).ok()?;
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
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&canvas.to_data_url_with_type("image/png").ok()?);
    link.set_download(&format!("tanda-terima-{}.png", receipt.code));
    link.click();
    Some(())
}
