today-waiting = { $n ->
    [0] nothing needs you
    [one] 1 thing needs you
   *[other] { $number } things need you
}
today-tasks = Waiting for you
today-nothing = Nothing needs you
today-next = Next date:
next-enters = enters into force on
today-nothing-hint = What partners propose, recall or send will be listed here, the oldest deadline first.
today-last-day = In the last 24 hours
today-latest = Latest in the log
task-due = due
task-sign = Sign, or answer why not
task-ending = Ends soon: renew it or let it end
task-denounced = Notice was given: last day in force { $value }
task-suspended = Suspended: resume it or end it
task-silent = The partner’s node does not answer
task-recalled = The partner recalled something that it gave
task-received = { $n ->
    [one] 1 new object from the partner
   *[other] { $number } new objects from the partner
}
