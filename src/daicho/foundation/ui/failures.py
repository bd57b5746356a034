"""Failures (システムの誤り): the page of an error that nobody foresaw, with the reference under which it was logged."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template import loader

STATUS: Final = 500


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: what failed may be the very database that a page's menu is read from."""
    reference = getattr(request, "reference", "")
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=STATUS)
        words = f"システムの誤りで処理が止まりました。記録番号 {reference} を情報システムの担当者に知らせてください。"
        response["X-Daicho-Message"] = quote(words)
        return response
    page = loader.get_template("500.html").render({"incident": reference})
    return HttpResponse(page, status=STATUS)
