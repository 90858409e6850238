"""The table of contents: one line per porch."""

from django.urls import include, path

handler400 = "sas.web.kit.failures.bad_request"
handler403 = "sas.web.kit.failures.forbidden"
handler404 = "sas.web.kit.failures.not_found"
handler500 = "sas.web.kit.failures.server_error"

urlpatterns = [
    path("", include("sas.web.public.urls")),
    path("sas/", include("sas.web.regulation.urls")),
    path("sas/", include("sas.web.calendar.urls")),
    path("", include("sas.web.calendar.urls_delegations")),
    path("sas/structures/", include("sas.web.calendar.urls_houses")),
    path("calendriers/", include("sas.web.calendar.feed_urls")),
    path("administration/", include("sas.web.administration.urls")),
    path("support/", include("sas.web.support.urls")),
    path("", include("sas.web.api.urls")),
]
