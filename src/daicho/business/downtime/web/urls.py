"""URLs of downtime."""

from django.urls import path

from daicho.business.downtime.web import views

urlpatterns = [
    path("", views.set_list, name="downtime"),
    path("<uuid:paper_set>/", views.one, name="downtime_set"),
    path("<uuid:paper_set>/pdf/", views.paper, name="downtime_paper"),
    path("<uuid:paper_set>/settle/", views.settle, name="downtime_settle"),
    path("<uuid:paper_set>/rest/", views.rest, name="downtime_rest"),
    path("<uuid:paper_set>/close/", views.close, name="downtime_close"),
]
