//! Making a letter final: its number, its bytes, its row.

use super::block::Signatory;
use super::contents::Face;
use super::public::qr;
use super::seal::About;
use super::sql::{self, File, Place, Row};
use super::unprintable::leave_open;
use super::{Desk, LetterState, LetterStep, Means, newest};
use crate::Backend;
use crate::fault::Fault;
use domain::application::IllegalStep;
use domain::calendar::iso_day;
use domain::error::{Error, Result};
use domain::letter::Numbered;
use domain::text::Lang;
use time::Date;
use tokio::task::spawn_blocking;

impl Backend {
    /// Takes the number, sets the letter and keeps it: all of it, or nothing. `by_hand`: what can't be printed is left
    /// open, which only a pen can fill. `instead`: of which letter that stands, and why.
    pub(super) async fn number_letter(
        &self,
        desk: &Desk<'_>,
        means: Option<Means>,
        by_hand: bool,
        instead: Option<(&Row, Option<String>)>,
    ) -> Result<()> {
        let means = self.means_for(desk, means)?;
        if by_hand && means != Means::Pen {
            return Err(IllegalStep::Letter.into());
        }
        let register = self.catalogue.letter_book.register(&desk.letter.register);
        let register = register.ok_or(IllegalStep::Template)?;
        let office = self.catalogue.letter_region(&desk.case.region);
        let day = self.today(&desk.case.region);
        let id = self.new_id()?;
        let check_code = self.new_check_code()?;
        let mut write = self.db.write().await?;
        // Its row of the register stays locked until the end: whoever is next waits, and nobody overtakes.
        let seq = sql::next_number(&mut write, office.as_str(), &register.id, day.year()).await?;
        let rows = sql::of_case(&mut write, &desk.case.id).await?;
        let now = newest(&rows, desk.product).filter(|row| !row.state.is_over());
        if now.map(|row| row.id) != instead.as_ref().map(|(row, _)| row.id.clone()) {
            return Err(Error::Changed);
        }
        let editions = rows.iter().filter(|row| row.product == desk.product);
        let edition = editions.map(|row| row.edition).max().unwrap_or_default() + 1;
        let number = register.pattern.fill(Numbered {
            classification: &desk.letter.classification,
            number: seq,
            unit: &self.catalogue.unit(&office),
            month: day.month().into(),
            year: day.year(),
        });
        let face = Face {
            number: &number,
            day,
            means,
            draft: false,
            check: self.check_address(&check_code),
            qr: self.qr_address(desk, &check_code, &number, day, means),
        };
        let file = self.set_and_keep(desk, &face, by_hand).await?;
        let row = Row {
            id,
            product: desk.product.to_owned(),
            edition,
            state: LetterState::Numbered,
            means,
            number: number.clone(),
            day,
            check_code,
            file_id: file.id.clone(),
            file_bytes: file.bytes,
            was_valid: false,
            reason: None,
            signer_id: desk.officer.id.clone(),
            signer_name: desk.officer.name.clone(),
            waits: None,
        };
        let place = Place {
            office: office.as_str(),
            register: &register.id,
            year: day.year(),
            seq,
        };
        let written = async {
            let at = self.now();
            sql::insert(&mut write, &desk.case.id, &row, &place, &file.sha256, at).await?;
            if let Some((old, reason)) = &instead {
                sql::set_reason(&mut write, &old.id, reason.as_deref()).await?;
                self.link_letter(&mut write, &old.id).await?;
            }
            self.link_letter(&mut write, &row.id).await?;
            let open = by_hand.then(|| "yang tidak bisa dicetak ditulis tangan".to_owned());
            self.tell_letter(&mut write, desk, LetterStep::Number, &number, open)
                .await?;
            write.commit().await
        };
        if let Err(fault) = written.await {
            self.forget_file(file.id).await;
            return Err(fault.into());
        }
        Ok(())
    }

    /// The same letter with the same number, on a face that says "by hand".
    pub(super) async fn take_pen(&self, desk: &Desk<'_>, row: Row) -> Result<()> {
        let face = Face {
            number: &row.number,
            day: row.day,
            means: Means::Pen,
            draft: false,
            check: self.check_address(&row.check_code),
            qr: self.qr_address(desk, &row.check_code, &row.number, row.day, Means::Pen),
        };
        let file = self.set_and_keep(desk, &face, false).await?;
        let mut write = self.db.write().await?;
        self.move_letter(
            &mut write,
            desk,
            &row,
            LetterState::Numbered,
            LetterStep::TakePen,
            None,
        )
        .await?;
        sql::set_file(&mut write, &row.id, Means::Pen, &file).await?;
        self.link_letter(&mut write, &row.id).await?;
        write.commit().await?;
        self.forget_file(row.file_id).await;
        Ok(())
    }

    /// What the QR code holds: the address, and behind its `#` what a phone believes without a network.
    fn qr_address(
        &self,
        desk: &Desk<'_>,
        code: &str,
        number: &str,
        day: Date,
        means: Means,
    ) -> Option<String> {
        let office = self.catalogue.letter_region(&desk.case.region);
        let office = self.catalogue.region(&office)?.full_name();
        let mut products = desk.service.products.iter();
        let product = products.find(|one| one.key() == desk.product)?;
        let name = product.name.get(Lang::Id);
        let about = About {
            office: &office,
            day: &iso_day(day),
            number,
            name,
            means,
        };
        let address = self.check_address(code)?;
        Some(format!("{address}#{}", self.sealed(code, &about)?))
    }

    /// The letter's bytes, laid into the archive.
    async fn set_and_keep(&self, desk: &Desk<'_>, face: &Face<'_>, by_hand: bool) -> Result<File> {
        let pdf = self.set_letter(desk, face, by_hand).await?;
        let file = self.keep_file(pdf).await?;
        Ok(File {
            id: file.id,
            bytes: file.bytes,
            sha256: file.sha256,
        })
    }

    /// The bytes of a letter. `by_hand`: what can't be printed is left open.
    ///
    /// # Errors
    /// [`IllegalStep::Unprintable`]: it holds a sign that no font of letters has. [`IllegalStep::Template`]: a mistake.
    pub(super) async fn set_letter(
        &self,
        desk: &Desk<'_>,
        face: &Face<'_>,
        by_hand: bool,
    ) -> Result<Vec<u8>> {
        let press = self.catalogue.press.clone().ok_or(IllegalStep::Template)?;
        let signer = desk.signing.as_ref().map(|order| Signatory {
            officer: &desk.officer,
            order: order.as_ref(),
        });
        let mut contents =
            self.catalogue
                .contents(&desk.case, desk.service, &desk.answers, signer, face);
        if by_hand {
            leave_open(&press, &mut contents);
        }
        let qr = face.qr.as_deref().and_then(qr);
        let (template, day) = (desk.letter.template.clone(), face.day());
        let set = spawn_blocking(move || press.set(&template, &contents, qr, day));
        set.await.map_err(Fault::from)?.map_err(|flaws| {
            if let Some(sign) = flaws.iter().find_map(|flaw| flaw.sign) {
                tracing::warn!(
                    application = desk.case.id,
                    product = desk.product,
                    "a letter holds a sign that can't be printed"
                );
                return IllegalStep::Unprintable { sign }.into();
            }
            // The words of a flaw may repeat what stands in the letter.
            for flaw in flaws {
                let line = flaw.place.map_or(0, |(line, _)| line);
                tracing::error!(
                    template = flaw.file,
                    line,
                    "a letter can't be set: genggam catalogue check"
                );
            }
            IllegalStep::Template.into()
        })
    }

    /// Nothing names it any more. That it may stay behind is no fault.
    pub(super) async fn forget_file(&self, id: String) {
        let archive = self.archive.clone();
        let _ = spawn_blocking(move || archive.remove(&id)).await;
    }
}
