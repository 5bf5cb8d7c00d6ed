"""Reading the XML inside a workbook as a stream, with a bound on what it may unpack to."""

from collections.abc import Iterator
from xml.parsers import expat
from zipfile import ZipFile

from surveys.imports.table import MAX_CELL, FileProblemError
from surveys.telling import told

MAX_UNPACKED = 1024 * 1024 * 1024
CHUNK = 256 * 1024
MAX_PARTS = 20_000


class Element:
    """One wanted element: its attributes, its text, and its parts (the cells of a row)."""

    __slots__ = ("attributes", "parts", "text")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.text = ""
        self.parts: list[Element] = []

    def get(self, name: str, default: str = "") -> str:
        """Give an attribute; a namespace prefix before its name is overlooked."""
        found = self.attributes.get(name)
        return default if found is None else found

    def related(self) -> str:
        """Give the id of a relationship, whose attribute always carries a namespace prefix."""
        return next((v for key, v in self.attributes.items() if key.endswith(":id")), "")


class _Local(dict[str, str]):
    """Names of elements without their namespace prefix, each cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(":")[2]
        return self[name]


def elements(archive: ZipFile, member: str, wanted: str, *, part: str = "") -> Iterator[Element]:
    """Give each wanted element when it ends, with the parts of that name inside it."""
    ready: list[Element] = []
    parser = _parser(wanted, part, ready)
    unpacked = 0
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_UNPACKED:
                raise FileProblemError(
                    told(
                        "The workbook unpacks to more than a gigabyte. Save the sheet as CSV and "
                        "upload that, or split it."
                    )
                )
            _feed(parser, chunk)
            yield from ready
            ready.clear()
        _feed(parser, b"", last=True)
    yield from ready


def _feed(parser: expat.XMLParserType, chunk: bytes, *, last: bool = False) -> None:
    try:
        parser.Parse(chunk, last)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None


def _parser(wanted: str, part_name: str, ready: list[Element]) -> expat.XMLParserType:
    """Keep text of `v` and `t` only; the pronunciation beside Japanese words is not the words."""
    local = _Local()
    whole: Element | None = None
    part: Element | None = None
    speaks = silent = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal whole, part, speaks, silent
        name = local[name]
        if name == part_name and whole is not None:
            part = Element(attributes)
            if len(whole.parts) < MAX_PARTS:
                whole.parts.append(part)
        elif name in ("v", "t"):
            speaks = not silent
        elif name == wanted:
            whole, part = Element(attributes), None
        elif name == "rPh":
            silent = True

    def end(name: str) -> None:
        nonlocal whole, part, speaks, silent
        name = local[name]
        if name in ("v", "t"):
            speaks = False
        elif name == part_name:
            part = None
        elif name == "rPh":
            silent = False
        elif name == wanted and whole is not None:
            ready.append(whole)
            whole = None

    def text(words: str) -> None:
        holder = part or whole
        if speaks and holder is not None and len(holder.text) <= MAX_CELL:
            holder.text += words

    def refuse(*_: object) -> None:
        raise ValueError("a workbook declares no entities")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
    return parser
