"""Two who govern rights, and the wishes that tests of rights are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from daicho.foundation.staff.commands.approve_rights import approve_rights
from daicho.foundation.staff.commands.ask_rights import ask_rights
from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.domain.rights import Rights
from daicho.foundation.staff.domain.wishes import Wish
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.foundation.staff.tests.conftest import Person
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_today

Register = Callable[..., Person]
AccessOf = Callable[..., Access]


class Office:
    """Two who govern rights, with what they do most."""

    def __init__(self, register: Register, access_of: AccessOf) -> None:
        both = (Duty.ADMINISTER, Duty.RESTRICT)
        self.first = access_of(register("管理1", *both), *both)
        self.second = access_of(register("管理2", *both), *both)

    def ask(self, *wishes: Wish, on: date | None = None) -> UUID:
        return ask_rights(
            self.first,
            key=uuid4(),
            effective_on=on or business_today(),
            reason="人事異動",
            wishes=wishes,
        )

    def set(self, *wishes: Wish, on: date | None = None) -> UUID:
        key = self.ask(*wishes, on=on)
        approve_rights(self.second, request_key=key)
        return key


def staff(login: str, aspect: Aspect, *values: str) -> Wish:
    return Wish(Subject.STAFF, login, aspect, values)


def level(name: str, *duties: Duty) -> Wish:
    return Wish(Subject.LEVEL, name, Aspect.DUTIES, tuple(d.value for d in duties))


def at_office(name: str, aspect: Aspect, *values: str) -> Wish:
    return Wish(Subject.OFFICE, name, aspect, values)


def rights(person: Person, day: date | None = None) -> Rights:
    return rights_on(Staff.objects.get(key=person.key), day=day or business_today())
