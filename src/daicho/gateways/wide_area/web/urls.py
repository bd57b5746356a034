"""URLs of 広域交付."""

from django.urls import path

from daicho.gateways.wide_area.web import copy_views, request_views

urlpatterns = [
    path("", copy_views.desk, name="wide_area_desk"),
    path("copies/", copy_views.copies, name="wide_area_copies"),
    path("copies/<uuid:copy>/spoil/", copy_views.spoil, name="wide_area_spoil"),
    path("requests/", request_views.requests, name="wide_area_requests"),
]
