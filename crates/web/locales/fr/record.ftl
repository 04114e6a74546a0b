record-lead = Qui nous avons rencontré, où, quand, et ce qu’il en est résulté
record-count = { $n ->
    [0] aucune activité
    [one] { $number } activité
   *[other] { $number } activités
}
record-empty = Aucune rencontre enregistrée
record-empty-hint = Importez l’historique, ou acceptez ce qui a été lu dans un communiqué ; chaque rencontre s’inscrit ici avec ses sources.
record-contradiction = Les sources divergent :
record-followed = version suivie ici
record-no-date = sans date imprimée
record-date-elsewhere = date tirée d’autres articles
record-last-day-elsewhere = dernier jour tiré d’autres articles
record-name-elsewhere = nom tiré d’autres articles
when-days = du { $first } au { $last }
when-unknown = date non précisée
