"""The one place that says which modules are the sync core, and which tests have to notice a fault in them."""

from __future__ import annotations

from typing import Final

MODULES: Final = (
    "goq_desktop.services.sync_plan",
    "goq_desktop.services.sync_cycle",
    "goq_desktop.services.sync_step",
    "goq_desktop.services.fetching",
    "goq_desktop.storage.journal",
    "goq_desktop.storage.sync_facts",
    "goq_desktop.storage.census",
    "goq_desktop.storage.alarms",
    "goq_desktop.storage.refetching",
    "goq_desktop.malls.retry",
    "goq_desktop.malls.paging",
    "goq_desktop.malls.maintenance",
)

_ALIKE: Final = "test_the_real_store_and_its_model_answer_alike_through_a_seed"

# Fast ones only, and a bounded number of seeds; of these, those that come by the mutated lines are run.
TESTS: Final = (
    "tests/unit/services/test_sync_plan.py",
    "tests/unit/services/test_sync_edges.py",
    "tests/unit/services/test_sync_steps.py",
    "tests/unit/services/test_sync_cycle.py",
    "tests/unit/services/test_fetching.py",
    "tests/unit/services/test_census.py",
    "tests/unit/services/test_rechecking.py",
    "tests/unit/storage/test_journal.py",
    "tests/unit/storage/test_sync_facts.py",
    "tests/unit/storage/test_census.py",
    "tests/unit/storage/test_refetching.py",
    "tests/unit/storage/test_alarms.py",
    "tests/unit/storage/test_orders.py",
    "tests/unit/storage/test_editing.py",
    "tests/unit/storage/test_confirming.py",
    "tests/unit/malls/test_paging.py",
    "tests/unit/malls/test_client.py",
    "tests/unit/malls/test_misbehaving_shop.py",
    "tests/unit/malls/test_answers_of_servers.py",
    "tests/faults/mutation/seeds.py",
    *(f"tests/faults/sync/test_model.py::{_ALIKE}[{seed}]" for seed in (1, 2, 3)),
)

# Too slow to be run for each mutant; of the others as many as take this long, the fastest first.
SECONDS: Final = 20.0
WITHOUT: Final = "not bulk_step and not any_pages"

# Loaded once, before the first mutant: nothing of this imports the core, so that each process loads that anew.
LOADED_BEFORE: Final = (
    "alembic.command",
    "alembic.config",
    "httpx",
    "hypothesis",
    "jeepney",
    "keyring",
    "msgspec",
    "platformdirs",
    "pytest",
    "pytest_timeout",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "sqlcipher3",
    "tenacity",
    "tomlkit",
    "truststore",
    "xlsxwriter",
    "goq_desktop.credentials.keyring_store",
    "goq_desktop.credentials.session_store",
    "goq_desktop.malls.profile_loading",
    "goq_desktop.malls.wire",
    "goq_desktop.practice.server",
    "goq_desktop.services.handling",
    "goq_desktop.services.workspace",
    "goq_desktop.settings.store",
    "goq_desktop.storage.customers",
    "goq_desktop.storage.examining",
    "goq_desktop.storage.migrating",
    "goq_desktop.storage.order_list",
    "goq_desktop.storage.search_index",
)
