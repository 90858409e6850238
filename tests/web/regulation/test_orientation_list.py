"""The regulator's pages: follow, cancel, and who may."""

import re
from datetime import datetime, time
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation
from tests.factories import care
from tests.factories.browsers import browser
from tests.web.regulation.scene import Scene, text_of


def test_an_orientation_is_cancelled_after_a_confirmation(scene: Scene) -> None:
    scene.confirm()
    made = Orientation.objects.get()
    path = f"/sas/orientations/{made.id}/annuler"
    assert path in text_of(scene.client.get("/sas/orientations"))
    assert scene.client.get(path).status_code == 200
    assert Orientation.objects.get().state == "oriented"
    answer = scene.client.post(path)
    assert (answer.status_code, answer["Location"]) == (303, "/sas/orientations")
    page = text_of(scene.client.get("/sas/orientations"))
    assert "Orientation annulée." in page and path not in page
    again = scene.client.post(path)
    assert (again.status_code, "plus en cours" in text_of(again)) == (422, True)
    assert "<strong>0/3</strong>" in text_of(scene.client.get(scene.path))


def test_a_decline_is_told_with_its_reason(scene: Scene) -> None:
    scene.confirm()
    operations.decline(
        actor=scene.owner, orientation_id=Orientation.objects.get().id, reason="Véhicule <en> panne", now=scene.now
    )
    page = text_of(scene.client.get("/sas/orientations"))
    assert "Déclinée par l&#x27;effecteur" in page and "Motif : Véhicule &lt;en&gt; panne" in page


def test_another_territory_neither_sees_nor_cancels(scene: Scene) -> None:
    scene.confirm()
    path = f"/sas/orientations/{Orientation.objects.get().id}/annuler"
    stranger = browser(care.regulator(care.territory(departements=("974",))))
    assert stranger.get(path).status_code == 404
    assert stranger.post(path).status_code == 403
    assert "Aucune orientation" in text_of(stranger.get("/sas/orientations"))
    colleague = browser(care.regulator(scene.territory))
    assert colleague.post(path).status_code == 303


@pytest.mark.parametrize("role", [Role.EFFECTEUR, Role.ADMINISTRATEUR, Role.GESTIONNAIRE_COMPTES])
def test_other_roles_are_refused(scene: Scene, role: Role) -> None:
    somebody = browser(care.account(role, territories=(scene.territory,)))
    for path in (scene.path, f"/sas/orienter/en-sus/{scene.place.id}", "/sas/orientations"):
        assert somebody.get(path).status_code == 403
    assert scene.confirm(client=somebody).status_code == 403
    en_sus = {"day": str(scene.day), "time": "18:15"}
    assert scene.confirm(f"/sas/orienter/en-sus/{scene.place.id}", client=somebody, **en_sus).status_code == 403
    assert Orientation.objects.count() == 0


@pytest.mark.shows("F-186")
def test_no_form_lets_one_type_anything_about_a_patient(scene: Scene) -> None:
    for path in (scene.path, f"/sas/orienter/en-sus/{scene.place.id}"):
        main = text_of(scene.client.get(path))
        typed = re.findall(r'<(?:input|textarea|select)[^>]*name="(\w+)"', main)
        assert set(typed) <= {"csrfmiddlewaretoken", "cle", "retour", "distance", "forfait", "day", "time", "modality"}
        assert "<textarea" not in main and 'type="text"' not in main
    scene.confirm(patient="Jean Dupont", motif="Fièvre")
    assert "Dupont" not in str(list(Orientation.objects.values()))


def test_one_or_three_orientations_cost_the_same_queries(scene: Scene) -> None:
    counts = []
    for size in (1, 3):
        while Orientation.objects.count() < size:
            scene.confirm(client=browser(care.regulator(scene.territory)))
        scene.client.get("/sas/orientations")
        with CaptureQueriesContext(connection) as captured:
            page = text_of(scene.client.get("/sas/orientations"))
        assert page.count('id="orientation-') == size
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_one_or_three_slots_cost_the_same_queries(scene: Scene) -> None:
    counts = []
    for size in (1, 3):
        for start in range(size - 1):
            care.published(
                place=scene.place,
                owner=scene.owner,
                day=scene.day,
                start=time(8 + start),
                end=time(9 + start),
                now=scene.now,
            )
        with CaptureQueriesContext(connection) as captured:
            assert scene.client.get(scene.path).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 14


def test_the_list_goes_page_by_page(scene: Scene) -> None:
    for hour in range(21):
        operations.orient_surnumeraire(
            actor=scene.regulator,
            key=uuid4(),
            place_id=scene.place.id,
            local=datetime.combine(scene.day, time(hour)),
            now=scene.now,
        )
    first, second = (text_of(scene.client.get("/sas/orientations", {"page": n})) for n in ("1", "2"))
    assert (first.count('id="orientation-'), second.count('id="orientation-')) == (20, 1)
    assert "?page=2" in first and "?page=1" in second and "?page=3" not in second
    assert scene.client.get("/sas/orientations?page=x").status_code == 200
