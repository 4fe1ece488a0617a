"""The sentence for each recordable act: the comment beside it in `bot/audit/actions*.py`, so that there is one list and not two."""

import inspect
import re
from functools import lru_cache

from bot.audit import actions, actions_consent

LINE = re.compile(r'^\s+[A-Z_]+ = "([a-z:-]+)"\s+#(?:\s*noqa: \w+ --)?\s*(.+)$', re.MULTILINE)


@lru_cache
def sentences() -> dict[str, str]:
    return {act: words.strip() for act, words in LINE.findall(inspect.getsource(actions) + inspect.getsource(actions_consent))}


def act_words(act: str) -> str:
    return sentences().get(act, act)
