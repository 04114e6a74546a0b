//! A schema of its own for each test on the PostgreSQL server that `MITHAQ_TEST_POSTGRES` names.

use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

const SERVER: &str = "MITHAQ_TEST_POSTGRES";

/// A schema that goes away with the test.
#[derive(Debug)]
pub struct Schema {
    server: String,
    name: String,
}

impl Schema {
    /// A new schema; nothing if there is no server.
    ///
    /// # Panics
    ///
    /// If the server that is named does not answer.
    #[must_use]
    pub fn new() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var(SERVER) else {
            report_missing();
            return None;
        };
        let place = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{place}", std::process::id());
        let schema = Self { server, name };
        schema.run(&format!("CREATE SCHEMA {}", schema.name));
        Some(schema)
    }

    /// The address of a store in it.
    pub fn address(&self) -> String {
        let Self { server, name } = self;
        let join = if server.contains('?') { '&' } else { '?' };
        format!("{server}{join}options=-csearch_path%3D{name}")
    }

    /// Runs statements in it.
    ///
    /// # Panics
    ///
    /// If the server refuses one.
    pub fn run(&self, sql: &str) {
        let sql = format!("SET search_path TO {}; {sql}", self.name);
        let server = self.server.clone();
        // The client has a runtime of its own, which must not begin inside another.
        let ran = std::thread::spawn(move || {
            let mut client = Client::connect(&server, NoTls)?;
            client.batch_execute(&sql)
        });
        ran.join()
            .expect("a client")
            .expect("statements that the server takes");
    }
}

#[expect(
    clippy::print_stdout,
    reason = "whoever runs the tests should see what was left out"
)]
fn report_missing() {
    println!("not run on PostgreSQL: {SERVER} is not set (see scripts/with-postgres)");
}

impl Drop for Schema {
    fn drop(&mut self) {
        self.run(&format!("DROP SCHEMA {} CASCADE", self.name));
    }
}
