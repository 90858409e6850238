"""The two editors of the demonstration: for whom they work, and what they and the platform know of each other."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.actor import Actor
from sas.rooms.accounts.models import EditorLogin
from sas.rooms.directory import operations as directory
from sas.rooms.directory import queries
from sas.rooms.directory.models import Activity, Place, Structure
from sas.rooms.journal.models import AuditEntry
from simulators.accounts import registering
from simulators.editor.editions import EDITIONS
from simulators.editor.world import Professional, read
from simulators.population.clients import world
from tests.factories import care, editor_slots

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESSES = ["http://127.0.0.1:8030", "http://127.0.0.1:8031"]
IROISE, SABLIER = EDITIONS


def states() -> dict[str, queries.EditorState]:
    return {one.name: one for one in queries.editor_states(actor=Actor.SYSTEM)}


def editor(name: str) -> int:
    return directory.save_editor(
        actor=Actor.SYSTEM, editor_id=None, name=name, active=True, now=datetime(2026, 1, 5, tzinfo=UTC)
    )


def prepare(folder: Path, addresses: list[str] | None = None) -> None:
    call_command("demo_editors", folder=folder, addresses=addresses or ADDRESSES)


@pytest.fixture
def keyed(tmp_path: Path, settings: Any) -> Path:
    """Where the files go; the key of the login is not made yet."""
    settings.SSO_KEY = str(tmp_path / "sso.pem")
    return tmp_path / "editeurs"


def test_both_are_known_and_told_for_whom_they_work(keyed: Path) -> None:
    for edition in EDITIONS:
        editor(edition.name)
    prepare(keyed)
    told = {name: state.connection for name, state in states().items()}
    assert [(one.base_url, one.hosts, one.end_to_end) for one in (told[IROISE.name], told[SABLIER.name])] == [
        ("http://127.0.0.1:8030/fhir", ("127.0.0.1:8030",), True),
        ("http://127.0.0.1:8031/fhir", ("127.0.0.1:8031",), False),
    ]
    assert sorted(path.name for path in keyed.iterdir()) == [
        f"{edition.word}.{end}" for edition in EDITIONS for end in ("client.json", "pem", "world.json")
    ]
    shown = x509.load_pem_x509_certificate((keyed / "iroise.pem").read_bytes())
    assert shown.subject.rfc4514_string() == f"OU={registering.UNIT},CN={told[IROISE.name].client_cn}"
    assert json.loads((keyed / "iroise.client.json").read_text())["client_id"] == login(IROISE.name).client_id
    assert all(
        path.stat().st_mode & 0o777 == 0o600 for path in (keyed / "iroise.client.json", keyed.parent / "sso.pem")
    )
    assert read(keyed / "sablier.world.json").holders == ()
    jobs = ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True)
    assert [name.rpartition(".")[2] for name in jobs] == ["plan_editors", "ask_wanted_editors"]


def login(name: str) -> EditorLogin:
    return EditorLogin.objects.get(editor_id=states()[name].id)


def test_again_nothing_changes_but_the_addresses(keyed: Path) -> None:
    for edition in EDITIONS:
        editor(edition.name)
    prepare(keyed)
    files = {path: path.read_bytes() for path in [*keyed.iterdir(), keyed.parent / "sso.pem"]}
    count, before = AuditEntry.objects.count(), states()
    prepare(keyed)
    assert (AuditEntry.objects.count(), states()) == (count, before)
    assert {path: path.read_bytes() for path in files} == files
    was = before[SABLIER.name]
    switched = replace(was.connection, end_to_end=True)
    told: dict[str, Any] = {"actor": Actor.SYSTEM, "name": was.name, "active": True, "connection": switched}
    directory.save_editor(editor_id=was.id, now=datetime.now(UTC), **told)
    prepare(keyed, ["http://127.0.0.1:9030", "http://127.0.0.1:9031"])
    now = states()[SABLIER.name].connection
    assert now == replace(switched, base_url="http://127.0.0.1:9031/fhir", hosts=("127.0.0.1:9031",))
    assert login(SABLIER.name).redirect_uris == ["http://127.0.0.1:9031/retour"]


def test_another_database_has_other_secrets_and_knows_other_regulators(keyed: Path) -> None:
    for edition in EDITIONS:
        editor(edition.name)
    prepare(keyed)
    before, kept = (keyed / "iroise.client.json").read_text(), keyed / "iroise.kept.json"
    kept.write_text("{}")
    EditorLogin.objects.all().delete()
    prepare(keyed)
    assert (keyed / "iroise.client.json").read_text() != before
    assert not kept.exists()


def test_a_certificate_is_renewed_before_it_ends(tmp_path: Path, now: datetime) -> None:
    path = tmp_path / "a.pem"
    registering.certify(IROISE, path, now=now)
    first = path.read_bytes()
    registering.certify(IROISE, path, now=now + timedelta(days=330))
    assert path.read_bytes() == first
    registering.certify(IROISE, path, now=now + timedelta(days=336))
    assert path.read_bytes() != first


def test_it_works_for_the_general_practitioners_who_named_it_and_show_its_slots(now: datetime) -> None:
    one, other = editor(IROISE.name), editor(SABLIER.name)
    shown, refused, elsewhere = (editor_slots.doctor(one, now=now) for _ in range(3))
    editor_slots.named(refused, one, now=now, refused=True)
    editor_slots.named(elsewhere, other, now=now)
    general = Activity.objects.get(code="SM54").id
    Place.objects.update(address="12 rue des Lilas", postal_code="35000", activities=[general], rpps_rang="")
    found = world(one, with_association=True)
    (doctor,) = found.professionals
    assert isinstance(doctor, Professional) and doctor.number == editor_slots.number_of(shown)
    (point,) = doctor.points
    assert (point.line, point.postal_code, point.structure) == ("12 rue des Lilas", "35000", "")
    assert found.associations == ()
    Place.objects.filter(id=shown.id).update(activities=[])
    assert world(one, with_association=False).professionals == ()


def test_an_association_other_than_that_of_the_demonstrations_manager(now: datetime) -> None:
    for siret, departement in (("99000000100011", "35"), ("99000000200011", "29")):
        key = {"name": f"SOS {departement}", "name_key": "sos", "source_key": siret, "siret": siret}
        structure = Structure.objects.create(kind="sos", source="finess", **key)
        place = care.doctor_place(commune="35238")
        about = {"professional": None, "structure": structure, "departement_id": departement}
        Place.objects.filter(id=place.id).update(address="1 avenue du Relais", postal_code="29200", **about)
    (association,) = world(editor(IROISE.name), with_association=True).associations
    assert (association.number, association.name, len(association.points)) == ("399000000200011", "SOS 29", 1)


def test_elsewhere_than_in_a_demonstration_there_are_none(settings: Any, tmp_path: Path) -> None:
    settings.EDITOR_LOOPBACK = False
    with pytest.raises(CommandError, match="EDITOR_LOOPBACK=1"):
        prepare(tmp_path)
    settings.EDITOR_LOOPBACK = True
    with pytest.raises(CommandError, match="sas demo-data"):
        prepare(tmp_path)
