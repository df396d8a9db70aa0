"""`/verify`: checks a certificate by its code, or gives the asker their own."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from bot.interface.command import Audience, Command
from bot.interface.kinds import Pick, Prose, Source
from bot.interface.reply import Reply
from bot.messages import certificate as messages
from bot.messages.voice import Voice, mark
from bot.pictures.certificate import draw_certificate
from bot.pictures.studio import Studio
from bot.services.asker import Asker
from bot.services.certificates import Certificates

_LONGEST_CODE = 60


@dataclass(frozen=True, slots=True)
class Verify:
    """Arguments of `/verify`; without a code it is about the asker's own certificate."""

    code: Annotated[str, Prose("The code of a certificate", _LONGEST_CODE)] = ""
    cohort: Annotated[str, Pick("Your certificate of which cohort", Source.COHORTS)] = ""


class CertificateCommands:
    """What finishing is worth."""

    def __init__(self, certificates: Certificates, studio: Studio) -> None:
        self._certificates = certificates
        self._studio = studio

    def commands(self) -> tuple[Command, ...]:
        """The declaration of this family."""
        return (
            Command(
                "verify",
                "ve",
                Verify,
                self.verify,
                Audience.EVERYBODY,
                mark("Check a certificate by its code, or get your own once you have finished."),
                main="code",
            ),
        )

    async def verify(self, asker: Asker, say: Voice, args: Verify) -> Reply:
        """Checks a code, or gives the asker their own certificate."""
        if args.code:
            return messages.genuine(say, await self._certificates.check(args.code))
        own = await self._certificates.own(asker, args.cohort)
        words = messages.certificate_picture(say, own)
        return messages.certificate(say, own, await self._studio.drawn(partial(draw_certificate, words)))
