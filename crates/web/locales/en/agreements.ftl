agreements-lead = What we have promised, to whom, and whether it holds today.
agreements-empty = No agreement yet
agreements-empty-hint = Write a draft and propose it to a partner; it is listed here from the first draft on.
standing = Standing
in-force-from = In force from
ends-on = Last day
no-end = no end

standing-draft = draft
standing-signed-part = signed by some
standing-signed = signed
standing-in-force = in force
standing-suspended = suspended
standing-denounced = notice given
standing-terminated = terminated
standing-expired = expired
standing-not-binding = not binding

agreement-life = Life of the agreement
agreement-ends = Last day in force:
agreement-no-end = No end date
agreement-notice = { $n ->
    [0] ends by notice at once
    [one] 1 month’s notice
   *[other] { $number } months’ notice
}
step-drafted = Drafted
step-proposed = Proposed
step-signed = Signed by all
step-in-force = In force
step-suspended = Suspended
step-denounced = Notice given
step-ended = End

agreement-in-words = In words
agreement-no-terms = Nothing may be given under it
agreement-no-terms-hint = An article that grants something, with its terms, is put into plain words here.
sentence-allow = Allowed:
sentence-only = Only:
sentence-never = Never:
article-title = Article { $value } –
agreement-articles = Articles

agreement-seen = What the partner can see
seen-count = { $n ->
    [one] 1 object is available to the partner.
   *[other] { $number } objects are available to the partner.
}
seen-empty = The partner sees nothing
seen-empty-hint = Once the agreement is in force, what its articles permit is listed here.
agreement-withheld = Withheld, and why
withheld-count = { $n ->
    [one] 1 object is withheld.
   *[other] { $number } objects are withheld.
}
withheld-empty = Nothing is withheld
withheld-empty-hint = What an article does not permit is listed here with the reason.

agreement-signatures = Signatures
us = this node
signed-at = Signed
not-signed = not signed yet
agreement-sha256 = SHA-256 of the signed text
policy-sha256 = SHA-256 of the compiled terms
agreement-cedar = The terms as Cedar policies
