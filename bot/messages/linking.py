"""What people are told when two accounts become one person, and when they part again."""

from bot.interface.reply import (
    Card,
    Code,
    Emphasis,
    Fact,
    Notice,
    Plain,
    Reply,
    Says,
    Section,
    Strong,
    When,
    WhenStyle,
)
from bot.messages.platforms import platform_name
from bot.messages.voice import Voice
from bot.services.codes import NewCode
from bot.services.identities import Account, Linked, LinkOffered


def code(say: Voice, made: NewCode) -> Reply:
    """A code to say on the other platform."""
    card = Card(
        title=say.plain("Be one person on both platforms"),
        lead=say("Say this to me on the other platform:"),
        sections=(Section("", ((Code(f"/link {made.word}"),),), bulleted=False),),
        facts=(Fact(say.plain("Good until"), (When(made.until, WhenStyle.TIME),)),),
        closing=say("It works once, and nothing happens before you say yes here. Show it to nobody."),
    )
    return Reply(blocks=(card,), buttons=(Says(say.plain("I have a code"), "link", ask=("code",)),))


def offered(say: Voice, fact: LinkOffered, *, told: bool) -> Reply:
    """Says where the last word is spoken."""
    where = {"platform": platform_name(fact.first.platform), "name": Strong(fact.first.name)}
    if told:
        text = say("Almost done. On {platform}, {name} now has a question from me: say yes there.", **where)
    else:
        command = Strong("/link")
        text = say("Almost done. Say {command} on {platform} as {name}, and yes.", command=command, **where)
    return Reply(blocks=(Notice(text),))


def question(say: Voice, fact: LinkOffered) -> Reply:
    """Asks the first side whether the other account is theirs."""
    card = Card(
        title=say.plain("Is this you?"),
        lead=say("Somebody has said your code. If that was you, we can be one:"),
        facts=(
            Fact(say.plain("There"), _words(fact.second)),
            Fact(say.plain("Here"), _words(fact.first)),
            Fact(say.plain("Good until"), (When(fact.until, WhenStyle.TIME),)),
        ),
        closing=say(
            "Your histories become one, and your settings here count. {command} parts them again.",
            command=Strong("/unlink"),
        ),
    )
    yes = Says(
        say.plain("Yes, that is me"),
        "link",
        {"confirm": fact.code_id},
        emphasis=Emphasis.PRIMARY,
        single_use=True,
    )
    no = Says(
        say.plain("No, not me"),
        "link",
        {"decline": fact.code_id},
        emphasis=Emphasis.DANGER,
        single_use=True,
    )
    return Reply(blocks=(card,), buttons=(yes, no))


def linked(say: Voice, fact: Linked) -> Reply:
    """The two are one."""
    card = Card(
        title=say.plain("You are one person now"),
        lead=say("A day counts once, wherever you check in. One streak, one place on every board."),
        sections=(_accounts(fact),),
        closing=say("{command} parts the two again, without loss.", command=Strong("/unlink")),
    )
    return Reply(blocks=(card,), buttons=(Says(say.plain("My settings"), "settings"),))


def declined(say: Voice, other: Account) -> Reply:
    """Nothing was joined."""
    text = say(
        "Good that you looked: {name} on {platform} stays somebody else, and the code is void.",
        name=Strong(other.name),
        platform=platform_name(other.platform),
    )
    return Reply(blocks=(Notice(text),))


def about_to_unlink(say: Voice, fact: Linked) -> Reply:
    """What unlinking does, with the button that does it."""
    card = Card(
        title=say.plain("Part your accounts?"),
        lead=say("Each takes along what was done through it, before and since. Nothing is lost."),
        sections=(_accounts(fact),),
        closing=say("Settings and pauses that you changed while you were one stay on both."),
    )
    button = Says(
        say.plain("Part them"),
        "unlink",
        {"confirmed": True},
        emphasis=Emphasis.DANGER,
        single_use=True,
    )
    return Reply(blocks=(card,), buttons=(button,))


def unlinked(say: Voice, fact: Linked) -> Reply:
    """The two are two again."""
    card = Card(
        title=say.plain("Your accounts are two again"),
        lead=say("Each has its own history back, and its own streak."),
        sections=(_accounts(fact),),
        closing=say("{command} joins them again.", command=Strong("/link")),
    )
    return Reply(blocks=(card,))


def _accounts(fact: Linked) -> Section:
    return Section("", tuple(_words(account) for account in fact.accounts))


def _words(account: Account) -> tuple[Strong | Plain, ...]:
    return (Strong(account.name), Plain(f" ({platform_name(account.platform)})"))
