"""URLs of certificates."""

from django.urls import path

from daicho.business.certificates.web import (
    certifier_views,
    desk_views,
    history_views,
    notice_views,
    verification_views,
)

urlpatterns = [
    path("issue/", desk_views.start, name="certificates_issue"),
    path("desk/<uuid:record>/", desk_views.desk, name="certificates_desk"),
    path("issued/<uuid:request_key>/", desk_views.issued, name="certificates_issued"),
    path("sheets/<uuid:key>.pdf", desk_views.sheet, name="certificates_sheet"),
    path("sheets/<uuid:key>/spoil/", desk_views.mark_spoiled, name="certificates_spoil"),
    path("sheets/<uuid:key>/reissue/", notice_views.reissue, name="certificates_reissue"),
    path("history/", history_views.history, name="certificates_history"),
    path("notices/", notice_views.headless, name="certificates_notices"),
    path("notices/arrival/", notice_views.waiting, name="certificates_notices_arrival"),
    path("notices/late/", notice_views.late, name="certificates_notices_late"),
    path("notices/list/<slug:kind>/", notice_views.make_list, name="certificates_notices_list"),
    path("notices/bulk/<uuid:case>/", notice_views.bulk, name="certificates_bulk"),
    path("notices/of/<uuid:record>/", notice_views.person_notices, name="certificates_person"),
    path("notices/<uuid:case>/", notice_views.case_notices, name="certificates_case"),
    path("notices/<uuid:case>/<slug:kind>/", notice_views.notice, name="certificates_notice"),
    path("certifier/", certifier_views.certifiers, name="certificates_certifier"),
    path("verification/", verification_views.verification, name="certificates_verify_export"),
]
