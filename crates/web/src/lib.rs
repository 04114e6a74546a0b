//! Pages for people: server-rendered, in Arabic, French and English.
