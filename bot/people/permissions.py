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
    POOL = "pool"  # approves for academies where nobody is there to (S05.4)


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
    Role.POOL: "Trust approver pool",
}


class Verb(StrEnum):
    # on one account, by grant
    DRAFT = "draft"
    CHECK = "check"
    APPROVE = "approve"
    MODERATE = "moderate"
    # by role alone
    READ_DRAFTS = "read drafts"
    COMMENT_DRAFTS = "comment on drafts"
    HAVE_FEED = "have a calendar address"
    CLEAR_DATA = "clear data"
    APPROVE_EXTRA = "give the extra approval"
    RELEASE = "release held posts"
    ADVISE = "answer a question asked first"
    BREAK_GLASS = "post outside Gatepost in an emergency"
    NAME_LEADERS = "name who posts in an emergency"
    PLAN_MODE = "prepare a sensitive period"
    SWITCH_MODE = "start or end a sensitive period"
    STOP = "press the stop switch"
    END_RESTORE = "say what went out before a restore"
    DECIDE_STRAYS = "decide stray posts"
    WORK_TAKE_OVER = "go through the steps against a take-over"
    READ_COMMENTS = "read comments"
    READ_MODERATION = "read how moderation is going"
    RECORD_APPEAL = "write down an appeal"
    ASK_ABOUT_POLICE = "ask about the police"
    ANSWER_ABOUT_POLICE = "answer about the police"
    WATCH_ONLY = "let the machine watch only"
    LOCK_REPLIES = "close a post to replies"
    READ_MESSAGES = "see and close private messages"
    LOG_MESSAGES = "write down a private message"
    BLOCK_SENDERS = "confirm that a sender is blocked"
    READ_SENT = "look at a message sent outside Gatepost"
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
    KEEP_DIRECTORY = "keep the role directory"
    KEEP_CALENDAR = "keep the school calendar"
    KEEP_CHANNELS = "keep the channels for notices"
    AGREE_CHANNEL = "agree to a channel for alarms"
    CHOOSE_NOTICES = "choose how notices reach you"
    KEEP_STAFF_LIST = "keep the list of staff accounts"
    SET_PROFILE = "propose the policy profile"
    COSIGN_PROFILE = "agree to the policy profile"
    AGREE_STRICTER = "agree to a stricter rule"
    KEEP_LAW = "keep the register of laws"
    ANSWER_REVIEW = "answer whether the policy is reviewed"
    IMPORT_NAMES = "import the register of names"
    KEEP_CONSENT = "keep the register of image consent"
    REMOVE_PICTURES = "remove published pictures"
    READ_AUDIT = "read the audit record"
    READ_POLICY = "read the policy"
    WORK_CASES = "work safeguarding cases"
    WORK_STAFF_CASES = "work safeguarding cases about staff"
    READ_EVIDENCE = "read evidence"
    ADD_EVIDENCE = "add evidence"
    HOLD_EVIDENCE = "set or lift a legal hold"
    EXPORT_EVIDENCE = "take evidence out"
    RAISE_CONCERN = "say that you are worried about a child"
    DO_TASKS = "do tasks by hand"
    READ_EVENTS = "read events"
    RUN_EVENTS = "run an event"
    SIGN_BRIEFING = "sign an event's briefing"
    READ_RIGHTS = "read the rights of pictures"
    RECORD_RIGHTS = "write down the rights of a picture"
    RULE_RIGHTS = "rule on a doubt about a picture"
    REVIEW_ACCESS = "review who has access"
    DECLARE = "make a declaration"
    ASK_PERMISSION = "ask for a permission"
    READ_PERMISSIONS = "read the register of permissions"
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
    Verb.APPROVE: (*_LEADERS, Role.POOL),
    Verb.MODERATE: _LEADERS,
    Verb.READ_DRAFTS: (*_OFFICE, Role.DPO, Role.ADMIN, Role.GOVERNOR, Role.POOL),
    Verb.COMMENT_DRAFTS: (*_OFFICE, Role.DPO, Role.ADMIN, Role.POOL),  # who reads them, without the governor, who changes nothing
    Verb.HAVE_FEED: (*_OFFICE, Role.DPO, Role.ADMIN, Role.POOL),
    Verb.CLEAR_DATA: (Role.DPO,),
    Verb.APPROVE_EXTRA: _LEADERS,  # and which of them is the profile's choice (P16)
    Verb.RELEASE: _LEADERS,
    Verb.ADVISE: (*_LEADERS, *_SAFEGUARDING, Role.DPO, Role.ADMIN),  # and which of them is the profile's choice (P46)
    Verb.BREAK_GLASS: _LEADERS,  # the Headteacher, and whom the Headteacher named
    Verb.NAME_LEADERS: (Role.HEAD,),
    Verb.PLAN_MODE: (*_LEADERS, Role.ADMIN),
    Verb.SWITCH_MODE: (Role.HEAD,),
    Verb.STOP: _LEADERS,
    Verb.END_RESTORE: _LEADERS,
    Verb.DECIDE_STRAYS: _LEADERS,
    Verb.WORK_TAKE_OVER: (*_LEADERS, Role.ADMIN),  # whoever holds the keys
    Verb.READ_COMMENTS: _LEADERS,
    Verb.READ_MODERATION: (*_LEADERS, *_SAFEGUARDING, Role.DPO, Role.GOVERNOR),
    Verb.RECORD_APPEAL: (*_OFFICE, Role.ADMIN),
    Verb.ASK_ABOUT_POLICE: _LEADERS,
    Verb.ANSWER_ABOUT_POLICE: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),  # whoever was asked, and nobody else
    Verb.WATCH_ONLY: _LEADERS,
    Verb.LOCK_REPLIES: _LEADERS,
    Verb.READ_MESSAGES: (*_LEADERS, *_SAFEGUARDING),
    Verb.LOG_MESSAGES: (*_OFFICE, *_SAFEGUARDING, Role.ADMIN),  # whoever may look into the account on the network
    Verb.BLOCK_SENDERS: _LEADERS,
    Verb.READ_SENT: (Role.HEAD, *_SAFEGUARDING),
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
    Verb.KEEP_DIRECTORY: (Role.ADMIN, Role.HEAD),
    Verb.KEEP_CALENDAR: (Role.ADMIN, Role.HEAD),
    Verb.KEEP_CHANNELS: (Role.ADMIN,),
    Verb.AGREE_CHANNEL: (Role.HEAD, Role.DSL),
    Verb.CHOOSE_NOTICES: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),
    Verb.KEEP_STAFF_LIST: (Role.ADMIN, *_LEADERS),
    Verb.SET_PROFILE: (Role.ADMIN,),
    Verb.COSIGN_PROFILE: (Role.HEAD,),
    Verb.AGREE_STRICTER: _LEADERS,
    Verb.KEEP_LAW: (Role.ADMIN, Role.DPO, *_LEADERS),
    Verb.ANSWER_REVIEW: (*_LEADERS, *_SAFEGUARDING, Role.DPO, Role.ADMIN),  # and which of them is the profile's choice (P03, P46)
    Verb.IMPORT_NAMES: (Role.ADMIN, Role.DPO),
    Verb.KEEP_CONSENT: (Role.DPO, Role.ADMIN),
    Verb.REMOVE_PICTURES: (Role.DPO, *_LEADERS),
    Verb.READ_AUDIT: (Role.GOVERNOR, Role.HEAD, Role.DPO),
    Verb.READ_POLICY: _EVERYONE,
    Verb.WORK_CASES: _SAFEGUARDING,
    Verb.WORK_STAFF_CASES: (Role.HEAD,),  # and of those, the ones that `safeguarding_access` gives to the Headteacher
    Verb.READ_EVIDENCE: (*_LEADERS, *_SAFEGUARDING, Role.DPO),  # what is restricted only as `evidence_access` says
    Verb.ADD_EVIDENCE: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),
    Verb.HOLD_EVIDENCE: (Role.HEAD, Role.DPO, *_SAFEGUARDING),
    Verb.EXPORT_EVIDENCE: (*_LEADERS, *_SAFEGUARDING, Role.DPO),
    Verb.RAISE_CONCERN: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),
    Verb.DO_TASKS: (*_LEADERS, *_SAFEGUARDING, Role.ADMIN, Role.AUTHOR),
    Verb.READ_EVENTS: _EVERYONE,  # the list of children is not in it: see events_sheet
    Verb.RUN_EVENTS: (*_OFFICE, *_SAFEGUARDING),
    Verb.SIGN_BRIEFING: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),
    Verb.READ_RIGHTS: (*_OFFICE, Role.DPO, Role.ADMIN, Role.GOVERNOR),
    Verb.RECORD_RIGHTS: (*_OFFICE, Role.ADMIN),
    Verb.RULE_RIGHTS: (Role.HEAD,),
    Verb.REVIEW_ACCESS: _LEADERS,
    Verb.DECLARE: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),  # whoever it goes to reads it, and nobody else
    Verb.ASK_PERMISSION: tuple(role for role in _EVERYONE if role is not Role.GOVERNOR),
    Verb.READ_PERMISSIONS: (*_LEADERS, *_SAFEGUARDING, Role.DPO, Role.ADMIN, Role.GOVERNOR),
    Verb.PRACTISE: _EVERYONE,
}


def words(role: Role) -> str:
    return ROLE_WORDS[role]


def who_may(verb: Verb) -> str:
    """The roles that may, as a person would say them: used in refusals."""
    names = [ROLE_WORDS[role] for role in TABLE[verb]]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
