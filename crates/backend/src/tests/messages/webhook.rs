//! What WhatsApp tells: only what is signed, each thing once, and conversations as fixtures have them.

use super::provider::{APP_SECRET, Provider};
use super::{messages, sending};
use crate::Backend;
use crate::both_engines;
use crate::testing::{Office, Sent, random_name};
use domain::error::Error;
use domain::officer::Role;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

const PHONE_ID: &str = "106540352242922";

fn signature(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    format!(
        "sha256={}",
        crate::secret::hex(&mac.finalize().into_bytes())
    )
}

fn webhook(value: &Value) -> String {
    let mut value = value.clone();
    value["messaging_product"] = "whatsapp".into();
    value["metadata"] = json!({ "display_phone_number": "62532", "phone_number_id": PHONE_ID });
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": value }] }] })
        .to_string()
}

fn status(id: &str, ours: &str, status: &str) -> String {
    webhook(&json!({ "statuses": [{
        "id": id, "status": status, "timestamp": "1793584800", "recipient_id": "6281250014821",
        "biz_opaque_callback_data": ours, "errors": [{ "code": 131_026, "title": "Message undeliverable" }],
    }] }))
}

/// Hears one thing that Meta has signed, and sends what is answered.
async fn hear(backend: &Backend, body: &str) {
    let answers = backend
        .hear_whatsapp(&signature(APP_SECRET, body), body.as_bytes())
        .await
        .unwrap();
    backend.answer_whatsapp(answers).await;
}

fn said(office: &Office, text: &str) -> String {
    webhook(&json!({ "messages": [{
        "from": "6281250014821", "id": format!("wamid.{}", random_name()), "type": "text",
        "timestamp": (office.now().0 / 1000).to_string(), "text": { "body": text },
    }] }))
}

/// Plays a fixture against the real use-case, and reads what came over the wire.
async fn play(office: &Office, backend: &Backend, provider: &Provider, sent: &Sent, fixture: &str) {
    let mut answer = String::new();
    for line in fixture.lines().filter(|line| !line.starts_with('#')) {
        let line = line
            .replace("{code}", &sent.code)
            .replace("{digits}", &sent.digits);
        let (mark, words) = line.split_at(2);
        match mark {
            "> " => {
                let before = provider.messages().len();
                office.clock.forward(1);
                hear(backend, &said(office, words)).await;
                let heard = provider.messages();
                assert_eq!(heard.len(), before + 1, "{words}: one answer");
                assert_eq!(
                    (&heard[before]["type"], &heard[before]["to"]),
                    (&"text".into(), &"6281250014821".into())
                );
                answer = heard[before]["text"]["body"].as_str().unwrap().to_owned();
            }
            "< " => assert!(answer.contains(words), "{words:?} is missing in:\n{answer}"),
            "! " => assert!(!answer.contains(words), "{words:?} stands in:\n{answer}"),
            _ => panic!("{line}"),
        }
    }
}

both_engines! {
    async fn conversations_go_as_the_fixtures_have_them(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let sent = office.application().send().await;
        for fixture in [
            include_str!("conversations/selamat-siang.txt"),
            include_str!("conversations/status.txt"),
            include_str!("conversations/petugas.txt"),
            include_str!("conversations/good-morning.txt"),
        ] {
            play(office, &backend, &provider, &sent, fixture).await;
        }
        // Who asked twice for a person waits once, and somebody calls.
        let counter = office.in_arut(Role::Counter).await;
        let list = backend.call_list(&counter).await.unwrap();
        let [asker] = list.askers.as_slice() else { panic!("{:?}", list.askers) };
        assert_eq!(asker.dial, "+6281250014821");
        let helper = office.in_arut(Role::Helper).await;
        assert_eq!(backend.told(&helper, &asker.id, true).await.unwrap_err(), Error::Forbidden);
        backend.told(&counter, &asker.id, true).await.unwrap();
        assert!(backend.call_list(&counter).await.unwrap().askers.is_empty());
        // After the window nothing is left of the conversation.
        assert_eq!(office.count("SELECT COUNT(*) FROM conversation").await, 1);
        office.days_pass(1);
        office.clock.forward(60);
        backend.sweep().await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM conversation").await, 0);
        backend.close().await;
    }

    async fn nothing_is_heard_that_meta_has_not_signed(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let body = said(office, "menu");
        let right = signature(APP_SECRET, &body);
        let other = body.replace("menu", "meny");
        for (signature, body) in [
            (String::new(), &body),
            (signature("another secret", &body), &body),
            (right.clone(), &other),
            (right.to_uppercase(), &body),
            (right.replace("sha256=", "sha1="), &body),
            (right.chars().take(40).collect(), &body),
            ("sha256=ééé".to_owned(), &body),
        ] {
            let got = backend.hear_whatsapp(&signature, body.as_bytes()).await;
            assert_eq!(got.err(), Some(Error::Forbidden), "{signature}");
        }
        let bad = "not JSON";
        let got = backend.hear_whatsapp(&signature(APP_SECRET, bad), bad.as_bytes()).await;
        assert!(matches!(got.err(), Some(Error::Malformed { .. })));
        // Another number of the same app isn't ours.
        let foreign = body.replace(PHONE_ID, "999");
        hear(&backend, &foreign).await;
        assert_eq!(provider.messages().len(), 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM heard").await, 0);
        // And where WhatsApp isn't set up there is no such door.
        let got = office.backend.hear_whatsapp(&right, body.as_bytes()).await;
        assert_eq!(got.err(), Some(Error::NotFound));
        assert_eq!(backend.verify_whatsapp("asked-and-known", "1158201444").unwrap(), "1158201444");
        assert_eq!(backend.verify_whatsapp("guessed", "1158201444").unwrap_err(), Error::Forbidden);
        backend.close().await;
    }

    async fn what_is_played_again_is_answered_once(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let body = said(office, "menu");
        for _ in 0..3 {
            hear(&backend, &body).await;
        }
        assert_eq!(provider.messages().len(), 1);
        let old = said(office, "menu");
        office.days_pass(1);
        office.clock.forward(1);
        hear(&backend, &old).await;
        // Swept, what was heard may be forgotten: it is too old to be heard again.
        office.days_pass(3);
        backend.sweep().await.unwrap();
        hear(&backend, &body).await;
        assert_eq!(provider.messages().len(), 1);
        backend.close().await;
    }

    async fn the_digits_are_guessed_no_faster_here_than_on_the_page(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        let sent = office.application().send().await;
        for wrong in 0..10 {
            hear(&backend, &said(office, &sent.code)).await;
            hear(&backend, &said(office, &format!("{wrong:04}"))).await;
        }
        // The right ones come too late now, here and on the page.
        hear(&backend, &said(office, &sent.code)).await;
        hear(&backend, &said(office, &sent.digits)).await;
        let last = provider.messages().pop().unwrap()["text"]["body"].as_str().unwrap().to_owned();
        assert!(!last.contains("Terkirim"), "{last}");
        let page = office.backend.look_up(&sent.code, &sent.digits, &office.requester()).await;
        assert!(matches!(page.err(), Some(Error::TooMany { .. })));
        backend.close().await;
    }

    async fn statuses_move_a_message_forward_and_never_back(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        office.application().answer("kabar", "WhatsApp").send().await;
        backend.send_messages().await.unwrap();
        let ours = provider.messages()[0]["biz_opaque_callback_data"].as_str().unwrap().to_owned();
        for (told, wanted) in [
            ("sent", "sent"), ("delivered", "delivered"), ("sent", "delivered"), ("read", "read"),
            ("delivered", "read"), ("failed", "read"), ("odd", "read"), ("read", "read"),
        ] {
            hear(&backend, &status("wamid.1", &ours, told)).await;
            assert_eq!(messages(office).await, [format!("received whatsapp {wanted}")], "{told}");
        }
        // A stranger's message of the same app changes nothing.
        hear(&backend, &status("wamid.unknown", "", "failed")).await;
        // One that comes back goes another way.
        office.application().answer("kabar", "WhatsApp").send().await;
        office.run("DELETE FROM message WHERE state = 'read'").await;
        backend.send_messages().await.unwrap();
        hear(&backend, &status("wamid.2", &ours, "failed")).await;
        assert_eq!(messages(office).await, ["received email queued"]);
        backend.close().await;
    }

    async fn what_meta_tells_of_a_message_saves_it_from_being_sent_twice(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        office.application().answer("kabar", "WhatsApp").send().await;
        // Sent, and killed before it was written down.
        let row = backend.claim(domain::message::Channel::WhatsApp).await.unwrap().unwrap();
        hear(&backend, &status("wamid.77", &row.id, "delivered")).await;
        office.clock.forward(200);
        backend.send_messages().await.unwrap();
        assert_eq!(provider.messages().len(), 0);
        assert_eq!(messages(office).await, ["received whatsapp delivered"]);
        backend.close().await;
    }

    async fn inside_the_window_words_are_sent_and_outside_it_a_template(office: Office) {
        let provider = Provider::open().await;
        let backend = sending(office, provider.channels()).await;
        hear(&backend, &said(office, "halo")).await;
        office.application().answer("kabar", "WhatsApp").send().await;
        backend.send_messages().await.unwrap();
        office.days_pass(1);
        office.application().answer("kabar", "WhatsApp").send().await;
        backend.send_messages().await.unwrap();
        let kinds: Vec<_> = provider.messages().iter().map(|one| one["type"].as_str().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["text", "text", "template"]);
        backend.close().await;
    }
}
