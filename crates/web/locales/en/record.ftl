record-lead = Whom we met, where, when, and what came of it
record-count = { $n ->
    [0] no engagements
    [one] 1 engagement
   *[other] { $number } engagements
}
record-empty = No engagement on record
record-empty-hint = Import the record, or accept what was read from a communiqué; each engagement is listed here with its sources.
record-contradiction = The sources differ on
record-followed = followed here
when-days = { $first } to { $last }
when-unknown = date not stated
