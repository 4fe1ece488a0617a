"""Capturing what was there before acting on it, sealed so that a later change shows."""

import hashlib
import json
from typing import Any

from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append
from bot.cases.models import Evidence
from bot.clock import now
from bot.platforms.base import Post


def of_post(post: Post, **more: Any) -> dict[str, Any]:
    """The fields of C23: times, address, ids, account, words. Never a picture (see C16)."""
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
        **more,
    }


def capture(session: Session, account: Account, subject: str, content: dict[str, Any], *, restricted: bool = False) -> Evidence:
    """Seal the content and put its hash in the chain. Commits nothing: evidence and what it is for are one transaction."""
    row = Evidence(
        academy_id=account.academy_id,
        account_id=account.id or 0,
        subject=subject,
        content=content,
        restricted=restricted,
        sha256=sha256(content),
    )
    session.add(row)
    session.flush()
    append(
        session,
        GATEPOST,
        Act.EVIDENCE,
        subject,
        academy_id=account.academy_id,
        account_id=account.id,
        evidence=row.id,
        sha256=row.sha256,
    )
    return row


def of(session: Session, subject: str) -> list[Evidence]:
    return list(session.exec(select(Evidence).where(Evidence.subject == subject).order_by(Evidence.id)))  # type: ignore[arg-type]


def intact(row: Evidence) -> bool:
    """Whether the stored capture is still the one that was sealed."""
    return sha256(row.content) == row.sha256


def sha256(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
