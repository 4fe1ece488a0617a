"""X's recent search, as far as a sweep of threads uses it: what it takes, what it refuses, what it finds."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]
LONGEST = 512
REACH = timedelta(days=7)
TERMS = re.compile(r"\((conversation_id:\d+(?: OR conversation_id:\d+)*)\)((?: -(?:from:|@)\w+)*)")


def wrong_with(query: Mapping[str, str], oldest: str) -> str | None:
    """In X's words; None where it takes the question."""
    text = query.get("query", "")
    if len(text) > LONGEST:
        return f"Your query has {len(text)} characters. The maximum is {LONGEST}."
    if not TERMS.fullmatch(text):
        return "There were errors processing your request."
    if int(query.get("since_id", oldest)) < int(oldest):
        return f"'since_id' must be a tweet id created after {oldest}."
    return None


def found(posts: Mapping[str, Json], users: Mapping[str, str], query: Mapping[str, str]) -> list[Json]:
    match = TERMS.fullmatch(query["query"])
    assert match is not None
    roots = set(re.findall(r"conversation_id:(\d+)", match.group(1)))
    hidden_from = {name.lower() for name in re.findall(r"-from:(\w+)", match.group(2))}
    unnamed = {name.lower() for name in re.findall(r"-@(\w+)", match.group(2))}
    start = datetime.now(UTC) - REACH
    return [
        post
        for post in posts.values()
        if post["conversation_id"] in roots
        and datetime.fromisoformat(post["created_at"]) >= start
        and users[post["author_id"]].lower() not in hidden_from
        and not unnamed & {name.lower() for name in post.get("names", ())}
        and post["edit_history_tweet_ids"][-1] == post["id"]
    ]
