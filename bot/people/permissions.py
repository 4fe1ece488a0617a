"""Who may do what: one table, role by verb. A verb on an account also needs a live grant for that account."""

from enum import StrEnum


class Role(StrEnum):
    AUTHOR = "author"
    CHECKER = "checker"
    SLT = "slt"
    HEAD = "head"
    DSL = "dsl"
    DEPUTY_DSL = "deputy_dsl"
    DPO = "dpo"
    ADMIN = "admin"
    GOVERNOR = "governor"


ROLE_WORDS: dict[Role, str] = {
    Role.AUTHOR: "Comms officer (author)",
    Role.CHECKER: "Fact checker",
    Role.SLT: "Senior leadership (SLT)",
    Role.HEAD: "Headteacher",
    Role.DSL: "Designated safeguarding lead",
    Role.DEPUTY_DSL: "Deputy safeguarding lead",
    Role.DPO: "Data protection officer",
    Role.ADMIN: "Administrator",
    Role.GOVERNOR: "Governor or auditor",
}


class Verb(StrEnum):
    # on one account, by grant
    DRAFT = "draft"
    CHECK = "check"
    APPROVE = "approve"
    MODERATE = "moderate"
    # by role alone
    READ_DRAFTS = "read drafts"
    CLEAR_DATA = "clear data"
    RELEASE = "release held posts"
    STOP = "press the stop switch"
    DECIDE_STRAYS = "decide stray posts"
    READ_COMMENTS = "read comments"
    ASK_FOLLOW = "ask to follow"
    DECIDE_FOLLOW = "decide who is followed"
    READ_FOLLOWS = "read follows"
    PROPOSE_ACCOUNT = "propose an account"
    APPROVE_ACCOUNT = "approve an account"
    CONNECT_ACCOUNT = "connect an account"
    SUSPEND_ACCOUNT = "suspend an account"
    ACKNOWLEDGE_ACCOUNT = "acknowledge an account"
    READ_ACCOUNTS = "read accounts"
    REGISTER_PEOPLE = "register people"
    COSIGN = "co-sign roles and grants"
    REVOKE = "take roles and grants away"
    READ_PEOPLE = "read people"
    SET_PROFILE = "propose the policy profile"
    COSIGN_PROFILE = "agree to the policy profile"
    IMPORT_NAMES = "import the register of names"
    READ_AUDIT = "read the audit record"
    READ_POLICY = "read the policy"
    WORK_CASES = "work safeguarding cases"
    DO_TASKS = "do tasks by hand"
    PRACTISE = "play a part on the practice network"


ACCOUNT_VERBS: dict[Verb, str] = {
    Verb.DRAFT: "Write drafts",
    Verb.CHECK: "Check facts",
    Verb.APPROVE: "Approve posts",
    Verb.MODERATE: "Decide comments",
}

_LEADERS = (Role.SLT, Role.HEAD)
_SAFEGUARDING = (Role.DSL, Role.DEPUTY_DSL)
_OFFICE = (Role.AUTHOR, Role.CHECKER, *_LEADERS)
_EVERYONE = tuple(Role)

TABLE: dict[Verb, tuple[Role, ...]] = {
    Verb.DRAFT: _OFFICE,
    Verb.CHECK: _OFFICE,
    Verb.APPROVE: _LEADERS,
    Verb.MODERATE: _LEADERS,
    Verb.READ_DRAFTS: (*_OFFICE, Role.DPO, Role.ADMIN, Role.GOVERNOR),
    Verb.CLEAR_DATA: (Role.DPO,),
    Verb.RELEASE: _LEADERS,
    Verb.STOP: _LEADERS,
    Verb.DECIDE_STRAYS: _LEADERS,
    Verb.READ_COMMENTS: _LEADERS,
    Verb.ASK_FOLLOW: _OFFICE,
    Verb.DECIDE_FOLLOW: _LEADERS,
    Verb.READ_FOLLOWS: (*_OFFICE, *_SAFEGUARDING, Role.ADMIN, Role.GOVERNOR),
    Verb.PROPOSE_ACCOUNT: (*_OFFICE, Role.ADMIN),
    Verb.APPROVE_ACCOUNT: _LEADERS,  # and which of them is the profile's choice
    Verb.CONNECT_ACCOUNT: (Role.ADMIN,),
    Verb.SUSPEND_ACCOUNT: (*_LEADERS, Role.ADMIN),
    Verb.ACKNOWLEDGE_ACCOUNT: (*_LEADERS, *_SAFEGUARDING),
    Verb.READ_ACCOUNTS: _EVERYONE,
    Verb.REGISTER_PEOPLE: (Role.ADMIN,),
    Verb.COSIGN: (Role.HEAD, Role.SLT, Role.ADMIN),
    Verb.REVOKE: (Role.ADMIN, *_LEADERS),
    Verb.READ_PEOPLE: (Role.ADMIN, *_LEADERS, Role.GOVERNOR, Role.DPO),
    Verb.SET_PROFILE: (Role.ADMIN,),
    Verb.COSIGN_PROFILE: (Role.HEAD,),
    Verb.IMPORT_NAMES: (Role.ADMIN, Role.DPO),
    Verb.READ_AUDIT: (Role.GOVERNOR, Role.HEAD, Role.DPO),
    Verb.READ_POLICY: _EVERYONE,
    Verb.WORK_CASES: _SAFEGUARDING,
    Verb.DO_TASKS: (*_LEADERS, *_SAFEGUARDING, Role.ADMIN, Role.AUTHOR),
    Verb.PRACTISE: _EVERYONE,
}


def words(role: Role) -> str:
    return ROLE_WORDS[role]


def who_may(verb: Verb) -> str:
    """The roles that may, as a person would say them: used in refusals."""
    names = [ROLE_WORDS[role] for role in TABLE[verb]]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
