use crate::testing::*;
use domain::code::Code;
use domain::officer::Role;
use domain::view::*;
use std::time::Instant;

async fn bench(on: On) {
    let office = Office::open(on).await;
    let mut write = office.backend.db.write().await.unwrap();
    for n in 0..100_000u32 {
        let b = [(n % 31) as u8, (n / 31 % 31) as u8, (n / 961 % 31) as u8, (n / 29791 % 31) as u8, 1, 2, 3, 4];
        let code = Code::new("SRT", b).unwrap();
        let closed = i64::from(n % 10 != 0 && std::env::var("CLOSED").is_ok());
        sqlx::query("INSERT INTO application (id, code, service_id, draft_id, key_hash, region, applicant_name, phone_proof,
             declared, state, version, round, last_event, promise_days, limit_days, urgent, sent_at, changed_at, demo,
             closed, urgency, due_day, search_name) VALUES ($1,$2,'surat',$1,$1,$3,$4,'p','[]',$5,1,1,1,2,5,0,$6,$6,0,$7,1,$8,$9)")
            .bind(format!("id{n:030}")).bind(code.compact().to_owned()).bind(if n % 3 == 0 {"62.01.02.2013"} else {"62.01.02.1009"})
            .bind(format!("Nama Orang {n}")).bind(if closed == 1 {"handed_over"} else {"submitted"}).bind(1793584800000 + i64::from(n)).bind(closed)
            .bind(9_999_999i64).bind(format!("nama orang {n}")).execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();
    if on == On::Postgres { office.run("VACUUM ANALYZE application").await; }
    let sent = office.application().send().await;
    let s = office.in_arut(Role::Head).await;
    let h = office.officer(Role::Helper, "62.01.02.2013").await;
    for (what, session, group, search) in [("mine", &s, QueueGroup::Mine, ""), ("open", &s, QueueGroup::Open, ""), ("done", &s, QueueGroup::Done, ""), ("all", &s, QueueGroup::All, ""), ("returned", &s, QueueGroup::Returned, ""), ("helper", &h, QueueGroup::Mine, ""), ("search name", &s, QueueGroup::All, "orang 99999"), ("search code", &s, QueueGroup::All, sent.code.as_str()), ("open search", &s, QueueGroup::Open, "orang 77")] {
        let f = || QueueFilter { group, search: search.to_owned(), page: 0 };
        office.backend.queue(session, f()).await.unwrap();
        let t = Instant::now();
        for _ in 0..10 { office.backend.queue(session, f()).await.unwrap(); }
        println!("{on:?} {what}: {:?}", t.elapsed() / 10);
    }
    let t = Instant::now();
    for _ in 0..50 { let g = office.grant(&sent).await; office.backend.status(&g).await.unwrap(); }
    println!("{on:?} lookup+status {:?}", t.elapsed() / 50);
    let t = Instant::now();
    for _ in 0..20 { office.application().send().await; }
    println!("{on:?} send with 2 photos {:?}", t.elapsed() / 20);
    office.close().await;
}
#[tokio::test(flavor = "multi_thread")]
async fn s() { bench(On::Sqlite).await; bench(On::Postgres).await; }
