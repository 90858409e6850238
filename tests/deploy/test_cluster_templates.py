"""The templates of deploy/cluster: each hole is told, and nothing else is left to fill."""

import re

from tests.conftest import ROOT

SHIPPED = ROOT / "deploy/cluster"


def test_each_hole_of_the_templates_is_told_and_each_told_is_there() -> None:
    holes = {hole for one in SHIPPED.glob("*.template") for hole in re.findall(r"\$\{(\w+)\}", one.read_text())}
    told = set(re.findall(r"SAS_[A-Z_]+", (SHIPPED / "README.md").read_text()))
    assert holes == told


def test_the_role_of_the_platform_has_what_a_pooler_does_not_pass_on() -> None:
    """The options that settings ask of each connection stand on the role, for PgBouncer drops them."""
    asked = re.findall(r"-c (\w+)=(\w+)", (ROOT / "config/databases.py").read_text())
    given = re.findall(r"alter role sas_app set (\w+) = '?(\w+)'?", (SHIPPED / "bootstrap.sql").read_text())
    assert {(name.lower(), value) for name, value in asked} == {(name.lower(), value) for name, value in given}
