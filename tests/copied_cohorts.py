"""Many cohorts like one that was made as people make them, written straight into a database at rest."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path


def copied(database: Path, chats: Sequence[int]) -> dict[int, int]:
    """A cohort with the members of the only one there is, in each of these chats of Telegram.

    The first chat is that of the only one; returns each cohort's chat.
    """
    with closing(sqlite3.connect(database)) as study, study:
        [(cohort, room, space)] = study.execute(
            "SELECT c.id, r.id, r.space_id FROM cohorts c JOIN cohort_rooms cr ON cr.cohort_id = c.id"
            " JOIN rooms r ON r.id = cr.room_id"
        )
        found = {int(cohort): chats[0]}
        for chat in chats[1:]:
            name = f"Copy {chat}"
            home = _copy(study, "spaces", f"id = {space}", external_id=str(chat), name=name)
            spoken_in = _copy(study, "rooms", f"id = {room}", space_id=home, channel=str(chat), name=name)
            another = _copy(study, "cohorts", f"id = {cohort}", space_id=home, name=name)
            for table in ("timetable_days", "memberships"):
                _copy(study, table, f"cohort_id = {cohort}", cohort_id=another)
            _copy(study, "cohort_rooms", f"cohort_id = {cohort}", cohort_id=another, room_id=spoken_in)
            found[another] = chat
        return found


def _copy(study: sqlite3.Connection, table: str, which: str, **changed: object) -> int:
    names = [name for _, name, *_ in study.execute(f"PRAGMA table_info({table})") if name != "id"]
    values = ", ".join(f":{name}" if name in changed else name for name in names)
    statement = f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} WHERE {which}"  # noqa: S608 - names of ours
    return study.execute(statement, changed).lastrowid or 0
