"""URLs of extraction. Compositions and orders are reached by opaque keys; no condition is in an address."""

from django.urls import path

from daicho.business.extraction.web import composing_views, index_views, order_views

urlpatterns = [
    path("", index_views.index, name="extractions"),
    path("items/", index_views.catalogue, name="extraction_items"),
    path("orders/", order_views.orders, name="extraction_orders"),
    path("orders/<uuid:order>/", order_views.one, name="extraction_order"),
    path("orders/<uuid:order>/decide/", order_views.decide, name="extraction_decide"),
    path("orders/<uuid:order>/make/", order_views.make, name="extraction_make"),
    path("begin/", index_views.begin, name="extraction_begin"),
    path("<uuid:composition>/copy/", index_views.copy, name="extraction_copy"),
    path("<uuid:composition>/delete/", index_views.delete, name="extraction_delete"),
    path("<uuid:composition>/name/", index_views.name, name="extraction_name"),
    path("<uuid:composition>/", composing_views.scope, name="extraction_scope"),
    path("<uuid:composition>/where/", composing_views.where, name="extraction_where"),
    path("<uuid:composition>/columns/", composing_views.columns, name="extraction_columns"),
    path("<uuid:composition>/words/", composing_views.in_words, name="extraction_words"),
    path("<uuid:composition>/check/", order_views.check, name="extraction_check"),
    path("<uuid:composition>/order/", order_views.ask, name="extraction_ask"),
]
