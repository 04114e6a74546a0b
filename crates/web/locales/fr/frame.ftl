# Le cadre de toutes les pages, la porte, et ce qui peut échouer.
brand = Mithaq
brand-line = Nœud de coopération sécuritaire
skip = Aller au contenu
nav = Parties du nœud
nav-work = Travail
nav-today = Aujourd’hui
nav-cooperation = Coopération
nav-agreements = Accords
nav-exchange = Échanges
nav-record = Rencontres
nav-trust = Confiance
nav-log = Journal
languages = Langues
foot = { $n ->
    [0] Le journal est vide
    [one] { $number } entrée au journal, scellée le { $at }
   *[other] { $number } entrées au journal, scellé le { $at }
}

sign-in = Se connecter
sign-out = Se déconnecter
sign-in-name = Nom
sign-in-password = Mot de passe
sign-in-no-match = Le nom et le mot de passe ne correspondent pas. Vérifiez-les et réessayez. Après plusieurs tentatives erronées, la connexion est suspendue cinq minutes.
sign-in-wait = Trop de tentatives. Réessayez
sign-in-hint = En cas de perte du mot de passe, demandez-en un nouveau à l’administrateur de ce nœud.

error-not-found = Page introuvable
error-not-found-advice = Il n’y a rien à cette adresse, ou rien qui vous soit ouvert. Vérifiez l’adresse, ou repartez de la page Aujourd’hui.
error-forbidden = Hors de vos attributions
error-forbidden-advice = Votre rôle ne comprend pas cet acte. L’administrateur de ce nœud vous dira qui peut l’accomplir.
error-internal = Le nœud n’a pas pu répondre
error-internal-advice = Rien n’a été perdu et rien n’a été envoyé. Réessayez dans un instant ; si cela se reproduit, communiquez le numéro ci-dessous à l’administrateur.
error-request = Numéro de la demande :
error-home = Aller à Aujourd’hui

date-time = { $date } à { $time } UTC
age-now = à l’instant
age-minutes = { $n ->
    [one] il y a { $number } minute
   *[other] il y a { $number } minutes
}
age-hours = { $n ->
    [one] il y a { $number } heure
   *[other] il y a { $number } heures
}
age-days = { $n ->
    [1] hier
    [one] il y a { $number } jour
   *[other] il y a { $number } jours
}
ahead-minutes = { $n ->
    [one] dans { $number } minute
   *[other] dans { $number } minutes
}
ahead-hours = { $n ->
    [one] dans { $number } heure
   *[other] dans { $number } heures
}
ahead-days = { $n ->
    [1] demain
    [one] dans { $number } jour
   *[other] dans { $number } jours
}

agreement = Accord
partner = Partenaire
object = Objet
handling = Traitement
time = Date et heure
article = article { $value }
unnamed = sans nom
objects = { $n ->
    [0] aucun objet
    [one] { $number } objet
   *[other] { $number } objets
}
see-all = Tout voir
pages = Pages de la liste
newer = Plus récents
older = Plus anciens
