//! The webhook of WhatsApp over real HTTP: who may speak here, and how much.

use crate::office::Office;
use backend::Channels;
use backend::effects::{WhatsApp, WhatsAppSettings};
use domain::private::Private;

const PATH: &str = "/webhook/whatsapp";

async fn office() -> Office {
    let settings = WhatsAppSettings {
        base: "http://127.0.0.1:9".to_owned(),
        version: "v23.0".to_owned(),
        phone_id: "1".to_owned(),
        token: Private::new("token".to_owned()),
        app_secret: Private::new("It's a Secret to Everybody".to_owned()),
        verify_token: Private::new("meatyhamhock".to_owned()),
        prefix: "genggam".to_owned(),
    };
    let whatsapp = WhatsApp::new(settings).expect("settings");
    Office::open_with(|config| {
        config.channels = Channels {
            whatsapp: Some(whatsapp),
            ..Channels::default()
        };
    })
    .await
}

#[tokio::test]
async fn the_webhook_proves_that_it_is_ours() {
    let office = office().await;
    let ask = |token: &str| {
        format!("{PATH}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}")
    };
    let reply = office.get(&ask("meatyhamhock")).await;
    assert_eq!((reply.status, reply.text().as_str()), (200, "1158201444"));
    assert_eq!(office.get(&ask("guessed")).await.status, 403);
    assert_eq!(
        office
            .get(&format!("{PATH}?hub.verify_token=meatyhamhock"))
            .await
            .status,
        404
    );
    assert_eq!(office.get(PATH).await.status, 404);
}

#[tokio::test]
async fn only_what_is_signed_and_short_is_heard() {
    let office = office().await;
    let post = |body: String, signature: Option<&'static str>| {
        let ask = office.ask("POST", PATH);
        let ask = match signature {
            Some(signature) => ask.header("X-Hub-Signature-256", signature),
            None => ask,
        };
        async move { ask.body("application/json", body).send().await.status }
    };
    // The example of GitHub's documentation for the same header: "Hello, World!".
    let known = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    assert_eq!(
        post("Hello, World!".to_owned(), Some(known)).await,
        400,
        "signed, but no webhook"
    );
    assert_eq!(post("Hello, World".to_owned(), Some(known)).await, 403);
    assert_eq!(post("{}".to_owned(), None).await, 403);
    assert_eq!(post("{}".to_owned(), Some("sha256=00")).await, 403);
    // `printf %s '{}' | openssl dgst -sha256 -hmac "It's a Secret to Everybody"`
    let empty = "sha256=50b0123e6e44430d2c43ecca0ee520d961ffd326425c07859f70a57161c3ebcd";
    assert_eq!(post("{}".to_owned(), Some(empty)).await, 200);
    assert_eq!(post(" ".repeat(300 * 1024), Some(known)).await, 413);
    // Without WhatsApp there is no such address.
    let plain = Office::open().await;
    assert_eq!(
        plain
            .ask("POST", PATH)
            .body("application/json", "{}")
            .send()
            .await
            .status,
        404
    );
    assert_eq!(
        plain
            .get(&format!("{PATH}?hub.mode=subscribe"))
            .await
            .status,
        404
    );
}
