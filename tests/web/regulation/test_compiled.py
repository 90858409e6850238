"""The cards are drawn by Jinja: it escapes what it is given, and refuses what it is not."""

import re

import pytest
from django.template import Context
from django.template.loader import render_to_string
from jinja2 import UndefinedError

from sas.rooms.offer.queries import Card, Day, Line, Pictogram
from sas.web.kit.templatetags import kit

LINE = Line(hours="09h00", letters="C", kinds='au "cabinet"', filled="1/3", path="/sas/orienter/creneau/7/2026-11-23")


def compiled(name: str, **values: object) -> str:
    return kit.compiled(Context(), name, **values)


def card(**changed: object) -> Card:
    days = (Day("Aujourd'hui", "lundi 23 nov.", (LINE,), (LINE,)), Day("Demain", "mardi 24 nov.", (), ()))
    told = {
        "place_id": 4,
        "title": "Dr <Ève> MARTIN",
        "path": "/sas/fiche/4",
        "members_path": "",
        "pictogram": Pictogram("stethoscope", "Professionnel de santé"),
        "subtitle": "Médecin généraliste",
        "address": "1 rue d'Ici",
        "distance": "",
        "phone": "",
        "convention": "",
        "participation": "",
        "package": "",
        "overbooking": True,
        "orientable": True,
        "hours": (),
        "cpts": "",
        "additional_info": "<script>alert(1)</script>",
        "updated": "",
        "zone_notice": "",
        "why": "",
        "days": days,
    }
    return Card(**(told | changed))  # type: ignore[arg-type]


def test_everything_is_escaped() -> None:
    drawn = compiled("regulation/cards.html", cards=[card()], back='retour=%2F"&x', may_orient=True)
    assert "Dr &lt;Ève&gt; MARTIN" in drawn and "&lt;script&gt;alert(1)&lt;/script&gt;" in drawn
    assert 'href="/sas/orienter/creneau/7/2026-11-23?retour=%2F&#34;&amp;x"' in drawn
    assert 'title="Adresser un patient – au &#34;cabinet&#34;"' in drawn
    assert drawn.count("<script") == 0 and drawn.count('class="sas-creneau"') == 2


def test_who_may_not_orient_gets_words_and_no_link() -> None:
    drawn = compiled("regulation/cards.html", cards=[card(orientable=False)], back="", may_orient=False)
    assert re.findall(r'<a href="([^"]*)"', drawn) == ["/sas/fiche/4?"]
    assert drawn.count('<span aria-hidden="true">C</span>') == 2 and "1/3" not in drawn


def test_an_ioa_orients_on_slots_and_never_en_sus() -> None:
    drawn = compiled("regulation/cards.html", cards=[card()], back="", may_orient=False)
    assert drawn.count('class="sas-creneau"') == 2 and drawn.count(LINE.path) == 2 and "en-sus" not in drawn


@pytest.mark.shows("F-158", "F-159")
def test_a_cpts_has_no_calendar_and_leads_to_its_members_and_a_point_of_sos_is_no_link() -> None:
    cpts = card(title="CPTS <du> Pays", path="", members_path="/sas/cpts/9", address="", days=(), overbooking=False)
    drawn = compiled("regulation/cards.html", cards=[cpts, card(path="")], back="retour=%2F", may_orient=True)
    first, second = drawn.split('<li class="sas-carte"')[1:]
    assert '<a class="fr-link fr-icon-arrow-right-line fr-link--icon-right"' in first
    assert 'href="/sas/cpts/9?retour=%2F"' in first and "CPTS &lt;du&gt; Pays" in first
    assert "sas-carte__jours" not in first and "en-sus" not in first
    assert "/sas/fiche/" not in second and "en-sus/4" in second


@pytest.mark.shows("F-153", "F-154", "F-201")
def test_a_pictogram_says_what_the_words_beside_it_do_not() -> None:
    shown = [
        card(),
        card(pictogram=Pictogram("user-heart", ""), participation="Participe au SAS via la CPTS", why="Agenda complet"),
        card(pictogram=Pictogram("first-aid-kit", ""), package="Forfait", hours=("Lundi : 08h30 – 12h00",)),
    ]
    drawn = compiled("regulation/cards.html", cards=shown, back="", may_orient=False)
    plain, taking_part, package = re.sub(r"\s+", " ", drawn).split('<li class="sas-carte"')[1:]
    assert 'fr-icon-stethoscope-line sas-carte__picto" role="img" aria-label="Professionnel de santé"' in plain
    assert 'fr-icon-user-heart-line sas-carte__picto" aria-hidden="true"' in taking_part
    assert "Participe au SAS via la CPTS" in taking_part and "Agenda complet" in taking_part
    assert 'fr-icon-first-aid-kit-line sas-carte__picto" aria-hidden="true"' in package and ">Forfait<" in package
    assert "<summary>Horaires d'ouverture" in package and "<li>Lundi : 08h30 – 12h00</li>" in package
    assert "<details>" in plain and "Horaires" not in plain


def test_a_value_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="may_orient"):
        render_to_string("regulation/cards.html", {"cards": [card()], "back": ""}, using="jinja2")
