"""The invented people of the guides' pictures, on a Tuesday of November."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

from django.db import transaction

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place, Structure, Territory
from sas.rooms.orientation import operations as orientations
from sas.rooms.outbox.enums import MailState
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.training import operations as training
from sas.rooms.training.enums import PieceKind, Profile
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft
from tests.factories import care, choosing, delegation, houses

AT = datetime(2026, 11, 24, 8, 2, tzinfo=UTC)
TODAY, TOMORROW, MONDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 23)
EVERY_WEEK = frozenset({2, 4})
_DOCTORS = (
    ("Marie LEFÈVRE", "12 rue des Tilleuls", 0.004),
    ("Antoine ROUX", "3 place du Marché", 0.011),
    ("Sarah BENALI", "45 avenue des Acacias", 0.02),
)


@dataclass(frozen=True)
class Cast:
    """Who is who; `plage` is tomorrow's of the first doctor."""

    place: Place
    plage: int
    doctor: Actor
    delegate: Actor
    regulator: Actor
    nurse: Actor
    centre: Structure
    centre_manager: Actor
    cpts: Structure
    cpts_manager: Actor
    manager: Actor
    administrator: Actor
    territory: int
    request: int


def make_cast() -> Cast:
    """Everybody, with what they did before nine in the morning."""
    territory = care.territory()
    Territory.objects.filter(id=territory).update(name="SAS-35 Ille-et-Vilaine")
    place, plage, doctor = _doctors()
    regulator = named(care.regulator(territory), "Julien", "MOREAU")
    for _ in range(2):
        orientations.orient(actor=regulator, key=uuid4(), slot_id=plage, day=TODAY, modality=None, now=AT)
    centre, cpts = houses.house(name="Centre de santé des Lilas"), houses.house("cpts", name="CPTS du Pays de Rennes")
    hospital = houses.with_package(houses.house("establishment", name="Centre hospitalier de Rennes"))
    for house in (centre, cpts):
        houses.place_of(house, address="8 rue du Port", phones=["02 61 91 00 20"])
    houses.member_of(cpts)
    manager = named(care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,)), "Nadia", "PETIT")
    return Cast(
        place=place,
        plage=plage,
        doctor=doctor,
        delegate=named(delegation.delegate_of(place)[0], "Lucie", "GIRARD"),
        regulator=regulator,
        nurse=named(houses.nurse_of(hospital, territory), "Hugo", "FAURE"),
        centre=centre,
        centre_manager=named(houses.manager_of(centre), "Paul", "GARNIER"),
        cpts=cpts,
        cpts_manager=named(houses.manager_of(cpts), "Claire", "MOREL"),
        manager=manager,
        administrator=named(care.account(Role.ADMINISTRATEUR), "Inès", "LAMBERT"),
        territory=territory,
        request=delegation.asked(doctor, now=AT - timedelta(hours=1)),
    )


def _doctors() -> tuple[Place, int, Actor]:
    """Three doctors with their agendas; the first, her plage and herself."""
    place, *others = [_doctor(*one) for one in _DOCTORS]
    doctor = named(care.keeper(place), "Marie", "LEFÈVRE")
    plage = _published(place, doctor)
    for other, (name, _, _) in zip(others, _DOCTORS[1:], strict=True):
        _published(other, named(care.keeper(other), *name.split(" ")))
    return place, plage, doctor


def named(actor: Actor, given: str, family: str) -> Actor:
    """The same person, under a name that reads well."""
    email = f"{given}.{family}@sas.example".lower().replace("é", "e").replace("è", "e").replace(" ", "-")
    User.objects.filter(id=actor.user_id).update(given_name=given, family_name=family, email=email)
    return care.acting(actor.user_id or 0)


def furnish() -> None:
    """What lists of administrators hold: editors, mails, an added block."""
    for name in ("Agenda Santé", "MédiPlanning", "RDV Facile"):
        choosing.editor(name)
    for to, state in (("marie.lefevre", MailState.QUEUED), ("paul.garnier", MailState.FAILED)):
        facts = {"kind": "orientation", "to": f"{to}@sas.example", "subject": "Un patient vous est orienté"}
        OutgoingMail.objects.create(**facts, text="…", html="…", state=state, created_at=AT)
    draft = training.BlockDraft(PieceKind.INFO, text="Réunion d'accueil : le premier mardi du mois, à 13h.")
    page = {"profile": Profile.LIBERAL, "slug": "disponibilites", "draft": draft, "now": AT}
    training.add_block(actor=Actor.SYSTEM, **page)


def _doctor(name: str, address: str, north: float) -> Place:
    place = care.with_package(care.doctor_place())
    given, _, family = name.partition(" ")
    professional = place.professional
    assert professional
    professional.given_name, professional.family_name, professional.name_key = given, family, name.lower()
    professional.save()
    place.name, place.name_key, place.address = f"Dr {name}", f"dr {name}".lower(), address
    place.lat += north
    place.save()
    with transaction.atomic():
        changes.place_changed([place.id], now=care.LONG_AGO)
    return place


def _published(place: Place, owner: Actor) -> int:
    slots = (
        SlotDraft(TODAY, time(10), time(12), EVERY_WEEK, 3, Modality.OFFICE),
        SlotDraft(TODAY, time(18), time(18, 15), frozenset(), None, Modality.VIDEO),
        SlotDraft(TOMORROW, time(9), time(11), frozenset(), 4, Modality.OFFICE | Modality.VIDEO),
    )
    about = {"actor": owner, "place_id": place.id, "now": AT - timedelta(days=1)}
    return [availability.publish(draft=draft, **about) for draft in slots][0][0]  # noqa: RUF015  all are published
