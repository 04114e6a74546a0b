//! Help: every command has an example, and every example works as it stands.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use mithaq_testkit::Schema;
use serde_json::Value;

use crate::support::{Desk, Done, Serving, bundle, indicator, json, mithaq, text};

#[test]
fn the_first_page_lists_what_can_be_done() {
    assert_snapshot!(mithaq(["--help"]).well().out, @r#"
    A node that an agency runs to cooperate with others under agreements, and to prove it

    Usage: mithaq [OPTIONS] <COMMAND>

    Commands:
      agreement   Draft, sign, accept, suspend, explain and list agreements
      backup      Write the whole node into one file, while it is being used
      demo        Three invented agencies that exchange under agreements, on this machine
      doctor      Examine a node and say what is wrong with it
      export      Write what the node holds into a STIX 2.1 bundle, for its own agency
      graph       Show what lies round an object, or how two objects are connected
      import      Import STIX 2.1 bundles, lists or objects
      init        Make a node in an empty folder
      move-store  Move everything that a node holds to another store, and compare what arrived
      officer     Give people accounts for the pages
      partner     Make partners known, and give them tokens
      pull        Read what partners give under agreements in force
      restore     Make a node of a backup, and prove that everything is there
      search      Find objects by their words, in Arabic, French or English, their type and their time
      serve       Serve pages to officers and TAXII 2.1 to partners
      show        Show the latest version of an object, how it may be used, and its links
      validate    Check STIX 2.1 files; needs no node
      verify      Check a receipt offline
      help        Print this message or the help of the given subcommand(s)

    Options:
          --json     Report as one JSON document on standard output
      -h, --help     Print help
      -V, --version  Print version

    Example, all of it at once:
      mithaq demo
    "#);
}

#[test]
fn no_words_at_all_show_the_help() {
    let done = mithaq([""; 0]).with_code(2);
    assert_eq!(done.err, mithaq(["--help"]).out);
}

#[test]
fn every_command_shows_an_example() {
    let pages = pages(&[]);
    assert_eq!(
        pages.len(),
        36,
        "{:#?}",
        pages.iter().map(|(words, _)| words).collect::<Vec<_>>()
    );
    for (words, page) in pages {
        assert!(
            !examples(&page).is_empty(),
            "`mithaq {words}` has no example:\n{page}"
        );
        let short = mithaq(words.split_terminator(' ').chain(["-h"])).well().out;
        assert_eq!(short, page, "-h and --help differ");
    }
}

#[test]
fn every_example_works() {
    let desk = Desk::new();
    let mut script = Script::begin(&desk);
    script.meet();
    script.keep_accounts();
    script.import();
    script.look();
    script.agree();
    script.exchange();
    script.serve();
    script.end();
    script.keep_safe();
    let shown: BTreeSet<String> = pages(&[])
        .iter()
        .flat_map(|(_, page)| examples(page))
        .collect();
    let never_run: Vec<&String> = shown.difference(&script.examples).collect();
    assert!(
        never_run.is_empty(),
        "examples that nobody tries: {never_run:#?}"
    );
    let not_shown: Vec<&String> = script.examples.difference(&shown).collect();
    assert!(
        not_shown.is_empty(),
        "no help shows these any more: {not_shown:#?}"
    );
}

/// What a newcomer types, one line after the other, in a folder of their own.
struct Script<'a> {
    desk: &'a Desk,
    /// The example lines that were run.
    examples: BTreeSet<String>,
    /// What the examples cannot know, by what they show in its place.
    known: Vec<(String, String)>,
}

const REPORT: &str = "report--00000000-0000-4000-8000-000000000001";

/// A report that names the first indicator.
fn report() -> Value {
    serde_json::json!({
        "type": "report", "spec_version": "2.1", "id": REPORT,
        "created": "2026-10-01T00:00:00.000Z", "modified": "2026-10-01T00:00:00.000Z",
        "name": "Phishing of the Harbour Police", "report_types": ["threat-report"],
        "published": "2026-10-01T00:00:00Z", "object_refs": [OBJECT],
    })
}

const OBJECT: &str = "indicator--00000000-0000-4000-8000-000000000001";

impl<'a> Script<'a> {
    fn begin(desk: &'a Desk) -> Self {
        let known = |shown: &str, meant: &str| (shown.to_owned(), meant.to_owned());
        let mut script = Self {
            desk,
            examples: BTreeSet::new(),
            known: vec![
                known("indicator--…", OBJECT),
                known("report--…", REPORT),
                // A free port: the one in the examples may be in use here.
                known("127.0.0.1:8443", "127.0.0.1:0"),
            ],
        };
        script.example(
            "mithaq init --dir ./node --name \"Border Safety Directorate\" --country MA --lang ar",
        );
        script.prepare(
            "mithaq init --dir ./other --name 'Valombrian Office for Financial Intelligence' --country XB",
        );
        script
    }

    fn meet(&mut self) {
        self.prepare("mithaq partner card --dir ./other > partner-card.json");
        self.example(
            "mithaq partner card --dir ./node --url https://node.example:8443 > our-card.json",
        );
        self.prepare("mithaq partner add --dir ./other our-card.json");
        self.example("mithaq partner add --dir ./node partner-card.json");
        self.example("mithaq partner add --dir ./node --name \"Harbour Police\" --country MA");
        self.example("mithaq partner list --dir ./node");
        let token = self.example("mithaq partner token --dir ./node \"Harbour Police\"");
        let token = token
            .split_whitespace()
            .find(|word| word.starts_with("mithaq_"))
            .unwrap();
        self.known.push(("mithaq_…".to_owned(), token.to_owned()));
        self.example("mithaq partner token --dir ./node \"Harbour Police\" --received mithaq_…");
        self.example("mithaq partner token --dir ./node \"Harbour Police\" --revoke");
    }

    fn keep_accounts(&mut self) {
        self.example("mithaq officer add --dir ./node amina --role liaison");
        self.example("mithaq officer list --dir ./node");
        self.example("mithaq doctor --dir ./node");
    }

    fn import(&mut self) {
        self.desk.write(
            "feed.json",
            bundle(&[indicator(1, "A"), indicator(2, "B"), report()]),
        );
        self.example("mithaq validate feed.json");
        self.example("mithaq import --dir ./node --subject cybercrime --tlp green feed.json");
        self.example("cat feed.json | mithaq import --dir ./node --subject cybercrime -");
        self.prepare("mithaq import --dir ./other --subject cybercrime feed.json");
    }

    fn look(&mut self) {
        self.example("mithaq search --dir ./node harbour police");
        self.example("mithaq search --dir ./node الحموشي --kind identity");
        self.example(
            "mithaq search --dir ./node '\"threat actor\" phish* -draft' --since 2026-01-01",
        );
        self.example("mithaq show --dir ./node indicator--…");
        self.example("mithaq graph --dir ./node indicator--…");
        self.example("mithaq graph --dir ./node indicator--… --to report--… --steps 6");
    }

    /// The last commands, for the node is elsewhere after them.
    fn keep_safe(&mut self) {
        self.example("mithaq export --dir ./node ours.json");
        self.example("mithaq export --dir ./node --kind indicator - > indicators.json");
        self.prepare("mithaq validate ours.json indicators.json");
        self.example("mithaq backup --dir ./node node-2026-11-22.backup");
        self.example("mithaq restore --dir ./node-again node-2026-11-22.backup");
        let line = "mithaq move-store --dir ./node --to postgres://mithaq@localhost/node";
        match Schema::new() {
            Some(schema) => {
                let address = format!("'{}'", schema.address());
                self.known
                    .push(("postgres://mithaq@localhost/node".to_owned(), address));
                self.example(line);
                self.prepare("mithaq doctor --dir ./node");
            }
            None => {
                self.examples.insert(line.to_owned());
            }
        }
    }

    fn agree(&mut self) {
        self.example("mithaq agreement new --example > memorandum.toml");
        self.example("mithaq agreement new --dir ./node memorandum.toml");
        let list = self.prepare("mithaq agreement list --json --dir ./node");
        let list: Value = serde_json::from_str(&list).unwrap();
        let (_, uuid) = text(&list, "/agreements/0/agreement")
            .split_once("--")
            .unwrap();
        let (beginning, _) = uuid.split_once('-').unwrap();
        self.known
            .push((" 3f2a".to_owned(), format!(" {beginning}")));
        self.example("mithaq agreement list --dir ./node");
        self.example("mithaq agreement show --dir ./node 3f2a --lang ar");
        self.example("mithaq agreement preview --dir ./node 3f2a --lang fr");
        self.example(
            "mithaq agreement notify --dir ./node 3f2a --party self --on 2026-11-20 --act \"cabinet decision\"",
        );
        self.example("mithaq agreement sign --dir ./node 3f2a > signed.json");
        self.prepare("mithaq agreement accept --dir ./other signed.json");
        self.prepare("mithaq agreement sign --dir ./other 3f2a > signed-by-both.json");
        self.example("mithaq agreement accept --dir ./node signed-by-both.json");
        self.prepare("cp signed-by-both.json signed.json");
        self.example("mithaq agreement accept --dir ./node signed.json");
        self.example("mithaq agreement explain --dir ./node indicator--… --lang ar");
    }

    fn exchange(&mut self) {
        let other = Serving::begin(&self.desk.path("other"), &[]);
        self.prepare(&format!(
            "mithaq partner card --dir ./other --url {} > partner-card.json",
            other.url()
        ));
        self.example("mithaq partner add --dir ./node partner-card.json");
        let given = json(&format!(
            "partner token --dir {} {}",
            self.desk.word("other"),
            text(
                &json(&format!("partner list --dir {}", self.desk.word("other"))),
                "/partners/0/identity"
            ),
        ));
        self.prepare(&format!(
            "mithaq partner token --dir ./node 'Valombrian Office for Financial Intelligence' --received {}",
            text(&given, "/token")
        ));
        self.example("mithaq pull --dir ./node");
        self.example("mithaq pull --dir ./node --receipts ./receipts");
        self.prepare("cp receipts/*.json receipt.json");
        self.example("mithaq verify receipt.json --key partner-card.json");
    }

    /// The commands that go on until they are stopped.
    fn serve(&mut self) {
        for example in [
            "mithaq serve --dir ./node --listen 127.0.0.1:8443",
            "mithaq demo --listen 127.0.0.1:8443",
            "mithaq demo",
        ] {
            self.examples.insert(example.to_owned());
            let mut line = self.meant(example);
            if !line.contains("--listen") {
                line.push_str(" --listen 127.0.0.1:0");
            }
            let mut command = self.shell(&format!("exec {line} --json"));
            command.stderr(Stdio::null());
            assert_eq!(Serving::ready(command).stop(), Some(0), "{example}");
        }
    }

    fn end(&mut self) {
        for act in [
            "suspend --dir ./node 3f2a --reason \"annual review\"",
            "resume --dir ./node 3f2a --reason \"review done\"",
            "terminate --dir ./node 3f2a --reason \"replaced\"",
        ] {
            self.example(&format!("mithaq agreement {act}"));
        }
        self.prepare("mithaq doctor --dir ./node");
    }

    /// Runs a line that stands in the help, as it stands there.
    fn example(&mut self, line: &str) -> String {
        self.examples.insert(line.to_owned());
        self.prepare(line)
    }

    /// Runs a line that the examples need.
    fn prepare(&self, line: &str) -> String {
        let output = self.shell(&self.meant(line)).output().unwrap();
        let done = Done::of(output);
        assert_eq!(done.code, 0, "{line}\n{}{}", done.out, done.err);
        done.out
    }

    fn meant(&self, line: &str) -> String {
        let replaced = self.known.iter();
        replaced.fold(line.to_owned(), |line, (shown, meant)| {
            line.replace(shown, meant)
        })
    }

    fn shell(&self, line: &str) -> Command {
        let program = Path::new(env!("CARGO_BIN_EXE_mithaq")).parent().unwrap();
        let mut path = program.as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap());
        let mut command = Command::new("sh");
        command
            .args(["-eu", "-c", line])
            .current_dir(self.desk.path(""))
            .env("PATH", path)
            .env_remove("MITHAQ_DIR")
            .env_remove("MITHAQ_LANG")
            .stdin(Stdio::null());
        command
    }
}

/// The help of a command and of all below it, with the command's words.
fn pages(words: &[&str]) -> Vec<(String, String)> {
    let page = mithaq(words.iter().chain(&["--help"])).well().out;
    let mut pages = vec![(words.join(" "), page.clone())];
    let commands = page
        .split_once("\nCommands:\n")
        .map_or("", |(_, rest)| rest);
    for line in commands.lines().take_while(|line| !line.is_empty()) {
        let command = line.split_whitespace().next().unwrap();
        if command != "help" {
            let words: Vec<&str> = words.iter().copied().chain([command]).collect();
            pages.extend(self::pages(&words));
        }
    }
    pages
}

/// The lines of a page, after its options, that can be typed.
fn examples(page: &str) -> Vec<String> {
    let Some((_, after)) = page.split_once("\nExample") else {
        return Vec::new();
    };
    let lines = after.lines().filter_map(|line| line.strip_prefix("  "));
    lines.map(str::to_owned).collect()
}
