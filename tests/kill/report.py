"""What was killed, and what came of it."""

from dataclasses import dataclass

from tests.kill.books import Books


@dataclass(frozen=True, slots=True)
class Report:
    """What was done, and what came of it."""

    kills: int
    kills_in_the_start: int
    posted_unsettled: int
    claimed_unposted: int
    seconds: float
    attempts: int
    unanswered: int
    surprises: tuple[str, ...]
    books: Books

    @property
    def wrong(self) -> tuple[str, ...]:
        """Everything that should not be."""
        return (*self.surprises, *self.books.wrong)

    def table(self) -> str:
        """The report in lines."""
        rows = {
            "kills": f"{self.kills}, {self.kills_in_the_start} of them in the start",
            "seconds": f"{self.seconds:.0f}",
            "posts": f"{self.books.posts}",
            "caught in the middle": f"{self.claimed_unposted} claimed and not posted,"
            f" {self.posted_unsettled} posted and not settled",
            "check-ins tried": f"{self.attempts}, {self.unanswered} of them without an answer",
            "check-ins acknowledged": f"{self.books.acknowledged}; {self.books.refused} came too late",
            "check-ins in the books": f"{self.books.check_ins}",
            "wrong": f"{len(self.wrong)}",
        }
        lines = [f"{name:<24}{value}" for name, value in rows.items()]
        return "\n".join([*lines, *self.wrong[:40]])
