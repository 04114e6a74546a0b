object-facts = What it is
object-id = Identifier
object-type = Type
object-subjects = Subjects
object-origin = Origin
object-own = this agency
object-created = Created
object-modified = Last changed
object-accepted = Entered this node
object-sha256 = SHA-256 of the content
object-in-record = In the record
object-in-agreements = Its page as an agreement
object-properties = What it says
object-no-properties = It says nothing beside what stands above.
object-left-out = { $n ->
    [one] 1 further value stands in the received text only.
   *[other] { $number } further values stand in the received text only.
}
object-yes = yes
object-no = no
object-links = Links
object-no-links = It names nothing, and nothing names it.
object-relations = Relationships
object-this = this object
object-names = What it names
object-named-by = What names it
object-not-held = not held here
object-more-links = More links
object-first-links = From the first link
object-json = As it was received (JSON)
object-json-cut = The text is longer than what is shown here.
