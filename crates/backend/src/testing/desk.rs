//! An officer's usual moves.

use super::{Office, Sent};
use domain::application::Action;
use domain::document::{Item, Verdict};
use domain::officer::Role;
use domain::view::CaseView;

impl Office {
    /// Marks one item as to be mended.
    pub async fn give_back(
        &self,
        session: &str,
        case: &CaseView,
        item: &str,
        reason: &str,
    ) -> CaseView {
        let verdict = Verdict::Returned {
            reason: reason.to_owned(),
        };
        let item = Item::parse(item).expect("an item");
        self.backend
            .judge(session, case.code.compact(), case.version, item, verdict)
            .await
            .expect("it is given back")
    }

    /// Accepts every document that was sent.
    pub async fn accept_all(&self, session: &str, mut case: CaseView) -> CaseView {
        for document in case
            .documents
            .clone()
            .into_iter()
            .filter(|one| !one.pages.is_empty())
        {
            let item = Item::Document(document.requirement);
            let judged = self
                .backend
                .judge(
                    session,
                    case.code.compact(),
                    case.version,
                    item,
                    Verdict::Accepted,
                )
                .await;
            case = judged.expect("it is accepted");
        }
        case
    }

    /// Takes a step from wherever the case stands.
    pub async fn step(
        &self,
        session: &str,
        code: &str,
        action: Action,
        reason: Option<&str>,
    ) -> CaseView {
        let case = self.case(session, code).await;
        let done = self
            .backend
            .act(
                session,
                code,
                case.version,
                action,
                reason.map(str::to_owned),
            )
            .await;
        done.expect("the step is taken")
    }

    /// An application that the counter has found complete.
    pub async fn complete_application(&self) -> Sent {
        let sent = self.application().send().await;
        let counter = self.in_arut(Role::Counter).await;
        let case = self
            .step(&counter, &sent.code, Action::StartChecking, None)
            .await;
        self.accept_all(&counter, case).await;
        self.step(&counter, &sent.code, Action::Complete, None)
            .await;
        sent
    }
}
