object-facts = Ce que c’est
object-id = Identifiant
object-type = Type
object-subjects = Domaines
object-origin = Origine
object-own = ce service
object-created = Créé
object-modified = Modifié en dernier lieu
object-accepted = Entré dans ce nœud
object-sha256 = SHA-256 du contenu
object-in-record = Dans les rencontres
object-in-agreements = Sa page d’accord
object-properties = Ce qu’il dit
object-no-properties = Il ne dit rien d’autre que ce qui précède.
object-left-out = { $n ->
    [one] { $number } autre valeur figure seulement dans le texte reçu.
   *[other] { $number } autres valeurs figurent seulement dans le texte reçu.
}
object-yes = oui
object-no = non
object-links = Liens
object-no-links = Il ne cite rien, et rien ne le cite.
object-relations = Relations
object-this = cet objet
object-names = Ce qu’il cite
object-named-by = Ce qui le cite
object-not-held = non détenu ici
object-more-links = Autres liens
object-first-links = Depuis le premier lien
object-json = Tel que reçu (JSON)
object-json-cut = Le texte est plus long que ce qui est montré ici.
