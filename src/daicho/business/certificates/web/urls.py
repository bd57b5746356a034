"""URLs of certificates."""

from django.urls import path

from daicho.business.certificates.web import certifier_views, desk_views, verification_views

urlpatterns = [
    path("issue/", desk_views.start, name="certificates_issue"),
    path("desk/<uuid:record>/", desk_views.desk, name="certificates_desk"),
    path("issued/<uuid:request_key>/", desk_views.issued, name="certificates_issued"),
    path("sheets/<uuid:key>.pdf", desk_views.sheet, name="certificates_sheet"),
    path("sheets/<uuid:key>/spoil/", desk_views.mark_spoiled, name="certificates_spoil"),
    path("history/", desk_views.history, name="certificates_history"),
    path("certifier/", certifier_views.certifiers, name="code_tables"),
    path("verification/", verification_views.verification, name="certificates_verify_export"),
]
