//! QR codes (ISO/IEC 18004) as one SVG path.

use std::fmt::Write;

/// The path and the side of its square, a white border of four modules included.
pub fn qr_path(text: &str) -> (String, i32) {
    let Ok(code) = qrcodegen::QrCode::encode_binary(text.as_bytes(), qrcodegen::QrCodeEcc::Medium)
    else {
        return (String::new(), 1);
    };
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                // Writing to a String can't fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + 4, y + 4);
            }
        }
    }
    (path, code.size() + 8)
}
