"""The health centres of a territory: what the table tells, narrows, totals, and gives as files; whose it is."""

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
from sas.rooms.directory.models import Structure
from sas.rooms.indicators.models import CentreLine
from sas.rooms.indicators.operations.writing import write_centre_lines
from sas.rooms.indicators.rules import quarter_of
from sas.rooms.journal.models import AuditEntry
from sas.web.administration.avenant9_centres import COLUMNS
from tests.factories import associations, care
from tests.factories.associations import House
from tests.factories.browsers import browser
from tests.factories.quarters import Sent, send
from tests.web.calendar.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266"), pytest.mark.shows("F-103")]
HOME = "/administration/avenant-9/centres"
NOW = datetime.now(UTC)
QUARTER = quarter_of(NOW.date()).previous


@pytest.fixture
def client(territory: int) -> Client:
    """A referent of the territory."""
    return browser(care.account(Role.REFERENT_TERRITORIAL, territories=(territory,)))


def centre(name: str, came: int, *, practitioners: int = 2, accepts: bool = True, shows: bool = False) -> House:
    """A health centre of Rennes with so many patients last quarter, and the line that the worker makes of it."""
    house = associations.house("cds")
    Structure.objects.filter(id=house.structure.id).update(name=name)
    associations.centre_settings(house.structure, practitioners=practitioners, accepts=accepts)
    first = datetime.combine(QUARTER.first_day, datetime.min.time()) + timedelta(hours=9)
    rows = [Sent(house.place, first + timedelta(hours=number), "fulfilled") for number in range(came)]
    send(rows, author=care.regulator(care.territory(departements=("75",))))
    found = directory.structures(actor=Actor.SYSTEM, ids=[house.structure.id])
    write_centre_lines(found, quarter=QUARTER, now=NOW)
    if shows:
        CentreLine.objects.filter(structure=house.structure).update(shows=True)
    return house


def address(**asked: Any) -> str:
    return f"{HOME}?trimestre={QUARTER.key}" + "".join(f"&{name}={value}" for name, value in asked.items())


def exported(client: Client, kind: str, **asked: Any) -> list[list[Any]]:
    """The rows of the file, headings first, read back by the libraries of those who receive it."""
    answer = client.post(f"{HOME}/export", {"forme": kind, "trimestre": QUARTER.key, **asked})
    assert answer.status_code == 200
    if kind == "csv":
        return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue()), read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_table_tells_each_centre_and_totals_all(client: Client) -> None:
    centre("Centre des Lilas", 3)
    centre("Centre du Canal", 4, practitioners=3, shows=True)
    centre("Centre Nord", 0, practitioners=0, accepts=False)
    said = words(read(client, address()))
    expected = (
        "3 centres de santé",
        "Centre des Lilas",
        "2 Oui Oui Non Non réunies 3",
        "Centre du Canal",
        "3 Oui Oui Oui Réunies 4",
        "Centre Nord",
        "0 Non Non Non Non réunies 0",
        "Total 5 2 2 1 1 7",
    )
    assert [said.index(one) for one in expected] == sorted(said.index(one) for one in expected)
    assert "€" not in said


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"texte": "canal"}, ["Canal"]),
        ({"conditions": "oui"}, ["Canal"]),
        ({"conditions": "non"}, ["Lilas", "Nord"]),
        ({"conditions": "?"}, ["Canal", "Lilas", "Nord"]),
        ({"texte": "rien"}, []),
    ],
)
def test_filters_narrow_the_table_and_its_files(client: Client, asked: dict[str, str], names: list[str]) -> None:
    for name in ("Nord", "Lilas", "Canal"):
        centre(f"Centre {name}", 1, shows=name == "Canal")
    said = words(read(client, address(**asked)))
    assert [name for name in ("Canal", "Lilas", "Nord") if f"Centre {name}" in said] == names
    for kind in ("csv", "xlsx"):
        rows = exported(client, kind, **asked)
        assert [row[0] for row in rows[1:-1]] == [f"Centre {name}" for name in names]
        assert rows[-1][0] == f"Total : {len(names)}"


def test_a_centre_is_found_by_its_finess_number(client: Client) -> None:
    house = centre("Centre des Lilas", 1)
    centre("Centre du Canal", 1)
    house.structure.refresh_from_db()
    assert [row[0] for row in exported(client, "csv", texte=house.structure.finess)[1:-1]] == ["Centre des Lilas"]


def test_the_files_hold_every_column_and_the_totals(client: Client) -> None:
    house = centre("=Centre", 3)
    told = [house.structure.finess, "35", 2, "Oui", "Oui", "Non", "Non", 3, "Provisoire"]
    sums = ["Total : 1", "", "", 2, 1, 1, 0, 0, 3, "Donné à titre indicatif"]
    assert exported(client, "xlsx") == [list(COLUMNS), ["=Centre", *told], sums]
    assert exported(client, "csv") == [
        list(COLUMNS),
        ["'=Centre", *(str(one) for one in told)],
        [str(one) for one in sums],
    ]
    traces = AuditEntry.objects.filter(verb="export_centres").order_by("id")
    assert [(trace.details["form"], trace.details["count"], trace.details["quarter"]) for trace in traces] == [
        ("xlsx", 1, QUARTER.key),
        ("csv", 1, QUARTER.key),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_asks_as_much_whatever_it_holds(client: Client, count: int) -> None:
    for at in range(count):
        centre(f"Centre {at}", 1)
    with CaptureQueriesContext(connection) as asked:
        html = read(client, address())
    assert len(asked) == 6
    assert html.count("FINESS 77") == count


def test_the_table_goes_on_page_after_page(client: Client) -> None:
    made = CentreLine.objects.get(structure=centre("Centre", 0).structure)
    for at in range(26):
        other = associations.house("cds").structure
        made.pk, made.structure_id, made.name_key = None, other.id, f"centre {at:02}"
        made.save(force_insert=True)
    assert [read(client, address(page=at)).count("FINESS 77") for at in (1, 2, 99)] == [25, 2, 2]
    assert len(exported(client, "csv")) == 29


def test_each_reads_the_territories_that_are_theirs(client: Client, territory: int) -> None:
    centre("Centre des Lilas", 5)
    elsewhere = care.territory(departements=("974",))
    other = browser(care.account(Role.GESTIONNAIRE_COMPTES, territories=(elsewhere,)))
    assert "Aucun centre de santé." in words(read(other, address()))
    assert other.get(address(territoire=territory)).status_code == 403
    assert other.post(f"{HOME}/export", {"territoire": territory, "forme": "csv"}).status_code == 403
    administrator = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    assert "Centre des Lilas" in words(read(administrator, address(territoire=territory)))
    nobody = browser(care.account(Role.REFERENT_TERRITORIAL))
    assert "Aucun territoire ne vous est rattaché" in words(read(nobody, HOME))


def test_each_table_leads_to_the_other_for_the_same_territory_and_quarter(client: Client, territory: int) -> None:
    asked = f"territoire={territory}&amp;trimestre={QUARTER.key}"
    for home in (HOME, "/administration/avenant-9"):
        html = read(client, f"{home}?trimestre={QUARTER.key}")
        assert f'href="{HOME}?{asked}"' in html
        assert f'href="/administration/avenant-9?{asked}"' in html
