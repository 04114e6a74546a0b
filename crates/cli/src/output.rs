//! The one place that prints: reports on standard output, everything else on standard error.

use std::fmt::{Display, Write as _};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use crate::failure::{code_of, sentence};

/// Whether something that was to be reported could not be written down.
static LOST: AtomicBool = AtomicBool::new(false);

/// How the program speaks: to people, or to programs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

/// The text with what would command a terminal or turn the reading direction made visible: names
/// come from others.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let acts = (character.is_control() && !matches!(character, '\n' | '\t'))
            || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
        if acts {
            // Writing into a text cannot fail.
            let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

#[expect(
    clippy::unused_self,
    reason = "whoever may speak holds an `Output`, also for what people and programs hear alike"
)]
impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// A line of a report for people; programs do not see it.
    pub(crate) fn say(self, line: impl Display) {
        if !self.json {
            self.print(format_args!("{}\n", visible(&line.to_string())));
        }
    }

    /// The report for programs; people do not see it.
    pub(crate) fn report(self, document: &Value) {
        if self.json {
            self.print(format_args!("{document:#}\n"));
        }
    }

    /// What was asked for itself, such as a file to pass on.
    pub(crate) fn print(self, text: impl Display) {
        let mut stdout = io::stdout().lock();
        let written = write!(stdout, "{text}").and_then(|()| stdout.flush());
        if let Err(error) = written
            // Whoever read along has seen enough: the work is done all the same.
            && error.kind() != ErrorKind::BrokenPipe
            && !LOST.swap(true, Ordering::Relaxed)
        {
            self.note(format_args!("error: the report cannot be written: {error}"));
        }
    }

    /// Something on the side, while work goes on.
    pub(crate) fn note(self, line: impl Display) {
        // There is no other place left to say that this one cannot be written to.
        let _ = writeln!(io::stderr(), "{}", visible(&line.to_string()));
    }

    /// Says why the command was not done, and gives its exit code.
    pub(crate) fn failed(self, error: &anyhow::Error) -> ExitCode {
        self.note(format_args!("error: {}", sentence(error)));
        ExitCode::from(code_of(error))
    }

    /// The exit code, once everything is said: a report that was lost is no success.
    pub(crate) fn code(self, code: ExitCode) -> ExitCode {
        if LOST.load(Ordering::Relaxed) {
            ExitCode::from(2)
        } else {
            code
        }
    }

    /// A bar for `length` bytes on a terminal; nothing elsewhere.
    pub(crate) fn bytes_bar(self, length: u64) -> ProgressBar {
        bar(
            length,
            "{msg:>12} [{bar:32}] {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        )
    }

    /// A bar for so many things on a terminal; nothing elsewhere.
    pub(crate) fn count_bar(self, length: u64, what: &'static str) -> ProgressBar {
        bar(length, "{msg:>12} [{bar:32}] {human_pos}/{human_len} {eta}").with_message(what)
    }
}

fn bar(length: u64, style: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(style) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}
