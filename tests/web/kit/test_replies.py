"""Where a browser is sent once something is done."""

from typing import Any

import pytest
from django.test import Client

from sas.rooms.accounts.models import User
from sas.web.kit.replies import inside
from tests.factories import care

NOWHERE = (
    "",
    ":",
    "ab",
    "a\0b",
    "sas/",
    "//ailleurs.example",
    "https://ailleurs.example",
    "javascript:alert(1)",
    "/\\a.b",
)


@pytest.mark.parametrize("wished", NOWHERE)
def test_what_is_no_path_of_ours_leads_nowhere(wished: str) -> None:
    assert inside(wished, otherwise="/ici") == "/ici"


def test_a_path_of_ours_is_followed_with_what_it_asks() -> None:
    assert inside("/sas/recherche?text=a&loc=b#c", otherwise="/ici") == "/sas/recherche?text=a&loc=b#c"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wished", [":", "ab"])
def test_a_page_asked_for_by_a_word_stops_no_sign_in(wished: str) -> None:
    """`redirect` took the word for the name of a view, and the right password was answered by an error."""
    email = User.objects.get(id=care.regulator(care.territory()).user_id).email
    answer: Any = Client().post("/connexion", {"email": email, "password": care.PASSWORD, "suite": wished})
    assert (answer.status_code, answer["Location"]) == (302, "/sas/")
    shown: Any = Client().post("/affichage", {"retour": wished, "taille": "plus"})
    assert (shown.status_code, shown["Location"]) == (302, "/")
