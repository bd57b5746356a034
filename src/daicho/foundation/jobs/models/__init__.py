"""Models of jobs."""

from daicho.foundation.jobs.models.job import Job, JobFile
from daicho.foundation.jobs.models.plan import Plan

__all__ = ["Job", "JobFile", "Plan"]
