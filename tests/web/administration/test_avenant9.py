"""The table of a territory: what it tells, narrows, totals, and gives as files; whose it is."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.directory import queries as directory
from sas.rooms.directory.models import Place, Professional
from sas.rooms.indicators.models import QuarterLine
from sas.rooms.indicators.operations.writing import write_lines
from sas.rooms.indicators.rules import quarter_of
from sas.rooms.journal.models import AuditEntry
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.web.administration.avenant9 import COLUMNS
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.quarters import Sent, send
from tests.web.calendar.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]
HOME = "/administration/avenant-9"
NOW = datetime.now(UTC)
QUARTER = quarter_of(NOW.date()).previous


@pytest.fixture
def client(territory: int) -> Client:
    """A referent of the territory."""
    return browser(care.account(Role.REFERENT_TERRITORIAL, territories=(territory,)))


def doctor(name: str, came: int, *, via: Via = Via.INDIVIDUAL, editor: bool = False) -> Place:
    """A doctor of Rennes with so many patients last quarter, and the line that the worker makes of him."""
    place = care.doctor_place(via=via)
    key = {"family_name": name, "name_key": f"{name.lower()} claire"}
    Professional.objects.filter(id=place.professional_id).update(**key)
    if editor:
        settings = ProfessionalSettings.objects.filter(professional_id=place.professional_id)
        settings.update(has_software=True, editor_slots_refused=False)
    first = datetime.combine(QUARTER.first_day, datetime.min.time()) + timedelta(hours=9)
    rows = [Sent(place, first + timedelta(hours=number), "fulfilled") for number in range(came)]
    send(rows, author=care.regulator(care.territory(departements=("75",))))
    line(place)
    return place


def line(place: Place) -> None:
    people = directory.doctors(actor=Actor.SYSTEM, professional_ids=[place.professional_id or 0])
    write_lines(people, quarter=QUARTER, now=NOW)


def address(**asked: Any) -> str:
    return f"{HOME}?trimestre={QUARTER.key}" + "".join(f"&{name}={value}" for name, value in asked.items())


def exported(client: Client, kind: str, **asked: Any) -> list[list[Any]]:
    """The rows of the file, headings first, read back by the libraries of those who receive it."""
    answer = client.post(f"{HOME}/export", {"forme": kind, "trimestre": QUARTER.key, **asked})
    assert answer.status_code == 200
    content = answer.getvalue()
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_table_tells_each_doctor_and_totals_all(client: Client) -> None:
    doctor("BERNARD", 17, editor=True)
    doctor("ANDRE", 4)
    place = doctor("COSTA", 46, via=Via.NONE)
    html = read(client, address())
    said = words(html)
    expected = (
        "3 professionnels",
        "ANDRE Claire",
        "Agenda SAS Non réuni 4 Aucun 0 €",
        "BERNARD Claire",
        "À titre individuel Solution de prise de rendez-vous Réuni 17 2 210 €",
        "COSTA Claire",
        "Ne participe pas Agenda SAS Non réuni 46 5 630 €",
        "Total 2 participants 1 réuni 67 840 €",
        "Indicateur 8 : 1 400 € par an.",
    )
    assert [said.index(one) for one in expected] == sorted(said.index(one) for one in expected)
    assert f'href="{HOME}/{place.professional_id}?trimestre={QUARTER.key}"' in html
    detail = words(read(client, f"{HOME}/{place.professional_id}?trimestre={QUARTER.key}"))
    assert "46 patients pris en charge" in detail
    assert "Avenant 9 : COSTA Claire" in detail


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"texte": "costa"}, ["COSTA"]),
        ({"texte": "claire ANDRÉ"}, ["ANDRE"]),
        ({"mode": "0"}, ["COSTA"]),
        ({"mode": "1"}, ["ANDRE", "BERNARD"]),
        ({"conditions": "oui"}, ["BERNARD"]),
        ({"conditions": "non"}, ["ANDRE", "COSTA"]),
        ({"palier": "0"}, ["ANDRE"]),
        ({"palier": "5"}, ["COSTA"]),
        ({"mode": "9", "palier": "x", "conditions": "?"}, ["ANDRE", "BERNARD", "COSTA"]),
        ({"texte": "personne"}, []),
    ],
)
def test_filters_narrow_the_table_and_its_files(client: Client, asked: dict[str, str], names: list[str]) -> None:
    for name, came, via, editor in (("BERNARD", 17, 1, True), ("ANDRE", 4, 1, False), ("COSTA", 46, 0, False)):
        doctor(name, came, via=Via(via), editor=editor)
    said = words(read(client, address(**asked)))
    assert [name for name in ("ANDRE", "BERNARD", "COSTA") if f"{name} Claire" in said] == names
    for kind in ("csv", "xlsx"):
        rows = exported(client, kind, **asked)
        assert [row[0] for row in rows[1:-1]] == [f"{name} Claire" for name in names]
        assert rows[-1][0] == f"Total : {len(names)}"


def test_the_files_hold_every_column_and_the_totals(client: Client) -> None:
    place = doctor("BERNARD", 17, editor=True)
    assert place.professional
    number = place.professional.national_id[1:]
    told = [
        "BERNARD Claire",
        number,
        "35",
        "Non connu",
        "à titre individuel",
        "solution de prise de rendez-vous",
        "Oui",
        "Oui",
        "Oui",
    ]
    sums = ["Total : 1", "", "", "", "", "", 1, "", 1, 17, "", 210, "Montants donnés à titre indicatif"]
    sheet = exported(client, "xlsx")
    assert sheet == [list(COLUMNS), [*told, 17, 2, 210, "Provisoire"], sums]
    text = exported(client, "csv")
    assert text == [list(COLUMNS), [*told, "17", "2", "210", "Provisoire"], [str(one) for one in sums]]
    traces = AuditEntry.objects.filter(verb="export_avenant9").order_by("id")
    assert [(trace.details["form"], trace.details["count"], trace.details["quarter"]) for trace in traces] == [
        ("xlsx", 1, QUARTER.key),
        ("csv", 1, QUARTER.key),
    ]


def test_no_cell_is_a_formula(client: Client) -> None:
    doctor('=HYPERLINK("x")', 5)
    assert exported(client, "csv")[1][0] == '\'=HYPERLINK("x") Claire'
    answer = client.post(f"{HOME}/export", {"forme": "xlsx", "trimestre": QUARTER.key})
    cell = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("x") Claire')


def test_the_table_says_of_how_many_the_mode_of_exercise_is_not_known(client: Client) -> None:
    known, _ = doctor("BERNARD", 1), doctor("ANDRE", 1)
    assert "pas encore le mode d'exercice de 2 d'entre eux" in words(read(client, address()))
    Place.objects.filter(id=known.id).update(exercise_mode="L")
    line(known)
    assert "pas encore le mode d'exercice de 1 d'entre eux" in words(read(client, address()))
    assert [row[3] for row in exported(client, "csv")[1:-1]] == ["Non connu", "Libéral"]
    assert "mode d'exercice" not in words(read(client, address(texte="bernard")))


def test_a_salaried_doctor_has_no_line_and_no_page(client: Client) -> None:
    place = care.doctor_place()
    Place.objects.filter(id=place.id).update(exercise_mode="S")
    line(place)
    assert "Aucun professionnel." in words(read(client, address()))
    assert client.get(f"{HOME}/{place.professional_id}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_asks_as_much_whatever_it_holds(client: Client, count: int) -> None:
    for at in range(count):
        doctor(f"BERNARD {at}", 1)
    with CaptureQueriesContext(connection) as asked:
        html = read(client, address())
    assert len(asked) == 6
    assert html.count("Claire</a>") == count


def test_the_table_goes_on_page_after_page(client: Client) -> None:
    first = doctor("BERNARD", 0)
    made = QuarterLine.objects.get(professional_id=first.professional_id)
    for at in range(26):
        other = care.doctor_place()
        made.pk, made.professional_id, made.name_key = None, other.professional_id or 0, f"bernard {at:02}"
        made.save(force_insert=True)
    assert read(client, address()).count("Claire</a>") == 25
    assert read(client, address(page=2)).count("Claire</a>") == 2
    assert read(client, address(page="9" * 40)).count("Claire</a>") == 25
    assert len(exported(client, "csv")) == 29


def test_each_reads_the_territories_that_are_theirs(client: Client, territory: int) -> None:
    place = doctor("BERNARD", 5)
    elsewhere = care.territory(departements=("974",))
    other = browser(care.account(Role.GESTIONNAIRE_COMPTES, territories=(elsewhere,)))
    assert "Aucun professionnel." in words(read(other, address()))
    assert other.get(address(territoire=territory)).status_code == 403
    assert other.post(f"{HOME}/export", {"territoire": territory, "forme": "csv"}).status_code == 403
    assert other.get(f"{HOME}/{place.professional_id}").status_code == 404
    assert client.get(f"{HOME}/{place.professional_id}").status_code == 200
    administrator = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    assert "BERNARD Claire" in words(read(administrator, address(territoire=territory)))
    assert administrator.get(address(territoire=999_999)).status_code == 403
    assert administrator.get(f"{HOME}/999999").status_code == 404
    assert AuditEntry.objects.filter(verb="export_avenant9").count() == 0


def test_whoever_has_no_territory_is_told_so() -> None:
    nobody = browser(care.account(Role.REFERENT_TERRITORIAL))
    assert "Aucun territoire ne vous est rattaché" in words(read(nobody, HOME))
    assert nobody.post(f"{HOME}/export", {"forme": "csv"}).status_code == 403


def test_the_account_page_leads_to_the_table_those_who_read_it(client: Client) -> None:
    assert f'href="{HOME}"' in read(client, "/compte")
    assert f'href="{HOME}"' not in read(browser(care.account(Role.REGULATEUR_OSNP)), "/compte")
