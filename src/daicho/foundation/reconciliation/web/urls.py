"""URLs of reconciling."""

from django.urls import path

from daicho.foundation.reconciliation.web import run_views

urlpatterns = [
    path("", run_views.overview, name="reconcile"),
    path("start/<slug:source>/", run_views.begin, name="reconcile_start"),
    path("<uuid:run>/", run_views.one, name="reconcile_run"),
    path("<uuid:run>/progress/", run_views.progress, name="reconcile_progress"),
    path("<uuid:run>/stop/", run_views.stop, name="reconcile_stop"),
    path("differences/<uuid:difference>/tell/", run_views.tell, name="reconcile_tell"),
]
