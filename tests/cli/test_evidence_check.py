"""`gatepost evidence check` by hand (C23)."""

import pytest

from bot.accounts.models import Account
from bot.cases.evidence import capture
from bot.cases.models import Evidence
from tests.cli.conftest import Gatepost
from tests.scene import Scene


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_S23_3_the_check_by_hand_says_what_was_altered(scene: Scene, gatepost: Gatepost, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("database_url", "secret_keys", "seal_file"):
        monkeypatch.setenv(f"GATEPOST_{name.upper()}", str(getattr(scene.settings, name)))
    with scene.session() as session:
        row = capture(session, session.get_one(Account, scene.account_id), "stray:1", {"text": "A post"})
        session.commit()
    said = gatepost("evidence", "check")
    assert (said.code, said.out) == (0, "All sealed evidence is what was sealed: 1.\n")
    with scene.session() as session:
        altered = session.get_one(Evidence, row.id)
        altered.content = {"text": "Another post"}
        session.add(altered)
        session.commit()
    said = gatepost("evidence", "check")
    assert said.code == 1
    assert f"Evidence {row.id}. The words and details: They were changed after they were sealed" in said.out
    again = gatepost("evidence", "check", "--json").rows[0]
    assert (again["whole"], again["altered"], again["new"]) == (False, 1, [])
