"""Settings from the environment, typed, in one place; secrets are made, never defaulted."""

import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from feedback.egress import is_fit
from feedback.returns.imap import Mailbox
from feedback.returns.signature import FEWEST_SECRET_BYTES, secret_bytes
from surveys.addresses import PLAIN
from surveys.return_path import LONGEST_LOCAL_PART, MARK_LETTERS

E164 = re.compile(r"\+[1-9][0-9]{5,14}")
MAX_UPLOAD_BYTES = 100 * 1024 * 1024
MAX_FORM_BYTES = 2 * 1024 * 1024
SECRET = (
    "HARK_DATABASE_URL",
    "HARK_SMTP_PASSWORD",
    "HARK_BOUNCE_IMAP",
    "HARK_BOUNCE_SECRET",
    "HARK_CELERY_BROKER",
    "HARK_SMS_TOKEN",
)
BROKERS = ("redis://", "rediss://", "amqp://", "amqps://")


class SettingsError(SystemExit):
    """A setting is wrong: the start stops with a sentence that names it."""


class Settings(BaseSettings):
    """Everything the environment may say; each is HARK_ and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="HARK_", env_ignore_empty=True, extra="ignore")

    data: Path = Field(Path("data"), description="Folder of the database, uploads and secrets")
    database_url: str = Field(
        "", description="PostgreSQL as postgresql://user:password@host/name; empty is SQLite"
    )
    base_url: str = Field(
        "http://127.0.0.1:8000", description="The address people reach Hark at; links use it"
    )
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(8000, ge=1, le=65535, description="Port the server listens on")
    processes: int = Field(2, ge=1, le=64, description="Server processes")
    threads: int = Field(2, ge=1, le=64, description="Requests answered at once, per process")
    proxies: int = Field(0, ge=0, le=5, description="Trusted proxies in front of Hark")
    smtp_host: str = Field("", description="SMTP server; empty keeps mail in the local outbox")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the SMTP server")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls or none"
    )
    smtp_user: str = Field("", description="User at the SMTP server, if it wants one")
    smtp_password: str = Field("", description="Password at the SMTP server")
    mails_per_minute: int = Field(
        0, ge=0, description="Most mails a minute, all workers together; 0 is no limit"
    )
    mails_per_minute_to_one_domain: int = Field(
        0, ge=0, description="Most mails a minute to one domain, such as gmail.com; 0 is no limit"
    )
    smtp_connections: int = Field(
        4, ge=1, le=64, description="Connections of each worker to the SMTP server at once"
    )
    mail_from: str = Field(
        "feedback@localhost", description="Address that mail comes from, at your own domain"
    )
    return_path: str = Field(
        "",
        description="Where undeliverable mail returns to, such as bounces@feedback.example.com; "
        "a signed part follows behind its +; empty is the sender",
    )
    sentence_model: Path | None = Field(
        None, description="Folder of a sentence model for proposed themes; empty compares words"
    )
    drop: Path | None = Field(
        None, description="Folder that tables of events are put into, one folder per workspace"
    )
    dkim_selector: str = Field(
        "",
        pattern=r"^[A-Za-z0-9._-]*$",
        description="Name of the key your mail server signs with; empty looks under usual names",
    )
    bounce_imap: str = Field(
        "", description="Mailbox of returned mail, as imaps://user:password@host/INBOX"
    )
    bounce_maildir: Path | None = Field(None, description="Maildir of returned mail")
    bounce_secret: str = Field(
        "", description="Secret of the returned mail webhook, as whsec_ and base64; empty shuts it"
    )

    celery_broker: str = Field(
        "",
        description="Where Celery is told what waits, as redis://host:6379/0 or "
        "amqp://user:password@host//; empty does without",
    )

    sms_url: str = Field(
        "https://api.twilio.com",
        description="Where text messages go: Twilio, or what speaks its Messages API",
    )
    sms_from: str = Field(
        "", description="Number that text messages come from, such as +15005550006"
    )
    sms_token: str = Field(
        "", description="Auth token of the account; it signs the answers to `/hooks/sms` too"
    )
    sms_account: str = Field(
        "",
        pattern=r"^[A-Za-z0-9]*$",
        description="Account at the provider of text messages, such as AC…; empty is none",
    )

    @field_validator("sms_url")
    @classmethod
    def _provider(cls, url: str) -> str:
        if not is_fit(url):
            raise ValueError("must begin with https://, or with http:// and this machine's address")
        return url.rstrip("/")

    @field_validator("sms_from")
    @classmethod
    def _number(cls, number: str) -> str:
        if number and not E164.fullmatch(number):
            raise ValueError("must be a number such as +15005550006, which can take answers")
        return number

    @field_validator("sms_account")
    @classmethod
    def _complete(cls, account: str, info: ValidationInfo) -> str:
        if account and not (info.data.get("sms_from") and info.data.get("sms_token")):
            raise ValueError("needs HARK_SMS_FROM and HARK_SMS_TOKEN beside it")
        return account

    @field_validator("database_url")
    @classmethod
    def _driver(cls, url: str) -> str:
        if not url:
            return url
        scheme, _, rest = url.partition("://")
        if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
            return f"postgresql+psycopg://{rest}"
        if scheme == "sqlite":
            return url
        raise ValueError("must begin with postgresql:// or sqlite://")

    @field_validator("base_url")
    @classmethod
    def _address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, address: str) -> str:
        if "@" not in parseaddr(address)[1] or any(sign in address for sign in "\r\n"):
            raise ValueError("must be one e-mail address")
        return parseaddr(address)[1]

    @field_validator("return_path")
    @classmethod
    def _returns(cls, address: str) -> str:
        if not address:
            return ""
        longest = LONGEST_LOCAL_PART - MARK_LETTERS - 1
        if not PLAIN.fullmatch(address) or len(address.partition("@")[0]) > longest:
            raise ValueError(f"must be an address with {longest} letters at most before its @")
        return address

    @field_validator("bounce_imap")
    @classmethod
    def _mailbox(cls, address: str) -> str:
        if address:
            Mailbox.of(address)
        return address

    @field_validator("bounce_secret")
    @classmethod
    def _secret(cls, secret: str) -> str:
        if secret and len(secret_bytes(secret)) < FEWEST_SECRET_BYTES:
            raise ValueError(f"must be whsec_ and {FEWEST_SECRET_BYTES} bytes or more in base64")
        return secret

    @field_validator("celery_broker")
    @classmethod
    def _broker(cls, url: str) -> str:
        if url and not (url.startswith(BROKERS) and url.partition("://")[2].strip("/")):
            raise ValueError("must begin with redis:// or amqp:// (with TLS rediss:// or amqps://)")
        return url

    @property
    def database(self) -> str:
        """The database's SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'hark.db'}"

    def secret(self) -> str:
        """Give this installation's key, made on first use, readable by its owner only."""
        path = self.data / "secret.key"
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(path, "x", opener=_owner_only) as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text().strip()


def load() -> Settings:
    """Read the settings, or stop with a sentence for each that is wrong."""
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(item) for item in error.errors())) from None


def flask_config(settings: Settings) -> dict[str, object]:
    """Translate the settings into what Flask and its extensions read."""
    return {
        "SECRET_KEY": settings.secret(),
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "MAX_CONTENT_LENGTH": MAX_UPLOAD_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_FORM_BYTES,
        "SESSION_COOKIE_NAME": "hark",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https://"),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # it wants a Referer, which our own policy never sends
    }


def _sentence(item: object) -> str:
    assert isinstance(item, dict)
    name = "HARK_" + str(item["loc"][0]).upper()
    reason = str(item["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    given = "" if name in SECRET else f" is {item['input']!r}, and it"
    return f"Hark did not start: {name}{given} {reason[0].lower()}{reason[1:]}."


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)
