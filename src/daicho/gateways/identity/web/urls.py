"""URLs of 本人確認."""

from django.urls import path

from daicho.gateways.identity.web import ask_views, number_views, symbol_views

urlpatterns = [
    path("", ask_views.ask, name="identity_ask"),
    path("verify/", number_views.verify, name="identity_verify"),
    path("verify/resident/", number_views.verify_of_resident, name="identity_verify_resident"),
    path("change/", number_views.change, name="identity_change"),
    path("change/next/", number_views.next_change, name="identity_next_change"),
    path("change/<uuid:change>/", number_views.one_change, name="identity_one_change"),
    path("change/<uuid:change>/decide/", number_views.decide, name="identity_decide_change"),
    path("symbols/", symbol_views.symbols, name="identity_symbols"),
    path("symbols/ask/", symbol_views.ask, name="identity_symbol_ask"),
    path("serial/", symbol_views.serial, name="identity_serial"),
]
