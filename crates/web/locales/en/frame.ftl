# The frame of every page, the door, and what can go wrong.
brand = Mithaq
brand-line = Security cooperation node
skip = Skip to the content
nav = Parts of the node
nav-work = Work
nav-today = Today
nav-cooperation = Cooperation
nav-agreements = Agreements
nav-exchange = Exchange
nav-record = Record
nav-trust = Trust
nav-log = Log
languages = Languages
foot = { $n ->
    [0] The log is empty
    [one] 1 entry in the log, sealed { $at }
   *[other] { $number } entries in the log, sealed { $at }
}

sign-in = Sign in
sign-out = Sign out
sign-in-name = Name
sign-in-password = Password
sign-in-no-match = Name and password do not match. Check both and try again. After several wrong attempts, signing in waits five minutes.
sign-in-wait = Too many attempts. Try again
sign-in-hint = If you have lost your password, ask the administrator of this node for a new one.

error-not-found = No such page
error-not-found-advice = Nothing stands at this address, or not for you. Check the address, or start again from Today.
error-forbidden = Not with your role
error-forbidden-advice = Your role does not include this act. An administrator of this node can tell you who may do it.
error-internal = The node could not answer
error-internal-advice = Nothing was lost and nothing was sent. Try again in a moment; if it happens again, tell the administrator the number below.
error-request = Number of the request:
error-home = To Today

date-time = { $date }, { $time } UTC
age-now = now
age-minutes = { $n ->
    [one] 1 minute ago
   *[other] { $number } minutes ago
}
age-hours = { $n ->
    [one] 1 hour ago
   *[other] { $number } hours ago
}
age-days = { $n ->
    [one] yesterday
   *[other] { $number } days ago
}
ahead-minutes = { $n ->
    [one] in 1 minute
   *[other] in { $number } minutes
}
ahead-hours = { $n ->
    [one] in 1 hour
   *[other] in { $number } hours
}
ahead-days = { $n ->
    [one] tomorrow
   *[other] in { $number } days
}

agreement = Agreement
partner = Partner
object = Object
handling = Handling
time = Time
article = article { $value }
unnamed = without a name
objects = { $n ->
    [0] no objects
    [one] 1 object
   *[other] { $number } objects
}
see-all = See all
pages = Pages of the list
newer = Newer
older = Older
