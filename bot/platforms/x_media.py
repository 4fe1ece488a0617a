"""Pictures on X: put up, and described, before the post that shows them."""

from bot.platforms.base import Busy, Media, Refused
from bot.platforms.metering import Meter
from bot.platforms.x_http import Wire

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})  # what X takes in one piece


def upload(wire: Wire, meter: Meter, media: Media) -> str:
    """The number under which a post shows it. Nobody sees it before."""
    if media.mime not in PICTURES:
        raise Refused(f"X takes pictures as JPEG, PNG or WebP; {media.filename} is {media.mime}.")
    body = wire.read(
        wire.request(
            "POST",
            "/2/media/upload",
            files={"media": (media.filename, media.data, media.mime)},
            data={"media_category": "tweet_image", "media_type": media.mime},
        )
    )
    media_id = str(wire.named(wire.data(body, Busy), Busy)["id"])
    if media.alt:
        told = {"id": media_id, "metadata": {"alt_text": {"text": media.alt}}}
        body = wire.read(wire.request("POST", "/2/media/metadata", json=told))
        if body.get("errors"):
            raise wire.trouble_within(body, Busy)
        meter("media_described")
    return media_id
