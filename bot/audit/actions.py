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
    LEAVING_RECORDED = "leaving:record"  # It was written down when a person leaves
    LEAVING_CHANGED = "leaving:change"  # The time of a leaving was changed
    LEAVING_CANCELLED = "leaving:cancel"  # Somebody does not leave after all
    LEAVING_CHECKED = "leaving:check"  # Somebody looked whether a leaver can still get in
    LEAVING_HELD = "leaving:posts"  # What a leaver left behind was held, passed on or suspended
    LEAVING_ATTESTED = "leaving:attest"  # A leaver confirmed what the policy asks of leavers, or the office saw it signed
    LEAVING_SILENT = "leaving:not-attested"  # A leaver did not confirm in time; the head of people was told
    LEAVING_CLOSED = "leaving:close"  # A leaving was closed: every check is answered
    REVIEW_OPENED = "access:review"  # It is time to look through who may do what
    REVIEW_DECIDED = "access:decide"  # A leader kept or ended somebody's role or permission
    GRANT_LAPSED = "access:lapse"  # A permission that nobody used and nobody decided about ended
    REVIEW_CLOSED = "access:reviewed"  # Everything in the review was decided
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
    DIRECTORY_SET = "directory:set"  # A holder or deputy of a role was written into the role directory
    DIRECTORY_ENDED = "directory:end"  # An entry of the role directory was ended
    ABSENCE_SET = "directory:absence"  # Somebody was said to be away, or back
    OVERRIDE_PROPOSED = "academy:propose-rule"  # Another value for one rule was proposed for an academy, or its value to be confirmed
    OVERRIDE_AGREED = "academy:rule"  # A second person agreed to the value of a rule, and it counts from now
    OVERRIDE_LEFT = "academy:leave-rule"  # A value that was proposed for a rule was dropped
    LAW_ENTERED = "policy:law"  # A law or a new edition of one was entered
    LAW_CHECKED = "policy:law-check"  # A law was looked up again and stands as it was
    POLICY_ASKED = "policy:ask"  # A new edition raised the question whether the policy is reviewed earlier
    POLICY_CONCERN = "policy:concern"  # Somebody raised an urgent concern about the policy
    POLICY_ANSWERED = "policy:answer"  # It was decided, with a reason, whether the policy is reviewed earlier
    POLICY_DUE = "policy:due"  # The review of the policy comes due or is overdue; whoever decides about it was told
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
    CLAIM_CHECKED = "draft:check-claim"  # A fact was marked verified, wrong, cannot tell or not a fact
    FACTS_SIGNED = "draft:sign-facts"  # A second person signed the facts
    DPO_ASKED = "draft:ask-dpo"  # The draft went to the data protection officer
    DPO_CLEARED = "draft:dpo-clear"  # The data protection officer cleared it
    DPO_REFUSED = "draft:dpo-refuse"  # The data protection officer refused it
    DPO_CONDITIONS = "draft:dpo-conditions"  # The data protection officer wants something changed before it is cleared
    DPO_SILENT = "draft:dpo-silent"  # The data protection officer did not answer in time; the Headteacher was told
    DRAFT_APPROVED = "draft:approve"  # Senior leadership approved the digest
    EXTRA_APPROVED = "draft:approve-extra"  # The extra approver of a sensitive topic approved the digest
    DRAFT_REMINDED = "draft:remind"  # The people whose turn it is were reminded; nothing is approved by waiting
    DRAFT_RETURNED = "draft:return"  # The draft was sent back for changes
    DRAFT_REJECTED = "draft:reject"  # The draft was rejected
    DRAFT_WITHDRAWN = "draft:withdraw"  # The draft was withdrawn
    DRAFT_EXPIRED = "draft:expire"  # Nobody decided in time
    COMMENTED = "draft:comment"  # Somebody commented on a draft
    COMMENT_SETTLED = "draft:comment-settle"  # A comment on a draft was marked as dealt with, or opened again
    TEMPLATE_MADE = "template:make"  # A template for recurring posts was made
    TEMPLATE_CHANGED = "template:change"  # A template for recurring posts was changed
    TEMPLATE_RETIRED = "template:retire"  # A template for recurring posts was retired
    FEED_MADE = "calendar:feed"  # Somebody made themselves a secret calendar address; an older one ended
    FEED_ENDED = "calendar:feed-end"  # A secret calendar address was ended
    FEED_READ = "calendar:feed-read"  # A secret calendar address was read for the first time that day
    ADVICE_ASKED = "advice:ask"  # A draft was parked until an adviser answers
    ADVICE_ANSWERED = "advice:answer"  # The adviser answered; the answer stays with the draft
    ADVICE_CHASED = "advice:chase"  # Nobody answered a question in time; others were told
    GUIDANCE_LINK = "guidance:link"  # A link to help was found dead and hidden, or is back

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
    TAKEN_DOWN = "publish:take-down"  # A leader had a live post taken down
    LINK_CHANGED = "link:changed"  # A link in a live post leads elsewhere than when it was approved, or to nothing
    NATIVE_NAMED = "native:name"  # Somebody may post outside Gatepost in an emergency, or no longer may
    NATIVE_DECLARED = "native:declare"  # A leader said why they post outside Gatepost (break-glass)
    NATIVE_MATCHED = "native:match"  # A post made outside Gatepost was matched with its break-glass notice
    NATIVE_ADOPTED = "native:adopt"  # A second leader reviewed a break-glass post and adopted it
    NATIVE_OVERDUE = "native:overdue"  # No second leader adopted a break-glass post in time; the alarm was raised
    NATIVE_CLOSED = "native:close"  # A break-glass notice was closed without a post to adopt
    MODE_PLANNED = "mode:plan"  # A sensitive period was prepared
    MODE_AGREED = "mode:agree"  # The Headteacher agreed to a sensitive period
    MODE_STARTED = "mode:start"  # A sensitive period began
    MODE_HELD = "mode:hold"  # A scheduled post was held because of a sensitive period
    MODE_ENDED = "mode:end"  # A sensitive period ended
    MODE_RETURNED = "mode:return"  # A held post went back to waiting for approval

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
    DECLARED = "declaration:make"  # A member of staff declared something
    DECLARATION_OPENED = "declaration:open"  # A declaration was read, or somebody tried to
    DECLARATION_DISCUSSED = "declaration:discuss"  # A declaration was talked over
    DECLARATION_CLOSED = "declaration:close"  # A declaration was closed
    DECLARATION_CHASED = "declaration:chase"  # Nobody had read a declaration in time; they were told again
    PERMISSION_ASKED = "permission:ask"  # A member of staff asked for a permission
    PERMISSION_DECIDED = "permission:decide"  # A permission was given or refused
    PERMISSION_REVOKED = "permission:revoke"  # A permission was taken back
    PERMISSION_TURNED = "permission:turn"  # A permission began or ended with its dates
    PICTURED_ADDED = "consent:add"  # A person was put into the register of people in pictures
    CONSENT_RECORDED = "consent:record"  # A consent or refusal about pictures was recorded
    CONSENT_IMPORTED = "consent:import"  # Consents and refusals about pictures were imported
    CONSENT_WITHDRAWN = "consent:withdraw"  # A consent was taken back; posts that use it were held or listed for removal
    CONSENT_OPENED = "consent:open"  # A person's entry in the consent register was read
    NO_IDENTIFY_SET = "consent:no-identify"  # A person was marked never to be shown, or no longer
    PICTURE_OPENED = "consent:picture"  # A picture of children was opened or downloaded
    CHILDREN_SEEN = "consent:children-seen"  # An approver saw children in a picture that was declared to show none
    REMOVAL_BEGUN = "removal:begin"  # A published post is to be removed because a consent was withdrawn
    REMOVAL_DONE = "removal:done"  # The post was read back and is gone
    REMOVAL_BY_HAND = "removal:by-hand"  # The network does not remove the post; a person was asked
    NAMES_IMPORTED = "names:import"  # The register of names was imported

    EVENT_PLANNED = "event:plan"  # An event with pupils of other schools was planned
    EVENT_ASKED = "event:ask"  # Each school was asked which of its children may not be pictured
    EVENT_ANSWERED = "event:answer"  # A school's answer, or its silence, was written down
    EVENT_BRIEFED = "event:brief"  # The briefing of an event was prepared or held
    EVENT_SIGNED = "event:sign"  # Somebody signed the briefing of an event
    EVENT_LIVE = "event:live"  # The event began
    EVENT_CLOSED = "event:close"  # The event is over
    EVENT_SHEET_READ = "event:read-sheet"  # Somebody opened the briefing sheet, or was turned away
    EVENT_NOTED = "event:note"  # Something that happened at an event was written down
    EVENT_PICTURE = "event:picture"  # Somebody said which schools' children are in a picture
    EVENT_PURGED = "event:purge"  # The briefing sheet was deleted after the event
    RIGHTS_DECLARED = "rights:declare"  # Where a picture is from was written down
    RIGHTS_PERMITTED = "rights:permit"  # A permission or licence for a picture was written down
    RIGHTS_REVOKED = "rights:revoke"  # A permission for a picture was taken back
    RIGHTS_RULED = "rights:rule"  # The Headteacher ruled on a doubt about a picture
    RIGHTS_AVATAR = "rights:avatar"  # A picture was chosen as an account's own picture, or refused as one

    PRACTICE = "practice:drive"  # Somebody played a part on the practice network


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    READ = "read"
