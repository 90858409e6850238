"""Every parser of what others send: whatever it is given, a value or the error that it declares."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, KeySet

from sas.adapters.calendars import reader as calendars
from sas.adapters.calendars import target
from sas.adapters.calendars.values import NotRead
from sas.adapters.editors import bundles
from sas.adapters.editors import reader as editors
from sas.adapters.editors.accounts import protocol as accounts
from sas.adapters.geocoding import protocol as geocoding
from sas.adapters.hubsante import protocol as hubsante
from sas.adapters.psc import checks
from sas.adapters.psc.values import NotTrusted
from sas.errors import Impossible, Unavailable
from sas.rooms.assistance.rules.files import GivenFile, checked_files
from sas.rooms.directory.loaders import finess, know_how, rpps, structures
from sas.rooms.directory.loaders.gazetteer import commune_index
from sas.rooms.offer import calls
from sas.timetable.interval import Interval
from sas.web.administration import files
from tests.adapters.calendars import test_reader as agendas
from tests.adapters.editors.test_drawn import ASKED, EDITOR
from tests.adapters.psc.test_checks import NOTICE
from tests.factories import attachments
from tests.fuzz.changing import anything, changed_json, changed_lines
from tests.fuzz.conftest import Cases
from tests.rooms.directory import samples

pytestmark = pytest.mark.long
CASES = 4_000
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HERE = Path(__file__).parent.parent
BUNDLES = tuple(one.read_bytes() for one in sorted((HERE / "adapters/editors/examples").glob("Bundle-*.json")))
HUB = tuple(one.read_bytes() for one in sorted((HERE / "adapters/hubsante/samples").glob("*.json")))
AGENDAS = (
    agendas.calendar("DTSTART:20261124T090000Z\nDTEND:20261124T100000Z"),
    agendas.calendar(
        "DTSTART;TZID=Chez nous:20261124T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=9;BYDAY=MO,TU\n"
        "EXDATE:20261201T080000Z\nRDATE;VALUE=PERIOD:20261203T090000Z/PT1H",
        "DTSTART;VALUE=DATE:20261124\nRECURRENCE-ID:20261201T080000Z\nTRANSP:OPAQUE\nSTATUS:CONFIRMED",
        before=agendas.OUTLOOK_ZONE,
    ),
)
ADDRESS = {
    "features": [
        {
            "geometry": {"coordinates": [-1.68, 48.11]},
            "properties": {"type": "housenumber", "label": "12 Rue", "score": 0.9, "name": "12 Rue", "city": "Rennes"},
        }
    ]
}
BULK = b"number,latitude,longitude,result_type,result_score,result_citycode\n0,48.1,-1.6,street,0.8,35238\n"
OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "not-found"}]}
ACTIVITIES = "\n".join((samples.HEADER, samples.activity(), samples.activity(given_name="PAUL"))).encode()
ESTABLISHMENTS = f"{samples.FINESS_FIRST}\n{samples.HEALTH_CENTRE}\n{samples.HEALTH_CENTRE_POINT}".encode()
KNOW_HOW = (
    "Identification nationale PP|Code profession|Code type savoir-faire|Code savoir-faire|Libellé savoir-faire\n"
    "819900000018|10|S|SM54|Médecine générale"
).encode()
ADDRESS_LINE = "CPTS;1 place du Marché;35000;35238;02 61 91 00 20"
SETS = {
    "structures.csv": f"cpts;350099910;;{ADDRESS_LINE};48.11;-1,68",
    "cpts_zones.csv": "350099910;35238",
    "cpts_members.csv": "350099910;819900000018;2026-01-31",
    "sos_points.csv": f"99900000000017;P1;{ADDRESS_LINE}",
    "opening_hours.csv": "819900000018;R1;1;09:00;12:00",
    "conventions.csv": "819900000018;R1;secteur_1",
    "ms_sante.csv": "819900000018;R1;a@medecin.mssante.fr",
}
ACCOUNTS = "Adresse électronique;Nom;Rôles\njeanne@sas.example;PETIT;IOA\n".encode()
KEY = ECKey.generate_key("P-256", auto_kid=True)


@dataclass(frozen=True)
class Parser:
    """One reader, what it may raise, and what is sent to it."""

    call: Callable[[bytes], object]
    sent: st.SearchStrategy[bytes]
    declared: tuple[type[Exception], ...] = ()


def table(name: str) -> bytes:
    """A file of the CSV set with one line."""
    columns = [*structures.FILES[name][0]]
    columns += ["latitude", "longitude"] if name == "structures.csv" else []
    return f"{';'.join(columns)}\n{SETS[name]}".encode()


def busy(content: bytes) -> object:
    window = Interval(NOW, NOW + timedelta(days=21))
    return calendars.busy_intervals(content, window=window, zone="Europe/Paris", own_host="sas.example")


def bundle(content: bytes) -> object:
    return editors.read([bundles.page(content)], endpoint=EDITOR, asked=ASKED)


def token(content: bytes) -> object:
    """A token of anybody: judged as the notice of a logout is."""
    header = checks.header_of(content.decode(errors="replace"))
    key = checks.key_for(KeySet([KEY]), header)
    return key and checks.claims_of(content.decode(errors="replace"), key)


def claims(content: bytes) -> object:
    """Claims that a provider did sign."""
    told = json.loads(content)
    if not isinstance(told, dict):
        return None
    checks.from_to(told, issuer="https://psc.example", client_id="sas")
    checks.in_time(told, now=NOW)
    checks.id_token(told, nonce="n")
    return checks.national_id(told), checks.traces(told)


def notice(content: bytes) -> object:
    told = json.loads(content)
    return checks.logout_notice(told, now=NOW) if isinstance(told, dict) else None


def call(content: bytes) -> object:
    """The link of a regulation software, as a browser decodes it."""
    told = json.loads(content)
    given = told if isinstance(told, dict) else {}
    asked = calls.call_of({str(name): str(value) for name, value in given.items()})
    return (
        calls.specialty_asked(asked),
        calls.doctor_asked(asked),
        calls.whole_commune(asked.inseecode),
        asked.street,
        calls.names_doctor_by_code(asked),
    )


def answer_of(content: bytes) -> httpx.Response:
    return httpx.Response(200, content=content, headers={"Content-Type": "application/json"})


def lines(content: bytes) -> list[bytes]:
    return [one.rstrip(b"\r") for one in content.split(b"\n")]


CALL = dict.fromkeys(calls.LONGEST, "12 rue des Lilas") | {"practitioner": "urn:oid:1.2.250.1.71.4.2.1|810000000017"}
TOKENS = (
    b"eyJhbGciOiJFUzI1NiJ9.e30.AAAA",
    b"eyJhbGciOltdfQ.e30.AAAA",  # {"alg":[]}
    b"eyJhbGciOiJFUzI1NiIsImtpZCI6e319.e30.AAAA",  # {"alg":"ES256","kid":{}}
    b"W10.e30.AAAA",  # []
)
ID_TOKEN = NOTICE | {"iss": "https://psc.example", "aud": "sas", "exp": 1795425600, "nonce": "n", "acr": "eidas1"}
PARSERS: dict[str, Parser] = {
    "calendar": Parser(busy, anything(*AGENDAS) | changed_lines(AGENDAS, b":"), (NotRead,)),
    "calendar_address": Parser(
        lambda told: target.normalised(told.decode(errors="replace")),
        anything(b"webcal://agenda.example:443/a?b=c#d", b"https://[::1]/a", b"https://user:pw@h/"),
        (NotRead,),
    ),
    "bundle": Parser(bundle, anything(*BUNDLES), (bundles.NotABundle,)),
    "bundle_tree": Parser(
        bundle, st.one_of(*(changed_json(json.loads(one)) for one in BUNDLES)), (bundles.NotABundle,)
    ),
    "bundle_outcome": Parser(bundles.outcome, anything(json.dumps(OUTCOME).encode()) | changed_json(OUTCOME)),
    "account_outcome": Parser(accounts.issue, anything(json.dumps(OUTCOME).encode()) | changed_json(OUTCOME)),
    "addresses": Parser(
        lambda told: geocoding.addresses(answer_of(told)),
        anything(json.dumps(ADDRESS).encode()) | changed_json(ADDRESS),
        (Unavailable,),
    ),
    "addresses_csv": Parser(
        lambda told: geocoding.bulk_answer(answer_of(told), 1),
        anything(BULK) | changed_lines((BULK,), b","),
        (Unavailable,),
    ),
    "hub": Parser(
        hubsante.answer,
        anything(*HUB) | st.one_of(*(changed_json(json.loads(one)) for one in HUB)),
        (hubsante.Unreadable,),
    ),
    "psc_token": Parser(token, anything(*TOKENS), (NotTrusted,)),
    "psc_claims": Parser(claims, changed_json(ID_TOKEN), (NotTrusted,)),
    "psc_notice": Parser(notice, changed_json(NOTICE), (NotTrusted,)),
    "call": Parser(call, changed_json(CALL)),
    "rpps": Parser(
        lambda told: list(rpps.read(lines(told), commune_index())),
        anything(ACTIVITIES) | changed_lines((ACTIVITIES,), b"|"),
        (Impossible,),
    ),
    "know_how": Parser(
        lambda told: list(know_how.read(lines(told))),
        anything(KNOW_HOW) | changed_lines((KNOW_HOW,), b"|"),
        (Impossible,),
    ),
    "finess": Parser(
        lambda told: list(finess.read(lines(told), commune_index(), finess.points(lines(told)))),
        anything(ESTABLISHMENTS) | changed_lines((ESTABLISHMENTS,), b";"),
        (Impossible,),
    ),
    "accounts_file": Parser(files.lines_of, anything(ACCOUNTS, attachments.xlsx()), (Impossible,)),
    "attachment": Parser(
        lambda told: checked_files([GivenFile(told[:60].decode("latin-1"), told)]),
        anything(
            attachments.pdf(attachments.object_stream(b"1 0 <</JS (a)>>")),
            attachments.jpeg(attachments.comment(b"a")),
            attachments.png(),
            attachments.xlsx(),
            attachments.package(attachments.PPTX_MAIN),
            attachments.xls(),
            attachments.ppt(),
        ),
        (Impossible,),
    ),
}
for _name in structures.FILES:
    PARSERS[_name] = Parser(
        lambda told, name=_name: list(structures.read(name, lines(told), commune_index())),  # type: ignore[misc]
        anything(table(_name)) | changed_lines((table(_name),), b";"),
        (Impossible,),
    )


@pytest.mark.parametrize("name", PARSERS)
def test_a_value_or_the_declared_error(name: str, cases: Cases) -> None:
    parser = PARSERS[name]

    @settings(max_examples=CASES, database=None, suppress_health_check=list(HealthCheck))
    @given(parser.sent)
    def one(content: bytes) -> None:
        cases.tried(lambda: parser.call(content), declared=parser.declared)

    one()
    assert cases.ended.total() >= CASES
