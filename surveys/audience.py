"""Who is among the contacts: their attributes with counts, and the choosing of some of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    TableValuedAlias,
    cast,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from surveys.models import Contact

MOST_NAMES = 60
MOST_VALUES = 40


@dataclass(frozen=True)
class AttributeValue:
    """One value of an attribute, and how many contacts have it."""

    value: str
    contacts: int


@dataclass(frozen=True)
class Attribute:
    """One attribute that contacts have: its most frequent values first."""

    name: str
    contacts: int
    distinct: int
    values: tuple[AttributeValue, ...]

    @property
    def unlisted(self) -> int:
        """How many of its values are not listed, because there are too many to choose from."""
        return self.distinct - len(self.values)


def attribute_values(
    session: Session, *, most_names: int = MOST_NAMES, most_values: int = MOST_VALUES
) -> list[Attribute]:
    """List the attributes of the bound workspace's contacts, the most common first; one scan."""
    pairs = _pairs(Contact.attributes)
    value = cast(pairs.c.value, String)
    counted = (
        select(pairs.c.key.label("name"), value.label("value"), func.count().label("contacts"))
        .select_from(Contact)
        .join(pairs, true())
        .where(value != "")
        .group_by(pairs.c.key, value)
        .cte("counted")
    )
    name, number = counted.c.name, counted.c.contacts
    ranked = select(
        *counted.c,
        func.row_number()
        .over(partition_by=name, order_by=(number.desc(), counted.c.value))
        .label("rank"),
        func.count().over(partition_by=name).label("distinct_values"),
        func.sum(number).over(partition_by=name).label("total"),
    ).cte("ranked")
    rows = session.execute(
        select(*ranked.c)
        .where(ranked.c.rank <= most_values)
        .order_by(ranked.c.total.desc(), ranked.c.name, ranked.c.rank)
        .limit(most_names * most_values)
    )
    return _gathered(rows.all())[:most_names]


def matching(chosen: Mapping[str, Sequence[str]]) -> Select[Contact]:
    """Select the contacts that have one of the values in each attribute; all where none is."""
    query = select(Contact)
    for name, values in chosen.items():
        query = query.where(has_one(name, values))
    return query


def has_one(name: str, values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a contact has one of these values in this attribute."""
    pairs = _pairs(Contact.attributes)
    fits = pairs.c.key == name, cast(pairs.c.value, String).in_(list(values))
    return exists().select_from(pairs).where(*fits).correlate(Contact)


class _Each(GenericFunction[Any]):
    """The name-value pairs of a JSON object, by each database's own function.

    A path such as '$."name"' would break on names with quotes; as rows, any name will do.
    """

    name = "json_each"
    _register = False
    inherit_cache = True


@compiles(_Each, "postgresql")
def _each_in_postgresql(element: _Each, compiler: SQLCompiler, **kw: Any) -> str:
    return f"jsonb_each_text({compiler.process(element.clauses, **kw)})"


def _pairs(attributes: Any) -> TableValuedAlias:
    return _Each(attributes).table_valued("key", "value")


def _gathered(rows: Sequence[Any]) -> list[Attribute]:
    found: dict[str, Attribute] = {}
    values: dict[str, list[AttributeValue]] = {}
    for row in rows:
        values.setdefault(row.name, []).append(AttributeValue(row.value, row.contacts))
        found[row.name] = Attribute(
            row.name, int(row.total), row.distinct_values, tuple(values[row.name])
        )
    return list(found.values())
