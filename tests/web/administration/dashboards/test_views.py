"""Pages of figures: what each reader is shown, compared, refused, and takes away."""

import csv
import gzip
import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from tests.factories import care, dashboards, delegation
from tests.factories.browsers import browser
from tests.web.calendar.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]
HOME = "/administration/pilotage"
THEMES = ("participation", "disponibilites", "orientations")
_WEEK = "periode=7"


@pytest.fixture
def referent(territory: int) -> Actor:
    return care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))


@pytest.fixture
def last() -> date:
    """Yesterday, in Paris."""
    return dashboards.yesterday(datetime.now(UTC))


def counted(last: date, *, days: int = 14, factor: int = 1) -> None:
    dashboards.counted(dashboards.back_from(last, days=days), factor=factor)


def page(actor: Actor, address: str) -> str:
    return words(read(browser(actor), f"{HOME}{address}"))


def test_each_reader_chooses_among_what_is_theirs(territory: int, referent: Actor) -> None:
    other = care.territory(departements=("44",))
    house = delegation.structure(name="Centre des Lilas")
    national = care.account(Role.ADMINISTRATEUR_NATIONAL)
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory, other))
    proposed = {
        "referent": (referent, {f"territoire-{territory}"}),
        "manager": (manager, {f"territoire-{territory}", f"territoire-{other}"}),
        "structure": (delegation.manager_of(house), {f"structure-{house.id}"}),
        "national": (national, {"pays", f"territoire-{territory}", f"territoire-{other}"}),
    }
    for name, (actor, expected) in proposed.items():
        html = read(browser(actor), HOME)
        select = html.partition('name="perimetre"')[2].partition("</select>")[0]
        assert set(re.findall(r'value="([^"]+)"', select)) == expected, name
        assert ('href="/administration/pilotage/editeurs' in html) is (name == "national")
        assert ('href="/administration/"' in html) is (name != "structure")


def test_somebody_elses_figures_are_refused_and_what_does_not_exist_is_not_found(referent: Actor) -> None:
    other, client = care.territory(departements=("44",)), browser(referent)
    for theme in ("", *(f"/{one}" for one in THEMES), "/participation/modes.csv", "/participation/modes.svg"):
        for scope in ("pays", f"territoire-{other}", "structure-1"):
            assert client.get(f"{HOME}{theme}?perimetre={scope}").status_code == 403, (theme, scope)
    assert client.get(f"{HOME}/editeurs").status_code == 403
    for address in ("/inconnu", "/participation/inconnu.csv", "/participation/inconnu.svg"):
        assert client.get(f"{HOME}{address}").status_code == 404, address
    nobody = care.account(Role.REFERENT_TERRITORIAL)
    assert "Aucun territoire ni aucune structure" in page(nobody, "")
    assert browser(nobody).get(f"{HOME}/participation").status_code == 404


def test_before_the_first_night_the_page_says_when_figures_come(referent: Actor) -> None:
    for theme in ("", *(f"/{one}" for one in THEMES)):
        said = page(referent, theme)
        assert "Les chiffres d'un jour sont comptés dans la nuit qui le suit" in said
        assert "Heures publiées 0" not in said
    assert browser(referent).get(f"{HOME}/participation/modes.svg").status_code == 404


def test_figures_stand_beside_those_of_the_period_before(referent: Actor, last: date) -> None:
    dashboards.counted(dashboards.back_from(last - timedelta(days=7), days=7))
    dashboards.counted(dashboards.back_from(last, days=7), factor=3)
    assert "Participants 12 ▲ 8 de plus que la période précédente (4)" in page(referent, f"/participation?{_WEEK}")
    said = page(referent, f"/disponibilites?{_WEEK}")
    assert "Heures publiées 525 h ▲ 350 h de plus que la période précédente (175 h)" in said
    assert "Part de l'agenda SAS 80 % ＝ Comme la période précédente (80 %)" in said
    assert "Règle des deux heures 75 % ＝ Comme la période précédente" in said
    said = page(referent, f"/orientations?{_WEEK}")
    assert "Orientations 210 ▲ 140 de plus que la période précédente (70)" in said
    assert "Patients non venus 25 % ＝ Comme" in said
    overview = page(referent, f"?{_WEEK}")
    for one in ("Participants 12", "Heures publiées 525", "Orientations 210"):
        assert one in overview


def test_a_period_is_not_compared_with_one_that_is_counted_in_part(referent: Actor, last: date) -> None:
    counted(last, days=9)
    said = page(referent, f"/orientations?{_WEEK}")
    assert "Orientations 70 Rien à comparer sur la période précédente" in said


def test_days_that_are_not_counted_or_may_change_are_told(referent: Actor, last: date) -> None:
    dashboards.counted(dashboards.back_from(last - timedelta(days=2), days=5), looks=1)
    said = page(referent, f"/orientations?{_WEEK}")
    assert "2 jours de la période ne sont pas comptés" in said
    assert "Provisoire 5 jours peuvent encore changer" in said


@pytest.mark.parametrize(
    ("theme", "keys"),
    [
        ("participation", ["modes", "specialites"]),
        ("disponibilites", ["heures", "places", "deux-heures"]),
        ("orientations", ["etats", "non-venus", "types", "delais", "distances"]),
    ],
)
def test_each_chart_has_its_table_its_data_and_its_picture(
    referent: Actor, last: date, theme: str, keys: list[str]
) -> None:
    counted(last)
    client = browser(referent)
    html = read(client, f"{HOME}/{theme}?{_WEEK}")
    assert html.count('<svg viewBox="0 0 480') == len(keys)
    assert html.count("<caption") == len(keys)
    for key in keys:
        address = f"{HOME}/{theme}/{key}"
        assert f'href="{address}.csv?perimetre=' in html
        table = html.partition(f'id="titre-{key}"')[2].partition("</table>")[0]
        rows = _csv(client.get(f"{address}.csv?{_WEEK}"))
        said = [words(one).split() for one in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]
        assert len(said) == len(rows)
        assert rows[0] == [words(one).strip() for one in re.findall(r"<th scope=\"col\">(.*?)</th>", table)]
        picture = client.get(f"{address}.svg?{_WEEK}")
        assert picture["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert f'filename="sas-{theme}-{key}-' in picture["Content-Disposition"]
        assert picture.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<svg ')


def _csv(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))


def test_the_data_are_those_of_the_address(referent: Actor, last: date) -> None:
    counted(last)
    asked = f"periode=dates&du={last - timedelta(days=1)}&au={last}"
    rows = _csv(browser(referent).get(f"{HOME}/disponibilites/heures.csv?{asked}"))
    days = [f"{day:%d/%m}" for day in (last - timedelta(days=1), last)]
    assert rows == [["Jour", "Agenda SAS", "Logiciels des éditeurs"], [days[0], "20", "5"], [days[1], "20", "5"]]


def test_a_fault_in_the_dates_is_told_and_the_last_thirty_days_are_shown(referent: Actor, last: date) -> None:
    html = read(browser(referent), f"{HOME}?periode=dates&du={last}&au={last - timedelta(days=1)}")
    assert "Au</a> : Le dernier jour précède le premier." in html
    assert f"du {last - timedelta(days=29):%d/%m/%Y} au {last:%d/%m/%Y}" in words(html)
    assert f'value="{last}"' in html


def test_the_pages_ask_as_many_questions_for_one_thing_as_for_three(
    territory: int, referent: Actor, last: date
) -> None:
    """Days, territories and specialties."""
    client = browser(referent)
    asked = {}
    for size, days in ((1, 1), (3, 60)):
        if size == 3:
            for code in ("44", "22"):
                care.territory(departements=(code,))
        dashboards.counted(dashboards.back_from(last - timedelta(days=60 * (size == 1)), days=days), factor=size)
        for theme in ("", *(f"/{one}" for one in THEMES)):
            with CaptureQueriesContext(
                connection,
            ) as found:
                read(client, f"{HOME}{theme}?periode=12")
            asked.setdefault(theme, []).append(len(found))
    assert asked == {theme: [counts[0]] * 2 for theme, counts in asked.items()}


def test_a_page_is_light(referent: Actor, last: date) -> None:
    """Under 40 kB once compressed, whatever the period."""
    counted(last, days=62)
    client = browser(referent)
    for theme in THEMES:
        for period in ("30", "12"):
            assert len(gzip.compress(client.get(f"{HOME}/{theme}?periode={period}").content)) < 40_000, (theme, period)


@pytest.mark.shows("F-265")
def test_searches_and_what_they_do_not_find(territory: int, referent: Actor, last: date) -> None:
    days = dashboards.back_from(last, days=14)
    dashboards.searched(days)
    dashboards.searched(days[-1:], commune="35288")
    said = page(referent, f"/recherches?{_WEEK}")
    assert "Recherches 80 ▲ 10 de plus que la période précédente (70)" in said
    assert "Avec un résultat 80 % ＝ Comme la période précédente (80 %)" in said
    assert "Sans réponse 32 ▲ 4 de plus" in said
    assert "Recherches 80 Fiches ouvertes 40 Orientations 16" in said
    assert "Rennes (35) 28 Saint-Malo (35) 4" in said
    assert "Médecin généraliste 32" in said
    client = browser(referent)
    rows = _csv(client.get(f"{HOME}/recherches/heures.csv?periode=dates&du={last}&au={last}"))
    assert rows[10][1 + last.weekday()] == "8"
    assert sum(int(cell) for row in rows[1:] for cell in row[1:]) == 8
    assert client.get(f"{HOME}/recherches/heures.svg").status_code == 404
    assert b"<circle" in client.get(f"{HOME}/recherches/carte.svg?{_WEEK}").content


@pytest.mark.shows("F-265")
def test_administrators_see_the_country_by_departement_and_structures_have_no_searches(last: date) -> None:
    dashboards.searched(dashboards.back_from(last, days=7))
    national, house = care.account(Role.ADMINISTRATEUR_NATIONAL), delegation.structure()
    assert "Ille-et-Vilaine (35) 28" in page(national, f"/recherches?{_WEEK}")
    manager = browser(delegation.manager_of(house))
    assert "Recherches" not in read(manager, HOME).partition("Thèmes du pilotage")[2].partition("</nav>")[0]
    assert manager.get(f"{HOME}/recherches").status_code == 404
    assert manager.get(f"{HOME}/recherches?perimetre=pays").status_code == 403


def test_administrators_see_how_editors_answer(last: date) -> None:
    name = dashboards.asked_editor(last)
    said = page(care.account(Role.ADMINISTRATEUR), f"/editeurs?{_WEEK}")
    assert "Questions posées 40" in said
    assert "Échecs 10 %" in said
    assert f"{name} 40" in said and f"{name} 10 %" in said


def test_the_way_to_the_figures_stands_where_each_reader_lands(referent: Actor) -> None:
    link = 'href="/administration/pilotage"'
    manager = delegation.manager_of(delegation.structure())
    for actor, addresses in (
        (referent, ("/sas/", "/administration/", "/compte")),
        (manager, ("/sas/tableau-de-bord",)),
    ):
        for address in addresses:
            assert link in read(browser(actor), address), address
    regulator = care.regulator(care.territory())
    assert link not in read(browser(regulator), "/sas/")
