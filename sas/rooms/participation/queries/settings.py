"""A professional's own settings: what they say, what may be chosen instead, their story."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import EditorFacts, PlaceFacts, StructureFacts
from sas.rooms.participation import rules
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from sas.rooms.participation.rules import ChangedLine, Facts, Judgement, Known, Names, SettingsDraft

PER_PAGE = 20
MOST_STRUCTURES = 10
_ZONE = "Europe/Paris"


@dataclass(frozen=True, slots=True)
class OwnSettings:
    """What is kept, as a draft to start from; `stamp` names this state, `saved_at` is None before the first save."""

    professional_id: int
    draft: SettingsDraft
    structure: StructureFacts | None
    saved_at: datetime | None
    stamp: str

    @property
    def of_association(self) -> bool:
        """Whether SOS Médecins keeps the slots."""
        return self.draft.via == Via.SOS


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """A professional's open places, by name; those in a health centre (`salaried`) are kept by its manager (F-046)."""

    kept: tuple[PlaceFacts, ...]
    salaried: tuple[PlaceFacts, ...]

    @property
    def zone(self) -> str:
        """The zone on whose wall the professional reads the time."""
        return next((place.time_zone for place in (*self.kept, *self.salaried)), _ZONE)


@dataclass(frozen=True, slots=True)
class SettingsChoices:
    """What may be chosen: places outside health centres, editors. `zone`: of the professional."""

    places: tuple[PlaceFacts, ...]
    editors: tuple[EditorFacts, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class JudgedSettings:
    """A draft, judged; `structure` is the one that it names, None when there is none."""

    judgement: Judgement
    structure: StructureFacts | None


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """One change: who, when, what. `by` is a person's name, "Plateforme" for the platform."""

    at: datetime
    by: str
    lines: tuple[ChangedLine, ...]


@dataclass(frozen=True, slots=True)
class SettingsStory:
    """One page of the changes, newest first; `number` counts from 1, `zone` is that of the professional's places."""

    items: tuple[SettingsChange, ...]
    number: int
    has_next: bool
    zone: str


def own_settings(*, actor: Actor, professional_id: int) -> OwnSettings:
    """The settings of a professional, for himself and administrators (F-031). Raises Refused to others."""
    _check_reader(actor, professional_id)
    row = ProfessionalSettings.objects.filter(professional_id=professional_id).first()
    if row is None:
        return OwnSettings(professional_id, SettingsDraft(), None, None, "")
    return OwnSettings(
        professional_id, draft_of(row), _structure(actor, row.structure_id), row.updated_at, stamp_of_settings(row)
    )


def settings_choices(*, actor: Actor, professional_id: int) -> SettingsChoices:
    """What the form of a professional offers; an editor already named stays. Raises Refused to others."""
    _check_reader(actor, professional_id)
    places = _own_places(actor, professional_id)
    row = ProfessionalSettings.objects.filter(professional_id=professional_id).first()
    editors = directory.editors(actor=actor, named=row.editors if row else ())
    return SettingsChoices(places.kept, editors, places.zone)


def own_places(*, actor: Actor, professional_id: int) -> OwnPlaces:
    """Where a professional practises, four queries whatever the number. Raises Refused as `own_settings`."""
    _check_reader(actor, professional_id)
    return _own_places(actor, professional_id)


def judged_settings(*, actor: Actor, draft: SettingsDraft, choices: SettingsChoices) -> JudgedSettings:
    """What §2.5 says of a draft: the page shows it, the operation obeys it."""
    structure = _structure(actor, draft.structure_id)
    known = Known(
        structure.kind if structure and not structure.closed else None,
        frozenset(place.id for place in choices.places),
        frozenset(editor.id for editor in choices.editors),
    )
    return JudgedSettings(rules.judge(draft=draft, known=known), structure)


def suggested_through(*, actor: Actor, via: Via, text: str) -> tuple[StructureFacts, ...]:
    """The open structures that this way may go through, by name or identifier (F-033, F-035, F-036)."""
    kind = rules.KIND_OF.get(via)
    if kind is None:
        return ()
    return directory.suggest_structures(actor=actor, text=text, departements=None, kind=kind, limit=MOST_STRUCTURES)


def settings_story(*, actor: Actor, professional_id: int, page: int) -> SettingsStory:
    """The changes of a professional's settings, PER_PAGE at a time (F-110). Raises Refused as `own_settings`."""
    places = own_places(actor=actor, professional_id=professional_id)
    number = max(page, 1)
    first = (number - 1) * PER_PAGE
    rows = list(
        ParticipationChange.objects.filter(professional_id=professional_id).order_by("-at", "-id")[
            first : first + PER_PAGE + 1
        ]
    )
    return SettingsStory(_changes(rows[:PER_PAGE], actor=actor), number, len(rows) > PER_PAGE, places.zone)


def draft_of(row: ProfessionalSettings) -> SettingsDraft:
    """What the form starts from: whoever leaves SOS Médecins has refused nothing himself."""
    via = Via(row.via)
    return SettingsDraft(
        accepts=via != Via.NONE,
        via=via,
        structure_id=row.structure_id,
        cpts_places=frozenset(row.cpts_places),
        has_software=row.has_software,
        editors=frozenset(row.editors),
        hours_pledged=row.hours_pledged,
        editor_slots_refused=row.editor_slots_refused and via != Via.SOS,
        reorientation_package=row.reorientation_package,
    )


def stamp_of_settings(row: ProfessionalSettings) -> str:
    """What names a state of the settings, "" being the name of none."""
    return row.updated_at.isoformat()


def _own_places(actor: Actor, professional_id: int) -> OwnPlaces:
    ids = directory.place_ids_of(actor=actor, professionals=[professional_id], structures=[])
    places = directory.places(actor=actor, place_ids=ids).values()
    centres = directory.health_centre_finess(actor=actor, finess={place.site_finess for place in places})
    return OwnPlaces(
        tuple(place for place in places if place.site_finess not in centres),
        tuple(place for place in places if place.site_finess in centres),
    )


def _check_reader(actor: Actor, professional_id: int) -> None:
    own = accounts.professional_of(actor=actor)
    if refused := rules.may_read(actor=actor, own_id=own, professional_id=professional_id):
        raise refused


def _structure(actor: Actor, structure_id: int | None) -> StructureFacts | None:
    found = directory.structures(actor=actor, ids=[structure_id] if structure_id else [])
    return next(iter(found), None)


def _changes(rows: Collection[ParticipationChange], *, actor: Actor) -> tuple[SettingsChange, ...]:
    people = accounts.names_of(actor=actor, user_ids=frozenset(row.user_id for row in rows if row.user_id))
    names = _names([facts for row in rows for facts in (row.before, row.after) if facts], actor=actor)
    return tuple(
        SettingsChange(
            row.at,
            people.get(row.user_id or 0, Actor.SYSTEM.name if row.user_id is None else ""),
            rules.changed_lines(before=row.before, after=row.after, names=names),
        )
        for row in rows
    )


def _names(told: Collection[Facts], *, actor: Actor) -> Names:
    structures = {facts["structure"] for facts in told if facts["structure"]}
    places = {place for facts in told for place in facts["cpts_places"]}
    editors = {editor for facts in told for editor in facts["editors"]}
    return Names(
        {one.id: one.name for one in directory.structures(actor=actor, ids=structures)},
        {one.id: one.address_line for one in directory.places(actor=actor, place_ids=places).values()},
        {one.id: one.name for one in directory.editors(actor=actor, named=editors)},
    )
