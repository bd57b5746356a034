"""Fields (入力欄): one input of a form as a template needs it: a dotted path and its problems.

The dotted path (`persons.0.name`) is the input's name, a problem's `field`, and, with dashes, its
id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from daicho.kernel.errors import Problem

Choice = tuple[str, str]

WIDTHS: Final = ("xs", "s", "m", "l", "full")
KINDS: Final = (
    "text",
    "search",
    "tel",
    "email",
    "password",
    "number",
    "date",
    "textarea",
    "select",
    "radio",
    "checkbox",
    "combobox",
    "suggest",
)
DATE_HINT: Final = "例: S39.10.10、昭和39年10月10日、1964-10-10"
GROUPS: Final = ("radio",)


def id_of(name: str) -> str:
    """The element id of an input: `field-persons-0-name`."""
    return f"field-{name.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Field:
    """What `parts/field.html` draws; made by `make_field` alone."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[Choice, ...]
    hint: str
    required: bool
    width: str
    errors: tuple[Problem, ...]
    alerts: tuple[Problem, ...]
    text: str
    url: str
    rows: int
    maxlength: str
    inputmode: str
    autocomplete: str
    lang: str
    placeholder: str
    readonly: bool
    disabled: bool
    checked: bool
    stacked: bool
    beside: str

    @property
    def id(self) -> str:
        return id_of(self.name)

    @property
    def is_group(self) -> bool:
        """Whether several inputs share one label, as in a group of radio buttons."""
        return self.kind in GROUPS

    @property
    def template(self) -> str:
        """The part that draws the control itself."""
        own = ("textarea", "select", "radio", "checkbox", "combobox", "suggest")
        return f"daicho/parts/{self.kind if self.kind in own else 'input'}.html"

    @property
    def input_type(self) -> str:
        return self.kind if self.kind in ("search", "tel", "email", "password") else "text"

    @property
    def described_by(self) -> str:
        """The ids of hint, errors and alerts, in reading order."""
        parts = (
            ("hint", bool(self.hint)),
            ("error", bool(self.errors)),
            ("alert", bool(self.alerts)),
        )
        return " ".join(f"{self.id}-{part}" for part, present in parts if present)

    @property
    def state(self) -> str:
        if self.errors:
            return "wrong"
        return "warned" if self.alerts else ""


def problems_of(problems: object, *, field: str) -> tuple[Problem, ...]:
    """The problems of one field; anything that is not a collection of problems counts as none."""
    if not isinstance(problems, Iterable):
        return ()
    return tuple(p for p in problems if isinstance(p, Problem) and p.field == field)


def choices_of(options: object) -> tuple[Choice, ...]:
    """Pairs (value, label) as text; a value that is an enum member gives its value."""
    if not isinstance(options, Iterable) or isinstance(options, str):
        return ()
    return tuple((text_of(value), text_of(label)) for value, label in options)


def text_of(value: object) -> str:
    """A value as the text of an input: None is empty, an enum member is its value."""
    if value is None:
        return ""
    return str(getattr(value, "value", value))
