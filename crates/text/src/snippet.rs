//! Showing where a text has what was looked for.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::chars::is_direction_run;
use crate::find::Hit;
use crate::query::Query;

/// How many rows of words are shown in a text; those after them are not.
const MOST_HITS: usize = 10_000;

/// A part of a text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet<'t> {
    /// The part, cut where it begins and ends to be shown as found.
    pub fragments: Vec<Fragment<'t>>,
    /// Whether the text has something before it.
    pub cut_before: bool,
    /// Whether the text has something after it.
    pub cut_after: bool,
}

/// A run of a text that is shown in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment<'t> {
    /// The run, as it is written in the text.
    pub text: &'t str,
    /// Whether it is what was looked for.
    pub highlighted: bool,
}

/// The part of a text that best shows what was looked for, of about `width` characters at most.
///
/// The part with the most different words of the query is taken, then the one with the most words,
/// then the first; without any, the beginning of the text. It begins and ends between words, unless
/// a word alone is longer than `width`, and then not inside of what a reader takes for one character.
///
/// Characters that open or close a run of another direction are left out of the fragments, so that
/// one that is cut off cannot turn round the page that the part is shown on. Whoever shows it should
/// still isolate it (`<bdi>`, `dir="auto"`).
///
/// # Examples
///
/// ```
/// use mithaq_text::{Query, snippet};
///
/// let text = "The two agencies met in Rabat, and agreed to exchange indicators every day.";
/// let shown = snippet(&Query::parse("exchange"), text, 30);
/// let marked: Vec<_> = shown.fragments.iter().map(|run| (run.text, run.highlighted)).collect();
/// assert_eq!(marked, [("agreed to ", false), ("exchange", true), (" indicators", false)]);
/// assert!(shown.cut_before && shown.cut_after);
/// ```
pub fn snippet<'t>(query: &Query, text: &'t str, width: usize) -> Snippet<'t> {
    let marks = marks(query, text);
    let part = widen(text, best(text, &marks, width), width);
    Snippet {
        fragments: fragments(text, part.clone(), &marks),
        cut_before: part.start > 0,
        cut_after: part.end < text.len(),
    }
}

/// The whole text, cut where it begins and ends to be shown as found.
///
/// For names and titles; characters that open or close a run of another direction are left out.
///
/// # Examples
///
/// ```
/// use mithaq_text::{Query, highlight};
///
/// let runs = highlight(&Query::parse("رباط"), "قمة الرباط");
/// assert_eq!((runs[1].text, runs[1].highlighted), ("الرباط", true));
/// ```
pub fn highlight<'t>(query: &Query, text: &'t str) -> Vec<Fragment<'t>> {
    fragments(text, 0..text.len(), &marks(query, text))
}

/// What is shown as found: hits that overlap are one, with the groups of all.
fn marks(query: &Query, text: &str) -> Vec<Hit> {
    let mut hits = query.matcher().hits(text, MOST_HITS);
    hits.sort_by_key(|hit| (hit.span.start, hit.span.end));
    let mut marks: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match marks.last_mut() {
            Some(last) if hit.span.start < last.span.end => {
                last.span.end = last.span.end.max(hit.span.end);
                last.group |= hit.group;
            }
            _ => marks.push(hit),
        }
    }
    marks
}

/// The marks that fit together into the width and say most.
fn best(text: &str, marks: &[Hit], width: usize) -> Range<usize> {
    let places = places(text, marks);
    let mut found = [0_u32; 64];
    let mut best = (0, 0, 0..0);
    let mut until = 0;
    for (from, (mark, (start, _))) in marks.iter().zip(&places).enumerate() {
        let fits = |at: usize| places.get(at).is_some_and(|(_, end)| end - start <= width);
        while until < marks.len() && (until <= from || fits(until)) {
            count(&mut found, marks.get(until), |count| *count += 1);
            until += 1;
        }
        let distinct = found.iter().filter(|count| **count > 0).count();
        let end = marks
            .get(until - 1)
            .map_or(mark.span.end, |last| last.span.end);
        if (distinct, until - from) > (best.0, best.1) {
            best = (distinct, until - from, mark.span.start..end);
        }
        count(&mut found, Some(mark), |count| {
            *count = count.saturating_sub(1);
        });
    }
    best.2
}

fn count(found: &mut [u32; 64], mark: Option<&Hit>, change: impl Fn(&mut u32)) {
    let groups = mark.map_or(0, |mark| mark.group);
    for (number, count) in found.iter_mut().enumerate() {
        if groups >> number & 1 == 1 {
            change(count);
        }
    }
}

/// Where the marks begin and end, counted in characters.
fn places(text: &str, marks: &[Hit]) -> Vec<(usize, usize)> {
    let mut at = (0, 0);
    let mut place = |byte: usize| {
        at.1 += text
            .get(at.0..byte)
            .map_or(0, |passed| passed.chars().count());
        at.0 = byte;
        at.1
    };
    marks
        .iter()
        .map(|mark| (place(mark.span.start), place(mark.span.end)))
        .collect()
}

/// The part with as much of its surroundings as the width allows, or its beginning if it is longer.
fn widen(text: &str, core: Range<usize>, width: usize) -> Range<usize> {
    let (before, inside, after) = (
        text.get(..core.start).unwrap_or_default(),
        text.get(core.clone()).unwrap_or_default(),
        text.get(core.end..).unwrap_or_default(),
    );
    let Some(spare) = width.checked_sub(inside.chars().count()) else {
        return core.start..core.start + head(inside, width);
    };
    // Each side gets half, and what the other side does not need.
    let left = before.chars().rev().take(spare).count();
    let right = after.chars().take(spare).count();
    let right = right.min(spare.saturating_sub(left.min(spare / 2)));
    let left = left.min(spare - right);
    core.start - tail(before, left)..core.end + head(after, right)
}

/// How many bytes of the text's beginning to show, of so many characters at most.
fn head(text: &str, chars: usize) -> usize {
    let Some((limit, next)) = text.char_indices().nth(chars) else {
        return text.len();
    };
    let shown = text.get(..limit).unwrap_or_default();
    if next.is_whitespace() {
        return shown.trim_end().len();
    }
    match shown.rfind(char::is_whitespace) {
        Some(space) => shown.get(..space).unwrap_or_default().trim_end().len(),
        None => cluster_border(text, limit, false),
    }
}

/// How many bytes of the text's end to show, of so many characters at most.
fn tail(text: &str, chars: usize) -> usize {
    let Some(before) = text.chars().rev().nth(chars) else {
        return text.len();
    };
    let limit = text
        .char_indices()
        .rev()
        .take(chars)
        .last()
        .map_or(text.len(), |(at, _)| at);
    let shown = text.get(limit..).unwrap_or_default();
    if before.is_whitespace() {
        return shown.trim_start().len();
    }
    match shown.find(char::is_whitespace) {
        Some(space) => shown.get(space..).unwrap_or_default().trim_start().len(),
        None => text.len() - cluster_border(text, limit, true),
    }
}

/// The nearest place before or after this one where no character of the reader's is cut.
fn cluster_border(text: &str, at: usize, after: bool) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    if cursor.is_boundary(text, 0) != Ok(false) {
        return at;
    }
    let border = if after {
        cursor.next_boundary(text, 0)
    } else {
        cursor.prev_boundary(text, 0)
    };
    border.ok().flatten().unwrap_or(at)
}

/// The part of the text in runs of one kind, without the characters that turn its direction.
fn fragments<'t>(text: &'t str, part: Range<usize>, marks: &[Hit]) -> Vec<Fragment<'t>> {
    let mut runs = Vec::new();
    let mut at = part.start;
    for mark in marks {
        let start = mark.span.start.clamp(at, part.end);
        let end = mark.span.end.clamp(start, part.end);
        run(text, at..start, false, &mut runs);
        run(text, start..end, true, &mut runs);
        at = end;
    }
    run(text, at..part.end, false, &mut runs);
    runs
}

fn run<'t>(text: &'t str, span: Range<usize>, highlighted: bool, runs: &mut Vec<Fragment<'t>>) {
    let pieces = text.get(span).unwrap_or_default().split(is_direction_run);
    let pieces = pieces.filter(|piece| !piece.is_empty());
    runs.extend(pieces.map(|text| Fragment { text, highlighted }));
}
