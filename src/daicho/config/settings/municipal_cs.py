"""Settings of the municipal CS (市町村CS): a system of its own, with its own home, database, staff and trail."""

from __future__ import annotations

import os

from daicho.config.settings import shared
from daicho.config.settings.shared import *  # noqa: F403  # what every node has

ROOT_URLCONF = "daicho.config.urls.municipal_cs"
INSTALLED_APPS = [*shared.INSTALLED_APPS, "daicho.nodes.municipal_cs"]

NODE = "municipal_cs"
SYSTEM = "市町村CS"
WIRING = "daicho.config.wiring_municipal_cs.connect"
WORKER = "daicho.config.worker_municipal_cs.run"
NODE_OPERATIONS = "daicho.nodes.municipal_cs.operations.OPERATIONS"
LINE_HANDLERS = "daicho.config.lines_municipal_cs.HANDLERS"
LINE_SETTLERS = "daicho.config.lines_municipal_cs.SETTLERS"
LINE_UNHEARD = "daicho.config.lines_municipal_cs.UNHEARD"

# 送付先情報: by line, or kept for a medium; for how many days its content is kept after that; and the public key (age1…) of
# the card system, for which alone a medium is encrypted. There is no setting that leaves the encryption out.
DISPATCH_BY_LINE = os.environ.get("DAICHO_DISPATCH_BY_LINE", "on") == "on"
DISPATCH_DAYS = int(os.environ.get("DAICHO_DISPATCH_DAYS", "30"))
CARD_SYSTEM_RECIPIENT = os.environ.get("DAICHO_CARD_SYSTEM_RECIPIENT", "")

# 操作履歴の点検: the hours (from, until) outside which a look stands out, how many people one person sees in a day before it
# does, and how often the same person.
INSPECTION_HOURS = (7, 20)
INSPECTION_MASS = int(os.environ.get("DAICHO_INSPECTION_MASS", "100"))
INSPECTION_OFTEN = int(os.environ.get("DAICHO_INSPECTION_OFTEN", "5"))
