"""A doctor's place with its settings, regulators with their territories, and slots published as people publish them."""

from datetime import UTC, date, datetime, time
from itertools import count

from django.db import transaction

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.accounts import operations as account_operations
from sas.rooms.accounts import queries as account_queries
from sas.rooms.accounts.enums import Family, Means
from sas.rooms.accounts.models import User
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Activity, Commune, Place, Professional, Territory
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.rooms.participation.operations import ProfessionalSettingsDraft, load_settings
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft

PASSWORD = "Lilas-et-tilleuls-2026"
LONG_AGO = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_number = count(1)


def territory(*, departements: tuple[str, ...] = ("35",)) -> int:
    """A SAS territory of these départements."""
    made = Territory.objects.create(name=f"Territoire {next(_number)}")
    made.departements.set(departements)
    return made.id


def doctor_place(*, commune: str = "35238", via: Via | None = Via.INDIVIDUAL, zone: str = "Europe/Paris") -> Place:
    """The only place of a general practitioner who takes part this way and refuses editor slots: the agenda is open.

    `via` None: he said nothing yet.
    """
    number = next(_number)
    town = Commune.objects.get(code=commune)
    doctor = Professional.objects.create(
        national_id=f"8{number:011d}",
        family_name="MARTIN",
        given_name="Claire",
        profession_code="10",
        name_key="martin",
    )
    place = Place.objects.create(
        professional=doctor,
        activities=[Activity.objects.get(code="SM54").id],
        name="Dr Claire MARTIN",
        name_key="dr claire martin",
        address=f"{number} rue des Lilas",
        postal_code=town.postal_codes[0],
        commune=town,
        departement_id=town.departement_id,
        lat=town.lat,
        lon=town.lon,
        phones=["02 61 91 00 12"],
        time_zone=zone,
        source="rpps",
        source_key=f"test-{number}",
        updated_at=LONG_AGO,
    )
    if via is not None:
        settings = ProfessionalSettingsDraft(doctor.id, via, editor_slots_refused=True)
        load_settings(actor=Actor.SYSTEM, professionals=[settings], structures=[], now=LONG_AGO)
    return place


def with_package(place: Place) -> Place:
    """Its professional takes part in the reorientation package too: an IOA may send patients there."""
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(reorientation_package=True)
    with transaction.atomic():
        changes.place_changed([place.id], now=LONG_AGO)
    return place


def account(
    *roles: Role,
    territories: tuple[int, ...] = (),
    professional_id: int | None = None,
    delegated: tuple[int, ...] = (),
    cpx_number: str = "",
) -> Actor:
    """Somebody with an account, as the request that follows a sign-in sees them."""
    number = next(_number)
    draft = account_operations.AccountDraft(
        email=f"personne{number}@sas.example",
        family_name=f"Le Goff {number}",
        given_name="Camille",
        password=PASSWORD,
        roles=roles,
        territory_ids=territories,
        professional_id=professional_id,
        delegated_professionals=delegated,
        cpx_number=cpx_number,
    )
    made = account_operations.create_account(actor=Actor.SYSTEM, draft=draft, now=LONG_AGO)
    return settled(made)


def settled(user_id: int) -> Actor:
    """The actor of an account that has read all there is to read, and chose its password today by the real clock."""
    User.objects.filter(id=user_id).update(welcomed=Family.values, password_set_at=datetime.now(UTC))
    if number := account_queries.terms_to_accept(actor=Actor.SYSTEM, user_id=user_id):
        accepted = {"number": number, "means": Means.PASSWORD, "now": LONG_AGO}
        account_operations.accept_terms(actor=Actor(user_id=user_id), **accepted)
    return acting(user_id)


def acting(user_id: int) -> Actor:
    """The actor of an account, read anew."""
    stamp = account_queries.stamp_of(User.objects.get(id=user_id).password)
    found = account_queries.signed_in(actor=Actor.NOBODY, user_id=user_id, password_stamp=stamp)
    assert found is not None
    return found.actor


def regulator(*territories: int) -> Actor:
    """A regulator of these territories."""
    return account(Role.REGULATEUR_OSNP, territories=territories)


def keeper(place: Place) -> Actor:
    """The effecteur whose place it is."""
    return account(Role.EFFECTEUR, professional_id=place.professional_id)


def published(
    *,
    place: Place,
    owner: Actor,
    day: date,
    start: time = time(14, 0),
    end: time = time(16, 0),
    patients: int | None = 3,
    modalities: Modality = Modality.OFFICE,
    now: datetime,
) -> int:
    """A dated plage (a créneau when `patients` is None) in the agenda of a place; returns the id of the slot."""
    draft = SlotDraft(day, start, end, frozenset(), patients, modalities)
    (slot_id,) = availability.publish(actor=owner, place_id=place.id, draft=draft, now=now)
    return slot_id
