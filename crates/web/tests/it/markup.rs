//! A small reader of the pages' own HTML: tags in order, and the text between them.

/// One tag of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) is_end: bool,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|(attribute, _)| attribute == name);
        found.map(|(_, value)| value.as_str())
    }

    fn read(inside: &str) -> Self {
        let (is_end, inside) = match inside.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, inside.trim_end_matches('/')),
        };
        let (name, mut rest) = inside
            .split_once(char::is_whitespace)
            .unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest
                .find(|c: char| c == '=' || c.is_whitespace())
                .unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            if let Some(quoted) = after.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').expect("every value is closed");
                attributes.push((attribute.to_owned(), value.to_owned()));
                rest = after;
            } else {
                assert!(!after.starts_with('='), "unquoted value in <{inside}>");
                attributes.push((attribute.to_owned(), String::new()));
                rest = after;
            }
        }
        Self {
            name: name.to_owned(),
            is_end,
            attributes,
        }
    }
}

/// The tags of a page, in order. Values are quoted and hold no `>`: ours escape it.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    pieces(html).into_iter().filter_map(Result::err).collect()
}

/// The text of a page as a reader meets it: one line for each block, controls of direction left out.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    for piece in pieces(html) {
        match piece {
            Ok(words) => text.push_str(&words.replace('\n', " ")),
            Err(tag) if BLOCKS.contains(&tag.name.as_str()) => text.push('\n'),
            Err(_) => {}
        }
    }
    let lines = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let text = lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n");
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn pieces(html: &str) -> Vec<Result<String, Tag>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some((words, after)) = rest.split_once('<') {
        let (inside, after) = after.split_once('>').expect("every tag is closed");
        pieces.push(Ok(words.to_owned()));
        pieces.push(Err(Tag::read(inside)));
        rest = after;
    }
    pieces.push(Ok(rest.to_owned()));
    pieces
}

const BLOCKS: [&str; 19] = [
    "article", "dd", "div", "dt", "form", "h1", "h2", "h3", "h4", "header", "li", "nav", "option",
    "p", "section", "summary", "td", "th", "title",
];
