"""`gatepost evidence check` by hand (C23)."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.accounts.models import Account
from bot.cases.evidence import capture
from tests.cli.conftest import Gatepost
from tests.scene import Scene


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S23_3_the_check_by_hand_says_what_was_altered(scene: Scene, home: Path, gatepost: Gatepost, monkeypatch: pytest.MonkeyPatch) -> None:
    with scene.session() as session:
        key = _sealed(session, scene)
    kept = sqlite3.connect(home / "kept.sqlite3")
    with closing(sqlite3.connect(scene.settings.database_url.removeprefix("sqlite:///"))) as source:
        source.backup(kept)
    monkeypatch.setenv("GATEPOST_DATABASE_URL", f"sqlite:///{home}/kept.sqlite3")
    monkeypatch.setenv("GATEPOST_SECRET_KEYS", scene.settings.secret_keys)
    said = gatepost("evidence", "check")
    assert (said.code, said.out) == (0, "All sealed evidence is what was sealed: 1.\n")
    with kept:
        kept.execute("""UPDATE evidence SET content = '{"text": "Another post"}'""")
    said = gatepost("evidence", "check")
    assert said.code == 1
    assert f"Evidence {key}. The words and details: They were changed after they were sealed" in said.out
    again = gatepost("evidence", "check", "--json").rows[0]
    assert (again["whole"], again["altered"], again["new"]) == (False, 1, [])
    kept.close()


def _sealed(session: Session, scene: Scene) -> int:
    row = capture(session, session.get_one(Account, scene.account_id), "stray:1", {"text": "A post"})
    session.commit()
    return row.id or 0
