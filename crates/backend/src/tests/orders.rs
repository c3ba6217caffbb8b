//! Orders that the office gives itself: who may lend what to whom, and that history shows any change.

use crate::both_engines;
use crate::{Backend, NewDelegation};
use domain::delegation::Capacity;
use domain::error::Error;
use domain::officer::{Role, Standing};

async fn username(backend: &Backend, session: &str) -> String {
    backend.officer(session).await.unwrap().officer.username
}

fn order(username: &str, role: Role) -> NewDelegation {
    NewDelegation {
        username: username.to_owned(),
        capacity: Capacity::Acting,
        role,
        services: vec!["surat".to_owned()],
        from: "2026-11-02".to_owned(),
        until: "2026-11-04".to_owned(),
        basis: "SP 800/12/2026".to_owned(),
    }
}

both_engines! {
    async fn nobody_lends_what_is_not_theirs_nor_to_themselves_nor_outside(office: Office) {
        let backend = &office.backend;
        let head = username(backend, &office.in_arut(Role::Head).await).await;
        for giver in Role::ALL {
            let session = office.in_arut(giver).await;
            for lent in Role::ALL {
                let may = match giver {
                    Role::Camat => lent.works_on_cases(),
                    Role::Secretary => lent.works_on_cases() && lent != Role::Camat,
                    _ => false,
                };
                let given = backend.give_order(&session, order(&head, lent)).await;
                match given {
                    Err(Error::Forbidden) => assert!(!may, "{giver:?} lends {lent:?}"),
                    // A head stands in for nobody as head.
                    Err(Error::Invalid { .. }) => assert!(may && lent == Role::Head),
                    Ok(_) => assert!(may && lent != Role::Head, "{giver:?} lends {lent:?}"),
                    Err(other) => panic!("{giver:?} {lent:?}: {other:?}"),
                }
            }
        }
        let camat = office.in_arut(Role::Camat).await;
        let itself = order(&username(backend, &camat).await, Role::Secretary);
        assert!(matches!(backend.give_order(&camat, itself).await, Err(Error::Invalid { .. })));
        let elsewhere = username(backend, &office.officer(Role::Head, "62.01.01").await).await;
        assert!(matches!(backend.give_order(&camat, order(&elsewhere, Role::Camat)).await, Err(Error::Invalid { .. })));
    }

    async fn the_list_says_who_gave_and_ended_what_and_whether_it_runs(office: Office) {
        let backend = &office.backend;
        let (camat, secretary) = (office.in_arut(Role::Camat).await, office.in_arut(Role::Secretary).await);
        let head = username(backend, &office.in_arut(Role::Head).await).await;
        let given = backend.give_order(&camat, order(&head, Role::Camat)).await.unwrap();
        backend.add_delegation(order(&head, Role::Secretary)).await.unwrap();
        let orders = backend.orders(&secretary).await.unwrap();
        let told: Vec<_> = orders.rows.iter().map(|one| (one.given_by.id.as_str(), one.may_end, &one.standing)).collect();
        assert!(told.contains(&("Dewi (Camat)", false, &Standing::Valid)), "{told:?}");
        assert!(told.contains(&("Pengelola server", true, &Standing::Valid)), "{told:?}");
        assert!(orders.officers.iter().any(|one| one.0 == head) && !orders.roles.contains(&Role::Camat));
        // A counter reads, and gives nothing.
        let reads = backend.orders(&office.in_arut(Role::Counter).await).await.unwrap();
        assert!(reads.officers.is_empty() && reads.roles.is_empty() && reads.rows.len() == 2);
        assert_eq!(backend.orders(&office.in_arut(Role::Helper).await).await.unwrap_err(), Error::Forbidden);
        let stranger = office.officer(Role::Camat, "62.01.01").await;
        assert!(backend.orders(&stranger).await.unwrap().rows.is_empty());
        assert_eq!(backend.end_order(&stranger, &given.id).await, Err(Error::NotFound));
        assert_eq!(backend.end_order(&secretary, &given.id).await, Err(Error::Forbidden));
        backend.end_order(&camat, &given.id).await.unwrap();
        assert_eq!(backend.end_order(&camat, &given.id).await, Err(Error::NotFound));
        let orders = backend.orders(&secretary).await.unwrap();
        let ended = orders.rows.iter().find(|one| one.order.id == given.id).unwrap();
        assert_eq!(ended.ended.as_ref().map(|(by, _)| by.id.as_str()), Some("Dewi (Camat)"));
        office.clock.forward(3 * 24 * 3600);
        let later = backend.orders(&office.in_arut(Role::Camat).await).await.unwrap();
        assert!(later.rows.iter().all(|one| matches!(one.standing, Standing::Ended { .. })));
    }

    async fn an_order_altered_in_the_database_is_found(office: Office) {
        let backend = &office.backend;
        let camat = office.in_arut(Role::Camat).await;
        let head = username(backend, &office.in_arut(Role::Head).await).await;
        backend.give_order(&camat, order(&head, Role::Camat)).await.unwrap();
        let two = backend.give_order(&camat, order(&head, Role::Secretary)).await.unwrap();
        backend.end_order(&camat, &two.id).await.unwrap();
        let flaws = async || backend.verify_audit().await.unwrap().flaws;
        assert_eq!(flaws().await, []);
        for (change, back) in [
            ("UPDATE delegation SET until_day = until_day + 300 WHERE ended_at IS NULL", "UPDATE delegation SET until_day = until_day - 300 WHERE ended_at IS NULL"),
            ("UPDATE delegation SET ended_at = 5 WHERE ended_at IS NULL", "UPDATE delegation SET ended_at = NULL WHERE ended_at = 5"),
            ("UPDATE order_event SET actor_name = 'Orang Lain' WHERE deed = 'ended'", "UPDATE order_event SET actor_name = 'Dewi' WHERE deed = 'ended'"),
        ] {
            office.run(change).await;
            assert_eq!(flaws().await.len(), 1, "{change}");
            office.run(back).await;
            assert_eq!(flaws().await, [], "{back}");
        }
        // Removed with its event and link: no order tells of it, but the day does once it is closed.
        office.clock.forward(26 * 3600);
        backend.sweep().await.unwrap();
        assert_eq!(flaws().await, []);
        office.run("DELETE FROM event_link WHERE application_id IN (SELECT 'order:' || id FROM delegation WHERE ended_at IS NULL)").await;
        office.run("DELETE FROM order_event WHERE delegation_id IN (SELECT id FROM delegation WHERE ended_at IS NULL)").await;
        office.run("DELETE FROM delegation WHERE ended_at IS NULL").await;
        assert_eq!(flaws().await.len(), 1);
    }
}
