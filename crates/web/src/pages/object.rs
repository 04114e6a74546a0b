//! One object: what it is, what it says, and what it is linked with.

use askama::Template;
use axum::response::Html;
use jiff::Timestamp;
use mithaq_stix::Tlp;

use crate::foreign::Foreign;
use crate::page::{self, Page, RenderPageError};
use crate::pages::AgreementRef;
use crate::pages::shared::{encoded, path_with};
use crate::strings::Key;
use crate::words::Word;

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectView {
    /// Its id, `indicator--…`.
    pub id: String,
    /// Its type.
    pub kind: Word,
    /// What it is called, if it is called anything.
    pub name: Option<Foreign>,
    /// How far it may go.
    pub tlp: Tlp,
    /// What it is about.
    pub subjects: Vec<Word>,
    /// Whether it was revoked.
    pub is_revoked: bool,
    /// From whom it came; none if it is our own.
    pub giver: Option<Giver>,
    /// When it was created, if it says so.
    pub created_at: Option<Timestamp>,
    /// When this version was made, if it says so.
    pub modified_at: Option<Timestamp>,
    /// When this node accepted this version.
    pub accepted_at: Timestamp,
    /// SHA-256 of its canonical form, in hexadecimal.
    pub sha256: String,
    /// The page that tells it as what it is.
    pub elsewhere: Option<Elsewhere>,
    /// What it says, property by property.
    pub properties: Vec<Property>,
    /// How many of its values are not among them.
    pub left_out: u64,
    /// What relationships connect it with.
    pub relations: Vec<RelationLine>,
    /// What it names.
    pub names: Vec<LinkLine>,
    /// What names it.
    pub named_by: Vec<LinkLine>,
    /// Whether the links do not begin with the first.
    pub is_further: bool,
    /// The object behind which the links go on.
    pub more: Option<String>,
    /// Its text as it was received, indented.
    pub json: String,
    /// Whether the text is longer than that.
    pub json_is_cut: bool,
}

/// From whom an object came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Giver {
    /// The partner.
    pub partner: Foreign,
    /// The agreement under which it was given.
    pub agreement: Option<AgreementRef>,
}

/// Another page that tells the same object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Elsewhere {
    /// The record of cooperation.
    Record,
    /// The page of an agreement.
    Agreement,
}

impl Elsewhere {
    fn key(self) -> Key {
        match self {
            Self::Record => Key("object-in-record"),
            Self::Agreement => Key("object-in-agreements"),
        }
    }
}

/// A property and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The property.
    pub name: Word,
    /// Its values; one, if it is neither a list nor nested.
    pub values: Vec<Leaf>,
}

/// A value inside a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where in the property it stands, such as `1 / source_name`; empty if it needs no saying.
    pub place: String,
    /// The value.
    pub value: Value,
}

/// What a property says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(Foreign),
    /// A moment.
    Moment(Timestamp),
    /// A number, or anything else that is shown as it was written.
    Code(String),
    /// Yes or no.
    Flag(bool),
    /// Another object.
    Object(End),
}

/// An object at the other end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: Word,
    /// Its name, if it has one.
    pub name: Option<Foreign>,
    /// Whether it is held here; otherwise it is only named.
    pub is_held: bool,
}

/// A relationship that connects this object with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationLine {
    /// The id of the relationship.
    pub id: String,
    /// What it says, such as `uses`.
    pub relation: Word,
    /// The other object.
    pub other: End,
    /// Whether it leads from this object to the other one.
    pub is_outgoing: bool,
}

/// A link with another object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkLine {
    /// The properties that name.
    pub properties: Vec<Word>,
    /// The other object.
    pub other: End,
}

/// Writes the page.
///
/// # Errors
///
/// [`RenderPageError`] if the template could not be written; the answer is then a plain 500.
pub fn render(page: &Page, view: &ObjectView) -> Result<Html<String>, RenderPageError> {
    page::write(&ObjectTemplate { page, view })
}

#[derive(Template)]
#[template(path = "object.html")]
struct ObjectTemplate<'a> {
    page: &'a Page,
    view: &'a ObjectView,
}

impl ObjectView {
    fn has_links(&self) -> bool {
        !(self.relations.is_empty() && self.names.is_empty() && self.named_by.is_empty())
    }

    fn path(&self) -> String {
        format!("objects/{}", encoded(&self.id))
    }

    /// The same page with the links behind those that it shows.
    fn further(&self) -> Option<String> {
        let more = self.more.as_deref()?;
        Some(path_with(&self.path(), &[("links", Some(more))]))
    }

    /// The other page that tells the object: what it is called, and its path.
    fn told_elsewhere(&self) -> Option<(Key, String)> {
        let id = encoded(&self.id);
        let elsewhere = self.elsewhere?;
        let path = match elsewhere {
            Elsewhere::Record => format!("record?at={id}#{id}"),
            Elsewhere::Agreement => format!("agreements/{id}"),
        };
        Some((elsewhere.key(), path))
    }
}

impl Property {
    /// Whether a list is needed to show its values.
    fn is_list(&self) -> bool {
        self.values.len() != 1 || self.values.iter().any(|leaf| !leaf.place.is_empty())
    }
}

impl Page {
    /// The address of an object's page.
    pub(crate) fn object_url(&self, id: &str) -> String {
        self.url(format_args!("objects/{}", encoded(id)))
    }
}
