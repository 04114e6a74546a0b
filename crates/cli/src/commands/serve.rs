//! `mithaq serve`: pages for officers, TAXII 2.1 for partners, until told to stop.

use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use mithaq_node::Node;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::args::ServeArgs;
use crate::home::{certificate, open};
use crate::output::Output;

/// How often a node looks whether time alone has changed something.
const TICK: Duration = Duration::from_secs(10);

pub(crate) async fn run(arguments: ServeArgs, output: &Output) -> anyhow::Result<ExitCode> {
    tell_what_happens();
    let dir = &arguments.at.dir;
    let node = open(dir).await?;
    let tls = server_tls(dir, &node, arguments.plain_http)?;
    let listener = listen(arguments.listen).await?;
    let address = listener.local_addr()?;
    let url = url_of(address, tls.is_some());
    let stop = stop_signal()?;
    if tls.is_none() && !address.ip().is_loopback() {
        output.note("warning: tokens and objects cross the network in the clear: put a proxy with TLS before this address");
    }
    output.report(&json!({ "ready": true, "url": url, "taxii": format!("{url}/taxii2/") }));
    output.say(format_args!("ready: {url}"));
    output.say(format_args!("  pages  {url}/"));
    output.say(format_args!("  TAXII  {url}/taxii2/"));
    serve_node(node, listener, tls, stop).await?;
    Ok(ExitCode::SUCCESS)
}

/// Serves one node on an address until `stop` comes.
pub(crate) async fn serve_node(
    node: Node,
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let app: Router = mithaq_exchange::router(node.clone()).merge(mithaq_web::router(node.clone()));
    let app = mithaq_exchange::answering_within(node.limits().request_time, app);
    let ticking = tokio::spawn(tick(node));
    let served = mithaq_exchange::serve(listener, tls, app, stop).await;
    ticking.abort();
    served.context("the server stopped")
}

/// The TLS side of a node's server; nothing for plain HTTP.
pub(crate) fn server_tls(
    dir: &Path,
    node: &Node,
    plain_http: bool,
) -> anyhow::Result<Option<Arc<rustls::ServerConfig>>> {
    if plain_http {
        return Ok(None);
    }
    Ok(Some(certificate(dir, node)?.server_config()?))
}

pub(crate) async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        let advice = match error.kind() {
            ErrorKind::AddrInUse => "another program is there; choose another port with --listen",
            ErrorKind::AddrNotAvailable => {
                "this machine has no such address; choose another with --listen"
            }
            ErrorKind::PermissionDenied => {
                "this user may not; choose a port above 1023 with --listen"
            }
            _ => "choose another address with --listen",
        };
        anyhow::Error::from(error).context(format!("cannot listen on {address}: {advice}"))
    })
}

pub(crate) fn url_of(address: SocketAddr, tls: bool) -> String {
    format!("{}://{address}", if tls { "https" } else { "http" })
}

/// Completes when somebody presses Ctrl-C or the system asks the program to end.
///
/// It listens from this call on, not only from when it is waited for: who reads `ready` and asks
/// at once is heard.
pub(crate) fn stop_signal() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let listen = |kind| signal(kind).context("the system's signals cannot be heard");
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => (),
            _ = terminate.recv() => (),
        }
    })
}

async fn tick(node: Node) {
    let mut ticks = tokio::time::interval(TICK);
    loop {
        ticks.tick().await;
        if let Err(error) = node.tick().await {
            tracing::error!(error = %error, "decisions that are due could not be made");
        }
    }
}

/// Turns on the program's own log, on standard error; `RUST_LOG` says how much.
fn tell_what_happens() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
