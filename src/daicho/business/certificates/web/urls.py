"""URLs of certificates."""

from django.urls import path

from daicho.business.certificates.web import (
    batch_views,
    certifier_views,
    delivery_views,
    form_views,
    history_views,
    issued_views,
    notice_views,
    overflow_views,
    verification_views,
)

urlpatterns = [
    path("issued/<uuid:request_key>/", issued_views.issued, name="certificates_issued"),
    path("sheets/<uuid:key>.pdf", issued_views.sheet, name="certificates_sheet"),
    path("sheets/<uuid:key>/spoil/", issued_views.mark_spoiled, name="certificates_spoil"),
    path("sheets/<uuid:key>/reissue/", notice_views.reissue, name="certificates_reissue"),
    path("history/", history_views.history, name="certificates_history"),
    path("notices/", notice_views.headless, name="certificates_notices"),
    path("notices/arrival/", notice_views.waiting, name="certificates_notices_arrival"),
    path("notices/residence/", notice_views.ending, name="certificates_notices_residence"),
    path("notices/deliveries/", delivery_views.deliveries, name="certificates_deliveries"),
    path("notices/late/", notice_views.late, name="certificates_notices_late"),
    path("notices/list/<slug:kind>/", notice_views.make_list, name="certificates_notices_list"),
    path("notices/bulk/<uuid:case>/", notice_views.bulk, name="certificates_bulk"),
    path("notices/of/<uuid:record>/", notice_views.person_notices, name="certificates_person"),
    path("notices/<uuid:case>/", notice_views.case_notices, name="certificates_case"),
    path("notices/<uuid:case>/<slug:kind>/", notice_views.notice, name="certificates_notice"),
    path("absence/", form_views.absence, name="certificates_absence"),
    path("forms/", form_views.forms, name="certificates_forms"),
    path("forms/<slug:code>.pdf", form_views.form, name="certificates_form"),
    path("overflows/", overflow_views.overflows, name="certificates_overflows"),
    path("overflows.pdf", overflow_views.overflows_pdf, name="certificates_overflows_pdf"),
    path("batches/", batch_views.batches, name="certificates_batches"),
    path("batches/new/", batch_views.new_batch, name="certificates_batch_new"),
    path("batches/<uuid:batch>/", batch_views.batch, name="certificates_batch"),
    path("certifier/", certifier_views.certifiers, name="certificates_certifier"),
    path("verification/", verification_views.verification, name="certificates_verify_export"),
]
