"""The whole schema: the metadata after every table has been drawn on it."""

from storage.tables import buddies, cohorts, ledger, links, people, projects, recall, study
from storage.tables.columns import metadata

TABLES = (buddies, cohorts, ledger, links, people, projects, recall, study)

__all__ = ["TABLES", "metadata"]
