"""Prints each guide as a tagged PDF (PDF/UA-1), with its table of contents and bookmarks: part of `make guides`."""

import io
import os
from pathlib import Path
from typing import Any

import django
from PIL import Image

HERE = Path(__file__).parent
KEPT = HERE.parents[2] / "sas/rooms/training/static/training"
PRINTED_WIDTH, PRINTED_QUALITY = 800, 50
"""Pixels, over the 17 cm of a page of text."""


def main() -> None:
    """Write them all anew."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    django.setup()
    from sas.rooms.training.enums import Profile

    folder = KEPT / "guides"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.pdf"):
        old.unlink()
    for profile in Profile:
        path = folder / f"guide-sas-{profile.value}.pdf"
        path.write_bytes(printed(profile))
        print(f"{path.name}: {path.stat().st_size // 1000} kB")  # noqa: T201  a command's page is the terminal


def printed(profile: Any) -> bytes:
    """The guide of a profile."""
    from django.template import engines
    from weasyprint import CSS, HTML

    from sas.rooms.training.rules import outline

    template = engines["django"].from_string((HERE / "guide.html").read_text(encoding="utf-8"))
    page = template.render({"label": profile.label, "themes": _themes(outline(profile))})
    document = HTML(string=page, base_url="guide:/", url_fetcher=_pictures())
    # The hints: a list of steps goes on at the number that it says.
    made = {"stylesheets": [CSS(HERE / "guide.css")], "pdf_variant": "pdf/ua-1", "presentational_hints": True}
    return bytes(document.write_pdf(**made))


def _light(path: Path) -> bytes:
    """A picture as JPEG, which a PDF holds as it is; of another format it would hold every pixel."""
    with Image.open(path) as image:
        image.thumbnail((PRINTED_WIDTH, PRINTED_WIDTH), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        image.save(made, "JPEG", quality=PRINTED_QUALITY, optimize=True, progressive=True)
    return made.getvalue()


def _themes(chapters: Any) -> list[dict[str, Any]]:
    found: dict[Any, list[Any]] = {}
    for theme, chapter in chapters:
        found.setdefault(theme, []).append((theme, chapter))
    return [{"grouper": theme, "list": pairs} for theme, pairs in found.items()]


def _pictures() -> Any:
    """Gives the pictures of the guides and nothing else: whatever else a guide names stops the printing."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Pictures(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002  its signature
            name = url.partition("/static/training/pictures/")[2]
            if not name:
                raise FatalURLFetchingError(f"a guide names {url}")
            return URLFetcherResponse(url, _light(KEPT / "pictures" / name), {"Content-Type": "image/jpeg"})

    return Pictures(fail_on_errors=True)


if __name__ == "__main__":
    main()
