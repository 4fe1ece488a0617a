"""The lines of `gatepost classify --json`: a comment in, a verdict out."""

from collections.abc import Mapping
from typing import Any

from bot.errors import BadInput
from bot.moderation.pipeline import judge
from bot.moderation.verdict import Comment, Verdict


def classify(line: Mapping[str, Any]) -> dict[str, Any]:
    """Judge `{"id", "text"}`. `score` says how sure the judge is that the comment does harm; `span` is the text as written."""
    return told(line, judge(comment(line)))


def comment(line: Mapping[str, Any]) -> Comment:
    """Raises BadInput for a line of another form."""
    if not isinstance(line, Mapping):
        raise BadInput({"line": 'Each line must be an object with "id" and "text", such as {"id": "1", "text": "Well done"}.'})
    problems = {}
    if not isinstance(line.get("id"), str | int) or isinstance(line.get("id"), bool):
        problems["id"] = 'Each line needs an "id": a short text or a whole number.'
    if not isinstance(line.get("text"), str):
        problems["text"] = 'Each line needs a "text": the comment as it was written.'
    if problems:
        raise BadInput(problems)
    return Comment(line["text"])


def told(line: Mapping[str, Any], said: Verdict) -> dict[str, Any]:
    return {
        "id": line["id"],
        "verdict": said.word.value,
        "severity": said.severity.name,
        "score": said.score,
        "reasons": [{"rule": reason.rule, "span": reason.span(line["text"])} for reason in said.reasons],
    }
