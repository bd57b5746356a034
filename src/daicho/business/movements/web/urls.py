"""URLs of movements."""

from django.urls import path

from daicho.business.movements.web import (
    board_views,
    bulk_views,
    case_views,
    form_views,
    identify_views,
    immigration_views,
    list_views,
    paper_views,
)

urlpatterns = [
    path("movements/", board_views.board, name="movements_list"),
    path("movements/approve/", board_views.approve_chosen, name="movements_approve_many"),
    path("movements/daybook/", board_views.daybook, name="movements_daybook"),
    path("movements/lists/", list_views.index, name="movements_lists"),
    path("movements/lists/<slug:code>/", list_views.one, name="movements_list_of"),
    path("movements/new/", form_views.choose_kind, name="movements_draft"),
    path("movements/new/<slug:kind>/", form_views.new, name="movements_new"),
    path(
        "movements/new/<slug:kind>/person/",
        form_views.person_block,
        name="movements_person_block",
    ),
    path("movements/new/<slug:kind>/identify/", identify_views.identify, name="movements_identify"),
    path("movements/import/", paper_views.papers, name="movements_papers"),
    path("movements/<uuid:case>/", case_views.case_page, name="movements_case"),
    path(
        "movements/<uuid:case>/confirmation.pdf",
        case_views.confirmation,
        name="movements_confirmation",
    ),
    path("movements/<uuid:case>/<slug:kind>/form/", form_views.edit, name="movements_edit"),
    path("movements/<uuid:case>/do/<slug:action>/", case_views.take, name="movements_take"),
    path("immigration/notices/", immigration_views.notices, name="immigration_notices"),
    path(
        "immigration/notices/<uuid:notice>/match/",
        immigration_views.match_one,
        name="immigration_match",
    ),
    path(
        "immigration/notices/<uuid:notice>/dismiss/",
        immigration_views.dismiss_one,
        name="immigration_dismiss",
    ),
    path("immigration/messages/", immigration_views.outgoing, name="immigration_messages"),
    path("codes/", immigration_views.code_pool, name="code_pool"),
    path("bulk/", bulk_views.bulk_list, name="movements_bulk"),
    path("bulk/new/", bulk_views.bulk_choose, name="movements_bulk_new"),
    path("bulk/new/<slug:use>/", bulk_views.bulk_form, name="movements_bulk_form"),
    path("bulk/<uuid:case>/", bulk_views.bulk_case, name="movements_bulk_case"),
    path("bulk/<uuid:case>/counts/", bulk_views.bulk_counts, name="movements_bulk_counts"),
    path("bulk/<uuid:case>/people/", bulk_views.bulk_lines, name="movements_bulk_lines"),
    path("bulk/<uuid:case>/errors/", bulk_views.bulk_errors, name="movements_bulk_errors"),
    path("bulk/<uuid:case>/do/<slug:action>/", bulk_views.bulk_take, name="movements_bulk_take"),
]
