"""URLs of statistics."""

from django.urls import path

from daicho.business.statistics.web import views

urlpatterns = [
    path("", views.index, name="statistics_index"),
    path("<slug:code>/", views.one, name="statistics_report"),
    path("<slug:code>/file/<slug:kind>/", views.file, name="statistics_file"),
]
