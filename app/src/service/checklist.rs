//! The check list: boxes that the server renders and that work by themselves. `crates/reader` wakes the list around them:
//! it remembers ticks on this device, saves the list as a file, and prints it.

use crate::ui::Icon;
use domain::text::Lang;
use leptos::prelude::*;

/// The list with its buttons. What it says about ticks stands in the page; `#` is how many.
#[component]
pub fn Checklist(
    /// The service's id and name.
    service: String,
    name: String,
    /// How many boxes there are.
    all: usize,
    lang: Lang,
    children: Children,
) -> impl IntoView {
    let none = lang.pick(
        "Centang tersimpan di HP ini saja.",
        "Ticks are kept on this phone only.",
    );
    let some = lang.pick(
        format!("# dari {all} sudah siap."),
        format!("# of {all} ready."),
    );
    let complete = lang.pick("Semua sudah siap.", "Everything is ready.");
    view! {
        <div data-wakes="checklist" data-service=service data-name=name>
            {children()}
            <p class="hint no-print" role="status" data-none=none data-some=some data-all=complete></p>
            // Useless without script, so hidden until there is one.
            <p class="acts" hidden>
                <button type="button" class="btn second">
                    <Icon name="print" />
                    {lang.pick("Cetak daftar ini", "Print this list")}
                </button>
                <button type="button" class="btn quiet">
                    <Icon name="save" />
                    {lang.pick("Simpan ke HP", "Save to the phone")}
                </button>
            </p>
        </div>
    }
}
