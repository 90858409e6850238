"""What an operator types and reads."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from sas.rooms.accounts.models import User
from sas.rooms.directory.models import ImportRun, Place
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.models import Orientation
from tests.rooms.directory.samples import FINESS_FIRST, HEADER, HEALTH_CENTRE, activity

pytestmark = [pytest.mark.shows("F-260"), pytest.mark.django_db(transaction=True)]

SECOND = activity(national_id="819900000026", place="R2", family_name="KERVELLA")


def write(folder: Path, *lines: str) -> Path:
    path = folder / "PS_LibreAcces_Personne_activite_202611.txt"
    path.write_text("\n".join((HEADER, *lines)) + "\n")
    return path


def expect_patient(place: Place) -> None:
    start = timezone.now() + timedelta(days=1)
    regulator = User.objects.create(email="a@b.example", roles=["regulateur_osnp"], created_at=timezone.now())
    Orientation.objects.create(
        kind=OrientationKind.SURNUMERAIRE,
        place=place,
        day=start.date(),
        start=start,
        end=start,
        time_zone="Europe/Paris",
        author=regulator,
        created_at=timezone.now(),
    )


def run(name: str, *arguments: object) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), *(["--no-progress"] if name != "import_rejects" else []), stdout=out)
    return out.getvalue()


def test_the_summary_counts_and_the_refused_lines_are_listed(tmp_path: Path) -> None:
    said = run("import_rpps", write(tmp_path, activity(), SECOND, activity(profession="x")))
    assert "4 lignes" in said and "2 créés, 0 modifiés, 0 inchangés" in said
    assert "lignes refusées : 1\n    1 : Code profession absent ou illisible" in said
    listed = run("import_rejects", ImportRun.objects.get().id)
    assert listed == 'ligne;motif;extrait\n4;Code profession absent ou illisible;"819900000018 ; « x »"\n'


def test_closed_places_with_patients_to_come_are_named(tmp_path: Path) -> None:
    run("import_rpps", write(tmp_path, activity(), SECOND))
    place = Place.objects.get(source_key__endswith=":R2")
    expect_patient(place)
    said = run("import_rpps", write(tmp_path, activity()))
    assert "lieux fermés : 1" in said
    assert f"Dr Anne-Marie KERVELLA, 12 B Rue des Lilas, 35000 Rennes (lieu {place.id}) : 1 patient(s)" in said


def test_finess_and_the_csv_set(tmp_path: Path) -> None:
    finess = tmp_path / "etalab-cs1100507-stock.csv"
    finess.write_text(f"{FINESS_FIRST}\n{HEALTH_CENTRE}\n")
    assert "1 créés" in run("import_finess", finess)
    with pytest.raises(CommandError, match="aucun des fichiers attendus"):
        run("import_structures", tmp_path)
    (tmp_path / "conventions.csv").write_text("identifiant_national;identifiant_lieu;secteur\n;350099901;secteur_1\n")
    run("import_structures", tmp_path)
    assert Place.objects.get().convention_sector == "sector_1"


def test_another_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n'existe pas"):
        run("import_rpps", tmp_path / "absent.zip")
    with pytest.raises(CommandError, match="n'est pas un extrait FINESS"):
        run("import_finess", write(tmp_path))
