"""An orientation is told once a standby holds it; without one it is refused, or told to be in doubt (ADR 56)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from sas.errors import Unconfirmed
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation, OrientationRequest
from sas.rooms.orientation.operations import confirming
from tests.rooms.orientation.conftest import TODAY, Scene


@pytest.fixture
def confirmed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A standby is asked for, and answers so each time that it is asked."""
    settings.ORIENTATION_STANDBY_SECONDS = 1

    def answering(*answers: bool) -> None:
        told = iter(answers)
        monkeypatch.setattr(confirming, "_is_held", lambda *_, **__: next(told))

    return answering


def orient(scene: Scene, now: datetime, key: object) -> operations.Outcome:
    asked = {"actor": scene.regulator, "key": key, "slot_id": scene.plage, "day": TODAY, "modality": None, "now": now}
    return operations.orient(**asked)  # type: ignore[arg-type]


def test_without_a_standby_nothing_is_recorded(scene: Scene, now: datetime, settings: Any) -> None:
    """The server of the tests has none: it is asked for during that second."""
    settings.ORIENTATION_STANDBY_SECONDS = 1
    with pytest.raises(Unconfirmed) as refused:
        orient(scene, now, uuid4())
    assert not refused.value.recorded
    assert not Orientation.objects.exists() and not OrientationRequest.objects.exists()


def test_a_standby_that_falls_silent_leaves_a_doubt_that_the_same_form_lifts(
    scene: Scene, now: datetime, confirmed: Callable[..., None]
) -> None:
    key = uuid4()
    confirmed(True, False, True, False, True, True)
    for _ in range(2):  # asked again while it is still silent: a committed row is no proof
        with pytest.raises(Unconfirmed) as doubted:
            orient(scene, now, key)
        assert doubted.value.recorded
    assert orient(scene, now, key).orientation_id == Orientation.objects.get().id


def test_a_refusal_is_told_once_confirmed_too(scene: Scene, now: datetime, confirmed: Callable[..., None]) -> None:
    confirmed(*[True] * 8)
    told = [orient(scene, now, uuid4()).refusal for _ in range(4)]
    assert told == ["", "", "", "full"]


def test_another_server_than_the_one_that_committed_confirms_nothing(
    scene: Scene, now: datetime, confirmed: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(True, True)
    servers = iter((now, datetime.fromtimestamp(0, now.tzinfo)))
    monkeypatch.setattr(confirming, "_mark", lambda *_: confirming.Mark(next(servers), "0/0"))
    with pytest.raises(Unconfirmed) as doubted:
        orient(scene, now, uuid4())
    assert doubted.value.recorded
