"""URLs of surveys."""

from django.urls import path

from daicho.business.surveys.web import mismatch_views, survey_views

urlpatterns = [
    path("", survey_views.survey_list, name="surveys_list"),
    path("new/", survey_views.new, name="surveys_new"),
    path("compare/", mismatch_views.compare, name="surveys_compare"),
    path("compare/<uuid:mismatch>/", mismatch_views.settle, name="surveys_settle"),
    path("<uuid:survey>/", survey_views.one, name="surveys_survey"),
    path("<uuid:survey>/act/<slug:action>/", survey_views.act, name="surveys_act"),
    path("<uuid:survey>/removal/", survey_views.removal, name="surveys_removal"),
]
