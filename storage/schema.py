"""The whole schema: the metadata after every table has been drawn on it."""

from storage.tables import buddies, cohorts, ledger, links, people, projects, study
from storage.tables.columns import metadata

TABLES = (buddies, cohorts, ledger, links, people, projects, study)

__all__ = ["TABLES", "metadata"]
