"""One trust's parameters: what its policy states, with the clause, and what is only our proposal until the trust confirms it."""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, StrictBool, ValidationError, model_validator

from bot.errors import Misconfigured
from bot.policy import sentences
from bot.policy.parameter import (
    Asks,
    Count,
    Day,
    Days,
    Evidence,
    Minutes,
    Months,
    NameRule,
    Parameter,
    Roles,
    RoutedRole,
    Severity,
    Strictness,
    Text,
    Topic,
)
from bot.settings import ROOT

__all__ = ["Asks", "Parameter", "Profile", "RoutedRole", "check_all", "load", "names"]

FOLDER = ROOT / "config" / "policies"
BASE = "default"
OWN = ("name", "title", "version", "policy_owner", "policy_date", "review_due", "review_months")
"""What every trust gives for itself: inherited from the default file it would be somebody else's date or somebody else's owner."""


class Profile(BaseModel):
    """Checked and unchangeable. A list of roles is in the order they are told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    title: Text
    version: Text
    pupil_word: Text
    head_word: Text

    policy_owner: Annotated[Parameter[Text], Asks("P03", "Who owns the policy")]
    policy_date: Annotated[Parameter[Day], Asks("P01", "Date of the policy")]
    review_due: Annotated[Parameter[Day], Asks("P01", "Last day on which the policy is not overdue for review")]
    review_months: Annotated[Parameter[Months], Asks("P02", "Months between reviews")]
    people_in_scope: Annotated[Parameter[Text], Asks("P04", "Whom the policy binds")]

    account_approver: Annotated[Parameter[Roles], Asks("P05", "Who approves a new account; each of them must")]
    url_acknowledged_by: Annotated[Parameter[Roles], Asks("P06", "Who acknowledges the address before pupils see it; any one may")]
    minimum_custodians: Annotated[Parameter[Count], Asks("P07", "People who hold each account, at least")]
    official_email: Annotated[Parameter[Strictness], Asks("P08", "An account email that is not official")]
    required_platforms: Annotated[Parameter[tuple[Text, ...]], Asks("P09", "Platforms every academy must be on")]
    stale_after_days: Annotated[Parameter[Days], Asks("P09", "Days without an approved post before an alert")]
    custody: Annotated[Parameter[Literal["pause_publishing", "suspend"]], Asks("", "An account with too few custodians")]

    grant_authoriser: Annotated[Parameter[Roles], Asks("P10", "Who authorises a person to post; any one may")]
    grant_max_days: Annotated[Parameter[Days], Asks("", "Longest time one authorisation runs, in days")]
    training_required: Annotated[Parameter[StrictBool], Asks("P11", "Training on record before posting")]
    attestation_days: Annotated[Parameter[Days], Asks("P12", "Days until the policy must be read again")]

    people_per_post: Annotated[Parameter[Literal[2, 3]], Asks("P13", "Different people behind each post, at least")]
    checker_may_approve: Annotated[Parameter[StrictBool], Asks("P13", "The person who checked the facts may also approve")]
    fact_check: Annotated[Parameter[Literal["all", "claims"]], Asks("P14", "Posts whose facts are checked: all, or those with claims")]
    dpo_check: Annotated[Parameter[Literal["personal_data_or_unsure", "always"]], Asks("P15", "Posts the data protection officer clears")]
    extra_approval_topics: Annotated[Parameter[tuple[Topic, ...]], Asks("P16", "Topics that need one more approver")]
    extra_approver: Annotated[Parameter[RoutedRole], Asks("P16", "Who approves those topics")]
    draft_expiry_days: Annotated[Parameter[Days], Asks("", "Days until an unfinished draft expires")]

    name_with_image: Annotated[Parameter[NameRule], Asks("P17", "A child's name beside an image")]
    name_without_image: Annotated[Parameter[NameRule], Asks("P18", "A child's name without an image")]
    image_consent: Annotated[Parameter[Text], Asks("P19", "Consent an image of a child needs")]
    adults: Annotated[Parameter[Literal["told_and_can_object", "written_permission"]], Asks("P20", "Naming or picturing an adult")]
    logo_grantor: Annotated[Parameter[Literal["ceo", "exec_lead", "head", "rights_owner"]], Asks("P34", "Who permits a logo or brand")]
    link_check: Annotated[Parameter[StrictBool], Asks("P36", "Links are checked before a post goes out")]
    references: Annotated[Parameter[Strictness], Asks("P43", "A post that reads as a reference for a person")]
    staff_contacts_blocked: Annotated[Parameter[StrictBool], Asks("P51", "Staff's own handles and numbers are blocked in posts")]

    abuse_recipients: Annotated[Parameter[Roles], Asks("P21", "Who is told of an abusive reply")]
    decide_minutes: Annotated[Parameter[Minutes], Asks("P22", "Minutes for a person to decide about a hidden reply")]
    hide_severities: Annotated[Parameter[tuple[Severity, ...]], Asks("P23", "Severities hidden by the machine")]
    human_task_minutes: Annotated[Parameter[Minutes], Asks("", "Minutes for a task that only a person can do")]
    evidence_fields: Annotated[Parameter[tuple[Evidence, ...]], Asks("P38", "What is kept as evidence")]

    safeguarding_recipients: Annotated[Parameter[Roles], Asks("P24", "Who receives a safeguarding concern, beside the deputy DSL")]
    safeguarding_ack_minutes: Annotated[Parameter[Minutes], Asks("", "Minutes until an unanswered safeguarding page goes further")]
    misuse_recipients: Annotated[Parameter[Roles], Asks("P25", "Who receives a misuse report; each must acknowledge it")]

    follow_rule: Annotated[Parameter[Literal["allow_list"]], Asks("P26", "Whom official accounts may follow")]
    private_follow_request: Annotated[
        Parameter[Literal["hold", "hold_decline_known_pupil", "accept", "accept_if_two_custodians"]],
        Asks("P28", "A request to follow a private official account; nobody is followed back"),
    ]
    former_pupil_rule: Annotated[Parameter[Text], Asks("P29", "Former pupils who count as pupils")]
    private_messages: Annotated[
        Parameter[Literal["closed", "none_with_pupils", "none_block_unwanted"]],
        Asks("P30", "Private messages; the product sends none under any of these"),
    ]
    answer_channel: Annotated[Parameter[Literal["email_only", "public"]], Asks("P31", "Where the public is answered")]
    signpost_reply: Annotated[Parameter[StrictBool], Asks("P32", "An approved public reply may point to the right channel")]
    media_enquiry: Annotated[Parameter[Roles], Asks("P33", "Who deals with a media enquiry")]

    monitoring_notice: Annotated[Parameter[StrictBool], Asks("P40", "People are told what the product monitors")]
    stray_post_action: Annotated[
        Parameter[Literal["alert", "remove_unless_adopted", "remove_at_once"]], Asks("P52", "A post that did not go through the gate")
    ]
    adopt_minutes: Annotated[Parameter[Minutes], Asks("P52", "Minutes a leader has to adopt such a post")]
    session_idle_minutes: Annotated[Parameter[Minutes], Asks("", "Minutes without a click before signing out")]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if wrong := [rule.sentence for rule in RULES if rule.broken(self)]:
            raise ValueError("\n".join(wrong))
        return self

    def parameters(self) -> dict[str, Parameter[Any]]:
        """Every parameter by name, in the order in which they are declared."""
        return {key: found for key in type(self).model_fields if isinstance(found := getattr(self, key), Parameter)}

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
    profile, problems = _examine(name, _folder(folder))
    if profile is None:
        raise Misconfigured(" ".join(problems))
    return profile


def check_all(folder: Path | None = None) -> list[str]:
    """A sentence for each problem in any file; empty when all is well."""
    try:
        found = [problem for name in names(folder) or [BASE] for problem in _examine(name, _folder(folder))[1]]
    except Misconfigured as missing:
        return [missing.sentence]
    return list(dict.fromkeys(found))


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
