"""What a regulator reads while no standby confirms, and how the same form tells the truth afterwards (ADR 7, 56)."""

import re
from typing import Any
from uuid import uuid4

import pytest

from sas.dates import day_in_words
from sas.rooms.orientation.models import Orientation
from sas.rooms.orientation.operations import confirming
from tests.web.regulation.scene import BACK, Scene, text_of


def answering(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> None:
    told = iter(answers)
    monkeypatch.setattr(confirming, "_is_held", lambda *_, **__: next(told))


@pytest.mark.shows("F-184")
def test_the_page_says_that_nothing_is_sure_and_sends_the_same_form_again(
    scene: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ORIENTATION_STANDBY_SECONDS = 1
    answering(monkeypatch, True, False, True, True)
    answer = scene.confirm(cle=(key := str(uuid4())))
    page = text_of(answer)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Orientation non confirmée" in page and "peut-être enregistrée" in page
    assert f"{day_in_words(scene.day, 'l j F Y')}, de 14h00 à 16h00" in page and "orientez par téléphone" in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    fields.pop("csrfmiddlewaretoken", None)
    assert fields["cle"] == key
    again = scene.client.post(scene.path, {name: value.replace("&amp;", "&") for name, value in fields.items()})
    assert (again.status_code, again["Location"]) == (303, BACK)
    assert Orientation.objects.count() == 1


def test_the_page_says_when_nothing_was_recorded(scene: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ORIENTATION_STANDBY_SECONDS = 1
    answering(monkeypatch, False)
    answer = scene.confirm()
    assert answer.status_code == 503
    assert "n'a rien enregistré" in text_of(answer).replace("&#x27;", "'")
    assert not Orientation.objects.exists()


def test_hours_agreed_by_phone_are_told_as_well(scene: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ORIENTATION_STANDBY_SECONDS = 1
    answering(monkeypatch, False)
    answer = scene.confirm(f"/sas/orienter/en-sus/{scene.place.id}", day=str(scene.day), time="17:30")
    assert answer.status_code == 503
    assert f"{day_in_words(scene.day, 'l j F Y')}, à 17h30" in text_of(answer)


def test_what_has_no_form_of_its_own_names_the_standby(
    scene: Scene, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.confirm()
    settings.ORIENTATION_STANDBY_SECONDS = 1
    answering(monkeypatch, False)
    answer = scene.client.post(f"/sas/orientations/{Orientation.objects.get().id}/annuler")
    assert answer.status_code == 503
    assert "La copie de secours de la base de données ne répond pas" in text_of(answer)
