log-lead = Tous les actes de ce nœud, dans l’ordre. On ajoute des entrées, on n’en change aucune.
log-size = { $n ->
    [0] Le journal est vide
    [one] { $number } entrée
   *[other] { $number } entrées
}
log-origin = Origine
log-root = Racine de l’arbre
log-key = Clé du journal
log-sealed = Scellé le
log-checkpoint = Point de contrôle signé
log-entries = Entrées
log-number = N°
log-act = Acte
log-erased = contenu effacé
log-empty = Aucune entrée
log-empty-hint = Le premier acte de ce nœud, par exemple l’ajout d’un partenaire, sera l’entrée 0.
log-entry = Entrée { $value }
log-verified = { $n ->
    [one] Vérifié : l’arbre de { $number } entrée contient celle-ci.
   *[other] Vérifié : l’arbre de { $number } entrées contient celle-ci.
}
log-not-verified = Non vérifié :
log-not-proved = il n’a pu être prouvé que le journal contient cette entrée.
log-opening = Contenu
log-opening-lead = Le journal porte une empreinte qui fixe ce contenu. Avec le sel, chacun peut la recalculer.
log-erased-lead = Le contenu et son sel ont été effacés. L’empreinte demeure : le journal reste vérifiable et ne révèle rien.
log-salt = Sel
log-proof = Preuve d’inclusion
log-proof-lead = Combinées depuis la feuille, ces empreintes donnent la racine.
log-leaf = Feuille
log-path = Chemin
log-path-empty = aucun : la feuille est la racine
