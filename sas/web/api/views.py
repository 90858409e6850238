"""Health of one process of the platform, for whatever sends it requests or starts it again."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from sas.web.kit import readiness
from sas.web.kit.access import standing


@standing()
def live(request: HttpRequest) -> HttpResponse:
    """200: the process answers. Nothing else is looked at: to start it again would mend nothing else."""
    return _told({"statut": "vivant"}, status=200)


@standing()
def ready(request: HttpRequest) -> HttpResponse:
    """200 when it may be sent requests; else 503, saying why, without a name, an address or a version."""
    reasons = readiness.in_the_way_at(int(request.now.timestamp()) // readiness.ASKED_EVERY)
    if reasons:
        return _told({"statut": "indisponible", "raisons": list(reasons)}, status=503)
    return _told({"statut": "prêt"}, status=200)


def _told(what: dict[str, object], *, status: int) -> HttpResponse:
    answer = JsonResponse(what, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-store"
    return answer
