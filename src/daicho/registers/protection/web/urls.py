"""URLs of protection. People and measures are reached by opaque keys."""

from django.urls import path

from daicho.registers.protection.web import measure_views, notice_views, suppression_views

urlpatterns = [
    path("", measure_views.measures, name="protection_measures"),
    path("due/print/", measure_views.due_sheet, name="protection_due_sheet"),
    path("apply/<uuid:person>/", measure_views.apply, name="protection_apply"),
    path("measures/<uuid:measure>/", measure_views.measure_page, name="protection_measure"),
    path("measures/<uuid:measure>/correct/", measure_views.correct, name="protection_correct"),
    path("measures/<uuid:measure>/do/<slug:act>/", measure_views.act, name="protection_act"),
    path(
        "measures/<uuid:measure>/letters/<slug:kind>/",
        measure_views.letter,
        name="protection_letter",
    ),
    path("persons/<uuid:person>/", suppression_views.person_page, name="protection_person"),
    path("suppressed/", suppression_views.suppressed, name="protection_suppressed"),
    path(
        "suppressed/print/",
        suppression_views.suppressed_sheet,
        name="protection_suppressed_sheet",
    ),
    path("suppressions/set/", suppression_views.set_form, name="protection_set"),
    path("suppressions/<uuid:suppression>/end/", suppression_views.end_form, name="protection_end"),
    path("lift/", suppression_views.lift_form, name="protection_lift"),
    path("lifts/<uuid:key>/return/", suppression_views.take_back, name="protection_lift_return"),
    path("notices/", notice_views.notices, name="protection_notices"),
    path("notices/register/<uuid:person>/", notice_views.register, name="protection_notice"),
    path("notices/<uuid:key>/end/", notice_views.end, name="protection_notice_end"),
]
