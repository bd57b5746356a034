"""URLs of the code tables, and of the candidates for addresses. Nothing here is personal."""

from django.urls import path

from daicho.registers.code_tables.web import character_views, suggest_views, table_views

urlpatterns = [
    path("", table_views.tables, name="code_tables"),
    path("suggest/towns/", suggest_views.towns, name="towns_suggest"),
    path("suggest/municipalities/", suggest_views.municipalities, name="municipalities_suggest"),
    path("suggest/addresses/", suggest_views.addresses, name="addresses_suggest"),
    path("suggest/buildings/", suggest_views.buildings, name="buildings_suggest"),
    path("suggest/characters/", character_views.characters, name="characters_suggest"),
    path("suggest/radicals/", character_views.radicals, name="radicals_suggest"),
    path("<slug:table>/", table_views.rows, name="code_tables_rows"),
    path("<slug:table>/row/", table_views.row, name="code_tables_row"),
    path("<slug:table>/import/", table_views.take_over, name="code_tables_import"),
]
