"""The checks of the State's kit, and which test makes each.

`python -m tests.conformance.table` writes docs/conformance.md. A test makes a check when the check's name stands among
its parameters, or in its own name.
"""

import importlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/conformance.md"
SIMULATOR = (
    "tests.simulators.editor.test_tls_kit",
    "tests.simulators.editor.test_slots_kit",
    "tests.simulators.editor.test_regulators_kit",
    "tests.simulators.editor.test_sso_kit",
    "tests.conformance.test_simulator",
)
PLATFORM = ("tests.deploy.test_nginx", "tests.web.api.fhir.test_kit", "tests.conformance.test_platform")
_BOTH_WAYS = ("practitioner", "practitionerrole", "schedule")

CHECKS: dict[str, tuple[str, ...]] = {
    "Connection": (*(f"mtls_group Test0{number}" for number in range(1, 6)), "tls_version_test"),
    "Declarations": tuple(
        f"visual_group {one}" for one in ("Test01a", "Test02a", "Test02", "hds", "mfa", "access_restriction")
    ),
    "Statement, time, form": (
        "capability_statement_read",
        "performance_group",
        "slot_search_setup",
        "slot_group Test02",
    ),
    "One place": (
        "validate_cardinality",
        "validate_rpps",
        "validate_dates",
        "validate_ref",
        "validate_location",
        "bundle_url_equal_url",
        "slot_has_url",
        "ps_validate_slots_status",
        "ps_validate_appointmentType",
        "validate_cardinality_cpts",
        "validate_ref_cpts",
        "validate_cpts_id",
    ),
    "Two places": (
        *(f"validate_{kind}_cardinality_1" for kind in _BOTH_WAYS),
        "validate_practitionerrole_practitioner_ref",
        "validate_schedule_practitioner_ref",
        "validate_schedule_practitionerrole_ref",
        "validate_practitionerrole_location_ref",
    ),
    "Two professionals": tuple(f"validate_{kind}_cardinality_2" for kind in _BOTH_WAYS),
    "Optional fields": (
        "ps_validate_rpps",
        "ps_validate_name",
        "ps_validate_firstname",
        "ps_validate_phone",
        "ps_validate_idnst",
    ),
    "Types of slots": ("ps_validate_slot_type", "cpts_validate_slot_type", "ps_validate_motif_type"),
    "CPTS": (
        "cpts_validate_healthcare_service_cardinality",
        "cpts_validate_organization_cardinality",
        "cpts_validate_meta",
        "cpts_validate_service_type",
        "cpts_validate_service_type_healthcare_service_ref",
        "cpts_validate_service_type_multiple_healthcare_service_ref",
        "cpts_validate_healthcare_service_organization_ref",
        "orga_optionnel_group Test02",
        "orga_optionnel_group Test03",
    ),
    "Accounts of regulators (INT_R02)": (
        "creation_regulateur_idnps_test",
        "creation_regulateur_uuid_test",
        "creation_double_regulateur_uuid_test",
        "creation_regulateur_champs_manquants_test",
        "creation_regulateur_valeurs_invalides",
        "modification_deshabilitation",
        "modification_habilitation",
        "modification_email_regulateur_test",
        "modification_id_regulateur_test",
        "modification_nom_regulateur_test",
        "modification_prenom_regulateur_test",
        "modification_typeid_regulateur_test",
        "modification_regulateur_champs_manquants_test",
        "put_as_create_missing_fields_test",
        "put_as_create",
        "idnps_reattribution_test",
    ),
    "Delegated login (INT_SSO)": ("sso_without_origin", "sso_while_unidentified", "sso_lga"),
}
KNOWN = frozenset(one for some in CHECKS.values() for one in some)

_SENDS = "not asked of it: it tells editors of regulators, and is told of none"
_PROVIDES = "not asked of it: it is where the login is"
_DECLARED = "not testable: a declaration of the editor"
NOT_MADE: dict[str, dict[str, str]] = {
    "simulator": {
        **dict.fromkeys(CHECKS["Declarations"], _DECLARED),
        "sso_lga": "not testable: made by hand, with a session",
    },
    "platform": {
        **dict.fromkeys(CHECKS["Declarations"], _DECLARED),
        **dict.fromkeys(CHECKS["Accounts of regulators (INT_R02)"], _SENDS),
        **dict.fromkeys(CHECKS["Delegated login (INT_SSO)"], _PROVIDES),
        "cpts_validate_meta": "not so: its slots are PUBLIC too, as the guide's own example is",
        "cpts_validate_service_type_multiple_healthcare_service_ref": "not so: a place is declared in one CPTS at most",
    },
}

_HEAD = """# Conformance

The checks that the State's kit makes of an editor's software, by the names it gives them, and the tests that make the
same: of our editor simulator, and of the platform's own FHIR server, which answers as an editor does. Written by
`python -m tests.conformance.table`: do not edit. « passes » is what these tests ask for, each time they run; those
marked long run with `make test-long`. Some sets of data of the kit share a check: it is made of each.

The kit looks neither at SOS Médecins nor at appointments: `tests/simulators/editor`, `tests/web/api/fhir` do.
Validation (`slot_group Test02`) is by the guide's profiles 1.2.0 and
[fhircraft](dependencies.md), which does not look at value sets; the kit's is the official validator with 1.1.0.
"""


def made(modules: Iterable[str]) -> dict[str, list[str]]:
    """Check -> tests that make it, as `path::name` from the folder of tests."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in modules:
        for test in _tests(name):
            for check in _checks(test):
                found[check].append(
                    f"`{name.removeprefix('tests.').replace('.', '/')}.py::{test.__name__}`{_long(test)}"
                )
    return found


def _tests(name: str) -> Iterator[FunctionType]:
    module = importlib.import_module(name)
    told = (one for key, one in vars(module).items() if key.startswith("test_"))
    for one in told:
        if isinstance(one, FunctionType) and not {"skip", "xfail", "skipif"} & {mark.name for mark in _marks(one)}:
            yield one


def _marks(test: FunctionType) -> list[object]:
    whole = getattr(importlib.import_module(test.__module__), "pytestmark", [])
    return [*(whole if isinstance(whole, list) else [whole]), *getattr(test, "pytestmark", [])]


def _checks(test: FunctionType) -> set[str]:
    values = {one for mark in _marks(test) if mark.name == "parametrize" for one in _words(mark.args[1])}
    named = {one for one in KNOWN if re.search(rf"test_{re.sub(r'[^a-z0-9]+', '_', one.lower())}(_|$)", test.__name__)}
    return values & KNOWN | named


def _words(values: object) -> Iterator[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, list | tuple):
        for one in values:
            yield from _words(one)


def _long(test: FunctionType) -> str:
    return " (long)" if any(mark.name == "long" for mark in _marks(test)) else ""


def table() -> str:
    """The text of docs/conformance.md."""
    simulator, platform = made(SIMULATOR), made(PLATFORM)
    lines = [_HEAD]
    for title, checks in CHECKS.items():
        lines += [f"## {title}\n", "| Check | The simulator | The platform |", "|---|---|---|"]
        for one in checks:
            cells = (_cell(one, simulator, NOT_MADE["simulator"]), _cell(one, platform, NOT_MADE["platform"]))
            lines.append(f"| `{one}` | {cells[0]} | {cells[1]} |")
        lines.append("")
    return "\n".join(lines)


def _cell(check: str, tests: dict[str, list[str]], not_made: dict[str, str]) -> str:
    found = "<br>".join(f"passes: {one}" for one in tests.get(check, ()))
    return found or not_made.get(check, "NOT MADE")


def main() -> None:
    """Write it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()
    DOCUMENT.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
