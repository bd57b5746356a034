"""The common tables alone: whatever another test's wiring has connected, no town says anything of a character here."""

from __future__ import annotations

import pytest

from daicho.foundation.messages import conversions


@pytest.fixture(autouse=True)
def common(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversions, "conversion_of", conversions._common)
