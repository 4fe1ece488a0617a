"""`gatepost backup` and `gatepost restore`, as an administrator types them."""

import os
import shutil
from pathlib import Path

import pytest
from sqlmodel import select

from bot.cli import main
from bot.cli.restoring import _postgres
from bot.db import connect, open_session
from bot.drafts.models import Draft, Release
from bot.drafts.reconcile_models import Restoration
from bot.engine.lone import Post
from bot.errors import Misconfigured
from bot.settings import Settings
from tests import copied, postgres
from tests.atproto.installed import postgres as programs
from tests.scene import Scene


@pytest.fixture
def installed(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """An academy on a file of its own, which the commands find by the environment."""
    return academy(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'gate.sqlite3')}", tmp_path, monkeypatch)


def academy(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.chdir(tmp_path)
    for name, value in {"DATABASE_URL": url, "SECRET_KEYS": copied.KEY, "SEAL_FILE": str(tmp_path / "seal.jsonl")}.items():
        monkeypatch.setenv(f"GATEPOST_{name}", value)
    return copied.scene(connect(url), Settings(database_url=url, secret_keys=copied.KEY, seal_file=tmp_path / "seal.jsonl"))


def restorations(scene: Scene) -> list[str]:
    with open_session(connect(scene.settings.database_url)) as session:
        return [row.found_by.value for row in session.exec(select(Restoration))]


def test_S13_1_a_copy_put_back_is_marked_and_what_it_replaced_is_kept(installed: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = installed.approved()
    assert main(["backup", "copy.sqlite3"]) == 0
    installed.sweep()
    installed.engine.dispose()
    assert main(["restore", "copy.sqlite3"]) == 0
    assert "After a restore" in capsys.readouterr().out
    assert restorations(installed) == ["command"]
    with open_session(connect(installed.settings.database_url)) as session:
        release = session.exec(select(Release).where(Release.draft_id == key)).one()
        assert (release.state, "put back from a backup" in release.reason) == ("held", True)
    aside = next(tmp_path.glob("gate.sqlite3.before-restore-*"))
    with open_session(connect(f"sqlite:///{aside}")) as session:
        assert session.exec(select(Release).where(Release.draft_id == key)).one().state == "verified"


def test_S13_1_on_postgresql_a_dump_put_back_is_marked_too(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:{os.environ['PATH']}")  # those of the server, so that they are not older than it
    with postgres.fresh(postgres_server) as url:
        scene = academy(url, tmp_path, monkeypatch)
        key = scene.approved()
        assert main(["backup", "copy.dump"]) == 0
        scene.sweep()
        after = scene.approved("Well done to the choir.")
        scene.engine.dispose()
        assert main(["restore", "copy.dump"]) == 0
        assert "After a restore" in capsys.readouterr().out
        assert restorations(scene) == ["command"]
        engine = connect(url)
        with open_session(engine) as session:
            assert session.exec(select(Release.draft_id, Release.state)).all() == [(key, "held")]
            assert session.get(Draft, after) is None
        assert main(["audit", "verify"]) == 0
        assert "truncated" not in capsys.readouterr().out
        engine.dispose()


def test_on_postgresql_a_file_that_is_no_dump_changes_nothing(
    postgres_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:{os.environ['PATH']}")
    with postgres.fresh(postgres_server) as url:
        scene = academy(url, tmp_path, monkeypatch)
        (tmp_path / "there.dump").write_text("not a dump")
        assert main(["restore", "there.dump"]) == 2
        assert "could not do it" in capsys.readouterr().err
        assert restorations(scene) == []
        scene.engine.dispose()


def test_no_copy_is_overwritten_and_no_other_file_put_back(installed: Scene, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "there.sqlite3").write_text("not a database")
    assert main(["backup", "there.sqlite3"]) == 2
    assert main(["restore", "there.sqlite3"]) == 2
    assert main(["restore", "missing.sqlite3"]) == 2
    said = capsys.readouterr().err
    assert "is there already" in said
    assert "is not a whole copy of a Gatepost database" in said
    assert "is not there" in said
    assert restorations(installed) == []


def test_a_running_worker_is_not_pulled_out_from_under(installed: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "copy.sqlite3"]) == 0
    post = Post(installed.engine)
    assert main(["restore", "copy.sqlite3"]) == 2
    post.leave()
    assert "Another Gatepost worker is running" in capsys.readouterr().err
    assert restorations(installed) == []


def test_a_database_put_back_by_other_means_is_marked_by_hand(installed: Scene) -> None:
    assert main(["restore"]) == 0
    assert main(["restore"]) == 0
    assert restorations(installed) == ["command"]


def test_a_missing_program_of_postgresql_is_said_in_words(installed: Scene) -> None:
    with pytest.raises(Misconfigured, match="is not installed here"):
        _postgres("no-such-pg-dump", installed.engine)
    with pytest.raises(Misconfigured, match="could not do it"):
        _postgres("false", installed.engine)
