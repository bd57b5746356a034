"""URLs of inspection and rosters. Applications and lists are reached by opaque keys; nobody's name is in an address."""

from django.urls import path

from daicho.business.inspection.web import (
    application_views,
    listing_views,
    opt_out_views,
    report_views,
)

urlpatterns = [
    path("inspection/", application_views.application_list, name="inspection_list"),
    path("inspection/new/", application_views.new, name="inspection_new"),
    path("inspection/lists/", listing_views.ledgers, name="inspection_ledgers"),
    path("inspection/lists/new/", listing_views.new_ledger, name="inspection_new_ledger"),
    path("inspection/report/", report_views.report, name="inspection_report"),
    path("inspection/report/<slug:form>/", report_views.report_as, name="inspection_report_as"),
    path("inspection/<uuid:application>/", application_views.one, name="inspection_application"),
    path("inspection/<uuid:application>/correct/", application_views.mend, name="inspection_mend"),
    path(
        "inspection/<uuid:application>/do/<slug:action>/",
        application_views.act,
        name="inspection_act",
    ),
    path(
        "inspection/<uuid:application>/list/",
        application_views.own_list,
        name="inspection_own_list",
    ),
    path(
        "inspection/<uuid:application>/charge/", application_views.charge, name="inspection_charge"
    ),
    path("inspection/<uuid:application>/visit/", application_views.visit, name="inspection_visit"),
    path(
        "inspection/<uuid:application>/visit/<uuid:visit>/strike/",
        application_views.strike,
        name="inspection_strike",
    ),
    path("rosters/", listing_views.index, name="rosters_list"),
    path("rosters/new/<slug:kind>/", listing_views.new, name="rosters_new"),
    path("rosters/opt-outs/", opt_out_views.opt_outs, name="opt_outs"),
    path("rosters/opt-outs/<uuid:key>/cancel/", opt_out_views.cancel, name="opt_out_cancel"),
    path("rosters/opt-outs/<uuid:key>/receipt/", opt_out_views.receipt, name="opt_out_receipt"),
    path("rosters/<uuid:listing>/", listing_views.one, name="rosters_listing"),
    path("rosters/<uuid:listing>/decide/", listing_views.decide, name="rosters_decide"),
    path("rosters/<uuid:listing>/make/", listing_views.make, name="rosters_make"),
    path("rosters/<uuid:listing>/job/", listing_views.in_background, name="rosters_job"),
    path("rosters/<uuid:listing>/dispose/", listing_views.dispose, name="rosters_dispose"),
    path("rosters/<uuid:listing>/withheld/", listing_views.withheld, name="rosters_withheld"),
    path("rosters/<uuid:listing>/changes/", listing_views.changes, name="rosters_changes"),
    path("rosters/<uuid:listing>/<slug:form>/", listing_views.output, name="rosters_output"),
]
