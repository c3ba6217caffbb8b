//! The outbox: what is written, when it leaves, and what becomes of it.

use super::provider::{Provider, Reply};
use super::{messages, sending};
use crate::both_engines;
use crate::letter::LetterWith;
use crate::message::Tally;
use crate::testing::pdf;
use domain::application::Action;
use domain::error::Error;
use domain::letter::LetterStep;
use domain::message::{Channel, Kind, Standing};
use domain::officer::Role;
use domain::text::Lang;
use domain::validate::What;

const HOUR: i64 = 3600;

both_engines! {
    async fn every_step_that_concerns_the_resident_is_told_once_and_in_its_own_transaction(office: Office) {
        let sent = office.application().answer("kabar", "WhatsApp").send().await;
        assert_eq!(messages(office).await, ["received whatsapp queued"]);
        let counter = office.in_arut(Role::Counter).await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        let case = office.give_back(&counter, &case, "field:nama", "Tidak sama dengan KTP").await;
        // Refused because somebody was quicker: nothing is told either.
        office.backend.act(&counter, &sent.code, case.version - 1, Action::Return, None).await.unwrap_err();
        assert_eq!(messages(office).await.len(), 1);
        office.clock.forward(60);
        office.step(&counter, &sent.code, Action::Return, None).await;
        assert_eq!(messages(office).await, ["received whatsapp queued", "returned whatsapp queued"]);
    }

    async fn who_has_not_agreed_is_told_nothing(office: Office) {
        for answer in ["Tidak usah", ""] {
            let sent = office.application().answer("kabar", answer).send().await;
            office.decided(&sent).await;
        }
        assert_eq!(messages(office).await, Vec::<String>::new());
        assert_eq!(office.count("SELECT COUNT(*) FROM message_consent").await, 0);
    }

    async fn email_without_an_address_is_refused_with_words_at_its_question(office: Office) {
        for address in ["", "  "] {
            let refused = office.application().answer("kabar", "Email").answer("email", address).try_send().await.map(drop).unwrap_err();
            let Error::Invalid { problems } = refused else { panic!("{refused:?}") };
            assert_eq!(problems.iter().map(|one| (one.field.as_str(), &one.what)).collect::<Vec<_>>(), [("email", &What::Missing)]);
        }
        // By another way, or not at all, nobody needs one.
        for answer in ["WhatsApp", "Tidak usah", ""] {
            office.application().answer("kabar", answer).send().await;
        }
        office.application().answer("kabar", "Email").answer("email", "siti@example.com").send().await;
        assert_eq!(office.count("SELECT COUNT(*) FROM message_consent").await, 2);
    }

    async fn officers_see_what_was_told_by_which_way_and_how_far_it_got(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let sent = office.application().answer("kabar", "WhatsApp").send().await;
        let quiet = office.application().send().await;
        let head = office.in_arut(Role::Head).await;
        let told = async |code: &str| office.case(&head, code).await.messages;
        assert_eq!(told(&quiet.code).await, []);
        let first = told(&sent.code).await;
        assert_eq!(first.iter().map(|one| (one.kind, one.channel, one.state)).collect::<Vec<_>>(), [(Kind::Received, Channel::WhatsApp, Standing::Queued)]);
        office.clock.forward(60);
        backend.send_messages().await.unwrap();
        let case = office.case(&head, &sent.code).await;
        let [one] = case.messages.as_slice() else { panic!("{:?}", case.messages) };
        assert_eq!((one.state, one.at, one.why.as_deref()), (Standing::Sent, office.now(), None));
        let shown = serde_json::to_string(&case.messages).unwrap();
        assert!(!shown.contains("4821") && !shown.contains("wamid"), "{shown}");
        backend.close().await;
    }

    async fn whoever_applied_in_english_is_told_in_english(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        for lang in [Lang::Id, Lang::En] {
            office.application().reads(lang).answer("kabar", "WhatsApp").send().await;
            office.clock.forward(60);
        }
        assert_eq!(backend.send_messages().await.unwrap().sent, 2);
        let told = provider.messages();
        let language = |at: usize| (told[at]["template"]["language"]["code"].clone(), told[at]["template"]["components"][0]["parameters"][1]["text"].clone());
        assert_eq!([language(0), language(1)], [("id".into(), "Surat Contoh".into()), ("en".into(), "Sample letter".into())]);
        // Where the office has registered no English template, the Indonesian one is better than none.
        office.application().reads(Lang::En).answer("kabar", "WhatsApp").send().await;
        provider.will(&[Reply::Code(404, 132_001)]);
        assert_eq!(backend.send_messages().await.unwrap().sent, 1);
        let told = provider.messages();
        assert_eq!(told.last().unwrap()["template"]["language"]["code"], "id");
        backend.close().await;
    }

    async fn a_message_says_office_service_code_and_what_to_do_and_nothing_of_the_person(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let sent = office.application().answer("kabar", "WhatsApp").send().await;
        assert_eq!(backend.send_messages().await.unwrap(), Tally { sent: 1, ..Tally::default() });
        let messages_sent = provider.messages();
        let message = &messages_sent[0];
        assert_eq!(message["to"], "6281250014821");
        assert_eq!(message["template"]["name"], "genggam_received");
        assert_eq!(message["template"]["language"]["code"], "id");
        let told = message["template"]["components"][0]["parameters"].to_string();
        assert!(told.contains(&sent.code) && told.contains("Surat Contoh") && told.contains("https://genggam.example.go.id/status"), "{told}");
        for secret in ["Siti", "Rahmawati", "6201025408900917", "4821", "1990", "Melamar", "KTP"] {
            assert!(!told.contains(secret), "{secret}");
        }
        assert_eq!(messages(office).await, ["received whatsapp sent"]);
        // Nothing is left to send.
        assert_eq!(backend.send_messages().await.unwrap(), Tally::default());
        assert_eq!(provider.messages().len(), 1);
        backend.close().await;
    }

    async fn at_night_nothing_rings_but_for_who_must_be_buried(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        // Monday, 20.00 WIB.
        office.clock.forward(11 * HOUR);
        office.application().answer("kabar", "WhatsApp").send().await;
        assert_eq!(backend.send_messages().await.unwrap(), Tally::default());
        office.clock.forward(11 * HOUR - 1);
        assert_eq!(backend.send_messages().await.unwrap(), Tally::default());
        office.application().answer("kabar", "WhatsApp").burial().send().await;
        assert_eq!(backend.send_messages().await.unwrap().sent, 1, "urgent");
        office.clock.forward(1);
        assert_eq!(backend.send_messages().await.unwrap().sent, 1, "07.00");
        assert_eq!(office.count("SELECT CAST(SUM(tries) AS BIGINT) FROM message").await, 2, "waiting is no try");
        backend.close().await;
    }

    async fn what_fails_is_tried_again_ever_later_and_then_goes_another_way(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        office.application().answer("kabar", "WhatsApp").send().await;
        provider.will(&[Reply::Cut, Reply::Code(429, 130_429), Reply::Code(503, 2), Reply::Code(401, 190), Reply::Cut, Reply::Cut]);
        for _ in 0..5 {
            assert_eq!(backend.send_messages().await.unwrap(), Tally { later: 1, ..Tally::default() });
            let waits = office.count("SELECT (next_at - changed_at) / 1000 FROM message").await;
            assert!((0..=480).contains(&waits), "{waits}");
            office.clock.forward(480);
        }
        assert_eq!(backend.send_messages().await.unwrap(), Tally { fell: 1, ..Tally::default() });
        // No address: the next round gives it to a person.
        assert_eq!(messages(office).await, ["received email queued"]);
        assert_eq!(backend.send_messages().await.unwrap().fell, 1);
        assert_eq!(messages(office).await, ["received phone queued"]);
        assert_eq!(backend.send_messages().await.unwrap(), Tally::default());
        assert_eq!(provider.messages().len(), 6);
        backend.close().await;
    }

    async fn what_happened_first_is_told_first(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let sent = office.application().answer("kabar", "WhatsApp").send().await;
        provider.will(&[Reply::Code(503, 2)]);
        assert_eq!(backend.send_messages().await.unwrap().later, 1);
        office.clock.forward(1);
        office.decided(&sent).await;
        office.run("UPDATE message SET next_at = next_at + 60000 WHERE kind = 'received'").await;
        assert_eq!(backend.send_messages().await.unwrap(), Tally::default(), "the first one waits, so they all do");
        office.clock.forward(120);
        assert!(backend.send_messages().await.unwrap().sent > 0);
        let names: Vec<_> = provider.messages().iter().map(|one| one["template"]["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names[..2], ["genggam_received", "genggam_received"]);
        assert!(names[2..].iter().any(|name| name == "genggam_approved"), "{names:?}");
        backend.close().await;
    }

    async fn a_number_without_whatsapp_isnt_tried_twice(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        for code in [131_026, 132_001, 132_015] {
            office.application().answer("kabar", "WhatsApp").send().await;
            provider.will(&[Reply::Code(400, code)]);
            assert_eq!(backend.send_messages().await.unwrap().fell, 1);
            backend.send_messages().await.unwrap();
        }
        assert_eq!(messages(office).await, ["received phone queued"; 3]);
        assert_eq!(provider.messages().len(), 3);
        backend.close().await;
    }

    async fn who_dies_between_sending_and_recording_sends_twice_at_most_and_loses_nothing(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        office.application().answer("kabar", "WhatsApp").send().await;
        // Taken, and then killed: nobody else may have it while the lease runs.
        assert!(backend.claim(Channel::WhatsApp).await.unwrap().is_some());
        assert!(backend.claim(Channel::WhatsApp).await.unwrap().is_none());
        assert_eq!(backend.send_messages().await.unwrap(), Tally::default());
        office.clock.forward(200);
        assert_eq!(backend.send_messages().await.unwrap().sent, 1);
        assert_eq!(provider.messages().len(), 1);

        // Killed twice: it may have arrived twice already, so a person looks after it.
        office.application().answer("kabar", "WhatsApp").send().await;
        for _ in 0..2 {
            assert!(backend.claim(Channel::WhatsApp).await.unwrap().is_some());
            office.clock.forward(200);
        }
        backend.send_messages().await.unwrap();
        assert_eq!(provider.messages().len(), 1);
        let rows = messages(office).await;
        assert!(rows.contains(&"received whatsapp sent".to_owned()) && !rows.iter().any(|row| row.ends_with("failed")), "{rows:?}");
        backend.close().await;
    }

    async fn many_workers_send_each_message_once(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        for _ in 0..12 {
            office.application().answer("kabar", "WhatsApp").send().await;
        }
        let rounds = (0..4).map(|_| backend.send_messages());
        let done = futures::future::join_all(rounds).await;
        let sent: u32 = done.into_iter().map(|tally| tally.unwrap().sent).sum();
        assert_eq!((sent, provider.messages().len()), (12, 12));
        backend.close().await;
    }

    async fn a_letter_is_told_when_it_can_be_had_and_when_it_stands_no_more(office: Office) {
        let sent = office.application().answer("kabar", "Email").answer("email", "siti@example.com").send().await;
        office.decided(&sent).await;
        let camat = office.in_arut(Role::Camat).await;
        let counter = office.in_arut(Role::Counter).await;
        office.run("DELETE FROM message").await;
        for (session, step) in [(&camat, LetterStep::Number), (&counter, LetterStep::Print), (&counter, LetterStep::Scan), (&camat, LetterStep::Revoke)] {
            office.clock.forward(60);
            let with = LetterWith {
                reason: "Salah tulis nama".to_owned(),
                file: Some(pdf("scan")).filter(|_| step == LetterStep::Scan),
                ..LetterWith::default()
            };
            office.backend.letter_step(session, &sent.code, "hasil", step, with).await.unwrap();
        }
        assert_eq!(messages(office).await, ["collect email queued", "revoked email queued"]);
        // A number that was taken back before anybody held a letter frightens nobody.
        let other = office.application().answer("kabar", "Email").answer("email", "siti@example.com").send().await;
        office.decided(&other).await;
        office.run("DELETE FROM message").await;
        for step in [LetterStep::Number, LetterStep::Revoke] {
            let with = LetterWith { reason: "Salah".to_owned(), ..LetterWith::default() };
            office.backend.letter_step(&camat, &other.code, "hasil", step, with).await.unwrap();
        }
        assert_eq!(messages(office).await, Vec::<String>::new());
    }

    async fn leave_is_kept_with_who_gave_it_and_taken_back_at_once(office: Office) {
        let sent = office.application().answer("kabar", "WhatsApp").answer("email", "siti@example.com").send().await;
        let grant = office.grant(&sent).await;
        let news = office.backend.news(&grant).await.unwrap();
        assert_eq!((news.channel, news.can), (Some(Channel::WhatsApp), vec![Channel::WhatsApp, Channel::Email]));
        assert!(news.by_officer, "nothing is set up");
        office.backend.set_news(&grant, None).await.unwrap();
        assert_eq!(office.backend.news(&grant).await.unwrap().channel, None);
        assert_eq!(messages(office).await, ["received whatsapp withdrawn"]);
        let counter = office.in_arut(Role::Counter).await;
        let case = office.step(&counter, &sent.code, Action::StartChecking, None).await;
        office.accept_all(&counter, case).await;
        office.backend.set_news(&grant, Some(Channel::Email)).await.unwrap();
        office.clock.forward(1);
        office.step(&counter, &sent.code, Action::Complete, None).await;
        assert_eq!(messages(office).await, ["received whatsapp withdrawn", "complete email queued"]);
        assert_eq!(office.count("SELECT COUNT(*) FROM message_consent WHERE given_by = 'resident'").await, 2);
        assert_eq!(office.count("SELECT COUNT(*) FROM message_consent WHERE ended_at IS NULL").await, 1);
        // Nobody can be written to where no address is known, and nobody chooses to be called or noticed here.
        let other = office.application().send().await;
        let grant = office.grant(&other).await;
        for channel in [Channel::Email, Channel::Phone, Channel::Push] {
            office.backend.set_news(&grant, Some(channel)).await.unwrap_err();
        }
    }
}
