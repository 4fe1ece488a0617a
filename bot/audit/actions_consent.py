"""The acts about people in pictures, names, events and rights. They are in the same record as all others, and in the same table of the README."""

from enum import StrEnum


class ConsentAct(StrEnum):
    """As `Act`: the comment after each is the sentence the audit page shows."""

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
