"""What the product runs on is under licences that an agency may use and pass on under the EUPL."""

import re
from importlib import metadata

import pytest

from tests.house.sources import ROOT

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0", "LGPL-3.0-only", "LGPL-3.0-or-later",
    "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Zlib",
}  # fmt: skip
"""Permissive ones, and those that bind only changes made to the package itself."""
_WORDS = {
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU LGPL v3+": "LGPL-3.0-or-later",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Dual License": "Apache-2.0 AND BSD-3-Clause",
}
"""As packages wrote it before there was one way to."""
PINNED = sorted(set(re.findall(r"^([a-z][a-z0-9-]*)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)))


def told_of(package: str) -> str:
    """The licence of an installed package, in SPDX's words; those that no environment here needs are not installed."""
    about = metadata.metadata(package)
    classifiers = [one.rsplit(" :: ", 1)[-1] for one in about.get_all("Classifier") or () if one.startswith("License")]
    found = about.get("License-Expression") or about.get("License") or classifiers[-1]
    return _WORDS.get(found, found)


def is_allowed(licence: str) -> bool:
    """One of the alternatives, each of its parts."""
    return any({part.strip() for part in one.split(" AND ")} <= ALLOWED for one in licence.split(" OR "))


def test_each_package_is_under_an_allowed_licence() -> None:
    installed = [one for one in PINNED if one != "colorama"]  # of Windows alone
    refused = {one: told_of(one) for one in installed if not is_allowed(told_of(one))}
    assert len(installed) > 50
    assert refused == {}


@pytest.mark.parametrize(
    ("licence", "expected"),
    [("EPL-2.0 OR GPL-2.0-or-later", True), ("GPL-3.0-only", False), ("MIT AND GPL-2.0-only", False), ("", False)],
)
def test_what_binds_the_product_is_refused(licence: str, *, expected: bool) -> None:
    assert is_allowed(licence) is expected
