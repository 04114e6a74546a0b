//! The one place that prints: reports on standard output, everything else on standard error.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this module is the program's mouth"
)]

use std::fmt::Display;
use std::io::IsTerminal;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use crate::failure::code_of;

/// How the program speaks: to people, or to programs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

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
            println!("{line}");
        }
    }

    /// The report for programs; people do not see it.
    pub(crate) fn report(self, document: &Value) {
        if self.json {
            println!("{document:#}");
        }
    }

    /// What was asked for itself, such as a file to pass on.
    pub(crate) fn print(self, text: impl Display) {
        print!("{text}");
    }

    /// Something on the side, while work goes on.
    pub(crate) fn note(self, line: impl Display) {
        eprintln!("{line}");
    }

    /// Says why the command was not done, and gives its exit code.
    pub(crate) fn failed(self, error: &anyhow::Error) -> ExitCode {
        let mut line = format!("error: {error}");
        for cause in error.chain().skip(1) {
            let cause = cause.to_string();
            // A transparent error and its cause say the same.
            if !line.ends_with(&cause) {
                line.push_str(": ");
                line.push_str(&cause);
            }
        }
        eprintln!("{line}");
        ExitCode::from(code_of(error))
    }

    /// A bar for `length` bytes on a terminal; nothing elsewhere.
    pub(crate) fn bytes_bar(self, length: u64) -> ProgressBar {
        if !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
        let style = "{msg:>12} [{bar:32}] {bytes}/{total_bytes} {bytes_per_sec} {eta}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar
    }
}
