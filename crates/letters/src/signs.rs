//! Signs that letters can print: those of their own font, and of the fonts that an office lays beside its templates.
//!
//! The typesetter would take any other sign from a font for program text, or print an empty box. Neither belongs into a
//! letter: what somebody is called has to be read off it.

use typst::layout::{Frame, FrameItem};
use typst::text::{Font, is_default_ignorable};

/// The font of letters, as `kop.typ` names it.
const FAMILY: &str = "Libertinus Serif";

/// The fonts that count.
#[derive(Default)]
pub(crate) struct Signs(Vec<Font>);

impl Signs {
    /// Of all fonts, of which the first `shipped` come along and the others are the office's.
    pub(crate) fn of(fonts: &[Font], shipped: usize) -> Signs {
        let own = |at: usize, font: &Font| at >= shipped || font.info().family == FAMILY;
        let fonts = fonts.iter().enumerate();
        Signs(
            fonts
                .filter(|(at, font)| own(*at, font))
                .map(|(_, font)| font.clone())
                .collect(),
        )
    }

    pub(crate) fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|sign| !self.has(*sign))
    }

    fn has(&self, sign: char) -> bool {
        let covers = |font: &Font| font.info().coverage.contains(u32::from(sign));
        is_blank(sign) || !is_private(sign) && self.0.iter().any(covers)
    }

    /// The first sign on a page that is an empty box, or that was `typed` and had to come from elsewhere.
    pub(crate) fn absent(&self, page: &Frame, typed: &str) -> Option<char> {
        page.items().find_map(|(_, item)| match item {
            FrameItem::Group(group) => self.absent(&group.frame, typed),
            FrameItem::Text(text) => text.glyphs.iter().find_map(|glyph| {
                let mut signs = text.text.get(glyph.range())?.chars();
                signs.find(|sign| {
                    let borrowed = !self.has(*sign) && typed.contains(*sign);
                    borrowed || glyph.id == 0 && !is_blank(*sign)
                })
            }),
            _ => None,
        })
    }
}

/// Nothing is printed for it anyway.
fn is_blank(sign: char) -> bool {
    sign.is_whitespace() || is_default_ignorable(sign)
}

/// Everybody gives these another shape, so a file that is to last may not hold them (PDF/A).
fn is_private(sign: char) -> bool {
    matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
