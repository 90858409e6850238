"""« Orientations reçues »: what the page says, its acts in one click, and who may."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.rooms.directory.models import Place, Territory
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation, OrientationNotice
from tests.factories import care
from tests.factories.agenda import keeper
from tests.factories.browsers import browser
from tests.web.calendar.reading import agenda, read, words

pytestmark = pytest.mark.django_db
TODAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
Clock = Callable[[datetime], None]


def orient(place: Place, now: datetime, *, regulator: Actor | None = None, **slot: object) -> int:
    """A patient on a new slot of Tuesday, 14h to 16h unless said otherwise."""
    facts = {"day": TUESDAY} | slot
    slot_id = care.published(place=place, owner=keeper([place.id]), now=now, **facts)
    return again(slot_id, now, regulator or care.regulator(care.territory()))


def again(slot_id: int, now: datetime, regulator: Actor) -> int:
    made = operations.orient(actor=regulator, key=uuid4(), slot_id=slot_id, day=TUESDAY, modality=None, now=now)
    assert made.orientation_id
    return made.orientation_id


@pytest.mark.shows("F-087")
def test_the_week_tells_date_regulation_type_and_state(place: Place, client: Client, now: datetime) -> None:
    territory = care.territory()
    Territory.objects.filter(id=territory).update(name="SAS-35 Ille-et-Vilaine")
    regulator = care.regulator(territory)
    plage = care.published(place=place, owner=keeper([place.id]), day=TUESDAY, now=now)
    for _ in range(2):
        again(plage, now, regulator)
    orient(place, now, regulator=regulator, start=time(10), end=time(10, 15), patients=None)
    operations.orient_surnumeraire(
        actor=regulator, key=uuid4(), place_id=place.id, local=datetime(2026, 11, 25, 9, 30), now=now
    )
    html = read(client, agenda(place, "/orientations"))
    said = words(html)
    assert "23 novembre 2026 - 29 novembre 2026" in said
    expected = (
        "Mardi 24 novembre 10h00 – Créneau",
        "14h00 - 16h00 – Plage horaire Orientation enregistrée 1/3",
        "Orientation enregistrée 2/3",
        "Mercredi 25 novembre 09h30 – En sus des disponibilités",
    )
    assert [said.index(one) for one in expected] == sorted(said.index(one) for one in expected)
    assert said.count(f"SAS-35 Ille-et-Vilaine, par {regulator.name}, le 23/11/2026 à 09h00") == 4
    assert html.count("/decliner") == 4
    assert "Patient venu" not in said
    assert "Patient non venu" not in said


@pytest.mark.shows("F-087", "F-187")
def test_one_click_says_that_the_patient_came_another_corrects_it(
    place: Place, client: Client, now: datetime, set_clock: Clock
) -> None:
    made = orient(place, now)
    set_clock(now + timedelta(days=2))
    html = read(client, agenda(place, "/orientations"))
    assert "/decliner" not in html
    assert html.count('method="post"') == html.count('name="csrfmiddlewaretoken"')
    assert html.count(f'/orientations/{made}/venu"') == html.count(f'/orientations/{made}/non-venu"') == 1
    answer = client.post(agenda(place, f"/orientations/{made}/venu"))
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/sas/agenda/{place.id}/orientations?semaine={TODAY}#orientation-{made}",
    )
    html = read(client, answer["Location"].split("#")[0])
    assert f'id="orientation-{made}"' in html
    assert "C'est noté : le patient est venu." in words(html)
    assert "Honorée" in words(html)
    assert "Patient venu" not in words(html)
    answer = client.post(agenda(place, f"/orientations/{made}/non-venu"))
    assert "Non honorée" in words(read(client, answer["Location"].split("#")[0]))
    assert Orientation.objects.get(id=made).state == "noshow"


def test_what_cannot_be_said_any_more_is_told_on_the_same_page(
    place: Place, client: Client, now: datetime, set_clock: Clock
) -> None:
    made = orient(place, now)
    early = client.post(agenda(place, f"/orientations/{made}/venu"))
    assert early.status_code == 422
    assert "L'heure du rendez-vous n'est pas encore venue" in words(early.content.decode())
    set_clock(now + timedelta(days=2))
    client.post(agenda(place, f"/orientations/{made}/venu"))
    twice = client.post(agenda(place, f"/orientations/{made}/venu"))
    assert twice.status_code == 422
    assert "n'est plus en cours. État : honorée." in words(twice.content.decode())
    assert "Orientations reçues" in words(twice.content.decode())


def test_weeks_follow_each_other(place: Place, client: Client, now: datetime) -> None:
    orient(place, now)
    html = read(client, agenda(place, "/orientations?semaine=2026-12-03"))
    assert "30 novembre 2026 - 6 décembre 2026" in words(html)
    assert "Aucune orientation reçue cette semaine." in words(html)
    for link in ('href="?semaine=2026-11-23"', 'href="?semaine=2026-12-07"', f'href="{agenda(place)}/orientations"'):
        assert link in html
    for odd in ("9999-12-31", "hier", "2026-02-30"):
        assert "23 novembre 2026 - 29 novembre 2026" in words(
            read(client, agenda(place, f"/orientations?semaine={odd}"))
        )


def test_an_administrator_reads_and_marks_nothing(place: Place, now: datetime, set_clock: Clock) -> None:
    made = orient(place, now)
    set_clock(now + timedelta(days=2))
    administrator = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    html = read(administrator, agenda(place, "/orientations"))
    assert f"orientation-{made}" in html
    assert "Patient venu" not in html
    assert administrator.post(agenda(place, f"/orientations/{made}/venu")).status_code == 403


def test_another_place_shows_and_marks_nothing(place: Place, now: datetime, set_clock: Clock) -> None:
    made, other = orient(place, now), care.doctor_place()
    set_clock(now + timedelta(days=2))
    stranger = browser(care.keeper(other))
    assert stranger.get(agenda(place, "/orientations")).status_code == 403
    assert stranger.post(agenda(place, f"/orientations/{made}/venu")).status_code == 404
    assert stranger.post(agenda(other, f"/orientations/{made}/venu")).status_code == 404
    assert stranger.get("/sas/agenda/999999/orientations").status_code == 404
    assert Orientation.objects.get(id=made).state == "oriented"


def test_three_orientations_cost_the_queries_of_one(
    place: Place, client: Client, now: datetime, set_clock: Clock
) -> None:
    costs = []
    set_clock(now + timedelta(days=2))
    for number in (1, 3):
        while Orientation.objects.count() < number:
            made = orient(place, now)
            operations.mark(actor=keeper([place.id]), orientation_id=made, honoured=True, now=now + timedelta(days=2))
        with CaptureQueriesContext(connection) as captured:
            assert read(client, agenda(place, "/orientations")).count('id="orientation-') == number
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.shows("F-087")
def test_the_dashboard_counts_what_waits_and_leads_to_the_oldest(
    place: Place, client: Client, now: datetime, set_clock: Clock
) -> None:
    first = orient(place, now)
    orient(place, now)
    assert "à renseigner" not in read(client, "/sas/tableau-de-bord")
    set_clock(now + timedelta(days=9))
    html = read(client, "/sas/tableau-de-bord")
    assert "2 orientations passées à renseigner" in words(html)
    assert f'href="/sas/agenda/{place.id}/orientations?semaine=2026-11-24"' in html
    client.post(agenda(place, f"/orientations/{first}/venu"))
    assert "1 orientation passée à renseigner" in words(read(client, "/sas/tableau-de-bord"))


def test_mails_are_refused_and_asked_again(owner: Actor, client: Client) -> None:
    path = "/sas/orientations-recues/courriels"
    assert "checked" in read(client, path).split('name="wanted"')[1].split(">")[0]
    assert client.post(path, {}).status_code == 303
    assert not OrientationNotice.objects.get(user_id=owner.user_id).wanted
    html = read(client, path)
    assert "Vous ne recevez plus de courriel à chaque orientation." in words(html)
    assert "checked" not in html.split('name="wanted"')[1].split(">")[0]
    client.post(path, {"wanted": "on"})
    assert OrientationNotice.objects.get(user_id=owner.user_id).wanted
