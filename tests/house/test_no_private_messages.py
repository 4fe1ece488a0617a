"""House rule (C18): nothing in Gatepost can send a private message. No adapter has a call for it, asks for the right, or offers it as data."""

import ast
import re
from pathlib import Path

from bot.platforms import base, messaging
from bot.platforms.bluesky import Bluesky
from bot.platforms.capabilities import CAPABILITIES
from bot.platforms.facebook import Facebook
from bot.platforms.instagram import Instagram
from bot.platforms.mastodon_account import MastodonAccount
from bot.platforms.messaging import MESSAGING, BlocksSenders, ClosesMessages, ReadsMessages
from bot.platforms.practice import Practice
from bot.platforms.threads import Threads
from bot.platforms.x import X
from bot.platforms.youtube import YouTube

from .documents import ROOT

ADAPTERS = {
    "practice": Practice,
    "x": X,
    "bluesky": Bluesky,
    "mastodon": MastodonAccount,
    "facebook": Facebook,
    "instagram": Instagram,
    "threads": Threads,
    "youtube": YouTube,
}
# What networks call it, in their addresses, scopes, methods and clients. Reading one needs several of these too: none may be there.
SENDS = re.compile(
    r"chat\.bsky\.convo|sendMessage|send_message|send_dm|create_direct_message|direct_messages?/|dm_conversations|dm_events|\bdm\.(?:read|write)\b|"
    r"transition:chat|bsky_chat|with_bsky_chat_proxy|pages_messaging|manage_messages|me/messages|visibility\W{1,6}direct",
    re.IGNORECASE,
)
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
STAGE = {"bot/platforms/practice_messages.py", "bot/accounts/practice_messages.py", "bot/web/pages/practice.py"}  # playing strangers


def public(cls: type) -> set[str]:
    return {name for name in dir(cls) if not name.startswith("_")}


def test_C18_no_source_names_a_way_to_send_one() -> None:
    assert [f"{path.relative_to(ROOT)}: {hit.group()}" for path in SOURCES for hit in SENDS.finditer(path.read_text())] == []


def test_C18_what_an_adapter_can_do_with_messages_is_read_close_and_block_and_nothing_else() -> None:
    allowed = set().union(*(public(protocol) for protocol in (base.Platform, ReadsMessages, ClosesMessages, BlocksSenders)))
    for name, adapter in ADAPTERS.items():
        about = {method for method in public(adapter) if re.search(r"message|dm|chat|convers|send|write|whisper|direct", method)}
        assert about <= allowed, name
    assert {m for m in allowed if "message" in m} == {"messages", "messages_open", "close_messages"}


def test_C18_the_data_says_what_the_adapters_do() -> None:
    assert set(MESSAGING) == set(CAPABILITIES)
    for name, can in MESSAGING.items():
        adapter = ADAPTERS.get(name)
        offers = [hasattr(adapter, "messages"), hasattr(adapter, "close_messages"), hasattr(adapter, "set_blocked")]
        assert [can.read, can.close, can.block] == offers, name
        assert can.why, name
        if not can.exist:
            assert not any((can.read, can.close, can.block, can.look, can.shut)), name
            continue
        if not can.read:
            assert len(can.look) > 1, name
            assert can.shut, name
        if not can.block:
            assert can.blocking, name
            assert can.unblocking, name
    assert {each.name for each in messaging.Messaging.__dataclass_fields__.values()} & {"send", "sends", "write"} == set()


def test_C18_only_the_practice_stage_puts_a_message_on_the_practice_network() -> None:
    users = []
    for path in (each for each in SOURCES if "practice_messages" in each.read_text()):
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.ImportFrom) and "practice_messages" in (node.module or "") and "write" in {a.name for a in node.names}
            called = isinstance(node, ast.Call) and ast.unparse(node.func) in ("practice_messages.write", "network.write")
            if named or called:
                users.append(path.relative_to(ROOT).as_posix())
    assert set(users) <= STAGE


def test_C18_the_folder_of_adapters_is_the_one_that_was_looked_through() -> None:
    assert {path.name for path in SOURCES if path.parent == Path(ROOT / "bot" / "platforms")} >= {"x.py", "bluesky.py", "practice.py"}
