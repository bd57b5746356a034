"""Template tags (部品): every part of the screens, drawn from plain values and `Problem`s."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import RequestContext

from daicho.foundation.ui.confirmations import (
    FIELD_NAME,
    REASON_PREFIX,
    Confirmation,
    key_of,
)
from daicho.foundation.ui.fields import (
    DATE_HINT,
    KINDS,
    WIDTHS,
    Field,
    choices_of,
    id_of,
    problems_of,
    text_of,
)
from daicho.foundation.ui.formats import legal_date, masked, moment, seireki, wareki, yen
from daicho.foundation.ui.tables import Cell, Column
from daicho.kernel.errors import Problem

register = template.Library()

for _format in (wareki, seireki, moment, legal_date, masked, yen):
    register.filter(_format.__name__, _format)

STATES: Final = {
    "draft": ("入力中", ""),
    "submitted": ("審査待ち", "key"),
    "examined": ("決裁待ち", "strong"),
    "approved": ("決裁済", "good"),
    "returned": ("差戻し", "warning"),
    "held": ("保留", "warning"),
    "discarded": ("取下げ", "off"),
}
TONES: Final = ("", "key", "strong", "good", "warning", "error", "off")
LABEL_OF_LEVEL: Final = {
    "debug": "info",
    "info": "info",
    "success": "success",
    "warning": "warning",
    "error": "error",
}


@register.inclusion_tag("daicho/parts/field.html")
def field(name: str, **given: Any) -> dict[str, Field]:  # Any: whatever a template holds
    """One labelled input; see `make_field` for the names that may be given."""
    # The template says `type`, as HTML does; in Python that is the name of a builtin.
    return {"field": make_field(name, kind=given.pop("type", "text"), **given)}


def make_field(
    name: str,
    *,
    label: str,
    kind: str = "text",
    value: object = "",
    problems: object = (),
    hint: str = "",
    required: bool = False,
    options: object = (),
    width: str = "m",
    text: object = "",
    url: str = "",
    rows: int = 3,
    maxlength: object = "",
    inputmode: str = "",
    autocomplete: str = "off",
    lang: str = "",
    placeholder: str = "",
    readonly: bool = False,
    disabled: bool = False,
    checked: bool = False,
    stacked: bool = False,
    beside: str = "",
) -> Field:
    """A field; `text` is the words beside a combobox's chosen `value`, `url` its endpoint.

    A `suggest` keeps what is typed and only offers; `beside` names the inputs that its endpoint is told with it
    (`banchi=persons.0.banchi`).
    """
    if kind not in KINDS or width not in WIDTHS:
        raise template.TemplateSyntaxError(f"field {name}: type={kind!r} width={width!r} unknown")
    own = problems_of(problems, field=name)
    if kind == "date" and not hint:
        hint = DATE_HINT
    return Field(
        name=name,
        label=label,
        kind=kind,
        value=text_of(value),
        options=choices_of(options),
        hint=hint,
        required=bool(required),
        width=width,
        errors=tuple(p for p in own if p.is_error),
        alerts=tuple(p for p in own if not p.is_error),
        text=text_of(text),
        url=url,
        rows=rows,
        maxlength=text_of(maxlength),
        inputmode="numeric" if kind == "number" and not inputmode else inputmode,
        autocomplete=autocomplete,
        lang=lang,
        placeholder=placeholder,
        readonly=bool(readonly),
        disabled=bool(disabled),
        checked=bool(checked),
        stacked=bool(stacked),
        beside=beside,
    )


@register.inclusion_tag("daicho/parts/error_summary.html")
def error_summary(problems: object) -> dict[str, object]:
    """The errors of a form in one box that takes the focus, each a link to its field."""
    errors = _problems(problems, errors=True)
    return {"items": [(p, f"#{id_of(p.field)}" if p.field else "") for p in errors]}


@register.inclusion_tag("daicho/parts/alerts.html")
def alert_confirmations(
    problems: object,
    confirmed: Iterable[Confirmation] = (),
    reason: bool = True,
    asked: bool = False,
) -> dict[str, object]:
    """The alerts, each with 「確認した」 and a reason; `asked` marks those still not confirmed."""
    ticked = {one.key: one for one in confirmed or ()}
    items = [(p, key_of(p), ticked.get(key_of(p))) for p in _problems(problems, errors=False)]
    return {
        "items": items,
        "reason": reason,
        "asked": asked,
        "name": FIELD_NAME,
        "prefix": REASON_PREFIX,
    }


@register.inclusion_tag("daicho/parts/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Before, next, x of y; the other GET parameters are kept."""
    request = context.get("request")
    return {
        "page": page,
        "previous": _page_url(request, parameter, page.number - 1) if page.has_previous() else "",
        "next": _page_url(request, parameter, page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("daicho/parts/badge.html")
def badge(state: object, label: str = "") -> dict[str, str]:
    """A case's state in a colour and in words."""
    words, tone = STATES[text_of(state)]
    return {"label": label or words, "tone": tone}


@register.inclusion_tag("daicho/parts/badge.html")
def mark(label: str, tone: str = "") -> dict[str, str]:
    """A marker in words of the screen's own: 支援措置, 転出予定, 除票 …"""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"mark {label}: tone={tone!r} unknown")
    return {"label": label, "tone": tone}


@register.inclusion_tag("daicho/parts/notice.html")
def notice(title: str, text: str = "", tone: str = "info") -> dict[str, str]:
    """A message within the page: info, success, warning or error."""
    return {"title": title, "text": text, "tone": LABEL_OF_LEVEL[tone]}


@register.filter
def notice_tone(level_tag: str) -> str:
    """The tone of one of Django's messages."""
    return LABEL_OF_LEVEL.get(level_tag, "info")


@register.inclusion_tag("daicho/parts/table.html")
def data_table(
    caption: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    count: object = "",
    empty: str = "該当するものはありません。",
) -> dict[str, object]:
    """A table; the first column heads its row. Cells are text or `Cell`s."""
    heads = tuple(c if isinstance(c, Column) else Column(c) for c in columns)
    body = [[(head, Cell.of(cell)) for head, cell in zip(heads, row, strict=True)] for row in rows]
    return {"caption": caption, "columns": heads, "rows": body, "count": count, "empty": empty}


@register.inclusion_tag("daicho/parts/facts.html")
def facts(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """A description list of (term, value); a value may be text or a `Cell`."""
    return {"pairs": [(term, Cell.of(value)) for term, value in pairs]}


@register.inclusion_tag("daicho/parts/compare.html")
def compare(
    caption: str,
    rows: Iterable[tuple[str, object, object]],
    before: str = "変更前",
    after: str = "変更後",
) -> dict[str, object]:
    """Before and after, side by side; rows that differ are marked in colour and in words."""
    lines = [(item, text_of(old), text_of(new)) for item, old, new in rows]
    return {"caption": caption, "rows": lines, "before": before, "after": after}


@register.inclusion_tag("daicho/parts/menu.html")
def side_menu(menu: Iterable[Any]) -> dict[str, object]:
    """The menu; its first nine items answer to Alt+1 … Alt+9."""
    keys = iter("123456789")
    groups = []
    for group in menu:
        items = group["items"] if isinstance(group, dict) else group.items
        title = group["title"] if isinstance(group, dict) else group.title
        groups.append({"title": title, "entries": [(item, next(keys, "")) for item in items]})
    return {"groups": groups}


@register.inclusion_tag("daicho/parts/crumbs.html")
def breadcrumbs(*steps: str) -> dict[str, object]:
    """Title, url, title, url … and the title of this page at the end."""
    items = [
        {"title": steps[at], "url": steps[at + 1] if at + 1 < len(steps) else ""}
        for at in range(0, len(steps), 2)
    ]
    return {"items": items}


@register.inclusion_tag("daicho/parts/tabs.html")
def tabs(items: object, label: str = "表示の切替え") -> dict[str, object]:
    """Tabs that are links; items have title, url and active."""
    return {"items": items, "label": label}


@register.inclusion_tag("daicho/parts/empty.html")
def empty_state(title: str, text: str = "") -> dict[str, str]:
    """What to show when there is nothing, and what can be done about it."""
    return {"title": title, "text": text}


@register.inclusion_tag("daicho/parts/masked.html", takes_context=True)
def masked_number(
    context: RequestContext,
    label: str,
    url: str = "",
    value: str = "",
    seconds: int = 30,
    mask: str = "●●●● ●●●● ●●●●",
) -> dict[str, object]:
    """A hidden number; `url` answers POST with this same part and a `value` for some seconds."""
    return {
        "label": label,
        "url": url,
        "value": value,
        "seconds": seconds,
        "mask": mask,
        "csrf_token": context.get("csrf_token", ""),
    }


def _problems(problems: object, *, errors: bool) -> tuple[Problem, ...]:
    if not isinstance(problems, Iterable):
        return ()
    return tuple(p for p in problems if isinstance(p, Problem) and p.is_error is errors)


def _page_url(request: HttpRequest | None, parameter: str, number: int) -> str:
    if request is None:
        return f"?{parameter}={number}"
    query = request.GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"
