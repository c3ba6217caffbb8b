//! The conversation on WhatsApp: from "Selamat siang" to requirements, a status, or a person.
//!
//! A pure function from where it stands and what was said to what is answered. It knows services and no cases: what it
//! can't know it asks for ([`Say::LookUp`], [`Say::Person`]). Whoever greets in English is answered in English from then on.

mod words;

use crate::code::Code;
use crate::search::{fit, fold, score};
use crate::text::{Lang, Text};
use words::{about, code_asked, digits_asked, menu};

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Menu,
    /// Reads about this service.
    Service(String),
    /// Wants to know how a case fares.
    Code,
    /// Has named the case; its digits are asked for.
    Digits(Code),
}

impl Place {
    /// As it is kept: the place, and what it is about.
    pub fn keys(&self) -> (&'static str, &str) {
        match self {
            Place::Menu => ("menu", ""),
            Place::Service(id) => ("service", id),
            Place::Code => ("code", ""),
            Place::Digits(code) => ("digits", code.compact()),
        }
    }

    /// What can't be read back begins anew.
    pub fn from_keys(step: &str, topic: &str) -> Place {
        match step {
            "service" => Place::Service(topic.to_owned()),
            "code" => Place::Code,
            "digits" => Code::parse(topic).map_or(Place::Code, Place::Digits),
            _ => Place::Menu,
        }
    }
}

/// What the conversation may know of a service.
pub struct Offer {
    pub id: String,
    pub name: Text,
    /// Of both languages.
    pub keywords: String,
    /// What to bring or photograph.
    pub needed: Vec<Text>,
    /// What happens, in order.
    pub steps: Vec<Text>,
    pub fee: Text,
    pub time: Text,
    /// Of its form.
    pub link: Option<String>,
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    Text(String),
    /// Show this case to whoever knows these digits.
    LookUp(Code, String),
    /// A person must answer.
    Person,
}

/// Whatever somebody pastes, no more of it is understood.
const MOST_HEARD: usize = 200;

const GREETINGS: &str =
    "halo hai selamat pagi siang sore malam assalamualaikum permisi menu mulai kembali batal";
const GREETINGS_EN: &str = "hello hi good morning afternoon evening hey english";
const STATUS: &str = "status cek lacak kode check track code";
const PERSON: &str =
    "petugas orang manusia admin operator telepon bicara officer person human talk speak";

/// The language in which somebody greets, where it tells one: the fewer slips it needs. A word that both have tells
/// nothing.
pub fn tongue(said: &str) -> Option<Lang> {
    let plain = fold(&said.chars().take(MOST_HEARD).collect::<String>());
    let slips = |words: &str| score(&plain, words).map(|score| score / 100);
    match (slips(GREETINGS), slips(GREETINGS_EN)) {
        _ if plain.is_empty() => None,
        (None, Some(_)) => Some(Lang::En),
        (Some(_), None) if !SHARED.contains(&plain.as_str()) => Some(Lang::Id),
        (Some(id), Some(en)) if en < id => Some(Lang::En),
        (Some(id), Some(en)) if id < en => Some(Lang::Id),
        _ => None,
    }
}

/// What this program itself tells people to write, in whatever language.
const SHARED: [&str; 1] = ["menu"];

/// One turn of the conversation, in this language.
pub fn hear(
    place: &Place,
    said: &str,
    lang: Lang,
    office: &Text,
    offers: &[Offer],
) -> (Place, Say) {
    let said: String = said.trim().chars().take(MOST_HEARD).collect();
    // A code says by itself what is wanted, wherever it is typed.
    if let Ok(code) = Code::parse(&said) {
        return (Place::Digits(code), Say::Text(digits_asked(lang)));
    }
    if let Place::Digits(code) = place {
        let digits: String = said.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return (Place::Menu, Say::LookUp(code.clone(), digits));
        }
    }
    if fold(&said).is_empty() {
        return (Place::Menu, Say::Text(menu(lang, office, offers)));
    }
    let plain = fold(&said);
    let core: Vec<_> = plain
        .split(' ')
        .filter(|word| !FILLERS.split(' ').any(|filler| filler == *word))
        .collect();
    let core = core.join(" ");
    // A slip may make one wish of another: the nearest counts.
    let wishes = [GREETINGS, GREETINGS_EN, STATUS, PERSON].into_iter();
    let wishes = wishes.filter_map(|words| Some((score(&core, words)?, words)));
    match wishes
        .min_by_key(|(slips, _)| *slips)
        .filter(|_| !core.is_empty())
    {
        Some((_, GREETINGS | GREETINGS_EN)) => {
            return (Place::Menu, Say::Text(menu(lang, office, offers)));
        }
        Some((_, STATUS)) => return (Place::Code, Say::Text(code_asked(lang))),
        Some(_) => return (Place::Menu, Say::Person),
        None => {}
    }
    if let Ok(number) = said.parse::<usize>() {
        match number {
            1 => return (Place::Code, Say::Text(code_asked(lang))),
            2 => return (Place::Menu, Say::Person),
            _ => {}
        }
        if let Some(offer) = number.checked_sub(3).and_then(|at| offers.get(at)) {
            return (
                Place::Service(offer.id.clone()),
                Say::Text(about(lang, offer)),
            );
        }
    }
    let found = offers
        .iter()
        .filter_map(|offer| Some((best_fit(&core, offer)?, offer)))
        .min_by_key(|(fit, _)| *fit);
    if let Some((_, offer)) = found {
        return (
            Place::Service(offer.id.clone()),
            Say::Text(about(lang, offer)),
        );
    }
    let again = match place {
        Place::Digits(_) => digits_asked(lang),
        Place::Code => format!(
            "{} {}",
            lang.pick("Kode itu tidak terbaca.", "That code can't be read."),
            code_asked(lang)
        ),
        _ => format!(
            "{}\n\n{}",
            lang.pick("Maaf, saya belum mengerti.", "Sorry, I didn't understand."),
            menu(lang, office, offers)
        ),
    };
    (place.clone(), Say::Text(again))
}

/// All words, or else the best one of four letters and more: "skck anak kedua" is about SKCK.
fn best_fit(said: &str, offer: &Offer) -> Option<u32> {
    if said.is_empty() {
        return None;
    }
    let fits = |words: &str| fit(words, &offer.name.id, &offer.keywords);
    let words = said.split(' ').filter(|word| word.chars().count() >= 4);
    let one = words.filter_map(|word| Some(fits(word)? + 1000)).min();
    fits(said).or(one)
}

/// Words that nobody asks about.
const FILLERS: &str = "mau ingin minta tolong saya aku dengan dong ya kak pak bu pak ibu bapak urus mengurus buat membuat bikin bagaimana gimana cara syarat syaratnya untuk surat keterangan pengantar permohonan layanan apa yang di please want would like need how get make the for letter certificate about to a an my i";

#[cfg(test)]
mod tests {
    use super::*;

    fn offers() -> Vec<Offer> {
        let offer = |id: &str, name: &str, keywords: &str| Offer {
            id: id.to_owned(),
            name: Text::new(name, "Sample letter"),
            keywords: keywords.to_owned(),
            needed: vec![Text::new("KTP-el", "ID card")],
            steps: Vec::new(),
            fee: Text::new("gratis", "free"),
            time: Text::new("2 hari kerja", "2 working days"),
            link: None,
        };
        vec![
            offer("skck", "Surat Pengantar SKCK", "polisi kelakuan baik"),
            offer("sktm", "Surat Keterangan Tidak Mampu", "miskin sktm"),
        ]
    }

    fn office() -> Text {
        Text::new("Kantor", "office")
    }

    #[test]
    fn whoever_greets_in_english_is_answered_in_english() {
        for said in [
            "Good morning",
            "good mornnig",
            "hello",
            "Hi",
            "good evening!",
            "english",
        ] {
            assert_eq!(tongue(said), Some(Lang::En), "{said}");
            let (place, say) = hear(&Place::Code, said, Lang::En, &office(), &offers());
            assert_eq!(place, Place::Menu, "{said}");
            let Say::Text(text) = say else {
                panic!("{said}")
            };
            assert!(
                text.contains("1. Status of an application") && text.contains("3. Sample letter"),
                "{text}"
            );
        }
        for said in ["Selamat pagi", "halo", "hai", "assalamualaikum", "permisi"] {
            assert_eq!(tongue(said), Some(Lang::Id), "{said}");
        }
        // What says nothing of the language leaves it as it is.
        for said in [
            "menu",
            "MENU",
            "status",
            "3",
            "",
            "SRT-2222-2222-C",
            "sktm",
            "🙂",
        ] {
            assert_eq!(tongue(said), None, "{said}");
        }
        let (_, say) = hear(&Place::Menu, "check status", Lang::En, &office(), &offers());
        assert!(matches!(say, Say::Text(text) if text.contains("Write the code")));
        assert_eq!(
            hear(
                &Place::Menu,
                "talk to a person",
                Lang::En,
                &office(),
                &offers()
            )
            .1,
            Say::Person
        );
        let (_, say) = hear(&Place::Menu, "sktm", Lang::En, &office(), &offers());
        assert!(
            matches!(say, Say::Text(text) if text.contains("Fee: free. Time: 2 working days.") && text.contains("Prepare:\n1. ID card"))
        );
    }

    #[test]
    fn a_slip_or_two_are_understood() {
        for (said, id) in [
            ("SKCK", "skck"),
            ("mau urus sktm", "sktm"),
            ("polsi", "skck"),
            ("surat tidak mmapu", "sktm"),
            ("4", "sktm"),
        ] {
            let (place, _) = hear(&Place::Menu, said, Lang::Id, &office(), &offers());
            assert_eq!(place, Place::Service(id.to_owned()), "{said}");
        }
        for said in ["Selamat siang", "selmat siang", "HALO", "", "menu"] {
            let (place, say) = hear(&Place::Code, said, Lang::Id, &office(), &offers());
            assert_eq!(place, Place::Menu, "{said}");
            assert!(
                matches!(say, Say::Text(text) if text.contains("1. Cek status")),
                "{said}"
            );
        }
    }

    #[test]
    fn any_text_is_answered_and_never_at_length() {
        let long = "a".repeat(100_000);
        for said in [
            "999999999999999999999999",
            "0",
            "-1",
            "🙂🙂",
            "\u{0}",
            "; DROP TABLE",
            long.as_str(),
        ] {
            let (_, say) = hear(&Place::Menu, said, Lang::Id, &office(), &offers());
            let Say::Text(text) = say else {
                panic!("{said}")
            };
            assert!(!text.is_empty() && text.len() < 4096);
        }
    }
}
