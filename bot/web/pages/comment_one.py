"""Everything the page of one comment shows: the words, what is around them, who is at it, and what can be decided."""

from typing import Any

from bot.accounts import register
from bot.audit.log import history
from bot.cases import evidence
from bot.cases.models import Evidence
from bot.moderation.crowd import repeat
from bot.moderation.desk import care, decide, holds, reporting
from bot.moderation.desk import complaint as desk_complaint
from bot.moderation.desk import history as desk_history
from bot.moderation.desk import subject as desk_subject
from bot.moderation.desk import undo as desk_undo
from bot.moderation.desk.appeals import about_reply
from bot.moderation.desk.models import last as last_decision
from bot.moderation.desk.wording import BECAME
from bot.moderation.models import Reply, Review
from bot.people.grants import Place, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports.outside import answered
from bot.web.access import Visit
from bot.web.pages import comment_rows, police

HISTORY = 50
# The letter that chooses each decision, and presses each link; the page shows them. Figures choose the reason.
KEYS: dict[str, str] = {"keep_hidden": "k", "restore": "s", "hide": "h", "leave": "v", "remove": "r", "cut_off": "c"}
PAGE_KEYS: dict[str, str] = {
    "w": "show or veil the words",
    "d": "save the decision",
    "n": "the next comment",
    "l": "back to the list",
    "u": "take your last decision back",
}


def one(visit: Visit, reply: Reply) -> dict[str, Any]:
    """The context of `comments/one.html`. Reads only: who opens the page to decide holds the comment already."""
    session, me = visit.session, visit.me
    account = register.account(session, reply.account_id)
    captured = session.get(Evidence, reply.evidence_id) if reply.evidence_id else None
    about = desk_subject.subjects(session, reply, account)
    mine = desk_subject.is_about(session, me, reply, account)
    words, words_grave = desk_history.parent(session, reply)
    last = last_decision(session, reply.id or 0)
    return {
        **desk(visit),
        "card": comment_rows.cards(session, me, [reply])[0],
        "answered": answered(session, account, reply),
        "parent": words,
        "parent_veiled": words_grave and care.setting(session, me).veil,
        "repeat": repeat.words(reply),
        "writer": desk_history.of_writer(session, reply),
        "beside": desk_history.beside(session, reply),
        "choices": decide.choices(reply, account),
        "hints": comment_rows.hints(reply, account),
        "sure": [name for name in decide.SURE if name in decide.choices(reply, account)],
        "why_not": why_not(session, me, Verb.MODERATE, Place(account.academy_id, account.id)),
        "held": holds.by_other(session, me, reply.id or 0) is not None,
        "holding": reply.review is Review.WAITING and (reply.id or 0) in holds.standing(session, [reply.id or 0]),
        "about": about,
        "instead": desk_subject.instead(session, me, reply, account) if mine else "",
        "leaders": [(p.id, p.name) for p in desk_subject.leaders(session, account.academy_id)],
        "seen": last.id if last else 0,
        "became": BECAME.get(reply.state, ""),
        "may_pass_on": desk_complaint.may_pass_on(reply),
        **police.panel(visit, reply),
        "hidden_means": CAPABILITIES[account.platform].hidden_means,
        "appeals": about_reply(session, reply.id or 0),
        "evidence": captured,
        "intact": captured is not None and evidence.intact(captured),
        "history": history(session, f"reply:{reply.id}")[-HISTORY:][::-1],
        "decided_by": session.get(Person, reply.decided_by) if reply.decided_by else None,
        "decision": decide.DECISIONS[reply.decision][0] if reply.decision in decide.DECISIONS else "",
        "reason": comment_rows.REASONS.get(reply.reason_code, ""),
        "KEYS": KEYS,
        "may_report": CAPABILITIES[account.platform].report and reply.state != "removed",
        "report": reporting.of(session, reply.id or 0),
        "report_reasons": [(code, words) for code, words in decide.HIDE_REASONS.items()],
    }


def desk(visit: Visit) -> dict[str, Any]:
    """What every page of the desk shows: what can be taken back, what this person read today, and their letters."""
    undoable = desk_undo.undoable(visit.session, visit.me)
    return {
        "undoable": undoable,
        "undo_until": desk_undo.until(visit.session.get_one(Reply, undoable.reply_id), undoable) if undoable else None,
        "undo_words": decide.DECISIONS[undoable.decision][0].lower() if undoable else "",
        "opened_today": care.opened_today(visit.session, visit.me),
        "many": care.MANY,
        "gentle": care.GENTLE,
        "setting": care.setting(visit.session, visit.me),
        "PAGE_KEYS": PAGE_KEYS,
    }
