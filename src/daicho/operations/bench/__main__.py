"""The measuring process: `python -m daicho.operations.bench '<wish as JSON>'`, in the home that `DAICHO_HOME` names."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from daicho.operations.bench.report import as_markdown  # noqa: E402  # models need the setup
from daicho.operations.bench.run import Wish, run  # noqa: E402
from daicho.operations.progress import console  # noqa: E402

told = json.loads(sys.argv[1])
report = run(
    Wish(
        residents=told["residents"],
        seed=told["seed"],
        rounds=told["rounds"],
        groups=tuple(told["groups"]),
        out=Path(told["out"]),
    )
)
console.print(as_markdown(report), markup=False)
