"""A clock that stands where a test wants it, from before the academy is made."""

from collections.abc import Iterator

import pytest
import time_machine


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    """Monday 16 November 2026, 9am; it ticks. Asked for before `scene`."""
    with time_machine.travel("2026-11-16T09:00:00+00:00") as clock:
        yield clock


@pytest.fixture
def october() -> Iterator[time_machine.Traveller]:
    """Some days before the clocks go back."""
    with time_machine.travel("2026-10-20T12:00:00+00:00") as clock:
        yield clock
