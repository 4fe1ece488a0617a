"""An account that shows itself otherwise than approved: evidence, who is told, and when the alarm is over (control C14). Commits nothing."""

from datetime import timedelta

from sqlmodel import Session, col, select

from bot.accounts import identity
from bot.accounts.models import Account, Doubt
from bot.accounts.register import holders
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases import evidence, tasks
from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.drafts.drifting.compare import WORDS, Change
from bot.drafts.drifting.models import ApprovedFace, FaceDrift, FaceKind, FaceState
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.grants import profile_at
from bot.people.permissions import Role
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.offers import Face

ALARMED: tuple[Role, ...] = (Role.SLT, Role.HEAD, Role.ADMIN)
STANDING = (FaceState.OPEN, FaceState.PUT_BACK)
LOOK_AGAIN = timedelta(minutes=10)  # a network may show an old version for a while after a person changed it
SENTENCE: dict[FaceKind, str] = {
    FaceKind.PROFILE: "The profile or settings of @{handle} were changed outside Gatepost: {what}",
    FaceKind.HANDLE: "@{handle} has another handle on the network now (@{new}). It is suspended until the Headteacher confirms it",
    FaceKind.IDENTITY: "The credential of @{handle} opens another account now (@{new}). It is suspended, and the credential is not used",
}
DOUBTS: dict[FaceKind, Doubt] = {FaceKind.HANDLE: Doubt.HANDLE, FaceKind.IDENTITY: Doubt.IDENTITY}


def named(fields: dict[str, str]) -> str:
    """The fields as people call them."""
    return ", ".join(WORDS[name].lower() for name in fields)


def lines(fields: dict[str, str]) -> str:
    """One version, a line for each field."""
    return "\n".join(f"{WORDS[name]}: {value or '(empty)'}" for name, value in fields.items())


def changed(session: Session, account: Account, change: Change) -> FaceDrift:
    """Kept as evidence with both versions, and told at once to those who decide and to whoever holds the keys."""
    row = _row(session, account, change)
    text = SENTENCE[change.kind].format(handle=account.handle, what=named(change.after), new=change.after.get("handle", ""))
    tell_roles(session, account.academy_id, ALARMED, text, link(row), subject=subject(row), urgency=Urgency.SOON)
    if change.kind is not FaceKind.PROFILE:
        tell_safeguarding(session, account, text, subject(row), Urgency.SOON)
    return row


def tell_safeguarding(session: Session, account: Account, text: str, about: str, urgency: Urgency) -> None:
    """An account that pupils use and that may be somebody else's: also for those whom the profile names (P24)."""
    if account.pupil_facing:
        to = [role for role in profile_at(session, account.academy_id).safeguarding_recipients.value if role.value not in set(ALARMED)]
        tell_roles(session, account.academy_id, to, text, f"/accounts/{account.id}", subject=about, urgency=urgency)


def expected(session: Session, account: Account, change: Change, standing: ApprovedFace) -> None:
    """As a leader announced: it is the approved face from now on, on record, and no alarm."""
    row = _row(session, account, change, state=FaceState.EXPECTED)
    session.add(ApprovedFace(account_id=account.id or 0, told={**standing.told, **change.after}, reason="Changed as announced."))
    append(session, GATEPOST, Act.FACE_EXPECTED, subject(row), academy_id=account.academy_id, account_id=account.id, fields=list(change.after))


def not_ours(session: Session, account: Account, change: Change) -> None:
    """Another handle or another account: the machine suspends it at once."""
    query = select(FaceDrift).where(FaceDrift.account_id == account.id, FaceDrift.kind == change.kind, col(FaceDrift.state).in_(STANDING))
    if any(row.after == change.after for row in session.exec(query)):
        return
    sentence = SENTENCE[change.kind].format(handle=account.handle, new=change.after["handle"]) + "."
    changed(session, account, change)
    identity.suspend(session, account, DOUBTS[change.kind], sentence)


def closed_by(session: Session, account: Account, other: Change | None, live: Face) -> None:
    """Incidents that this reading ends: the registered handle, or the approved profile, is shown again."""
    if other is None:
        identity.believe(session, account)
    standing = session.exec(select(ApprovedFace).where(ApprovedFace.account_id == account.id).order_by(col(ApprovedFace.id).desc()).limit(1)).first()
    shown = {**live.told, "handle": live.handle, "remote_id": live.remote_id}
    wanted = {**(standing.told if standing else {}), "handle": account.handle, "remote_id": account.remote_id}
    for row in session.exec(select(FaceDrift).where(FaceDrift.account_id == account.id, col(FaceDrift.state).in_(STANDING))):
        if other is not None and (row.kind is not FaceKind.PROFILE or other.kind is FaceKind.IDENTITY):
            continue
        if all(name in shown and _same(shown[name], wanted.get(name, value)) for name, value in row.before.items()):
            close(session, account, row, FaceState.BACK)
            append(session, GATEPOST, Act.FACE_BACK, subject(row), academy_id=account.academy_id, account_id=account.id)


def close(session: Session, account: Account, row: FaceDrift, state: FaceState) -> None:
    """The alarm is over, and what was asked of a person is no longer needed."""
    row.state, row.closed_at = state, now()
    session.add(row)
    settled(session, subject(row))
    tasks.not_needed(session, subject(row), [title(account)])


def ask(session: Session, account: Account, row: FaceDrift) -> None:
    """Exact steps for a person: the machine never edits a profile."""
    network = CAPABILITIES[account.platform].label
    back = lines(row.before).split("\n")
    steps = (
        f"Sign in to {network} as the academy and open the profile and its settings.",
        "Set this back:",
        *back,
        "Press Done. The next reading looks.",
    )
    tasks.ask(session, account, subject(row), title(account), steps, role=Role.ADMIN, link=link(row))


def ask_again(session: Session, account: Account) -> None:
    """Somebody said it was put back, and it still is not."""
    for row in session.exec(select(FaceDrift).where(FaceDrift.account_id == account.id, FaceDrift.state == FaceState.PUT_BACK)):
        said = session.exec(select(Task).where(Task.subject == subject(row)).order_by(col(Task.id).desc()).limit(1)).first()
        if said is None or (said.state is TaskState.DONE and said.done_at is not None and said.done_at < now() - LOOK_AGAIN):
            ask(session, account, row)


def subject(row: FaceDrift) -> str:
    return f"face:{row.id}"


def link(row: FaceDrift) -> str:
    return f"/strays/profiles/{row.id}"


def title(account: Account) -> str:
    return f"Put the profile of @{account.handle} back"


def _row(session: Session, account: Account, change: Change, *, state: FaceState = FaceState.OPEN) -> FaceDrift:
    row = FaceDrift(account_id=account.id or 0, kind=change.kind, state=state, before=change.before, after=change.after)
    row.holders = holders(session, account)
    row.closed_at = now() if state is FaceState.EXPECTED else None
    session.add(row)
    session.flush()
    shown = {WORDS[name]: {"approved": change.before[name], "found": value} for name, value in change.after.items()}
    seen = {"text": lines(change.after), "approved_text": lines(change.before), "first_seen_at": row.seen_at.isoformat(), "profile": shown}
    row.evidence_id = evidence.capture(session, account, subject(row), seen).id
    append(
        session,
        GATEPOST,
        Act.FACE_CHANGED,
        subject(row),
        academy_id=account.academy_id,
        account_id=account.id,
        kind=change.kind,
        fields=list(change.after),
        holders=row.holders,
    )
    return row


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())
