//! `mithaq demo`: three invented agencies that exchange under agreements, for real: each with a
//! node, keys and a store of its own, over TLS on this machine. Beside them stands the record of
//! cooperation that the press reported.

mod data;
mod story;
mod tell;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use mithaq_node::{NewNode, Node, SystemClock, SystemRandomness};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use self::data::{Agency, agencies};
use crate::args::DemoArgs;
use crate::commands::serve::{listen, serve_node, server_tls, stop_signal, url_of};
use crate::home;
use crate::output::Output;

/// One agency of the demo, up and serving.
pub(crate) struct Actor {
    pub(crate) agency: Agency,
    pub(crate) node: Node,
    pub(crate) dir: PathBuf,
    pub(crate) url: String,
    /// The officer's password, known when the account was just made.
    pub(crate) password: String,
    listener: Option<TcpListener>,
}

pub(crate) async fn run(arguments: DemoArgs, output: &Output) -> anyhow::Result<ExitCode> {
    let mut asked_to_stop = pin!(stop_signal()?);
    let folder = Folder::of(arguments.dir)?;
    let mut actors = Vec::new();
    for (number, agency) in agencies()?.into_iter().enumerate() {
        let address = nth_address(arguments.listen, number)?;
        actors.push(Actor::begin(agency, folder.path(), address).await?);
    }
    let (stop, stopped) = watch::channel(false);
    let mut serving = Vec::new();
    for actor in &mut actors {
        if let Some(listener) = actor.listener.take() {
            let tls = server_tls(&actor.dir, &actor.node, false)?;
            let mut stopped = stopped.clone();
            let stop = async move {
                let _ = stopped.wait_for(|stop| *stop).await;
            };
            serving.push(tokio::spawn(serve_node(
                actor.node.clone(),
                listener,
                tls,
                stop,
            )));
        }
    }
    let told = tokio::select! {
        told = story::play(&mut actors, folder.path(), *output) => told?,
        () = &mut asked_to_stop => {
            output.note("stopping before everything was ready");
            // Whoever still writes would keep the folder from being removed.
            end(&stop, serving).await?;
            return Ok(ExitCode::FAILURE);
        }
    };
    // Of nodes that are gone in a moment nothing can be tried.
    let stays = !arguments.once || matches!(folder, Folder::Kept(_));
    tell::tell(&actors, &told, (folder.path(), stays), *output)?;
    if !arguments.once {
        asked_to_stop.await;
        output.note("stopping");
    }
    end(&stop, serving).await?;
    Ok(ExitCode::SUCCESS)
}

/// Asks the servers to stop, and waits until they have.
async fn end(
    stop: &watch::Sender<bool>,
    serving: Vec<JoinHandle<anyhow::Result<()>>>,
) -> anyhow::Result<()> {
    let _ = stop.send(true);
    for server in serving {
        server.await.context("a server of the demo")??;
    }
    Ok(())
}

impl Actor {
    /// Makes the agency's node, or opens it if an earlier run made it.
    async fn begin(agency: Agency, folder: &Path, address: SocketAddr) -> anyhow::Result<Self> {
        let dir = folder.join(&agency.key);
        let node = if dir.join("mithaq.db").exists() {
            home::open(&dir).await?
        } else {
            let new = NewNode {
                name: agency.own_name().to_owned(),
                country: agency.country.code.clone(),
                language: agency.language()?,
            };
            Node::create(
                dir.as_path(),
                &new,
                Arc::new(SystemClock),
                Arc::new(SystemRandomness),
            )
            .await?
        };
        let password = node.add_officer(OFFICER, "liaison").await?;
        let listener = listen(address).await?;
        let url = url_of(listener.local_addr()?, true);
        Ok(Self {
            agency,
            node,
            dir,
            url,
            password,
            listener: Some(listener),
        })
    }
}

/// The officer of each agency of the demo.
pub(crate) const OFFICER: &str = "officer";

/// Where the nodes are kept: where the caller says, or in a folder that goes away at the end.
enum Folder {
    Kept(PathBuf),
    Passing(TempDir),
}

impl Folder {
    fn of(dir: Option<PathBuf>) -> anyhow::Result<Self> {
        match dir {
            Some(dir) => {
                std::fs::create_dir_all(&dir)
                    .with_context(|| format!("`{}` cannot be made", dir.display()))?;
                Ok(Self::Kept(dir))
            }
            None => Ok(Self::Passing(
                tempfile::tempdir().context("a temporary folder")?,
            )),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Passing(dir) => dir.path(),
        }
    }
}

fn nth_address(first: SocketAddr, number: usize) -> anyhow::Result<SocketAddr> {
    if first.port() == 0 {
        return Ok(first);
    }
    let port = u16::try_from(number)
        .ok()
        .and_then(|number| first.port().checked_add(number))
        .context("the demo needs three ports in a row: choose a lower one with --listen")?;
    Ok(SocketAddr::new(first.ip(), port))
}
