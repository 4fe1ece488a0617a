"""Every act that can be recorded, typed once. The README's table of acts is checked against this list."""

from enum import StrEnum


class Act(StrEnum):
    """`room:verb`. The comment after each is the sentence the audit page shows."""

    INSTALL = "gatepost:install"  # The installation was set up
    SEALED = "audit:seal"  # The head of the chain was sealed outside the database
    VERIFIED = "audit:verify"  # The chain was checked
    READ_AUDIT = "audit:read"  # Somebody read the record

    SIGN_IN = "people:sign-in"  # Somebody signed in, or was turned away
    SIGN_OUT = "people:sign-out"  # Somebody signed out
    PASSWORD_SET = "people:password-set"  # noqa: S105 -- Somebody chose a password
    REGISTERED = "people:register"  # A person was added to the register
    INVITED = "people:invite"  # A link to choose a password was made for a person
    LEFT = "people:leave"  # A person left; all they could do ended
    ROLE_PROPOSED = "people:role-propose"  # A role was proposed for a person
    ROLE_COSIGNED = "people:role-cosign"  # A second person agreed to a role
    ROLE_ENDED = "people:role-end"  # A role was taken away
    GRANT_PROPOSED = "grant:propose"  # Permission for one account was proposed
    GRANT_COSIGNED = "grant:cosign"  # A second person agreed to the permission
    GRANT_REVOKED = "grant:revoke"  # Permission for one account was taken away
    TRAINED = "training:record"  # Training was recorded with its date and evidence
    ATTESTED = "training:attest"  # Somebody said they read and understood the policy

    ACADEMY_ADDED = "academy:add"  # An academy was added
    PROFILE_PROPOSED = "academy:propose-profile"  # Another policy profile was proposed for an academy
    PROFILE_SET = "academy:profile"  # The Headteacher agreed to the policy profile, and it counts from now
    CONTACTS_SET = "academy:contacts"  # The academy's own published contact details were changed
    ACCOUNT_PROPOSED = "account:propose"  # A new official account was proposed
    ACCOUNT_APPROVED = "account:approve"  # The account was approved
    ACCOUNT_REFUSED = "account:refuse"  # The account was refused or sent back
    ACCOUNT_CONNECTED = "account:connect"  # The account was connected; its credential was locked away
    ACCOUNT_ACKNOWLEDGED = "account:acknowledge"  # The account was made known before pupils use it
    ACCOUNT_SUSPENDED = "account:suspend"  # The account was suspended
    ACCOUNT_RESUMED = "account:resume"  # The account was put back in use
    ACCOUNT_CUSTODIAN = "account:custodian"  # A custodian was added or taken away
    ACCOUNT_BLIND = "account:blind"  # The account can no longer be read
    ACCOUNT_SEEING = "account:seeing"  # The account can be read again
    STOPPED = "stop:press"  # The stop switch was pressed
    STOP_LIFTED = "stop:lift"  # The stop switch was lifted

    DRAFT_CREATED = "draft:create"  # A draft was begun
    DRAFT_SAVED = "draft:save"  # A draft was changed; sign-offs given before are void
    DRAFT_ADOPTED = "draft:adopt"  # Somebody took a draft over whose author may no longer write
    DRAFT_SUBMITTED = "draft:submit"  # A draft was submitted
    CLAIM_CHECKED = "draft:check-claim"  # A fact was marked verified, wrong or cannot tell
    FACTS_SIGNED = "draft:sign-facts"  # A second person signed the facts
    DPO_ASKED = "draft:ask-dpo"  # The draft went to the data protection officer
    DPO_CLEARED = "draft:dpo-clear"  # The data protection officer cleared it
    DPO_REFUSED = "draft:dpo-refuse"  # The data protection officer refused it
    DRAFT_APPROVED = "draft:approve"  # Senior leadership approved the digest
    DRAFT_RETURNED = "draft:return"  # The draft was sent back for changes
    DRAFT_REJECTED = "draft:reject"  # The draft was rejected
    DRAFT_WITHDRAWN = "draft:withdraw"  # The draft was withdrawn
    DRAFT_EXPIRED = "draft:expire"  # Nobody decided in time

    INTENT = "publish:intent"  # About to send; recorded before the call
    PUBLISHED = "publish:accepted"  # The network took the post
    LIVE_VERIFIED = "publish:verified"  # The live post was read back and is what was approved
    PUBLISH_FAILED = "publish:failed"  # The network refused the post
    PUBLISH_UNKNOWN = "publish:unknown"  # The answer was lost; the account is read before anything else happens
    PUBLISH_ABSENT = "publish:absent"  # Read back: the post is not there
    PUBLISH_MISSED = "publish:missed"  # Its time had passed; it was not sent
    PUBLISH_HELD = "publish:held"  # Held at the last test before sending
    PUBLISH_RELEASED = "publish:release"  # A held post was put back in the queue
    TAMPERED = "publish:tamper"  # A row said approved but the sign-offs do not bear it out

    STRAY_FOUND = "stray:found"  # The live account shows something the gate did not send
    STRAY_ADOPTED = "stray:adopt"  # The stray post was adopted with a reason
    STRAY_REMOVE = "stray:remove"  # The stray post is to be removed
    STRAY_LEFT = "stray:leave"  # The difference was left as it is, with a reason
    STRAY_GONE = "stray:gone"  # The stray post was read back and is gone

    REPLY_JUDGED = "reply:judge"  # A reply was judged
    REPLY_HIDDEN = "reply:hidden"  # A reply was hidden and read back
    REPLY_SHOWN = "reply:shown"  # A reply was shown again and read back
    REPLY_STUCK = "reply:not-hidden"  # A reply could not be hidden; a person was asked
    REPLY_LATE = "reply:late"  # Nobody decided about a reply in time
    REPLY_DECIDED = "reply:decide"  # Senior leadership decided about a reply
    REPLY_OPENED = "reply:open"  # A flagged reply was opened

    FOLLOW_ASKED = "follow:ask"  # Somebody asked to follow an account
    FOLLOW_APPROVED = "follow:approve"  # An organisation was put on the allow-list
    FOLLOW_REFUSED = "follow:refuse"  # A follow was refused
    FOLLOW_REMOVED = "follow:remove"  # An organisation was taken off the allow-list
    FOLLOW_DONE = "follow:done"  # An organisation on the allow-list was followed
    FOLLOW_FOUND = "follow:found"  # A follow made outside was found
    FOLLOW_UNDONE = "follow:undone"  # A follow made outside was undone and read back

    EVIDENCE = "evidence:capture"  # Evidence was captured and sealed
    TASK_SET = "task:set"  # A person was asked to do what the network does not let us do
    TASK_DONE = "task:done"  # The task was done
    CASE_RAISED = "case:raise"  # A safeguarding case was raised
    CASE_OPENED = "case:open"  # A safeguarding case was read
    CASE_ACKNOWLEDGED = "case:acknowledge"  # The safeguarding lead acknowledged a case
    CASE_ESCALATED = "case:escalate"  # Nobody acknowledged in time; the next person was told
    CASE_NOTED = "case:note"  # An action was written into a case
    CASE_CLOSED = "case:close"  # The safeguarding lead closed a case
    NAMES_IMPORTED = "names:import"  # The register of names was imported

    PRACTICE = "practice:drive"  # Somebody played a part on the practice network


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    READ = "read"
