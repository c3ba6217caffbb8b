//! A seal: an Ed25519 signature (RFC 8032) over a short text, so that a QR code can be believed without a network.
//!
//! It says that this office wrote the text, and nothing of who signed the letter: that is in the PDF, or on the paper.

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// An office's key.
pub struct Seal(Ed25519KeyPair);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(***)")
    }
}

impl Seal {
    /// From 32 bytes that nobody else has: the same bytes, the same key.
    pub fn from_seed(seed: &[u8; 32]) -> Option<Seal> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Seal)
    }

    /// What everybody may have, to verify with.
    pub fn public(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }

    pub fn sign(&self, text: &str) -> Vec<u8> {
        self.0.sign(text.as_bytes()).as_ref().to_vec()
    }
}

pub fn is_sealed(public: &[u8], text: &str, signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public)
        .verify(text.as_bytes(), signature)
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_more_or_another_key_and_the_seal_is_none() {
        let seal = Seal::from_seed(&[7; 32]).unwrap();
        let (public, signature) = (seal.public(), seal.sign("331/001"));
        assert_eq!((public.len(), signature.len()), (32, 64));
        assert!(is_sealed(&public, "331/001", &signature));
        assert!(!is_sealed(&public, "331/002", &signature));
        let other = Seal::from_seed(&[8; 32]).unwrap();
        assert!(!is_sealed(&other.public(), "331/001", &signature));
        assert_eq!(format!("{seal:?}"), "Seal(***)");
    }
}
