//! What a time, an amount, an e-mail address and a position look like.

pub(super) fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes[i].is_ascii_digit();
    bytes.len() == 5
        && bytes[2] == b':'
        && digit(0)
        && digit(1)
        && digit(3)
        && digit(4)
        && text[..2].parse::<u8>().is_ok_and(|h| h < 24)
        && text[3..].parse::<u8>().is_ok_and(|m| m < 60)
}

/// Digits out of "1.250.000" or "Rp 1.250.000". `None`: something else than digits, dots and spaces.
pub fn rupiah(text: &str) -> Option<u64> {
    let text = text.trim();
    let text = text
        .strip_prefix("Rp")
        .or_else(|| text.strip_prefix("rp"))
        .unwrap_or(text);
    if text.len() > 24
        || !text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '))
    {
        return None;
    }
    text.chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()
}

pub(super) fn is_email(text: &str) -> bool {
    // RFC 5321 limits the length; whether the mailbox exists only a message can tell.
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254
        && text.is_ascii()
        && !local.is_empty()
        && local.len() <= 64
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && !text.contains("..")
        && text.bytes().all(|b| {
            b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b',' | b';' | b'(' | b')')
        })
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

/// Latitude and longitude in degrees (WGS 84).
pub fn point(text: &str) -> Option<(f64, f64)> {
    let (lat, lng) = text.split_once(',')?;
    let number = |s: &str| -> Option<f64> {
        let s = s.trim();
        let plain = s.len() <= 14
            && s.bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        if plain { s.parse().ok() } else { None }
    };
    let (lat, lng) = (number(lat)?, number(lng)?);
    ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lng)).then_some((lat, lng))
}
