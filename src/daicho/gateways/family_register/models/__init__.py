"""Models of 戸籍・附票."""

from daicho.gateways.family_register.models.annex import Annex, AnnexEntry, AnnexLine
from daicho.gateways.family_register.models.handover import Handover
from daicho.gateways.family_register.models.notice import Notice
from daicho.gateways.family_register.models.told import Told

__all__ = ["Annex", "AnnexEntry", "AnnexLine", "Handover", "Notice", "Told"]
