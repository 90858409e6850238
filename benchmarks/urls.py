"""The product's addresses, and the trivial signed-in page."""

from django.urls import include, path

from benchmarks import floor

handler403 = "sas.web.kit.failures.forbidden"
handler404 = "sas.web.kit.failures.not_found"
handler500 = "sas.web.kit.failures.server_error"

urlpatterns = [path("banc/plancher", floor.trivial), path("", include("config.urls"))]
