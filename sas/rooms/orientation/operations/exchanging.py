"""Messages to the regulation's software: each orientation made, and each change of it (F-189)."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import operations as exchanges
from sas.rooms.exchanges import queries as exchanging
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import OrientationState
from sas.rooms.orientation.models import Orientation, OrientationMember


def tell_lrms(
    held: Orientation, *, state: OrientationState, actor: Actor, now: datetime, creates: bool = False
) -> None:
    """Put a message in line for each software of the territories that the author had; nothing while there is none."""
    recipients = exchanging.recipients(actor=actor, territory_ids=held.author_territories)
    if not recipients:
        return
    exchanges.post(
        actor=actor,
        recipients=recipients,
        orientation_id=held.id,
        status=rules.STATUSES[state],
        creates=creates,
        content=rules.content(_told(held, state=state, actor=actor)),
        now=now,
    )


def _told(held: Orientation, *, state: OrientationState, actor: Actor) -> rules.Told:
    place = directory.places(actor=actor, place_ids=[held.place_id])[held.place_id]
    by = accounts.author(actor=actor, user_id=held.author_id)
    doctor_id = place.professional_id or _member_of(held)
    doctor = next(iter(directory.professionals(actor=actor, ids=[doctor_id] if doctor_id else [])), None)
    house = next(iter(directory.structures(actor=actor, ids=_structures_of(place))), None)
    specialty, profession = _activity_of(place, actor=actor) if place.professional_id else ("", "")
    return rules.Told(
        orientation_id=held.id,
        state=state,
        created_at=held.created_at,
        start=held.start,
        end=held.end,
        zone=held.time_zone,
        structure_kind=place.structure_kind if house else "",
        finess=house.finess if house else _site_of_unnamed(place, doctor),
        siret=house.siret if house else "",
        structure_name=house.name if house else place.site_name,
        national_id=doctor.national_id if doctor else "",
        family_name=doctor.family_name if doctor else "",
        given_name=doctor.given_name if doctor else "",
        specialty=specialty,
        profession=profession,
        regulator_family_name=by.family_name,
        regulator_given_name=by.given_name,
        regulator_email=by.email,
        card=by.cpx_number,
    )


def _structures_of(place: directory.PlaceFacts) -> list[int]:
    return [place.addressed_structure_id] if place.addressed_structure_id else []


def _site_of_unnamed(place: directory.PlaceFacts, doctor: directory.ProfessionalFacts | None) -> str:
    """Where somebody without RPPS number works: he cannot be named, the establishment can, when the place has one."""
    named = doctor is not None and doctor.national_id.startswith("81")
    return place.site_finess if not named and place.site_name else ""


def _member_of(held: Orientation) -> int | None:
    """Who of the structure received the patient, once its manager said so."""
    return OrientationMember.objects.filter(orientation=held).values_list("professional_id", flat=True).first()


def _activity_of(place: directory.PlaceFacts, *, actor: Actor) -> tuple[str, str]:
    """Codes of the specialty and of the profession of a place: those of its first activity that has them."""
    known = {one.id: one for one in directory.activities(actor=actor)}
    for one in (known[number] for number in place.activities if number in known):
        if one.profession_code:
            return one.code, one.profession_code
        if one.kind == "profession":
            return "", one.code
    return "", ""
