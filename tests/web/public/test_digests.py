"""« Résumés par courriel » on the account page."""

import pytest

from sas.actor import Role
from sas.rooms.digests.models import DigestChoice
from tests.factories import care
from tests.factories.browsers import browser
from tests.web.regulation.scene import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-267")]
PATH = "/compte/resume"


def test_a_manager_chooses_how_often_and_may_stop() -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    client = browser(manager)
    assert f'href="{PATH}">Résumés par courriel</a>' in client.get("/compte").content.decode()
    assert 'value="none"' in client.get(PATH).content.decode().split("checked")[0].rsplit("<input", 1)[1]
    answer = client.post(PATH, {"period": "weekly"})
    assert (answer.status_code, answer["Location"]) == (303, PATH)
    page = client.get(PATH)
    assert "Vous recevrez un résumé chaque lundi." in text_of(page)
    assert 'value="weekly"' in page.content.decode().split("checked")[0].rsplit("<input", 1)[1]
    client.post(PATH, {"period": "none"})
    assert DigestChoice.objects.get(user_id=manager.user_id).period == "none"


@pytest.mark.parametrize(("sent", "sentence"), [({}, "Choisissez un rythme"), ({"period": "daily"}, "Choisissez l")])
def test_what_is_no_choice_is_said_and_changes_nothing(sent: dict[str, str], sentence: str) -> None:
    answer = browser(care.account(Role.ADMINISTRATEUR_NATIONAL)).post(PATH, sent)
    assert answer.status_code == 422 and sentence in text_of(answer)
    assert DigestChoice.objects.count() == 0


def test_others_are_not_offered_it() -> None:
    page = browser(care.regulator(care.territory())).get("/compte")
    assert PATH not in page.content.decode()
