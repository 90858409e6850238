"""The reader of the CSV set that completes the national files."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.errors import Impossible
from sas.rooms.directory.enums import ConventionSector, StructureKind
from sas.rooms.directory.loaders import structures
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.loaders.rows import Reject, StructureRow

pytestmark = pytest.mark.shows("F-260")

ADDRESS = "nom;adresse;code_postal;code_commune;telephone"


def read(name: str, *lines: str) -> list[structures.SetRow | Reject]:
    return list(structures.read(name, [line.encode() for line in lines], commune_index()))


def reasons(name: str, *lines: str) -> list[str]:
    return [result.reason if isinstance(result, Reject) else "" for result in read(name, *lines)]


def test_structures() -> None:
    header = f"type;finess;siret;{ADDRESS};latitude;longitude"
    line = "cpts;350099910;;CPTS du Pays de Rennes;1 place du Marché;35000;35238;02 61 91 00 20;48.11;-1,68"
    assert read("structures.csv", "\ufeff" + header, line, "") == [
        StructureRow(
            2, StructureKind.CPTS, "350099910", "", "CPTS du Pays de Rennes", "1 place du Marché", "35000", "35238",
            "35", ("0261910020",), 48.11, -1.68,
        )
    ]  # fmt: skip
    assert reasons(
        "structures.csv",
        f"type;finess;siret;{ADDRESS}",
        "clinique;350099910;;A;;;35238;",
        "sos;350099910;;A;;;35238;",
        "sos;;99900000000025;A;;;99999;",
        "sos;;99900000000025; ;;;35238;",
        "sos;;99900000000025;A;;;35238",
        "sos;;99900000000025;A;;;35238;",
    ) == [
        structures.BAD_KIND,
        structures.BAD_KEY,
        structures.UNKNOWN_COMMUNE,
        structures.BAD_NAME,
        structures.WRONG_COLUMNS,
        "",
    ]


def test_zones_and_members_of_a_cpts() -> None:
    assert read("cpts_zones.csv", "finess;code_commune", "350099910;35238", "350099910;0", "x;35238") == [
        structures.ZoneRow(2, "350099910", "35238"),
        Reject(3, structures.UNKNOWN_COMMUNE, "350099910 ; « 0 »", "350099910"),
        Reject(4, structures.BAD_KEY, "« x »", ""),
    ]
    members = read(
        "cpts_members.csv",
        "finess;identifiant_national;inscrit_le",
        "350099910;819900000018;2026-01-15",
        "350099910;819900000018;",
        "350099910;819900000018;15/01/2026",
    )
    assert members[:2] == [
        structures.MemberRow(2, "350099910", "819900000018", date(2026, 1, 15)),
        structures.MemberRow(3, "350099910", "819900000018", None),
    ]
    assert isinstance(members[2], Reject) and members[2].reason == structures.BAD_DATE


def test_points_of_sos_medecins() -> None:
    (row,) = read("sos_points.csv", f"siret;point;{ADDRESS}", "99900000000025;1;PFG Nord;;35000;35238;3624")
    assert isinstance(row, structures.PointRow) and (row.point, row.phones, row.lat) == ("1", ("3624",), None)


def test_hours_sectors_and_secure_mails_name_a_place() -> None:
    owner = "identifiant_national;identifiant_lieu"
    assert read("opening_hours.csv", f"{owner};jour;debut;fin", "819900000018;R1;1;08:30;12:00") == [
        structures.HoursRow(2, "819900000018", "R1", 1, time(8, 30), time(12))
    ]
    assert read("conventions.csv", f"{owner};secteur", ";350099910;secteur_1") == [
        structures.SectorRow(2, "", "350099910", ConventionSector.SECTOR_1)
    ]
    assert read("ms_sante.csv", f"{owner};ms_sante", "819900000018;;A.B@medecin.mssante.fr") == [
        structures.MsSanteRow(2, "819900000018", "", "a.b@medecin.mssante.fr")
    ]


@pytest.mark.parametrize(
    ("name", "line", "reason"),
    [
        ("opening_hours.csv", "819900000018;R1;8;08:30;12:00", structures.BAD_HOURS),
        ("opening_hours.csv", "819900000018;R1;1;12:30;12:00", structures.BAD_HOURS),
        ("opening_hours.csv", "819900000018;R1;lundi;08:30;12:00", structures.BAD_HOURS),
        ("opening_hours.csv", "819900000018;R1;1;08:30+01:00;12:00", structures.BAD_HOURS),
        ("opening_hours.csv", ";;1;08:30;12:00", structures.BAD_KEY),
        ("conventions.csv", "819900000018;;secteur 3", structures.BAD_SECTOR),
        ("conventions.csv", "819;R1;secteur_1", structures.BAD_KEY),
        ("ms_sante.csv", "819900000018;;nobody", structures.BAD_MAIL),
    ],
)
def test_faulty_lines_are_refused(name: str, line: str, reason: str) -> None:
    assert reasons(name, ";".join(structures.FILES[name][0]), line) == [reason]


def test_a_missing_column_is_told() -> None:
    with pytest.raises(Impossible, match="code_commune"):
        read("cpts_zones.csv", "finess")


@given(st.sampled_from(sorted(structures.FILES)), st.lists(st.binary(max_size=120), max_size=5))
def test_any_line_gives_a_row_or_a_reject(name: str, lines: list[bytes]) -> None:
    header = ";".join(structures.FILES[name][0]).encode()
    results = list(structures.read(name, [header, *lines], commune_index()))
    assert [result.line for result in results] == [n for n, line in enumerate(lines, start=2) if line.strip()]
