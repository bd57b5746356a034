"""URLs of retention."""

from django.urls import path

from daicho.business.retention.web import hold_views, plan_views

urlpatterns = [
    path("", plan_views.policies, name="retention"),
    path("forecast/", plan_views.forecast, name="retention_forecast"),
    path("erased/", plan_views.erased, name="retention_erased"),
    path("plans/", plan_views.plan_list, name="retention_plans"),
    path("plans/new/", plan_views.new, name="retention_new"),
    path("plans/<uuid:plan>/", plan_views.one, name="retention_plan"),
    path("plans/<uuid:plan>/pdf/", plan_views.paper, name="retention_paper"),
    path("plans/<uuid:plan>/items/<slug:file>/", plan_views.items, name="retention_items"),
    path("plans/<uuid:plan>/approve/", plan_views.approve, name="retention_approve"),
    path("plans/<uuid:plan>/resume/", plan_views.resume, name="retention_resume"),
    path("plans/<uuid:plan>/withdraw/", plan_views.withdraw, name="retention_withdraw"),
    path("holds/", hold_views.holds, name="retention_holds"),
    path("holds/<uuid:hold>/end/", hold_views.end, name="retention_end_hold"),
]
