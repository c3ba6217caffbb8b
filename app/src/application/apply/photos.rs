//! The photographs of one document: take or choose, look, take again, several pages.

use super::desk::{Desk, use_desk};
use super::questions::problem_of;
use crate::offline::{self, Photo};
use crate::ui::{Alert, Icon, If, Press, flag, kilobytes, mark, says};
use crate::upload::{self, Unreadable, UploadDesk};
use domain::error::Error;
use domain::service::Requirement;
use domain::text::Lang;
use domain::upload::{MAX_PAGES, Media};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

#[component]
pub fn DocumentPage(requirement: Requirement) -> impl IntoView {
    let lang = use_desk().lang;
    let optional =
        (!requirement.required).then(|| lang.pick("(boleh dilewati)", "(may be skipped)"));
    view! {
        <h1 tabindex="-1">{requirement.name.get(lang).to_owned()} " " {optional}</h1>
        <p class="lead">{requirement.why.get(lang).to_owned()}</p>
        <Shots requirement=requirement />
    }
}

/// The pages taken so far and the two buttons. Also used when a document is sent again.
#[component]
pub fn Shots(requirement: Requirement) -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let id = StoredValue::new(requirement.id.clone());
    let name = StoredValue::new(requirement.name.get(lang).to_owned());
    let busy = RwSignal::new(false);
    let unreadable = RwSignal::new(None::<Unreadable>);
    let problem = problem_of(desk, requirement.id.clone(), None);
    let photos = Memo::new(move |_| desk.photos(&id.get_value()));
    let add = move |ev: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&ev);
        let files: Vec<web_sys::File> = input
            .files()
            .map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect())
            .unwrap_or_default();
        spawn_local(async move {
            busy.set(true);
            unreadable.set(None);
            for file in files {
                if let Err(why) = keep(desk, &id.get_value(), &file).await {
                    unreadable.set(Some(why));
                }
            }
            // The same file may be chosen again.
            input.set_value("");
            busy.set(false);
            desk.report.set(Default::default());
            upload::wake(desk);
        });
    };
    let pick = move |camera: bool| {
        let (words, icon) = if camera {
            (lang.pick("Ambil foto", "Take a photo"), "camera")
        } else {
            (
                lang.pick("Pilih foto atau PDF", "Choose a photo or PDF"),
                "file",
            )
        };
        let class = if camera { "btn" } else { "btn second" };
        let control = format!(
            "{}-{}",
            id.get_value(),
            if camera { "foto" } else { "pilih" }
        );
        view! {
            <label class=class>
                <input
                    class="vh"
                    type="file"
                    id=control
                    accept=if camera { "image/*" } else { "image/*,application/pdf" }
                    capture=camera.then_some("environment")
                    multiple=!camera
                    on:change=add
                />
                <Icon name=icon />
                {words}
            </label>
        }
        .into_any()
    };
    view! {
        <section class="req" id=requirement.id.clone() tabindex="-1">
            <p class="hint">
                {lang.pick(
                    "Foto dari dokumen asli. Taruh di tempat terang, seluruh kertas terlihat.",
                    "Photograph the original in good light, with the whole paper in view.",
                )}
            </p>
            <p class="err" role="alert" hidden=flag(move || problem.get().is_none())>{says(move || problem.get().unwrap_or_default())}</p>
            <Alert words=says(move || unreadable_words(unreadable.get(), lang).to_owned()) />
            <ul class="shots">
                <For each=move || photos.get().into_iter().map(|p| p.id).enumerate() key=|(_, id)| id.clone() let:item>
                    <Shot name=name.get_value() number=item.0 + 1 requirement=id.get_value() id=item.1 />
                </For>
            </ul>
            <p class="vh" role="status">
                {says(move || {
                    let all = photos.get();
                    let done = all.iter().filter(|p| p.done).count();
                    match lang {
                        _ if all.is_empty() => String::new(),
                        Lang::Id => format!("{done} dari {} halaman sudah terkirim", all.len()),
                        Lang::En => format!("{done} of {} pages sent", all.len()),
                    }
                })}
            </p>
            <p class="hint" hidden=flag(move || !busy.get())>{lang.pick("Mengecilkan foto…", "Shrinking the photo…")}</p>
            <If on=flag(move || photos.get().len() < MAX_PAGES)>
                <p class="acts">{pick(true)} {pick(false)}</p>
                <p class="hint" hidden=flag(move || photos.get().is_empty())>
                    {lang.pick("Ada halaman lain atau sisi belakang? Tambahkan.", "Another page or the back? Add it.")}
                </p>
            </If>
            <Network />
        </section>
    }
}

fn unreadable_words(why: Option<Unreadable>, lang: Lang) -> &'static str {
    match why {
        None => "",
        Some(Unreadable::Kind) => lang.pick(
            "Berkas ini tidak bisa dibuka sebagai foto atau PDF. Ambil foto baru, atau pilih berkas lain.",
            "This file can't be opened as a photo or PDF. Take a new photo or choose another file.",
        ),
        Some(Unreadable::TooLarge) => lang.pick(
            "PDF ini lebih dari 10 MB. Foto saja halamannya satu per satu.",
            "This PDF is over 10 MB. Photograph its pages one by one instead.",
        ),
    }
}

/// Shrinks a chosen file and keeps it on the device before anything is sent.
async fn keep(desk: Desk, requirement: &str, file: &web_sys::File) -> Result<(), Unreadable> {
    let (bytes, media) = upload::shrink(file).await?;
    let photo = Photo {
        id: offline::random_key(),
        upload_key: offline::random_key(),
        media,
        bytes: u64::from(bytes.length()),
        upload: None,
        sent: 0,
        done: false,
        refused: None,
    };
    if !offline::save_photo(&photo.id, &bytes).await {
        desk.unsaved.set(true);
        return Ok(());
    }
    let requirement = requirement.to_owned();
    desk.change(move |draft| draft.pages_mut(&requirement).push(photo));
    Ok(())
}

/// One page: picture, how far it has got, take away.
#[component]
fn Shot(name: String, number: usize, requirement: String, id: String) -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let requirement = StoredValue::new(requirement);
    let photo = {
        let id = id.clone();
        Memo::new(move |_| {
            desk.photos(&requirement.get_value())
                .into_iter()
                .find(|p| p.id == id)
        })
    };
    let picture = RwSignal::new(None::<String>);
    {
        let id = id.clone();
        Effect::new(move |_| {
            let Some(media) = photo.with_untracked(|p| p.as_ref().map(|p| p.media)) else {
                return;
            };
            let id = id.clone();
            spawn_local(async move {
                if media.is_image() {
                    picture.set(object_url(&id, media).await);
                }
            });
        });
    }
    on_cleanup(move || {
        if let Some(url) = picture.get_untracked() {
            let _ = web_sys::Url::revoke_object_url(&url);
        }
    });
    let moving = {
        let id = id.clone();
        Memo::new(move |_| desk.uploads().moving(&id))
    };
    let class = says(move || {
        match photo.get() {
            Some(p) if p.refused.is_some() => "shot is-bad",
            Some(p) if p.done => "shot is-ok",
            _ if moving.get().is_some() => "shot is-info",
            _ => "shot",
        }
        .to_owned()
    });
    let words = says(move || {
        let Some(p) = photo.get() else {
            return String::new();
        };
        let size = kilobytes(p.bytes);
        match (&p.refused, p.done, moving.get()) {
            (Some(why), _, _) => why.clone(),
            (_, true, _) => format!("{} · {size}", lang.pick("Sudah terkirim", "Sent")),
            (_, _, Some(sent)) => match lang {
                Lang::Id => format!("Mengirim {} dari {size}", kilobytes(sent.min(p.bytes))),
                Lang::En => format!("Sending {} of {size}", kilobytes(sent.min(p.bytes))),
            },
            _ if p.sent > 0 => match lang {
                Lang::Id => format!(
                    "Tersimpan di HP, {} dari {size} terkirim",
                    kilobytes(p.sent)
                ),
                Lang::En => format!("Saved on the phone, {} of {size} sent", kilobytes(p.sent)),
            },
            _ => format!(
                "{} · {size}",
                lang.pick(
                    "Tersimpan di HP, akan dikirim",
                    "Saved on the phone, will be sent"
                )
            ),
        }
    });
    let remove = {
        let id = id.clone();
        Callback::new(move |()| {
            let Some(gone) = photo.get_untracked() else {
                return;
            };
            let (requirement, id) = (requirement.get_value(), id.clone());
            desk.change(move |draft| {
                draft.pages_mut(&requirement).retain(|p| p.id != id);
            });
            upload::drop_photo(desk, gone);
        })
    };
    let alt = format!("{name}, {} {number}", lang.pick("halaman", "page"));
    let label = alt.clone();
    view! {
        <li class=class data-done=mark(move || photo.get().is_some_and(|p| p.done))>
            <img src=says(move || picture.get().unwrap_or_default()) alt=alt.clone() hidden=flag(move || picture.get().is_none()) />
            <p hidden=flag(move || picture.get().is_some())><Icon name="file" /> {alt}</p>
            <p>{words}</p>
            <progress
                aria-label=label
                hidden=flag(move || moving.get().is_none())
                max=says(move || photo.get().map_or(1, |p| p.bytes).to_string())
                value=says(move || moving.get().unwrap_or(0).to_string())
            ></progress>
            <div>
                <Press look="quiet danger" icon="trash" label=lang.pick("Hapus", "Remove").to_owned() about=format!("{name} {number}") press=remove />
            </div>
        </li>
    }
}

async fn object_url(id: &str, media: Media) -> Option<String> {
    let bytes = offline::load_photo(id).await?;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media.mime());
    let parts = js_sys::Array::of1(&bytes);
    let blob =
        web_sys::Blob::new_with_buffer_source_sequence_and_options(parts.unchecked_ref(), &options)
            .ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

/// How the sending goes, with pause and "now".
#[component]
pub fn Network() -> impl IntoView {
    let desk = use_desk();
    let lang = desk.lang;
    let uploads = desk.uploads();
    let left = Memo::new(move |_| {
        desk.draft.with(|draft| {
            draft
                .photos()
                .filter(|p| !p.done && p.refused.is_none())
                .count()
        })
    });
    view! {
        <If on=flag(move || left.get() > 0 && !uploads.paused.get())>
            <Press look="quiet" icon="pause" label=lang.pick("Jeda pengiriman", "Pause sending").to_owned() press=Callback::new(move |()| uploads.pause()) />
        </If>
        <If on=flag(move || left.get() > 0 && uploads.paused.get())>
            <Press look="second" icon="play" label=lang.pick("Lanjutkan pengiriman", "Continue sending").to_owned() press=Callback::new(move |()| upload::wake(desk)) />
        </If>
        <If on=flag(move || left.get() > 0 && uploads.trouble.get().is_some())>
            <div class="offline" role="status">
                {says(move || match uploads.trouble.get() {
                    None | Some(Error::Network | Error::Unavailable) => lang
                        .pick(
                            "Belum ada sinyal. Foto aman di HP dan dikirim sendiri saat sinyal kembali.",
                            "No signal yet. Photos are safe on the phone and go by themselves when it is back.",
                        )
                        .to_owned(),
                    Some(error) => error.message(lang),
                })}
                <Press look="quiet" label=lang.pick("Coba sekarang", "Try now").to_owned() press=Callback::new(move |()| upload::wake(desk)) />
            </div>
        </If>
    }
}
