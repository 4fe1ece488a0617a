"""What the Comments pages say: how grave, why, and what others can see right now, in words."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.accounts import register
from bot.accounts.models import Account
from bot.clock import now, spoken
from bot.moderation.desk import by_hand, care, decide, for_good
from bot.moderation.desk.holds import standing
from bot.moderation.desk.models import Hold
from bot.moderation.desk.queue import about_me
from bot.moderation.desk.shadow_report import would_be_hidden
from bot.moderation.models import Reply, Visibility
from bot.people.found import person
from bot.people.models import Person
from bot.platforms.capabilities import CAPABILITIES
from bot.web.marks import Piece, highlighted

SEVERITY: dict[int, tuple[str, str]] = {
    0: ("S0: risk to life or a child", "red"),
    1: ("S1: threat, slur, sexual, personal details", "red"),
    2: ("S2: abuse or harassment", "orange"),
    3: ("S3: criticism", "blue"),
    4: ("S4: spam or an unsafe link", "yellow"),
    5: ("S5: ordinary", "grey"),
}
V = Visibility
SEEN: dict[Visibility, tuple[str, str]] = {
    V.VISIBLE: ("Visible", "Everybody can see it."),
    V.HIDING: ("Being hidden", "Still visible until the network confirms that it is hidden."),
    V.HIDDEN: ("Hidden", ""),  # the network's own meaning says the rest
    V.SHOWING: ("Being shown again", "Still hidden until the network confirms that it is shown."),
    V.REMOVING: ("Being removed", ""),  # until when it can be taken back says the rest
    V.REMOVED: ("Removed", "It is gone from the network for good, which was read back. The sealed copy is kept here."),
    V.CUTTING_OFF: ("Being cut off", ""),
    V.CUT_OFF: ("Cut off", "The quote stands, and no longer shows the academy's post, which was read back."),
    V.CANNOT_HIDE: ("Still visible", "Gatepost could not hide this: still visible. A person has a task with the exact steps."),
}
SEEN_COLOUR = {
    V.VISIBLE: "blue",
    V.HIDING: "yellow",
    V.HIDDEN: "green",
    V.SHOWING: "yellow",
    V.REMOVING: "yellow",
    V.REMOVED: "grey",
    V.CUTTING_OFF: "yellow",
    V.CUT_OFF: "grey",
    V.CANNOT_HIDE: "red",
}
REASONS = decide.HIDE_REASONS | decide.KEEP_REASONS
WAIT = "The worker asks the network within a minute, and reads back what it did."
DECIDED: dict[str, str] = {
    "hide": "Decided: hide it.",
    "keep_hidden": "Decided: keep it hidden.",
    "restore": "Decided: show it. The machine will not hide it again.",
    "leave": "Decided: leave it visible.",
    "remove": "Decided: remove it for good.",
    "cut_off": "Decided: cut it off from the academy's post.",
}
MINUTES = f"{for_good.WAITS.seconds // 60} minutes"
HINTS: dict[bool, str] = {  # for what nothing brings back, by whether the network does it for a program
    True: f"It waits {MINUTES}, so that you can take it back. Then nothing brings it back; a copy is sealed.",
    False: "A person gets the steps. Nothing brings it back; a copy is sealed.",
}
FROM_NOW: dict[Visibility, str] = {
    V.VISIBLE: "It is visible, and nothing changes on the network.",
    V.HIDING: f"{WAIT} Until then it is still visible.",
    V.HIDDEN: "It is hidden already, and nothing changes on the network.",
    V.SHOWING: f"{WAIT} Until then it is still hidden.",
    V.REMOVING: f"You can take that back for {MINUTES}. Then it is removed, and nothing brings it back.",
    V.REMOVED: "It is gone from the network.",
    V.CUTTING_OFF: f"You can take that back for {MINUTES}. Then it is cut off, and nothing puts it back.",
    V.CUT_OFF: "It no longer shows the academy's post.",
    V.CANNOT_HIDE: "Gatepost could not hide it, so it is still visible until a person does it by hand.",
}
SURE: tuple[tuple[float, str], ...] = ((0.9, "quite sure"), (0.7, "fairly sure"), (0.4, "in doubt"), (0.0, "hardly sure"))


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
    sure: str
    criticism: bool
    threat: bool
    would: bool = False  # the machine would have hidden it, but only watches
    held_by: str = ""  # somebody else who is deciding it
    hold: Hold | None = None
    about_me: bool = False


def cards(session: Session, me: Person, replies: list[Reply]) -> list[Card]:
    """With who is at each, and which of them this person may not decide because they are its subject."""
    keys = [reply.id or 0 for reply in replies]
    held, would, mine = standing(session, keys), would_be_hidden(session, keys), about_me(session, me, replies)
    veil = care.setting(session, me).veil
    made = []
    for reply in replies:
        hold = held.get(reply.id or 0)
        other = hold is not None and hold.person_id != me.id
        made.append(
            card(
                session,
                reply,
                veil=veil,
                would=reply.id in would,
                hold=hold if other else None,
                held_by=person(session, hold.person_id).name if hold is not None and other else "",
                about_me=reply.id in mine,
            )
        )
    return made


def card(session: Session, reply: Reply, *, veil: bool = True, **more: Any) -> Card:
    account = register.account(session, reply.account_id)
    severity, colour = SEVERITY.get(reply.severity, (f"S{reply.severity}", "grey"))
    rules = list(dict.fromkeys(str(reason["rule"]) for reason in reply.reasons))
    return Card(
        reply=reply,
        account=account,
        network=CAPABILITIES[account.platform].label,
        severity=severity,
        colour=colour,
        veiled=veil and reply.severity in care.GRAVE,
        seen=SEEN[reply.state][0],
        seen_words=by_hand.words(session, reply) or seen_by_others(reply, account),
        seen_colour=SEEN_COLOUR[reply.state],
        pieces=highlighted(reply.text, [(int(reason["start"]), int(reason["end"])) for reason in reply.reasons]),
        rules=list(dict.fromkeys(_in_words(rule) for rule in rules)),
        sure=next(words for least, words in SURE if reply.score >= least),
        criticism=reply.severity == 3,
        threat=any(rule.startswith("threat") for rule in rules),
        **more,
    )


def seen_by_others(reply: Reply, account: Account) -> str:
    """Never more than is known: hidden is not removed, and what was not read back is not called certain (invariant I8)."""
    can = CAPABILITIES[account.platform]
    words = SEEN[reply.state][1]
    if reply.state is V.HIDDEN:
        known = "Read back from the network." if reply.read_back else f"{can.label} answered that it is hidden; this cannot be read back there."
        words = f"{can.hidden_means} {known}"
    if reply.state in for_good.BEGUN:
        waits = f"It is done for good at {spoken(reply.not_before)}. Until then that can be taken back, and others see it as before."
        words = "As before, until the network confirms that it is done." if reply.failures or reply.not_before <= now() else waits
    if reply.state in (V.HIDING, V.SHOWING, *for_good.BEGUN) and reply.failures:
        tries = "once" if reply.failures == 1 else f"{reply.failures} times"
        words += f" Tried {tries} so far: {reply.last_error} It is tried again by itself."
    if reply.state is V.CANNOT_HIDE and reply.last_error:
        words += f" The reason: {reply.last_error}"
    return words


def effect(reply: Reply) -> str:
    """What was decided, and from when others see it so."""
    asked = reply.decision in for_good.BY_DECISION and reply.state not in for_good.BEGUN and reply.state not in for_good.ENDED
    then = "A person has a task to do it by hand; until then others see it as before." if asked else FROM_NOW[reply.state]
    return f"{DECIDED[reply.decision]} {then}"


def hints(reply: Reply, account: Account) -> dict[str, str]:
    """What is said under a decision that is for good."""
    means = {for_good.CUT_OFF.decision: f"{CAPABILITIES[account.platform].cut_off_means} "}
    return {name: means.get(name, "") + HINTS[by_us] for name, by_us in for_good.offered(reply, account).items()}


def _in_words(rule: str) -> str:
    """`threat: threat to a person` without the name of the list that spoke, except where nothing could judge it."""
    return rule if rule.startswith("not judged") else rule.partition(": ")[2] or rule
