"""What the Comments pages say: how grave, why, and what others can see right now, in words."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.log import history
from bot.cases import evidence
from bot.cases.models import Evidence
from bot.moderation import decide
from bot.moderation.models import Reply, Visibility
from bot.people.grants import Place, why_not
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports.outside import answered
from bot.web.access import Visit
from bot.web.marks import Piece, highlighted

SEVERITY: dict[int, tuple[str, str]] = {
    0: ("S0: risk to life or a child", "red"),
    1: ("S1: threat, slur, sexual, personal details", "red"),
    2: ("S2: abuse or harassment", "orange"),
    3: ("S3: criticism", "blue"),
    4: ("S4: spam or an unsafe link", "yellow"),
    5: ("S5: ordinary", "grey"),
}
VEILED = (0, 1, 2, 4)
V = Visibility
SEEN: dict[Visibility, tuple[str, str]] = {
    V.VISIBLE: ("Visible", "Everybody can see it."),
    V.HIDING: ("Being hidden", "Still visible until the network confirms that it is hidden."),
    V.HIDDEN: ("Hidden", ""),  # the network's own meaning says the rest
    V.SHOWING: ("Being shown again", "Still hidden until the network confirms that it is shown."),
    V.CANNOT_HIDE: ("Still visible", "Gatepost could not hide this: still visible. A person has a task with the exact steps."),
}
SEEN_COLOUR = {V.VISIBLE: "blue", V.HIDING: "yellow", V.HIDDEN: "green", V.SHOWING: "yellow", V.CANNOT_HIDE: "red"}
REASONS = decide.HIDE_REASONS | decide.KEEP_REASONS
WAIT = "The worker asks the network within a minute, and reads back what it did."
DECIDED: dict[str, str] = {
    "hide": "Decided: hide it.",
    "keep_hidden": "Decided: keep it hidden.",
    "restore": "Decided: show it. The machine will not hide it again.",
    "leave": "Decided: leave it visible.",
    "remove": "Decided: a person has a task to remove it by hand.",
}
FROM_NOW: dict[Visibility, str] = {
    V.VISIBLE: "It is visible, and nothing changes on the network.",
    V.HIDING: f"{WAIT} Until then it is still visible.",
    V.HIDDEN: "It is hidden already, and nothing changes on the network.",
    V.SHOWING: f"{WAIT} Until then it is still hidden.",
    V.CANNOT_HIDE: "Gatepost could not hide it, so it is still visible until a person does it by hand.",
}


@dataclass(frozen=True)
class Card:
    """One comment as the pages show it."""

    reply: Reply
    account: Account
    network: str
    severity: str
    colour: str
    veiled: bool
    seen: str
    seen_words: str
    seen_colour: str
    pieces: list[Piece]
    rules: list[str]
    criticism: bool
    threat: bool


def card(session: Session, reply: Reply) -> Card:
    account = register.account(session, reply.account_id)
    severity, colour = SEVERITY.get(reply.severity, (f"S{reply.severity}", "grey"))
    rules = list(dict.fromkeys(str(reason["rule"]) for reason in reply.reasons))
    return Card(
        reply=reply,
        account=account,
        network=CAPABILITIES[account.platform].label,
        severity=severity,
        colour=colour,
        veiled=reply.severity in VEILED,
        seen=SEEN[reply.state][0],
        seen_words=seen_by_others(reply, account),
        seen_colour=SEEN_COLOUR[reply.state],
        pieces=highlighted(reply.text, [(int(reason["start"]), int(reason["end"])) for reason in reply.reasons]),
        rules=list(dict.fromkeys(_in_words(rule) for rule in rules)),
        criticism=reply.severity == 3,
        threat=any(rule.startswith("threat") for rule in rules),
    )


def seen_by_others(reply: Reply, account: Account) -> str:
    """Never more than is known: hidden is not removed, and what was not read back is not called certain (invariant I8)."""
    can = CAPABILITIES[account.platform]
    words = SEEN[reply.state][1]
    if reply.state is V.HIDDEN:
        known = "Read back from the network." if reply.read_back else f"{can.label} answered that it is hidden; this cannot be read back there."
        words = f"{can.hidden_means} {known}"
    if reply.state in (V.HIDING, V.SHOWING) and reply.failures:
        tries = "once" if reply.failures == 1 else f"{reply.failures} times"
        words += f" Tried {tries} so far: {reply.last_error} It is tried again by itself."
    if reply.state is V.CANNOT_HIDE and reply.last_error:
        words += f" The reason: {reply.last_error}"
    return words


def effect(reply: Reply) -> str:
    """What was decided, and from when others see it so."""
    return f"{DECIDED[reply.decision]} {FROM_NOW[reply.state]}"


def _in_words(rule: str) -> str:
    """`threat: threat to a person` without the name of the list that spoke, except where nothing could judge it."""
    return rule if rule.startswith("not judged") else rule.partition(": ")[2] or rule


def one(visit: Visit, reply: Reply) -> dict[str, Any]:
    """Everything the page of one comment shows."""
    session = visit.session
    account = register.account(session, reply.account_id)
    captured = session.get(Evidence, reply.evidence_id) if reply.evidence_id else None
    return {
        "card": card(session, reply),
        "answered": answered(session, account, reply),
        "choices": decide.choices(reply, account),
        "why_not": why_not(session, visit.me, Verb.MODERATE, Place(account.academy_id, account.id)),
        "evidence": captured,
        "intact": captured is not None and evidence.intact(captured),
        "history": history(session, f"reply:{reply.id}")[-50:][::-1],
        "decided_by": session.get(Person, reply.decided_by) if reply.decided_by else None,
        "decision": decide.DECISIONS[reply.decision][0] if reply.decision in decide.DECISIONS else "",
        "reason": REASONS.get(reply.reason_code, ""),
    }
