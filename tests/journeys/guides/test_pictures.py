"""The pictures of the guides, taken from the running product: none is missing, none is left over.

`make guides` keeps them: GUIDES_FOLDER names the folder. Without it they are only taken.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page

from sas.rooms.training.rules import CHAPTERS
from tests.journeys.guides.camera import Camera
from tests.journeys.guides.scene import AT, MONDAY, TODAY, Cast, furnish, make_cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long, pytest.mark.shows("F-245")]
NEXT_TUESDAY = "2026-12-01"


@pytest.fixture
def camera(open_page: Callable[..., Page], live_server: Any, tmp_path: Path) -> Camera:
    return Camera(tmp_path, live_server.url, open_page)


def test_each_step_that_names_a_picture_has_it_from_the_running_product(camera: Camera) -> None:
    named = {Path(one).name for chapter in CHAPTERS.values() for one in chapter.pictures}
    with time_machine.travel(AT):
        cast = make_cast()
        furnish()
        _entry(camera, cast)
        _doctor(camera, cast)
        _forms(camera, cast)
        _helpers(camera, cast)
        _regulation(camera, cast)
        _accounts(camera, cast)
        _platform(camera, cast)
    assert {path.name for path in camera.folder.iterdir()} == named
    if kept := os.environ.get("GUIDES_FOLDER"):
        for old in Path(kept).glob("*.webp"):
            old.unlink()
        for picture in camera.folder.iterdir():
            shutil.copy(picture, kept)


def _entry(camera: Camera, cast: Cast) -> None:
    camera.take(camera.as_actor(None), "connexion", "/connexion")
    camera.take(camera.as_actor(cast.doctor), "identifiants", "/identifiants")


def _doctor(camera: Camera, cast: Cast) -> None:
    page, agenda = camera.as_actor(cast.doctor), f"/sas/agenda/{cast.place.id}"
    camera.take(page, "espace-personnel", "/sas/tableau-de-bord")
    camera.take(page, "parametres", "/sas/parametres")
    page.get_by_label("Oui, je déclare sur l'honneur").check(force=True)
    page.locator("#id_has_software").scroll_into_view_if_needed()
    camera.take_part(page, "parametres-logiciel", "#id_has_software")
    camera.take(page, "agenda-semaine", agenda)
    camera.take(page, "orientations-recues", f"{agenda}/orientations")
    camera.take(page, "suppression", f"{agenda}/creneaux/{cast.plage}/{NEXT_TUESDAY}/supprimer")
    camera.take(page, "copie", f"{agenda}/semaines/{MONDAY}/copier")


def _forms(camera: Camera, cast: Cast) -> None:
    page, agenda = camera.as_actor(cast.doctor), f"/sas/agenda/{cast.place.id}"
    page.goto(f"{agenda}/disponibilites")
    page.get_by_label("Nombre de patients").fill("3")
    camera.take(page, "disponibilite")
    page.goto(f"{agenda}/indisponibilite")
    page.get_by_role("button", name="Ajouter une autre période d'indisponibilité").click()
    page.get_by_label("Du", exact=True).first.fill("2026-12-21")
    page.get_by_label("Au", exact=True).first.fill("2027-01-03")
    camera.take(page, "indisponibilite")
    page.goto(f"{agenda}/informations")
    page.get_by_label("Informations visibles par la régulation").fill("Ligne directe du cabinet, de 9h à 12h.")
    camera.take(page, "informations")
    camera.take(page, "delegataire", "/delegations/demande")


def _helpers(camera: Camera, cast: Cast) -> None:
    camera.take(camera.as_actor(cast.delegate), "delegation", "/sas/tableau-de-bord")
    page = camera.as_actor(cast.centre_manager)
    camera.take(page, "structure-espace", "/sas/tableau-de-bord")
    page.goto(f"/sas/structures/{cast.centre.id}/parametres")
    page.get_by_label("Nombre de professionnels du centre").fill("6")
    page.get_by_label("Parmi eux, nombre de médecins généralistes").fill("4")
    camera.take(page, "structure-parametres")
    camera.take(camera.as_actor(cast.cpts_manager), "structure-cpts", f"/sas/structures/{cast.cpts.id}/membres")


def _regulation(camera: Camera, cast: Cast) -> None:
    page, asked = camera.as_actor(cast.regulator), "/sas/recherche?text=M%C3%A9decin+g%C3%A9n%C3%A9raliste&loc=Rennes"
    camera.take(page, "resultats", f"{asked}&graine=7")
    page.get_by_text("Tous les filtres").click()
    camera.take(page, "filtres")
    camera.take(page, "orienter", f"/sas/orienter/creneau/{cast.plage}/{TODAY}")
    camera.take(page, "hors-creneaux", f"/sas/orienter/en-sus/{cast.place.id}")
    camera.take(page, "orientations", "/sas/orientations")
    camera.take(camera.as_actor(cast.nurse), "ioa-resultats", f"{asked}&graine=7")


def _accounts(camera: Camera, cast: Cast) -> None:
    page = camera.as_actor(cast.manager)
    camera.take(page, "compte-nouveau", "/administration/comptes/nouveau")
    camera.take(page, "comptes", "/administration/comptes")
    camera.take(page, "comptes-nombre", "/administration/comptes/import")
    camera.take(page, "etablissements", "/administration/etablissements")
    camera.take(page, "demande-delegation", f"/administration/delegations/{cast.request}")
    camera.take(page, "territoire", f"/administration/territoires/{cast.territory}")


def _platform(camera: Camera, cast: Cast) -> None:
    page = camera.as_actor(cast.administrator)
    camera.take(page, "editeurs", "/administration/editeurs")
    camera.take(page, "texte", "/administration/textes/agenda_overlap")
    camera.take(page, "courriels", "/administration/courriels")
    camera.take(page, "formation", "/administration/formation/effecteur-liberal/disponibilites")
