import pytest

from sas.timetable.modality import Modality


def test_modalities_are_shown_in_the_order_of_the_cards():
    everything = Modality.HOME | Modality.VIDEO | Modality.OFFICE
    assert list(everything) == [Modality.OFFICE, Modality.VIDEO, Modality.HOME]
    assert everything.letters == "CTD"
    assert everything.label == "Consultation en cabinet, Téléconsultation, Visite à domicile"
    assert (Modality.HOME | Modality.OFFICE).letters == "CD"


def test_only_known_modalities_exist():
    assert [Modality(n).letters for n in range(8)] == ["", "C", "T", "CT", "D", "CD", "TD", "CTD"]
    with pytest.raises(ValueError, match="invalid value"):
        Modality(8)
