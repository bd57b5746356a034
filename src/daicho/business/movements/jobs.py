"""Jobs of movements (裏方の仕事): what the worker calls again and again; each answers whether there was anything to do."""

from daicho.business.movements.commands.bulk_work import work_once

__all__ = ["work_once"]
