"""The words a profile is written in: who can be told, how long, how many, and a value with the clause behind it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Generic, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class RoutedRole(StrEnum):
    """Everyone a profile can send something to: the product's own roles, then the trust's people who never sign in."""

    AUTHOR = "author"
    CHECKER = "checker"
    SLT = "slt"
    HEAD = "head"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    DPO = "dpo"
    ADMIN = "admin"
    GOVERNOR = "governor"
    EXEC_LEAD = "exec_lead"
    IT_DIRECTOR = "it_director"
    HEAD_OF_PEOPLE = "head_of_people"
    LINE_MANAGER = "line_manager"
    HEAD_OF_FACULTY = "head_of_faculty"
    NETWORK_MANAGER = "network_manager"
    CEO = "ceo"
    TRUST_DSL = "trust_dsl"
    CHAIR = "chair"


T = TypeVar("T")
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Clause = Annotated[str, StringConstraints(pattern=r"^(default|[A-Z]{2,8}-[0-9]+(\.[0-9A-Za-z]+)*)$")]
Day = Annotated[date, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=2, le=20)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=7 * 24 * 60)]
LatestPosts = Annotated[int, Field(strict=True, ge=0, le=10)]
Days = Annotated[int, Field(strict=True, ge=1, le=3660)]
Months = Annotated[int, Field(strict=True, ge=1, le=120)]
Roles = Annotated[tuple[RoutedRole, ...], Field(min_length=1)]
Severity = Literal["S0", "S1", "S2", "S3", "S4", "S5"]
NameRule = Literal["none", "first_or_initials"]
Strictness = Literal["block", "warn"]
Topic = Literal["political", "commercial", "performance", "staffing", "exclusions", "incidents", "industrial_action", "defamation", "figures"]
Evidence = Literal["time", "date", "url", "capture", "print_out", "texts", "voicemail"]
ImageConsent = Literal[
    "written_parental", "written_parental_one_use_or_all", "written_permission", "owner_and_written_parental", "held_by_organisation"
]
RightsStep = Literal["law", "owner_consent", "written_permission", "credit", "cite_source", "doubts_to_head", "through_ceo"]
FriendStep = Literal[
    "decline",
    "ignore",
    "do_not_accept",
    "advised_not_to_accept",
    "block_unwanted",
    "report",
    "report_persistent",
    "talk_in_class",
    "signpost_official",
]
TakedownStep = Literal["ask_host", "support_victim_request", "verify_removal", "ask_provider", "police_if_threatening", "offer_support", "helpline"]
LeaverStep = Literal["access_removed", "no_pupil_contact", "no_former_school_contact", "delete_business_contacts"]
TO_BE_ENTERED = "to be entered"
Period = Literal["to be entered"] | Days
"""How long a kind of record is kept, in days. No default stands in for a decision nobody took."""


class Parameter(BaseModel, Generic[T]):
    """A value and the clause that states it; the clause `default` means the policy is silent and the trust must confirm."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: T
    clause: Clause
    note: str | None = None

    @property
    def stated(self) -> bool:
        return self.clause != "default"


class Asks(NamedTuple):
    """What a parameter decides, and its row in the trusts' comparison (empty where no policy speaks of it).

    `any_one`: of the roles it names one is enough, so the others may stand empty.
    """

    number: str
    question: str
    any_one: bool = False


class Theme(BaseModel):
    """Parameters that belong together; `Profile` is made of these."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: ClassVar[str] = ""
