"""Refusals of studying: check-ins, undo, pauses and questions about standings."""

from collections.abc import Mapping

from bot.messages.voice import mark

REFUSALS: Mapping[str, str] = {
    "day_not_posted": mark("{day} is still to come: it opens {at}. Check in once it is posted."),
    "day_closed": mark("{day} closed {at}, so it stays as it is. {why} shows what it means for your streak."),
    "no_catching_up": mark(
        "{cohort} counts weeks, and a week that is over asks for nothing more. {progress} shows your pace."
    ),
    "no_own_plans": mark(
        "{cohort} keeps up as a group, without plans of one's own. {today} shows the group's topic, and "
        "{progress} your pace."
    ),
    "day_before_joining": mark(
        "{day} was over before you joined {cohort}, so it never counts against you. "
        "{today} shows what is open."
    ),
    "no_study_day": mark("{day} is no study day in {cohort}. {plan} shows the days that count."),
    "nothing_to_undo": mark("There is no check-in to take back in {cohort}. {streak} shows where you stand."),
    "undo_closed": mark("{day} is settled and stays counted. An admin can see and explain it: {why}."),
    "note_full": mark(
        "Together that would be {length} characters, and a day's notes hold {most}. A shorter one fits."
    ),
    "no_leaderboard": mark("{cohort} has no leaderboard. {streak} shows where you stand."),
    "no_buddies": mark("There are no buddies in {cohort} at the moment. {streak} shows where you stand."),
    "offer_over": mark("That is over by now. {buddy} shows how it stands."),
    "no_recall": mark("{cohort} has no recall of topics. {plan} shows what there is to study."),
    "no_such_topic": mark(
        "That topic is not among those you have checked in for in {cohort}. {today} shows what is open."
    ),
    "quiet_hours": mark(
        "From 22:00 to 08:00 I write to nobody, so {value} is no hour for it. Pick one between them."
    ),
    "pause_backwards": mark("{first} comes after {last}. Swap the two dates and say it again."),
    "pause_of_no_study_days": mark(
        "There is no study day from {first} to {last}, so you can rest without a pause."
    ),
    "pause_too_long": mark(
        "That is {days} study days, and a pause holds {limit}. Make it shorter; you can pause again later."
    ),
    "pause_too_late": mark(
        "{day} closed {closed}, so a pause can no longer cover it. Begin later, or ask an admin to excuse it."
    ),
    "pause_overlaps": mark("You rest from {first} to {last} already. End that with {resume} first."),
    "not_paused": mark("You are not on a pause in {cohort}. {pause} begins one."),
    "no_such_member": mark("{name} is not in {cohort}. {leaderboard} shows who is."),
    "not_finished": mark(
        "You have done {done} of {of} days in {cohort}; {needed} finish it once the last is over. "
        "{progress} shows your pace."
    ),
    "no_code": mark("{value} is no code of a certificate. It has 24 letters and numbers, in groups of six."),
    "no_such_certificate": mark(
        "I cannot confirm {value}: I did not issue it like that, or it was deleted. Check each letter."
    ),
    "own_export_too_soon": mark("Your data can be had once an hour. The next time is {again_at}."),
    "no_projects": mark("The roadmap of {cohort} has no projects. {plan} shows what there is to do."),
    "projects_off": mark("{cohort} takes no projects at the moment. {progress} shows those handed in."),
    "bad_link": mark("{value} is no address that I can show. Begin it with https://."),
    "no_such_submission": mark("I have nothing like that for you. {review} shows what waits for you."),
    "nothing_to_review": mark("That does not wait for your review. {review} shows what does."),
    "review_over": mark("{value} by {name} no longer waits for you. Thanks! {review} shows what does."),
    "review_incomplete": mark("Say yes or no to both: does it work, and is it clear. {review} asks you."),
    "review_suggestion": mark("What would make it better? Add one suggestion, and it is ready."),
    "standing_private": mark("{name} keeps their streak to themselves. {leaderboard} shows those who share."),
}
