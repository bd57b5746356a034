"""URLs of the register. A person is reached by an opaque record key; conditions of a search are never in a URL."""

from django.urls import path

from daicho.registers.residents.web import memo_views, record_views, search_views

urlpatterns = [
    path("", search_views.search_page, name="residents_search"),
    path("<uuid:record>/", record_views.person_page, name="residents_person"),
    path("<uuid:record>/household/", record_views.household_page, name="residents_household"),
    path("<uuid:record>/history/", record_views.history_page, name="residents_history"),
    path("<uuid:record>/characters/", record_views.characters_page, name="residents_characters"),
    path("<uuid:record>/memos/", memo_views.memos_page, name="residents_memos"),
    path("numbers/<uuid:version>/<slug:kind>/", record_views.number, name="residents_number"),
]
