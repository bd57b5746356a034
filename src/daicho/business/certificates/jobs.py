"""Jobs of certificates (裏方の仕事): what can be asked for as a job."""

from __future__ import annotations

from daicho.business.certificates.commands.ask_batch import JOB
from daicho.business.certificates.commands.make_batch import make_batch
from daicho.foundation.jobs.public import JobKind

# Asked for on the screen of batches, which knows of whom and why.
BATCH_SHEETS = JobKind(JOB, "一括帳票の作成", "certificates.batch", make_batch, by_hand=False)
