"""Which settings of a health centre hold together: every combination against a table written from sas-domain §2.6."""

from itertools import product

import pytest

from sas.rooms.directory.enums import StructureKind
from sas.rooms.participation.rules import HouseDraft, HouseSettings, judge_house
from tests.factories.houses import COMBINATIONS, expected_of_centre


@pytest.mark.shows("F-102", "F-103")
@pytest.mark.parametrize("said", COMBINATIONS, ids=str)
def test_a_health_centre_is_judged_as_the_guide_says(said: tuple[int | None, int | None, bool, bool]) -> None:
    settings, problems = judge_house(kind=StructureKind.CDS, draft=HouseDraft(*said))
    wrong, kept = expected_of_centre(*said)
    assert set(problems) == wrong
    assert (settings == HouseSettings(*kept)) if kept else settings is None


@pytest.mark.shows("F-106")
@pytest.mark.parametrize(("accepts", "pledged"), list(product([False, True], repeat=2)))
def test_an_sos_association_has_one_pledge_which_is_its_participation(accepts: bool, pledged: bool) -> None:
    draft = HouseDraft(3, 2, accepts=accepts, pledged=pledged)
    assert judge_house(kind=StructureKind.SOS, draft=draft) == (HouseSettings(pledged, pledged), {})


@pytest.mark.parametrize("number", [-1, 1000, 10**12])
def test_a_number_that_means_nothing_is_refused_beside_its_field(number: int) -> None:
    _, problems = judge_house(kind=StructureKind.CDS, draft=HouseDraft(number, 0))
    assert set(problems) == {"practitioners"}
    _, problems = judge_house(kind=StructureKind.CDS, draft=HouseDraft(3, number))
    assert set(problems) == {"general_practitioners"}


def test_two_settings_that_differ_have_two_stamps() -> None:
    all_settings = [HouseSettings(*one) for one in product([False, True], [False, True], [0, 1, 11], [0, 1, 11])]
    assert len({one.stamp for one in all_settings}) == len(all_settings)
