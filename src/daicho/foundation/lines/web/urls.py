"""URLs of lines."""

from django.urls import path

from daicho.foundation.lines.web import gateway_views, line_views, message_views

urlpatterns = [
    path("", message_views.message_list, name="lines_messages"),
    path("messages/<uuid:message>/", message_views.one, name="lines_message"),
    path("messages/<uuid:message>/send/", message_views.send, name="lines_send"),
    path("messages/<uuid:message>/stop/", message_views.stop_one, name="lines_stop"),
    path("messages/<uuid:message>/anew/", message_views.anew, name="lines_anew"),
    path("messages/<uuid:message>/pass/", message_views.pass_missing, name="lines_pass_over"),
    path("state/", line_views.line_list, name="lines_lines"),
    path("state/switch/", line_views.switch, name="lines_switch"),
    path("door/", line_views.door, name="lines_door"),
    path("gateway/", gateway_views.records, name="lines_gateway"),
]
