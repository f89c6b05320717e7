"""Tries mutants of the sync core and prints those that no test notices.

`python -m tests.faults.mutation [PART OF A NAME…]`, in the session that `dev.sh faults` opens.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict

from tests.faults.mutation.score import try_mutants


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=24 * 60.0)
    parser.add_argument("words", nargs="*", help="parts of their names; else all")
    chosen = parser.parse_args()
    score = try_mutants(
        chosen.words,
        chosen.jobs,
        chosen.minutes,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )
    print(json.dumps(asdict(score), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
