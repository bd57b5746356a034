"""What other parts may use of statistics."""

from daicho.business.statistics.jobs import MONTH_SET, REPORT_SET

__all__ = ["MONTH_SET", "REPORT_SET"]
