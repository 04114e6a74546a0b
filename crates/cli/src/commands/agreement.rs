//! `mithaq agreement`: from a draft to an agreement in force, and what it does.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use mithaq_node::{AgreementSummary, Explanation, Lang, Node, Preview, SignedAgreement, Standing};
use serde_json::{Value, json};

use crate::args::{AgreementArgs, AgreementCommand, ReasonArgs};
use crate::failure::Unreadable;
use crate::home::{open, read_text, shown, write_text};
use crate::output::Output;

/// A draft to start from: the demo's own memorandum.
const EXAMPLE: &str = include_str!("../../demo/agreements/memorandum.toml");

pub(crate) async fn run(command: AgreementCommand, output: &Output) -> anyhow::Result<ExitCode> {
    match command {
        AgreementCommand::New { at, file, example } => match (at.dir, file) {
            (Some(dir), Some(file)) if !example => draft(&dir, &file, *output).await?,
            _ => example_draft(*output),
        },
        AgreementCommand::Sign { which, out } => sign(which, out, *output).await?,
        AgreementCommand::Accept { at, file } => accept(&at.dir, &file, *output).await?,
        AgreementCommand::Notify {
            which,
            party,
            on,
            act,
        } => {
            let (node, id) = find(&which).await?;
            let party = match party.as_str() {
                "self" => node.identity().clone(),
                words => node.find_partner(words).await?.card.identity,
            };
            let standing = node.notify(&id, &party, on, &act).await?;
            tell_standing(id.as_str(), &standing, *output);
        }
        AgreementCommand::Suspend(arguments) => change(arguments, Change::Suspend, *output).await?,
        AgreementCommand::Resume(arguments) => change(arguments, Change::Resume, *output).await?,
        AgreementCommand::Terminate(arguments) => {
            change(arguments, Change::Terminate, *output).await?;
        }
        AgreementCommand::Preview { which, lang } => {
            let (node, id) = find(&which).await?;
            tell_preview(&node.preview(&id).await?, lang.lang, *output);
        }
        AgreementCommand::Explain { at, object, lang } => {
            let node = open(&at.dir).await?;
            let id = object
                .parse()
                .map_err(|error| Unreadable(format!("{error}")))?;
            let explanations = node.explain(&id).await?;
            let summaries = node.agreements().await?;
            tell_explanations(&explanations, &summaries, lang.lang, *output);
        }
        AgreementCommand::List(at) => list(&open(&at.dir).await?, *output).await?,
        AgreementCommand::Show { which, lang, cedar } => {
            let (node, id) = find(&which).await?;
            let view = node.agreement(&id, 0).await?;
            show(&view.summary, lang.lang, cedar, *output);
        }
    }
    Ok(ExitCode::SUCCESS)
}

enum Change {
    Suspend,
    Resume,
    Terminate,
}

async fn find(which: &AgreementArgs) -> anyhow::Result<(Node, mithaq_stix::ObjectId)> {
    let node = open(&which.at.dir).await?;
    let id = node.find_agreement(&which.agreement).await?;
    Ok((node, id))
}

async fn change(arguments: ReasonArgs, change: Change, output: Output) -> anyhow::Result<()> {
    let (node, id) = find(&arguments.which).await?;
    let reason = &arguments.reason;
    let standing = match change {
        Change::Suspend => node.suspend(&id, reason).await?,
        Change::Resume => node.resume(&id, reason).await?,
        Change::Terminate => node.terminate(&id, reason).await?,
    };
    tell_standing(id.as_str(), &standing, output);
    Ok(())
}

fn example_draft(output: Output) {
    if output.is_json() {
        output.report(&json!({ "draft": EXAMPLE }));
    } else {
        output.print(EXAMPLE);
    }
}

async fn draft(dir: &Path, file: &Path, output: Output) -> anyhow::Result<()> {
    let node = open(dir).await?;
    let text = read_text(file)?;
    let id = node
        .draft(&text)
        .await
        .with_context(|| format!("`{}`", file.display()))?;
    let view = node.agreement(&id, 0).await?;
    let preview = node.preview(&id).await?;
    output.report(&json!({
        "agreement": id.as_str(),
        "policy_sha256": view.summary.agreement().policy_sha256().to_string(),
        "would_release": preview.released,
        "would_withhold": preview.withheld,
    }));
    output.say(format_args!("Drafted {id}"));
    sentences(&view.summary, Lang::En, output);
    output.say(format_args!(
        "If it were in force now: {} objects released, {} withheld (`mithaq agreement preview`).",
        preview.released, preview.withheld
    ));
    output.say(format_args!(
        "Next: mithaq agreement sign --dir {} {}",
        dir.display(),
        short(id.as_str())
    ));
    Ok(())
}

async fn sign(which: AgreementArgs, out: Option<PathBuf>, output: Output) -> anyhow::Result<()> {
    let (node, id) = find(&which).await?;
    let signed = node.sign(&id).await?;
    match out {
        Some(path) => {
            write_text(&path, &signed.to_json())?;
            output.report(&json!({ "agreement": id.as_str(), "file": shown(&path), "signatures": signed.signatures.len() }));
            output.say(format_args!(
                "Signed. Send {} to the other party, who runs:",
                path.display()
            ));
            output.say(format_args!(
                "  mithaq agreement accept --dir FOLDER {}",
                path.display()
            ));
        }
        None => output.print(signed.to_json()),
    }
    let standing = node.agreement(&id, 0).await?.summary.standing;
    output.note(format_args!("the agreement is {}", words(&standing)));
    Ok(())
}

async fn accept(dir: &Path, file: &Path, output: Output) -> anyhow::Result<()> {
    let node = open(dir).await?;
    let text = read_text(file)?;
    let envelope = SignedAgreement::parse(text.as_bytes()).map_err(mithaq_node::ActError::from)?;
    let (id, signers) = node.accept_agreement(envelope).await?;
    let summary = node.agreement(&id, 0).await?.summary;
    output.report(&json!({
        "agreement": id.as_str(),
        "signed_by": signers.iter().map(|party| party.as_str().to_owned()).collect::<Vec<_>>(),
        "standing": summary.standing.code(),
    }));
    output.say(format_args!(
        "Accepted {id}; signatures verified: {}",
        signers.len()
    ));
    sentences(&summary, Lang::En, output);
    output.say(format_args!("It is {}.", words(&summary.standing)));
    if summary.waits_for_us() {
        output.say("Read it, then sign for your agency:");
        output.say(format_args!(
            "  mithaq agreement sign --dir {} {}",
            dir.display(),
            short(id.as_str())
        ));
    }
    Ok(())
}

async fn list(node: &Node, output: Output) -> anyhow::Result<()> {
    let summaries = node.agreements().await?;
    let rows: Vec<Value> = summaries.iter().map(row).collect();
    output.report(&json!({ "agreements": rows }));
    for summary in &summaries {
        let partners: Vec<&str> = summary
            .partners()
            .map(|party| party.name.as_str())
            .collect();
        output.say(format_args!(
            "{}  {}\n    with {}\n    {}; released {}, withheld {}, disclosed {} in {} pages",
            short(summary.agreement().id().as_str()),
            summary.agreement().name(Lang::En),
            partners.join(", "),
            words(&summary.standing),
            summary.totals.released,
            summary.totals.withheld,
            summary.disclosed.1,
            summary.disclosed.0,
        ));
    }
    if summaries.is_empty() {
        output.say(
            "No agreement yet. A draft to start from: mithaq agreement new --example > draft.toml",
        );
    }
    Ok(())
}

fn row(summary: &AgreementSummary) -> Value {
    json!({
        "agreement": summary.agreement().id().as_str(),
        "name": summary.agreement().name(Lang::En),
        "standing": summary.standing.code(),
        "permits": summary.standing.permits(),
        "partners": summary.partners().map(|party| party.name.clone()).collect::<Vec<_>>(),
        "released": summary.totals.released,
        "withheld": summary.totals.withheld,
        "sha256": summary.agreement().sha256().to_string(),
        "policy_sha256": summary.agreement().policy_sha256().to_string(),
    })
}

fn show(summary: &AgreementSummary, lang: Lang, cedar: bool, output: Output) {
    let mut report = row(summary);
    if let Some(members) = report.as_object_mut() {
        let sentences = summary
            .agreement()
            .sentences(lang)
            .into_iter()
            .map(|sentence| json!({ "article": sentence.article, "kind": sentence.kind.code(), "text": sentence.text }))
            .collect();
        members.insert("sentences".to_owned(), sentences);
        members.insert("cedar".to_owned(), summary.cedar().into());
    }
    output.report(&report);
    output.say(summary.agreement().name(lang));
    output.say(format_args!("  {}", words(&summary.standing)));
    for act in &summary.acts {
        output.say(format_args!("  {:10} {} {}", act.kind, act.at, act.party));
    }
    sentences(summary, lang, output);
    if cedar {
        output.say(summary.cedar());
    }
}

fn sentences(summary: &AgreementSummary, lang: Lang, output: Output) {
    for sentence in summary.agreement().sentences(lang) {
        let article = sentence.article.unwrap_or_else(|| "-".to_owned());
        output.say(format_args!(
            "  {:6} {article:>5}  {}",
            sentence.kind.code(),
            sentence.text
        ));
    }
}

fn tell_standing(id: &str, standing: &Standing, output: Output) {
    output.report(&json!({ "agreement": id, "standing": standing.code() }));
    output.say(format_args!("The agreement is {}.", words(standing)));
}

fn tell_preview(preview: &Preview, lang: Lang, output: Output) {
    let withheld: Vec<Value> = preview
        .withheld_for
        .iter()
        .map(|(_, (count, example))| {
            let reason = example.reasons.first();
            json!({
                "code": reason.map(|reason| reason.code.code()),
                "article": reason.and_then(|reason| reason.article.clone()),
                "objects": count, "example": example.id.as_str(),
                "sentence": reason.map(|reason| reason.sentence(lang)),
            })
        })
        .collect();
    output.report(&json!({
        "released": preview.released, "released_kinds": preview.released_kinds,
        "withheld": preview.withheld, "withheld_for": withheld,
    }));
    output.say(format_args!("would be released: {}", preview.released));
    for (kind, count) in &preview.released_kinds {
        output.say(format_args!("  {count:>8} {kind}"));
    }
    output.say(format_args!("would be withheld: {}", preview.withheld));
    for (count, example) in preview.withheld_for.values() {
        let sentence = example.reasons.first().map(|reason| reason.sentence(lang));
        output.say(format_args!(
            "  {count:>8} {}",
            sentence.unwrap_or_default()
        ));
        let name = example.name.as_deref().unwrap_or_default();
        output.say(format_args!("           for example {} {name}", example.id));
    }
}

fn tell_explanations(
    explanations: &[Explanation],
    summaries: &[AgreementSummary],
    lang: Lang,
    output: Output,
) {
    let rows: Vec<Value> = explanations
        .iter()
        .map(|explanation| {
            let reasons: Vec<Value> = explanation
                .sample
                .reasons
                .iter()
                .map(|reason| {
                    json!({
                        "code": reason.code.code(), "article": reason.article,
                        "rule": reason.rule, "sentence": reason.sentence(lang),
                    })
                })
                .collect();
            json!({
                "agreement": explanation.agreement.as_str(),
                "standing": explanation.standing.code(),
                "released": explanation.article.is_some(),
                "article": explanation.article, "reasons": reasons,
            })
        })
        .collect();
    output.report(&json!({ "explanations": rows }));
    for explanation in explanations {
        let name = summaries
            .iter()
            .find(|summary| *summary.agreement().id() == explanation.agreement)
            .map_or("", |summary| summary.agreement().name(lang));
        output.say(format_args!(
            "{}  {name}",
            short(explanation.agreement.as_str())
        ));
        match &explanation.article {
            Some(article) => output.say(format_args!("  released under article {article}")),
            None => output.say("  withheld:"),
        }
        for reason in &explanation.sample.reasons {
            output.say(format_args!(
                "  - {} ({})",
                reason.sentence(lang),
                reason.rule
            ));
        }
    }
    if explanations.is_empty() {
        output.say("There is no agreement yet, so nothing is released to anybody.");
    }
}

/// Where an agreement stands, in words.
fn words(standing: &Standing) -> String {
    match standing {
        Standing::InForce { since } => format!("in force since {since}"),
        Standing::Signed {
            in_force_from: Some(from),
        } => format!("signed by all, in force from {from}"),
        Standing::Signed { .. } => "signed by all, not yet in force".to_owned(),
        Standing::SignedPart => "signed, but not by all parties yet".to_owned(),
        Standing::Denounced { ends } => format!("denounced, in force until {ends}"),
        Standing::NotBinding => "signed; it grants no access".to_owned(),
        other => other.code().to_owned(),
    }
}

/// The first characters of an id's UUID, enough to name it by.
fn short(id: &str) -> &str {
    let uuid = id.rsplit("--").next().unwrap_or(id);
    uuid.get(..8).unwrap_or(uuid)
}
