"""Health of the platform."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from sas.web.kit.access import page


@page()
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; anything else is an error of the platform."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"statut": "ok"})
