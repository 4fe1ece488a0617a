"""The table of moves and the digest, over everything they could be given."""

import itertools
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.drafts.bundle import Bundle, MediaItem, Target, digest
from bot.drafts.lifecycle import COLOURS, ENDS, MOVES, WORDS, Move, ReleaseState, State, check_move, overall
from bot.errors import Refusal

WORDS_ = st.text(max_size=20)
MOMENTS = st.none() | st.integers(1_767_225_600, 1_900_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
MEDIA = st.builds(MediaItem, filename=WORDS_, mime=WORDS_, sha256=WORDS_, alt=WORDS_, shows=st.lists(WORDS_, max_size=2).map(tuple), origin=WORDS_)
TARGETS = st.builds(Target, platform=st.sampled_from(["x", "bluesky", "practice"]), account_id=st.integers(1, 9), remote_id=WORDS_)
PAIRS = st.dictionaries(WORDS_, WORDS_, max_size=2).map(lambda d: tuple(d.items()))
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.text(max_size=60),
    "targets": st.lists(TARGETS, max_size=3, unique_by=lambda t: (t.platform, t.account_id, t.remote_id)).map(tuple),
    "media": st.lists(MEDIA, max_size=2).map(tuple),
    "sources": st.lists(WORDS_, max_size=2).map(tuple),
    "links": PAIRS,
    "not_before": MOMENTS,
    "not_after": MOMENTS,
    "reply_setting": st.sampled_from(["everyone", "mentioned", "nobody"]),
    "answers": PAIRS,
    "continues": st.none() | st.tuples(st.integers(1, 9), WORDS_),
}
BUNDLES = st.builds(Bundle, **PARTS)
REFUSED = [(state, move) for state, move in itertools.product(State, Move) if state not in MOVES[move]]


@pytest.mark.parametrize(("state", "move"), REFUSED)
def test_a_move_that_is_not_in_the_table_is_refused(state: State, move: Move) -> None:
    with pytest.raises(Refusal) as refused:
        check_move(state, move)
    assert refused.value.rule == "move"
    assert WORDS[state] in refused.value.sentence


@pytest.mark.parametrize(("state", "move"), [(s, m) for m, states in MOVES.items() for s in states])
def test_a_move_that_is_in_the_table_is_not(state: State, move: Move) -> None:
    check_move(state, move)


def test_what_is_decided_for_good_has_no_way_out() -> None:
    closed = {State.REJECTED, State.WITHDRAWN, State.EXPIRED}
    assert not [move for move, states in MOVES.items() if closed & set(states)]
    assert closed == set(State) - {state for states in MOVES.values() for state in states}


def test_only_an_approved_draft_is_sent_and_only_approving_leads_there() -> None:
    assert MOVES[Move.SEND] == (State.APPROVED,)
    assert [move for move, end in ENDS.items() if end is State.APPROVED] == [Move.APPROVE, Move.APPROVE_EXTRA]


def test_every_state_has_words_and_a_colour() -> None:
    assert set(WORDS) == set(COLOURS) == {*State, *ReleaseState}


def test_a_list_shows_the_release_that_people_must_hear_about() -> None:
    assert overall(State.APPROVED, [ReleaseState.VERIFIED, ReleaseState.UNKNOWN, ReleaseState.FAILED]) is ReleaseState.UNKNOWN
    assert overall(State.NEEDS_CHANGES, [ReleaseState.VOID]) is State.NEEDS_CHANGES


def test_the_parts_below_are_all_the_parts_of_a_bundle() -> None:
    assert set(PARTS) == {f.name for f in fields(Bundle)}


@given(bundle=BUNDLES, name=st.sampled_from(sorted(PARTS)), data=st.data())
def test_I3_any_one_part_changed_changes_the_digest(bundle: Bundle, name: str, data: st.DataObject) -> None:
    value = data.draw(PARTS[name])
    before = getattr(bundle, name)
    same = sorted(before, key=repr) == sorted(value, key=repr) if name in ("targets", "links", "answers") else before == value
    assume(not same)
    assert digest(replace(bundle, **{name: value})) != digest(bundle)


@given(item=MEDIA, name=st.sampled_from(["filename", "mime", "sha256", "alt", "origin"]), value=WORDS_)
def test_I3_any_one_byte_of_a_picture_changes_the_digest(item: MediaItem, name: str, value: str) -> None:
    changes: dict[str, Any] = {name: value}
    assume(getattr(item, name) != value)
    assert digest(Bundle("", media=(replace(item, **changes),))) != digest(Bundle("", media=(item,)))


@given(bundle=BUNDLES, data=st.data())
def test_the_order_in_which_accounts_were_ticked_does_not_change_it(bundle: Bundle, data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(bundle.targets)))
    assert digest(replace(bundle, targets=shuffled)) == digest(bundle)


@given(first=MEDIA, second=MEDIA)
def test_the_order_of_pictures_does(first: MediaItem, second: MediaItem) -> None:
    assume(first != second)
    assert digest(Bundle("", media=(first, second))) != digest(Bundle("", media=(second, first)))
