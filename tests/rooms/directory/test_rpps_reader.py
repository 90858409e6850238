"""The reader of the Annuaire Santé extract: every line gives a row or a reject, whatever it holds."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.errors import Impossible
from sas.rooms.directory.loaders import know_how, reading, rpps
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.directory.loaders.rows import EXCERPT_LENGTH, Reject
from sas.rooms.directory.loaders.rpps import ActivityRow
from tests.rooms.directory.samples import HEADER, activity, extract

pytestmark = pytest.mark.shows("F-260")


def read_one(*, header: str = HEADER, **changes: str) -> ActivityRow | Reject:
    (result,) = rpps.read(extract(activity(**changes), header=header), commune_index())
    return result


def kept(**changes: str) -> ActivityRow:
    result = read_one(**changes)
    assert isinstance(result, ActivityRow), result
    return result


def refused(**changes: str) -> Reject:
    result = read_one(**changes)
    assert isinstance(result, Reject), result
    return result


def test_a_plain_line_tells_who_what_and_where() -> None:
    assert kept() == ActivityRow(
        line=2,
        national_id="819900000018",
        profession_code="10",
        profession_label="Médecin",
        title="Docteur",
        family_name="PLOUGASTEL",
        given_name="Anne-Marie",
        specialty_code="SM54",
        specialty_label="Médecine générale (SM)",
        place_key="R19900000018001",
        rpps_rang="19900000018001",
        site_name="CABINET DES TILLEULS",
        site_finess="",
        site_siret="99900000000017",
        address="12 B Rue des Lilas",
        postal_code="35000",
        commune_code="35238",
        departement="35",
        phones=("0261910012",),
        exercise_mode="L",
    )


def test_headers_are_read_by_name_whatever_the_edition_spells() -> None:
    other = (
        HEADER.replace("(coord. structure)", "(coord. Structure)")
        .replace("Libellé civilité d'exercice", "Libellé civilité exercice")
        .replace("Code Département (structure)", "Code département (coord. structure)")
        .upper()
    )
    assert read_one(header="\ufeff" + other) == kept()


def test_columns_may_come_in_another_order_and_more_of_them() -> None:
    header, line = HEADER, activity()
    names, values = header.split("|")[:-1], line.split("|")[:-1]
    turned = ["Code genre d'activité", *reversed(names)]
    values = ["GENR01", *reversed(values)]
    lines = [("|".join(part) + "|").encode() for part in (turned, values)]
    assert list(rpps.read(lines, commune_index())) == [kept()]


def test_an_edition_without_trailing_bar_or_know_how_is_read() -> None:
    names, values = HEADER.split("|")[:-1], activity().split("|")[:-1]
    pairs = [(name, value) for name, value in zip(names, values, strict=True) if "savoir-faire" not in name]
    lines = ["|".join(part).encode() for part in zip(*pairs, strict=True)]
    assert list(rpps.read(lines, commune_index())) == [kept()._replace(specialty_code="", specialty_label="")]
    assert not rpps.has_know_how(rpps.read_header(lines[0]))


def test_a_file_that_is_not_the_extract_is_told_at_once() -> None:
    with pytest.raises(Impossible, match="Colonnes absentes"):
        list(rpps.read([b"a|b|c|", b"1|2|3|"], commune_index()))
    with pytest.raises(Impossible):
        list(rpps.read([], commune_index()))


def test_national_id_is_rebuilt_from_type_and_number_and_adeli_is_known() -> None:
    assert kept(national_id="").national_id == "819900000018"
    assert kept(national_id="0352000017").national_id == "0352000017"
    assert refused(national_id="", number="12").reason == rpps.BAD_IDENTIFIER


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("261910012", "0261910012"),
        ("02 61 91 00 12", "0261910012"),
        ("+33 2 61 91 00 12", "0261910012"),
        ("0033261910012", "0261910012"),
        ("+262 (0)262 39 98 01", "0262399801"),
        ("3624", "3624"),
        ("poste 12", None),
        ("02 61 91", None),
        ("", None),
    ],
)
def test_phones_are_put_in_order_or_dropped(told: str, number: str | None) -> None:
    assert kept(phone=told).phones == ((number,) if number else ())


def test_the_same_phone_twice_is_one() -> None:
    assert kept(phone="0261910012", phone_2="2.61.91.00.12").phones == ("0261910012",)


def test_arrondissement_codes_are_kept() -> None:
    row = kept(commune="75108", postal_code="75008", commune_name="Paris 8e Arrondissement")
    assert (row.commune_code, row.departement, row.postal_code) == ("75108", "75", "75008")


def test_postal_code_is_found_in_the_cedex_column() -> None:
    row = kept(postal_code="", commune="", commune_name="", cedex="25300 DOUBS")
    assert (row.commune_code, row.postal_code) == ("25204", "25300")


def test_a_commune_that_merged_is_found_by_postal_code_and_name() -> None:
    row = kept(commune="35999", postal_code="35690", commune_name="ACIGNE")
    assert row.commune_code == "35001"


def test_a_cedex_postal_code_is_found_by_the_name_of_the_town() -> None:
    row = kept(commune="", postal_code="35033", commune_name="RENNES CEDEX 9")
    assert (row.commune_code, row.postal_code) == ("35238", "35033")


def test_a_postal_code_that_lost_its_zero_is_mended() -> None:
    assert kept(commune="01053", postal_code="1000").postal_code == "01000"


def test_addresses_abroad_are_refused() -> None:
    abroad = {"commune": "", "commune_name": "MILANO", "postal_code": "20121", "country": "ITALIE"}
    assert refused(**abroad).reason == rpps.FOREIGN
    assert refused(commune="", commune_name="MONACO", postal_code="98000", country="MONACO").reason == rpps.FOREIGN


def test_overseas_is_not_abroad() -> None:
    row = kept(commune="", commune_name="SAINT-DENIS", postal_code="97400", country="LA REUNION")
    assert row.departement == "974"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"postal_code": "3X000", "commune": "", "commune_name": ""}, rpps.BAD_POSTAL_CODE),
        ({"postal_code": "00123", "commune": "", "commune_name": "Nulle-Part"}, rpps.UNKNOWN_COMMUNE),
        ({"profession": "1"}, rpps.BAD_PROFESSION),
        ({"family_name": " "}, rpps.BAD_NAME),
        ({"family_name": "X" * 81}, rpps.BAD_NAME),
        ({"place": "R12 34!"}, rpps.BAD_PLACE),
        ({"category": "E"}, rpps.STUDENT),
    ],
)
def test_faulty_lines_are_refused_with_their_reason(changes: dict[str, str], reason: str) -> None:
    assert refused(**changes).reason == reason


def test_an_excerpt_holds_the_identifier_and_the_fault_and_nobody() -> None:
    reject = refused(postal_code="3X000", commune="", commune_name="")
    assert reject == Reject(2, rpps.BAD_POSTAL_CODE, "819900000018 ; « 3X000 »", "819900000018")
    cut_short = next(iter(rpps.read(extract(activity()[:120]), commune_index())))
    assert isinstance(cut_short, Reject) and "PLOUGASTEL" not in cut_short.excerpt


def test_a_line_without_address_tells_of_a_professional_without_place() -> None:
    nowhere = {"place": "", "siret": "", "postal_code": "", "commune": "", "commune_name": "", "street": ""}
    assert kept(**nowhere).place_key == ""


def test_without_technical_identifier_the_place_is_known_by_finess_siret_or_address() -> None:
    assert kept(place="", finess="350099901").place_key == "F350099901"
    assert kept(place="").place_key == "S99900000000017"
    assert kept(place="", siret="").place_key == "A35238 12 b rue des lilas"


def test_bytes_that_are_not_utf8_are_refused() -> None:
    lines = [HEADER.encode(), activity().encode("latin-1")]
    lines[1] = lines[1].replace(b"PLOUGASTEL", b"PLOUGASTL\xe9")
    (reject,) = rpps.read(lines, commune_index())
    assert isinstance(reject, Reject) and reject.subject == "819900000018"


@given(st.lists(st.binary(max_size=600), max_size=5))
def test_any_bytes_give_a_row_or_a_reject(lines: list[bytes]) -> None:
    results = list(rpps.read([HEADER.encode(), *lines], commune_index()))
    assert [result.line for result in results] == list(range(2, len(lines) + 2))
    assert all(isinstance(result, Reject) for result in results)


FIELDS = activity().split("|")[:-1]
NASTY = "aZ09 é\u00a0\u202e\x00\x1b\t\\;\"'|\ufffd\ud800😀²"
FIELD = st.one_of(st.text(NASTY, max_size=40), st.sampled_from(FIELDS), st.text("0123456789ABRS ", max_size=15))


@given(st.dictionaries(st.integers(0, len(FIELDS) - 1), FIELD, max_size=12))
def test_any_fields_give_a_row_within_the_limits_or_a_bounded_reject(changes: dict[int, str]) -> None:
    fields = [changes.get(index, value) for index, value in enumerate(FIELDS)]
    line = ("|".join(fields) + "|").encode("utf-8", "surrogatepass")
    (result,) = rpps.read([HEADER.encode(), line], commune_index())
    if isinstance(result, Reject):
        assert len(result.excerpt) <= EXCERPT_LENGTH and len(result.reason) <= 160
    else:
        assert "\x00" not in repr(result)
        assert len(result.family_name) <= 80 and len(result.place_key) <= 60 and len(result.address) <= 200
        assert (result.commune_code == "") == (result.departement == "")


def test_the_second_file_tells_the_specialties_apart() -> None:
    lines = [
        "Identification nationale PP|Code profession|Code type savoir-faire|Code savoir-faire|Libellé savoir-faire|",
        "819900000018|10|S|SM04|Cardiologie (SM)|",
        "819900000018|10|CAPA|C01|Capacité|",
        "x|10|S|SM04||",
    ]
    rows = list(know_how.read([line.encode() for line in lines]))
    assert rows[0] == know_how.KnowHowRow(2, "819900000018", "10", "SM04", "Cardiologie (SM)")
    assert isinstance(rows[1], Reject) and len(rows) == 2


def test_a_zip_is_read_member_by_member_and_a_damaged_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "PS_LibreAcces.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("PS_LibreAcces_Dipl_AutExerc_202611.txt", "x|\n")
        archive.writestr("PS_LibreAcces_Personne_activite_202611.txt", HEADER + "\r\n" + activity() + "\r\n")
    with reading.open_text(path, rpps.MEMBER) as source:
        assert list(rpps.read(source.lines(), commune_index())) == [kept()]
    assert not reading.has_member(path, know_how.MEMBER)
    path.write_bytes(path.read_bytes().replace(b"DES", b"DEX")[:-40])
    with pytest.raises(Impossible), reading.open_text(path, rpps.MEMBER) as source:
        list(rpps.read(source.lines(), commune_index()))


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "PS_LibreAcces_Personne_activite_202611.txt"
    path.write_text(f"{HEADER}\n{'x' * 200_000}\n{activity()}\n")
    with reading.open_text(path, rpps.MEMBER) as source:
        results = list(rpps.read(source.lines(), commune_index()))
    assert isinstance(results[0], Reject) and results[1] == kept()._replace(line=3)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Impossible, match=r"absent\.txt"), reading.open_text(tmp_path / "absent.txt", rpps.MEMBER):
        pass
