"""Everything that the bot stores, decides and posts, on PostgreSQL: the tests of the gate, run there.

python -m tests.on_postgresql [ARGUMENTS OF PYTEST]
"""

import os
import sys

import pytest

PLACES = ("tests/storage", "tests/services", "tests/conversations", "tests/announcer")

if __name__ == "__main__":
    os.environ["ROADMATE_TESTS_ON"] = "postgresql"
    sys.exit(pytest.main([*PLACES, *sys.argv[1:]]))
