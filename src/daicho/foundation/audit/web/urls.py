"""URLs of the trail."""

from django.urls import path

from daicho.foundation.audit.web import views

urlpatterns = [
    path("", views.search_view, name="audit_search"),
    path("logs/", views.logs_view, name="audit_logs"),
    path("logs/export/", views.logs_export_view, name="audit_logs_export"),
    path("export/", views.export_view, name="audit_export"),
    path("head/", views.head_view, name="audit_head"),
    path("analysis/<slug:name>/", views.analysis_view, name="audit_analysis"),
    path("entries/<int:seq>/", views.entry_view, name="audit_entry"),
    path("entries/<int:seq>/reveal/", views.reveal_view, name="audit_reveal"),
]
