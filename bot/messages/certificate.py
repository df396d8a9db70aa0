"""Certificates: the picture with its code, and what somebody reads who checks one."""

from bot.interface.reply import Button, Card, Code, Fact, Picture, Plain, Reply, Says, Strong, Text
from bot.messages.voice import Voice
from bot.pictures.certificate import CertificatePicture
from bot.pictures.studio import Drawn
from bot.services.certificates import Certificate


def certificate_picture(say: Voice, fact: Certificate) -> CertificatePicture:
    """What stands on the picture."""
    said = fact.statement
    return CertificatePicture(
        heading=say.plain("CERTIFICATE OF COMPLETION"),
        before=say.plain("This is to say that"),
        name=said.name,
        between=say.plain("has finished"),
        curriculum=said.curriculum,
        cohort=say.plain("with the cohort {cohort}", cohort=said.cohort),
        days=say.plain(
            "{counted} of {of} study days, {first} to {last}",
            counted=said.counted,
            of=said.of,
            first=say.long_day(said.first),
            last=say.long_day(said.last),
        ),
        code=fact.code,
        how_to_check=say.plain("Anyone can check it: say /verify with this code."),
    )


def certificate(say: Voice, fact: Certificate, drawn: Drawn) -> Reply:
    """Somebody's own certificate. It is paper, and light in a dark room, too."""
    card = Card(
        title=say.plain("You have finished. Congratulations!"),
        lead=say(
            "{curriculum}, with {cohort}.",
            curriculum=Strong(fact.statement.curriculum),
            cohort=fact.statement.cohort,
        ),
        facts=(_days(say, fact), Fact(say.plain("Code"), (Code(fact.code),))),
        picture=Picture(drawn.light, _in_words(say, fact)),
        closing=say(
            "Anyone can check it with {command}. {forgetme} deletes it.",
            command=Code(f"/verify {fact.code}"),
            forgetme=Strong("/forgetme"),
        ),
    )
    return Reply(blocks=(card,))


def genuine(say: Voice, fact: Certificate) -> Reply:
    """What a certificate says, to somebody who has its code."""
    said = fact.statement
    card = Card(
        title=say.plain("This certificate is genuine"),
        facts=(
            Fact(say.plain("Name"), (Plain(said.name),)),
            Fact(say.plain("Has finished"), (Plain(said.curriculum),)),
            Fact(say.plain("With the cohort"), (Plain(said.cohort),)),
            _days(say, fact),
            Fact(say.plain("Issued"), (Plain(say.long_day(fact.issued_at.date())),)),
        ),
        closing=say("I have issued it, and nothing of it was changed since."),
    )
    return Reply(blocks=(card,))


def certificate_button(say: Voice, cohort_id: int) -> Button:
    """Asks for one's own."""
    return Says(say.plain("Your certificate"), "verify", {"cohort": cohort_id})


def _days(say: Voice, fact: Certificate) -> Fact:
    return Fact(say.plain("Study days"), _span_of_days(say, fact))


def _span_of_days(say: Voice, fact: Certificate) -> Text:
    said = fact.statement
    return say(
        "{counted} of {of}, from {first} to {last}",
        counted=said.counted,
        of=said.of,
        first=say.long_day(said.first),
        last=say.long_day(said.last),
    )


def _in_words(say: Voice, fact: Certificate) -> str:
    said = fact.statement
    return say.plain(
        "Certificate: {name} has finished {curriculum} with {cohort}. Code {code}.",
        name=said.name,
        curriculum=said.curriculum,
        cohort=said.cohort,
        code=fact.code,
    )
