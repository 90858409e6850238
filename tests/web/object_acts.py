"""What the walk over tests/web/object_matrix.txt does with somebody's things: operations, queries and forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from sas.actor import Actor
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as account_queries
from sas.rooms.assistance import operations as assistance
from sas.rooms.assistance import queries as requests
from sas.rooms.availability import operations as availability
from sas.rooms.availability import queries as agendas
from sas.rooms.editors import queries as editors
from sas.rooms.indicators import operations as indicator_operations
from sas.rooms.indicators import queries as indicators
from sas.rooms.indicators.queries import CentreFilters, TableFilters
from sas.rooms.indicators.rules import quarter_of
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation import queries as orientations
from sas.rooms.participation import operations as participation
from sas.rooms.participation import queries as participating
from sas.rooms.participation.rules import HouseDraft, HouseSettings, SettingsDraft
from sas.rooms.piloting import queries as piloting
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.rules import Period, Scope
from sas.timetable.modality import Modality
from sas.timetable.plans import SeriesTerms, Terms
from sas.timetable.recurrence import SlotDraft
from tests.factories.associations import House
from tests.web.regulation.scene import Scene

_A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Things:
    """Somebody's: an agenda with its plage, weekly plage and orientation, a délégataire, a request, a session.

    `house`, `cpts`, `hospital`: a health centre, a CPTS and an establishment of the territory. `association`: a
    structure of somebody's, to which a patient was sent (`addressed`).
    `assistance`: a request for help of the territory, with its `file`.
    `fed`: the place of another doctor, whose editor tells the slot `free`.
    """

    scene: Scene
    series: int
    orientation: int
    delegation: int
    request: int
    session: int
    house: int
    cpts: int
    hospital: int
    association: House
    addressed: int
    fed: int
    free: int
    assistance: int
    file: int


def at_ten(scene: Scene) -> datetime:
    return datetime.combine(scene.day, time(10))


def _draft(scene: Scene, *, weekdays: frozenset[int] = frozenset()) -> SlotDraft:
    return SlotDraft(scene.day, time(9), time(10), weekdays, 1, Modality.OFFICE)


def weekly(scene: Scene) -> int:
    draft = _draft(scene, weekdays=frozenset({scene.day.isoweekday()}))
    return availability.publish(actor=scene.owner, place_id=scene.place.id, draft=draft, now=scene.now)[0]


def _version(things: Things) -> str:
    place = things.scene.place.id
    return str(agendas.agendas(actor=Actor.SYSTEM, place_ids=[place])[place].version)


def monday_of(things: Things) -> date:
    return things.scene.day - timedelta(days=things.scene.day.weekday())


def _terms(things: Things) -> Terms:
    return Terms(things.scene.day, time(10), time(11), 1, Modality.OFFICE)


def _series_terms(things: Things) -> SeriesTerms:
    return SeriesTerms(time(10), time(11), 1, Modality.OFFICE, last_day=None, holidays_off=False)


def _professional(things: Things) -> dict[str, int]:
    return {"professional_id": things.scene.place.professional_id or 0}


def _settings(actor: Actor, things: Things) -> participating.OwnSettings:
    return participating.own_settings(actor=actor, **_professional(things))


Act = Callable[[Things, dict[str, Any], int], object]
# What each row calls: the things, who and when, and the place named in the address.
ACTS: dict[str, Act] = {
    "availability.publish": lambda t, who, place: availability.publish(place_id=place, draft=_draft(t.scene), **who),
    "availability.delete_occurrence": lambda t, who, place: availability.delete_occurrence(
        place_id=place, slot_id=t.series, day=t.scene.day, **who
    ),
    "availability.delete_series_from": lambda t, who, place: availability.delete_series_from(
        place_id=place, slot_id=t.series, day=t.scene.day, **who
    ),
    "availability.set_unavailable": lambda _, who, place: availability.set_unavailable(
        place_id=place, unavailable=True, **who
    ),
    "availability.save_additional_info": lambda _, who, place: availability.save_additional_info(
        place_id=place, text="Bonjour", **who
    ),
    "availability.edit_occurrence": lambda t, who, place: availability.edit_occurrence(
        place_id=place, slot_id=t.series, day=t.scene.day, terms=_terms(t), seen=_version(t), **who
    ),
    "availability.edit_series_from": lambda t, who, place: availability.edit_series_from(
        place_id=place, slot_id=t.series, day=t.scene.day, terms=_series_terms(t), seen=_version(t), **who
    ),
    "availability.copy_day": lambda t, who, place: availability.copy_day(
        place_id=place, day=t.scene.day, targets=[t.scene.day + _A_WEEK], seen=_version(t), **who
    ),
    "availability.copy_week": lambda t, who, place: availability.copy_week(
        place_id=place, monday=monday_of(t), targets=[monday_of(t) + _A_WEEK], seen=_version(t), **who
    ),
    "availability.save_unavailability": lambda _, who, place: availability.save_unavailability(
        place_ids=[place], indefinite=True, periods=(), versions={}, **who
    ),
    "availability.week?": lambda t, who, place: agendas.week(place_id=place, monday=t.scene.day, **who),
    "orientation.orient": lambda t, who, _: orientation.orient(
        key=uuid4(), slot_id=t.scene.plage, day=t.scene.day, modality=None, **who
    ),
    "orientation.orient_surnumeraire": lambda t, who, place: orientation.orient_surnumeraire(
        key=uuid4(), place_id=place, local=at_ten(t.scene), **who
    ),
    "orientation.orient_on_editor": lambda t, who, _: orientation.orient_on_editor(
        key=uuid4(), place_id=t.fed, number=-t.free, modality=None, **who
    ),
    "editors.editor_agenda?": lambda t, who, _: editors.editor_agenda(place_id=t.fed, **who),
    "orientation.cancel": lambda t, who, _: orientation.cancel(orientation_id=t.orientation, **who),
    "orientation.decline": lambda t, who, _: orientation.decline(orientation_id=t.orientation, reason="Absent", **who),
    "orientation.of_place?": lambda t, who, place: orientations.of_place(
        actor=who["actor"], place_id=place, first_day=t.scene.day, last_day=t.scene.day + timedelta(days=1)
    ),
    "orientation.one?": lambda t, who, _: orientations.one(actor=who["actor"], orientation_id=t.orientation),
    "participation.save_settings": lambda t, who, _: participation.save_settings(
        draft=SettingsDraft(), seen=_settings(Actor.SYSTEM, t).stamp, **who | _professional(t)
    ),
    "participation.own_settings?": lambda t, who, _: _settings(who["actor"], t),
    "participation.own_places?": lambda t, who, _: participating.own_places(actor=who["actor"], **_professional(t)),
    "participation.settings_choices?": lambda t, who, _: participating.settings_choices(
        actor=who["actor"], **_professional(t)
    ),
    "participation.settings_story?": lambda t, who, _: participating.settings_story(
        actor=who["actor"], page=1, **_professional(t)
    ),
    "orientation.name_member": lambda t, who, _: orientation.name_member(
        orientation_id=t.addressed, professional_id=t.association.member.id, **who
    ),
    "indicators.professional_quarter?": lambda t, who, _: indicators.professional_quarter(
        professional_id=t.scene.place.professional_id or 0, quarter=quarter_of(t.scene.day), **who
    ),
    "indicators.territory_table?": lambda t, who, _: indicators.territory_table(
        actor=who["actor"], territory_id=t.scene.territory, quarter=quarter_of(t.scene.day), filters=TableFilters()
    ),
    "indicators.note_export": lambda t, who, _: indicator_operations.note_export(
        territory_id=t.scene.territory, quarter=quarter_of(t.scene.day), filters=TableFilters(), form="csv", **who
    ),
    "piloting.participation?": lambda t, who, _: piloting.participation(
        actor=who["actor"], scope=Scope(ScopeKind.TERRITORY, t.scene.territory), period=Period(t.scene.day, t.scene.day)
    ),
    "piloting.orientations?": lambda t, who, _: piloting.orientations(
        actor=who["actor"], scope=Scope(ScopeKind.STRUCTURE, t.house), period=Period(t.scene.day, t.scene.day)
    ),
    "indicators.centre_table?": lambda t, who, _: indicators.centre_table(
        actor=who["actor"], territory_id=t.scene.territory, quarter=quarter_of(t.scene.day), filters=CentreFilters()
    ),
    "indicators.note_centre_export": lambda t, who, _: indicator_operations.note_centre_export(
        territory_id=t.scene.territory, quarter=quarter_of(t.scene.day), filters=CentreFilters(), form="csv", **who
    ),
    "accounts.end_session": lambda t, who, _: accounts.end_session(session_id=t.session, **who),
    "accounts.remove_delegation": lambda t, who, _: accounts.remove_delegation(delegation_id=t.delegation, **who),
    "accounts.removable_delegation?": lambda t, who, _: account_queries.removable_delegation(
        actor=who["actor"], delegation_id=t.delegation
    ),
    "accounts.accept_delegation": lambda t, who, _: accounts.accept_delegation(
        request_id=t.request, chosen=[f"p{t.scene.place.professional_id}"], **who
    ),
    "accounts.refuse_delegation": lambda t, who, _: accounts.refuse_delegation(
        request_id=t.request, reason="Inconnu", **who
    ),
    "accounts.comment_delegation": lambda t, who, _: accounts.comment_delegation(
        request_id=t.request, text="Inconnu", **who
    ),
    "participation.save_structure_settings": lambda t, who, _: participation.save_structure_settings(
        structure_id=t.house, draft=HouseDraft(1, 1), seen=HouseSettings().stamp, **who
    ),
    "participation.house?": lambda t, who, _: participating.house(actor=who["actor"], structure_id=t.house),
    "participation.members?": lambda t, who, _: participating.members(actor=who["actor"], cpts_id=t.cpts),
    "participation.save_package": lambda t, who, _: participation.save_package(
        structure_id=t.hospital, takes_part=True, **who
    ),
    "accounts.territory_detail?": lambda t, who, _: account_queries.territory_detail(
        actor=who["actor"], territory_id=t.scene.territory
    ),
    "assistance.assistance_request?": lambda t, who, _: requests.assistance_request(
        actor=who["actor"], request_id=t.assistance
    ),
    "assistance.assistance_file?": lambda t, who, _: requests.assistance_file(
        actor=who["actor"], request_id=t.assistance, file_id=t.file
    ),
    "assistance.take_assistance": lambda t, who, _: assistance.take_assistance(request_id=t.assistance, **who),
    "assistance.close_assistance": lambda t, who, _: assistance.close_assistance(request_id=t.assistance, **who),
    "assistance.answer_assistance": lambda t, who, _: assistance.answer_assistance(
        request_id=t.assistance, text="Voici.", **who
    ),
    "accounts.delegation_request?": lambda t, who, _: account_queries.delegation_request(
        actor=who["actor"], request_id=t.request
    ),
}


def _edit(things: Things) -> dict[str, str]:
    changed = {"start": "10:00", "end": "11:00", "kind": "plage", "patients": "1", "modalities": "1"}
    return changed | {"day": str(things.scene.day), "vu": _version(things)}


# What a right form holds; an operation that is not here has an empty one.
FORMS: dict[str, Callable[[Things], dict[str, str]]] = {
    "availability.publish": lambda t: {
        "day": str(t.scene.day),
        "start": "09:00",
        "end": "10:00",
        "kind": "plage",
        "patients": "1",
        "modalities": "1",
    },
    "availability.delete_occurrence": lambda t: {"scope": "occurrence", "vu": _version(t)},
    "availability.delete_series_from": lambda t: {"scope": "serie", "confirmer": "on", "vu": _version(t)},
    "availability.set_unavailable": lambda t: {"indefinite_box": "on", "confirmer": "on", "vu": _version(t)},
    "availability.save_unavailability": lambda t: {"indefinite_box": "on", "confirmer": "on", "vu": _version(t)},
    "availability.save_additional_info": lambda t: {"text": "Bonjour", "vu": _version(t)},
    "availability.edit_occurrence": lambda t: _edit(t) | {"scope": "occurrence"},
    "availability.edit_series_from": lambda t: _edit(t) | {"scope": "serie", "confirmer": "on"},
    "availability.copy_day": lambda t: {"targets": str(t.scene.day + _A_WEEK), "confirmer": "on", "vu": _version(t)},
    "availability.copy_week": lambda t: {"targets": str(monday_of(t) + _A_WEEK), "confirmer": "on", "vu": _version(t)},
    "orientation.orient": lambda _: {"cle": str(uuid4())},
    "orientation.orient_on_editor": lambda _: {"cle": str(uuid4())},
    "orientation.orient_surnumeraire": lambda t: {"cle": str(uuid4()), "day": str(t.scene.day), "time": "11:30"},
    "orientation.decline": lambda _: {"reason": "Absent"},
    "participation.save_structure_settings": lambda _: {
        "practitioners": "1",
        "general_practitioners": "1",
        "vu": HouseSettings().stamp,
    },
    "participation.save_package": lambda _: {"participe": "oui"},
    "indicators.note_export": lambda t: {"territoire": str(t.scene.territory)},
    "indicators.note_centre_export": lambda t: {"territoire": str(t.scene.territory)},
    "orientation.name_member": lambda t: {"member": str(t.association.member.id)},
    "accounts.accept_delegation": lambda t: {"chosen": f"p{t.scene.place.professional_id}"},
    "accounts.refuse_delegation": lambda _: {"reason": "Inconnu"},
    "accounts.comment_delegation": lambda _: {"text": "Inconnu"},
    "assistance.answer_assistance": lambda _: {"text": "Voici."},
}
