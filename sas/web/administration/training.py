"""The training space as administrators complete it: pages and pieces added, ordered, published, removed (F-246)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.training import operations, queries
from sas.rooms.training.enums import ADDED_KINDS, PieceKind, Profile
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, tried
from sas.web.kit.replies import SeeOther, inside

HOME = "/administration/formation"
_CHOOSE = "Choisissez ce que vous ajoutez."


class PageForm(DsfrBaseForm):
    """A page to add; the room judges its title."""

    use_required_attribute = False
    title = forms.CharField(label="Titre de la page", required=False)


class BlockForm(DsfrBaseForm):
    """A piece to add: what each kind needs is told beside the fields, and judged by the room."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="Ce que vous ajoutez",
        choices=[(kind.value, kind.label) for kind in ADDED_KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    title = forms.CharField(
        label="Titre",
        required=False,
        help_text="D'une vidéo ou d'un fichier. Pour une image : ce qu'elle montre, pour qui ne la voit pas.",
    )
    text = forms.CharField(
        label="Texte",
        required=False,
        help_text="D'un texte ou d'une information. Une ligne vide sépare deux paragraphes, « - » fait une liste.",
        widget=forms.Textarea({"rows": 6}),
    )
    url = forms.CharField(
        label="Adresse de la vidéo", required=False, help_text="D'une vidéo gardée sur un autre site."
    )
    file = forms.FileField(
        label="Fichier",
        required=False,
        help_text="15 Mo au maximum. Image : PNG ou JPEG. Vidéo : MP4 ou WebM. À télécharger : PDF, PNG ou JPEG.",
        error_messages={"empty": "Ce fichier est vide."},
    )
    captions = forms.FileField(
        label="Sous-titres de la vidéo",
        required=False,
        help_text="Format WebVTT (.vtt), obligatoires avec une vidéo envoyée ici.",
        error_messages={"empty": "Ce fichier est vide."},
    )

    def draft(self) -> operations.BlockDraft:
        """What was asked."""
        kept = self.cleaned_data
        content, captions = (kept[name].read() if kept[name] else b"" for name in ("file", "captions"))
        words = {name: kept[name] for name in ("title", "text", "url")}
        return operations.BlockDraft(PieceKind(kept["kind"]), content=content, captions=captions, **words)


@page(*WATCHERS)
def profile_list(request: HttpRequest) -> HttpResponse:
    """Every profile."""
    return render(request, "administration/training.html", {"sections": queries.sections(actor=request.actor)})


@page(*WATCHERS)
def space(request: HttpRequest, profile_slug: str) -> HttpResponse:
    """The pages of a profile, drafts included, and the form that adds one."""
    return _space(request, profile_slug, PageForm())


@command(*WATCHERS)
def add_page(request: HttpRequest, profile_slug: str) -> HttpResponse:
    """A draft, which is opened."""
    form, profile = PageForm(request.POST), _profile_or_404(profile_slug)
    asked = {"actor": request.actor, "profile": profile, "title": request.POST.get("title", ""), "now": request.now}
    slug = tried(form, operations.add_page, **asked) if form.is_valid() else None
    if slug is None:
        return _space(request, profile_slug, form, status=422)
    messages.success(request, "La page est ajoutée, en brouillon.")
    return SeeOther(f"{HOME}/{profile}/{slug}")


@page(*WATCHERS)
def one_page(request: HttpRequest, profile_slug: str, page_slug: str) -> HttpResponse:
    """What was added to a page, and the form that adds something."""
    return _page(request, profile_slug, page_slug, BlockForm())


@command(*WATCHERS)
def add_block(request: HttpRequest, profile_slug: str, page_slug: str) -> HttpResponse:
    """A draft, at the end of what was added."""
    form = BlockForm(request.POST, request.FILES)
    about = {"actor": request.actor, "profile": _profile_or_404(profile_slug), "slug": page_slug, "now": request.now}
    if not form.is_valid() or not succeeds(form, operations.add_block, draft=form.draft(), **about):
        return _page(request, profile_slug, page_slug, form, status=422)
    messages.success(request, "L'ajout est enregistré, en brouillon : publiez-le quand il convient.")
    return SeeOther(f"{HOME}/{profile_slug}/{page_slug}")


@command(*WATCHERS)
def publish_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a page to everybody, or take it back."""
    return _done(request, operations.publish_page, page_id=page_id, published=_is_wanted(request))


@command(*WATCHERS)
def remove_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Remove a draft and what stands on it."""
    return _done(request, operations.remove_page, page_id=page_id)


@command(*WATCHERS)
def publish_block(request: HttpRequest, block_id: int) -> HttpResponse:
    """Show a piece to everybody, or take it back."""
    return _done(request, operations.publish_block, block_id=block_id, published=_is_wanted(request))


@command(*WATCHERS)
def raise_block(request: HttpRequest, block_id: int) -> HttpResponse:
    """Put a piece before the one above."""
    return _done(request, operations.raise_block, block_id=block_id)


@command(*WATCHERS)
def remove_block(request: HttpRequest, block_id: int) -> HttpResponse:
    """Remove a draft and its file."""
    return _done(request, operations.remove_block, block_id=block_id)


def _is_wanted(request: HttpRequest) -> bool:
    return request.POST.get("publier") == "oui"


def _done(request: HttpRequest, operation: Callable[..., None], **about: Any) -> HttpResponse:
    try:
        operation(actor=request.actor, now=request.now, **about)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, "C'est fait.")
    return SeeOther(inside(request.POST.get("retour", ""), otherwise=HOME))


def _profile_or_404(slug: str) -> Profile:
    if slug not in Profile.values:
        raise Http404
    return Profile(slug)


def _space(request: HttpRequest, profile_slug: str, form: PageForm, *, status: int = 200) -> HttpResponse:
    found = queries.space(actor=request.actor, profile=_profile_or_404(profile_slug))
    return render(request, "administration/training_space.html", {"space": found, "form": form}, status=status)


def _page(
    request: HttpRequest, profile_slug: str, page_slug: str, form: BlockForm, *, status: int = 200
) -> HttpResponse:
    found = queries.page(actor=request.actor, profile=_profile_or_404(profile_slug), slug=page_slug)
    if found is None:
        raise Http404
    return render(request, "administration/training_page.html", {"page": found, "form": form}, status=status)
