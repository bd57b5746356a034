"""Problems of a library form (入力の誤り): Django's form errors as the screens' own `Problem`s."""

from __future__ import annotations

from django.forms import BaseForm

from daicho.kernel.errors import Problem


def problems_of_form(form: BaseForm) -> tuple[Problem, ...]:
    """Every error of a bound form, beside its field; those of the whole form have no field."""
    if not form.is_bound:
        return ()
    return tuple(
        Problem(
            error.code or "invalid", "" if field == "__all__" else field, "".join(error.messages)
        )
        for field, errors in form.errors.as_data().items()
        for error in errors
    )
