search = Recherche
search-label = Rechercher dans les noms et les textes
search-filters = Filtres
search-types = Types
search-since = Établi à partir du
search-until = Établi jusqu’au
search-clear = Retirer les filtres
search-newest = Objets les plus récents
search-named = Trouvé dans le nom
search-mentioned = Trouvé dans le texte
search-sounds-alike = Noms à la prononciation proche, dans une autre graphie ou une autre écriture
search-more = Autres résultats
search-none = Aucun résultat
search-none-hint = Essayez moins de mots, le début d’un mot suivi d’un astérisque (harb*), ou moins de filtres.
search-going-on = Rien de trouvé jusqu’ici
search-going-on-hint = Tous les textes n’ont pas encore été parcourus : poursuivez avec « Autres résultats ».
search-empty = Ce nœud ne détient encore aucun objet
search-empty-hint = Ce qui est importé ici ou vient des partenaires pourra être retrouvé ici.
search-not-indexed = { $n ->
    [one] { $number } version attend d’être indexée et reste introuvable pour l’instant.
   *[other] { $number } versions attendent d’être indexées et restent introuvables pour l’instant.
}
search-no-date = sans date
own = à nous
from-partner = de { $value }
revoked = révoqué
