"""URLs of the 統合端末."""

from django.urls import path

from daicho.nodes.municipal_cs.web import (
    beyond_views,
    dispatch_views,
    identity_views,
    inspection_views,
    list_views,
)

urlpatterns = [
    path("identities/", identity_views.search, name="cs_search"),
    path("identities/nation/", beyond_views.nation, name="cs_nation"),
    path("identities/card/", beyond_views.card, name="cs_card"),
    path("identities/verify/", beyond_views.verify, name="cs_verify"),
    path("identities/<uuid:identity>/", identity_views.one, name="cs_identity"),
    path(
        "identities/<uuid:identity>/number/<slug:which>/", identity_views.number, name="cs_number"
    ),
    path("identities/<uuid:identity>/bar/", identity_views.bar, name="cs_bar"),
    path("rejections/", list_views.rejections, name="cs_rejections"),
    path("rejections/<uuid:rejection>/", list_views.settle, name="cs_settle"),
    path("numbers/", list_views.numbers, name="cs_numbers"),
    path("numbers/<uuid:request_key>/", list_views.again, name="cs_again"),
    path("certificates/", list_views.certificates, name="cs_certificates"),
    path("passages/", list_views.passages, name="cs_passages"),
    path("dispatches/", dispatch_views.dispatches, name="cs_dispatches"),
    path("dispatches/medium/", dispatch_views.medium, name="cs_medium"),
    path("media/", dispatch_views.media, name="cs_media"),
    path("updates/", inspection_views.updates, name="cs_updates"),
    path("inspections/", inspection_views.inspections, name="cs_inspections"),
    path("inspections/<str:since>/<str:until>/", inspection_views.one, name="cs_inspection"),
    path("inspections/<str:since>/<str:until>/sign/", inspection_views.sign, name="cs_sign"),
    path("use/", inspection_views.use, name="cs_use"),
]
