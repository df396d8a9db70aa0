"""Certificates: who has finished gets one, and anyone who knows its code can check it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from secrets import token_bytes

from bot.domain.certificate_code import SERIAL_BYTES, Statement, code_of, is_genuine, serial_in
from bot.domain.check_in import is_caught_up
from bot.domain.errors import Conflict, Invalid, NotFound
from bot.domain.streak import explain
from bot.services.access import own_cohort
from bot.services.asker import Asker
from bot.services.learners import Learners, Studies
from bot.services.once import once
from bot.services.study_pace import own_date, pace_of
from storage.connection import Connection
from storage.database import Database
from storage.repositories.certificates import (
    CertificateRow,
    add_certificate,
    certificate_of,
    certificate_under,
)
from storage.repositories.cohorts import CohortRow
from storage.repositories.curricula import version
from storage.running import OnConnection


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says, and its code; `own` is whether it is the asker's."""

    statement: Statement
    code: str
    issued_at: datetime
    own: bool


class Certificates:
    """Issues and checks certificates. `secret` signs them: with another one none of before can be checked."""

    def __init__(self, database: Database, learners: Learners, secret: bytes) -> None:
        self._database = database
        self._learners = learners
        self._secret = secret

    async def own(self, asker: Asker, wanted: str) -> Certificate:
        """The asker's certificate of a cohort, issued when it is first asked for.

        Raises Conflict("not_finished") and what `own_cohort` raises.
        """
        async with self._database.write() as connection:
            cohort, _ = await own_cohort(connection, asker, wanted)
            row = await certificate_of(connection, asker.person_id, cohort.id)
            if row is None:
                await once(connection, asker)
                finished = await self._finished(connection, asker, cohort)
                row = CertificateRow(serial=token_bytes(SERIAL_BYTES), issued_at=asker.at, **asdict(finished))
                await add_certificate(connection, asker.person_id, cohort.id, row)
        statement = _statement(row)
        return Certificate(statement, code_of(self._secret, row.serial, statement), row.issued_at, own=True)

    async def check(self, code: str) -> Certificate:
        """The certificate behind a code; raises Invalid("no_code") and NotFound("no_such_certificate")."""
        serial = serial_in(code)
        if serial is None:
            raise Invalid("no_code", value=code)
        async with self._database.read() as connection:
            row = await certificate_under(connection, serial)
        if row is None or not is_genuine(self._secret, code, statement := _statement(row)):
            raise NotFound("no_such_certificate", value=code)
        return Certificate(statement, code_of(self._secret, serial, statement), row.issued_at, own=False)

    async def _finished(self, connection: Connection, asker: Asker, cohort: CohortRow) -> Statement:
        studies = await self._learners.read_whole(OnConnection(connection), (asker.person_id, cohort.id))
        pace = pace_of(studies, explain(studies.windows, asker.at), asker.at)
        if not pace.is_finished:
            raise Conflict("not_finished", cohort=cohort.name, done=pace.done, needed=pace.needed, of=pace.of)
        roadmap = await version(connection, cohort.curriculum_version_id)
        title = roadmap.title if roadmap else cohort.name
        days = [_done_on(studies, day) for day in studies.check_ins]
        return Statement(asker.name, title, cohort.name, min(days), max(days), pace.done, pace.of)


def _done_on(studies: Studies, day: date) -> date:
    """The study date of a check-in; of one that caught up with it, the date on which that was."""
    return own_date(studies, studies.check_ins[day]) if is_caught_up(studies.windows, day) else day


def _statement(row: CertificateRow) -> Statement:
    return Statement(row.name, row.curriculum, row.cohort, row.first, row.last, row.counted, row.of)
