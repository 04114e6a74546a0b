record-lead = Qui nous avons rencontré, où, quand, et ce qu’il en est résulté
record-count = { $n ->
    [0] aucune rencontre
    [one] { $number } rencontre
   *[other] { $number } rencontres
}
record-empty = Aucune rencontre enregistrée
record-empty-hint = Importez l’historique, ou acceptez ce qui a été lu dans un communiqué ; chaque rencontre s’inscrit ici avec ses sources.
record-contradiction = Les sources divergent sur
record-followed = retenu ici
when-days = du { $first } au { $last }
when-unknown = date non précisée
