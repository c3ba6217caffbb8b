//! The list of residents who must be called.

use super::{messages, sending};
use crate::both_engines;
use crate::message::Channels;
use domain::error::Error;
use domain::officer::Role;

both_engines! {
    async fn without_any_way_to_send_residents_are_called(office: Office) {
        let backend = sending(office, Channels::default()).await;
        let sent = office.application().answer("kabar", "WhatsApp").send().await;
        for _ in 0..2 {
            backend.send_messages().await.unwrap();
        }
        let counter = office.in_arut(Role::Counter).await;
        let list = backend.call_list(&counter).await.unwrap();
        assert_eq!((list.total, list.channels.len()), (1, 0));
        let call = &list.calls[0];
        assert_eq!(call.code.to_string(), sent.code);
        assert_eq!(call.dial.as_deref(), Some("+6281250014821"));
        assert_eq!(call.phone.as_deref(), Some("0812-5001-4821"));
        let link = call.whatsapp.as_deref().unwrap();
        assert!(link.starts_with("https://wa.me/6281250014821?text=Kabar%20dari%20"), "{link}");
        assert!(!link.contains("Siti"));

        // Whoever calls says so; the second to say it is told.
        backend.told(&counter, &call.id, true).await.unwrap();
        assert_eq!(backend.told(&counter, &call.id, true).await.unwrap_err(), Error::Changed);
        let list = backend.call_list(&counter).await.unwrap();
        assert_eq!((list.total, list.calls.len()), (0, 0));
        assert!(list.told[0].reached && list.told[0].by == "Dewi");
        assert_eq!(messages(office).await, ["received phone delivered"]);
        backend.close().await;
    }

    async fn only_officers_of_the_territory_who_work_on_cases_see_whom_to_call(office: Office) {
        let backend = sending(office, Channels::default()).await;
        office.application().answer("kabar", "WhatsApp").send().await;
        for _ in 0..2 {
            backend.send_messages().await.unwrap();
        }
        let id = backend.call_list(&office.in_arut(Role::Head).await).await.unwrap().calls.remove(0).id;
        for role in Role::ALL {
            let session = office.in_arut(role).await;
            let list = backend.call_list(&session).await;
            let told = backend.told(&session, "not-a-message", true).await.unwrap_err();
            if role.works_on_cases() {
                assert_eq!(list.unwrap().calls.len(), 1, "{role:?}");
                assert_eq!(told, Error::NotFound);
            } else {
                assert_eq!((list.unwrap_err(), told), (Error::Forbidden, Error::Forbidden), "{role:?}");
            }
        }
        let elsewhere = office.officer(Role::Counter, "62.01.04").await;
        assert_eq!(backend.call_list(&elsewhere).await.unwrap().total, 0);
        assert_eq!(backend.told(&elsewhere, &id, true).await.unwrap_err(), Error::NotFound);
        assert_eq!(backend.call_list("nobody").await.unwrap_err(), Error::LoggedOut);
        backend.close().await;
    }
}
