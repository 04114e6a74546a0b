agreements-lead = Ce que nous avons promis, à qui, et si cela vaut aujourd’hui.
agreements-empty = Aucun accord
agreements-empty-hint = Rédigez un projet et proposez-le à un partenaire ; il figure ici dès sa première rédaction.
standing = État
in-force-from = En vigueur depuis
ends-on = Dernier jour
no-end = sans terme

standing-draft = projet
standing-signed-part = signé en partie
standing-signed = signé
standing-in-force = en vigueur
standing-suspended = suspendu
standing-denounced = dénoncé
standing-terminated = terminé
standing-expired = expiré
standing-not-binding = sans force obligatoire

agreement-life = Parcours de l’accord
agreement-ends = Dernier jour en vigueur :
agreement-no-end = Durée indéterminée
agreement-notice = { $n ->
    [0] prend fin dès dénonciation
    [one] préavis de { $number } mois
   *[other] préavis de { $number } mois
}
step-drafted = Rédaction
step-proposed = Proposition
step-signed = Signature de toutes les parties
step-in-force = En vigueur
step-suspended = Suspension
step-denounced = Dénonciation
step-ended = Fin

agreement-in-words = En clair
agreement-no-terms = Rien ne peut être communiqué à ce titre
agreement-no-terms-hint = Les conditions de chaque article qui ouvre un accès sont dites ici en clair.
sentence-allow = Permis :
sentence-only = Uniquement :
sentence-never = Interdit :
article-title = Article { $value } –
agreement-articles = Articles

agreement-seen = Ce que le partenaire peut voir
seen-count = { $n ->
    [one] { $number } objet est à la disposition du partenaire.
   *[other] { $number } objets sont à la disposition du partenaire.
}
seen-empty = Le partenaire ne voit rien
seen-empty-hint = Dès l’entrée en vigueur de l’accord, ce que ses articles permettent s’inscrit ici.
agreement-withheld = Ce qui n’est pas communiqué, et pourquoi
withheld-count = { $n ->
    [one] { $number } objet n’est pas communiqué.
   *[other] { $number } objets ne sont pas communiqués.
}
withheld-empty = Aucun objet non communiqué
withheld-empty-hint = Ce qu’un article ne permet pas s’inscrit ici avec son motif.

agreement-signatures = Signatures
us = ce nœud
signed-at = Signé le
not-signed = pas encore signé
agreement-sha256 = SHA-256 du texte signé
policy-sha256 = SHA-256 des conditions compilées
agreement-cedar = Les conditions en politiques Cedar
