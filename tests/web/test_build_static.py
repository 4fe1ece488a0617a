"""The style is fetched by lock file and built once."""

import json
import shutil
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.web import build_static


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    text = (build_static.STATIC / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert ".tgz" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_frontend_is_one_that_the_macros_were_written_for() -> None:
    packages = json.loads((build_static.STATIC / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages["node_modules/govuk-frontend"]["version"].startswith("6.3.")


def test_no_fetched_file_is_committed() -> None:
    ignored = (build_static.STATIC.parents[2] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "bot/web/static/vendor/" in ignored


def test_a_changed_style_sheet_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in build_static.made_from():
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(build_static, "STATIC", tmp_path)
    monkeypatch.setattr(build_static, "VENDOR", tmp_path / "vendor")
    assert not build_static.built()
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "stamp").write_text(build_static.stamp(), encoding="utf-8")
    assert build_static.built()
    assert build_static.build() is False
    with (tmp_path / "gatepost.scss").open("a", encoding="utf-8") as sheet:
        sheet.write("\n")
    assert not build_static.built()


def test_without_node_the_wheel_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    node, npm = build_static.node_and_npm()
    assert Path(node[0]).exists()
    assert npm[0] == node[0]
    assert npm[1].endswith("npm-cli.js")


def test_without_any_node_the_reason_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(Misconfigured, match="Node 18 or newer is needed"):
        build_static.node_and_npm()


def test_a_failed_fetch_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"npm could not fetch: .*Check the network"):
        build_static._run(["/bin/sh", "-c", "echo no network >&2; exit 1"], tmp_path, "npm could not fetch")
