"""Copying a day or a week: what would be created is read first."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from sas.actor import Actor
from sas.rooms.availability import queries
from sas.rooms.directory.models import Place
from tests.factories import care
from tests.web.calendar.reading import agenda, read, words
from tests.web.calendar.test_editing import hidden

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 24)
WEEK = timedelta(days=7)


def days(place: Place) -> list[date]:
    agendas = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])
    return sorted(slot.rule.first_day for slot in agendas[place.id].slots)


def test_a_day_is_copied_to_other_days_once_it_is_confirmed(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    care.published(place=place, owner=owner, day=TUESDAY, now=now)
    care.published(place=place, owner=owner, day=TUESDAY + WEEK, now=now)
    path = agenda(place, "/jours/2026-11-24/copier")
    assert path in read(client, agenda(place))
    form = words(read(client, path))
    assert "Mercredi 25 novembre 2026" in form
    assert "Mardi 1er décembre 2026" in form
    preview = client.post(path, {"targets": ["2026-11-25", "2026-12-01"]})
    text = words(preview.content.decode())
    assert "1 disponibilité ajoutée" in text
    assert "déjà dans votre agenda" in text
    assert days(place) == [TUESDAY, TUESDAY + WEEK]
    answer = client.post(path, hidden(preview.content.decode()))
    assert (answer.status_code, answer["Location"]) == (303, agenda(place, "?semaine=2026-11-23"))
    assert days(place) == [TUESDAY, date(2026, 11, 25), TUESDAY + WEEK]


def test_a_week_is_copied_to_other_weeks(client: Client, place: Place, owner: Actor, now: datetime) -> None:
    for start in (9, 14):
        care.published(place=place, owner=owner, day=TUESDAY, start=time(start), end=time(start + 1), now=now)
    path = agenda(place, "/semaines/2026-11-26/copier")
    assert agenda(place, "/semaines/2026-11-23/copier") in read(client, agenda(place))
    assert "Semaine du 30 novembre 2026" in words(read(client, path))
    preview = client.post(path, {"targets": ["2026-11-30", "2026-12-14"]})
    assert "4 disponibilités ajoutées" in words(preview.content.decode())
    assert client.post(path, hidden(preview.content.decode())).status_code == 303
    assert days(place) == sorted(2 * [TUESDAY, TUESDAY + WEEK, TUESDAY + 3 * WEEK])


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ([], "Choisissez au moins une date de destination."),
        (["2026-11-20"], "Choisissez des dates dans la liste."),
        (["2026-11-24"], "Choisissez des dates dans la liste."),
        (["demain"], "Choisissez des dates dans la liste."),
        (["2031-11-25"], "Choisissez des dates dans la liste."),
    ],
)
def test_a_wrong_target_is_refused_beside_the_field(
    client: Client, place: Place, owner: Actor, now: datetime, *, targets: list[str], sentence: str
) -> None:
    care.published(place=place, owner=owner, day=TUESDAY, now=now)
    answer = client.post(agenda(place, "/jours/2026-11-24/copier"), {"targets": targets, "confirmer": "1", "vu": "1"})
    assert answer.status_code == 422
    assert sentence in words(answer.content.decode().split('id="id_targets-desc-error"')[1])
    assert days(place) == [TUESDAY]


def test_an_empty_day_has_nothing_to_copy(client: Client, place: Place) -> None:
    assert "/jours/" not in read(client, agenda(place))
    answer = client.post(agenda(place, "/jours/2026-11-24/copier"), {"targets": ["2026-11-25"]})
    assert answer.status_code == 422
    assert "Il n'y a rien à copier" in words(answer.content.decode())


def test_what_changed_since_the_preview_is_shown_again(
    client: Client, place: Place, owner: Actor, now: datetime
) -> None:
    care.published(place=place, owner=owner, day=TUESDAY, now=now)
    path = agenda(place, "/jours/2026-11-24/copier")
    preview = hidden(client.post(path, {"targets": ["2026-11-25"]}).content.decode())
    back = client.post(path, preview | {"revenir": "1"})
    assert 'value="2026-11-25"' in back.content.decode()
    care.published(place=place, owner=owner, day=TUESDAY, start=time(9), end=time(10), now=now)
    answer = client.post(path, preview)
    assert answer.status_code == 422
    assert "Cet agenda a été modifié par vous-même" in words(answer.content.decode())
    assert "2 disponibilités ajoutées" in words(answer.content.decode())
    assert client.post(path, hidden(answer.content.decode())).status_code == 303
