"""What the environment decides. Read from `.env` and the environment, checked once, and said in plain words when wrong."""

from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from dotenv import find_dotenv
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import Misconfigured

SHORTEST_TOKEN = 20
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting is `GATEPOST_` and the name below, in capitals. The README lists each one; a test keeps it so."""

    model_config = SettingsConfigDict(env_prefix="GATEPOST_", extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite:///data/gatepost.sqlite3", description="Where everything is kept: SQLite or PostgreSQL")
    secret_keys: str = Field(default="", repr=False, description="Fernet keys, newest first, separated by commas; older ones still read")
    host: str = Field(default="127.0.0.1", description="Address the web pages listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the web pages listen on")
    public_url: str = Field(default="", description="Address staff type; https:// makes the cookie secure-only")
    seal_file: Path = Field(default=Path("data/audit-seal.jsonl"), description="Sealed heads of the audit chain; keep a copy off this machine")
    policy_dir: Path = Field(default=ROOT / "config" / "policies", description="Folder of policy profiles")
    sweep_seconds: int = Field(default=5, ge=1, le=300, description="How often the worker looks for work that is due")
    poll_seconds: int = Field(default=60, ge=5, le=3600, description="How often each account's posts, replies and follows are read")
    x_api_url: str = Field(default="https://api.x.com", description="Base address of X; a local stand-in for tests")
    graph_url: str = Field(default="https://graph.facebook.com", description="Base address of Meta's Graph; a local stand-in for tests")
    instagram_url: str = Field(default="https://graph.instagram.com", description="Base address of Instagram; a local stand-in for tests")
    threads_url: str = Field(default="https://graph.threads.net", description="Base address of Threads; a local stand-in for tests")
    bluesky_url: str = Field(default="https://bsky.social", description="The Bluesky server the academy's account lives on")
    sign_in_url: str = Field(default="", description="Stand-in for the sign-in of all networks; only for tests")
    youtube_url: str = Field(default="https://youtube.googleapis.com/youtube/v3", description="Base address of YouTube; a local stand-in for tests")
    google_token_url: str = Field(
        default="https://oauth2.googleapis.com/token", description="Where YouTube's access is renewed; a local stand-in for tests"
    )
    names_max_age_days: int = Field(default=180, ge=1, le=1000, description="Days until a register of names is too old to check posts with")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="How much the log says")
    log_format: Literal["auto", "json", "text"] = Field(default="auto", description="Shape of the log: text on a terminal, else JSON")
    heartbeat_url: str = Field(default="", repr=False, description="Secret address that is called every minute while the worker works")
    metrics_token: str = Field(default="", repr=False, description="Bearer token for /metrics; without one there is no such page")
    practice_password: str = Field(default="", repr=False, description="Password of the practice people; set by the practice set-up")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        value = value.replace("postgres://", "postgresql://", 1)
        if value.startswith("postgresql://"):
            value = value.replace("postgresql://", "postgresql+psycopg://", 1)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("secret_keys")
    @classmethod
    def _keys_are_keys(cls, value: str) -> str:
        for key in filter(None, (part.strip() for part in value.split(","))):
            try:
                Fernet(key)
            except ValueError:
                raise ValueError("holds a key that is not a Fernet key; `gatepost setup` makes one") from None
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must be an address that begins with https:// or http://")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < SHORTEST_TOKEN:
            raise ValueError(f"must have at least {SHORTEST_TOKEN} characters")
        return value

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never stand in a log, whatever it looks like."""
        keys = (key.strip() for key in self.secret_keys.split(","))
        password = urlsplit(self.database_url).password or ""
        return tuple(filter(None, (*keys, password, self.heartbeat_url, self.metrics_token, self.practice_password)))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Newest first. Raises Misconfigured when there is none, because nothing could be kept safe."""
        keys = tuple(filter(None, (part.strip() for part in self.secret_keys.split(","))))
        if not keys:
            raise Misconfigured("GATEPOST_SECRET_KEYS is not set. Run `gatepost setup`, which makes a key and writes it to .env.")
        return keys

    @property
    def address(self) -> str:
        """What to type into a browser."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def secure(self) -> bool:
        return self.address.startswith("https://")


def load(env_file: str | Path | None = None) -> Settings:
    """Read the settings. A bad value is one sentence that names it, never a trace. Raises Misconfigured."""
    try:
        return Settings(_env_file=env_file or find_dotenv(usecwd=True) or None)
    except ValidationError as problem:
        sentences = []
        for error in problem.errors():
            name = "GATEPOST_" + str(error["loc"][0]).upper()
            text = error["msg"].removeprefix("Value error, ")
            sentences.append(f"{name}: {text}.")
        raise Misconfigured(" ".join(sentences)) from None
