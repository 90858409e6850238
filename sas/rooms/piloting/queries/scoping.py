"""The dashboards that somebody may read, and how far their days are counted."""

from dataclasses import dataclass
from datetime import date

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.models import CountedDay
from sas.rooms.piloting.rules import COUNTRY, Period, Scope

_NO_TERRITORY = "Ce territoire n'existe pas."
_COUNTRY_LABEL = "France entière"


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """A dashboard as a list proposes it."""

    scope: Scope
    label: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the days of a period, those that are counted, in order, and how many of these may still change."""

    period: Period
    counted: tuple[date, ...]
    provisional: int

    @property
    def missing(self) -> int:
        """Days of which nothing is known: not over yet, or before the platform counted."""
        return self.period.days - len(self.counted)


def scopes(*, actor: Actor) -> tuple[ScopeChoice, ...]:
    """The country, then territories, then structures, each by name: those that the actor may read.

    Raises Refused to whoever may read none.
    """
    if refusal := rules.may_choose(actor):
        raise refusal
    national = actor.has(*rules.ADMINISTRATORS)
    found = [ScopeChoice(COUNTRY, _COUNTRY_LABEL)] if national else []
    for one in directory.territories(actor=actor):
        scope = Scope(ScopeKind.TERRITORY, one.id)
        if rules.may_read(actor, scope) is None:
            found.append(ScopeChoice(scope, one.name))
    own = actor.managed if actor.has(Role.GESTIONNAIRE_STRUCTURE) else frozenset()
    houses = sorted(directory.structures(actor=actor, ids=sorted(own)), key=lambda one: (one.name, one.id))
    found += [ScopeChoice(Scope(ScopeKind.STRUCTURE, one.id), one.name) for one in houses if not one.closed]
    return tuple(found)


def added_areas(actor: Actor, scope: Scope) -> tuple[str, ...]:
    """The areas whose facts add up to the scope. Raises Refused to whoever may not read it."""
    if refusal := rules.may_read(actor, scope):
        raise refusal
    return rules.areas.summed(
        scope, departements_of(actor=actor, scope=scope) if scope.kind == ScopeKind.TERRITORY else ()
    )


def own_area(actor: Actor, scope: Scope) -> str:
    """The area of what does not add up. Raises Refused as `added_areas`."""
    if refusal := rules.may_read(actor, scope):
        raise refusal
    if scope.kind == ScopeKind.TERRITORY:
        departements_of(actor=actor, scope=scope)
    return rules.areas.of_scope(scope)


def coverage(period: Period) -> Coverage:
    """In one question."""
    rows = CountedDay.objects.filter(day__range=(period.first, period.last), looks__gt=0).order_by("day")
    found = list(rows.values_list("day", "looks"))
    provisional = sum(looks < rules.CLOSING_LOOK for _, looks in found)
    return Coverage(period, tuple(day for day, _ in found), provisional)


def departements_of(*, actor: Actor, scope: Scope) -> frozenset[str]:
    """Those of a territory. Raises Refused to whoever may not read it, and for what is no territory."""
    if refusal := rules.may_read(actor, scope):
        raise refusal
    if scope.kind != ScopeKind.TERRITORY:
        raise Refused(_NO_TERRITORY)
    territory = next((one for one in directory.territories(actor=actor) if one.id == scope.id), None)
    if territory is None:
        raise Refused(_NO_TERRITORY)
    return territory.departements
