//! HTML that is safe to put into a page as it stands.

use std::fmt;

/// A piece of HTML that is complete and already escaped.
///
/// Only this crate makes one, of its own elements and of escaped text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markup(String);

impl Markup {
    /// An element with attributes and one text inside; values and text are escaped.
    pub(crate) fn element(name: &str, attributes: &[(&str, &str)], text: &str) -> Self {
        let attributes: Vec<_> = attributes.iter().map(attribute).collect();
        Self(format!(
            "<{name}{}>{}</{name}>",
            attributes.concat(),
            escape(text)
        ))
    }

    /// An element with a text in runs; what was found stands in an element of its own.
    pub(crate) fn marked(
        name: &str,
        attributes: &[(&str, &str)],
        runs: impl Iterator<Item = (String, bool)>,
    ) -> Self {
        let attributes: Vec<_> = attributes.iter().map(attribute).collect();
        let inside = runs.map(|(text, found)| match (escape(&text), found) {
            (text, true) => format!("<mark>{text}</mark>"),
            (text, false) => text,
        });
        let inside = inside.collect::<Vec<_>>().concat();
        Self(format!("<{name}{}>{inside}</{name}>", attributes.concat()))
    }

    /// A picture from the sheet of icons; it says nothing that the words beside it do not.
    pub(crate) fn icon(class: &str, address: &str) -> Self {
        let (class, address) = (escape(class), escape(address));
        Self(format!(
            r#"<svg class="{class}" aria-hidden="true"><use href="{address}"/></svg>"#
        ))
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Markup {}

fn attribute((name, value): &(&str, &str)) -> String {
    format!(" {name}=\"{}\"", escape(value))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_cannot_leave_their_place() {
        let markup = Markup::element("bdi", &[("lang", "\"><script>")], "<b>&'");
        insta::assert_snapshot!(
            markup,
            @r#"<bdi lang="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</bdi>"#
        );
    }
}
