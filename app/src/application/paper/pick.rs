//! Boxes that several kinds of questions are made of: a tile to tick, the parts of a date, a village.

use super::Paper;
use domain::text::Lang;
use leptos::prelude::*;

/// A radio button or check box large enough for a thumb.
#[derive(Default)]
pub struct Tile {
    pub radio: bool,
    pub id: Option<String>,
    pub name: String,
    pub value: Option<String>,
    pub words: String,
    pub more: Option<String>,
}

impl Tile {
    pub fn view(self) -> AnyView {
        let more = self.more.map(|more| view! { <small>{more}</small> });
        view! {
            <label class="tile">
                <input type=if self.radio { "radio" } else { "checkbox" } id=self.id name=self.name value=self.value />
                <span>{self.words} {more}</span>
            </label>
        }
        .into_any()
    }
}

/// Day, month and year in three boxes: quicker than a calendar for a birth date, and no format to guess.
pub fn date_parts(id: &str, lang: Lang) -> AnyView {
    let boxes = [
        ("hari", lang.pick("Hari", "Day"), "2"),
        ("bulan", lang.pick("Bulan", "Month"), "2"),
        ("tahun", lang.pick("Tahun", "Year"), "4"),
    ];
    let part = |(part, label, size)| {
        let id = format!("{id}-{part}");
        view! {
            <div>
                <label for=id.clone()>{label}</label>
                <input id=id.clone() name=id size=size maxlength=size inputmode="numeric" autocomplete="off" />
            </div>
        }
    };
    view! { <div class="date">{boxes.map(part).collect_view()}</div> }.into_any()
}

/// Desa and kelurahan, by kecamatan where there are several. `data-in` is what follows a name when it stands alone.
pub fn region_select(paper: Paper<'_>, id: &str, described: String) -> AnyView {
    let regions = &paper.form.regions;
    let within = |district: &str| format!("Kecamatan {district}");
    let options = |villages: &[(String, String)]| {
        villages
            .iter()
            .map(|(code, name)| view! { <option value=code.clone()>{name.clone()}</option> })
            .collect_view()
    };
    let only = match regions.as_slice() {
        [(district, _)] => Some(within(district)),
        _ => None,
    };
    let list = regions
        .iter()
        .map(|(district, villages)| {
            if regions.len() == 1 {
                return options(villages).into_any();
            }
            view! { <optgroup label=within(district)>{options(villages)}</optgroup> }.into_any()
        })
        .collect_view();
    view! {
        <select id=id.to_owned() name=id.to_owned() aria-describedby=described data-in=only>
            <option value="">{paper.lang.pick("Pilih desa atau kelurahan", "Choose a desa or kelurahan")}</option>
            {list}
        </select>
    }
    .into_any()
}
