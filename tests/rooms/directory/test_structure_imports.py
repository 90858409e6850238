"""FINESS and the CSV set in PostgreSQL: structures, their places, and what is said of places already there."""

from datetime import date, datetime
from pathlib import Path

import pytest

from sas.actor import Actor
from sas.rooms.directory.loaders import imports
from sas.rooms.directory.loaders.imports import Conduct
from sas.rooms.directory.loaders.runs import ImportSummary
from sas.rooms.directory.models import Activity, CptsMembership, ImportReject, Place, Structure
from tests.rooms.directory.samples import FINESS_FIRST, HEALTH_CENTRE, HEALTH_CENTRE_POINT, activity, extract

pytestmark = [pytest.mark.shows("F-260"), pytest.mark.django_db(transaction=True)]

ADDRESS = "nom;adresse;code_postal;code_commune;telephone"
SET = {
    "structures.csv": f"""type;finess;siret;{ADDRESS};latitude;longitude
cpts;350099910;;CPTS du Pays de Rennes;1 place du Marché;35000;35238;0261910020;;
sos;;99900000000025;SOS Médecins Rennes;2 rue du Port;35000;35238;3624;;
msp;350099911;;MSP des Tilleuls;3 rue des Tilleuls;35510;35051;0261910021;48.12;-1.60
""",
    "cpts_zones.csv": "finess;code_commune\n350099910;35238\n350099910;35051\n350099999;35238\n",
    "cpts_members.csv": """finess;identifiant_national;inscrit_le
350099910;819900000018;2026-01-15
350099910;0350000017;
""",
    "sos_points.csv": f"siret;point;{ADDRESS}\n99900000000025;1;PFG Nord;4 rue du Port;35000;35238;\n",
    "opening_hours.csv": """identifiant_national;identifiant_lieu;jour;debut;fin
819900000018;R19900000018001;1;14:00;19:00
819900000018;R19900000018001;1;08:30;12:00
;99900000000025/1;6;20:00;23:59
819900000018;R404;1;08:30;12:00
""",
    "conventions.csv": "identifiant_national;identifiant_lieu;secteur\n819900000018;;secteur_1\n",
    "ms_sante.csv": "identifiant_national;identifiant_lieu;ms_sante\n819900000018;;Anne@medecin.mssante.fr\n",
}


@pytest.fixture
def conduct(now: datetime) -> Conduct:
    return Conduct(actor=Actor.SYSTEM, now=now)


@pytest.fixture
def doctor(tmp_path: Path, conduct: Conduct) -> Place:
    path = tmp_path / "rpps.txt"
    path.write_bytes(b"\n".join(extract(activity())) + b"\n")
    imports.import_rpps(conduct, path=path)
    return Place.objects.get()


def finess(folder: Path, conduct: Conduct, *lines: str) -> ImportSummary:
    path = folder / "etalab-cs1100507-stock-20261103.csv"
    path.write_text("\n".join((FINESS_FIRST, *lines)) + "\n", encoding="latin-1")
    return imports.import_finess(conduct, path=path)


def load_set(folder: Path, conduct: Conduct, **changes: str | None) -> ImportSummary:
    target = folder / "structures"
    target.mkdir(exist_ok=True)
    for name, content in (SET | {f"{key}.csv": value for key, value in changes.items()}).items():
        (target / name).unlink(missing_ok=True)
        if content is not None:
            (target / name).write_text(content)
    return imports.import_structures(conduct, path=target)


def test_a_finess_establishment_becomes_a_structure_with_its_place(tmp_path: Path, conduct: Conduct) -> None:
    summary = finess(tmp_path, conduct, HEALTH_CENTRE, HEALTH_CENTRE_POINT)
    place = Place.objects.select_related("structure").get()
    assert place.structure is not None
    assert (place.structure.kind, place.structure.finess, place.site_finess) == ("cds", "350099901", "350099901")
    assert place.name == place.structure.name == "CENTRE DE SANTE DES LILAS"
    assert place.geo_precision == "address" and (place.lat, place.lon) == (place.structure.lat, place.structure.lon)
    assert place.activities == [Activity.objects.get(kind="structure", code="cds").id]
    assert (summary.lines, summary.inserted) == (3, 1)


def test_the_same_finess_file_again_changes_nothing_and_a_shorter_one_closes(tmp_path: Path, conduct: Conduct) -> None:
    other = HEALTH_CENTRE.replace("350099901", "350099902")
    finess(tmp_path, conduct, HEALTH_CENTRE, HEALTH_CENTRE_POINT, other)
    before = list(Place.objects.order_by("id").values_list())
    again = finess(tmp_path, conduct, HEALTH_CENTRE, HEALTH_CENTRE_POINT, other)
    assert (again.inserted, again.updated) == (0, 0) and list(Place.objects.order_by("id").values_list()) == before
    summary = finess(tmp_path, conduct, HEALTH_CENTRE, HEALTH_CENTRE_POINT)
    closed = Structure.objects.get(finess="350099902")
    assert closed.closed_at == conduct.now and len(summary.closed_places) == 1


def test_a_point_moved_by_finess_moves_the_place(tmp_path: Path, conduct: Conduct) -> None:
    finess(tmp_path, conduct, HEALTH_CENTRE, HEALTH_CENTRE_POINT)
    before = Place.objects.get().lat
    summary = finess(tmp_path, conduct, HEALTH_CENTRE, HEALTH_CENTRE_POINT.replace("6789512", "6789012"))
    assert Place.objects.get().lat != before and summary.updated == 1


def test_the_set_tells_structures_points_zones_and_members(tmp_path: Path, conduct: Conduct, doctor: Place) -> None:
    summary = load_set(tmp_path, conduct)
    cpts, sos = Structure.objects.get(kind="cpts"), Structure.objects.get(kind="sos")
    assert cpts.zone_communes == ["35051", "35238"] and sos.source_key == "siret:99900000000025"
    membership = CptsMembership.objects.get()
    assert (membership.cpts, membership.professional_id, membership.since) == (
        cpts,
        doctor.professional_id,
        date(2026, 1, 15),
    )
    point = Place.objects.get(structure=sos)
    assert (point.name, point.source_key) == ("PFG Nord", "sos:99900000000025:1")
    assert Place.objects.get(structure__kind="msp").geo_precision == "address"
    reasons = dict(summary.reasons)
    assert reasons == {
        "CPTS inconnue de l'annuaire": 1,
        "Professionnel inconnu de l'annuaire": 1,
        "Lieu inconnu de l'annuaire": 1,
    }
    assert ImportReject.objects.filter(run_id=summary.run_id).count() == 3 == summary.rejected


def test_the_set_completes_places_already_there(tmp_path: Path, conduct: Conduct, doctor: Place) -> None:
    load_set(tmp_path, conduct)
    doctor.refresh_from_db()
    assert doctor.opening_hours == {"1": [["08:30", "12:00"], ["14:00", "19:00"]]}
    assert (doctor.convention_sector, doctor.ms_sante) == ("sector_1", ["anne@medecin.mssante.fr"])
    assert Place.objects.get(structure__kind="sos").opening_hours == {"6": [["20:00", "23:59"]]}


def test_the_same_set_again_changes_nothing(tmp_path: Path, conduct: Conduct, doctor: Place) -> None:
    load_set(tmp_path, conduct)
    before = [list(model.objects.order_by("id").values_list()) for model in (Place, Structure, CptsMembership)]
    summary = load_set(tmp_path, conduct)
    assert [list(model.objects.order_by("id").values_list()) for model in (Place, Structure, CptsMembership)] == before
    assert (summary.inserted, summary.updated, summary.closed_places) == (0, 0, ())


def test_a_set_closes_only_what_its_files_tell_in_full(tmp_path: Path, conduct: Conduct, doctor: Place) -> None:
    load_set(tmp_path, conduct)
    only_hours = dict.fromkeys(("structures", "cpts_zones", "cpts_members", "sos_points", "conventions", "ms_sante"))
    assert load_set(tmp_path, conduct, **only_hours).closed_places == ()
    fewer = "\n".join(SET["structures.csv"].split("\n")[:3])
    summary = load_set(tmp_path, conduct, structures=fewer)
    closed = Place.objects.get(id__in=summary.closed_places)
    assert closed.structure is not None and closed.structure.kind == "msp"
    assert Structure.objects.get(kind="msp").closed_at == conduct.now
    assert CptsMembership.objects.count() == 1


def test_members_left_out_leave_the_cpts(tmp_path: Path, conduct: Conduct, doctor: Place) -> None:
    load_set(tmp_path, conduct)
    load_set(tmp_path, conduct, cpts_members="finess;identifiant_national;inscrit_le\n350099910;0350000017;\n")
    assert not CptsMembership.objects.exists()


def test_the_national_file_has_the_last_word_on_a_structure(tmp_path: Path, conduct: Conduct) -> None:
    line = f"type;finess;siret;{ADDRESS}\ncds;350099901;;Un autre nom;;35000;35238;\n"
    others = dict.fromkeys(name.removesuffix(".csv") for name in SET)
    load_set(tmp_path, conduct, **(others | {"structures": line}))
    assert Structure.objects.get().name == "Un autre nom"
    finess(tmp_path, conduct, HEALTH_CENTRE)
    load_set(tmp_path, conduct, **(others | {"structures": line}))
    structure = Structure.objects.get()
    assert (structure.name, structure.source) == ("CENTRE DE SANTE DES LILAS", "finess")
    assert Place.objects.get().name == "CENTRE DE SANTE DES LILAS"
