//! The words of the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use mithaq_node::{Lang, SearchPlace};
use mithaq_stix::Tlp;

/// A node that an agency runs to cooperate with others under agreements, and to prove it.
#[derive(Debug, Parser)]
#[command(
    name = "mithaq",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
#[command(after_help = "Example, all of it at once:\n  mithaq demo")]
pub(crate) struct Arguments {
    /// Report as one JSON document on standard output.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Draft, sign, accept, suspend, explain and list agreements.
    #[command(
        subcommand,
        after_help = "Example, from a draft to an agreement in force:\n  mithaq agreement new --dir ./node memorandum.toml\n  mithaq agreement sign --dir ./node 3f2a > signed.json\n  mithaq agreement accept --dir ./node signed-by-both.json"
    )]
    Agreement(AgreementCommand),
    /// Write the whole node into one file, while it is being used.
    Backup(BackupArgs),
    /// Three invented agencies that exchange under agreements, on this machine.
    Demo(DemoArgs),
    /// Examine a node and say what is wrong with it.
    Doctor(DirArgs),
    /// Write what the node holds into a STIX 2.1 bundle, for its own agency.
    Export(ExportArgs),
    /// Show what lies round an object, or how two objects are connected.
    Graph(GraphArgs),
    /// Import STIX 2.1 bundles, lists or objects.
    Import(ImportArgs),
    /// Make a node in an empty folder.
    Init(InitArgs),
    /// Move everything that a node holds to another store, and compare what arrived.
    MoveStore(MoveStoreArgs),
    /// Give people accounts for the pages.
    #[command(
        subcommand,
        after_help = "Example:\n  mithaq officer add --dir ./node amina --role liaison"
    )]
    Officer(OfficerCommand),
    /// Make partners known, and give them tokens.
    #[command(
        subcommand,
        after_help = "Example, so that two nodes know each other:\n  mithaq partner card --dir ./node --url https://node.example:8443 > our-card.json\n  mithaq partner add --dir ./node partner-card.json\n  mithaq partner token --dir ./node \"Harbour Police\""
    )]
    Partner(PartnerCommand),
    /// Read what partners give under agreements in force.
    Pull(PullArgs),
    /// Make a node of a backup, and prove that everything is there.
    Restore(RestoreArgs),
    /// Find objects by their words, in Arabic, French or English, their type and their time.
    Search(SearchArgs),
    /// Serve pages to officers and TAXII 2.1 to partners.
    Serve(ServeArgs),
    /// Show the latest version of an object, how it may be used, and its links.
    Show(ShowArgs),
    /// Check STIX 2.1 files; needs no node.
    Validate(ValidateArgs),
    /// Check a receipt offline.
    Verify(VerifyArgs),
}

/// Where the node is.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Example:\n  mithaq doctor --dir ./node")]
pub(crate) struct DirArgs {
    /// The node's folder.
    #[arg(long, env = "MITHAQ_DIR", value_name = "FOLDER")]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq init --dir ./node --name \"Border Safety Directorate\" --country MA --lang ar"
)]
pub(crate) struct InitArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The name of the agency.
    #[arg(long, value_parser = words)]
    pub(crate) name: String,
    /// The country, as two letters of ISO 3166-1.
    #[arg(long, value_name = "CC", value_parser = country)]
    pub(crate) country: String,
    /// The language of the pages.
    #[arg(long, default_value = "en", value_name = "ar|fr|en", value_parser = language)]
    pub(crate) lang: Lang,
    /// A name by which others reach this machine, for the certificate; may be given more than once.
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Vec<String>,
    /// An empty PostgreSQL database to keep everything in, instead of the folder:
    /// `postgres://USER:PASSWORD@HOST/DATABASE`. The keys stay in the folder.
    #[arg(
        long,
        env = "MITHAQ_STORE",
        value_name = "ADDRESS",
        hide_env_values = true
    )]
    pub(crate) store: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mithaq serve --dir ./node --listen 127.0.0.1:8443")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8443", value_name = "ADDRESS:PORT")]
    pub(crate) listen: SocketAddr,
    /// Serve without TLS. Only for this machine, or behind a proxy that adds TLS.
    #[arg(long)]
    pub(crate) plain_http: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mithaq import --dir ./node --subject cybercrime --tlp green feed.json\n  cat feed.json | mithaq import --dir ./node --subject cybercrime -"
)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// A field of cooperation that the objects belong to; may be given more than once.
    #[arg(long, value_name = "SUBJECT", value_parser = subject)]
    pub(crate) subject: Vec<String>,
    /// The marking of objects that carry none. Without it they are AMBER.
    #[arg(long, value_name = "clear|green|amber|amber+strict|red")]
    pub(crate) tlp: Option<Tlp>,
    /// Objects that are held already take the subjects and marking given here, too.
    #[arg(long)]
    pub(crate) change_handling: bool,
    /// The files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mithaq search --dir ./node harbour police\n  mithaq search --dir ./node الحموشي --kind identity\n  mithaq search --dir ./node '\"threat actor\" phish* -draft' --since 2026-01-01\n\nAll words must be there; \"several words\" in a row; word* for a beginning; -word for what must not be\nthere; OR between two. Spellings, accents, the article and attached particles do not matter; names are\nfound across scripts."
)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The words; without any, the newest objects are listed.
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Only this type, such as `indicator`; may be given more than once.
    #[arg(long, value_name = "TYPE")]
    pub(crate) kind: Vec<String>,
    /// Only versions made on this day, at this time, or later.
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<String>,
    /// Only versions made before this day or time.
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<String>,
    /// At most so many.
    #[arg(long, default_value_t = 20, value_name = "NUMBER", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=1000))]
    pub(crate) limit: usize,
    /// Go on behind this place, as the page before says.
    #[arg(long, value_name = "PLACE")]
    pub(crate) after: Option<SearchPlace>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mithaq export --dir ./node ours.json\n  mithaq export --dir ./node --kind indicator - > indicators.json\n\nIt is recorded in the log. Partners are given what agreements release, not exports."
)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// Only this type, such as `indicator`; may be given more than once.
    #[arg(long, value_name = "TYPE")]
    pub(crate) kind: Vec<String>,
    /// What partners gave, too; it stays theirs.
    #[arg(long)]
    pub(crate) received: bool,
    /// Every version, not only the latest.
    #[arg(long)]
    pub(crate) all_versions: bool,
    /// The file to make; `-` is standard output.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq backup --dir ./node node-2026-11-22.backup\n\nThe file holds the private keys, too: only its owner may read it."
)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The file to make.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mithaq restore --dir ./node-again node-2026-11-22.backup")]
pub(crate) struct RestoreArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The backup.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// An empty PostgreSQL database to restore into, instead of the folder.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) store: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq move-store --dir ./node --to postgres://mithaq@localhost/node\n\nStop `mithaq serve` first: whoever is being served meanwhile is told to wait, and the old store is closed\nfor good when everything has arrived."
)]
pub(crate) struct MoveStoreArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// An empty PostgreSQL database, as `postgres://USER:PASSWORD@HOST/DATABASE`, or `folder` for the
    /// node's own folder.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) to: String,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mithaq show --dir ./node indicator--…")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The id of the object, or its beginning.
    #[arg(value_name = "OBJECT")]
    pub(crate) object: String,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  mithaq graph --dir ./node indicator--…\n  mithaq graph --dir ./node indicator--… --to report--… --steps 6\n\nExit code with --to: 0 a way was found, 1 there is none within reach."
)]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The id of the object, or its beginning.
    #[arg(value_name = "OBJECT")]
    pub(crate) object: String,
    /// Another object: the shortest way to it is shown instead.
    #[arg(long, value_name = "OBJECT")]
    pub(crate) to: Option<String>,
    /// How many steps to go.
    #[arg(long, default_value_t = 2, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) steps: u32,
    /// How many objects to look at, at most.
    #[arg(long, default_value_t = 500, value_name = "NUMBER", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=100_000))]
    pub(crate) objects: usize,
    /// Also go along who made an object and how it is marked.
    #[arg(long)]
    pub(crate) authorship: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq validate feed.json\n\nExit code: 0 all valid, 1 something is invalid, 2 a file cannot be read."
)]
pub(crate) struct ValidateArgs {
    /// Show what STIX advises against, too.
    #[arg(long)]
    pub(crate) warnings: bool,
    /// The files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PartnerCommand {
    /// Add a partner from its card, or one without a node by its name.
    #[command(
        after_help = "Examples:\n  mithaq partner add --dir ./node partner-card.json\n  mithaq partner add --dir ./node --name \"Harbour Police\" --country MA"
    )]
    Add {
        #[command(flatten)]
        at: DirArgs,
        /// The partner's card: the output of its `mithaq partner card`.
        #[arg(required_unless_present = "name", conflicts_with_all = ["name", "country"])]
        card: Option<PathBuf>,
        /// What the partner's officer read to you of the card's fingerprint.
        #[arg(long, value_name = "HEX", requires = "card")]
        fingerprint: Option<String>,
        /// The name of a partner that has no node.
        #[arg(long, requires = "country", value_parser = words)]
        name: Option<String>,
        /// Its country, as two letters of ISO 3166-1.
        #[arg(long, value_name = "CC", value_parser = country)]
        country: Option<String>,
    },
    /// Print this node's own card, for partners.
    #[command(
        after_help = "Example:\n  mithaq partner card --dir ./node --url https://node.example:8443 > our-card.json"
    )]
    Card {
        #[command(flatten)]
        at: DirArgs,
        /// Where this node answers.
        #[arg(long)]
        url: Option<String>,
    },
    /// List the partners.
    #[command(after_help = "Example:\n  mithaq partner list --dir ./node")]
    List(DirArgs),
    /// Give a partner a token, end its tokens, or keep the token it gave us.
    #[command(
        after_help = "Examples:\n  mithaq partner token --dir ./node \"Harbour Police\"\n  mithaq partner token --dir ./node \"Harbour Police\" --revoke\n  mithaq partner token --dir ./node \"Harbour Police\" --received mithaq_…"
    )]
    Token {
        #[command(flatten)]
        at: DirArgs,
        /// The partner's name or identity.
        partner: String,
        /// End all tokens of the partner.
        #[arg(long, conflicts_with = "received")]
        revoke: bool,
        /// Keep the token that the partner gave us, to read from its node.
        #[arg(long, value_name = "TOKEN")]
        received: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum OfficerCommand {
    /// Make an account, or give one a new password. The password is printed once.
    #[command(after_help = "Example:\n  mithaq officer add --dir ./node amina --role liaison")]
    Add {
        #[command(flatten)]
        at: DirArgs,
        /// The name to sign in with.
        name: String,
        /// What the officer may do.
        #[arg(long, default_value = "viewer", value_parser = mithaq_node::ROLES)]
        role: String,
    },
    /// List the accounts.
    #[command(after_help = "Example:\n  mithaq officer list --dir ./node")]
    List(DirArgs),
}

#[derive(Debug, Subcommand)]
pub(crate) enum AgreementCommand {
    /// Draft an agreement from a readable file.
    #[command(
        after_help = "Example:\n  mithaq agreement new --dir ./node memorandum.toml\n\nA file to start from:\n  mithaq agreement new --example > memorandum.toml"
    )]
    New {
        #[command(flatten)]
        at: OptionalDirArgs,
        /// The draft.
        #[arg(required_unless_present = "example")]
        file: Option<PathBuf>,
        /// Print a draft to start from.
        #[arg(long)]
        example: bool,
    },
    /// Sign for this node's agency; prints the file for the other party.
    #[command(after_help = "Example:\n  mithaq agreement sign --dir ./node 3f2a > signed.json")]
    Sign {
        #[command(flatten)]
        which: AgreementArgs,
        /// Write the file here instead of printing it.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take in what the other party signed; checks the signature and the articles.
    #[command(after_help = "Example:\n  mithaq agreement accept --dir ./node signed.json")]
    Accept {
        #[command(flatten)]
        at: DirArgs,
        /// The file from the other party's `mithaq agreement sign`.
        file: PathBuf,
    },
    /// Record that a party notified the completion of its own procedures.
    #[command(
        after_help = "Example:\n  mithaq agreement notify --dir ./node 3f2a --party self --on 2026-11-20 --act \"cabinet decision\""
    )]
    Notify {
        #[command(flatten)]
        which: AgreementArgs,
        /// The party: `self`, or a partner's name or identity.
        #[arg(long)]
        party: String,
        /// The day of the notification.
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Date,
        /// The act that was notified.
        #[arg(long, value_parser = words)]
        act: String,
    },
    /// Stop giving anything under an agreement, from this moment.
    #[command(
        after_help = "Example:\n  mithaq agreement suspend --dir ./node 3f2a --reason \"annual review\""
    )]
    Suspend(ReasonArgs),
    /// Lift a suspension.
    #[command(
        after_help = "Example:\n  mithaq agreement resume --dir ./node 3f2a --reason \"review done\""
    )]
    Resume(ReasonArgs),
    /// Give notice; the agreement ends after its months of notice.
    #[command(
        after_help = "Example:\n  mithaq agreement terminate --dir ./node 3f2a --reason \"replaced\""
    )]
    Terminate(ReasonArgs),
    /// What the partner would receive if the agreement were in force, and why not the rest.
    #[command(after_help = "Example:\n  mithaq agreement preview --dir ./node 3f2a --lang fr")]
    Preview {
        #[command(flatten)]
        which: AgreementArgs,
        #[command(flatten)]
        lang: LangArgs,
    },
    /// Why an object is or is not released, under each agreement.
    #[command(
        after_help = "Example:\n  mithaq agreement explain --dir ./node indicator--… --lang ar"
    )]
    Explain {
        #[command(flatten)]
        at: DirArgs,
        /// The object's id.
        object: String,
        #[command(flatten)]
        lang: LangArgs,
    },
    /// List the agreements and where they stand.
    #[command(after_help = "Example:\n  mithaq agreement list --dir ./node")]
    List(DirArgs),
    /// Show an agreement in plain sentences, or as the policies that both nodes compile it to.
    #[command(after_help = "Example:\n  mithaq agreement show --dir ./node 3f2a --lang ar")]
    Show {
        #[command(flatten)]
        which: AgreementArgs,
        #[command(flatten)]
        lang: LangArgs,
        /// Show the Cedar policies.
        #[arg(long)]
        cedar: bool,
    },
}

#[derive(Clone, Debug, Args)]
pub(crate) struct OptionalDirArgs {
    /// The node's folder.
    #[arg(
        long,
        env = "MITHAQ_DIR",
        value_name = "FOLDER",
        required_unless_present = "example"
    )]
    pub(crate) dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct AgreementArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// The agreement's id, the beginning of its UUID, or its name.
    pub(crate) agreement: String,
}

#[derive(Debug, Args)]
pub(crate) struct ReasonArgs {
    #[command(flatten)]
    pub(crate) which: AgreementArgs,
    /// Why; kept in the log.
    #[arg(long, value_parser = words)]
    pub(crate) reason: String,
}

#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct LangArgs {
    /// The language of the sentences.
    #[arg(long, env = "MITHAQ_LANG", default_value = "en", value_name = "ar|fr|en", value_parser = language)]
    pub(crate) lang: Lang,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq pull --dir ./node\n\nKeep the receipts as files that anybody can check with `mithaq verify`:\n  mithaq pull --dir ./node --receipts ./receipts"
)]
pub(crate) struct PullArgs {
    #[command(flatten)]
    pub(crate) at: DirArgs,
    /// Only under this agreement.
    #[arg(long)]
    pub(crate) agreement: Option<String>,
    /// Write the receipts of what is read into this folder, one file for each page.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) receipts: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq verify receipt.json --key partner-card.json\n\nExit code: 0 proved, 1 not proved, 2 not a receipt."
)]
pub(crate) struct VerifyArgs {
    /// The receipt; `-` is standard input.
    pub(crate) receipt: PathBuf,
    /// The key of the log: a verifier key, or a file that holds one or the card of the node.
    #[arg(long, value_name = "KEY|FILE")]
    pub(crate) key: Option<String>,
    /// Take the key from this node's partners and from the node itself, if --key gives none.
    #[arg(long, env = "MITHAQ_DIR", value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// The objects that were received, to see whether they are those of the entry.
    #[arg(long, value_name = "FILE")]
    pub(crate) objects: Option<PathBuf>,
    /// A signed checkpoint of the same log to compare with.
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mithaq demo --listen 127.0.0.1:8443\n\nStop it with Ctrl-C. Without --dir nothing is kept."
)]
pub(crate) struct DemoArgs {
    /// Keep the three nodes in this folder, and go on with them next time.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
    /// Where the first node listens; the others take the next two ports. Port 0 takes free ones.
    #[arg(long, default_value = "127.0.0.1:8443", value_name = "ADDRESS:PORT")]
    pub(crate) listen: SocketAddr,
    /// Prepare everything, print it, and stop.
    #[arg(long)]
    pub(crate) once: bool,
}

fn country(text: &str) -> Result<String, String> {
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_code {
        Ok(text.to_ascii_uppercase())
    } else {
        Err("a country is two letters, as in MA".to_owned())
    }
}

/// Words for people: not empty, on one line.
fn words(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        Err("write a few words, on one line".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

fn language(text: &str) -> Result<Lang, String> {
    text.parse()
        .map_err(|_| "a language is ar, fr or en".to_owned())
}

fn subject(text: &str) -> Result<String, String> {
    let is_word = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if is_word {
        Ok(text.to_owned())
    } else {
        Err("a subject is a word of a-z, 0-9 and -, as in terrorism-financing".to_owned())
    }
}
