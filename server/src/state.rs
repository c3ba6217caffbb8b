//! What every request can reach.

use crate::builds;
use crate::config::Config;
use crate::http::Packs;
use crate::http::files::{Lines, Proxy, Seats};
use crate::socket::Lanes;
use axum::extract::FromRef;
use backend::{Backend, Health};
use http::{HeaderMap, HeaderName};
use leptos::config::LeptosOptions;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

#[derive(Clone)]
pub struct State {
    pub backend: Arc<Backend>,
    pub config: Arc<Config>,
    /// The office's name in the header of every page.
    pub office: Arc<str>,
    /// Who is sending bodies.
    pub seats: Seats,
    /// Who listens for the end of a connection while sending them.
    pub lines: Lines,
    /// Room for those who send quickly.
    pub lanes: Lanes,
    /// How the proxy in front treats them.
    pub proxy: Proxy,
    /// Folders with the built files of the builds before this one.
    pub builds_before: Arc<[PathBuf]>,
    /// What opens without a network.
    pub packs: Packs,
    build: Arc<Build>,
    health: Arc<Mutex<Option<(Instant, Health)>>>,
}

/// How long an answer about health stands: finding out writes to the disk, and anybody may ask.
const HEALTH_STANDS: Duration = Duration::from_secs(1);

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> LeptosOptions {
        state.config.site.clone()
    }
}

impl State {
    pub fn new(config: Config, backend: Backend) -> State {
        let office = config
            .office
            .name
            .clone()
            .unwrap_or_else(|| backend.catalogue().region_name(&config.office.region));
        let build = Build::find(&config.site);
        if build.script.is_empty() {
            tracing::warn!(
                "no built site in {}, or no {} beside the program: pages are readable, but nothing on them wakes up",
                config.site.site_root,
                config.site.hash_file
            );
        }
        let before = if config.development {
            Vec::new()
        } else {
            builds::keep(&config.site, &config.storage.data_dir).unwrap_or_else(|error| {
                tracing::warn!(kind = %error.kind(), "can't keep the built files for pages of older builds");
                Vec::new()
            })
        };
        State {
            builds_before: before.into(),
            seats: Seats::new(config.uploads.per_address),
            lines: Lines::new(config.uploads.per_address),
            lanes: Lanes::default(),
            proxy: Proxy::default(),
            backend: Arc::new(backend),
            config: Arc::new(config),
            office: office.into(),
            packs: Packs::default(),
            build: Arc::new(build),
            health: Arc::default(),
        }
    }

    /// The script and the module that wake islands.
    pub fn build(&self) -> Arc<Build> {
        // While somebody develops, cargo-leptos writes new files under a running server.
        if self.config.development {
            Arc::new(Build::find(&self.config.site))
        } else {
            self.build.clone()
        }
    }

    /// Whether the office can work. Whoever asks while somebody finds out waits and hears the same.
    pub async fn health(&self) -> Health {
        let mut last = self.health.lock().await;
        match *last {
            Some((at, health)) if at.elapsed() < HEALTH_STANDS => health,
            _ => {
                let health = self.backend.health().await;
                *last = Some((Instant::now(), health));
                health
            }
        }
    }

    /// The caller's address, as the trusted proxy tells it. Only for counting tries.
    pub fn caller(&self, headers: &HeaderMap, peer: Option<SocketAddr>) -> Option<IpAddr> {
        let told = self
            .config
            .client_address_header
            .as_ref()
            .and_then(|name| told_by_proxy(headers, name));
        told.or(peer.map(|peer| peer.ip()))
    }
}

/// A proxy appends to what it was sent, so only the last word is its own.
fn told_by_proxy(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

/// Addresses of the files that cargo-leptos built. Empty where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Build {
    pub script: String,
    pub module: String,
    /// Imported by the script; only a module in several parts has one.
    pub helper: String,
    /// Script and module of `crates/reader`.
    pub reader: [String; 2],
}

impl Build {
    /// cargo-leptos writes the hashes in the names of its files to `hash.txt` beside the executable.
    fn find(site: &LeptosOptions) -> Build {
        let exe = std::env::current_exe().unwrap_or_default();
        let hashes = site
            .hash_files
            .then(|| {
                fs::read_to_string(exe.parent().unwrap_or(Path::new("")).join(&*site.hash_file))
                    .ok()
            })
            .flatten()
            .unwrap_or_default();
        Build::named(site, &hashes)
    }

    fn named(site: &LeptosOptions, hashes: &str) -> Build {
        let hash = |kind: &str| {
            hashes
                .lines()
                .find_map(|line| line.strip_prefix(kind)?.strip_prefix(':'))
                .map_or_else(String::new, |hash| format!(".{}", hash.trim()))
        };
        let file = |name: &str, hashed: &str, ending: &str| {
            let folder = &site.site_pkg_dir;
            let candidates =
                [hash(hashed), String::new()].map(|hash| format!("{folder}/{name}{hash}.{ending}"));
            candidates
                .into_iter()
                .find(|path| Path::new(&*site.site_root).join(path).is_file())
                .map(|path| format!("/{path}"))
        };
        let reader = ["js", "wasm"].map(|ending| newest(site, READER, ending));
        let name = &*site.output_name;
        match (file(name, "js", "js"), file(name, "wasm", "wasm")) {
            (Some(script), Some(module)) => Build {
                script,
                module,
                helper: file("__wasm_split", "split", "js").unwrap_or_default(),
                reader,
            },
            _ => Build::default(),
        }
    }
}

/// Folder of the site that `scripts/reader.sh` fills.
pub const READER: &str = "reader";

/// Address of the last file in `folder` with this ending: while somebody develops, older ones may lie beside it.
fn newest(site: &LeptosOptions, folder: &str, ending: &str) -> String {
    let files = fs::read_dir(Path::new(&*site.site_root).join(folder));
    files
        .into_iter()
        .flatten()
        .flatten()
        .filter(|file| file.path().extension().is_some_and(|found| found == ending))
        .max_by_key(|file| file.metadata().and_then(|about| about.modified()).ok())
        .map(|file| format!("/{folder}/{}", file.file_name().to_string_lossy()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Build, told_by_proxy};
    use http::header::FORWARDED;
    use http::{HeaderMap, HeaderValue};
    use leptos::config::LeptosOptions;
    use std::fs;

    #[test]
    fn only_the_proxy_s_own_word_counts() {
        let told = |lines: &[&'static str]| {
            let lines = lines
                .iter()
                .map(|line| (FORWARDED, HeaderValue::from_static(line)));
            told_by_proxy(&HeaderMap::from_iter(lines), &FORWARDED).map(|ip| ip.to_string())
        };
        assert_eq!(told(&["198.51.100.7"]).as_deref(), Some("198.51.100.7"));
        assert_eq!(
            told(&["10.0.0.1, 2001:db8::1"]).as_deref(),
            Some("2001:db8::1")
        );
        assert_eq!(told(&["nonsense"]), None);
        assert_eq!(told(&[]), None);
    }

    #[test]
    fn files_are_named_by_hash_txt_and_only_if_they_are_there() {
        let site = tempfile::tempdir().unwrap();
        let options = LeptosOptions::builder()
            .output_name("genggam")
            .site_root(site.path().to_str().unwrap())
            .build();
        let hashes = "js: AbC_-1\nwasm: xyz\nsplit: q\n";
        assert_eq!(Build::named(&options, hashes), Build::default());

        fs::create_dir(site.path().join("pkg")).unwrap();
        for name in ["genggam.AbC_-1.js", "genggam.xyz.wasm"] {
            fs::write(site.path().join("pkg").join(name), "").unwrap();
        }
        let build = Build::named(&options, hashes);
        assert_eq!(
            (build.script.as_str(), build.module.as_str()),
            ("/pkg/genggam.AbC_-1.js", "/pkg/genggam.xyz.wasm")
        );
        assert_eq!(build.helper, "");
        fs::write(site.path().join("pkg/__wasm_split.q.js"), "").unwrap();
        assert_eq!(
            Build::named(&options, hashes).helper,
            "/pkg/__wasm_split.q.js"
        );
        assert_eq!(Build::named(&options, ""), Build::default());

        fs::create_dir(site.path().join("reader")).unwrap();
        for name in ["reader.x.js", "reader.x.js.br", "reader.y.wasm"] {
            fs::write(site.path().join("reader").join(name), "").unwrap();
        }
        assert_eq!(
            Build::named(&options, hashes).reader,
            ["/reader/reader.x.js", "/reader/reader.y.wasm"]
        );
    }
}
