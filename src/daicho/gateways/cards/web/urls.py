"""URLs of the card desk."""

from django.urls import path

from daicho.gateways.cards.web import card_views, day_views, notice_views, paper_views

urlpatterns = [
    path("", card_views.home, name="cards_home"),
    path("lists/<slug:code>/", card_views.card_list, name="cards_list"),
    path("new/<slug:action>/", card_views.new, name="cards_new"),
    path("appointments/", day_views.day, name="cards_appointments"),
    path("appointments/openings/", day_views.openings, name="cards_openings"),
    path("appointments/<uuid:opening>/book/", day_views.booking, name="cards_book"),
    path("appointments/<uuid:appointment>/end/", day_views.ending, name="cards_end"),
    path("notices/", notice_views.notices, name="cards_notices"),
    path("notices/<uuid:notice>/", notice_views.settle, name="cards_settle"),
    path("checks/", notice_views.checks, name="cards_checks"),
    path("face/<uuid:person>/", paper_views.face, name="cards_face"),
    path(
        "application/<uuid:person>/<slug:form>/", paper_views.application, name="cards_application"
    ),
    path("<uuid:card>/", card_views.one, name="cards_card"),
    path("<uuid:card>/<slug:action>/", card_views.take_act, name="cards_act"),
]
