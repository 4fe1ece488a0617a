"""Whether what an author typed can be kept: the right accounts, real pictures, times in order, questions answered."""

import io

from PIL import Image, UnidentifiedImageError
from sqlmodel import Session

from bot.accounts import register as accounts
from bot.accounts.models import Account, AccountState
from bot.drafts import threads
from bot.drafts.content import QUESTIONS, Content, Picture
from bot.drafts.models import Blob
from bot.errors import BadInput, Refusal
from bot.people.grants import Place, live_grant, require
from bot.people.models import Person
from bot.people.permissions import Verb

LONGEST_TEXT = 5_000
LARGEST_PICTURE = 16_000_000
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
REPLY_SETTINGS = {"everyone": "Everyone", "mentioned": "Only those mentioned", "nobody": "Nobody"}


def check_content(session: Session, me: Person, academy_id: int, content: Content, draft_id: int | None = None) -> None:
    """Raises BadInput with a sentence for each field, or the Refusal of a grant. `draft_id` is of the draft that is changed. Reads; changes
    nothing."""
    wrong = {
        "text": _text_problem(content),
        "account_ids": _accounts_problem(session, me, academy_id, content),
        "not_after": _window_problem(content),
        "continues_id": threads.problem(session, academy_id, content, draft_id),
        "reply_setting": None if content.reply_setting in REPLY_SETTINGS else "Choose who may reply.",
        "pictures": _pictures_problem(session, content),
        **{
            question: "Choose one of the answers."
            for question, answer in content.answers.items()
            if question not in QUESTIONS or answer not in QUESTIONS[question][1]
        },
    }
    found = {name: sentence for name, sentence in wrong.items() if sentence}
    if found:
        raise BadInput(found)


def _text_problem(content: Content) -> str | None:
    if not content.text.strip() and not content.pictures:
        return "Write what the post should say."
    if len(content.text) > LONGEST_TEXT:
        return f"This is far longer than any network takes. Keep it under {LONGEST_TEXT:,} characters."
    if any(ord(c) < 32 and c not in "\n\t\r" for c in content.text) or any(0xD800 <= ord(c) <= 0xDFFF for c in content.text):
        return "The text holds a character that cannot be stored. Type that part again rather than pasting it."
    return None


def _window_problem(content: Content) -> str | None:
    if content.not_before and content.not_after <= content.not_before:
        return "The latest time must be after the time it should go out."
    return None


def _accounts_problem(session: Session, me: Person, academy_id: int, content: Content) -> str | None:
    if not content.account_ids:
        return "Choose at least one account."
    for account_id in content.account_ids:
        account = accounts.account(session, account_id)
        if account.academy_id != academy_id:
            return "Choose accounts of one academy."
        if account.state not in (AccountState.CONNECTED, AccountState.SUSPENDED):
            return f"@{account.handle} is not connected yet."
        _require_grant(session, me, account, content)
    return None


def _require_grant(session: Session, me: Person, account: Account, content: Content) -> None:
    require(session, me, Verb.DRAFT, Place(account.academy_id, account.id))
    grant = live_grant(session, me, Verb.DRAFT, account.id or 0)
    if grant is not None and grant.no_images and content.pictures:
        sponsor = session.get_one(Person, grant.sponsor_id)
        raise Refusal(
            f"Your permission for @{account.handle} is for words only, without pictures.",
            rule="no-images",
            next_step=f"Take the picture out, or ask {sponsor.name}, who set this condition.",
        )


def _pictures_problem(session: Session, content: Content) -> str | None:
    for number, picture in enumerate(content.pictures, start=1):
        problem = picture_problem(session, picture)
        if problem:
            return f"Picture {number}: {problem}"
    return None


def picture_problem(session: Session, picture: Picture) -> str | None:
    """Opened by Pillow, because a file's name and type are only what somebody says it is."""
    if picture.data is None:
        return None if session.get(Blob, picture.sha256) else "choose the file again; it did not arrive."
    if len(picture.data) > LARGEST_PICTURE:
        return f"the file is larger than {LARGEST_PICTURE // 1_000_000} MB. Make it smaller and choose it again."
    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            image.verify()
            kind = Image.MIME.get(image.format or "", "")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "this is not a picture that can be read. Use a JPEG, PNG, GIF or WebP file."
    return None if kind in PICTURES else "use a JPEG, PNG, GIF or WebP file."
