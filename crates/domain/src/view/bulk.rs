//! The same step on several cases of a work list: which steps may be taken so, and what became of each case.

use crate::code::Code;
use crate::error::Error;
use crate::officer::Role;
use crate::text::Lang;
use serde::{Deserialize, Serialize};

/// Cases of one call: as many as a page of the list has.
pub const MOST: usize = 25;

/// What is safe to say of several cases at once: it binds nobody, or tells only where a finished product lies. Checking,
/// deciding, signing and handing over have each case looked at (decision 26).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkStep {
    /// Into one's own hands.
    Take,
    /// Into a colleague's.
    Give,
    /// The product lies at the counter.
    MakeReady,
}

impl BulkStep {
    pub const ALL: [BulkStep; 3] = [BulkStep::Take, BulkStep::Give, BulkStep::MakeReady];

    pub fn key(self) -> &'static str {
        match self {
            BulkStep::Take => "take",
            BulkStep::Give => "give",
            BulkStep::MakeReady => "make_ready",
        }
    }

    pub fn from_key(key: &str) -> Option<BulkStep> {
        BulkStep::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What is said of those that went.
    pub fn past(self, lang: Lang) -> &'static str {
        match self {
            BulkStep::Take => lang.pick("Sekarang Anda kerjakan", "Now in your hands"),
            BulkStep::Give => lang.pick("Diberikan", "Given on"),
            BulkStep::MakeReady => lang.pick("Siap diambil", "Ready to collect"),
        }
    }
}

/// What became of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    Done,
    /// It is in other hands.
    Taken,
    /// Somebody has changed it since the list was shown.
    Changed,
    /// There is none here.
    Missing,
    /// The officer can't do that with it now.
    NotNow,
    /// It isn't the colleague's to work on.
    NotTheirs,
    Failed,
}

impl Became {
    pub const ALL: [Became; 7] = [
        Became::Done,
        Became::Taken,
        Became::Changed,
        Became::Missing,
        Became::NotNow,
        Became::NotTheirs,
        Became::Failed,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Became::Done => "done",
            Became::Taken => "taken",
            Became::Changed => "changed",
            Became::Missing => "missing",
            Became::NotNow => "not_now",
            Became::NotTheirs => "not_theirs",
            Became::Failed => "failed",
        }
    }

    pub fn from_key(key: &str) -> Option<Became> {
        Became::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What an error says of the one case.
    pub fn of(error: &Error) -> Became {
        match error {
            Error::Taken => Became::Taken,
            Error::Changed => Became::Changed,
            Error::NotFound => Became::Missing,
            Error::Forbidden | Error::Step { .. } => Became::NotNow,
            _ => Became::Failed,
        }
    }

    /// Why it didn't go; for [`Became::Done`] nothing.
    pub fn why(self, lang: Lang) -> &'static str {
        match self {
            Became::Done => "",
            Became::Taken => lang.pick("sedang dikerjakan orang lain", "in somebody else's hands"),
            Became::Changed => lang.pick(
                "baru saja diubah orang lain, lihat dulu",
                "somebody has just changed it, look at it first",
            ),
            Became::Missing => {
                lang.pick("tidak ada di wilayah kerja Anda", "not in your territory")
            }
            Became::NotNow => lang.pick(
                "langkah ini belum bisa di sini, atau bukan giliran Anda",
                "this can't be done with it now, or it isn't your turn",
            ),
            Became::NotTheirs => lang.pick(
                "bukan tugas petugas yang Anda pilih",
                "not the work of the officer you chose",
            ),
            Became::Failed => lang.pick(
                "server sedang sibuk, coba lagi",
                "the server is busy, try again",
            ),
        }
    }
}

/// What became of each case of one call, in the order in which they were named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkView {
    pub step: BulkStep,
    pub cases: Vec<(Code, Became)>,
}

impl BulkView {
    /// Short enough for a cookie, and nothing personal: `take.SRT2222222CM-done.…`.
    pub fn written(&self) -> String {
        let mut text = self.step.key().to_owned();
        for (code, became) in &self.cases {
            text.push_str(&format!(".{}-{}", code.compact(), became.key()));
        }
        text
    }

    /// What was written; `None` for anything else.
    pub fn read(text: &str) -> Option<BulkView> {
        let mut parts = text.split('.');
        let step = BulkStep::from_key(parts.next()?)?;
        let cases = parts.take(MOST).map(|part| {
            let (code, became) = part.split_once('-')?;
            Some((Code::parse(code).ok()?, Became::from_key(became)?))
        });
        let cases = cases.collect::<Option<Vec<_>>>()?;
        (!cases.is_empty()).then_some(BulkView { step, cases })
    }
}

/// Somebody to whom a case can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub username: String,
    pub name: String,
    pub role: Role,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_cases_is_read_back_and_nothing_else_is() {
        let code = Code::parse("SRT2222222CM").expect("a code");
        let all = Became::ALL.map(|became| (code.clone(), became));
        let view = BulkView {
            step: BulkStep::Give,
            cases: all.to_vec(),
        };
        assert_eq!(BulkView::read(&view.written()), Some(view.clone()));
        let most = BulkView {
            cases: vec![(code, Became::NotTheirs); MOST],
            ..view
        };
        assert!(most.written().len() < 800, "a cookie holds 4 kB");
        for bad in [
            "",
            "take",
            "give.",
            "x.SRT2222222CM-done",
            "take.SKC-done",
            "take.SRT2222222CM-x",
        ] {
            assert_eq!(BulkView::read(bad), None, "{bad}");
        }
    }
}
