"""Before results that an editor has not told yet: its slots come into the card, or the card says that nothing came."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sas.rooms.directory.models import Editor, Place
from sas.worker import tasks
from simulators.editor import editor as played
from simulators.editor.bookings import Bookings
from tests.factories import editor_accounts, editor_slots, editors, live
from tests.factories.mail import run_worker
from tests.factories.offers import RENNES, Wanted, scatter
from tests.journeys.conftest import is_fit
from tests.journeys.test_live_journey import card_of, searching, standing
from tests.worker.test_editors import world_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-148", "F-153", "F-161", "F-261")]
READ_IN = 7_000
"""Milliseconds within which an editor answers, or its card says that it did not."""


def doctor(now: datetime, editor_id: int, *, km: float) -> Place:
    """So far from the centre of Rennes, whose software was never asked about him."""
    place = editor_slots.doctor(editor_id, now=now)
    Place.objects.filter(id=place.id).update(lat=RENNES[0] + km / 111.19, lon=RENNES[1])
    editor_slots.named(place, editor_id, now=now)
    return place


@pytest.mark.parametrize(("width", "with_stream"), [pytest.param(1280, True, marks=pytest.mark.long), (390, False)])
def test_slots_come_into_the_card_that_awaits_them_and_no_other_moves(
    streaming: Callable[[], live.Process],
    open_page: Callable[..., Page],
    *,
    width: int,
    with_stream: bool,
) -> None:
    if with_stream:
        streaming()
    with _editors() as (place, silent, booked_at):
        page = open_page(width)
        searching(page)
        for awaited, name in ((place, "Agenda Santé"), (silent, "Agenda Muet")):
            notice = card_of(page, awaited.id).get_by_text(f"{name} : disponibilités en cours de lecture")
            expect(notice.get_by_role("link", name="Actualiser")).to_be_visible()
        assert is_fit(page)
        before = standing(page)
        run_worker()
        _is_read(page, place, booked_at)
        silence = card_of(page, silent.id).get_by_text("Disponibilités de Agenda Muet non lues")
        expect(silence).to_be_visible(timeout=READ_IN)
    assert standing(page) == before
    assert is_fit(page)


@contextmanager
def _editors() -> Iterator[tuple[Place, Place, str]]:
    """A doctor whose editor answers, one at whose editor's address nobody listens, and where the first one books."""
    now = datetime.now(UTC)
    scatter([Wanted(1, 0, opens_in_hours=20)], now=now.replace(minute=0, second=0, microsecond=0))
    place = doctor(now, 0, km=1)
    one = played.Editor(world_of(place), clock=lambda: datetime.now(UTC), bookings=Bookings(""), faults={})
    with editors.serving(one) as server:
        told = editor_accounts.editor("Agenda Santé", base_url=f"{server.url}/fhir", end_to_end=True)
        Editor.objects.filter(id=told).update(hosts=[server.url.partition("//")[2]])
        silent = doctor(now, editor_accounts.editor("Agenda Muet", base_url="http://127.0.0.1:9/fhir"), km=2)
        editor_slots.named(place, told, now=now)
        tasks.plan_editors(timestamp=0)
        yield place, silent, server.url


def _is_read(page: Page, place: Place, booked_at: str) -> None:
    """Its slots lead to the editor, the first four of each day; the keyboard and a screen reader are told."""
    card: Any = card_of(page, place.id)
    expect(card.locator(f"a.sas-creneau[href^='{booked_at}']").first).to_be_visible(timeout=READ_IN)
    expect(card).to_contain_text("Disponibilités de Agenda Santé lues à")
    expect(card).to_contain_text("Lu à")
    expect(card.get_by_text("en cours de lecture")).to_have_count(0)
