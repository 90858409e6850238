"""What everybody may read of the service, of who answers for it, and of its accessibility (F-247)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.web.kit.access import page


@page()
def what_it_is(request: HttpRequest) -> HttpResponse:
    """« Qu'est-ce que le Service d'Accès aux Soins »."""
    return render(request, "public/what_it_is.html")


@page()
def legal_notice(request: HttpRequest) -> HttpResponse:
    """Publisher and host come from the settings, the rest from administrators."""
    shown = {
        "publisher": settings.PUBLISHER,
        "publisher_address": settings.PUBLISHER_ADDRESS,
        "director": settings.PUBLICATION_DIRECTOR,
        "host": settings.HOSTED_BY,
        "host_address": settings.HOST_ADDRESS,
    }
    return render(request, "public/legal_notice.html", shown)


@page()
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of data, and whom to ask."""
    whom = settings.DATA_PROTECTION_EMAIL or settings.CONTACT_EMAIL
    return render(request, "public/privacy.html", {"publisher": settings.PUBLISHER, "whom": whom})


@page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement of the RGAA; its result is the `audit` that every page has."""
    shown = {"publisher": settings.PUBLISHER, "address": settings.PUBLIC_URL}
    return render(request, "public/accessibility.html", shown)
