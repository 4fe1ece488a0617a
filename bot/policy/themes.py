"""Every parameter of a profile, by theme. Each is a type, its row P01-P52 in the trusts' comparison, and the question it answers."""

from typing import Annotated, ClassVar, Literal

from pydantic import StrictBool

from bot.policy.parameter import (
    Asks,
    Count,
    Day,
    Days,
    Evidence,
    FriendStep,
    ImageConsent,
    LatestPosts,
    LeaverStep,
    Minutes,
    Months,
    NameRule,
    Parameter,
    Period,
    RightsStep,
    Roles,
    RoutedRole,
    Severity,
    Strictness,
    TakedownStep,
    Text,
    Theme,
    Topic,
)


class PolicyItself(Theme):
    heading: ClassVar[str] = "The policy itself"

    policy_owner: Annotated[Parameter[Text], Asks("P03", "Who owns the policy")]
    review_decided_by: Annotated[Parameter[Roles], Asks("P03", "Who answers whether the policy is reviewed earlier; any one may", any_one=True)]
    policy_date: Annotated[Parameter[Day], Asks("P01", "Date of the policy")]
    review_due: Annotated[Parameter[Day], Asks("P01", "Last day on which the policy is not overdue for review")]
    review_months: Annotated[Parameter[Months], Asks("P02", "Months between reviews")]
    people_in_scope: Annotated[Parameter[Text], Asks("P04", "Whom the policy binds")]
    key_people_named: Annotated[Parameter[StrictBool], Asks("", "An academy starts only when its key people are named")]
    policy_questions: Annotated[
        Parameter[Roles], Asks("P46", "Who answers questions and urgent concerns about the policy; any one may", any_one=True)
    ]
    ask_first: Annotated[Parameter[Roles], Asks("P46", "Who advises an author who is unsure; any one may", any_one=True)]
    workload_reviewed: Annotated[Parameter[StrictBool], Asks("P47", "The work that reporting makes is weighed at the review")]
    word_for_pupil: Annotated[Parameter[Text], Asks("P48", "What the policy calls a pupil")]
    word_for_head: Annotated[Parameter[Text], Asks("P48", "What the policy calls the Headteacher")]
    word_for_school: Annotated[Parameter[Text], Asks("P48", "What the policy calls the school")]


class Accounts(Theme):
    heading: ClassVar[str] = "Accounts"

    account_approver: Annotated[Parameter[Roles], Asks("P05", "Who approves a new account; each of them must")]
    url_acknowledged_by: Annotated[Parameter[Roles], Asks("P06", "Who acknowledges the address before pupils see it; any one may", any_one=True)]
    minimum_custodians: Annotated[Parameter[Count], Asks("P07", "People who hold each account, at least")]
    official_email: Annotated[Parameter[Strictness], Asks("P08", "An account email that is not official")]
    required_platforms: Annotated[Parameter[tuple[Text, ...]], Asks("P09", "Platforms every academy must be on")]
    linked_on_website: Annotated[Parameter[StrictBool], Asks("P09", "Official accounts are linked on the academy's website")]
    stale_after_days: Annotated[Parameter[Days], Asks("P09", "Days without an approved post before an alert")]
    custody: Annotated[Parameter[Literal["pause_publishing", "suspend"]], Asks("", "An account with too few custodians")]
    pupil_channel: Annotated[
        Parameter[Literal["listed", "slt_approved", "usual_channels", "official_multi_staff", "none_private"]],
        Asks("P45", "A channel through which pupils are spoken to"),
    ]


class Posters(Theme):
    heading: ClassVar[str] = "People who may post"

    grant_authoriser: Annotated[Parameter[Roles], Asks("P10", "Who authorises a person to post; any one may", any_one=True)]
    grant_max_days: Annotated[Parameter[Days], Asks("", "Longest time one authorisation runs, in days")]
    training_required: Annotated[Parameter[StrictBool], Asks("P11", "Training on record before posting")]
    attestation_days: Annotated[Parameter[Days], Asks("P12", "Days until the policy must be read again")]
    leaver_duty: Annotated[Parameter[tuple[LeaverStep, ...]], Asks("P42", "What a leaver confirms")]
    personal_disclaimer: Annotated[
        Parameter[Literal["none", "example", "set_wording", "required"]], Asks("P50", "A disclaimer on staff's own posts, offered as text")
    ]
    disclaimer_text: Annotated[Parameter[Text], Asks("P50", "The wording Gatepost offers for it")]


class SignOffs(Theme):
    heading: ClassVar[str] = "Sign-offs"

    people_per_post: Annotated[Parameter[Literal[2, 3]], Asks("P13", "Different people behind each post, at least")]
    checker_may_approve: Annotated[Parameter[StrictBool], Asks("P13", "The person who checked the facts may also approve")]
    fact_check: Annotated[Parameter[Literal["all", "claims"]], Asks("P14", "Posts whose facts are checked: all, or those with claims")]
    dpo_check: Annotated[Parameter[Literal["personal_data_or_unsure", "always"]], Asks("P15", "Posts the data protection officer clears")]
    extra_approval_topics: Annotated[Parameter[tuple[Topic, ...]], Asks("P16", "Topics that need one more approver")]
    extra_approver: Annotated[Parameter[RoutedRole], Asks("P16", "Who approves those topics")]
    draft_expiry_days: Annotated[Parameter[Days], Asks("", "Days until an unfinished draft expires")]


class Posts(Theme):
    heading: ClassVar[str] = "What a post may hold"

    name_with_image: Annotated[Parameter[NameRule], Asks("P17", "A child's name beside an image")]
    name_without_image: Annotated[Parameter[NameRule], Asks("P18", "A child's name without an image")]
    image_consent: Annotated[Parameter[ImageConsent], Asks("P19", "Consent an image of a child needs")]
    adults: Annotated[Parameter[Literal["told_and_can_object", "written_permission"]], Asks("P20", "Naming or picturing an adult")]
    logo_grantor: Annotated[Parameter[Literal["ceo", "exec_lead", "head", "rights_owner"]], Asks("P34", "Who permits a logo or brand")]
    copyright_steps: Annotated[Parameter[tuple[RightsStep, ...]], Asks("P35", "What using somebody's work needs")]
    link_check: Annotated[Parameter[StrictBool], Asks("P36", "Links are checked before a post goes out")]
    references: Annotated[Parameter[Strictness], Asks("P43", "A post that reads as a reference for a person")]
    event_photo_procedure: Annotated[Parameter[StrictBool], Asks("P44", "Each school is asked for its refusal list before an event is photographed")]
    staff_contacts_blocked: Annotated[Parameter[StrictBool], Asks("P51", "Staff's own handles and numbers are blocked in posts")]


class Replies(Theme):
    heading: ClassVar[str] = "Replies and harmful content"

    abuse_recipients: Annotated[Parameter[Roles], Asks("P21", "Who is told of an abusive reply")]
    decide_minutes: Annotated[Parameter[Minutes], Asks("P22", "Minutes for a person to decide about a hidden reply")]
    ask_clock: Annotated[
        Parameter[Literal["real_time", "staffed_hours"]],
        Asks("P22", "How the minutes are counted for a visible comment that is neither a threat nor worse"),
    ]
    hide_severities: Annotated[Parameter[tuple[Severity, ...]], Asks("P23", "Severities hidden by the machine")]
    human_task_minutes: Annotated[Parameter[Minutes], Asks("", "Minutes for a task that only a person can do")]
    blind_lock_posts: Annotated[
        Parameter[LatestPosts], Asks("", "How many of the latest posts are closed to replies while comments cannot be read; 0 closes none")
    ]
    blind_lock_minutes: Annotated[
        Parameter[Minutes], Asks("", "Minutes for which comments could not be read, before those posts are closed to replies")
    ]
    evidence_fields: Annotated[Parameter[tuple[Evidence, ...]], Asks("P38", "What is kept as evidence")]
    takedown_minutes: Annotated[Parameter[Minutes], Asks("P37", "Minutes until a host is asked to take harmful content down")]
    takedown_steps: Annotated[Parameter[tuple[TakedownStep, ...]], Asks("P37", "Steps of a takedown")]
    takedown_recipients: Annotated[Parameter[Roles], Asks("P37", "Who is told of harmful content elsewhere")]


class Safeguarding(Theme):
    heading: ClassVar[str] = "Safeguarding and misuse"

    safeguarding_recipients: Annotated[Parameter[Roles], Asks("P24", "Who receives a safeguarding concern, beside the deputy DSL")]
    safeguarding_ack_minutes: Annotated[Parameter[Minutes], Asks("", "Minutes until an unanswered safeguarding page goes further")]
    misuse_recipients: Annotated[Parameter[Roles], Asks("P25", "Who receives a misuse report; each must acknowledge it")]
    police_consent: Annotated[
        Parameter[Literal["staff_consent_unless_risk", "staff_consent"]], Asks("P49", "The affected person's consent before the police are asked")
    ]


class Public(Theme):
    heading: ClassVar[str] = "Pupils, messages and the public"

    follow_rule: Annotated[Parameter[Literal["allow_list"]], Asks("P26", "Whom official accounts may follow")]
    friend_request_steps: Annotated[Parameter[tuple[FriendStep, ...]], Asks("P27", "A pupil's friend request to a member of staff")]
    friend_request_recipients: Annotated[Parameter[Roles], Asks("P27", "Who hears of such a request; any one may", any_one=True)]
    private_follow_request: Annotated[
        Parameter[Literal["hold", "hold_decline_known_pupil", "accept", "accept_if_two_custodians"]],
        Asks("P28", "A request to follow a private official account; nobody is followed back"),
    ]
    former_pupil_rule: Annotated[Parameter[Text], Asks("P29", "Former pupils who count as pupils")]
    alumni_contact: Annotated[
        Parameter[Literal["none_stated", "official_channel_to_work_contact"]], Asks("P29", "How former pupils who are adults may be written to")
    ]
    private_messages: Annotated[
        Parameter[Literal["closed", "none_with_pupils", "none_block_unwanted"]],
        Asks("P30", "Private messages; the product sends none under any of these"),
    ]
    answer_channel: Annotated[Parameter[Literal["email_only", "public"]], Asks("P31", "Where the public is answered")]
    signpost_reply: Annotated[Parameter[StrictBool], Asks("P32", "An approved public reply may point to the right channel")]
    media_enquiry: Annotated[Parameter[Roles], Asks("P33", "Who deals with a media enquiry")]
    complaints: Annotated[
        Parameter[Literal["as_any_contact", "in_writing_with_stages", "trust_policy", "host_school_policy"]],
        Asks("P39", "How a complaint is dealt with"),
    ]


class Records(Theme):
    heading: ClassVar[str] = "Watching and keeping"

    monitoring_notice: Annotated[Parameter[StrictBool], Asks("P40", "People are told what the product monitors")]
    keep_drafts_days: Annotated[Parameter[Period], Asks("P41", "Days that drafts and posts are kept")]
    keep_replies_days: Annotated[Parameter[Period], Asks("P41", "Days that replies and hidden comments are kept")]
    keep_safeguarding_days: Annotated[Parameter[Period], Asks("P41", "Days that safeguarding copies are kept")]
    stray_post_action: Annotated[
        Parameter[Literal["alert", "remove_unless_adopted", "remove_at_once"]], Asks("P52", "A post that did not go through the gate")
    ]
    adopt_minutes: Annotated[Parameter[Minutes], Asks("P52", "Minutes a leader has to adopt such a post")]
    session_idle_minutes: Annotated[Parameter[Minutes], Asks("", "Minutes without a click before signing out")]


THEMES: tuple[type[Theme], ...] = (PolicyItself, Accounts, Posters, SignOffs, Posts, Replies, Safeguarding, Public, Records)
