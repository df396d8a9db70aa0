"""What people live by now, for queries over `people`: the clock they set last and their language, or else
those of the cohort in question.
"""

from sqlalchemy import func, literal_column, select

from storage.tables.cohorts import cohorts
from storage.tables.people import people, person_clocks

CLOCK_NOW = person_clocks.c.id == (
    select(person_clocks.c.id)
    .where(person_clocks.c.person_id == people.c.id)
    .order_by(person_clocks.c.since.desc(), person_clocks.c.id.desc())
    .limit(literal_column("1"))
    .offset(literal_column("0"))  # SQLAlchemy writes one for SQLite, and with a parameter if it is not given
    .correlate(people)
    .scalar_subquery()
)
"""On what `person_clocks` is joined to `people`, from outside, for not everybody has set a clock."""

OWN_ZONE = func.nullif(person_clocks.c.zone, "")
ZONE = func.coalesce(OWN_ZONE, cohorts.c.zone)
ROLLOVER = func.coalesce(person_clocks.c.rollover_minutes, literal_column("180"))
LANGUAGE = func.coalesce(func.nullif(people.c.language, ""), cohorts.c.language)
