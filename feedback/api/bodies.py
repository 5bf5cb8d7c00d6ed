"""What a body must look like, and what is wrong with it, field by field."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from surveys.addresses import AddressProblemError, normal_address
from surveys.events import Happening
from surveys.imports.dates import EARLIEST
from surveys.imports.mapping import MAX_ATTRIBUTE_NAME
from surveys.imports.people import CONTROL, MAX_NAME, MAX_NUMBER, MAX_VALUE, Person

MOST_ATTRIBUTES = 60
LONGEST_EVENT, LONGEST_ID = 100, 200


def _line(text: str) -> str:
    clean = CONTROL.sub(" ", text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8"))
    return " ".join(clean.split())


def _email(text: str) -> str:
    try:
        return normal_address(text.strip()) if text.strip() else ""
    except AddressProblemError as problem:
        raise ValueError(str(problem)) from None


Line = AfterValidator(_line)
Name = Annotated[str, StringConstraints(max_length=MAX_NAME), Line]
Number = Annotated[str, StringConstraints(max_length=MAX_NUMBER), Line]
Email = Annotated[str, StringConstraints(max_length=320), AfterValidator(_email)]
AttributeName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_ATTRIBUTE_NAME), Line]
AttributeText = Annotated[str, StringConstraints(max_length=MAX_VALUE), Line]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ContactIn(_Strict):
    """Whom it is about."""

    email: Email = ""
    customer_number: Number = ""
    name: Name = ""
    attributes: dict[AttributeName, AttributeText | bool | int | float] = Field(
        default={}, max_length=MOST_ATTRIBUTES
    )

    @model_validator(mode="after")
    def _is_somebody(self) -> "ContactIn":
        if not self.email and not self.customer_number:
            raise ValueError("give an email or a customer_number")
        return self

    def person(self) -> Person:
        """Give them as the contacts know people."""
        attributes = {name: _written(value) for name, value in self.attributes.items()}
        kept = {name: value for name, value in attributes.items() if name and value}
        return Person(0, self.email, self.customer_number, self.name, kept)


class EventIn(_Strict):
    """What happened."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ID)]
    event: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_EVENT), Line]
    contact: ContactIn
    occurred_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _has_happened(self) -> "EventIn":
        at = self.occurred_at
        if at and not EARLIEST <= at.year <= 9000:
            raise ValueError(f"occurred_at lies before {EARLIEST} or beyond all measure")
        if at and at > datetime.now(UTC) + timedelta(days=1):
            raise ValueError("occurred_at lies in the future")
        return self

    def happening(self, now: datetime) -> Happening:
        """Give it as the domain takes it."""
        at = self.occurred_at.astimezone(UTC) if self.occurred_at else now
        is_dated = self.occurred_at is not None
        return Happening(self.event, self.contact.person(), at, self.id, is_dated)


class BodyProblemError(ValueError):
    """The body is not what it must be; `errors` says where and why."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        """Keep them."""
        super().__init__("the body is not what it must be")
        self.errors = errors


def read_event(body: bytes) -> EventIn:
    """Read a body; BodyProblemError where it is not one."""
    try:
        return EventIn.model_validate_json(body)
    except ValidationError as problem:
        found = problem.errors(include_url=False, include_input=False, include_context=False)
        raise BodyProblemError([_told(error) for error in found[:20]]) from None


def _told(error: Any) -> dict[str, str]:
    pointer = "/" + "/".join(str(part)[:80] for part in error["loc"])
    return {"pointer": pointer, "detail": str(error["msg"]).removeprefix("Value error, ")[:200]}


def _written(value: str | bool | float) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value}"[:MAX_VALUE]
