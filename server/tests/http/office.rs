//! A whole office for one test: the real router on a free port, a real SQLite and archive in a temporary folder, the
//! project's own catalogue.

use crate::client::{Ask, Reply};
use backend::effects::Effects;
use backend::{Backend, Catalogue, DemoLogin, DemoOffice};
use domain::officer::Role;
use domain::service::How;
use domain::view::Ticket;
use server::config::Config;
use server::serve::serve;
use server::state::State;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub struct Office {
    pub address: SocketAddr,
    pub backend: Backend,
    pub folder: TempDir,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<std::io::Result<()>>>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Office {
    pub async fn open() -> Office {
        Office::open_with(|_| {}).await
    }

    pub async fn open_with(change: impl FnOnce(&mut Config)) -> Office {
        Office::open_on(Effects::real(), change).await
    }

    /// With a clock of one's own.
    pub async fn open_on(effects: Effects, change: impl FnOnce(&mut Config)) -> Office {
        crate::logbook::listen();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("pkg")).expect("a folder for the site");
        let mut config =
            Config::load(&root().join("Leptos.toml")).expect("the project's own configuration");
        config.site.site_root = site.to_string_lossy().into();
        config.storage.data_dir = folder.path().join("data");
        config.storage.database = None;
        change(&mut config);
        let address = "127.0.0.1:0".parse().expect("an address");
        Office::start(folder, config, address, effects).await
    }

    async fn start(
        folder: TempDir,
        config: Config,
        address: SocketAddr,
        effects: Effects,
    ) -> Office {
        let catalogue =
            Catalogue::load(&config.storage.catalogue).expect("the project's own catalogue");
        let backend = Backend::open_with(config.settings(), Arc::new(catalogue), effects)
            .await
            .expect("a fresh database");
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let state = State::new(config, backend.clone());
        let serving = tokio::spawn(serve(listener, state, async move {
            let _ = stopped.await;
        }));
        Office {
            address,
            backend,
            folder,
            stop: Some(stop),
            serving: Some(serving),
        }
    }

    /// Ends it as Ctrl-C does, and opens it again on the same data and the same address.
    pub async fn restart(mut self) -> Office {
        drop(self.stop.take());
        self.serving
            .take()
            .expect("running")
            .await
            .expect("no panic")
            .expect("a clean end");
        let mut config =
            Config::load(&root().join("Leptos.toml")).expect("the project's own configuration");
        config.site.site_root = self.folder.path().join("site").to_string_lossy().into();
        config.storage.data_dir = self.folder.path().join("data");
        config.storage.database = None;
        Office::start(self.folder, config, self.address, Effects::real()).await
    }

    pub fn ask(&self, method: &str, path: &str) -> Ask {
        Ask::new(self.address, method, path)
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path).send().await
    }

    /// A requirement that is photographed, with its service.
    pub fn wanted(&self) -> (String, String) {
        let found = self
            .backend
            .catalogue()
            .services
            .iter()
            .find_map(|service| {
                let requirement = service
                    .requirements
                    .iter()
                    .find(|requirement| requirement.how == How::Upload)?;
                Some((service.id.clone(), requirement.id.clone()))
            });
        found.expect("some service wants a photo")
    }

    pub async fn draft(&self) -> Ticket {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let key = format!(
            "device-key-of-test-{:08}",
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        self.backend
            .open_draft(&self.wanted().0, &key)
            .await
            .expect("a draft")
    }

    /// A POST to /files that is right in everything but its length, which the test chooses.
    pub fn creation(&self, token: &str, length: u64) -> Ask {
        self.lengthless_creation(token)
            .header("Upload-Length", &length.to_string())
    }

    /// The same, without any length.
    pub fn lengthless_creation(&self, token: &str) -> Ask {
        self.ask("POST", "/files")
            .tus(token)
            .header("Upload-Metadata", &self.metadata())
    }

    /// `Upload-Metadata` with a requirement that is photographed.
    pub fn metadata(&self) -> String {
        use base64::Engine;
        let requirement = base64::engine::general_purpose::STANDARD.encode(self.wanted().1);
        format!("requirement {requirement}")
    }

    /// Makes an upload and returns its address.
    pub async fn upload(&self, token: &str, length: u64) -> String {
        let reply = self.creation(token, length).send().await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        reply.header("location").expect("a location").to_owned()
    }

    pub async fn offset(&self, token: &str, upload: &str) -> Option<u64> {
        self.ask("HEAD", upload)
            .tus(token)
            .send()
            .await
            .number("upload-offset")
    }

    /// Bytes of an upload that were handed to the disk, without asking the server, which would end who is sending.
    pub fn saved(&self, upload: &str) -> u64 {
        let id = upload.rsplit('/').next().expect("an id");
        let growing = self.folder.path().join("data/incoming").join(id);
        std::fs::metadata(growing).map_or(0, |file| file.len())
    }

    /// Logs in as the demonstration's officer of that role; the cookie.
    pub async fn logged_in(&self, office: &DemoOffice, role: Role) -> String {
        let DemoLogin {
            username, password, ..
        } = office
            .logins
            .iter()
            .find(|login| login.role == role)
            .expect("such an officer");
        let body = format!(
            "username={username}&password={}",
            percent(password.reveal())
        );
        let reply = self
            .ask("POST", "/api/officer/log-in")
            .on_our_page()
            .form(body)
            .send()
            .await;
        reply
            .cookie("__Host-petugas")
            .unwrap_or_else(|| panic!("{}: {}", reply.status, reply.text()))
    }
}

/// Percent-encodes everything but letters and digits.
pub fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// A photo of exactly `size` bytes: a small picture, and comment segments until it is large enough.
pub fn photo(size: usize) -> Vec<u8> {
    let mut picture = Vec::new();
    image::RgbImage::from_fn(64, 64, |x, y| {
        image::Rgb([(x * 4) as u8, (y * 4) as u8, 90])
    })
    .write_to(
        &mut std::io::Cursor::new(&mut picture),
        image::ImageFormat::Jpeg,
    )
    .expect("a picture");
    let mut room = size
        .checked_sub(picture.len())
        .expect("a size that holds a picture");
    let mut photo = picture[..2].to_vec();
    while room > 0 {
        // Marker and length take four bytes, and so must what is left for the next segment.
        let segment = if room <= 65_000 { room } else { 60_000 };
        let length = u16::try_from(segment - 2).expect("a short segment");
        photo.extend([0xff, 0xfe]);
        photo.extend(length.to_be_bytes());
        photo.extend((0..segment - 4).map(|at| (at % 251) as u8));
        room -= segment;
    }
    photo.extend(&picture[2..]);
    photo
}
