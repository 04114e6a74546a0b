//! The `mithaq` program: one agency's node, from the command line.

mod args;
mod commands;
mod configuration;
mod demo;
mod failure;
mod home;
mod output;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::output::Output;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(arguments.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return output.failed(&error.into()),
    };
    let code = match runtime.block_on(run(arguments.command, &output)) {
        Ok(code) => code,
        Err(error) => output.failed(&error),
    };
    output.code(code)
}

async fn run(command: Command, output: &Output) -> anyhow::Result<ExitCode> {
    match command {
        Command::Agreement(command) => commands::agreement::run(command, output).await,
        Command::Backup(command) => commands::safekeeping::back_up(command, output).await,
        Command::Demo(command) => demo::run(command, output).await,
        Command::Doctor(command) => commands::doctor::run(&command, output).await,
        Command::Export(command) => commands::export::run(command, output).await,
        Command::Graph(command) => commands::graph::run(command, output).await,
        Command::Import(command) => commands::import::run(command, output).await,
        Command::Init(command) => commands::init::run(command, output).await,
        Command::MoveStore(command) => commands::safekeeping::move_store(command, output).await,
        Command::Officer(command) => commands::officer::run(command, output).await,
        Command::Partner(command) => commands::partner::run(command, output).await,
        Command::Pull(command) => commands::pull::run(command, output).await,
        Command::Restore(command) => commands::safekeeping::restore(command, output).await,
        Command::Search(command) => commands::search::run(command, output).await,
        Command::Serve(command) => commands::serve::run(command, output).await,
        Command::Show(command) => commands::graph::show(command, output).await,
        Command::Validate(command) => Ok(commands::validate::run(&command, *output)),
        Command::Verify(command) => commands::verify::run(command, output).await,
    }
}
