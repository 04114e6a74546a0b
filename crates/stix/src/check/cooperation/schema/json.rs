//! JSON whose members stay in the order in which they are written.

use std::fmt::Write;

pub(super) enum Json {
    True,
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

pub(super) fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

pub(super) fn list(items: impl IntoIterator<Item = Json>) -> Json {
    Json::List(items.into_iter().collect())
}

pub(super) fn object<'n>(members: impl IntoIterator<Item = (&'n str, Json)>) -> Json {
    let members = members.into_iter();
    Json::Object(
        members
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

impl Json {
    /// The text, with two spaces for each level and short lists on one line.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        match self {
            Self::True => out.push_str("true"),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::List(items) => {
                let is_short = items
                    .iter()
                    .all(|item| !matches!(item, Self::List(_) | Self::Object(_)));
                Self::lines(items.iter(), "[]", is_short, depth, out, |item, out| {
                    item.write(depth + 1, out);
                });
            }
            Self::Object(members) => {
                Self::lines(
                    members.iter(),
                    "{}",
                    false,
                    depth,
                    out,
                    |(name, value), out| {
                        let _ = write!(out, "{}: ", quoted(name));
                        value.write(depth + 1, out);
                    },
                );
            }
        }
    }

    fn lines<T>(
        items: impl ExactSizeIterator<Item = T>,
        brackets: &str,
        is_short: bool,
        depth: usize,
        out: &mut String,
        write: impl Fn(T, &mut String),
    ) {
        let (open, close) = brackets.split_at(1);
        let last = items.len();
        out.push_str(open);
        for (position, item) in items.enumerate() {
            if !is_short {
                let _ = write!(out, "\n{:width$}", "", width = (depth + 1) * 2);
            }
            write(item, out);
            if position + 1 < last {
                out.push_str(if is_short { ", " } else { "," });
            }
        }
        if !is_short && last > 0 {
            let _ = write!(out, "\n{:width$}", "", width = depth * 2);
        }
        out.push_str(close);
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
