"""The training space, open to everybody: profiles, the pages of one, one page, and the files added to it."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.training import queries
from sas.rooms.training.enums import PieceKind, Profile
from sas.web.kit.access import page

_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})")
_MOST = 20_000_000
_PART = 1_000_000
"""Bytes of one answer to a browser that plays a video: it asks for the following ones by itself."""


@page()
def profiles(request: HttpRequest) -> HttpResponse:
    """Whom each guide is for (F-245)."""
    return render(request, "public/training.html", {"sections": queries.sections(actor=request.actor)})


@page()
def space(request: HttpRequest, profile_slug: str) -> HttpResponse:
    """The themes of a profile and its guide as a PDF (F-245)."""
    found = queries.space(actor=request.actor, profile=_profile_or_404(profile_slug))
    return render(request, "public/training_space.html", {"space": found})


@page()
def one_page(request: HttpRequest, profile_slug: str, page_slug: str) -> HttpResponse:
    """One page, with the one before and the one after (F-246)."""
    found = queries.page(actor=request.actor, profile=_profile_or_404(profile_slug), slug=page_slug)
    if found is None:
        raise Http404
    return render(request, "public/training_page.html", {"page": found, "space": found.space})


@page()
def file(request: HttpRequest, media_id: int) -> HttpResponse:
    """A picture, a video or a file to download; a part of it when the browser asks for one."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    first, most = (int(asked[1]), _asked_bytes(asked)) if asked else (0, _MOST)
    found = queries.file_part(actor=request.actor, block_id=media_id, first=first, most=most)
    if found is None:
        raise Http404
    answer = HttpResponse(found.content, content_type=found.media_type, status=206 if asked else 200)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Disposition"] = _disposition(found)
    if asked:
        answer["Content-Range"] = f"bytes {first}-{first + len(found.content) - 1}/{found.size}"
    return answer


@page()
def captions(request: HttpRequest, media_id: int) -> HttpResponse:
    """The captions of a video."""
    found = queries.captions(actor=request.actor, block_id=media_id)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="text/vtt; charset=utf-8")


def _profile_or_404(slug: str) -> Profile:
    if slug not in Profile.values:
        raise Http404
    return Profile(slug)


def _asked_bytes(asked: re.Match[str]) -> int:
    wished = int(asked[2]) - int(asked[1]) + 1 if asked[2] else _PART
    return max(1, min(wished, _PART))


def _disposition(found: queries.FilePart) -> str:
    """A file is downloaded under a name of ours; what is shown in a page is not."""
    ending = found.media_type.rpartition("/")[2]
    return f'attachment; filename="formation-sas.{ending}"' if found.kind is PieceKind.FILE else "inline"
