"""How the pages are shown: A+ and A−, theme, contrast; and a banner that was read (F-248, F-249)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sas.web.kit.access import command, page
from sas.web.kit.context import CLOSED_BANNER
from sas.web.kit.display import CONTRASTS, SIZES, THEMES, display, keep
from sas.web.kit.replies import SeeOther, inside

_STEPS = {"plus": 1, "moins": -1}


@page()
def display_page(request: HttpRequest) -> HttpResponse:
    """Every choice; it works without JavaScript."""
    shown = {"sizes": SIZES.items(), "themes": THEMES.items(), "contrasts": CONTRASTS.items()}
    return render(request, "public/display.html", shown | {"back": inside(request.GET.get("retour", ""), otherwise="")})


@command()
def choose(request: HttpRequest) -> HttpResponse:
    """A step of the text size from the header, or all the choices of the page; then back where one was."""
    onward = redirect(inside(request.POST.get("retour", ""), otherwise="/"))
    if step := _STEPS.get(request.POST.get("taille", "")):
        sizes = [*SIZES]
        index = sizes.index(display(request).size) + step
        keep(onward, taille=sizes[max(0, min(index, len(sizes) - 1))])
        return onward
    asked = {"taille": SIZES, "theme": THEMES, "contraste": CONTRASTS}
    keep(onward, **{name: request.POST[name] for name, known in asked.items() if request.POST.get(name) in known})
    return onward


@command()
def close_banner(request: HttpRequest) -> HttpResponse:
    """This browser has read it: another text is shown again."""
    onward = SeeOther(inside(request.POST.get("retour", ""), otherwise="/"))
    if request.banner:
        keep(onward, **{CLOSED_BANNER: request.banner.mark})
    return onward
