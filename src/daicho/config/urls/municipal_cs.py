"""URLs of the CS: the screens of the 統合端末."""

from django.urls import include, path

from daicho.config import wiring_municipal_cs

wiring_municipal_cs.connect()

handler500 = "daicho.foundation.ui.failures.server_error"

urlpatterns = [
    path("", include("daicho.foundation.staff.web.urls")),
    path("audit/", include("daicho.foundation.audit.web.urls")),
    path("jobs/", include("daicho.foundation.jobs.web.urls")),
    path("lines/", include("daicho.foundation.lines.web.urls")),
    path("reconcile/", include("daicho.foundation.reconciliation.web.urls")),
    path("manual/", include("daicho.foundation.manual.web.urls")),
    path("", include("daicho.nodes.municipal_cs.web.urls")),
]
