"""The publishers of scheduling software: those professionals may name (F-038), and how they are reached (F-261)."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.models import Editor
from sas.rooms.directory.rules import EditorConnection


@dataclass(frozen=True, slots=True)
class EditorFacts:
    """A publisher; one that is no longer active stays with those who had named it, and is offered to nobody else."""

    id: int
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class EditorState:
    """An editor as administrators see it, with how it is reached and the end of its server's certificate."""

    id: int
    name: str
    active: bool
    connection: EditorConnection
    certificate_until: datetime | None
    certificate_seen_at: datetime | None

    @property
    def asked(self) -> bool:
        """True for one that the platform calls from this environment."""
        here = self.connection.environment == settings.ENVIRONMENT
        return self.active and here and bool(self.connection.base_url)


@dataclass(frozen=True, slots=True)
class EditorEndpoint:
    """Where and how an active editor is asked, and what its slots are worth.

    `slots_asked`: for free slots. `expected_cn`, `expected_ou`: of its server's certificate, empty when not looked at.
    `hosts`: where its booking links may lead. `page_size`: `_count`, None when it wants none. `end_to_end`: patients
    are booked in it. `per_minute`: most requests it takes, 0 without limit. `booking_origin`: the `origin` of its
    booking links.
    """

    editor_id: int
    base_url: str
    slots_asked: bool
    accept: str
    expected_cn: str
    expected_ou: str
    hosts: tuple[str, ...]
    page_size: int | None
    end_to_end: bool
    per_minute: int
    booking_origin: str
    accounts_sent: bool


@dataclass(frozen=True, slots=True)
class EditorCalling:
    """An editor that calls us, and the only `identifier.system` it may report appointments under, empty for none."""

    editor_id: int
    appointment_system: str


def editors(*, actor: Actor, named: Collection[int] = ()) -> tuple[EditorFacts, ...]:
    """The active ones and those of these ids, by name, in one query."""
    rows = Editor.objects.filter(Q(active=True) | Q(id__in=list(named))).order_by("name", "id")
    return tuple(EditorFacts(row.id, row.name, row.active) for row in rows)


def editor_states(*, actor: Actor) -> tuple[EditorState, ...]:
    """All of them, by name, inactive ones included."""
    return tuple(
        EditorState(row.id, row.name, row.active, connection_of(row), row.certificate_until, row.certificate_seen_at)
        for row in Editor.objects.order_by("name", "id")
    )


def editor_endpoints(*, actor: Actor) -> tuple[EditorEndpoint, ...]:
    """The active editors that have an address for this environment, by id (F-261)."""
    here = Editor.objects.filter(active=True, environment=settings.ENVIRONMENT).exclude(base_url="")
    return tuple(_endpoint(row) for row in here.order_by("id"))


def editor_called(*, actor: Actor, common_name: str, unit: str) -> EditorCalling | None:
    """The active editor whose certificate has this subject (CN, OU), None for nobody's.

    An editor declared without OU is known by its CN alone.
    """
    if not common_name:
        return None
    named = Editor.objects.filter(active=True, client_cn__iexact=common_name)
    found = named.filter(Q(client_ou="") | Q(client_ou__iexact=unit)).order_by("-client_ou").first()
    return EditorCalling(found.id, found.appointment_system) if found else None


def connection_of(row: Editor) -> EditorConnection:
    """A pure function of a row, for this room's own operations."""
    told = {one.name: getattr(row, one.name) for one in fields(EditorConnection)}
    return EditorConnection(**told | {"hosts": tuple(row.hosts)})


def _endpoint(row: Editor) -> EditorEndpoint:
    return EditorEndpoint(
        editor_id=row.id,
        base_url=row.base_url,
        slots_asked=row.slots_asked,
        accept=row.accept,
        expected_cn=row.expected_cn,
        expected_ou=row.expected_ou,
        hosts=tuple(row.hosts),
        page_size=row.page_size,
        end_to_end=row.end_to_end,
        per_minute=row.per_minute,
        booking_origin=row.booking_origin,
        accounts_sent=row.accounts_sent,
    )
