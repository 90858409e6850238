"""The cards are drawn by Jinja: it escapes what it is given, and refuses what it is not."""

import pytest
from django.template.loader import render_to_string
from jinja2 import UndefinedError

from sas.rooms.offer.queries import Card, Day, Line
from sas.web.kit.templatetags.kit import compiled

LINE = Line(hours="09h00", letters="C", kinds='au "cabinet"', count="1/3", path="/sas/orienter/creneau/7/2026-11-23")


def card(**changed: object) -> Card:
    days = (Day("Aujourd'hui", "lundi 23 nov.", (LINE,), (LINE,)), Day("Demain", "mardi 24 nov.", (), ()))
    told = {
        "place_id": 4,
        "title": "Dr <Ève> MARTIN",
        "subtitle": "Médecin généraliste",
        "address": "1 rue d'Ici",
        "distance": "",
        "phone": "",
        "convention": "",
        "participation": "",
        "overbooking": True,
        "additional_info": "<script>alert(1)</script>",
        "updated": "",
        "zone_notice": "",
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
    drawn = compiled("regulation/cards.html", cards=[card()], back="", may_orient=False)
    assert "<a " not in drawn and drawn.count("<span>C</span>") == 2 and "1/3" not in drawn


def test_a_value_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="may_orient"):
        render_to_string("regulation/cards.html", {"cards": [card()], "back": ""}, using="jinja2")
