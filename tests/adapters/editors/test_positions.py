"""Where an editor says that a place stands: read when it can be."""

from typing import Any

import pytest

from tests.adapters.editors.test_reader import SOS, changed, example, read


@pytest.mark.shows("E18")
@pytest.mark.parametrize(
    ("position", "point"),
    [
        (None, None),
        ({"latitude": 48.1173426, "longitude": -1.67}, (48.117343, -1.67)),
        ({"latitude": 48, "longitude": -1}, (48.0, -1.0)),
        ({"latitude": 48.1}, None),
        ({"latitude": None, "longitude": -1.67}, None),
        ({"latitude": "48.1", "longitude": "-1.67"}, None),
        ({"latitude": 481.1, "longitude": -1.67}, None),
        ({"latitude": 48.1, "longitude": -181}, None),
        ([48.1, -1.67], None),
        ("nowhere", None),
    ],
)
def test_a_position_is_read_when_it_can_be_and_never_spoils_its_place(position: Any, point: object) -> None:
    sites, dropped = read(changed("Bundle-DerivedBundleAgregateurSOS", "Location", position=position), SOS)
    unchanged, as_before = read(example("Bundle-DerivedBundleAgregateurSOS"), SOS)
    assert (sites[0].point, dropped) == (point, as_before)
    assert [len(one.slots) for one in sites] == [len(one.slots) for one in unchanged]
