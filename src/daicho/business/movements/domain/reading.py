"""Reading (読取り): from what a clerk typed to typed values, collecting every problem beside its field.

A case's payload is flat: dotted path → text as typed (`event_date`, `persons.0.name`). A draft may hold anything; the
reader never raises for a field, it notes a `Problem` and goes on, so that one look shows all that is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from daicho.kernel.errors import Invalid, Level, Problem
from daicho.kernel.uncertain_dates import DateRule, LegalDate, read_legal_date

Payload = Mapping[str, str]


@dataclass(slots=True)
class Reader:
    """Reads one payload, or the part of it under `prefix`; problems gather in one list."""

    payload: Payload
    today: date
    prefix: str = ""
    problems: list[Problem] = field(default_factory=list)

    def under(self, prefix: str) -> Reader:
        """A reader of a part, with the same list of problems."""
        return Reader(self.payload, self.today, f"{self.prefix}{prefix}.", self.problems)

    def path(self, name: str) -> str:
        return f"{self.prefix}{name}"

    def raw(self, name: str) -> str:
        return self.payload.get(self.path(name), "").strip()

    def has(self, name: str) -> bool:
        """Whether a checkbox is ticked or a text is there."""
        return bool(self.raw(name))

    def indexes(self, name: str) -> list[int]:
        """The numbers of a repeated group, `persons.0…`, in order; gaps are lawful."""
        head = self.path(name) + "."
        found = {
            rest.split(".", 1)[0]
            for rest in (k[len(head) :] for k in self.payload if k.startswith(head))
        }
        return sorted(int(f) for f in found if f.isdecimal())

    def keys(self, name: str) -> list[str]:
        """The names under a group, `selected.<key>`, that hold something."""
        head = self.path(name) + "."
        return [k[len(head) :] for k, v in self.payload.items() if k.startswith(head) and v.strip()]

    def note(
        self,
        name: str,
        code: str,
        what: str,
        why: str = "",
        remedy: str = "",
        *,
        level: Level = Level.ERROR,
    ) -> None:
        """Note a problem with a field."""
        path = self.path(name) if name else ""
        self.problems.append(Problem(code, path, what, why, remedy, level))

    def alert(self, name: str, code: str, what: str, why: str = "", remedy: str = "") -> None:
        """Note something that is possible but wants a confirmation."""
        self.note(name, code, what, why, remedy, level=Level.ALERT)

    def adopt(self, problems: Sequence[Problem]) -> None:
        self.problems.extend(problems)

    def required(self, name: str, label: str) -> str:
        """A text that may not be blank."""
        value = self.raw(name)
        if not value:
            self.note(
                name,
                "blank",
                f"{label}が空欄です。",
                "この異動に必ず要る事項です。",
                f"{label}を入力してください。",
            )
        return value

    def choice(self, name: str, label: str, choices: Sequence[str]) -> str:
        """One of a list; blank is noted."""
        value = self.required(name, label)
        if value and value not in choices:
            self.note(
                name,
                "choice",
                f"{label}の選択が正しくありません。",
                "一覧にない値が送られました。",
                "一覧から選び直してください。",
            )
            return ""
        return value

    def legal_date(
        self, name: str, label: str, rule: DateRule, *, required: bool = True
    ) -> LegalDate | None:
        """A legal date under its item's rule."""
        text = self.required(name, label) if required else self.raw(name)
        if not text:
            return None
        try:
            return read_legal_date(text, field=self.path(name), rule=rule, today=self.today)
        except Invalid as error:
            self.adopt(error.problems)
            return None

    def exact_date(
        self, name: str, label: str, rule: DateRule, *, required: bool = True
    ) -> date | None:
        """A date of the calendar."""
        value = self.legal_date(name, label, rule, required=required)
        return value.exact if value else None

    @property
    def has_errors(self) -> bool:
        return any(p.is_error for p in self.problems)
