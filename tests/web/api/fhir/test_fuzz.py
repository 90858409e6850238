"""Whatever is sent instead of an Appointment, the answer is an answer: never an error of ours (F-188)."""

from collections import Counter
from random import Random
from typing import Any

import pytest

from tests.factories import fhir
from tests.web.api.fhir.conftest import Booking
from tests.web.api.fhir.mutations import mutated

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-188")]
QUERIES = ("", "?identifier=a|b", f"?Identifier={fhir.SYSTEM}|rdv-1", "?identifier=%00", "?identifier=%ff|%", "?=&&a")


def statuses(booking: Booking, *, number: int, seed: int) -> Counter[int]:
    """How many answers of each status; every refusal is an OperationOutcome."""
    draw, found = Random(seed), Counter[int]()
    for at in range(number):
        body = mutated(booking.told(value=f"rdv-{at % 50}"), draw)
        method = draw.choice(("POST", "PUT"))
        path = "/fhir/Appointment" + (draw.choice(QUERIES) if method == "PUT" else "")
        answer: Any = fhir.sent(method, path, body)
        assert answer.status_code < 500, (method, path, body)
        assert answer.json()["resourceType"] == "OperationOutcome"
        found[answer.status_code] += 1
    return found


def test_three_hundred_changes_of_an_appointment_are_answered(booking: Booking) -> None:
    found = statuses(booking, number=300, seed=188)
    assert found[400] > 20 and found[422] > 20 and found[200] + found[201] > 5, found


@pytest.mark.long
def test_ten_thousand_changes_of_an_appointment_are_answered(booking: Booking) -> None:
    found = statuses(booking, number=10_000, seed=39)
    assert found.total() == 10_000 and found[400] > 1000 and found[422] > 1000 and found[200] + found[201] > 100, found
