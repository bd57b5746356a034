"""What other parts may ask of downtime."""

from daicho.business.downtime.commands.make_set import SetWish, make_set
from daicho.business.downtime.selectors.papers import print_set

__all__ = ["SetWish", "make_set", "print_set"]
