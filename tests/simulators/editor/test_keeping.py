"""A simulated editor that stops and starts again: the platform tells each regulator once."""

import json
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from simulators.editor.bookings import Bookings
from simulators.editor.editor import Editor
from simulators.editor.login import Client, Logins
from simulators.editor.people import ONE_PLACE, invented
from simulators.editor.web import EditorServer
from simulators.editor.world import World
from tests.factories import editors
from tests.simulators.editor.test_bookings import FIRST, book, regulator

CLIENT = httpx.Client(trust_env=False)


def again(editor: Editor, kept: Path) -> EditorServer:
    """Its server, not serving."""
    server = EditorServer(editor, kept=kept)
    server.server_close()
    return server


def test_accounts_and_appointments_outlive_it(now: datetime, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    with editors.serving(editors.editor(now), kept=kept) as server:
        who = regulator(server)
        assert book(server, who).status_code == 303
        (number,) = server.editor.bookings.known
        CLIENT.post(f"{server.url}/rendez-vous/{number}", data={"act": "move"})
        before = server.editor
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]
    with editors.serving(editors.editor(now), kept=kept) as server:
        assert server.editor.regulators.known == before.regulators.known
        assert server.editor.bookings.known == before.bookings.known
        free = editors.answer(editors.endpoint(server), ONE_PLACE, now=now)
        assert FIRST not in {slot.slot_id for site in free.sites for slot in site.slots}
        assert book(server, who, slot="lieu-1-20261123T0840").status_code == 303


def test_an_appointment_goes_with_the_place_that_left(now: datetime, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    with editors.serving(editors.editor(now), kept=kept) as server:
        book(server, regulator(server))
    left = Editor(World(invented().professionals[1:]), clock=lambda: now, bookings=Bookings(""))
    again(left, kept)
    assert (len(left.regulators.known), left.bookings.known) == (1, {})


def test_what_is_read_changes_nothing_on_the_disk(now: datetime, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    with editors.serving(editors.editor(now), kept=kept) as server:
        CLIENT.get(server.url)
        assert not kept.exists()
        regulator(server)
    told = json.loads(kept.read_text(encoding="utf-8"))
    assert ([one["active"] for one in told["accounts"]], told["bookings"]) == ([True], [])


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?error=access_denied"])
def test_nobody_comes_back_who_did_not_leave(now: datetime, query: str) -> None:
    one = editors.editor(now)
    with editors.serving(one) as server:
        assert CLIENT.get(f"{server.url}/retour{query}").status_code == 404
        one.logins = Logins(Client("http://127.0.0.1:9", "editeur-1", "s"))
        assert CLIENT.get(f"{server.url}/retour{query}").status_code == 403
        away = CLIENT.get(f"{server.url}/agenda/lieu-1?origin=sas")
        assert away.status_code == 502
        assert "pas répondu à la demande de connexion" in away.text
        who = regulator(server)
        assert book(server, who).status_code == 403, "a name in the form is nobody's word"
