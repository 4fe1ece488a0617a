"""One trust's parameters: what its policy states, with the clause, and what is only our proposal until the trust confirms it."""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Self

from pydantic import ValidationError, model_validator

from bot.errors import Misconfigured
from bot.policy import sentences
from bot.policy.parameter import TO_BE_ENTERED, Asks, Parameter, RoutedRole, Text
from bot.policy.themes import Accounts, PolicyItself, Posters, Posts, Public, Records, Replies, Safeguarding, SignOffs
from bot.settings import ROOT

__all__ = ["Asks", "Parameter", "Profile", "RoutedRole", "check_all", "load", "names"]

FOLDER = ROOT / "config" / "policies"
BASE = "default"
OWN = ("name", "title", "version", "policy_owner", "policy_date", "review_due", "review_months")
"""What every trust gives for itself: inherited from the default file it would be somebody else's date or somebody else's owner."""


class Profile(Records, Public, Safeguarding, Replies, Posts, SignOffs, Posters, Accounts, PolicyItself):
    """Checked and unchangeable. A list of roles is in the order they are told.

    Pydantic takes the fields of the last base first, so the bases stand in the opposite order of `THEMES`.
    """

    name: Text
    title: Text
    version: Text

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if wrong := self.broken_rules():
            raise ValueError("\n".join(wrong))
        return self

    def broken_rules(self) -> list[str]:
        """A sentence for each rule that no single parameter can say of itself and that does not hold."""
        return [rule.sentence for rule in RULES if rule.broken(self)]

    def parameters(self) -> dict[str, Parameter[Any]]:
        """Every parameter by name, in the order in which they are declared."""
        return {key: found for key in type(self).model_fields if isinstance(found := getattr(self, key), Parameter)}

    @property
    def pupil_word(self) -> str:
        return self.word_for_pupil.value

    @property
    def head_word(self) -> str:
        return self.word_for_head.value

    def to_enter(self) -> list[str]:
        """Parameters that nobody has decided and for which there is no default, by name."""
        return [key for key, parameter in self.parameters().items() if parameter.value == TO_BE_ENTERED]

    @classmethod
    def asks(cls, key: str) -> Asks:
        """The question behind one parameter."""
        return next(each for each in cls.model_fields[key].metadata if isinstance(each, Asks))


def _policies_cited(profile: Profile) -> set[str]:
    return {each.clause.partition("-")[0] for each in profile.parameters().values() if each.stated}


class Rule(NamedTuple):
    """Something no single parameter can say of itself."""

    broken: Callable[[Profile], bool]
    sentence: str


RULES = (
    Rule(
        lambda p: p.people_per_post.value == 3 and p.checker_may_approve.value,
        "people_per_post is 3, so the checker and the approver are two people, but checker_may_approve is true. "
        "Set checker_may_approve to false, or people_per_post to 2.",
    ),
    Rule(
        lambda p: p.review_due.value < p.policy_date.value,
        "review_due is before policy_date: a policy is not due for review before it is written. Correct one of the two dates.",
    ),
    Rule(
        lambda p: "S3" in p.hide_severities.value,
        "hide_severities lists S3, which is criticism. Criticism is not abuse and is never hidden by the machine. Take S3 out.",
    ),
    Rule(
        lambda p: "S5" in p.hide_severities.value,
        "hide_severities lists S5, which is ordinary talk and is never hidden by the machine. Take S5 out.",
    ),
    Rule(
        lambda p: "S1" not in p.hide_severities.value,
        "hide_severities leaves out S1: threats are always hidden until a person has decided. Add it. "
        "S0 may be left out: then a distress message stays visible until the safeguarding lead hides it.",
    ),
    Rule(
        lambda p: RoutedRole.DSL not in p.safeguarding_recipients.value,
        "safeguarding_recipients leaves out dsl: the safeguarding lead receives every safeguarding concern. Add dsl.",
    ),
    Rule(
        lambda p: not {"time", "date", "url"} <= set(p.evidence_fields.value),
        "evidence_fields must hold time, date and url, or the evidence proves nothing. Add what is missing.",
    ),
    Rule(
        lambda p: len(_policies_cited(p)) > (0 if p.name == BASE else 1),
        "the clauses cited belong to more than this policy: a trust's file cites clauses of its own policy only, "
        "and the default file cites none. Correct the clause, or write default.",
    ),
)


def names(folder: Path | None = None) -> list[str]:
    """Every profile there is, the default first. Raises Misconfigured when the folder is not there."""
    folder = _folder(folder)
    if not folder.is_dir():
        raise Misconfigured("The folder of policy profiles is not there. Set GATEPOST_POLICY_DIR to the folder that holds default.toml.")
    return sorted((path.stem for path in folder.glob("*.toml")), key=lambda name: (name != BASE, name))


def load(name: str, folder: Path | None = None) -> Profile:
    """The profile called `name`: its own file laid over the default file, key by key. Raises Misconfigured with every problem in it."""
    at = _folder(folder)
    stamp = tuple(_stamp(at / f"{layer}.toml") for layer in (BASE, name))
    kept = _read_before.get((at, name))
    if kept is not None and kept[0] == stamp:
        return kept[1]
    profile, problems = _examine(name, at)
    if profile is None:
        raise Misconfigured(" ".join(problems))
    _read_before[at, name] = (stamp, profile)
    return profile


def check_all(folder: Path | None = None) -> list[str]:
    """A sentence for each problem in any file; empty when all is well."""
    try:
        found = [problem for name in names(folder) or [BASE] for problem in _examine(name, _folder(folder))[1]]
    except Misconfigured as missing:
        return [missing.sentence]
    return list(dict.fromkeys(found))


_read_before: dict[tuple[Path, str], tuple[tuple[object, ...], Profile]] = {}
"""Read once and again when a file changes: a page asks for its profile many times."""


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _folder(folder: Path | None) -> Path:
    return folder or Path(os.environ.get("GATEPOST_POLICY_DIR") or FOLDER)


def _examine(name: str, folder: Path) -> tuple[Profile | None, list[str]]:
    known = names(folder)
    if name not in known:
        return None, [f"There is no policy profile called {name!r}. There are: {', '.join(known) or 'none'}."]
    layers: dict[str, dict[str, Any]] = {}
    try:
        for layer in dict.fromkeys((BASE, name)):
            layers[layer] = _read(folder / f"{layer}.toml")
    except Misconfigured as broken:
        return None, [broken.sentence]
    own = layers[name]
    problems = [f"{name}.toml does not give {key}, which every trust gives for itself. Add {key} to {name}.toml." for key in OWN if key not in own]
    if own.get("name", name) != name:
        problems.append(f"{name}.toml gives the name {own['name']!r}. Make the name and the file name the same.")
    try:
        profile = Profile.model_validate({**layers[BASE], **own})
    except ValidationError as invalid:
        problems += sentences.of(invalid, lambda key: f"{name if key in own else BASE}.toml", known=tuple(Profile.model_fields))
    return (None, problems) if problems else (profile, [])


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise Misconfigured(f"{path.name} cannot be read. Put it back, or correct who may read it.") from None
    except UnicodeDecodeError:
        raise Misconfigured(f"{path.name} is not written in UTF-8. Save it again as UTF-8.") from None
    except tomllib.TOMLDecodeError as broken:
        raise Misconfigured(f"{path.name} is not well-formed TOML: {broken}. Correct that line.") from None
