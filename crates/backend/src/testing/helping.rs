//! A helper's usual moves.

use super::office::random_name;
use super::{Application, Office, Sent, pdf};
use crate::NewConsent;
use crate::letter::LetterWith;
use crate::product::Delivery;
use domain::application::Action;
use domain::assistance::consent_version;
use domain::letter::{LetterStep, Means};
use domain::officer::Role;
use domain::product::ProductStep;
use domain::view::NewClient;

/// A drawn line, as a canvas gives it.
pub fn signature() -> String {
    use base64::Engine as _;
    let mut picture = image::RgbaImage::new(120, 60);
    for x in 10..110 {
        for y in 28..31 {
            picture.put_pixel(x, y, image::Rgba([10, 20, 30, 255]));
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    let coded = base64::engine::general_purpose::STANDARD.encode(bytes.into_inner());
    format!("data:image/png;base64,{coded}")
}

impl Office {
    /// A resident of Umpang as a helper types one.
    pub fn new_client(&self, name: &str) -> NewClient {
        NewClient {
            name: name.to_owned(),
            nik: String::new(),
            phone: "0812-5001-4821".to_owned(),
            region: "62.01.02.2013".to_owned(),
        }
    }

    pub async fn client(&self, session: &str, name: &str) -> String {
        let new = self.new_client(name);
        let id = self.backend.register_client(session, new).await;
        id.expect("a resident")
    }

    /// The resident agrees, and helping begins.
    pub async fn agreed(&self, session: &str, client: &str, outreach: Option<&str>) -> String {
        let given = NewConsent {
            version: consent_version().to_owned(),
            agreed: true,
            name: "Siti".to_owned(),
            drawn: signature(),
            outreach: outreach.map(str::to_owned),
        };
        let begun = self.backend.begin_assistance(session, client, given).await;
        begun.expect("an assistance")
    }

    /// An application that an officer sends for somebody.
    pub async fn helped<'a>(
        &'a self,
        session: &str,
        assistance: &str,
        mut application: Application<'a>,
    ) -> Sent {
        let service = application.submission.service.clone();
        let ticket = self
            .backend
            .open_assisted_draft(session, assistance, &service, &random_name())
            .await;
        application.ticket = Some(ticket.expect("a draft"));
        application.prepare().await.send().await
    }

    /// From sent to decided, by the whole kecamatan's staff.
    pub async fn decided(&self, sent: &Sent) {
        let counter = self.officer(Role::Counter, "62.01").await;
        let head = self.officer(Role::Head, "62.01").await;
        let secretary = self.officer(Role::Secretary, "62.01").await;
        let case = self
            .step(&counter, &sent.code, Action::StartChecking, None)
            .await;
        self.accept_all(&counter, case).await;
        self.step(&counter, &sent.code, Action::Complete, None)
            .await;
        self.step(&head, &sent.code, Action::Forward, None).await;
        self.step(&secretary, &sent.code, Action::Decide, None)
            .await;
    }

    /// The letter of a decided case: numbered, printed, signed by hand and scanned.
    pub async fn letter_by_pen(&self, code: &str) {
        let camat = self.officer(Role::Camat, "62.01").await;
        for step in [LetterStep::Number, LetterStep::Print, LetterStep::Scan] {
            let with = LetterWith {
                means: (step == LetterStep::Number).then_some(Means::Pen),
                file: (step == LetterStep::Scan).then(|| pdf("scan")),
                ..LetterWith::default()
            };
            self.backend
                .letter_step(&camat, code, "hasil", step, with)
                .await
                .expect("a letter");
        }
    }

    /// One product takes one step, with all that any step may want.
    pub async fn deliver(
        &self,
        session: &str,
        code: &str,
        product: &str,
        step: ProductStep,
    ) -> domain::error::Result<()> {
        let with = Delivery {
            receiver: "Yohana".to_owned(),
            drawn: signature(),
            file: Some(pdf("")),
        };
        self.backend
            .deliver(session, code, product, step, with)
            .await
    }
}
