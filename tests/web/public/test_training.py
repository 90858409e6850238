"""The training space as anybody reads it, and as administrators complete it."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sas.actor import Role
from sas.rooms.training.enums import PieceKind, Profile
from sas.rooms.training.models import TrainingBlock, TrainingPage
from sas.rooms.training.rules import CHAPTERS, SECTIONS, THEMES, outline
from tests.factories import care, training
from tests.factories.browsers import browser
from tests.factories.training import CAPTIONS, MP4, WHERE

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-245", "F-246")]
PAGE = f"/formation/{Profile.LIBERAL}/disponibilites"
HOME = "/administration/formation"


def main_of(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split("<main")[1].split("</main>")[0].split()))


@pytest.fixture
def desk(settings: Any) -> Client:
    settings.TRAINING_VIDEO_HOSTS = ["videos.example"]
    return browser(care.account(Role.ADMINISTRATEUR))


def test_the_space_shows_six_sections_of_the_guides_then_ours_and_each_profile_its_guide_with_format_and_size() -> None:
    said = main_of(Client().get("/formation"))
    places = [said.index(f"Section {number} : {section.title}") for number, section in enumerate(SECTIONS, start=1)]
    assert places == sorted(places)
    for profile in Profile:
        assert f'href="/formation/{profile}"' in said
        space = main_of(Client().get(f"/formation/{profile}"))
        assert f"guide-sas-{profile}.pdf" in space and "PDF – " in space
        links = [space.index(f'href="/formation/{profile}/{chapter.slug}"') for _, chapter in outline(profile)]
        assert links == sorted(links)


def test_every_page_is_drawn_with_the_one_before_and_the_one_after() -> None:
    drawn: set[str] = set()
    for profile in Profile:
        slugs = [slug for theme in THEMES[profile] for slug in theme.slugs]
        for nth, slug in enumerate(slugs):
            if slug in drawn and nth not in {0, len(slugs) - 1}:
                continue
            drawn.add(slug)
            said = main_of(Client().get(f"/formation/{profile}/{slug}"))
            assert (f'rel="prev" href="/formation/{profile}/{slugs[nth - 1]}"' in said) is (nth > 0)
            after = slugs[nth + 1 : nth + 2]
            assert ('rel="next"' in said) is bool(after) and all(f"/formation/{profile}/{one}" in said for one in after)
    assert drawn == set(CHAPTERS)


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_asks_as_much_for_one_piece_as_for_three(size: int, django_assert_num_queries: Any) -> None:
    for _ in range(size):
        training.block(PieceKind.TEXT, published=True)
    Client().get(PAGE)
    with django_assert_num_queries(2):
        said = main_of(Client().get(PAGE))
    assert said.count("<strong>mot</strong>") == size


def test_what_does_not_exist_is_not_found() -> None:
    draft = training.block(PieceKind.VIDEO)
    for address in (
        "/formation/personne",
        "/formation/ioa/rien",
        f"/formation/ioa/{training.page()}",
        "/formation/fichiers/0",
        f"/formation/fichiers/{draft}",
        f"/formation/sous-titres/{draft}",
    ):
        assert Client().get(address).status_code == 404


def test_a_video_is_played_from_here_with_captions_part_by_part() -> None:
    video = training.block(PieceKind.VIDEO, published=True)
    said = main_of(Client().get(PAGE))
    assert f'<video class="sas-formation__image" controls preload="none" src="/formation/fichiers/{video}"' in said
    assert f'src="/formation/sous-titres/{video}"' in said and "MP4 – 1 ko" in said
    whole, part = (
        Client().get(f"/formation/fichiers/{video}", headers=asked) for asked in ({}, {"range": "bytes=4-7"})
    )
    assert (whole.status_code, whole.content, whole["Content-Type"]) == (200, MP4, "video/mp4")
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert part["Content-Range"] == f"bytes 4-7/{len(MP4)}" and whole["Content-Disposition"] == "inline"
    assert Client().get(f"/formation/sous-titres/{video}").content == CAPTIONS
    assert "media-src 'self'" in whole["Content-Security-Policy"]


def test_a_file_is_downloaded_and_a_video_kept_elsewhere_is_a_link_that_loads_nothing(settings: Any) -> None:
    settings.TRAINING_VIDEO_HOSTS = ["videos.example"]
    file = training.block(published=True)
    training.block(PieceKind.VIDEO_LINK, published=True)
    said = main_of(Client().get(PAGE))
    assert "Voir la vidéo sur videos.example" in said and "<iframe" not in said
    assert said.count("videos.example/v/1") == 1 and 'rel="noopener noreferrer"' in said
    assert (
        Client().get(f"/formation/fichiers/{file}")["Content-Disposition"] == 'attachment; filename="formation-sas.pdf"'
    )


def test_an_administrator_adds_publishes_orders_and_removes_from_the_browser(desk: Client) -> None:
    where = f"{HOME}/{WHERE['profile']}/{WHERE['slug']}"
    for form in (
        {"kind": "texte", "text": "Un **mot**."},
        {
            "kind": "video",
            "title": "Démonstration",
            "file": SimpleUploadedFile("x.exe", MP4),
            "captions": SimpleUploadedFile("x.vtt", CAPTIONS),
        },
    ):
        answer = desk.post(where, form)
        assert (answer.status_code, answer["Location"]) == (303, where)
    text, video = TrainingBlock.objects.order_by("position")
    for address, sent in (
        (f"{HOME}/blocs/{video.id}/publier", {"publier": "oui"}),
        (f"{HOME}/blocs/{video.id}/monter", {}),
        (f"{HOME}/blocs/{text.id}/supprimer", {}),
    ):
        answer = desk.post(address, sent | {"retour": where})
        assert (answer.status_code, answer["Location"]) == (303, where)
    assert [(one.kind, one.published) for one in TrainingBlock.objects.all()] == [("video", True)]
    refused = desk.post(f"{HOME}/blocs/{video.id}/supprimer", {"retour": "https://evil.example/"}, follow=True)
    assert refused.redirect_chain == [(HOME, 303)] and "seul un brouillon se supprime" in refused.content.decode()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(desk: Client) -> None:
    where = f"{HOME}/{WHERE['profile']}/{WHERE['slug']}"
    answer = desk.post(where, {"kind": "lien-video", "title": "Démonstration", "url": "https://ailleurs.example/v"})
    said = answer.content.decode()
    assert answer.status_code == 422 and "Donnez l&#x27;adresse https d&#x27;une vidéo sur videos.example." in said
    assert 'value="https://ailleurs.example/v"' in said and 'value="Démonstration"' in said
    assert desk.post(where, {}).status_code == 422
    assert desk.post(f"{HOME}/ioa", {"title": ""}).status_code == 422


def test_a_page_is_added_filled_and_published_from_the_browser(desk: Client) -> None:
    answer = desk.post(f"{HOME}/ioa", {"title": "Réunion d'accueil"})
    assert (answer.status_code, answer["Location"]) == (303, f"{HOME}/ioa/reunion-d-accueil")
    assert "Brouillon" in desk.get(answer["Location"]).content.decode()
    page = TrainingPage.objects.get()
    desk.post(f"{HOME}/pages/{page.id}/publier", {"publier": "oui"})
    assert "Réunion d'accueil" in main_of(Client().get("/formation/ioa/reunion-d-accueil"))
    assert desk.get(f"{HOME}/ioa/inconnue").status_code == desk.get(f"{HOME}/personne").status_code == 404
