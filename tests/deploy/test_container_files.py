"""Units, image and composition, as far as they can be judged without running them: one program, nothing to gain."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

INSTALL = Path(__file__).resolve().parents[2] / "deploy" / "install"
UNITS = ["sas-web@.service", "sas-live.service", "sas-worker.service"]
MOST_EXPOSED = 15
"""Tenths, on systemd's scale of 0 to 10."""
COMPOSITION: dict[str, Any] = yaml.safe_load((INSTALL / "compose.yaml").read_text(encoding="utf-8"))
IMAGE = (INSTALL / "Containerfile").read_text(encoding="utf-8")


def program(unit: str) -> list[str]:
    """What a unit starts, without where it listens and how many it is."""
    line = re.search(r"^ExecStart=/opt/sas/current/(.+)$", (INSTALL / "systemd" / unit).read_text(), re.MULTILINE)
    assert line
    return re.sub(r" --(host|port|workers) \S+", "", line[1]).split()


def without_place(command: list[str]) -> list[str]:
    return re.sub(r" --(host|port|workers) \S+", "", " ".join(command)).split()


def test_the_image_calls_the_install_script_and_nothing_else() -> None:
    said = IMAGE.replace("\\\n", "")
    (run,) = re.findall(r"^RUN (.+)$", re.sub(r"^ *#.*\n", "", said, flags=re.MULTILINE), re.MULTILINE)
    first, *cleaning = [step.strip() for step in run.split("&&")]
    assert first.split("#")[0].strip() == "sh /src/deploy/install/install.sh"
    assert all(step.startswith("rm -rf ") for step in cleaning)
    assert "\nUSER sas\n" in IMAGE and "\nHEALTHCHECK " in IMAGE


def test_containers_and_units_run_the_same_programs() -> None:
    (pages,) = re.findall(r'^CMD \["(.+)"\]$', IMAGE, re.MULTILINE)
    assert without_place(pages.split('", "')) == program("sas-web@.service")
    for service, unit in (("live", "sas-live.service"), ("worker", "sas-worker.service")):
        assert without_place(COMPOSITION["services"][service]["command"]) == program(unit)


def test_no_container_may_write_to_its_root_or_gain_anything() -> None:
    for name, one in COMPOSITION["services"].items():
        assert one["read_only"] and one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"] and "privileged" not in one, name
    ours = [one for one in COMPOSITION["services"].values() if one["image"].startswith("sas:")]
    assert len(ours) == 4 and all("cap_add" not in one for one in ours)
    knows_owner = [name for name, one in COMPOSITION["services"].items() if "owner.env" in one.get("env_file", ())]
    assert knows_owner == ["upgrade"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_exposed_as_little_as_systemd_can_tell(unit: str) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("NOT RUN: systemd-analyze is not installed")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}"]
    judged = subprocess.run([*command, INSTALL / "systemd" / unit], capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout[-200:] + judged.stderr
