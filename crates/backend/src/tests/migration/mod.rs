//! Every step of the schema, upward on a database that people have used.

use crate::Backend;
use crate::db::{Db, MIGRATIONS};
use crate::effects::{Anchor, Effects, SystemRandom, Watch};
use crate::testing::{Office, On, said};
use domain::application::State;
use domain::view::{QueueFilter, QueueGroup};
use std::sync::Arc;

/// What a database of each version holds after some use. A step without the picture of its predecessor fails the test.
const FILLED: [(i64, &str); 12] = [
    (1, include_str!("filled_0001.sql")),
    (2, include_str!("filled_0002.sql")),
    (3, include_str!("filled_0003.sql")),
    (4, include_str!("filled_0004.sql")),
    (5, include_str!("filled_0005.sql")),
    (6, include_str!("filled_0006.sql")),
    (7, include_str!("filled_0007.sql")),
    (8, include_str!("filled_0008.sql")),
    (9, include_str!("filled_0009.sql")),
    (10, include_str!("filled_0010.sql")),
    (11, include_str!("filled_0011.sql")),
    (12, include_str!("filled_0012.sql")),
];

/// An empty database that is not migrated, beside an office that lends its place.
async fn empty(office: &Office) -> (Db, crate::Settings) {
    let mut settings = office.settings.clone();
    match settings.database.strip_prefix("sqlite://") {
        Some(path) => {
            let path = path.replace("genggam.db", "older.db");
            settings.database = format!("sqlite://{path}");
        }
        None => {
            // The office's own database, emptied.
            for statement in ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"] {
                sqlx::raw_sql(statement)
                    .execute(office.backend.db.pool())
                    .await
                    .unwrap();
            }
        }
    }
    let joint = if settings.database.starts_with("sqlite:") {
        "?mode=rwc"
    } else {
        ""
    };
    // The other database's history isn't this one's.
    std::fs::remove_file(settings.data_dir.join("audit.head")).unwrap();
    let anchor = Arc::new(Anchor::beside_key(&settings.data_dir));
    let db = Db::connect(&format!("{}{joint}", settings.database), 2, anchor)
        .await
        .unwrap();
    (db, settings)
}

async fn every_step_goes_upward_on_a_filled_database(on: On) {
    let versions: Vec<i64> = MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .collect();
    assert!(versions.len() >= 2);
    for step in versions.windows(2) {
        let (before, after) = (step[0], step[1]);
        let (_, filled) = FILLED.iter().find(|(version, _)| *version == before).unwrap_or_else(|| {
            panic!("step {after} has no picture of its predecessor: write tests/migration/filled_{before:04}.sql")
        });
        let office = Office::open(on).await;
        let (db, settings) = empty(&office).await;
        MIGRATIONS.run_to(before, db.pool()).await.unwrap();
        sqlx::raw_sql(*filled).execute(db.pool()).await.unwrap();
        let count = async |db: &Db| -> i64 {
            sqlx::query_scalar("SELECT COUNT(*) FROM application")
                .fetch_one(db.pool())
                .await
                .unwrap()
        };
        let cases = count(&db).await;
        assert!(
            cases >= 3,
            "version {before} holds too little to prove anything"
        );
        MIGRATIONS.run_to(after, db.pool()).await.unwrap();
        assert_eq!(count(&db).await, cases);
        db.close().await;
        the_newest_program_works_with_it(&office, settings, cases).await;
        office.close().await;
    }
}

/// Starts on it (which takes it to the newest version), and every old case is where it belongs.
async fn the_newest_program_works_with_it(office: &Office, settings: crate::Settings, cases: i64) {
    let effects = Effects {
        clock: Arc::new(Watch::at(office.now())),
        random: Arc::new(SystemRandom),
    };
    let backend = Backend::open_with(settings, Arc::new(crate::testing::catalogue()), effects)
        .await
        .unwrap();
    assert_eq!(
        backend.schema_version().await.unwrap(),
        MIGRATIONS.iter().last().unwrap().version
    );
    let session = backend
        .begin_session("officer-1")
        .await
        .unwrap()
        .into_inner();
    let look = async |group, search: &str| {
        backend
            .queue(
                &session,
                QueueFilter {
                    group,
                    search: search.to_owned(),
                    ..QueueFilter::default()
                },
            )
            .await
            .unwrap()
    };
    assert_eq!(look(QueueGroup::All, "").await.total, cases);
    let open = look(QueueGroup::Open, "").await;
    assert_eq!(
        open.rows[0].applicant, "Mendesak Sekali",
        "an urgent case stands on top"
    );
    assert_eq!(open.rows[1].state, State::Processing);
    // Complete on Monday 2 November, five working days by law, the 9th is free.
    assert_eq!(open.rows[1].due.as_deref(), Some("2026-11-10"));
    assert_eq!(
        look(QueueGroup::Done, "").await.rows[0].state,
        State::Refused
    );
    assert_eq!(look(QueueGroup::All, "siti rah").await.total, 1);
    assert_eq!(look(QueueGroup::All, "0812 5001 4821").await.total, 1);
    let case = backend
        .open_case(&session, open.rows[1].code.compact())
        .await
        .unwrap();
    let name = case.fields.iter().find(|field| field.id == "nama").unwrap();
    assert_eq!(said(&name.shown), ["Siti Rahmawati"]);
    let unknown: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM application WHERE due_day = -1")
        .fetch_one(backend.db.pool())
        .await
        .unwrap();
    assert_eq!(unknown, 0);
    // Every old event was linked once, and the opening just now.
    let audit = backend.verify_audit().await.unwrap();
    assert_eq!((audit.cases, audit.flawed), (cases as u64, 0), "{audit:?}");
    backend.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_goes_upward_on_a_filled_database_on_sqlite() {
    every_step_goes_upward_on_a_filled_database(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_goes_upward_on_a_filled_database_on_postgres() {
    every_step_goes_upward_on_a_filled_database(On::Postgres).await;
}

#[test]
fn migrations_use_portable_words_only() {
    for migration in MIGRATIONS.iter() {
        let sql = migration.sql.as_str();
        let code: String = sql
            .lines()
            .filter(|line| !line.trim_start().starts_with("--"))
            .collect::<Vec<_>>()
            .join("\n");
        for word in [
            "BLOB",
            "BYTEA",
            "BOOLEAN",
            "INTEGER",
            "SERIAL",
            "AUTOINCREMENT",
            "TIMESTAMP",
            "VARCHAR",
            "JSON",
            "TRIGGER",
        ] {
            assert!(
                !code.to_uppercase().contains(word),
                "migration {} says {word}",
                migration.version
            );
        }
    }
}

#[test]
fn events_are_only_ever_added() {
    let sources = [
        include_str!("../../event/sql.rs"),
        include_str!("../../application/sql.rs"),
        include_str!("../../office/sql.rs"),
        include_str!("../../document/sql.rs"),
        include_str!("../../audit/sql.rs"),
    ];
    for source in sources {
        let words = source.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!words.contains("UPDATE event ") && !words.contains("DELETE FROM event"));
    }
}
