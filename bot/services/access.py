"""Every question of permission, and the one way from a word to the cohort that is meant.

Deny by default: what is neither in the asker's space nor among their own cohorts does not exist for them.
"""

from collections.abc import Sequence
from typing import assert_never

from rapidfuzz import process

from bot.domain.errors import Conflict, Forbidden, Invalid, NotFound, UnknownChoice
from bot.interface.command import Audience, Command
from bot.services.asker import Asker
from storage.connection import Connection
from storage.repositories.cohorts import (
    CohortRow,
    cohorts_heard_in_space,
    cohorts_of_person,
    cohorts_of_room,
    cohorts_of_space,
)
from storage.repositories.memberships import MembershipRow, membership


def may_say(asker: Asker, command: Command) -> None:
    """Raises Forbidden unless the asker may say the command at all here."""
    match command.audience:
        case Audience.EVERYBODY:
            return
        case Audience.ADMINS:
            if not asker.administers or asker.space_id is None:
                raise Forbidden("admins_only", command=command.name)
        case _:
            assert_never(command.audience)


async def cohort_to_administer(connection: Connection, asker: Asker, wanted: str) -> CohortRow:
    """The cohort meant, when the asker administers its space; deleted ones can be named too.

    Raises Forbidden, Invalid("which_cohort"), NotFound("no_cohort_here") or UnknownChoice.
    """
    if not asker.administers or asker.space_id is None:
        raise Forbidden("admins_only", command="cohort")
    return _meant(await cohorts_of_space(connection, asker.space_id), wanted)


async def cohort_to_see(connection: Connection, asker: Asker, wanted: str) -> CohortRow:
    """The cohort meant, among those of this space, those attached to one of its rooms, and the asker's own.

    Without a word: the asker's only one in this room, else the only one in this room, else their only one.
    """
    own = _alive(await cohorts_of_person(connection, asker.person_id))
    if wanted:
        heard = [] if asker.space_id is None else await cohorts_heard_in_space(connection, asker.space_id)
        return _meant([*own, *_alive(heard)], wanted)
    here = [] if asker.room_id is None else _alive(await cohorts_of_room(connection, asker.room_id))
    own_ids = {cohort.id for cohort in own}
    for candidates in ([cohort for cohort in here if cohort.id in own_ids], here, own):
        if candidates:
            return _only_one(candidates)
    raise NotFound("no_cohort_here")


async def cohort_with_rooms_here(connection: Connection, asker: Asker, wanted: str) -> CohortRow:
    """The cohort meant, when the asker administers its space, or one with a room of it attached.

    Without a word it is the one of this room. Raises what `cohort_to_administer` raises.
    """
    if not asker.administers or asker.space_id is None:
        raise Forbidden("admins_only", command="cohort")
    heard = await cohorts_heard_in_space(connection, asker.space_id)
    kept = [cohort for cohort in heard if cohort.state != "deleted"]
    if not wanted and asker.room_id is not None:
        here = {cohort.id for cohort in await cohorts_of_room(connection, asker.room_id)}
        kept = [cohort for cohort in kept if cohort.id in here] or kept
    return _meant(kept, wanted)


async def own_cohort(connection: Connection, asker: Asker, wanted: str) -> tuple[CohortRow, MembershipRow]:
    """The cohort meant, of which the asker is a member now; raises Conflict("not_a_member") otherwise."""
    cohort = await cohort_to_see(connection, asker, wanted)
    member = await membership(connection, cohort.id, asker.person_id)
    if member is None or member.left_at is not None:
        raise Conflict("not_a_member", cohort=cohort.name, cohort_id=cohort.id)
    return cohort, member


def may_see_standing(asker: Asker, cohort: CohortRow, *, listed: bool) -> bool:
    """Whether the asker may see how another member of the cohort stands."""
    return listed or (asker.administers and asker.space_id == cohort.space_id)


def _alive(found: Sequence[CohortRow]) -> list[CohortRow]:
    return [cohort for cohort in found if cohort.state not in {"draft", "deleted"}]


def _only_one(candidates: Sequence[CohortRow]) -> CohortRow:
    under_way = [cohort for cohort in candidates if cohort.state in {"running", "paused"}]
    chosen = under_way or candidates
    if len(chosen) == 1:
        return chosen[0]
    raise Invalid("which_cohort", names=tuple(cohort.name for cohort in chosen))


def _meant(candidates: Sequence[CohortRow], wanted: str) -> CohortRow:
    unique = {cohort.id: cohort for cohort in candidates}
    if not unique:
        raise NotFound("no_cohort_here")
    if not wanted:
        return _only_one(list(unique.values()))
    if wanted.isdecimal() and int(wanted) in unique:
        return unique[int(wanted)]
    by_name = [cohort for cohort in unique.values() if cohort.name.casefold() == wanted.casefold()]
    if len(by_name) == 1:
        return by_name[0]
    if by_name:
        raise Invalid("which_cohort", names=tuple(f"{cohort.name} ({cohort.id})" for cohort in by_name))
    names = [cohort.name for cohort in unique.values()]
    nearest = tuple(name for name, _score, _place in process.extract(wanted, names, limit=3))
    raise UnknownChoice("cohort", wanted, nearest)
