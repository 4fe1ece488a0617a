"""What a network answered, as it is kept: whole, plain, without keys, files or half characters."""

import json

from bot.platforms.raw import KEPT_BACK, LARGEST, kept


def test_an_ordinary_answer_is_kept_as_it_came() -> None:
    answer = {"data": {"id": "7", "text": "Well done \U0001f600", "n": 1.5, "on": True, "none": None}, "list": [1, {"a": "b"}]}
    assert kept(answer) == answer


def test_no_key_no_file_and_nothing_that_cannot_be_hashed_is_kept() -> None:
    answer = {
        "accessJwt": "x", "refresh_token": "x", "Authorization": "x", "session": {"cookie": "x"}, "author": "who",
        "blob": b"\x89PNG", "avatar": "data:image/png;base64,AAAA", "film": "QUJD" * 600, "half": "a\ud83d", "null": "a\0b", "nan": float("nan"),
    }  # fmt: skip
    found = kept(answer)
    assert [found[key] for key in ("accessJwt", "refresh_token", "Authorization")] == [KEPT_BACK] * 3
    assert found["session"] == {"cookie": KEPT_BACK}
    assert found["author"] == "who"
    assert found["blob"] == "[4 bytes left out]"
    assert found["avatar"].endswith("of a file left out]")
    assert found["film"] == "[2400 characters of a file left out]"
    assert (found["half"], found["null"], found["nan"]) == ("a?", "ab", "nan")
    json.dumps(found, allow_nan=False).encode()


def test_a_huge_answer_is_cut_and_says_so() -> None:
    found = kept({"text": "word " * 50_000})
    assert found["note"].startswith("The network's answer had 250")
    assert len(json.dumps(found, ensure_ascii=False).encode()) <= LARGEST


def test_an_answer_without_a_bottom_ends() -> None:
    deep: dict[str, object] = {}
    for _ in range(500):
        deep = {"in": deep}
    assert KEPT_BACK in json.dumps(kept(deep))
