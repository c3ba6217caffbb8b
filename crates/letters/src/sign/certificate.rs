//! A PKCS#12 file, opened: the key lives as long as this value and is written nowhere.

use super::SignFault;
use der::{Decode, Encode};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use x509_cert::Certificate as X509;
use x509_cert::der;

/// What signs: a key, its certificate, and those above it.
pub struct Certificate {
    key: Key,
    /// The signer's first.
    pub(super) chain: Vec<X509>,
    random: SystemRandom,
}

enum Key {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificate(***)")
    }
}

impl Certificate {
    /// Opens the bytes of a `.p12`.
    pub fn open(file: &[u8], passphrase: &str) -> Result<Certificate, SignFault> {
        let store = KeyStore::from_pkcs12(file, passphrase, Pkcs12ImportPolicy::Strict)
            .map_err(|_| SignFault::Passphrase)?;
        let (_, entry) = store.private_key_chain().ok_or(SignFault::Passphrase)?;
        let random = SystemRandom::new();
        let der = entry.key().as_der();
        let key = match RsaKeyPair::from_pkcs8(der) {
            Ok(key) => Key::Rsa(Box::new(key)),
            Err(_) => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der, &random)
                .map(|key| Key::P256(Box::new(key)))
                .map_err(|_| SignFault::Key)?,
        };
        let read = |one: &p12_keystore::Certificate| X509::from_der(one.as_der());
        let chain: Result<Vec<X509>, der::Error> = entry.certs().iter().map(read).collect();
        let chain = chain.map_err(|_| SignFault::Passphrase)?;
        if chain.is_empty() {
            return Err(SignFault::Passphrase);
        }
        Ok(Certificate { key, chain, random })
    }

    /// Whose it is, as the certificate says: "CN=Camat Arut Selatan,O=...".
    pub fn name(&self) -> String {
        self.chain[0].tbs_certificate.subject.to_string()
    }

    /// Whether it is valid at that second.
    pub fn check(&self, unix_seconds: i64) -> Result<(), SignFault> {
        let valid = &self.chain[0].tbs_certificate.validity;
        let now = u64::try_from(unix_seconds).map_err(|_| SignFault::Expired)?;
        let (from, until) = (
            valid.not_before.to_unix_duration(),
            valid.not_after.to_unix_duration(),
        );
        if (from.as_secs()..=until.as_secs()).contains(&now) {
            Ok(())
        } else {
            Err(SignFault::Expired)
        }
    }

    pub(super) fn is_rsa(&self) -> bool {
        matches!(self.key, Key::Rsa(_))
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &self.random, message, &mut signature)
                    .map_err(|_| SignFault::Key)?;
                Ok(signature)
            }
            Key::P256(key) => {
                let signature = key
                    .sign(&self.random, message)
                    .map_err(|_| SignFault::Key)?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }

    pub(super) fn leaf_der(&self) -> Result<Vec<u8>, SignFault> {
        self.chain[0].to_der().map_err(|_| SignFault::Key)
    }
}
