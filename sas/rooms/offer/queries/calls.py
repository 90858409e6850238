"""What the platform makes of a contextual call: where, what, and whose doctor (F-162, sas-domain §1.10)."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.errors import Impossible, Unavailable
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.queries import Town
from sas.rooms.offer.calls import WITH_ARRONDISSEMENTS, Call, doctor_asked, specialty_asked, whole_commune
from sas.rooms.offer.enums import AreaKind
from sas.rooms.offer.queries.areas import Area, area_of_token, locate, locate_within
from sas.rooms.offer.queries.preferred import identified_doctor
from sas.rooms.offer.queries.vocabulary import understand

COMMUNE_ONLY = "L'adresse transmise par votre logiciel n'a pas pu être située : la recherche porte sur la commune."
_NO_CITY = "L'appel de votre logiciel ne donne pas de commune. Renseignez l'adresse, puis lancez la recherche."
_NO_STREET = (
    "L'appel de votre logiciel donne un numéro sans nom de voie. Renseignez l'adresse, puis lancez la recherche."
)
_LONGEST_WORDS = 200
_PARIS = "75"


@dataclass(frozen=True, slots=True)
class UnderstoodCall:
    """A search made of a call. `what` and `where` are the words of the two fields, `doctor` the token of a result page.

    `address` is what was read of the address; `area` None: nothing was found there, and the search of `where` says why.
    `notice`: a sentence for the regulator.
    """

    what: str
    by_name: bool
    address: str
    where: str
    area: Area | None
    notice: str
    doctor: str


def understood_call(*, actor: Actor, call: Call, now: datetime) -> UnderstoodCall:
    """Read a call; raises Impossible, with the parameter, for one that says nowhere to search.

    An address service that is away, or does not know the address, leaves the commune to be searched.
    """
    town, text = _where(actor, call)
    area = _area(actor, call, town, text)
    what = understand(text=_words(actor, call), now=now)
    whole = not call.street or (area is not None and area.kind is AreaKind.ADDRESS)
    return UnderstoodCall(
        what=what.label,
        by_name=not what.activities,
        address=text,
        where=area.label if area else text,
        area=area,
        notice="" if whole or area is None else COMMUNE_ONLY,
        doctor=identified_doctor(actor=actor, asked=doctor_asked(call)),
    )


def _where(actor: Actor, call: Call) -> tuple[Town | None, str]:
    """The commune when its code is known, and « 12 rue des Lilas, Rennes, Ille-et-Vilaine »."""
    code = whole_commune(call.inseecode)
    town = directory.town_of_code(actor=actor, code=code) if len(code) == 5 else None
    city = town.name if town else call.city
    if not city:
        raise Impossible(_NO_CITY, field="city")
    if call.number and not call.streetname:
        raise Impossible(_NO_STREET, field="streetname")
    departement = town.departement_name if town and town.departement_code != _PARIS else ""
    return town, ", ".join(part for part in (call.street, city, departement) if part)[:_LONGEST_WORDS]


def _area(actor: Actor, call: Call, town: Town | None, text: str) -> Area | None:
    """The address, else the commune."""
    code = call.inseecode.upper()
    # A commune made of arrondissements has no address of its own: each is in one of them.
    within = code if town and code not in WITH_ARRONDISSEMENTS else ""
    # Where the code narrows the question, the name of the département would only make the answer less likely.
    asked = f"{call.street}, {town.name}" if town and within else text
    found = _answered(actor, asked, within) if call.street else None
    if found is not None:
        return found
    if town:
        return area_of_token(actor=actor, token=f"{AreaKind.TOWN}:{town.code}", label="")
    try:
        return locate(actor=actor, text=call.city)
    except Unavailable:
        return None


def _answered(actor: Actor, text: str, within: str) -> Area | None:
    try:
        return locate_within(actor=actor, text=text, town_code=within)
    except Unavailable:
        return None


def _words(actor: Actor, call: Call) -> str:
    """The label of the code, specialties before professions; general practice for one that is not known."""
    code, words = specialty_asked(call)
    if not code:
        return words
    labels = {(one.kind, one.code): one.label for one in directory.activities(actor=actor)}
    specialty, profession = (ActivityKind.SPECIALTY, code), (ActivityKind.PROFESSION, code)
    return labels.get(specialty) or labels.get(profession) or words
