"""安否名簿 by a job: made whenever it is asked for or due, of the whole town, once for each run."""

from __future__ import annotations

from uuid import uuid4

import pytest

from daicho.business.inspection.jobs import SAFETY
from daicho.business.inspection.models import Listing
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.kernel.access import Access
from daicho.registers.residents.tests.factories import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def test_a_run_makes_the_roster_of_everybody_and_taken_up_again_the_same(desk: Access) -> None:
    for _ in range(3):
        make_resident()
    key = uuid4()
    for _ in range(2):
        heard = Listening()
        SAFETY.run(JobRun(access=desk, key=key, parameters={"form": "pdf"}, desk=heard))
        assert heard.counts == (3, 3)
        (name,) = heard.files
        assert name.endswith(".pdf")
        assert heard.files[name].startswith(b"%PDF")
    assert Listing.objects.get().kind == "safety"
