"""Capturing what was there before acting on it, sealed so that a later change shows."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases.evidence_models import EvidencePaper
from bot.cases.models import Evidence
from bot.clock import now
from bot.people.grants import academy, actor, profile_at
from bot.people.models import Person
from bot.platforms.base import Post
from bot.policy.show import version_hash

PAPER_AFTER = timedelta(seconds=30)  # in a storm of comments, what others can see comes before pages for the file


def of_post(post: Post, **more: Any) -> dict[str, Any]:
    """The fields of C23: times, address, ids, account, words, and what the network answered. Never a picture (see C16)."""
    return {
        "platform_at": post.at.isoformat(),
        "first_seen_at": now().isoformat(),
        "url": post.url,
        "remote_id": post.remote_id,
        "parent_id": post.parent_id,
        "root_id": post.root_id,
        "author_handle": post.author_handle,
        "author_id": post.author_id,
        "text": post.text,
        "alts": list(post.alts),
        "media_count": post.media_count,
        "hidden": post.hidden,
        "raw": post.raw,
        **more,
    }


def capture(
    session: Session,
    account: Account,
    subject: str,
    content: dict[str, Any],
    *,
    restricted: bool = False,
    by: Person | None = None,
    named: bool = True,
) -> Evidence:
    """Seal the content and put its hash in the chain. Commits nothing: evidence and what it is for are one transaction.

    `named`: whether it is of this account, and not only filed under it.
    """
    sealed = {**content, "capture": _circumstances(session, account if named else None, account.academy_id, by)}
    row = Evidence(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        subject=subject,
        content=sealed,
        restricted=restricted,
        sha256=sha256(sealed),
        captured_by=by.id if by else None,
    )
    session.add(row)
    session.flush()
    append(
        session,
        actor(by) if by else GATEPOST,
        Act.EVIDENCE,
        subject,
        academy_id=account.academy_id,
        account_id=account.id,
        evidence=row.id,
        sha256=row.sha256,
    )
    session.add(EvidencePaper(evidence_id=row.id or 0, not_before=now() + PAPER_AFTER))
    return row


def _circumstances(session: Session, account: Account | None, academy_id: int, by: Person | None) -> dict[str, Any]:
    """Who captured it, when, for which account, and under which version of the house rules and the policy."""
    profile = profile_at(session, academy_id)
    return {
        "by": by.name if by else GATEPOST.name,
        "at": now().isoformat(),
        "academy": academy(session, academy_id).name,
        "account": {"network": account.platform, "handle": account.handle} if account else {},
        "policy": {"name": profile.name, "version": profile.version, "sha256": version_hash(profile)},
    }


def of(session: Session, subject: str) -> list[Evidence]:
    return list(session.exec(select(Evidence).where(Evidence.subject == subject).order_by(Evidence.id)))  # type: ignore[arg-type]


def intact(row: Evidence) -> bool:
    """Whether the stored capture is still the one its row was sealed with. `evidence_seals` asks the record, too."""
    return sha256(row.content) == row.sha256


def canonical(content: dict[str, Any]) -> bytes:
    """The one spelling of a capture that is hashed, and given out to be hashed again."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
