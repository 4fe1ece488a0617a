"""The table of moves: where a draft may go from where it is, and what people call it there."""

from collections.abc import Iterable
from enum import StrEnum

from bot.errors import Refusal


class State(StrEnum):
    """Of a draft, until it is approved; then its releases tell."""

    DRAFT = "draft"
    ADVICE = "waiting for advice"
    SUBMITTED = "submitted"
    CHECKING = "facts being checked"
    WITH_DPO = "with the DPO"
    AWAITING_APPROVAL = "waiting for approval"
    AWAITING_EXTRA = "waiting for the extra approval"
    APPROVED = "approved"
    NEEDS_CHANGES = "needs changes"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ReleaseState(StrEnum):
    """Of one draft on one account."""

    QUEUED = "queued"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    VERIFIED = "verified"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    FAILED = "failed"
    MISSED = "missed"
    HELD = "held"
    VOID = "void"  # the draft was changed or withdrawn before this left


class SignKind(StrEnum):
    FACTS = "facts"
    DPO = "data protection"
    APPROVAL = "approval"
    EXTRA = "extra approval"  # of a sensitive topic, by whoever the profile names (P16)


class Finding(StrEnum):
    NONE = "not checked"
    VERIFIED = "verified"
    WRONG = "wrong"
    CANNOT_TELL = "cannot tell"
    NOT_A_FACT = "not a fact"  # the checker agrees with the author's reason


class Move(StrEnum):
    SUBMIT = "submit"
    ASK_ADVICE = "ask first"
    ADVISE = "answer the question"
    CHANGE = "change"
    ADOPT = "take over"
    CHECK = "check facts"
    SIGN_FACTS = "sign the facts"
    ASK_DPO = "ask the DPO"
    CLEAR = "clear the data"
    APPROVE = "approve"
    APPROVE_EXTRA = "give the extra approval"
    RETURN = "send back"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SEND = "send"


S, M = State, Move
_OPEN = (S.SUBMITTED, S.CHECKING, S.WITH_DPO, S.AWAITING_APPROVAL, S.AWAITING_EXTRA)

# Where a move may start. Where it ends is `after`, because facts and data decide which queue comes next.
MOVES: dict[Move, tuple[State, ...]] = {
    M.SUBMIT: (S.DRAFT, S.NEEDS_CHANGES),
    M.ASK_ADVICE: (S.DRAFT, S.NEEDS_CHANGES, S.SUBMITTED, S.CHECKING, S.WITH_DPO, S.AWAITING_APPROVAL),
    M.ADVISE: (S.ADVICE,),  # whoever waits, waits: nobody can sign it meanwhile (S31.1)
    M.CHANGE: (S.DRAFT, S.ADVICE, S.NEEDS_CHANGES, *_OPEN, S.APPROVED),
    M.ADOPT: (S.DRAFT, S.ADVICE, S.NEEDS_CHANGES, *_OPEN, S.APPROVED),
    M.CHECK: (S.SUBMITTED, S.CHECKING),
    M.SIGN_FACTS: (S.SUBMITTED, S.CHECKING),
    M.ASK_DPO: (S.SUBMITTED, S.CHECKING, S.AWAITING_APPROVAL),
    M.CLEAR: (S.WITH_DPO,),
    M.APPROVE: (S.AWAITING_APPROVAL,),
    M.APPROVE_EXTRA: (S.AWAITING_EXTRA,),
    M.RETURN: _OPEN,
    M.REJECT: (*_OPEN, S.APPROVED),
    M.WITHDRAW: (S.DRAFT, S.ADVICE, S.NEEDS_CHANGES, *_OPEN, S.APPROVED),
    M.EXPIRE: (S.DRAFT, S.NEEDS_CHANGES, *_OPEN),
    M.SEND: (S.APPROVED,),
}

ENDS: dict[Move, State] = {
    M.ASK_ADVICE: S.ADVICE,
    M.CHECK: S.CHECKING,
    M.ASK_DPO: S.WITH_DPO,
    M.APPROVE: S.APPROVED,  # or, for a sensitive topic, AWAITING_EXTRA
    M.APPROVE_EXTRA: S.APPROVED,
    M.RETURN: S.NEEDS_CHANGES,
    M.REJECT: S.REJECTED,
    M.WITHDRAW: S.WITHDRAWN,
    M.EXPIRE: S.EXPIRED,
}

WORDS: dict[str, str] = {
    S.DRAFT: "Draft, not submitted yet",
    S.ADVICE: "Waiting for advice: somebody asked first",
    S.SUBMITTED: "Waiting for a second person to check the facts",
    S.CHECKING: "Facts are being checked",
    S.WITH_DPO: "Waiting for the data protection officer",
    S.AWAITING_APPROVAL: "Waiting for senior leadership to approve",
    S.AWAITING_EXTRA: "Waiting for the Headteacher: sensitive topic",
    S.APPROVED: "Approved",
    S.NEEDS_CHANGES: "Sent back: needs changes",
    S.REJECTED: "Rejected",
    S.WITHDRAWN: "Withdrawn",
    S.EXPIRED: "Expired: nobody decided in time",
    ReleaseState.QUEUED: "Approved, waiting for its time",
    ReleaseState.PUBLISHING: "Being sent",
    ReleaseState.PUBLISHED: "Sent; the live post is being read back",
    ReleaseState.VERIFIED: "Live, and read back as approved",
    ReleaseState.DIFFERS: "Live account differs from what was approved; see Stray posts",
    ReleaseState.UNKNOWN: "Sent, but the network's answer was lost; looking for it",
    ReleaseState.FAILED: "The network refused it",
    ReleaseState.MISSED: "Missed: its time had passed, so it was not sent",
    ReleaseState.HELD: "Held at the last test before sending",
    ReleaseState.VOID: "Withdrawn before it was sent",
}

COLOURS: dict[str, str] = {
    S.DRAFT: "grey",
    S.ADVICE: "purple",
    S.SUBMITTED: "blue",
    S.CHECKING: "blue",
    S.WITH_DPO: "purple",
    S.AWAITING_APPROVAL: "light-blue",
    S.AWAITING_EXTRA: "purple",
    S.APPROVED: "turquoise",
    S.NEEDS_CHANGES: "yellow",
    S.REJECTED: "red",
    S.WITHDRAWN: "grey",
    S.EXPIRED: "grey",
    ReleaseState.QUEUED: "turquoise",
    ReleaseState.PUBLISHING: "turquoise",
    ReleaseState.PUBLISHED: "turquoise",
    ReleaseState.VERIFIED: "green",
    ReleaseState.DIFFERS: "orange",
    ReleaseState.UNKNOWN: "orange",
    ReleaseState.FAILED: "red",
    ReleaseState.MISSED: "orange",
    ReleaseState.HELD: "orange",
    ReleaseState.VOID: "grey",
}

# What a person must hear about first, when a draft's accounts fare differently.
WORST_FIRST = (
    ReleaseState.UNKNOWN,
    ReleaseState.FAILED,
    ReleaseState.HELD,
    ReleaseState.MISSED,
    ReleaseState.DIFFERS,
    ReleaseState.PUBLISHING,
    ReleaseState.QUEUED,
    ReleaseState.PUBLISHED,
    ReleaseState.VERIFIED,
)
NOT_OUT = (ReleaseState.QUEUED, ReleaseState.HELD, ReleaseState.MISSED, ReleaseState.FAILED)
SEEN_LIVE = (ReleaseState.VERIFIED, ReleaseState.DIFFERS)
GONE_OUT = (ReleaseState.PUBLISHING, ReleaseState.UNKNOWN, ReleaseState.PUBLISHED, *SEEN_LIVE)


def check_move(state: State, move: Move) -> None:
    """Raises the Refusal a person reads when a draft is not where the move starts."""
    if state not in MOVES[move]:
        raise Refusal(
            f"You cannot {move.value} now: this draft is at “{WORDS[state]}”.",
            rule="move",
            next_step="Reload the page to see where it is and what can be done.",
        )


def overall(state: State, releases: Iterable[ReleaseState]) -> State | ReleaseState:
    """The one word for a list: the draft's own state until it is approved, then its most worrying release."""
    if state is not State.APPROVED:
        return state
    found = set(releases)
    return next((worst for worst in WORST_FIRST if worst in found), state)
