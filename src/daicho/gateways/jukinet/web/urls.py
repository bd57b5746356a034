"""URLs of the connector."""

from django.urls import path

from daicho.gateways.jukinet.web import certificate_views

urlpatterns = [
    path("certificates/", certificate_views.certificate_list, name="jukinet_certificates"),
    path("certificates/ask/", certificate_views.ask, name="jukinet_ask"),
    path("certificates/<uuid:certificate>/quote/", certificate_views.quote, name="jukinet_quote"),
]
