today-waiting = { $n ->
    [0] rien ne vous attend
    [one] { $number } affaire vous attend
   *[other] { $number } affaires vous attendent
}
today-tasks = En attente de votre part
today-nothing = Rien ne vous attend
today-next = Prochaine échéance :
next-enters = entre en vigueur le
today-nothing-hint = Ce que les partenaires proposent, rappellent ou envoient s’inscrit ici, l’échéance la plus proche en tête.
today-last-day = Ces dernières 24 heures
today-latest = Dernières entrées du journal
task-due = échéance
task-sign = À signer, ou motiver le refus
task-ending = Expire bientôt : renouveler ou laisser expirer
task-denounced = Dénoncé : dernier jour en vigueur le { $value }
task-suspended = Suspendu : reprendre ou mettre fin
task-silent = Le nœud du partenaire ne répond pas
task-recalled = Le partenaire a rappelé un objet communiqué
task-received = { $n ->
    [one] { $number } nouvel objet du partenaire
   *[other] { $number } nouveaux objets du partenaire
}
