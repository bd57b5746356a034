"""URLs of movements."""

from django.urls import path

from daicho.business.movements.web import case_views, form_views

urlpatterns = [
    path("movements/", case_views.case_list, name="movements_list"),
    path("movements/new/", form_views.choose_kind, name="movements_draft"),
    path("movements/new/<slug:kind>/", form_views.new, name="movements_new"),
    path(
        "movements/new/<slug:kind>/person/",
        form_views.person_block,
        name="movements_person_block",
    ),
    path("movements/<uuid:case>/", case_views.case_page, name="movements_case"),
    path(
        "movements/<uuid:case>/confirmation.pdf",
        case_views.confirmation,
        name="movements_confirmation",
    ),
    path("movements/<uuid:case>/<slug:kind>/form/", form_views.edit, name="movements_edit"),
    path("movements/<uuid:case>/do/<slug:action>/", case_views.take, name="movements_take"),
]
