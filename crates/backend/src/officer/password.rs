//! Passwords: argon2id with OWASP's parameters (19 MiB, two passes, one lane), on threads that may block.

use crate::Backend;
use crate::fault::Fault;
use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::private::Private;
use tokio::task::spawn_blocking;

/// Of a password that nobody has: verified when the user name is unknown, so that both answers take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Z2VuZ2dhbS1ub2JvZHk$lBYWPRmrGTzHfVtCHjS0jq0mzEhYyBWQw6W6q0fZ8Bo";

fn argon2() -> Argon2<'static> {
    // Params::DEFAULT is exactly m=19456, t=2, p=1; a test holds it there.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

impl Backend {
    pub(super) async fn hash_password(&self, password: Private<String>) -> Result<String, Fault> {
        let mut bytes = [0; 16];
        self.effects.random.fill(&mut bytes)?;
        let _permit = self
            .hashing
            .acquire()
            .await
            .map_err(|_| Fault::broken("permits"))?;
        let hashed = spawn_blocking(move || {
            let salt = SaltString::encode_b64(&bytes)?;
            Ok::<_, argon2::password_hash::Error>(
                argon2()
                    .hash_password(password.reveal().as_bytes(), &salt)?
                    .to_string(),
            )
        });
        hashed.await?.map_err(|_| Fault::broken("password"))
    }

    /// Takes the same time whether or not there is a hash to compare with.
    pub(super) async fn is_password(
        &self,
        password: Private<String>,
        hash: Option<String>,
    ) -> Result<bool, Fault> {
        let _permit = self
            .hashing
            .acquire()
            .await
            .map_err(|_| Fault::broken("permits"))?;
        let verified = spawn_blocking(move || {
            let known = hash.is_some();
            let text = hash.unwrap_or_else(|| NOBODY.to_owned());
            let Ok(parsed) = PasswordHash::new(&text) else {
                return false;
            };
            // The parameters are those inside the hash: old ones stay valid when ours change.
            argon2()
                .verify_password(password.reveal().as_bytes(), &parsed)
                .is_ok()
                && known
        });
        Ok(verified.await?)
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_parameters_are_those_of_owasp() {
        assert_eq!(
            (
                Params::DEFAULT.m_cost(),
                Params::DEFAULT.t_cost(),
                Params::DEFAULT.p_cost()
            ),
            (19_456, 2, 1)
        );
    }

    #[test]
    fn nobodys_hash_costs_as_much_as_a_real_one() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (19_456, 2, 1)
        );
        assert_eq!(parsed.hash.unwrap().len(), 32);
    }
}
