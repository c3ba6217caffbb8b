//! Rescue: what waits and can't be sent is saved as one encrypted file that only the office opens.
//!
//! Works without a network: the office's key lies in the page. What was saved stays on the device, marked, until the
//! office's receipt is here: the outbox asks for it before it sends anything of it again. The mark is a record of its
//! own, so that it never overwrites what the outbox is writing into the draft.

mod hpke;

use super::draft::{Draft, Standing};
use super::outbox::{APPLICATIONS, in_order, service_of};
use super::store::{get_raw, list_drafts, load_photo, put_raw};
use super::vault::bytes;
use crate::ui::device::{document, find, say, set, show};
use crate::ui::{kilobytes, listen};
use domain::rescue::{FULL_BYTES, LAST, MORE, RescuedCase, RescuedPhoto};
use domain::text::Lang;
use hpke::Sealer;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, Url};

/// Id of the box on the page of drafts.
pub const RESCUE: &str = "titipan";
/// Names of marks begin so; the draft's own name follows.
const MARK: &str = "rescued:";
/// What answers and frames add to a file, roughly.
const HEAD: u64 = 3000;

/// When this draft was last put into a file, in milliseconds since 1970.
pub async fn rescued(name: &str) -> Option<f64> {
    get_raw(&format!("{MARK}{name}")).await?.as_f64()
}

/// Shows the box where something waits. Fetched only then: nobody else needs it.
pub async fn offer_rescue() {
    let _ = offer().await;
}

async fn offer() -> Option<()> {
    let root = document()?.get_element_by_id(RESCUE)?;
    let lang = Lang::from_tag(&root.get_attribute("data-lang")?);
    let waiting = waiting().await;
    show(&root, !waiting.is_empty());
    say(&find(&root, "[data-count]")?, &count_words(&waiting, lang));
    if !root.has_attribute("data-ready") {
        set(&root, "data-ready", "true");
        let button = find(&root, "button")?;
        let pressed = button.clone();
        listen(&button, "click", move |_| {
            let (root, button) = (root.clone(), pressed.clone());
            spawn_local(async move {
                set(&button, "aria-busy", "true");
                let said = save(&root, lang).await.unwrap_or_else(|| {
                    lang.pick(
                        "HP ini tidak bisa membuat berkasnya. Isian Anda tetap aman di HP.",
                        "This device can't make the file. Your answers stay safe on it.",
                    )
                    .to_owned()
                });
                set(&button, "aria-busy", "false");
                if let Some(place) = find(&root, "[data-told]") {
                    say(&place, &said);
                }
            });
        });
    }
    Some(())
}

struct Waiting {
    name: String,
    draft: Draft,
    saved: Option<f64>,
}

impl Waiting {
    fn bytes(&self) -> u64 {
        self.draft.photos().map(|photo| photo.bytes).sum()
    }
}

/// What people have said "send" to, those first that no file holds yet.
async fn waiting() -> Vec<Waiting> {
    let mut drafts = list_drafts(APPLICATIONS).await;
    drafts.retain(|(_, draft)| matches!(draft.standing(), Standing::Ready | Standing::Refused));
    in_order(&mut drafts, |a, b| a.changed < b.changed);
    let (mut fresh, mut known) = (Vec::new(), Vec::new());
    for (name, draft) in drafts {
        let saved = rescued(&name).await;
        let list = if saved.is_some() {
            &mut known
        } else {
            &mut fresh
        };
        list.push(Waiting { name, draft, saved });
    }
    fresh.append(&mut known);
    fresh
}

/// How many wait, and how large the next file is.
fn count_words(waiting: &[Waiting], lang: Lang) -> String {
    let size: u64 = next(waiting).iter().map(|one| one.bytes()).sum();
    let size = kilobytes(size + HEAD, lang);
    match lang {
        _ if waiting.is_empty() => String::new(),
        Lang::Id => format!(
            "{} Besar berkas titipannya kira-kira {size}.",
            number_words(waiting, lang)
        ),
        Lang::En => format!(
            "{} The rescue file has about {size}.",
            number_words(waiting, lang)
        ),
    }
}

/// What goes into the next file.
fn next(waiting: &[Waiting]) -> &[Waiting] {
    let mut size = 0;
    let fits = |one: &&Waiting| {
        size += one.bytes();
        size <= FULL_BYTES
    };
    let count = waiting.iter().take_while(fits).count().max(1);
    waiting.get(..count).unwrap_or(waiting)
}

fn number_words(waiting: &[Waiting], lang: Lang) -> String {
    let saved = waiting.iter().filter(|one| one.saved.is_some()).count();
    match (lang, saved) {
        (Lang::Id, 0) => format!("{} kiriman menunggu.", waiting.len()),
        (Lang::Id, _) => format!(
            "{} kiriman menunggu, {saved} sudah ada di berkas titipan.",
            waiting.len()
        ),
        (Lang::En, 0) => format!("Waiting to be sent: {}.", waiting.len()),
        (Lang::En, _) => format!(
            "Waiting to be sent: {}, of which a rescue file holds {saved}.",
            waiting.len()
        ),
    }
}

/// Makes the file, hands it to the browser, and marks what it holds. What to say.
async fn save(root: &Element, lang: Lang) -> Option<String> {
    let waiting = waiting().await;
    let mut file = File::begin(&root.get_attribute("data-key")?).await?;
    let mut held = Vec::new();
    for one in next(&waiting) {
        file.add(&one.name, &one.draft).await?;
        held.push(one.name.as_str());
    }
    file.end(root).await?;
    let now = JsValue::from_f64(js_sys::Date::now());
    for name in &held {
        put_raw(&format!("{MARK}{name}"), Some(&now)).await;
    }
    let left = waiting.len() - held.len();
    if let Some(place) = find(root, "[data-count]") {
        say(&place, &count_words(&self::waiting().await, lang));
    }
    Some(match (lang, left) {
        (Lang::Id, 0) => format!(
            "Berkas titipan dengan {} kiriman sudah disimpan. Bawa atau kirim berkas itu ke kantor. Isian tetap di HP ini sampai kantor menerimanya.",
            held.len()
        ),
        (Lang::Id, _) => format!(
            "Berkas titipan dengan {} kiriman sudah disimpan. Masih ada {left}: tekan sekali lagi untuk berkas berikutnya.",
            held.len()
        ),
        (Lang::En, 0) => format!(
            "A rescue file with {} was saved. Take or send it to the office. Everything stays on this device until the office has it.",
            held.len()
        ),
        (Lang::En, _) => format!(
            "A rescue file with {} was saved. There are {left} more: press once more for the next file.",
            held.len()
        ),
    })
}

/// A file in the making.
struct File {
    sealer: Sealer,
    parts: Array,
}

impl File {
    async fn begin(key: &str) -> Option<File> {
        let (head, sealer) = Sealer::begin(&bytes(key)?).await?;
        let parts = Array::of1(&Uint8Array::from(head.as_slice()));
        Some(File { sealer, parts })
    }

    async fn put(&mut self, plain: &Uint8Array, aad: &[u8]) -> Option<()> {
        let frame = self.sealer.seal(plain, aad).await?;
        let length = frame.length().to_be_bytes();
        self.parts.push(&Uint8Array::from(length.as_slice()));
        self.parts.push(&frame);
        Some(())
    }

    async fn add(&mut self, name: &str, draft: &Draft) -> Option<()> {
        let mut submission = draft.submission(service_of(name))?;
        submission.documents.clear();
        let belongs = |id: &String| {
            let parcel = draft.parcel.as_ref();
            parcel.is_some_and(|parcel| parcel.documents.contains(id))
        };
        let (mut photos, mut frames) = (Vec::new(), Vec::new());
        for (requirement, photo) in draft.all_photos() {
            // One that the browser has thrown away can't be saved by anybody; the office says what is missing.
            if belongs(&requirement)
                && let Some(bytes) = load_photo(&photo.id).await
            {
                frames.push(bytes);
                photos.push(RescuedPhoto {
                    requirement,
                    upload_key: photo.upload_key,
                });
            }
        }
        let case = RescuedCase {
            device_key: draft.device_key.clone(),
            assistance: draft.leave.clone(),
            taken: draft.taken.clone(),
            submission,
            photos,
        };
        let case = serde_json::to_string(&case).ok()?;
        self.put(&Uint8Array::from(case.as_bytes()), MORE).await?;
        for frame in frames {
            self.put(&frame, MORE).await?;
        }
        Some(())
    }

    /// Seals the end, and lets the browser save it.
    async fn end(mut self, root: &Element) -> Option<()> {
        self.put(&Uint8Array::new_with_length(0), LAST).await?;
        let options = BlobPropertyBag::new();
        options.set_type("application/octet-stream");
        let blob = Blob::new_with_u8_array_sequence_and_options(&self.parts, &options).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let link: HtmlAnchorElement = document()?.create_element("a").ok()?.unchecked_into();
        link.set_href(&address);
        let minute: String = js_sys::Date::new_0().to_iso_string().into();
        let minute = minute.get(..16).unwrap_or_default().replace(':', ".");
        link.set_download(&format!("titipan-{minute}.genggam"));
        root.append_child(&link).ok()?;
        link.click();
        link.remove();
        Some(())
    }
}
