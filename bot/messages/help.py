"""Help, made from the catalogue of commands, so that it cannot say what is not there."""

from collections.abc import Sequence

from bot.interface.command import Audience, Command, Parameter
from bot.interface.reply import Card, Code, Fact, Plain, Reply, Section, Strong, Text
from bot.messages.voice import Voice


def overview(say: Voice, catalogue: Sequence[Command]) -> Reply:
    """Every command with its line, those for admins apart."""
    card = Card(
        title=say.plain("What you can say"),
        lead=say("A day's topic comes by itself. Press Done under it, and your streak grows."),
        sections=(
            Section(say.plain("For everybody"), _lines(say, catalogue, Audience.EVERYBODY)),
            Section(say.plain("For admins"), _lines(say, catalogue, Audience.ADMINS)),
        ),
        closing=say("{command} tells more about one of them.", command=Code("/help command:checkin")),
    )
    return Reply(blocks=(card,))


def greeting(say: Voice) -> Reply:
    """What a new space hears, once."""
    card = Card(
        title=say.plain("Hello, I walk you through a roadmap"),
        lead=say("One post a day, one press on Done, and a streak that can be explained."),
        closing=say(
            "An admin begins with {create}. {help} shows the rest.",
            create=Code("/cohort create"),
            help=Code("/help"),
        ),
    )
    return Reply(blocks=(card,), whisper=False)


def detail(say: Voice, command: Command) -> Reply:
    """One command with each of its arguments."""
    facts = tuple(Fact(parameter.name, _wanted(say, parameter)) for parameter in command.parameters)
    card = Card(
        title=f"/{command.name}",
        lead=say(command.help),
        facts=facts,
        closing=say("It needs no more than that.") if facts else say("It needs nothing else."),
    )
    return Reply(blocks=(card,))


def _lines(say: Voice, catalogue: Sequence[Command], audience: Audience) -> tuple[Text, ...]:
    return tuple(
        (Strong(f"/{command.name}"), Plain(" - "), *say(command.help))
        for command in catalogue
        if command.audience is audience
    )


def _wanted(say: Voice, parameter: Parameter) -> Text:
    label = say(parameter.kind.label)
    return (*label, *say(" (needed)")) if parameter.required else label
