# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What follows a step of a broadcast is asked where the step is written: of each step there is, whoever writes it."""

from pathlib import Path

import pytest

from broadcasts import hooks
from broadcasts.models import CampaignEvent
from broadcasts.steps.transitions import record_event
from tests.builders import NOW, campaign

STEPS = CampaignEvent.Step
PRODUCT = Path(__file__).parents[3] / "broadcasts"


@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_followed(step, monkeypatch):
    heard = []
    monkeypatch.setattr(hooks, "ON_STEP", (lambda *told: heard.append(told),))
    one = campaign()
    record_event(one, step, None, NOW)
    assert heard == [(one, step, None, NOW)]
    assert one.events.get().what == step


def test_a_step_is_written_in_one_place():
    modules = [path for path in PRODUCT.rglob("*.py") if "migrations" not in path.parts]
    writers = [path.name for path in modules if "CampaignEvent.objects.create(" in path.read_text()]
    assert writers == ["transitions.py"]
