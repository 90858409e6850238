"""Liberal, salaried or volunteer: what an import keeps of each place, and what that makes of a doctor."""

from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas import changes
from sas.actor import Actor
from sas.rooms.directory import queries, rules
from sas.rooms.directory.enums import Practice
from sas.rooms.directory.loaders import imports, rpps
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.loaders.imports import Conduct
from sas.rooms.directory.loaders.rpps import ActivityRow
from sas.rooms.directory.models import Place, Professional
from sas.rooms.directory.rules import WorkPlace
from tests.factories import agenda, associations, care
from tests.rooms.directory.samples import HEADER, activity, extract

pytestmark = pytest.mark.shows("F-266")
_number = count(1)


def works(mode: str, *, in_centre: bool = False, closed: bool = False) -> WorkPlace:
    return WorkPlace(next(_number), "35", mode, in_centre=in_centre, closed=closed)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([works("L")], Practice.LIBERAL),
        ([works("")], Practice.UNKNOWN),
        ([works("S"), works("B")], Practice.SALARIED),
        ([works("S"), works("L")], Practice.LIBERAL),
        ([works("S"), works("")], Practice.UNKNOWN),
        ([works(""), works("L")], Practice.LIBERAL),
        ([works("L", in_centre=True)], Practice.IN_CENTRE),
        ([works("", in_centre=True), works("S")], Practice.SALARIED),
        ([works("L", closed=True)], Practice.NOWHERE),
        ([works("L", closed=True), works("S")], Practice.SALARIED),
        ([], Practice.NOWHERE),
    ],
)
def test_one_liberal_place_is_enough(places: list[WorkPlace], expected: Practice) -> None:
    assert rules.practice(places) == rules.practice(reversed(places)) == expected


@pytest.mark.parametrize(("told", "kept"), [("L", "L"), ("S", "S"), ("B", "B"), ("", ""), ("X", ""), ("LS", "")])
def test_a_line_tells_one_of_the_three_modes_or_none(told: str, kept: str) -> None:
    (row,) = rpps.read(extract(activity(mode=told)), commune_index())
    assert isinstance(row, ActivityRow)
    assert row.exercise_mode == kept


def test_an_edition_without_the_column_tells_none() -> None:
    (row,) = rpps.read(extract(activity(), header=HEADER.replace("Code mode exercice", "Autre")), commune_index())
    assert isinstance(row, ActivityRow)
    assert row.exercise_mode == ""


@pytest.fixture
def conduct(now: datetime) -> Conduct:
    return Conduct(actor=Actor.SYSTEM, now=now)


def imported(conduct: Conduct, folder: Path, *lines: str) -> tuple[dict[str, str], int]:
    """The mode of each place, by the end of its key, and how many places the import wrote again."""
    path = folder / "PS_LibreAcces_Personne_activite_202611.txt"
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    summary = imports.import_rpps(conduct, path=path)
    rows = Place.objects.values_list("source_key", "exercise_mode")
    return {key.rpartition(":")[2]: mode for key, mode in rows}, summary.updated


@pytest.mark.django_db(transaction=True)
def test_each_place_keeps_its_mode_and_a_liberal_line_wins(tmp_path: Path, conduct: Conduct) -> None:
    lines = [
        activity(place="R1", mode="S"),
        activity(place="R2", mode="S"),
        activity(place="R2", mode="L", know_how="SM04"),
        activity(place="R3", mode="B"),
        activity(place="R3", mode="S"),
        activity(place="R3", mode="S", know_how="SM04"),
        activity(place="R4", mode="B"),
        activity(place="R4", mode=""),
        activity(place="R5", mode=""),
    ]
    for order in (lines, lines[::-1]):
        modes, _ = imported(conduct, tmp_path, *order)
        assert modes == {"R1": "S", "R2": "L", "R3": "S", "R4": "B", "R5": ""}


@pytest.mark.django_db(transaction=True)
def test_a_mode_that_changes_is_written_and_announced_and_only_that(
    tmp_path: Path, conduct: Conduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(conduct, tmp_path, activity(place="R1", mode=""), activity(place="R2", mode="L"))
    announced: set[int] = set()
    monkeypatch.setattr(changes, "place_changed", lambda place_ids, **_: announced.update(place_ids))
    assert imported(conduct, tmp_path, activity(place="R1", mode=""), activity(place="R2", mode="L"))[1] == 0
    assert announced == set()
    assert imported(conduct, tmp_path, activity(place="R1", mode="S"), activity(place="R2", mode="L")) == (
        {"R1": "S", "R2": "L"},
        1,
    )
    assert announced == {Place.objects.get(source_key__endswith=":R1").id}


@pytest.mark.django_db(transaction=True)
def test_a_place_of_before_is_unknown_until_the_next_import_and_written_once(tmp_path: Path, conduct: Conduct) -> None:
    """Its fingerprint is that of a line which tells no mode."""
    imported(conduct, tmp_path, activity(place="R1", mode=""))
    assert imported(conduct, tmp_path, activity(place="R1", mode="L")) == ({"R1": "L"}, 1)
    assert imported(conduct, tmp_path, activity(place="R1", mode="L")) == ({"R1": "L"}, 0)


@pytest.mark.django_db
def test_a_doctor_is_told_by_the_places_of_his_private_practice() -> None:
    place = care.doctor_place()
    salaried = agenda.make_place(professional=place.professional, exercise_mode="S", departement_id="29")
    assert place.professional_id
    found = queries.doctors(actor=Actor.SYSTEM, professional_ids=[place.professional_id])[place.professional_id]
    assert (found.practice, found.place_ids, found.departements) == (Practice.UNKNOWN, (place.id,), ("35",))
    assert found.counts
    Place.objects.filter(id=place.id).update(closed_at=care.LONG_AGO)
    found = queries.doctors(actor=Actor.SYSTEM, professional_ids=[place.professional_id])[place.professional_id]
    assert (found.practice, found.place_ids, found.departements) == (Practice.SALARIED, (), ("29", "35"))
    assert not found.counts
    assert salaried.id not in found.place_ids


@pytest.mark.django_db
def test_who_works_in_a_centre_or_is_no_doctor_does_not_count() -> None:
    member = associations.house("cds").member
    found = queries.doctors(actor=Actor.SYSTEM, professional_ids=[member.id])
    assert found[member.id].practice == Practice.IN_CENTRE
    Professional.objects.filter(id=member.id).update(profession_code="60")
    assert queries.doctors(actor=Actor.SYSTEM, professional_ids=[member.id]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_doctors_are_read_in_two_questions(number: int) -> None:
    ids = [care.doctor_place().professional_id or 0 for _ in range(number)]
    with CaptureQueriesContext(connection) as asked:
        assert set(queries.doctors(actor=Actor.SYSTEM, professional_ids=ids)) == set(ids)
    assert len(asked) == 2
