"""The words a profile is written in: who can be told, how long, how many, and a value with the clause behind it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Generic, Literal, NamedTuple, TypeVar

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


T = TypeVar("T")
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Clause = Annotated[str, StringConstraints(pattern=r"^(default|[A-Z]{2,8}-[0-9]+(\.[0-9A-Za-z]+)*)$")]
Day = Annotated[date, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=2, le=20)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=7 * 24 * 60)]
Days = Annotated[int, Field(strict=True, ge=1, le=3660)]
Months = Annotated[int, Field(strict=True, ge=1, le=120)]
Roles = Annotated[tuple[RoutedRole, ...], Field(min_length=1)]
Severity = Literal["S0", "S1", "S2", "S3", "S4", "S5"]
NameRule = Literal["none", "first_or_initials"]
Strictness = Literal["block", "warn"]
Topic = Literal["political", "commercial", "performance", "staffing", "exclusions", "incidents", "industrial_action", "defamation", "figures"]
Evidence = Literal["time", "date", "url", "capture", "print_out", "texts", "voicemail"]


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
    """What a parameter decides, and its row in the trusts' comparison (empty where no policy speaks of it)."""

    number: str
    question: str
