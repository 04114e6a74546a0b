//! The socket: accepts connections, does TLS beside the accepting, and stops gracefully.

use std::collections::VecDeque;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, Sleep, sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// Connections at one time, those in their handshake among them.
const MOST_CONNECTIONS: usize = 512;
/// Handshakes at one time; when one more comes, the oldest is given up.
const MOST_HANDSHAKES: usize = 128;
/// How long a handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// How long a connection may carry nothing in either direction; longer than any request takes.
const IDLE_TIME: Duration = Duration::from_mins(1);
/// How long requests may go on after the server was told to stop.
const FAREWELL_TIME: Duration = Duration::from_secs(10);
/// How long to wait when the system has no room for one more connection.
const NO_ROOM_TIME: Duration = Duration::from_secs(1);

/// Serves `app` on `listener`, with TLS if there is a configuration for it, until `shutdown` is done.
///
/// Then no connection is accepted any more, and requests that are being answered have ten seconds.
/// A client that is stuck in its handshake holds up nobody: handshakes run beside the accepting,
/// each at most ten seconds. A connection that carries nothing for a minute is closed.
///
/// # Errors
///
/// If the listener does not know its own address.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    app: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let door = Door::open(listener, tls)?;
    let (stopping, stopped) = oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        let _ = stopping.send(());
    };
    let serving = axum::serve(door, app).with_graceful_shutdown(shutdown);
    let farewell = async move {
        match stopped.await {
            Ok(()) => sleep(FAREWELL_TIME).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        served = serving.into_future() => served,
        () = farewell => {
            tracing::warn!("stopped while connections were still open");
            Ok(())
        }
    }
}

/// Gives out connections that are ready to be spoken on.
struct Door {
    address: SocketAddr,
    ready: mpsc::Receiver<(Connection, SocketAddr)>,
    /// The task that accepts; it ends with the door.
    _accepting: JoinSet<()>,
}

impl Door {
    fn open(listener: TcpListener, tls: Option<Arc<ServerConfig>>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(1);
        let mut accepting = JoinSet::new();
        accepting.spawn(accept_all(listener, tls.map(TlsAcceptor::from), sender));
        Ok(Self {
            address,
            ready,
            _accepting: accepting,
        })
    }
}

impl Listener for Door {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn accept_all(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    ready: mpsc::Sender<(Connection, SocketAddr)>,
) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut handshakes = Handshakes::default();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let (stream, address) = accept_one(&listener).await;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection was gone before it was used");
            continue;
        }
        let ready = ready.clone();
        let Some(tls) = tls.clone() else {
            let connection = Connection::new(Box::new(stream), place);
            let _ = ready.send((connection, address)).await;
            continue;
        };
        handshakes.begin(async move {
            match timeout(HANDSHAKE_TIME, tls.accept(stream)).await {
                Ok(Ok(stream)) => {
                    let connection = Connection::new(Box::new(stream), place);
                    let _ = ready.send((connection, address)).await;
                }
                Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                Err(_) => tracing::debug!("a TLS handshake took too long"),
            }
        });
    }
}

async fn accept_one(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            // The client went away again: nothing is wrong here.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => (),
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted: the system has no room");
                sleep(NO_ROOM_TIME).await;
            }
        }
    }
}

/// The handshakes that are going on. Those who are stuck make room for those who come.
#[derive(Default)]
struct Handshakes {
    tasks: JoinSet<()>,
    oldest_first: VecDeque<AbortHandle>,
}

impl Handshakes {
    fn begin(&mut self, handshake: impl Future<Output = ()> + Send + 'static) {
        while self.tasks.try_join_next().is_some() {}
        if self.oldest_first.len() >= MOST_HANDSHAKES {
            self.oldest_first.retain(|task| !task.is_finished());
        }
        if self.oldest_first.len() >= MOST_HANDSHAKES
            && let Some(oldest) = self.oldest_first.pop_front()
        {
            oldest.abort();
        }
        self.oldest_first.push_back(self.tasks.spawn(handshake));
    }
}

/// A byte stream, with TLS or without.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// A connection that ends when it carries nothing for [`IDLE_TIME`].
struct Connection {
    wire: Box<dyn Wire>,
    idle: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

impl Connection {
    fn new(wire: Box<dyn Wire>, place: OwnedSemaphorePermit) -> Self {
        Self {
            wire,
            idle: Box::pin(sleep(IDLE_TIME)),
            _place: place,
        }
    }

    /// Passes on what the wire says; if it waits, only until the connection has idled too long.
    fn watch<T>(
        &mut self,
        cx: &mut Context<'_>,
        poll: impl FnOnce(Pin<&mut (dyn Wire + 'static)>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(done) = poll(Pin::new(&mut *self.wire), cx) {
            self.idle.as_mut().reset(Instant::now() + IDLE_TIME);
            return Poll::Ready(done);
        }
        ready!(self.idle.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.watch(cx, |wire, cx| wire.poll_read(cx, buffer))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.watch(cx, |wire, cx| wire.poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.watch(cx, |wire, cx| wire.poll_write_vectored(cx, pieces))
    }

    fn is_write_vectored(&self) -> bool {
        self.wire.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.watch(cx, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.watch(cx, AsyncWrite::poll_shutdown)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    async fn connected() -> (Connection, tokio::io::DuplexStream) {
        let (near, far) = duplex(64);
        let places = Arc::new(Semaphore::new(1));
        let place = places.acquire_owned().await.unwrap();
        (Connection::new(Box::new(near), place), far)
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_carries_nothing_ends_after_a_minute() {
        let (mut connection, _far) = connected().await;
        let start = Instant::now();
        let error = connection.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn whatever_is_carried_begins_a_new_minute() {
        let (mut connection, mut far) = connected().await;
        let start = Instant::now();
        tokio::spawn(async move {
            sleep(Duration::from_secs(40)).await;
            far.write_u8(7).await.unwrap();
            std::future::pending::<()>().await;
        });
        assert_eq!(connection.read_u8().await.unwrap(), 7);
        let error = connection.read_u8().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed().as_secs(), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_of_too_many_handshakes_gives_way() {
        let mut handshakes = Handshakes::default();
        let ended = Arc::new(Semaphore::new(MOST_HANDSHAKES + 2));
        for _ in 0..MOST_HANDSHAKES + 2 {
            let stuck = Arc::clone(&ended).acquire_owned().await.unwrap();
            handshakes.begin(async move {
                let _stuck = stuck;
                std::future::pending::<()>().await;
            });
        }
        sleep(Duration::from_secs(1)).await;
        assert_eq!(ended.available_permits(), 2);
    }
}
