//! Random names: what no other device has made.

/// 128 random bits from the browser, in hexadecimal.
pub fn random_key() -> String {
    let mut bytes = [0u8; 16];
    if let Some(crypto) = web_sys::window().and_then(|w| w.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    hex(&bytes)
}

/// 32 random bits: what tells a few things of one device apart.
pub fn short_key() -> String {
    let mut key = random_key();
    key.truncate(8);
    key
}

pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half & 15)]);
    let digits = bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]);
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_two_small_digits_a_byte() {
        assert_eq!(hex(&[0, 9, 10, 0xf0, 255]), "00090af0ff");
    }
}
