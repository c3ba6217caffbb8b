//! What was measured, against what it should be.

use std::fmt::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    Fail,
    /// A number to compare with; nothing is demanded of it.
    Noted,
    /// The server doesn't advertise what this needs.
    NotOffered,
    /// This machine can't do it; `measured` says why.
    Skipped,
}

impl Verdict {
    pub fn of(good: bool) -> Verdict {
        if good { Verdict::Pass } else { Verdict::Fail }
    }

    fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "FAIL",
            Verdict::Noted => "noted",
            Verdict::NotOffered => "not offered",
            Verdict::Skipped => "SKIPPED",
        }
    }
}

struct Line {
    what: String,
    measured: String,
    target: String,
    verdict: Verdict,
}

#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Tells it at once, and keeps it for the end.
    pub fn add(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        target: impl Into<String>,
        verdict: Verdict,
    ) {
        let line = Line {
            what: what.into(),
            measured: measured.into(),
            target: target.into(),
            verdict,
        };
        println!(
            "{:<11} {}: {} (target: {})",
            line.verdict.word(),
            line.what,
            line.measured,
            line.target
        );
        self.lines.push(line);
    }

    /// A line that passes when it is good.
    pub fn check(
        &mut self,
        what: impl Into<String>,
        measured: impl Into<String>,
        target: &str,
        good: bool,
    ) {
        self.add(what, measured, target, Verdict::of(good));
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.lines
            .iter()
            .filter(|line| line.verdict == verdict)
            .count()
    }

    pub fn failed(&self) -> bool {
        self.count(Verdict::Fail) > 0
    }

    /// As scripts/count.sh reads it.
    pub fn summary(&self) -> String {
        let left_out = self.count(Verdict::Skipped) + self.count(Verdict::NotOffered);
        let (passed, failed) = (self.count(Verdict::Pass), self.count(Verdict::Fail));
        let mut text = format!("torture: {passed} passed, {failed} failed");
        if left_out > 0 {
            let _ = write!(text, ", {left_out} skipped");
        }
        text
    }

    /// A table in Markdown.
    pub fn table(&self) -> String {
        let mut text = String::from("| what | measured | target | |\n|---|---|---|---|\n");
        for line in &self.lines {
            let cell = |text: &str| text.replace('|', "/");
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                cell(&line.what),
                cell(&line.measured),
                cell(&line.target),
                line.verdict.word()
            );
        }
        text
    }
}

/// The value below which such a part of all lies; 0 where there are none. Sorts.
pub fn quantile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * part) as usize;
    let last = values.len().saturating_sub(1);
    values.get(at.min(last)).copied().unwrap_or(0.0)
}
