"""Wiring facts (配線の事実): what runs, asked of Django, the policy and the wiring themselves.

Needs `django.setup()` before it is imported; needs no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from daicho import nodes
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.states import TABLE, State
from daicho.config import wiring
from daicho.foundation.audit.public import AuditType, registry
from daicho.foundation.staff.operations import OPERATIONS
from daicho.kernel.events import Event
from daicho.operations.papers.facts import CaseKind, EventFact, Step, Table, Url

SIGN_IN = "sign_in"


def urls() -> tuple[Url, ...]:
    """Every address in the order of the URL configuration."""
    return tuple(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, above: str) -> Iterator[Url]:
    for each in resolver.url_patterns:
        path = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, path)
        else:
            yield _url(each, path)


def _url(pattern: URLPattern, path: str) -> Url:
    view = pattern.callback
    return Url(
        path=f"/{path}",
        name=pattern.name or "",
        view=f"{view.__module__.removeprefix('daicho.')}.{getattr(view, '__name__', '')}",
        operation=str(getattr(view, "operation", "")),
        open_because=str(getattr(view, "open_because", "")),
    )


def access_words(url: Url) -> tuple[str, str]:
    """Who may open an address and for which purposes, in words."""
    if url.open_because:
        return f"anyone: {url.open_because}", ""
    if url.operation == SIGN_IN:
        return "signing in", ""
    operation = OPERATIONS.get(url.operation)
    if operation is None:
        return "", ""
    purposes = "、".join(purpose.label for purpose in operation.purposes)
    return operation.duty_words or "ログインした職員", purposes


def audit_types() -> tuple[AuditType, ...]:
    """Every type, by code: the modules `audit_types` of all apps are imported first, and those of the nodes."""
    packages = [c.name for c in apps.get_app_configs() if c.name.startswith("daicho.")]
    packages += [f"{nodes.__name__}.{found.name}" for found in iter_modules(nodes.__path__)]
    for package in packages:
        name = f"{package}.audit_types"
        if find_spec(name) is not None:
            import_module(name)
    return tuple(registry.by_code[code] for code in sorted(registry.by_code))


def events() -> tuple[EventFact, ...]:
    """Every event class of the apps' `events` modules."""
    found = []
    for config in apps.get_app_configs():
        name = f"{config.name}.events"
        if not config.name.startswith("daicho.") or find_spec(name) is None:
            continue
        for each in vars(import_module(name)).values():
            if isinstance(each, type) and issubclass(each, Event) and each.__module__ == name:
                listeners = wiring.LISTENERS.get(each.kind, ())
                names = tuple(listener for listener, _ in listeners)
                found.append(EventFact(each.kind, name, each.kind in wiring.LISTENERS, names))
    return tuple(sorted(found, key=lambda event: event.kind))


def case_kinds() -> tuple[CaseKind, ...]:
    """The movements, in the order of the menu."""
    return tuple(CaseKind(kind.code, kind.title, kind.article) for kind in KINDS.values())


def steps() -> tuple[Step, ...]:
    """The state table of cases."""
    return tuple(
        Step(
            action=action.value,
            label=rule.label,
            before=tuple(state.label for state in State if state in rule.before),
            after=rule.after.label,
            operation=rule.operation,
            second_person=rule.other_than_enterer,
        )
        for action, rule in TABLE.items()
    )


def tables() -> tuple[Table, ...]:
    """Every table of the installed apps, by name."""
    found = [_table(model) for model in apps.get_models(include_auto_created=True)]
    return tuple(sorted(found, key=lambda table: table.name))


def _table(model: type[Model]) -> Table:
    options = model._meta
    columns = tuple(str(field.column) for field in options.concrete_fields)
    ours = options.app_config.name.startswith("daicho.")
    return Table(options.db_table, options.app_label, columns, ours)
