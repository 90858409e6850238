"""Imports into PostgreSQL: what is written, what a second pass changes, what is closed, what a kill leaves."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from sas import changes
from sas.actor import Actor, Role
from sas.adapters.geocoding.fake import FakeGeocoder
from sas.adapters.geocoding.values import AddressKind, FoundAddress
from sas.errors import Impossible, Refused
from sas.rooms.directory.enums import ImportSource
from sas.rooms.directory.loaders import closing, imports, merging, runs, staging
from sas.rooms.directory.loaders.imports import Conduct
from sas.rooms.directory.models import Activity, ImportReject, ImportRun, Place, Professional
from sas.rooms.journal import queries as journal
from tests.rooms.directory.samples import HEADER, activity

pytestmark = [pytest.mark.shows("F-260"), pytest.mark.django_db(transaction=True)]

LILAS = FoundAddress(
    label="12 Rue des Lilas 35000 Rennes", score=0.97, kind=AddressKind.HOUSE, housenumber="12", street="Rue des Lilas",
    postcode="35000", citycode="35238", city="Rennes", context="35, Ille-et-Vilaine, Bretagne", lat=48.12, lon=-1.70,
)  # fmt: skip


@pytest.fixture
def conduct(now: datetime) -> Conduct:
    return Conduct(actor=Actor.SYSTEM, now=now)


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    ids: set[int] = set()
    monkeypatch.setattr(changes, "place_changed", lambda place_ids, **_: ids.update(place_ids))
    return ids


def write(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "PS_LibreAcces_Personne_activite_202611.txt"
    path.write_text("\n".join((header, *lines)) + "\n")
    return path


def doctor(number: int, **changes_: str) -> str:
    given = {"national_id": f"8199{number:08d}", "place": f"R199{number:08d}001", "family_name": f"NOM{number}"}
    return activity(**(given | changes_))


def kept_places() -> list[tuple[object, ...]]:
    return list(Place.objects.order_by("source_key").values_list())


def test_a_line_becomes_a_professional_and_a_place(tmp_path: Path, conduct: Conduct, now: datetime) -> None:
    summary = imports.import_rpps(conduct, path=write(tmp_path, doctor(1, house="7", street="des Lilas")))
    place = Place.objects.select_related("professional", "commune").get()
    assert place.professional is not None and place.commune is not None
    assert (place.professional.national_id, place.professional.family_name) == ("819900000001", "NOM1")
    assert (place.name, place.name_key) == ("Dr Anne-Marie NOM1", "dr anne marie nom1")
    assert place.source_key == "rpps:819900000001:R19900000001001"
    assert (place.address, place.postal_code, place.departement_id) == ("7 B Rue des Lilas", "35000", "35")
    assert (place.lat, place.lon, place.geo_precision) == (place.commune.lat, place.commune.lon, "commune")
    assert (place.phones, place.time_zone, place.rpps_rang) == (["0261910012"], "Europe/Paris", "19900000001001")
    assert place.activities == [Activity.objects.get(kind="specialty", code="SM54").id]
    assert (place.closed_at, place.updated_at) == (None, now)
    assert (summary.lines, summary.inserted, summary.updated, summary.rejected) == (2, 1, 0, 0)


def test_lines_of_a_place_join_their_specialties_wherever_they_stand(tmp_path: Path, conduct: Conduct) -> None:
    lines = [
        doctor(1, know_how="SM04", know_how_label="Cardiologie (SM)"),
        doctor(2),
        doctor(1, know_how="SM53"),
        doctor(1, know_how_kind="C", know_how="C17"),
        doctor(1, know_how_kind="", know_how="", profession="40", profession_label="Chirurgien-Dentiste"),
    ]
    imports.import_rpps(conduct, path=write(tmp_path, *lines))
    place = Place.objects.get(source_key__contains="819900000001")
    codes = set(Activity.objects.filter(id__in=place.activities).values_list("code", flat=True))
    assert codes == {"SM04", "SM54", "40"}


def test_specialties_of_the_second_file_reach_every_place_of_the_profession(tmp_path: Path, conduct: Conduct) -> None:
    none = {"know_how_kind": "", "know_how": "", "know_how_label": ""}
    path = write(tmp_path, doctor(1, **none), doctor(1, place="R2", **none), doctor(2, **none))
    second = tmp_path / "PS_LibreAcces_SavoirFaire_202611.txt"
    second.write_text(
        "Identification nationale PP|Code profession|Code type savoir-faire|Code savoir-faire|Libellé savoir-faire|\n"
        "819900000001|10|S|SM99|Médecine des rêves (SM)|\n819900000001|10|S||\n819900000001|10|S|!|x|\n"
    )
    summary = imports.import_rpps(conduct, path=path, know_how_path=second)
    labels = dict(Activity.objects.values_list("id", "label"))
    shown = [
        [labels[activity_id] for activity_id in place.activities] for place in Place.objects.order_by("source_key")
    ]
    assert shown == [["Médecine des rêves"], ["Médecine des rêves"], ["Médecin"]]
    assert summary.rejected == 2 and all(reason.startswith("Savoir-faire : ") for reason, _ in summary.reasons)


def test_the_same_file_again_changes_nothing(tmp_path: Path, conduct: Conduct, announced: set[int]) -> None:
    path = write(tmp_path, *(doctor(number) for number in range(1, 30)), doctor(3, place="R9"))
    imports.import_rpps(conduct, path=path)
    before, told = kept_places(), set(announced)
    announced.clear()
    later = replace(conduct, now=conduct.now + timedelta(days=1))
    summary = imports.import_rpps(later, path=path)
    assert kept_places() == before
    assert (summary.inserted, summary.updated, summary.closed_places, summary.places) == (0, 0, (), 30)
    assert len(told) == 30 and not announced


def test_what_changed_is_written_and_announced(tmp_path: Path, conduct: Conduct, announced: set[int]) -> None:
    imports.import_rpps(conduct, path=write(tmp_path, doctor(1), doctor(2)))
    announced.clear()
    summary = imports.import_rpps(conduct, path=write(tmp_path, doctor(1), doctor(2, phone="0261910099")))
    changed = Place.objects.get(source_key__contains="819900000002")
    assert (changed.phones, announced, summary.updated) == (["0261910099"], {changed.id}, 1)


def test_places_that_vanish_are_closed_not_deleted_and_come_back(tmp_path: Path, conduct: Conduct) -> None:
    imports.import_rpps(conduct, path=write(tmp_path, doctor(1), doctor(2)))
    later = replace(conduct, now=conduct.now + timedelta(days=1))
    gone = Place.objects.get(source_key__contains="819900000002")
    summary = imports.import_rpps(later, path=write(tmp_path, doctor(1)))
    gone.refresh_from_db()
    assert (gone.closed_at, summary.closed_places) == (later.now, (gone.id,))
    assert Professional.objects.count() == 2
    back = imports.import_rpps(later, path=write(tmp_path, doctor(1), doctor(2)))
    gone.refresh_from_db()
    assert (gone.closed_at, back.updated) == (None, 1)


def test_a_refused_line_spares_the_places_of_its_professional(tmp_path: Path, conduct: Conduct) -> None:
    imports.import_rpps(conduct, path=write(tmp_path, doctor(1), doctor(2)))
    broken = doctor(2, postal_code="3X000", commune="", commune_name="")
    summary = imports.import_rpps(conduct, path=write(tmp_path, doctor(1), broken))
    assert summary.closed_places == () and summary.reasons == (("Code postal illisible", 1),)


def test_a_file_that_would_close_a_fifth_closes_nothing_unless_told(
    tmp_path: Path, conduct: Conduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "FEWEST_TO_DOUBT", 1)
    imports.import_rpps(conduct, path=write(tmp_path, *(doctor(number) for number in range(1, 7))))
    part = write(tmp_path, *(doctor(number) for number in range(1, 5)))
    doubted = imports.import_rpps(conduct, path=part)
    assert (doubted.closing_refused, doubted.doubtful_closings, doubted.closed_places) == (True, 2, ())
    accepted = imports.import_rpps(replace(conduct, accept_many_closings=True), path=part)
    assert len(accepted.closed_places) == 2 and not accepted.closing_refused


def test_refused_lines_are_kept_with_their_reason(tmp_path: Path, conduct: Conduct) -> None:
    lines = [doctor(1), doctor(2)[:200], doctor(3, profession="x"), "\x00" + doctor(4, national_id="\x01")]
    summary = imports.import_rpps(conduct, path=write(tmp_path, *lines))
    rejects = ImportReject.objects.filter(run_id=summary.run_id).order_by("line")
    assert [(reject.line, reject.reason) for reject in rejects] == [
        (3, "Nombre de colonnes inattendu"),
        (4, "Code profession absent ou illisible"),
        (5, "Identification nationale absente ou illisible"),
    ]
    assert summary.rejected == 3 and sum(count for _, count in summary.reasons) == 3


def test_a_killed_run_goes_on_after_its_last_committed_batch(
    tmp_path: Path, conduct: Conduct, announced: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "BATCH_LINES", 4)
    path = write(tmp_path, *(doctor(number) for number in range(1, 13)), "broken")
    plain, calls = merging.merge_places, []

    def dies_at_the_third(**asked: object) -> merging.Merged:
        calls.append(asked)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return plain(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(merging, "merge_places", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        imports.import_rpps(conduct, path=path)
    run = ImportRun.objects.get()
    assert (run.state, run.counts["inserted"], Place.objects.count()) == ("running", 10, 10)
    monkeypatch.setattr(merging, "merge_places", plain)
    announced.clear()
    summary = imports.import_rpps(conduct, path=path)
    assert (summary.run_id, summary.resumed, summary.inserted, summary.rejected) == (run.id, True, 12, 1)
    assert len(announced) == 2
    assert ImportRun.objects.get().state == "done" and ImportReject.objects.count() == 1


def test_a_damaged_file_changes_nothing_and_the_run_says_so(tmp_path: Path, conduct: Conduct) -> None:
    with pytest.raises(Impossible, match="Colonnes absentes"):
        imports.import_rpps(conduct, path=write(tmp_path, "1|2|", header="a|b|"))
    assert (ImportRun.objects.get().state, Place.objects.count()) == ("failed", 0)
    with pytest.raises(Impossible, match="n'existe pas"):
        imports.import_rpps(conduct, path=tmp_path / "absent.zip")


def test_imports_are_for_the_platform_and_leave_a_trace(tmp_path: Path, conduct: Conduct) -> None:
    path = write(tmp_path, doctor(1))
    person = Actor(user_id=1, roles=frozenset({Role.ADMINISTRATEUR}))
    with pytest.raises(Refused):
        imports.import_rpps(replace(conduct, actor=person), path=path)
    summary = imports.import_rpps(conduct, path=path)
    traces = journal.traces_of(actor=Actor.SYSTEM, subject="import_run", subject_id=summary.run_id)
    assert [trace.verb for trace in traces] == ["finish_import", "start_import"]
    assert traces[0].details["inserted"] == 1


def test_two_imports_of_a_source_do_not_run_together(tmp_path: Path, conduct: Conduct) -> None:
    held, let_go = Event(), Event()

    def hold() -> None:
        with runs.only_one(ImportSource.RPPS):
            held.set()
            let_go.wait(20)
        connection.close()

    other = Thread(target=hold)
    other.start()
    try:
        assert held.wait(20)
        with pytest.raises(Impossible, match="déjà en cours"):
            imports.import_rpps(conduct, path=write(tmp_path, doctor(1)))
    finally:
        let_go.set()
        other.join()


def test_addresses_are_located_by_the_service(tmp_path: Path, conduct: Conduct) -> None:
    path = write(tmp_path, doctor(1), doctor(2, street="de l'Inconnu"))
    service = FakeGeocoder([replace(LILAS, label="12 B Rue des Lilas 35000 Rennes")])
    summary = imports.import_rpps(replace(conduct, geocoder=service), path=path)
    points = list(Place.objects.order_by("source_key").values_list("lat", "lon", "geo_precision"))
    assert points[0] == (48.12, -1.70, "address") and points[1][2] == "commune"
    assert (summary.asked, summary.located) == (2, 1)


def test_a_point_found_is_kept_until_the_address_changes(tmp_path: Path, conduct: Conduct) -> None:
    service = FakeGeocoder([replace(LILAS, label="12 B Rue des Lilas 35000 Rennes")])
    imports.import_rpps(replace(conduct, geocoder=service), path=write(tmp_path, doctor(1)))
    imports.import_rpps(conduct, path=write(tmp_path, doctor(1, phone="0261910099")))
    assert Place.objects.get().geo_precision == "address"
    imports.import_rpps(conduct, path=write(tmp_path, doctor(1, house="99")))
    assert Place.objects.get().geo_precision == "commune"


def test_what_stands_at_the_commune_is_asked_again(tmp_path: Path, conduct: Conduct, announced: set[int]) -> None:
    path = write(tmp_path, doctor(1))
    imports.import_rpps(conduct, path=path)
    announced.clear()
    service = FakeGeocoder([replace(LILAS, label="12 B Rue des Lilas 35000 Rennes")])
    imports.import_rpps(replace(conduct, geocoder=service), path=path)
    place = Place.objects.get()
    assert (place.geo_precision, announced) == ("address", {place.id})


@pytest.mark.parametrize("wrong", [{"score": 0.3}, {"citycode": "35001"}, {"kind": AddressKind.MUNICIPALITY}])
def test_doubtful_answers_are_not_taken(tmp_path: Path, conduct: Conduct, wrong: dict[str, object]) -> None:
    class Careless(FakeGeocoder):
        def locate_many(self, queries):  # type: ignore[no-untyped-def]
            return [self._point(self.addresses[0]) for _ in queries]

    service = Careless([replace(LILAS, **wrong)])  # type: ignore[arg-type]
    imports.import_rpps(replace(conduct, geocoder=service), path=write(tmp_path, doctor(1)))
    assert Place.objects.get().geo_precision == "commune"


def test_a_service_that_is_down_does_not_stop_the_import(tmp_path: Path, conduct: Conduct) -> None:
    service = FakeGeocoder([LILAS])
    service.failing = True
    summary = imports.import_rpps(replace(conduct, geocoder=service), path=write(tmp_path, doctor(1)))
    assert (summary.geocoder_down, summary.inserted, Place.objects.get().geo_precision) == (True, 1, "commune")


def test_overseas_places_keep_their_clock(tmp_path: Path, conduct: Conduct) -> None:
    line = doctor(1, commune="97411", postal_code="97400", commune_name="Saint-Denis")
    imports.import_rpps(conduct, path=write(tmp_path, line))
    assert Place.objects.get().time_zone == "Indian/Reunion"


def test_progress_is_told_to_the_end(tmp_path: Path, conduct: Conduct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "CHUNK", 2)
    told: list[tuple[str, int, int]] = []
    path = write(tmp_path, *(doctor(number) for number in range(1, 6)))
    imports.import_rpps(
        replace(conduct, progress=lambda phase, done, total: told.append((phase, done, total))), path=path
    )
    reading = [step for step in told if step[0] == "Lecture"]
    assert reading[-1][1] == reading[-1][2] == path.stat().st_size
    assert told[-1] == ("Écriture", 5, 5)
