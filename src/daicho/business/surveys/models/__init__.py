"""Models of surveys."""

from daicho.business.surveys.models.mismatch import Mismatch
from daicho.business.surveys.models.survey import Survey, SurveyAct

__all__ = ["Mismatch", "Survey", "SurveyAct"]
