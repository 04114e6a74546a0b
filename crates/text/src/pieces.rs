//! Cutting a query at its signs.

/// A word of a query, perhaps with others joined to it, or what stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// Without the signs.
    pub(crate) text: &'t str,
    /// After a hyphen.
    pub(crate) excluded: bool,
    /// Before an asterisk.
    pub(crate) star: bool,
    /// `OR` or `|`.
    pub(crate) or: bool,
}

/// The pieces of a query in their order.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let body = rest
            .strip_prefix('-')
            .filter(|body| body.starts_with(can_be_excluded));
        let excluded = body.is_some();
        let body = body.unwrap_or(rest);
        if body.is_empty() {
            return None;
        }
        let (inside, after) = quoted(body).unwrap_or_else(|| until_space(body));
        let quoted = body.starts_with(is_quote);
        let starred = inside.trim_end_matches('*');
        rest = after.strip_prefix('*').filter(|_| quoted).unwrap_or(after);
        Some(Piece {
            text: starred,
            excluded,
            star: starred.len() < inside.len() || rest.len() < after.len(),
            or: !quoted && !excluded && matches!(inside, "OR" | "|"),
        })
    })
}

fn can_be_excluded(c: char) -> bool {
    c.is_alphanumeric() || is_quote(c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„')
}

/// What stands in the quotation marks with which the text begins, and what follows them; a mark
/// that is never closed reaches to the end.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(is_quote)?;
    Some(inside.split_once(is_quote).unwrap_or((inside, "")))
}

fn until_space(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || is_quote(c));
    text.split_at_checked(end.unwrap_or(text.len()))
        .unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let sign = |on: bool, sign: &'static str| if on { sign } else { "" };
        pieces(text)
            .map(|piece| {
                let (not, star) = (sign(piece.excluded, "-"), sign(piece.star, "*"));
                format!("{not}{}{star}{}", piece.text, sign(piece.or, "?"))
            })
            .collect()
    }

    #[test]
    fn signs_are_signs_only_where_they_make_sense() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \t ", &[]),
            ("one two", &["one", "two"]),
            ("one OR two | or", &["one", "OR?", "two", "|?", "or"]),
            (
                "-one -\"two three\" - --four",
                &["-one", "-two three", "-", "--four"],
            ),
            ("« ألف باء » “c d”", &[" ألف باء ", "c d"]),
            ("\"open end", &["open end"]),
            ("\"\" \"", &["", ""]),
            (
                "wor* \"two wor*\" \"two wor\"* *",
                &["wor*", "two wor*", "two wor*", "*"],
            ),
            ("a\"b c\"d", &["a", "b c", "d"]),
            ("-OR \"OR\"", &["-OR", "OR"]),
            ("CVE-2021-44228 -T1059", &["CVE-2021-44228", "-T1059"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&read(text), expected, "{text}");
        }
    }
}
