"""What the tests of the gate say over and over: who was refused and why, a row changed behind the gate's back, a stricter policy."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlmodel import col, select

from bot.audit.log import history
from bot.clock import now
from bot.drafts.content import Content, Picture, claims_of
from bot.drafts.lifecycle import SignKind
from bot.drafts.models import Draft, Release, SignOff
from bot.drafts.signoff import approve, check_claim, sign_facts
from bot.drafts.write import content_of, save_if_changed
from bot.errors import Refusal
from bot.notify.models import Notice
from bot.people.models import Grant
from bot.people.permissions import Role, Verb
from bot.settings import ROOT
from tests.scene import Scene


def _banner() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return file.getvalue()


PICTURE = Picture("banner.png", "image/png", "A banner that says Welcome", data=_banner(), shows=("nobody",), origin="own")


@contextmanager
def refused(rule: str) -> Iterator[None]:
    with pytest.raises(Refusal) as no:
        yield
    assert no.value.rule == rule, no.value.sentence
    assert no.value.sentence.endswith(".")


def approve_as(scene: Scene, name: str, key: int, digest: str = "") -> None:
    digest = digest or scene.digest(key)
    with scene.session() as session:
        approve(session, scene.signing(session, name), key, digest, faces="none")


def check_as(scene: Scene, name: str, key: int) -> None:
    """Every fact verified and signed by one person."""
    digest = scene.digest(key)
    with scene.session() as session:
        for claim in claims_of(session, key):
            check_claim(session, scene.who(session, name), claim.id or 0, "verified")
        sign_facts(session, scene.signing(session, name), key, digest)


def typed(scene: Scene, key: int) -> tuple[Content, int]:
    """What somebody who opens the form finds there, and the version of it."""
    with scene.session() as session:
        draft = session.get_one(Draft, key)
        return content_of(session, draft), draft.version


def save_as(scene: Scene, name: str, key: int, content: Content, version: int) -> bool:
    with scene.session() as session:
        return save_if_changed(session, scene.who(session, name), key, content, version)


def behind_the_back(scene: Scene, statement: str, **values: Any) -> None:
    """Somebody with a database tool."""
    with scene.session() as session:
        session.execute(sa.text(statement), values)
        session.commit()


def signs(scene: Scene, key: int) -> dict[SignKind, SignOff]:
    with scene.session() as session:
        return {s.kind: s for s in session.exec(select(SignOff).where(SignOff.draft_id == key).order_by(col(SignOff.id)))}


def releases(scene: Scene, key: int) -> list[Release]:
    with scene.session() as session:
        return list(session.exec(select(Release).where(Release.draft_id == key).order_by(col(Release.id))))


def told(scene: Scene, role: Role) -> list[str]:
    """The unread notices of one role."""
    with scene.session() as session:
        return list(session.exec(select(Notice.text).where(Notice.role == role, col(Notice.read_at).is_(None)).order_by(col(Notice.id))))


def end_grant(scene: Scene, name: str, verb: Verb) -> None:
    """It ran out a minute ago."""
    with scene.session() as session:
        for row in session.exec(select(Grant).where(Grant.person_id == scene.people[name], Grant.verb == verb)):
            row.starts, row.ends = now() - timedelta(days=9), now() - timedelta(minutes=1)
            session.add(row)
        session.commit()


def policy_folder(folder: Path, **values: str) -> Path:
    """The default profile with some values changed, alone in a folder."""
    lines = (ROOT / "config" / "policies" / "default.toml").read_text().splitlines()
    changed = [next((f'{k} = {{ value = {v}, clause = "default" }}' for k, v in values.items() if line.startswith(f"{k} =")), line) for line in lines]
    (folder / "default.toml").write_text("\n".join(changed) + "\n")
    return folder


def steps(scene: Scene, key: int, most: int = 12) -> list[str]:
    """Work the one release until it rests, without waiting for the times it was given. The states it went through."""
    seen = [scene.release(key).state.value]
    for _ in range(most):
        scene.hurry(key)
        scene.work("publish")
        state = scene.release(key).state.value
        if state != seen[-1]:
            seen.append(state)
        if state in ("verified", "failed", "held", "missed"):
            break
    return seen


def acts(scene: Scene, key: int) -> list[str]:
    """What the record says of sending it, in order."""
    with scene.session() as session:
        return [e.act for e in history(session, f"draft:{key}") if e.act.startswith("publish:")]
