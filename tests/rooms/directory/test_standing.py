"""Where a place that an editor tells stands on the map."""

import pytest

from sas.rooms.directory.rules import AWAY_KM, Point, standing

RENNES = (48.1159, -1.6884)
NORTH = RENNES[0] + (AWAY_KM - 0.5) / 111.2, RENNES[1]
BEYOND = RENNES[0] + (AWAY_KM + 0.5) / 111.2, RENNES[1]
EAST = RENNES[0], RENNES[1] + 0.39  # 29 km at that latitude


@pytest.mark.shows("E18")
@pytest.mark.parametrize(
    ("told", "centre", "found"),
    [
        ((48.11, -1.67), RENNES, ((48.11, -1.67), "address")),
        (NORTH, RENNES, (NORTH, "address")),
        (EAST, RENNES, (EAST, "address")),
        (BEYOND, RENNES, (RENNES, "commune")),
        ((0.0, 0.0), RENNES, (RENNES, "commune")),
        ((-1.67, 48.11), RENNES, (RENNES, "commune")),
        (None, RENNES, (RENNES, "commune")),
        ((48.11, -1.67), None, (None, "none")),
    ],
)
def test_a_point_is_believed_near_its_commune_alone(
    told: Point | None, centre: Point | None, found: tuple[Point | None, str]
) -> None:
    assert standing(told, centre=centre) == found
