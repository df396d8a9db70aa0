"""Refusals about cohorts, lessons and roadmaps, each with a way out."""

from collections.abc import Mapping

from bot.messages.voice import mark

REFUSALS: Mapping[str, str] = {
    "too_many_cohorts": mark("A space holds {limit} cohorts. Delete one that is over, and there is room."),
    "name_taken": mark("There is a cohort called {name} here already. Give this one another name."),
    "room_elsewhere": mark("{room} is not in this space. Pick a room here, or say it there."),
    "bad_weekdays": mark("{value} names no weekdays that I know. Try mon-fri, mon,wed,fri or every day."),
    "weekdays": mark("I need at least one weekday to study on. Try mon-fri."),
    "start": mark("{value} is too far away to plan from. Pick an earlier day."),
    "quota": mark("{value} days a week are more than the {most} study days. Pick fewer, or add study days."),
    "items_per_day": mark("{value} items a day do not work. Pick a number from {least} on."),
    "project_share": mark("The share of projects lies between {least} and {most}. Pick one in between."),
    "fit_days": mark("{value} study days do not work. Pick a number from {least} on."),
    "catch_up_every": mark("{value} does not work. Pick a number of study days from {least} on."),
    "year": mark("{value} is no year to plan with. Pick one such as {example}."),
    "cannot_start": mark("Only a draft can be started, and {cohort} is {state}. {create} makes a new one."),
    "cannot_pause": mark(
        "Only a running cohort can be paused, and {cohort} is {state} already; that is fine."
    ),
    "cannot_resume": mark(
        "{cohort} is {state}, so there is nothing to take up. /cohort status shows how it is."
    ),
    "cannot_end": mark("{cohort} is {state}, so it cannot end now. /cohort status shows how it is."),
    "cannot_delete": mark("{cohort} is {state} already. /cohort resume brings it back for thirty days."),
    "cannot_edit": mark("{cohort} is {state} and stays as it is. {create} makes a new one."),
    "cannot_skip": mark("{cohort} is {state}, so days off change nothing. {create} makes a new one."),
    "cannot_announce": mark("{cohort} is {state}, so nobody would hear it. Start it first, or pick another."),
    "cannot_preview": mark("{cohort} is {state}: nothing more is planned. /cohort resume may bring it back."),
    "nothing_to_change": mark("That is how {cohort} is already. Name a setting to change."),
    "has_begun": mark("{cohort} has begun, so its start stays. /cohort skip gives days off instead."),
    "edit_outdated": mark("{cohort} has changed since that was shown. Say the edit again to see it afresh."),
    "skip_what": mark("Say a day to skip, or a country whose public holidays are off."),
    "day_too_far": mark("{day} is not within reach of this cohort. Pick a day from {first} on."),
    "no_holidays": mark("I know no public holidays in {country} from {first} to {last}. Name a day instead."),
    "already_off": mark("That is off in {cohort} already. /cohort preview shows what comes."),
    "cannot_attach": mark("{cohort} is {state} and takes no more rooms. /cohort status shows how it is."),
    "too_many_rooms": mark(
        "A cohort speaks in at most {limit} rooms. /cohort detach makes room for another."
    ),
    "room_attached": mark(
        "{cohort} speaks in this room already, so all is well. Say the code in another one."
    ),
    "home_room_stays": mark(
        "{cohort} has only its home room here, and that one stays. /cohort edit can move it elsewhere."
    ),
    "not_attached": mark("{cohort} does not speak in that room. /cohort detach shows those it can leave."),
    "no_room": mark("{cohort} has no room to speak in. /cohort edit gives it one."),
    "too_many_announcements": mark("{limit} announcements an hour are enough. Try again in a while."),
    "export_too_soon": mark("One export an hour. The next one can be had {again_at}."),
    "excuse_backwards": mark("{first} comes after {last}. Swap the two dates and say it again."),
    "excuse_no_study_days": mark(
        "There is no study day from {first} to {last}, so there is nothing to excuse. /cohort preview shows "
        "those that come."
    ),
    "cannot_excuse": mark("{cohort} is {state}, so no day counts in it. /cohort status shows how it is."),
    "excused_already": mark("{name} is excused for that already. /cohort status shows what was done."),
    "nothing_to_take_back": mark(
        "There is nothing of that kind to take back in {cohort}. /cohort status shows what was done."
    ),
    "taken_back": mark("That was taken back already. /cohort status shows what was done."),
    "study_days": mark("That would be more than {limit} study days. Take more items a day."),
}
