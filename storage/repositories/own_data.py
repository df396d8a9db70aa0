"""Everything that is kept about one person, for them to take along and to be shown before it is deleted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.repositories.people import homes_by_id
from storage.tables.buddies import buddies, buddy_partings
from storage.tables.cohorts import cohorts
from storage.tables.ledger import audit, ledger
from storage.tables.links import links
from storage.tables.people import identities, people, person_clocks
from storage.tables.projects import reviews, submissions
from storage.tables.recall import recall_cards, recalls
from storage.tables.study import certificates, check_ins, excused_days, memberships, pauses

OwnData = dict[str, list[dict[str, Any]]]


async def own_data(connection: AsyncConnection, person_id: int) -> OwnData:
    """Every row about a person, by kind; instants are aware UTC, days are dates.

    Of a linked person this is what counts now, and what each account has brought along.
    """
    found: OwnData = {}
    for kind, query in _queries([person_id, *await homes_by_id(connection, person_id)]).items():
        found[kind] = [dict(row) for row in (await connection.execute(query)).mappings()]
    return found


async def own_counts(connection: AsyncConnection, person_id: int) -> dict[str, int]:
    """How many rows of each kind there are about a person; of a linked one all check-ins, the rest once."""
    whole = _queries([person_id, *await homes_by_id(connection, person_id)])
    queries = {**_queries([person_id]), "check_ins": whole["check_ins"]}
    return {
        kind: int((await connection.execute(select(func.count()).select_from(query.subquery()))).scalar_one())
        for kind, query in queries.items()
    }


def _buddy_queries(person_ids: Sequence[int]) -> dict[str, Select[Any]]:
    """Who the other one is stays with them."""
    return {
        "buddies": select(
            cohorts.c.name.label("cohort"),
            buddies.c.state,
            buddies.c.since,
            buddies.c.news,
            buddies.c.asked_since,
            buddies.c.platform,
        )
        .join(memberships, memberships.c.id == buddies.c.membership_id)
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .where(memberships.c.person_id.in_(person_ids)),
        "buddy_partings": select(cohorts.c.name.label("cohort"), buddy_partings.c.at)
        .join(
            memberships,
            memberships.c.id.in_((buddy_partings.c.membership_id, buddy_partings.c.other_id)),
        )
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .where(memberships.c.person_id.in_(person_ids)),
    }


def _project_queries(person_ids: Sequence[int]) -> dict[str, Select[Any]]:
    return {
        "submissions": select(
            cohorts.c.name.label("cohort"),
            submissions.c.project,
            submissions.c.title,
            submissions.c.link,
            submissions.c.note,
            submissions.c.platform,
            submissions.c.at,
        )
        .join(cohorts, cohorts.c.id == submissions.c.cohort_id)
        .where(submissions.c.person_id.in_(person_ids))
        .order_by(submissions.c.id),
        "reviews": _reviews().where(reviews.c.person_id.in_(person_ids)),
        "reviews_received": _reviews().where(
            submissions.c.person_id.in_(person_ids), reviews.c.given_at.is_not(None)
        ),
    }


def _recall_queries(person_ids: Sequence[int]) -> dict[str, Select[Any]]:
    return {
        "recalls": select(
            cohorts.c.name.label("cohort"), recalls.c.topic, recalls.c.grade, recalls.c.platform, recalls.c.at
        )
        .join(cohorts, cohorts.c.id == recalls.c.cohort_id)
        .where(recalls.c.person_id.in_(person_ids))
        .order_by(recalls.c.id),
        "recall_cards": select(
            cohorts.c.name.label("cohort"),
            recall_cards.c.topic,
            recall_cards.c.stability,
            recall_cards.c.difficulty,
            recall_cards.c.due_at,
            recall_cards.c.recalled_at,
            recall_cards.c.turns,
        )
        .join(cohorts, cohorts.c.id == recall_cards.c.cohort_id)
        .where(recall_cards.c.person_id.in_(person_ids))
        .order_by(recall_cards.c.cohort_id, recall_cards.c.topic),
    }


def _reviews() -> Select[Any]:
    """Reviews with the project that they are about; whose it is stays with its author."""
    return (
        select(
            cohorts.c.name.label("cohort"),
            submissions.c.title,
            reviews.c.asked_at,
            reviews.c.lapsed_at,
            reviews.c.given_at,
            reviews.c.works,
            reviews.c.clear,
            reviews.c.suggestion,
        )
        .join(submissions, submissions.c.id == reviews.c.submission_id)
        .join(cohorts, cohorts.c.id == submissions.c.cohort_id)
        .order_by(reviews.c.id)
    )


def _queries(person_ids: Sequence[int]) -> dict[str, Select[Any]]:
    return {
        "person": select(
            people.c.name,
            people.c.language,
            people.c.reminder_minutes,
            people.c.recall_minutes,
            people.c.plan,
            people.c.nudges_a_week,
            people.c.answered_at,
            people.c.listed,
            people.c.reviews,
            people.c.created_at,
        ).where(people.c.id.in_(person_ids)),
        "identities": select(identities.c.platform, identities.c.external_id, identities.c.name).where(
            identities.c.person_id.in_(person_ids)
        ),
        "links": select(identities.c.platform, links.c.made_at, links.c.leads)
        .join(links, links.c.identity_id == identities.c.id)
        .where(identities.c.person_id.in_(person_ids)),
        "clocks": select(person_clocks.c.since, person_clocks.c.zone, person_clocks.c.rollover_minutes).where(
            person_clocks.c.person_id.in_(person_ids)
        ),
        "memberships": select(
            cohorts.c.name.label("cohort"), memberships.c.joined_at, memberships.c.left_at, memberships.c.way
        )
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .where(memberships.c.person_id.in_(person_ids)),
        "pauses": select(cohorts.c.name.label("cohort"), pauses.c.first, pauses.c.last, pauses.c.declared_at)
        .join(memberships, memberships.c.id == pauses.c.membership_id)
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .where(memberships.c.person_id.in_(person_ids)),
        "excused_days": select(
            cohorts.c.name.label("cohort"), excused_days.c.day, excused_days.c.kind, excused_days.c.reason
        )
        .join(memberships, memberships.c.id == excused_days.c.membership_id)
        .join(cohorts, cohorts.c.id == memberships.c.cohort_id)
        .where(memberships.c.person_id.in_(person_ids)),
        **_doings(person_ids),
    }


def _doings(person_ids: Sequence[int]) -> dict[str, Select[Any]]:
    """What they did, what they were told, and what they were given."""
    return {
        "check_ins": select(
            cohorts.c.name.label("cohort"),
            check_ins.c.day,
            check_ins.c.at,
            check_ins.c.zone,
            check_ins.c.platform,
            check_ins.c.kind,
            check_ins.c.note,
            check_ins.c.minutes,
            check_ins.c.proof,
            check_ins.c.felt,
            check_ins.c.undone_at,
        )
        .join(cohorts, cohorts.c.id == check_ins.c.cohort_id)
        .where(check_ins.c.person_id.in_(person_ids))
        .order_by(check_ins.c.id),
        "told": select(
            cohorts.c.name.label("cohort"), ledger.c.kind, ledger.c.day, ledger.c.due_at, ledger.c.state
        )
        .join(identities, identities.c.id == ledger.c.identity_id)
        .join(cohorts, cohorts.c.id == ledger.c.cohort_id)
        .where(identities.c.person_id.in_(person_ids))
        .order_by(ledger.c.id),
        **_project_queries(person_ids),
        **_buddy_queries(person_ids),
        **_recall_queries(person_ids),
        "certificates": select(
            certificates.c.name,
            certificates.c.curriculum,
            certificates.c.cohort,
            certificates.c.first,
            certificates.c.last,
            certificates.c.counted,
            certificates.c.of,
            certificates.c.issued_at,
        ).where(certificates.c.person_id.in_(person_ids)),
        "deeds": select(audit.c.at, audit.c.action, cohorts.c.name.label("cohort"), audit.c.details)
        .outerjoin(cohorts, cohorts.c.id == audit.c.cohort_id)
        .where(audit.c.person_id.in_(person_ids))
        .order_by(audit.c.id),
    }
