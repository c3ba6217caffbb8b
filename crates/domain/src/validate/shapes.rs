//! What a time, an amount, an e-mail address and a position look like.

pub(super) fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes[i].is_ascii_digit();
    let two = |i: usize| (bytes[i] - b'0') * 10 + (bytes[i + 1] - b'0');
    bytes.len() == 5
        && bytes[2] == b':'
        && digit(0)
        && digit(1)
        && digit(3)
        && digit(4)
        && two(0) < 24
        && two(3) < 60
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

/// Whether it can be an address.
pub fn is_email(text: &str) -> bool {
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
        && !text.as_bytes().windows(2).any(|two| two == b"..")
        && text.bytes().all(|b| {
            b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b',' | b';' | b'(' | b')')
        })
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

/// Latitude and longitude in degrees (WGS 84), compared digit by digit: reading floating point numbers would bring
/// ten kilobytes of tables to every phone.
pub(super) fn is_point(text: &str) -> bool {
    text.split_once(',')
        .is_some_and(|(lat, lng)| is_degrees(lat, 90) && is_degrees(lng, 180))
}

fn is_degrees(text: &str, most: u64) -> bool {
    let text = text.trim();
    if text.len() > 14 {
        return false;
    }
    let plain = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(rest) || (whole.is_empty() && rest.is_empty()) {
        return false;
    }
    let nothing = rest.bytes().all(|b| b == b'0');
    match whole.parse().unwrap_or(0u64) {
        degrees if degrees == most => nothing,
        degrees => degrees < most,
    }
}

#[cfg(test)]
mod tests {
    use super::is_point;

    #[test]
    fn a_point_lies_on_the_globe() {
        for right in ["-2.70000,111.60000", "90, -180.0", "-90.000,180", ".5,5."] {
            assert!(is_point(right), "{right}");
        }
        for wrong in [
            "", "2.7", "90.001,0", "0,180.5", "91,0", "1.2.3,0", "--1,0", "-,0", "1e3,0", ".,0",
            "1 2,0",
        ] {
            assert!(!is_point(wrong), "{wrong}");
        }
    }
}
