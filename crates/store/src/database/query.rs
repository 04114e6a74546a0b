//! Statements that are put together from what is asked.

use std::fmt::Write;

use super::Param;

/// A statement that grows with what is asked.
pub(crate) struct Query<'a> {
    pub(crate) sql: String,
    pub(crate) params: Vec<Param<'a>>,
}

impl<'a> Query<'a> {
    /// Adds words and the value behind them.
    pub(crate) fn push(&mut self, words: &str, value: impl Into<Param<'a>>) {
        self.params.push(value.into());
        let place = self.params.len();
        // Writing to a string cannot fail.
        let _ = write!(self.sql, "{words} ?{place}");
    }

    /// Adds a condition that ends in a value.
    pub(crate) fn and(&mut self, condition: &str, value: impl Into<Param<'a>>) {
        self.sql.push_str(" AND");
        self.push(&format!(" {condition}"), value);
    }

    /// Adds that a column has one of some values, if there are any.
    pub(crate) fn and_one_of(&mut self, column: &str, wanted: impl Iterator<Item = &'a str>) {
        let first = self.params.len() + 1;
        self.params.extend(wanted.map(Param::from));
        let places: Vec<String> = (first..=self.params.len())
            .map(|place| format!("?{place}"))
            .collect();
        if !places.is_empty() {
            let _ = write!(self.sql, " AND {column} IN ({})", places.join(", "));
        }
    }
}
