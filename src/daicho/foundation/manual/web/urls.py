"""URLs of the manual."""

from django.urls import path

from daicho.foundation.manual.web import views

urlpatterns = [
    path("", views.index, name="manual"),
    path("<slug:name>/", views.one, name="manual_page"),
]
