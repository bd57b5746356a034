"""URLs of 送付先情報."""

from django.urls import path

from daicho.gateways.dispatch.web import history_views, wish_views

urlpatterns = [
    path("", wish_views.wish_list, name="dispatch_list"),
    path("history/", history_views.history, name="dispatch_history"),
    path("targets/", history_views.targets, name="dispatch_targets"),
    path("targets/<uuid:target>/", history_views.settle, name="dispatch_settle_target"),
    path("<uuid:wish>/", wish_views.one, name="dispatch_wish"),
    path("<uuid:wish>/arrange/", wish_views.arranged, name="dispatch_arrange"),
    path("<uuid:wish>/roman/", wish_views.roman, name="dispatch_roman"),
    path("<uuid:wish>/<slug:action>/", wish_views.step, name="dispatch_step"),
]
