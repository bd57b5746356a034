"""URLs of the core: every screen of the counter."""

from django.urls import include, path

from daicho.config import wiring

wiring.connect()

handler500 = "daicho.foundation.ui.failures.server_error"

urlpatterns = [
    path("", include("daicho.foundation.staff.web.urls")),
    path("", include("daicho.business.movements.web.urls")),
    path("protection/", include("daicho.registers.protection.web.urls")),
    path("code-tables/", include("daicho.registers.code_tables.web.urls")),
    path("residents/", include("daicho.registers.residents.web.urls")),
    path("audit/", include("daicho.foundation.audit.web.urls")),
    path("jobs/", include("daicho.foundation.jobs.web.urls")),
    path("lines/", include("daicho.foundation.lines.web.urls")),
    path("reconcile/", include("daicho.foundation.reconciliation.web.urls")),
    path("manual/", include("daicho.foundation.manual.web.urls")),
    path("retention/", include("daicho.business.retention.web.urls")),
    path("downtime/", include("daicho.business.downtime.web.urls")),
    path("surveys/", include("daicho.business.surveys.web.urls")),
    path("statistics/", include("daicho.business.statistics.web.urls")),
    path("certificates/", include("daicho.business.certificates.web.urls")),
    path("requests/", include("daicho.business.requests.web.urls")),
    path("cash/", include("daicho.business.cash.web.urls")),
    path("", include("daicho.business.inspection.web.urls")),
    path("extraction/", include("daicho.business.extraction.web.urls")),
    path("cards/", include("daicho.gateways.cards.web.urls")),
    path("jukinet/", include("daicho.gateways.jukinet.web.urls")),
    path("family-register/", include("daicho.gateways.family_register.web.urls")),
    path("dispatch/", include("daicho.gateways.dispatch.web.urls")),
    path("immigration/tellings/", include("daicho.gateways.immigration.web.urls")),
    path("identity/", include("daicho.gateways.identity.web.urls")),
    path("wide-area/", include("daicho.gateways.wide_area.web.urls")),
]
