"""Indicator 8 and its like for health centres: which conditions a month meets, and what shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sas.rooms.indicators.enums import SlotsBy
from sas.rooms.participation.enums import Via

PLEDGE_MINUTES = 120
"""A week, for one general practitioner (sas-domain §2.7)."""


@dataclass(frozen=True, slots=True)
class WeekShown:
    """Minutes that regulators could really see in the week of `monday`."""

    monday: date
    minutes: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a month rests on: settings as they stood at its end (or at the computation), and its weeks that are over.

    `required`: minutes a week; of a centre 120 for each general practitioner declared, 0 when none is.
    """

    participates: bool
    via: Via
    structure_id: int | None
    slots_by: SlotsBy
    pledged: bool
    required: int
    weeks: tuple[WeekShown, ...]

    @property
    def weeks_kept(self) -> int:
        """How many of the weeks showed enough."""
        return sum(week.minutes >= self.required for week in self.weeks)

    @property
    def publishes(self) -> bool:
        """Availability reaches the platform: by software, by the association, or pledged and kept every week."""
        if self.slots_by in {SlotsBy.EDITOR, SlotsBy.ASSOCIATION}:
            return True
        return self.slots_by == SlotsBy.AGENDA and self.declares and self.shows

    @property
    def declares(self) -> bool:
        """The hours are pledged, and one knows how many."""
        return self.pledged and self.required > 0

    @property
    def shows(self) -> bool:
        """Every week that is over showed the hours required."""
        return self.required > 0 and self.weeks_kept == len(self.weeks)

    @property
    def met(self) -> bool:
        """All conditions."""
        return self.participates and self.publishes


@dataclass(frozen=True, slots=True)
class Choice:
    """What decides of the conditions in the settings of a professional."""

    via: Via
    structure_id: int | None
    has_software: bool
    editor_slots_refused: bool
    hours_pledged: bool


NO_CHOICE = Choice(Via.NONE, None, has_software=False, editor_slots_refused=False, hours_pledged=False)


def slots_by(choice: Choice) -> SlotsBy:
    """By which way the availability of a professional comes (sas-domain §2.5)."""
    if choice.via == Via.SOS:
        return SlotsBy.ASSOCIATION
    if choice.has_software and not choice.editor_slots_refused:
        return SlotsBy.EDITOR
    return SlotsBy.AGENDA if choice.hours_pledged or choice.editor_slots_refused else SlotsBy.NONE


def of_professional(choice: Choice, weeks: Iterable[WeekShown]) -> Evidence:
    """The conditions of a doctor."""
    return Evidence(
        participates=choice.via != Via.NONE,
        via=choice.via,
        structure_id=choice.structure_id,
        slots_by=slots_by(choice),
        pledged=choice.hours_pledged,
        required=PLEDGE_MINUTES,
        weeks=tuple(weeks),
    )


def of_centre(*, accepts: bool, pledged: bool, practitioners: int, weeks: Iterable[WeekShown]) -> Evidence:
    """The conditions of a health centre; `practitioners`: the general practitioners that it declares."""
    required = PLEDGE_MINUTES * practitioners
    return Evidence(accepts, Via.NONE, None, SlotsBy.AGENDA, pledged, required, tuple(weeks))


def written(evidence: Evidence) -> dict[str, Any]:
    """The evidence as a fact keeps it."""
    return {
        "participates": evidence.participates,
        "via": evidence.via.value,
        "structure": evidence.structure_id,
        "slots_by": evidence.slots_by.value,
        "pledged": evidence.pledged,
        "required": evidence.required,
        "weeks": [[week.monday.isoformat(), week.minutes] for week in evidence.weeks],
    }


def read(kept: dict[str, Any]) -> Evidence:
    """The evidence of a fact."""
    return Evidence(
        participates=kept["participates"],
        via=Via(kept["via"]),
        structure_id=kept["structure"],
        slots_by=SlotsBy(kept["slots_by"]),
        pledged=kept["pledged"],
        required=kept["required"],
        weeks=tuple(WeekShown(date.fromisoformat(monday), minutes) for monday, minutes in kept["weeks"]),
    )
