"""The data dictionary: each column of each dataset, what it means, where it comes from, whether it tells of a person.

Files are written from it, docs/extracts.md and the page of the dictionary are too: none can say otherwise.
"""

from dataclasses import dataclass
from enum import StrEnum

from sas.rooms.extracts.enums import Dataset


class Kind(StrEnum):
    """What cells of a column are; the words of the dictionary."""

    TEXT = "texte"
    LIST = "liste de textes"
    INTEGER = "entier"
    BOOLEAN = "oui ou non"
    DAY = "jour"
    INSTANT = "date et heure"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in Parquet, its title elsewhere; `source` is the table and column it is read from."""

    name: str
    label: str
    kind: Kind
    meaning: str
    source: str
    personal: bool = False


T, L, N, B, D, I = Kind.TEXT, Kind.LIST, Kind.INTEGER, Kind.BOOLEAN, Kind.DAY, Kind.INSTANT  # noqa: E741  one table

_USERS = (
    Column("family_name", "Nom", T, "Nom du titulaire du compte.", "accounts.User.family_name", personal=True),
    Column("given_name", "Prénom", T, "Prénom du titulaire.", "accounts.User.given_name", personal=True),
    Column("email", "Adresse électronique", T, "Adresse de connexion.", "accounts.User.email", personal=True),
    Column("roles", "Rôles", L, "Rôles du compte.", "accounts.User.roles", personal=True),
    Column(
        "territories",
        "Territoires",
        L,
        "Territoires du compte, par lui-même ou par ses lieux et structures.",
        "accounts.User.territories, directory.Place.departement",
        personal=True,
    ),
    Column(
        "departements",
        "Département",
        L,
        "Département de la commune du compte, sinon de ses lieux et structures.",
        "accounts.User.commune, directory.Place.departement",
        personal=True,
    ),
    Column("city", "Commune", T, "Commune du compte.", "accounts.User.commune", personal=True),
    Column(
        "national_id",
        "Identifiant national",
        T,
        "Numéro RPPS ou ADELI, précédé du chiffre de son type.",
        "directory.Professional.national_id",
        personal=True,
    ),
    Column("structures", "Structures", L, "Structures rattachées.", "accounts.User.structures", personal=True),
    Column(
        "status", "État", T, "Actif, jamais connecté, sans rôle ou désactivé.", "accounts.User.is_active, last_login"
    ),
    Column("created_at", "Créé le", I, "Création du compte.", "accounts.User.created_at", personal=True),
    Column("last_login", "Dernière connexion", I, "Dernière connexion.", "accounts.User.last_login", personal=True),
    Column("terms_at", "CGU acceptées le", I, "Dernière acceptation.", "accounts.TermsAcceptance.at", personal=True),
    Column("has_card", "Pro Santé Connect", B, "Une carte est liée.", "accounts.CardIdentity", personal=True),
)

_PARTICIPATION = (
    Column("kind", "Qui", T, "Professionnel ou structure.", "participation.ProfessionalSettings, StructureSettings"),
    Column(
        "number",
        "Identifiant",
        T,
        "RPPS ou ADELI d'un professionnel, FINESS d'une structure.",
        "directory.Professional.national_id, directory.Structure.finess",
        personal=True,
    ),
    Column(
        "name",
        "Nom",
        T,
        "Nom du professionnel ou de la structure.",
        "directory.Professional.family_name, given_name ; directory.Structure.name",
        personal=True,
    ),
    Column(
        "departements",
        "Départements",
        L,
        "Des lieux ouverts du professionnel ; de la commune de la structure.",
        "directory.Place.departement, directory.Commune.departement",
    ),
    Column(
        "participates",
        "Participe au SAS",
        B,
        "A déclaré participer, à la date de l'extraction.",
        "participation.ProfessionalSettings.via, StructureSettings.participates",
    ),
    Column("via", "Mode de participation", T, "Vide pour une structure.", "participation.ProfessionalSettings.via"),
    Column(
        "through", "Structure de participation", T, "Celle du mode.", "participation.ProfessionalSettings.structure"
    ),
    Column("through_finess", "FINESS de cette structure", T, "Son numéro.", "directory.Structure.finess"),
    Column(
        "has_software",
        "Logiciel de rendez-vous",
        B,
        "Utilise une solution de prise de rendez-vous ; vide : non dit.",
        "participation.ProfessionalSettings.has_software",
    ),
    Column("editors", "Éditeurs", L, "Éditeurs déclarés.", "participation.ProfessionalSettings.editors"),
    Column(
        "hours_pledged",
        "Engagement de deux heures",
        B,
        "Déclaré sur l'honneur.",
        "participation.ProfessionalSettings.hours_pledged, StructureSettings.hours_pledged",
    ),
    Column(
        "editor_slots_refused",
        "Créneaux d'éditeur refusés",
        B,
        "N'affiche que l'agenda SAS ; vide pour une structure.",
        "participation.ProfessionalSettings.editor_slots_refused",
    ),
    Column(
        "reorientation_package",
        "Forfait de réorientation",
        B,
        "Participe au forfait de réorientation des urgences.",
        "participation.ProfessionalSettings.reorientation_package, StructureSettings.reorientation_package",
    ),
    Column(
        "practitioners",
        "Effecteurs déclarés",
        N,
        "Par une structure ; vide pour un professionnel.",
        "participation.StructureSettings.practitioner_count",
    ),
    Column(
        "general_practitioners",
        "Dont médecins généralistes",
        N,
        "Par une structure ; vide pour un professionnel.",
        "participation.StructureSettings.gp_count",
    ),
    Column(
        "updated_at",
        "Modifié le",
        I,
        "Dernier enregistrement des paramètres.",
        "participation.ProfessionalSettings.updated_at, StructureSettings.updated_at",
    ),
)

_PLACE = (
    Column("place_id", "Numéro du lieu", N, "Du lieu d'exercice, dans la plateforme.", "directory.Place.id"),
    Column("place", "Lieu", T, "Nom affiché du lieu, souvent d'un médecin.", "directory.Place.name", personal=True),
    Column(
        "professional",
        "Identifiant national",
        T,
        "RPPS ou ADELI, vide au lieu d'une structure.",
        "directory.Professional.national_id",
        personal=True,
    ),
    Column("structure", "Structure", T, "Nom, vide au lieu d'un professionnel.", "directory.Structure.name"),
    Column("structure_finess", "FINESS", T, "De la structure.", "directory.Structure.finess"),
    Column("commune", "Commune", T, "Du lieu.", "directory.Place.commune"),
    Column("departement", "Département", T, "Code, du lieu.", "directory.Place.departement"),
)

_HOURS = (
    *_PLACE,
    Column("monday", "Semaine du", D, "Lundi de la semaine.", "calcul"),
    Column(
        "minutes",
        "Minutes visibles",
        N,
        "Ce que les régulateurs pouvaient voir de l'agenda SAS : indisponibilités ôtées, chevauchements d'un "
        "professionnel comptés une fois. Une semaine sans rien n'a pas de ligne.",
        "availability.AgendaSlot, UnavailabilityPeriod, PastUnavailability",
    ),
    Column(
        "agenda_open",
        "Agenda ouvert",
        B,
        "Selon les paramètres à la date de l'extraction ; un agenda fermé ne montre rien.",
        "participation.ProfessionalSettings, StructureSettings",
    ),
)

_ORIENTATIONS = (
    Column("id", "Numéro", N, "De l'orientation, dans la plateforme.", "orientation.Orientation.id"),
    Column("day", "Jour", D, "Jour du rendez-vous, à l'heure du lieu.", "orientation.Orientation.day"),
    Column("start", "Début", I, "Début du rendez-vous.", "orientation.Orientation.start"),
    Column("end", "Fin", I, "Fin ; égale au début hors créneau.", "orientation.Orientation.end"),
    Column(
        "created_at", "Orientée le", I, "Quand la régulation l'a enregistrée.", "orientation.Orientation.created_at"
    ),
    Column("time_zone", "Fuseau du lieu", T, "Nom IANA.", "orientation.Orientation.time_zone"),
    Column("kind", "Type", T, "Sur créneau, en sus, depuis les urgences, par éditeur.", "orientation.Orientation.kind"),
    Column("state", "État", T, "À la date de l'extraction.", "orientation.Orientation.state"),
    Column("modalities", "Types de consultation", L, "Du créneau.", "orientation.Orientation.modalities"),
    *_PLACE,
    Column("commune_code", "Code commune", T, "INSEE, du lieu.", "directory.Place.commune"),
    Column(
        "member",
        "Membre désigné",
        T,
        "RPPS ou ADELI de qui, dans la structure, a reçu le patient.",
        "orientation.OrientationMember.professional",
        personal=True,
    ),
    Column("editor", "Éditeur", T, "De l'éditeur dont c'était le créneau.", "orientation.Orientation.editor_id"),
    Column(
        "author_territories",
        "Territoires de la régulation",
        L,
        "Ceux du régulateur quand il a orienté.",
        "orientation.Orientation.author_territories",
    ),
)

_AVENANT9 = (
    Column("quarter", "Trimestre", T, "« 2026-T4 ».", "indicators.QuarterLine.quarter"),
    Column("name", "Nom", T, "Du médecin.", "indicators.QuarterLine.name", personal=True),
    Column("national_id", "Identifiant national", T, "RPPS.", "indicators.QuarterLine.national_id", personal=True),
    Column("departements", "Départements", L, "De l'exercice libéral.", "indicators.QuarterLine.departements"),
    Column("mode_known", "Exercice libéral connu", B, "L'annuaire le dit.", "indicators.QuarterLine.mode_known"),
    Column("via", "Participation", T, "Mode, en fin de trimestre.", "indicators.QuarterLine.via"),
    Column("slots_by", "Créneaux", T, "Par quelle voie ils arrivent.", "indicators.QuarterLine.slots_by"),
    Column(
        "participates", "Participe au SAS", B, "Condition de l'indicateur 8.", "indicators.QuarterLine.participates"
    ),
    Column("publishes", "Créneaux remontés", B, "Condition de l'indicateur 8.", "indicators.QuarterLine.publishes"),
    Column("met", "Indicateur 8", B, "Les deux conditions sont réunies.", "calcul", personal=True),
    Column("counted", "Orientations comptées", N, "Indicateur 9.", "indicators.QuarterLine.counted", personal=True),
    Column("step", "Palier", N, "0 : sous le premier.", "indicators.QuarterLine.step", personal=True),
    Column("amount", "Indicateur 9 (€)", N, "À titre indicatif.", "indicators.QuarterLine.amount", personal=True),
    Column("provisional", "Provisoire", B, "Un mois n'est pas clos.", "indicators.QuarterLine.provisional"),
    Column("computed_at", "Calculé le", I, "Dernier calcul de la ligne.", "indicators.QuarterLine.computed_at"),
)

_SEARCHES = (
    Column("day", "Jour", D, "À l'heure du lieu cherché.", "usage.SearchDay.day"),
    Column("hour", "Heure", N, "De 0 à 23, à l'heure du lieu cherché.", "usage.SearchDay.hour"),
    Column("departement", "Département", T, "Code, du lieu cherché.", "usage.SearchDay.departement"),
    Column("commune", "Code commune", T, "INSEE ; vide : tout un département.", "usage.SearchDay.commune"),
    Column("activity", "Spécialité", T, "Vide : quelqu'un cherché par son nom.", "usage.SearchDay.activity"),
    Column("mode", "Mode", T, "Créneaux, en sus ou forfait de réorientation.", "usage.SearchDay.mode"),
    Column("searches", "Recherches", N, "Chacune comptée une fois.", "usage.SearchDay.searches"),
    Column("with_result", "Avec résultat", N, "Au moins un.", "usage.SearchDay.with_result"),
    Column("with_slot", "Avec créneau", N, "Un créneau dans les trois jours.", "usage.SearchDay.with_slot"),
    Column("unanswered", "Sans réponse", N, "Sans résultat, ou sans créneau.", "usage.SearchDay.unanswered"),
    Column("opened", "Fiches ouvertes", N, "Recherches suivies d'une fiche.", "usage.SearchDay.opened"),
    Column("oriented", "Orientations", N, "Recherches suivies d'une orientation.", "usage.SearchDay.oriented"),
)

COLUMNS: dict[Dataset, tuple[Column, ...]] = {
    Dataset.USERS: _USERS,
    Dataset.PARTICIPATION: _PARTICIPATION,
    Dataset.HOURS: _HOURS,
    Dataset.ORIENTATIONS: _ORIENTATIONS,
    Dataset.AVENANT9: _AVENANT9,
    Dataset.SEARCHES: _SEARCHES,
}
ABOUT: dict[Dataset, str] = {
    Dataset.USERS: "Un compte par ligne, par nom, tel qu'il est à la date de l'extraction.",
    Dataset.PARTICIPATION: "Les paramètres enregistrés, un professionnel ou une structure par ligne, tels qu'ils sont.",
    Dataset.HOURS: "Un lieu et une semaine par ligne, pour les semaines que touche la période.",
    Dataset.ORIENTATIONS: "Une orientation par ligne, dont le jour du rendez-vous est dans la période.",
    Dataset.AVENANT9: "Un médecin et un trimestre par ligne, pour les trimestres que touche la période.",
    Dataset.SEARCHES: "Des recherches comptées par jour, heure, commune, spécialité et mode : personne n'y est.",
}
