//! The harness: an office of one's own for each test, on either engine.
//!
//! ```ignore
//! both_engines! {
//!     async fn sending_twice_gives_the_same_receipt(office: Office) {
//!         let sent = office.application().send().await;
//!         ...
//!     }
//! }
//! ```
//!
//! [`both_engines!`] makes two tests of it. SQLite gets a fresh file; PostgreSQL a fresh database on the server in
//! `GENGGAM_TEST_POSTGRES`. Where that is missing the test fails: it is never skipped. The clock stands still at
//! [`MONDAY_MORNING`] until the test moves it.

mod catalogue;
mod desk;
pub mod esign;
mod files;
mod helping;
mod office;
mod postgres;
mod rescue;
mod resident;

pub use catalogue::catalogue;
pub use files::{jpeg, jpeg_with_exif, pdf, png};
pub use helping::signature;
pub use office::{Office, random_name, said};
pub use rescue::Stuck;
pub use resident::{Application, Sent};

use domain::calendar::Moment;

/// Monday, 2 November 2026, 09.00 WIB.
pub const MONDAY_MORNING: Moment = Moment(1_793_584_800_000);

/// On which engine an [`Office`] keeps its books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Sqlite,
    Postgres,
}

/// Makes `mod name { on_sqlite, on_postgres }` of every function.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($office:ident: Office) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body($office: &$crate::testing::Office) $body

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let office = $crate::testing::Office::open($crate::testing::On::Sqlite).await;
                body(&office).await;
                office.close().await;
            }

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let office = $crate::testing::Office::open($crate::testing::On::Postgres).await;
                body(&office).await;
                office.close().await;
            }
        }
    )*};
}
