"""URLs of the line to the agency."""

from django.urls import path

from daicho.gateways.immigration.web import file_views, telling_views

urlpatterns = [
    path("", telling_views.telling_list, name="immigration_tellings"),
    path("files/", file_views.files, name="immigration_files"),
    path("files/make/", file_views.make, name="immigration_file_make"),
    path("files/results/", file_views.results, name="immigration_results"),
    path("files/<uuid:file>/take/", file_views.take, name="immigration_file_take"),
    path("files/<uuid:file>/hand/", file_views.hand, name="immigration_file_hand"),
    path("<uuid:message>/", telling_views.one, name="immigration_telling"),
    path("<uuid:message>/again/", telling_views.again, name="immigration_again"),
    path("<uuid:message>/close/", telling_views.close, name="immigration_close"),
]
