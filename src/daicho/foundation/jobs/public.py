"""What other apps may use of jobs."""

from daicho.foundation.jobs.commands.ask_job import ask_job
from daicho.foundation.jobs.commands.dispose_results import dispose_results
from daicho.foundation.jobs.commands.start_plans import start_plans
from daicho.foundation.jobs.commands.work import Interrupted, work_once
from daicho.foundation.jobs.domain.kinds import JobField, JobKind
from daicho.foundation.jobs.domain.run import Desk, JobRun
from daicho.foundation.jobs.domain.schedules import Rule, Schedule
from daicho.foundation.jobs.events import JobEndedBadly
from daicho.foundation.jobs.handlers import send_warning

__all__ = [
    "Desk",
    "Interrupted",
    "JobEndedBadly",
    "JobField",
    "JobKind",
    "JobRun",
    "Rule",
    "Schedule",
    "ask_job",
    "dispose_results",
    "send_warning",
    "start_plans",
    "work_once",
]
