"""One twin for each network, by name, for the contract."""

from collections.abc import Iterator

import pytest

from .contract import Twin
from .twins import NETWORK, TWINS


@pytest.fixture(params=[pytest.param(name, marks=[pytest.mark.network] if name in NETWORK else []) for name in sorted(TWINS)])
def twin(request: pytest.FixtureRequest) -> Iterator[Twin]:
    with TWINS[request.param](request) as made:
        yield made
