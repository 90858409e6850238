"""How an editor is reached: https everywhere, plain HTTP on this machine in a demonstration alone (F-261)."""

from datetime import datetime
from typing import Any

import pytest

from sas.errors import Impossible
from sas.rooms.directory.rules import EditorConnection, checked_connection
from tests.factories import editor_accounts

pytestmark = pytest.mark.shows("F-261")
HERE = EditorConnection(base_url="http://127.0.0.1:8030/fhir", hosts=("127.0.0.1:8030",))


def test_a_demonstration_may_have_editors_on_its_own_machine() -> None:
    assert checked_connection(HERE, loopback=True) == HERE
    named = EditorConnection(base_url="http://localhost:8030/fhir", hosts=("localhost:8030", "rdv.editeur.example"))
    assert checked_connection(named, loopback=True) == named


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"base_url": "http://127.0.0.1:8030/fhir"}, "base_url"),
        ({"base_url": "https://127.0.0.1:8030/fhir"}, "base_url"),
        ({"base_url": "http://localhost/fhir"}, "base_url"),
        ({"hosts": ("127.0.0.1:8030",)}, "hosts"),
        ({"hosts": ("127.0.0.1",)}, "hosts"),
        ({"hosts": ("localhost:8030",)}, "hosts"),
    ],
)
def test_elsewhere_this_machine_is_no_editor(told: dict[str, Any], field: str) -> None:
    with pytest.raises(Impossible) as problem:
        checked_connection(EditorConnection(**told))
    assert problem.value.field == field


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"base_url": "http://127.0.0.2/fhir"}, "base_url"),
        ({"base_url": "http://10.0.0.1/fhir"}, "base_url"),
        ({"base_url": "http://fhir.editeur.example"}, "base_url"),
        ({"base_url": "http://127.0.0.1@ailleurs.example/"}, "base_url"),
        ({"hosts": ("127.0.0.1",)}, "hosts"),
        ({"hosts": ("127.0.0.1:",)}, "hosts"),
        ({"hosts": ("rdv.editeur.example:8443",)}, "hosts"),
        ({"hosts": ("127.0.0.1:80/x",)}, "hosts"),
    ],
)
def test_a_demonstration_opens_this_machine_and_nothing_else(told: dict[str, Any], field: str) -> None:
    with pytest.raises(Impossible) as problem:
        checked_connection(EditorConnection(**told), loopback=True)
    assert problem.value.field == field


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_follows_the_setting(settings: Any, now: datetime) -> None:
    assert editor_accounts.editor("Ici", base_url=HERE.base_url, hosts=HERE.hosts)
    settings.EDITOR_LOOPBACK = False
    with pytest.raises(Impossible) as problem:
        editor_accounts.editor("Ailleurs", base_url=HERE.base_url, hosts=HERE.hosts)
    assert problem.value.field == "base_url"
