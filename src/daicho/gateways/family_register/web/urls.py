"""URLs of 戸籍・附票."""

from django.urls import path

from daicho.gateways.family_register.web import annex_views, desk_views, notice_views

urlpatterns = [
    path("", notice_views.notices, name="family_notices"),
    path("told/", notice_views.told, name="family_told"),
    path("told/<uuid:told>/place/", notice_views.place, name="family_place"),
    path("told/<uuid:told>/drop/", notice_views.drop, name="family_drop"),
    path("notices/<uuid:notice>/", notice_views.notice, name="family_notice"),
    path("notices/<uuid:notice>/draft/", notice_views.draft, name="family_draft"),
    path("notices/<uuid:notice>/enter/", notice_views.enter, name="family_enter"),
    path("notices/<uuid:notice>/dismiss/", notice_views.dismiss, name="family_dismiss"),
    path("annexes/", annex_views.annexes, name="family_annexes"),
    path("annexes/<uuid:annex>/", annex_views.annex, name="family_annex"),
    path("annexes/<uuid:annex>/remove/", annex_views.remove, name="family_remove"),
    path("annexes/<uuid:annex>/rewrite/", annex_views.rewrite, name="family_rewrite"),
    path("events/", desk_views.events, name="family_events"),
    path("events/import/", desk_views.import_file, name="family_import"),
    path("reference/", desk_views.reference, name="family_reference"),
    path("handovers/", annex_views.handovers, name="family_handovers"),
    path("handovers/<uuid:handover>/", annex_views.handover_file, name="family_handover"),
]
