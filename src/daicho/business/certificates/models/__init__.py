"""Models of certificates."""

from daicho.business.certificates.models.batch import Batch, BatchPart, BatchTarget
from daicho.business.certificates.models.issue import Certifier, Issue, SealPicture

__all__ = ["Batch", "BatchPart", "BatchTarget", "Certifier", "Issue", "SealPicture"]
