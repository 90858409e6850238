"""The reader of FINESS: two layouts, two encodings, five projections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.errors import Impossible
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.loaders import finess
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.loaders.projection import to_degrees
from sas.rooms.directory.loaders.rows import Reject, StructureRow
from tests.rooms.directory.samples import FINESS_FIRST, HEALTH_CENTRE, HEALTH_CENTRE_POINT

pytestmark = pytest.mark.shows("F-260")


def read(*lines: str, encoding: str = "utf-8") -> list[StructureRow | Reject]:
    encoded = [line.encode(encoding) for line in lines]
    return list(finess.read(encoded, commune_index(), finess.points(encoded)))


def test_a_health_centre_with_its_point() -> None:
    (row,) = read(FINESS_FIRST, HEALTH_CENTRE, HEALTH_CENTRE_POINT)
    assert isinstance(row, StructureRow)
    assert row == StructureRow(
        line=2,
        kind=StructureKind.CDS,
        finess="350099901",
        siret="99900000000025",
        name="CENTRE DE SANTE DES LILAS",
        address="12 B R DES LILAS",
        postal_code="35000",
        commune_code="35238",
        departement="35",
        phones=("0299000001",),
        lat=row.lat,
        lon=row.lon,
    )
    assert row.lat == pytest.approx(48.11, abs=0.02) and row.lon == pytest.approx(-1.68, abs=0.02)


def test_latin_1_editions_are_read() -> None:
    line = HEALTH_CENTRE.replace("CENTRE DE SANTE DES LILAS", "Centre de santé des Lilas")
    (row,) = read(FINESS_FIRST, line, encoding="latin-1")
    assert isinstance(row, StructureRow) and row.name == "Centre de santé des Lilas" and row.lat is None


@pytest.mark.parametrize(
    ("departement", "commune", "code"),
    [("2A", "004", "2A004"), ("974", "11", "97411"), ("974", "411", "97411"), ("9D", "411", "97411")],
)
def test_the_commune_is_the_end_of_the_insee_code(departement: str, commune: str, code: str) -> None:
    line = HEALTH_CENTRE.replace(";238;35;", f";{commune};{departement};")
    (row,) = read(FINESS_FIRST, line)
    assert isinstance(row, StructureRow) and row.commune_code == code


def test_other_categories_are_passed_over_and_broken_lines_refused() -> None:
    pharmacy = HEALTH_CENTRE.replace(";124;", ";620;")
    cut, nowhere = HEALTH_CENTRE[:90], HEALTH_CENTRE.replace(";238;35;", ";999;35;").replace("35000 RENNES", "")
    nameless = HEALTH_CENTRE.replace("CENTRE DE SANTE DES LILAS", "").replace("CDS DES LILAS", "")
    unknown = HEALTH_CENTRE.replace(";350099901;", ";35-00;")
    results = read(FINESS_FIRST, pharmacy, cut, nowhere, nameless, unknown)
    assert [(result.line, result.reason) for result in results if isinstance(result, Reject)] == [
        (3, finess.WRONG_COLUMNS),
        (4, finess.UNKNOWN_COMMUNE),
        (5, finess.BAD_NAME),
        (6, finess.BAD_FINESS),
    ]
    assert len(results) == 4


def test_the_flat_edition_is_read() -> None:
    names = "nofinesset;nofinessej;rs;departement;cog;codepostal;libcommune;categetab;siret;coordx;coordy;sourcegeocod"
    line = '974099901;1;"MSP; DU VOLCAN";974;97411;97400;Saint-Denis;603;;338000,5;7690000;UTM_S40'
    (row,) = read(names, line)
    assert isinstance(row, StructureRow)
    assert (row.kind, row.name, row.commune_code) == (StructureKind.MSP, "MSP; DU VOLCAN", "97411")
    assert (row.lat, row.lon) == (pytest.approx(-20.883, abs=0.001), pytest.approx(55.4426, abs=0.001))


def test_another_file_is_told() -> None:
    with pytest.raises(Impossible, match="FINESS"):
        read("a;b;c")


@pytest.mark.parametrize(
    ("point", "source", "departement", "degrees"),
    [
        (("652469.02", "6862035.26"), "1,IGN,BD_ADRESSE,LAMBERT_93", "75", (48.8566, 2.3522)),
        (("652469,02", "6862035,26"), "", "75", (48.8566, 2.3522)),
        (("656000", "1796000"), "3,IGN,UTM_N20", "971", (16.2396, -61.5403)),
        (("353000", "545000"), "", "973", (4.9284, -52.3256)),
        (("523000", "8588000"), "UTM_S38", "976", (-12.7726, 45.2119)),
    ],
)
def test_points_are_brought_to_degrees(
    point: tuple[str, str], source: str, departement: str, degrees: tuple[float, float]
) -> None:
    assert to_degrees(*point, source=source, departement=departement) == pytest.approx(degrees, abs=0.001)


@given(st.text("0123456789.,-e naif", max_size=12), st.text("0123456789.,-e naif", max_size=12))
def test_any_point_gives_degrees_or_nothing(x: str, y: str) -> None:
    degrees = to_degrees(x, y, source="", departement="974")
    assert degrees is None or (-90 <= degrees[0] <= 90 and -180 <= degrees[1] <= 180)


@given(st.lists(st.one_of(st.binary(max_size=200), st.sampled_from([HEALTH_CENTRE.encode()])), max_size=6))
def test_any_line_gives_at_most_one_result(lines: list[bytes]) -> None:
    results = list(finess.read([FINESS_FIRST.encode(), *lines], commune_index(), finess.points(lines)))
    assert len(results) <= len(lines)
    assert len({result.line for result in results}) == len(results)
