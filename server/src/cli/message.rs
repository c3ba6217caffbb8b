//! `genggam message`: does a way to send work, and which templates does WhatsApp need?

use super::Outcome;
use crate::config::Config;
use backend::effects::Push;
use clap::Subcommand as Commands;
use domain::message::{Kind, Slot, slots, template};
use domain::text::Lang;

#[derive(Commands)]
pub enum Command {
    /// Send one invented message, and say what came of it
    ///
    /// To an e-mail address by the mail server, to a mobile number by WhatsApp.
    Test {
        /// kabar@example.go.id, or 081234567890
        #[arg(long, value_name = "WHO")]
        to: String,
    },
    /// Print a new key for notices on residents' phones (Web Push)
    ///
    /// Keep it in a file that nobody else reads, and name it in [messages.push]. Another key ends every subscription.
    PushKey,
    /// Print the templates that must be registered at WhatsApp, word by word
    Templates,
}

pub async fn run(config: &Config, command: Command) -> Outcome {
    match command {
        Command::Test { to } => {
            config.channels.test(&to).await?;
            println!("The provider has taken it. Look whether it arrives.");
            Ok(())
        }
        Command::PushKey => {
            println!("{}", Push::new_key()?);
            Ok(())
        }
        Command::Templates => {
            for kind in Kind::ALL {
                for lang in [Lang::Id, Lang::En] {
                    println!("{}", one(kind, lang, config.channels.templates()));
                }
            }
            Ok(())
        }
    }
}

/// As Meta's form asks for it: name, category, language, body with numbered variables, and samples of these.
fn one(kind: Kind, lang: Lang, prefix: &str) -> String {
    let mut body = template(kind, lang).to_owned();
    let slots = slots(kind, lang);
    for (number, slot) in (1..).zip(&slots) {
        body = body.replacen(&slot.written(), &format!("{{{{{number}}}}}"), 1);
    }
    let samples: Vec<_> = slots.into_iter().map(Slot::sample).collect();
    format!(
        "name: {prefix}_{}\ncategory: UTILITY\nlanguage: {}\nbody: {body}\nsamples: {}\n",
        kind.key(),
        lang.tag(),
        samples.join(" | ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_printed_with_numbered_variables() {
        let text = one(Kind::Received, Lang::Id, "genggam");
        assert!(text.contains("name: genggam_received\n"), "{text}");
        assert!(
            text.contains("Kabar dari {{1}}: permohonan {{2}} sudah kami terima. Kodenya {{3}}."),
            "{text}"
        );
        for kind in Kind::ALL {
            let text = one(kind, Lang::En, "genggam");
            for slot in Slot::ALL {
                assert!(!text.contains(&slot.written()), "{text}");
            }
        }
    }
}
