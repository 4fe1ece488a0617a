"""Taking one approved post out of the queue before its time, on record, with the people told who can put it right."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.drafts.lifecycle import ReleaseState
from bot.drafts.models import Draft, Release
from bot.notify.models import Urgency
from bot.notify.send import tell_person, tell_roles
from bot.people.permissions import Role


def hold(
    session: Session,
    release: Release,
    draft: Draft,
    reason: str,
    *,
    rule: str,
    clause: str | None = None,
    to: Sequence[Role] = (Role.SLT,),
    author: bool = True,
) -> bool:
    """False when a worker had it already. Commits nothing.

    One conditional update, so a worker that takes the post at the same moment either has it or finds it held.
    """
    taken = session.execute(
        sa.update(Release)
        .where(col(Release.id) == release.id, col(Release.state) == ReleaseState.QUEUED)
        .values(state=ReleaseState.HELD, reason=reason)
        .returning(col(Release.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        return False
    text, link = f"Draft {draft.id} was held: {reason}", f"/drafts/{draft.id}"
    if author:
        tell_person(session, draft.academy_id, draft.author_id, text, link)
    tell_roles(session, draft.academy_id, to, text, link, urgency=Urgency.SOON)
    append(
        session,
        GATEPOST,
        Act.PUBLISH_HELD,
        f"draft:{draft.id}",
        academy_id=draft.academy_id,
        account_id=release.account_id,
        digest=release.digest,
        state=ReleaseState.HELD.value,
        reason=reason,
        rule=rule,
        clause=clause,
    )
    return True
