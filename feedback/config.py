"""Settings from the environment, typed, in one place; secrets are made, never defaulted."""

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MAX_UPLOAD_BYTES = 100 * 1024 * 1024
MAX_FORM_BYTES = 2 * 1024 * 1024
SECRET = ("HARK_DATABASE_URL", "HARK_SMTP_PASSWORD")


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
    mail_from: str = Field(
        "feedback@localhost", description="Address that mail comes from, at your own domain"
    )

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
