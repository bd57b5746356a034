"""Models of certificates."""

from daicho.business.certificates.models.issue import Certifier, Issue

__all__ = ["Certifier", "Issue"]
