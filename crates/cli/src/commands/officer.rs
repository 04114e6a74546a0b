//! `mithaq officer`: accounts for the pages.

use std::process::ExitCode;

use serde_json::json;

use crate::args::OfficerCommand;
use crate::home::open;
use crate::output::Output;

pub(crate) async fn run(command: OfficerCommand, output: &Output) -> anyhow::Result<ExitCode> {
    match command {
        OfficerCommand::Add { at, name, role } => {
            let node = open(&at.dir).await?;
            let password = node.add_officer(&name, &role).await?;
            output.report(&json!({ "name": name, "role": role, "password": password }));
            output.say(format_args!("{name} may sign in as {role}."));
            output.say(format_args!("  password  {password}  (printed only now)"));
        }
        OfficerCommand::List(at) => {
            let officers = open(&at.dir).await?.officers().await?;
            let rows: Vec<_> = officers
                .iter()
                .map(|officer| json!({ "name": officer.name, "role": officer.role }))
                .collect();
            output.report(&json!({ "officers": rows }));
            for officer in &officers {
                output.say(format_args!("{:10} {}", officer.role, officer.name));
            }
            if officers.is_empty() {
                output.say("Nobody has an account yet: mithaq officer add --dir FOLDER NAME --role liaison");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
