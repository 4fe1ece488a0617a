"""Where each network lets an account's owner say yes to a program, and what Gatepost asks for there, as data.

Addresses and scopes: docs.x.com "OAuth 2.0 Authorization Code Flow with PKCE"; developers.google.com "OAuth 2.0 for Web Server
Applications"; developers.facebook.com "Manually Build a Login Flow", "Business Login for Instagram", "Threads: Get Access Tokens";
docs.joinmastodon.org/spec/oauth. What is not in a list is never asked for: private messages above all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.platforms.offers import Rights, compared


@dataclass(frozen=True)
class Network:
    """One network's sign-in. `proof`: it takes PKCE (RFC 7636, S256 only). `basic`: the app proves itself in a header."""

    name: str
    label: str
    authorize: str
    exchange: str
    scopes: tuple[str, ...]
    joined: str = " "
    proof: bool = True
    basic: bool = False
    secret_needed: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)
    longer: str = ""  # where a token of an hour is exchanged for one of two months
    longer_grant: str = ""


GRAPH = "https://graph.facebook.com/v26.0"

NETWORKS: dict[str, Network] = {
    row.name: row
    for row in (
        Network(
            name="x",
            label="X",
            authorize="https://x.com/i/oauth2/authorize",
            exchange="https://api.x.com/2/oauth2/token",
            scopes=(
                "tweet.read",
                "tweet.write",
                "tweet.moderate.write",
                "users.read",
                "media.write",
                "mute.write",
                "follows.read",
                "follows.write",
                "offline.access",
            ),
            basic=True,
            secret_needed=False,  # an app of the kind "public client" has none
        ),
        Network(
            name="youtube",
            label="YouTube",
            authorize="https://accounts.google.com/o/oauth2/v2/auth",
            exchange="https://oauth2.googleapis.com/token",
            scopes=("https://www.googleapis.com/auth/youtube.force-ssl",),
            extra={"access_type": "offline", "prompt": "consent"},  # without both, Google gives no refresh token the second time
        ),
        Network(
            name="facebook",
            label="Facebook",
            authorize="https://www.facebook.com/v26.0/dialog/oauth",
            exchange=f"{GRAPH}/oauth/access_token",
            scopes=("pages_show_list", "pages_read_engagement", "pages_read_user_content", "pages_manage_posts", "pages_manage_engagement"),
            joined=",",
            proof=False,
            extra={"auth_type": "rerequest"},  # asks again for what was left out last time
            longer=f"{GRAPH}/oauth/access_token",
            longer_grant="fb_exchange_token",
        ),
        Network(
            name="instagram",
            label="Instagram",
            authorize="https://www.instagram.com/oauth/authorize",
            exchange="https://api.instagram.com/oauth/access_token",
            scopes=("instagram_business_basic", "instagram_business_manage_comments", "instagram_business_content_publish"),
            joined=",",
            proof=False,
            longer="https://graph.instagram.com/access_token",
            longer_grant="ig_exchange_token",
        ),
        Network(
            name="threads",
            label="Threads",
            authorize="https://threads.com/oauth/authorize",
            exchange="https://graph.threads.net/oauth/access_token",
            scopes=(
                "threads_basic",
                "threads_content_publish",
                "threads_delete",
                "threads_read_replies",
                "threads_manage_replies",
                "threads_manage_mentions",
                "threads_manage_insights",
            ),
            joined=",",
            proof=False,
            longer="https://graph.threads.net/access_token",
            longer_grant="th_exchange_token",
        ),
    )
}
HARMLESS = ("public_profile", "email", "business_management")  # Meta gives the first two with every sign-in
WITH_SERVER = "mastodon"  # each server is a network of its own, and gives Gatepost an app by itself


def offered(platform: str) -> bool:
    """Whether an account there is connected by signing in at the network."""
    return platform == WITH_SERVER or platform in NETWORKS


def needs_app(platform: str) -> bool:
    """Whether the trust makes a developer app there first."""
    return platform in NETWORKS


def granted(platform: str, scope: str) -> Rights | None:
    """From what the network said when it gave the token; None where it said nothing."""
    if not scope or platform not in NETWORKS:
        return None
    return compared(scope.replace(",", " ").split(), NETWORKS[platform].scopes, HARMLESS)
