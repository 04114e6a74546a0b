record-lead = Whom we met, where, when, and what came of it
record-count = { $n ->
    [0] no entries
    [one] 1 entry
   *[other] { $number } entries
}
record-empty = No engagement on record
record-empty-hint = Import the record, or accept what was read from a communiqué; each engagement is listed here with its sources.
record-contradiction = The sources differ:
record-followed = followed here
record-no-date = no printed date
record-date-elsewhere = date from other reports
record-last-day-elsewhere = last day from other reports
record-name-elsewhere = name from other reports
when-days = { $first } to { $last }
when-unknown = date not stated
