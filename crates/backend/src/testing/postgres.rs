//! A fresh database for each test, on a server that `make test` starts.

use sqlx::{AnyConnection, AssertSqlSafe, Connection};

/// The server, or the words that say how to get one.
pub(super) fn server() -> String {
    std::env::var("GENGGAM_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("GENGGAM_TEST_POSTGRES names no PostgreSQL server: run through `make test`")
    })
}

/// Makes a database and gives its address.
pub(super) async fn create(name: &str) -> String {
    let server = server();
    run(&server, format!("CREATE DATABASE {name}")).await;
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    format!("{base}/{name}")
}

pub(super) async fn drop_database(name: &str) {
    run(&server(), format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn run(server: &str, statement: String) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server)
        .await
        .expect("the PostgreSQL server answers");
    // The name is made of our own letters and digits.
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .expect("the statement works");
    connection.close().await.expect("the connection closes");
}
