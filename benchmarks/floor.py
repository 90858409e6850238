"""The floor: a signed-in page of the same server, same middleware, one indexed SELECT, ten template lines."""

from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines

from sas.web.kit.access import EVERY_ROLE, page

_TEMPLATE = """<!DOCTYPE html>
<html lang="fr">
  <head><title>Plancher</title></head>
  <body>
    <h1>{{ title }}</h1>
    <ul>
      {% for name in names %}<li>{{ name }}</li>{% endfor %}
    </ul>
  </body>
</html>"""


@page(*EVERY_ROLE)
def trivial(request: HttpRequest) -> HttpResponse:
    """Ten rows by primary key."""
    first = int(request.GET.get("n", "1"))
    with connection.cursor() as cursor:
        cursor.execute(
            "select title from offer_offercard where place_id between %s and %s order by place_id", [first, first + 9]
        )
        names = [name for (name,) in cursor.fetchall()]
    return HttpResponse(_compiled().render({"title": "Plancher", "names": names}, request))


@cache
def _compiled() -> Any:
    """Compiled once, as the cached loader does for template files."""
    return engines["django"].from_string(_TEMPLATE)
