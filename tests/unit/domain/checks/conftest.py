"""The real postal dictionary, shared by the checks' tests."""

from __future__ import annotations

import pytest

from goq_desktop import resources
from goq_desktop.postal.lookup import PostalLookup


@pytest.fixture(scope="session")
def places() -> PostalLookup:
    return PostalLookup(resources.path("postal", "postcodes.sqlite"))
