search = Search
search-label = Search names and texts
search-filters = Filters
search-types = Types
search-since = Made on or after
search-until = Made up to
search-clear = Remove the filters
search-newest = Newest objects
search-named = Found in the name
search-mentioned = Found in the text
search-sounds-alike = Names that sound alike, in another spelling or another script
search-more = More results
search-none = Nothing was found
search-none-hint = Try fewer words, the beginning of a word with a star behind it (harb*), or fewer filters.
search-going-on = Nothing found so far
search-going-on-hint = Not all texts were read through yet: go on with “More results”.
search-empty = This node holds no object yet
search-empty-hint = What is imported here, or comes from partners, can be found here.
search-not-indexed = { $n ->
    [one] 1 version waits to be indexed and cannot be found yet.
   *[other] { $number } versions wait to be indexed and cannot be found yet.
}
search-no-date = no date
own = ours
from-partner = from { $value }
revoked = revoked
