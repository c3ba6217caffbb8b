//! Commits that several share.

use super::super::Db;
use super::*;
use std::future::pending;
use tempfile::TempDir;

/// A database of one table, on a disk.
async fn notes() -> (TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}?mode=rwc", folder.path().join("db").display());
    let anchor = Arc::new(Anchor::beside_key(folder.path()));
    let db = Db::connect(&url, 8, anchor).await.unwrap();
    let mut write = db.write().await.unwrap();
    run(&mut write, "CREATE TABLE note (number INTEGER PRIMARY KEY)").await;
    write.commit().await.unwrap();
    (folder, db)
}

async fn run(write: &mut Write, words: &'static str) {
    sqlx::raw_sql(words).execute(&mut **write).await.unwrap();
}

async fn note(write: &mut Write, number: i64) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO note VALUES ($1)")
        .bind(number)
        .execute(&mut **write)
        .await
        .map(drop)
}

/// Somebody who is done, and hasn't said so yet.
async fn first(db: &Db) -> Write {
    let mut write = db.write_together().await.unwrap();
    note(&mut write, 1).await.unwrap();
    write
}

async fn kept(db: &Db) -> Vec<i64> {
    let mut read = db.read().await.unwrap();
    sqlx::query_scalar("SELECT number FROM note ORDER BY number")
        .fetch_all(&mut *read)
        .await
        .unwrap()
}

/// Lets so many others come into the line.
async fn others_wait(db: &Db, count: usize) {
    while db.line.waiting.load(Ordering::SeqCst) < count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_each_keeps_or_takes_back_only_its_own() {
    let (_folder, db) = notes().await;
    let writers = (0..400).map(|number| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut write = db.write_together().await.unwrap();
            note(&mut write, number).await.unwrap();
            match number % 4 {
                0 => drop(write),
                1 => write.roll_back().await.unwrap(),
                2 => {
                    // One row too many fails alone.
                    note(&mut write, number).await.unwrap_err();
                    write.commit().await.unwrap();
                }
                _ => write.commit().await.unwrap(),
            }
            // Whoever is told that it counts finds it.
            assert_eq!(kept(&db).await.contains(&number), number % 4 > 1);
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let should = (0..400).filter(|number| number % 4 > 1);
    assert_eq!(kept(&db).await, should.collect::<Vec<_>>());
}

/// The first stays untold until the last of those who waited is done, and then one flush has served both.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_done_while_others_wait_is_told_when_it_counts() {
    let (_folder, db) = notes().await;
    let first = first(&db).await;
    let (may_end, waits) = oneshot::channel::<()>();
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut write = db.write_together().await.unwrap();
            // In the same transaction, so it is seen here before anybody else sees it.
            note(&mut write, 1).await.unwrap_err();
            note(&mut write, 2).await.unwrap();
            waits.await.unwrap();
            write.commit().await.unwrap();
        }
    });
    others_wait(&db, 1).await;
    let mut told = Box::pin(first.commit());
    let early = timeout(Duration::from_millis(100), &mut told).await;
    assert!(early.is_err(), "told before it was committed");
    assert!(kept(&db).await.is_empty());
    may_end.send(()).unwrap();
    told.await.unwrap();
    second.await.unwrap();
    assert_eq!(kept(&db).await, [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_writes_alone_finds_only_what_counts() {
    let (_folder, db) = notes().await;
    let first = first(&db).await;
    let line = |db: &Db| {
        tokio::spawn({
            let db = db.clone();
            async move { db.write_together().await.map(drop).unwrap() }
        })
    };
    let second = line(&db);
    others_wait(&db, 1).await;
    let alone = tokio::spawn({
        let db = db.clone();
        async move {
            let mut write = db.write().await.unwrap();
            assert_eq!(kept(&db).await, [1]);
            note(&mut write, 3).await.unwrap();
            write.commit().await.unwrap();
        }
    });
    first.commit().await.unwrap();
    second.await.unwrap();
    alone.await.unwrap();
    assert_eq!(kept(&db).await, [1, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_goes_away_takes_nobody_along() {
    let (_folder, db) = notes().await;
    let first = first(&db).await;
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut write = db.write_together().await.unwrap();
            note(&mut write, 2).await.unwrap();
            pending::<()>().await;
        }
    });
    others_wait(&db, 1).await;
    // Its caller leaves while it is being ended; it counts all the same.
    let ending = tokio::spawn(first.commit());
    tokio::time::sleep(Duration::from_millis(50)).await;
    ending.abort();
    second.abort();
    let mut third = db.write_together().await.unwrap();
    note(&mut third, 3).await.unwrap();
    third.commit().await.unwrap();
    assert_eq!(kept(&db).await, [1, 3]);
}

/// SQLite takes back a whole transaction by itself, e.g. when the disk is full: nobody is told that it counts.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn when_the_shared_transaction_is_lost_all_are_told() {
    let (_folder, db) = notes().await;
    let first = first(&db).await;
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut write = db.write_together().await.unwrap();
            note(&mut write, 2).await.unwrap();
            run(&mut write, "ROLLBACK").await;
            write.commit().await.unwrap_err();
        }
    });
    others_wait(&db, 1).await;
    first.commit().await.unwrap_err();
    second.await.unwrap();
    assert!(kept(&db).await.is_empty());
    // None of the connections remembers it.
    for number in 3..30 {
        let mut write = db.write_together().await.unwrap();
        note(&mut write, number).await.unwrap();
        write.commit().await.unwrap();
    }
    assert_eq!(kept(&db).await.len(), 27);
}
