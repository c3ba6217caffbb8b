//! The list of pages and who renders them.

use crate::facts::use_facts;
use crate::ui::{NotFound, Shell};
use crate::{application, field, home, letter, message, officer, offline, region, service, ui};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

/// The whole document.
pub fn document() -> impl IntoView {
    provide_meta_context();
    view! {
        <Shell>
            <App />
        </Shell>
    }
}

/// All routes. The server asks this component for its list, so a page that isn't here has no address.
#[component]
pub fn App() -> impl IntoView {
    let development = use_facts().development;
    view! {
        <Router>
            <FlatRoutes fallback=|| view! { <NotFound /> }>
                <Route path=path!("/") view=home::HomePage ssr=SsrMode::Async />
                <Route path=path!("/privasi") view=home::PrivacyPage ssr=SsrMode::Async />
                <Route path=path!("/layanan") view=service::ServicesPage ssr=SsrMode::Async />
                <Route path=path!("/layanan/:id") view=service::ServicePage ssr=SsrMode::Async />
                <Route path=path!("/kecamatan") view=region::RegionsPage ssr=SsrMode::Async />
                <Route path=path!("/kecamatan/:code") view=region::RegionPage ssr=SsrMode::Async />
                <Route path=path!("/ajukan/:id") view=application::ApplyPage ssr=SsrMode::Async />
                <Route path=path!("/ajukan/:id/:step") view=application::ApplyPage ssr=SsrMode::Async />
                <Route path=path!("/bantu/:leave/:id") view=application::HelpedFormPage ssr=SsrMode::Async />
                <Route path=path!("/bantu/:leave/:id/:step") view=application::HelpedFormPage ssr=SsrMode::Async />
                <Route path=path!("/lapangan") view=field::FieldPage ssr=SsrMode::Async />
                <Route path=path!("/draf") view=offline::DraftsPage ssr=SsrMode::Async />
                <Route path=path!("/luring") view=offline::OfflinePage ssr=SsrMode::Async />
                <Route path=path!("/bagikan") view=offline::SharePage ssr=SsrMode::Async />
                <Route path=path!("/status") view=application::StatusPage ssr=SsrMode::Async />
                <Route path=path!("/status/kasus") view=application::CasePage ssr=SsrMode::Async />
                <Route path=path!("/status/perbaiki") view=application::CorrectPage ssr=SsrMode::Async />
                <Route path=path!("/periksa") view=letter::CheckPage ssr=SsrMode::Async />
                <Route path=path!("/periksa/:code") view=letter::CheckPage ssr=SsrMode::Async />
                <Route path=path!("/petugas") view=officer::QueuePage ssr=SsrMode::Async />
                <Route path=path!("/petugas/masuk") view=officer::LoginPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/konten") view=officer::ContentPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/konten/surat") view=officer::TemplatesPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/warga") view=officer::ClientsPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/warga/:id") view=officer::ClientPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/dibantu") view=officer::HelpedPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/dibantu/:code") view=officer::HandoverPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/jemput-bola") view=officer::OutreachesPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/jemput-bola/:id") view=officer::OutreachPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/jemput-bola/:id/laporan") view=officer::OutreachReportPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/pengawasan") view=officer::AuditPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/ringkasan") view=officer::DigestPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/pelimpahan") view=officer::OrdersPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/surat") view=officer::AwaitingPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/titipan") view=officer::RescuePage ssr=SsrMode::Async />
                <Route path=path!("/petugas/telepon") view=message::CallsPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/siap") view=field::ReadyPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/bantuan") view=officer::HelpPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/permohonan/:code") view=officer::CasePage ssr=SsrMode::Async />
                <Route path=path!("/petugas/permohonan/:code/berkas/:requirement") view=officer::DocumentPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/permohonan/:code/cocok") view=officer::MismatchPage ssr=SsrMode::Async />
                <Route path=path!("/petugas/permohonan/:code/banding/:other") view=officer::ComparePage ssr=SsrMode::Async />
                <Route
                    path=path!("/gallery")
                    view=move || {
                        if development { ui::GalleryPage().into_any() } else { NotFound().into_any() }
                    }
                    ssr=SsrMode::Async
                />
            </FlatRoutes>
        </Router>
    }
}
