"""Every combination of the settings form, sent as browsers send it, against the table of §2.5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import choosing
from tests.factories.browsers import browser
from tests.factories.choosing import Doctor
from tests.rooms.participation.table import Combination, combinations, faults, kept

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shows("F-032", "F-033", "F-034", "F-035", "F-036", "F-037", "F-038", "F-039", "F-041", "F-044"),
]
MODES = {"individual": "1", "cpts": "2", "msp": "3", "sos": "4"}


@dataclass(frozen=True)
class Table:
    """A doctor, his browser, and what he may name rightly or wrongly."""

    doctor: Doctor
    client: Client
    structures: dict[tuple[str, str], int]
    places: dict[str, int]
    editors: dict[str, int]

    def form(self, asked: Combination) -> dict[str, Any]:
        """What the browser would send."""
        sent: dict[str, Any] = {"vu": self.doctor.stamp, "via": MODES.get(asked.mode, "0")}
        if asked.mode != "out":
            sent["accepts"] = "on"
        if asked.software != "unsaid":
            sent["has_software"] = {"no": "non", "yes": "oui"}[asked.software]
        if asked.refused == "yes":
            sent["editor_slots_refused"] = "on"
        if asked.pledged == "yes":
            sent |= {"pledge": "on", "pledge_refusing": "on"}
        if asked.structure != "none":
            mode = asked.mode if asked.mode in ("cpts", "msp", "sos") else "cpts"
            sent["structure"] = self.structures[mode, asked.structure]
        if asked.place != "none":
            sent["cpts_places"] = self.places[asked.place]
        if asked.editors != "none":
            sent["editors"] = self.editors[asked.editors]
        return sent


@pytest.fixture
def table(now: datetime) -> Table:
    doctor, other = choosing.doctor(), choosing.doctor()
    right = {(kind, "right"): choosing.structure(kind).id for kind in ("cpts", "msp", "sos")}
    wrong = {(kind, "wrong"): choosing.structure("cds").id for kind in ("cpts", "msp", "sos")}
    closed = {(kind, "closed"): choosing.structure(kind, closed_at=now).id for kind in ("cpts", "msp", "sos")}
    places = {"own": doctor.place.id, "centre": doctor.in_centre.id, "foreign": other.place.id}
    editors = {"one": choosing.editor().id, "unknown": choosing.editor(active=False).id}
    return Table(doctor, browser(doctor.actor), right | wrong | closed, places, editors)


def hold(table: Table, asked: Iterable[Combination]) -> int:
    """Send each; returns how many were taken."""
    taken = 0
    for one in asked:
        before = table.doctor.stored()
        answer = table.client.post("/sas/parametres", table.form(one))
        wrong = faults(one)
        if wrong:
            assert answer.status_code == 422, one
            assert set(answer.context["form"].errors) == wrong, one
            assert table.doctor.stored() == before, one
        else:
            taken += 1
            assert answer.status_code == 303, one
            assert table.doctor.stored() == kept(one), one
    return taken


def told_apart(one: Combination) -> bool:
    """Whether it is the only one of its sort, what is wrong in yet another way left out."""
    unlike = one.structure != "closed" and one.place != "foreign" and one.editors != "unknown"
    named = one.editors == "one" or (one.software == "yes" and one.refused == "no")
    return unlike and named


def test_combinations_are_taken_or_refused_as_the_table_says(table: Table) -> None:
    """One of five, which is of every value; all of them are for the long suite."""
    asked = [one for one in combinations() if told_apart(one)][::5]
    taken = sum(not faults(one) for one in asked)
    assert (len(asked), hold(table, asked)) == (152, taken) and taken > 30


@pytest.mark.long
def test_all_combinations_are_taken_or_refused_as_the_table_says(table: Table) -> None:
    everything = list(combinations())
    assert (len(everything), hold(table, everything)) == (3456, sum(not faults(one) for one in everything))
