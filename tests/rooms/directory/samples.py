"""Lines of national files, made up, with the columns of the real ones."""

HEADER = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|"
    "Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|"
    "Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|"
    "Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|"
    "Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|"
    "Code type de voie (coord. structure)|Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|"
    "Mention distribution (coord. structure)|Bureau cedex (coord. structure)|Code postal (coord. structure)|"
    "Code commune (coord. structure)|Libellé commune (coord. structure)|Code pays (coord. structure)|"
    "Libellé pays (coord. structure)|Téléphone (coord. structure)|Téléphone 2 (coord. structure)|"
    "Télécopie (coord. structure)|Adresse e-mail (coord. structure)|Code Département (structure)|"
    "Libellé Département (structure)|Ancien identifiant de la structure|Autorité d'enregistrement|"
    "Code secteur d'activité|Libellé secteur d'activité|Code section tableau pharmaciens|"
    "Libellé section tableau pharmaciens|"
)
COLUMNS = HEADER.rstrip("|").split("|")

DOCTOR = {
    "Type d'identifiant PP": "8",
    "Identifiant PP": "19900000018",
    "Identification nationale PP": "819900000018",
    "Code civilité d'exercice": "DR",
    "Libellé civilité d'exercice": "Docteur",
    "Nom d'exercice": "PLOUGASTEL",
    "Prénom d'exercice": "ANNE-MARIE",
    "Code profession": "10",
    "Libellé profession": "Médecin",
    "Code catégorie professionnelle": "C",
    "Code type savoir-faire": "S",
    "Code savoir-faire": "SM54",
    "Libellé savoir-faire": "Médecine générale (SM)",
    "Code mode exercice": "L",
    "Numéro SIRET site": "99900000000017",
    "Identifiant technique de la structure": "R19900000018001",
    "Raison sociale site": "CABINET DES TILLEULS",
    "Numéro Voie (coord. structure)": "12",
    "Indice répétition voie (coord. structure)": "B",
    "Libellé type de voie (coord. structure)": "Rue",
    "Libellé Voie (coord. structure)": "des Lilas",
    "Code postal (coord. structure)": "35000",
    "Code commune (coord. structure)": "35238",
    "Libellé commune (coord. structure)": "Rennes",
    "Téléphone (coord. structure)": "02.61.91.00.12",
}


def activity(**changes: str) -> str:
    """A line of Personne_activite; `changes` are named by the start of the column, case and spaces as `_`."""
    values = dict(DOCTOR)
    for short, value in changes.items():
        values[column(short)] = value
    return "|".join(values.get(name, "") for name in COLUMNS) + "|"


SHORT = {
    "kind": "Type d'identifiant PP",
    "number": "Identifiant PP",
    "national_id": "Identification nationale PP",
    "family_name": "Nom d'exercice",
    "given_name": "Prénom d'exercice",
    "profession": "Code profession",
    "profession_label": "Libellé profession",
    "category": "Code catégorie professionnelle",
    "know_how_kind": "Code type savoir-faire",
    "know_how": "Code savoir-faire",
    "know_how_label": "Libellé savoir-faire",
    "mode": "Code mode exercice",
    "place": "Identifiant technique de la structure",
    "finess": "Numéro FINESS site",
    "siret": "Numéro SIRET site",
    "house": "Numéro Voie (coord. structure)",
    "street": "Libellé Voie (coord. structure)",
    "cedex": "Bureau cedex (coord. structure)",
    "postal_code": "Code postal (coord. structure)",
    "commune": "Code commune (coord. structure)",
    "commune_name": "Libellé commune (coord. structure)",
    "country": "Libellé pays (coord. structure)",
    "phone": "Téléphone (coord. structure)",
    "phone_2": "Téléphone 2 (coord. structure)",
}


def column(short: str) -> str:
    """The column's real name."""
    return SHORT[short]


def extract(*lines: str, header: str = HEADER) -> list[bytes]:
    """A file of these lines."""
    return [line.encode() for line in (header, *lines)]


FINESS_FIRST = "finess;etalab;110;2026-11-03"
HEALTH_CENTRE = (
    "structureet;350099901;350099900;CDS DES LILAS;CENTRE DE SANTE DES LILAS;;;12;R;DES LILAS;B;;238;35;"
    "ILLE ET VILAINE;35000 RENNES;0299000001;;124;Centre de santé;2203;Centres de santé;99900000000025;8621Z;36;tarif;9"
    ";;;;2026-01-01;"
)
HEALTH_CENTRE_POINT = "geolocalisation;350099901;351861.3;6789512.9;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93;2026"
