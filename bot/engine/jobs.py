"""The table of all jobs. A job is `due`, one indexed query, and `run`, a plain function over one row."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from bot.cases import (
    access_life,
    access_review,
    by_hand,
    declarations,
    evidence_check,
    evidence_paper,
    evidence_retention,
    permissions_register,
    policy_life,
    safeguarding,
    tasks,
)
from bot.consent import events_day
from bot.drafts import (
    access_hold,
    advice,
    break_glass,
    dpo_clock,
    drift,
    guidance_links,
    integrity,
    mode_switch,
    publish,
    reconcile,
    reconcile_look,
    reminders,
    removals,
    rights_hold,
    seen_words,
    strays,
)
from bot.drafts.drifting import backlog, faces
from bot.drafts.leaving import carry_out
from bot.drafts.leaving import checks as leaving_checks
from bot.drafts.links import checks
from bot.drafts.links import watch as link_watch
from bot.following import guard, watch
from bot.moderation import act, blind, blind_lock, canary, poll, routes
from bot.moderation.crowd import reply_lock_work
from bot.moderation.desk import by_hand as hand_on_reply
from bot.moderation.desk import decide, removing, reporting
from bot.moderation.messages import blocking as sender_blocks
from bot.moderation.messages import desk as message_desk
from bot.moderation.messages import guard as message_guard
from bot.moderation.messages import reading as messages
from bot.notify import deliveries
from bot.platforms.registry import Means
from bot.reports import costs_watch, notice_items

Run = Callable[[Session, int, Means], object]


@dataclass(frozen=True)
class Job:
    """`due` gives (row, account): jobs of one account never run at the same time."""

    name: str
    does: str
    due: Callable[[Session], list[tuple[int, int]]]
    run: Run
    reads: bool = False  # a reading of the network, which `--account` may force


def _lone(rows: Callable[[Session], list[int]]) -> Callable[[Session], list[tuple[int, int]]]:
    """Rows that belong to no account in particular."""
    return lambda session: [(key, 0) for key in rows(session)]


def _plain(step: Callable[[Session, int], object]) -> Run:
    """A job that calls no network."""
    return lambda session, key, _means: step(session, key)


# In order of what may wait least: a child at risk, what others can see, what goes out, what came in, the rest.
JOBS: tuple[Job, ...] = (
    Job("safeguarding", "page again while nobody has acknowledged", _lone(safeguarding.due), _plain(safeguarding.escalate)),
    Job("notices", "send alarms over every channel, list what else leaves", _lone(deliveries.due), deliveries.alarms(notice_items.name)),
    Job("hide", "hide or show a reply and read it back", act.due, act.run),
    Job("judge", "judge comments whose verdict is known, to see that the judge works", _lone(canary.due), _plain(canary.run)),
    Job("replies", "read and judge replies", poll.due, poll.reader(guard.organisations), reads=True),
    Job("messages", "read and judge private messages", messages.due, messages.run, reads=True),
    Job("blind-lock", "close the latest posts to replies while comments cannot be read, as agreed", blind_lock.due, blind_lock.run),
    Job("reply-lock", "close a post to replies for a time, and open it again", reply_lock_work.due, reply_lock_work.run),
    Job("blind", "ask a person to look where an account cannot be read", blind.due, _plain(blind.run)),
    Job("access", "tell that a network lets nobody in, and ask what each connection may do", access_life.due, access_life.run),
    Job("morning", "tell of comments that came outside staffed hours", routes.due_morning, _plain(routes.morning)),
    Job("leaving", "end what a leaver could do, hold their posts, pass their accounts on", _lone(carry_out.due), _plain(carry_out.run)),
    Job("modes", "begin and end sensitive periods, and hold what they hold", _lone(mode_switch.due), _plain(mode_switch.turn)),
    Job("rights", "hold posts whose pictures may no longer be used", _lone(rights_hold.due), _plain(rights_hold.hold)),
    Job("links", "open the addresses that drafts point at", _lone(checks.due), checks.run),
    Job("restored", "read what was posted since the backup that was put back", reconcile_look.due, reconcile_look.run),
    Job("access-back", "put back what waited until an account was connected again", access_hold.due, _plain(access_hold.let_go)),
    Job("publish", "send a post once, and read it back", publish.due, publish.run),
    Job("timeline", "compare the live account with what was approved", drift.due, drift.run, reads=True),
    Job("profile", "compare the account's profile, settings, handle and id with what was approved", faces.due, faces.run),
    Job("break-glass", "raise the alarm when nobody reviewed a post made outside", _lone(break_glass.due), _plain(break_glass.lapse)),
    Job("remove", "remove a stray post and read back that it is gone", reconcile.by_people_only(strays.due_removals), strays.remove),
    Job("reply-removal", "remove a reply or cut off a quote for good, as a person decided, and read it back", removing.due, removing.run),
    Job("reply-by-hand", "read back what a person says they removed or cut off by hand", hand_on_reply.due, hand_on_reply.run),
    Job("reply-report", "report a reply to the network, once", reporting.due, reporting.run),
    Job("removal", "remove a post whose picture may no longer be shown, and read back", removals.due, removals.run),
    Job("link-watch", "tell when a link in a live post leads elsewhere", _lone(link_watch.due), _plain(link_watch.compare)),
    Job("following", "compare who is followed with the allow-list", watch.due, watch.run, reads=True),
    Job("backlog", "list what stood on an account before the gate", backlog.due, backlog.run),
    Job("unfollow", "undo a follow that is not on the list", watch.due_undoing, watch.undo),
    Job("follow", "follow an organisation on the list", guard.due, guard.carry_out),
    Job("message-guard", "close private messages, or ask a person to look where they cannot be seen", message_guard.due, message_guard.run),
    Job("sender-block", "block a sender or lift a block, and read it back", sender_blocks.due, sender_blocks.run),
    Job("late", "tell the Headteacher of comments that waited too long", _lone(decide.due_late), _plain(decide.late)),
    Job("advice", "tell others where nobody answered a question in time", _lone(advice.due), _plain(advice.chase)),
    Job("guidance", "look whether the links to help still answer", _lone(guidance_links.due), guidance_links.check),
    Job("leaving-checks", "ask again whether a leaver can still get in", _lone(leaving_checks.due), _plain(leaving_checks.chase)),
    Job("declarations", "tell again of declarations that nobody has read", _lone(declarations.due), _plain(declarations.chase)),
    Job("permissions", "begin and end permissions with their dates", _lone(permissions_register.due), _plain(permissions_register.turn)),
    Job("access-review", "begin the review of who may do what", _lone(access_review.due), _plain(access_review.begin)),
    Job("dormant", "end permissions that nobody used or decided about", _lone(access_review.due_lapses), _plain(access_review.lapse)),
    Job("notices-later", "send notices that are no alarms", _lone(deliveries.due_later), deliveries.later(notice_items.name)),
    Job("by-hand", "ask for the monthly look at accounts that Gatepost cannot see", _lone(by_hand.due), _plain(by_hand.ask)),
    Job("tasks", "mark tasks that are overdue", _lone(tasks.due), _plain(tasks.overdue)),
    Job("remind", "remind whoever's turn a draft is", _lone(reminders.due), _plain(reminders.remind)),
    Job("policy", "tell when the review of a policy comes due", _lone(policy_life.due), _plain(policy_life.alarm)),
    Job("data-clock", "tell the Headteacher when the data protection officer is silent", _lone(dpo_clock.due), _plain(dpo_clock.escalate)),
    Job("senders", "forget who wrote private messages", _lone(message_desk.due_forgetting), _plain(message_desk.forget)),
    Job("costs", "tell when an account's calls near the month's budget", _lone(costs_watch.due), _plain(costs_watch.run)),
    Job("expiry", "close drafts that nobody decided", _lone(integrity.due_expiry), _plain(integrity.expire)),
    Job("words", "read the words in pictures", _lone(seen_words.due), _plain(seen_words.look)),
    Job("event-sheets", "delete the list of children after an event", _lone(events_day.due_purge), _plain(events_day.purge)),
    Job("evidence-page", "print a page of sealed evidence, and seal it too", _lone(evidence_paper.due), _plain(evidence_paper.run)),
    Job("evidence-end", "end the time for which evidence is kept", _lone(evidence_retention.due), _plain(evidence_retention.run)),
    Job("evidence-check", "compare all evidence with the record", _lone(evidence_check.due), _plain(evidence_check.run)),
    Job("integrity", "find rows that say more than was signed", _lone(integrity.due_suspects), integrity.check),
)
