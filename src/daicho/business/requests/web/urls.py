"""URLs of requests."""

from django.urls import path

from daicho.business.requests.web import (
    application_views,
    desk_views,
    inquiry_views,
    list_views,
    post_views,
    request_views,
    telephone_views,
)

urlpatterns = [
    path("", list_views.request_list, name="requests_list"),
    path("new/", request_views.new, name="requests_new"),
    path("import/", application_views.applications, name="requests_applications"),
    path("dispatches/", list_views.dispatches, name="requests_dispatches"),
    path("telephone/", telephone_views.panel, name="requests_telephone"),
    path("inquiries/", inquiry_views.inquiry_list, name="inquiries_list"),
    path("inquiries/new/", inquiry_views.new, name="inquiries_new"),
    path("inquiries/<uuid:inquiry>/", inquiry_views.one, name="inquiries_inquiry"),
    path("inquiries/<uuid:inquiry>/edit/", inquiry_views.edit, name="inquiries_edit"),
    path("inquiries/<uuid:inquiry>/answer/", inquiry_views.answer, name="inquiries_answer"),
    path("inquiries/<uuid:inquiry>/<slug:action>/", inquiry_views.step, name="inquiries_step"),
    path("<uuid:request_key>/", request_views.one, name="requests_request"),
    path("<uuid:request_key>/edit/", request_views.edit, name="requests_edit"),
    path("<uuid:request_key>/slip/", request_views.slip, name="requests_slip"),
    path("<uuid:request_key>/people/", desk_views.people, name="requests_people"),
    path("<uuid:request_key>/confirm/", desk_views.confirm, name="requests_confirm"),
    path("<uuid:request_key>/decide/", desk_views.decide, name="requests_decide"),
    path("<uuid:request_key>/hand/", desk_views.hand, name="requests_hand"),
    path("<uuid:request_key>/send/", post_views.sending, name="requests_send"),
    path("<uuid:request_key>/label/", post_views.envelope_label, name="requests_label"),
    path("<uuid:request_key>/notes/", post_views.notes, name="requests_notes"),
    path("<uuid:request_key>/came-back/", post_views.came_back, name="requests_came_back"),
    path("<uuid:request_key>/move-out/", request_views.move_out, name="requests_move_out"),
    path("<uuid:request_key>/step/<slug:action>/", request_views.step, name="requests_step"),
]
