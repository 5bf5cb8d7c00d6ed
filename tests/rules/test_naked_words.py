"""No page, form or message says anything outside the catalogues."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
ROOT = HERE / "templates"
TEMPLATES = list(ROOT.rglob("*.*"))
SPOKEN = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
GONE = re.compile(
    r"\{#.*?#\}|\{%-?\s*trans\b.*?endtrans\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}"
    r"|<(style|script|pre|code)\b.*?</\1>|&\w+;"
    r"|<textarea class=.line-of-code.*?</textarea>|https?://\S+|\?score=|/yours",
    re.DOTALL,
)


def naked(template: str) -> list[str]:
    """Find words that stand in a template itself: in its text, and in attributes read aloud."""
    left = GONE.sub(" ", template)
    text = re.sub(r'<[^>]*>|[\w-]+="[^"]*"', " ", left)
    return [*WORD.findall(text), *(w for said in SPOKEN.findall(left) for w in WORD.findall(said))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_word_of_a_page_is_in_the_catalogues(path):
    assert naked(path.read_text()) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<b title="More">{{ _("Hi") }}</b>', ["More"]),
        ("{% trans %}Hi{% endtrans %}<i>{# note #}</i>", []),
        ("{% if x %}yes{% endif %}", ["yes"]),
    ],
)
def test_naked_words_are_found(template, found):
    assert naked(template) == found


MARKED = {"_", "noted", "lazy", "counted", "told", "Told", "Phrase"}
UNREAD = {
    "getLogger",
    "debug",
    "info",
    "warning",
    "error",
    "exception",
    "compile",
    "option",
    "Field",
    "execution_options",
}
"""Calls whose words go to a log, a pattern or the command line."""
TECHNICAL = {
    *("feedback/config.py", "feedback/cli.py", "feedback/serving.py", "feedback/security.py"),
    *("feedback/migrations", "feedback/demo", "feedback/celery", "feedback/api", "feedback/hooks"),
    *(
        "feedback/reports/recomputing.py",
        "feedback/drop",
        "feedback/phrases.py",
        "feedback/assets.py",
        "feedback/jobs.py",
    ),
    *(
        "feedback/mail/conversation.py",
        "feedback/mail/mime.py",
        "feedback/deliverability/lookup.py",
    ),
}
"""Words for machines and for who runs the server, in English as the manual is."""
GATHERED = (
    *("feedback/accounts", "feedback/navigation.py", "surveys/addresses.py"),
    *("feedback/campaigns", "feedback/channels", "feedback/deliverability", "feedback/sms"),
    *("feedback/returns/words.py", "feedback/contacts", "surveys/imports"),
    *("feedback/subscriptions",),
    *("feedback/manage", "feedback/reports", "surveys/questions", "surveys/logic", "surveys/files"),
    *("surveys/checks.py", "surveys/translating.py", "surveys/templates.py", "surveys/sending.py"),
    *("surveys/claiming.py", "surveys/touchpoints.py", "surveys/complaints.py"),
)
"""Where every sentence of Python is marked; the list grows until it is everything."""
PROSE = re.compile(r"[^\W\d_]{2,}[,;:]? [^\W\d_]{2,}")
CODE = re.compile(
    r"SET LOCAL|MultiDict\[|rua=mailto|filename=|-src "
    "|no-store|max-age|^<|allow-popups|[A-Z]+ FROM:"
    r"|\\[bsdw]|\(\?[:P!<=]|^v=|\|.*\|"
)
"""What is for browsers, servers and patterns, though it has words in it."""
FIXED = {
    *("Customer number", "Link for ", "field larger", "not asked"),
    *("LimeSurvey participants", "no sheet", "a workbook declares no entities"),
    *(
        "Came by",
        "Answered at (UTC)",
        "no such question",
        "a question stands there twice",
        "MMM yy",
        "Page Break",
    ),
    *("LimeSurvey survey structure (.lss)", "LimeSurvey tab-separated (.txt)", "Imported survey"),
}
"""Headings of files that other programs read: they stay when a colleague reads another language."""


def unmarked(source: str) -> list[str]:
    """Find prose in Python that no catalogue will have."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and PROSE.search(node.value)
        and not CODE.search(node.value)
        and node.value not in FIXED
        and not _is_word_list(node, above)
        and not isinstance(above[node], ast.Expr)
        and not _is_said(node, above)
    ]


def _is_word_list(node: ast.Constant, above: dict[ast.AST, ast.AST]) -> bool:
    """Words that are compared with, such as what months and columns are called in files."""
    if node.value != node.value.lower() or "." in node.value:
        return False
    while node in above and not isinstance(node, ast.Assign):
        node = above[node]
    return isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "").isupper()


def _is_said(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    while node := above.get(node):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKED | UNREAD:
                return True
    return False


def _is_technical(path: str) -> bool:
    return any(path == part or path.startswith(f"{part}/") for part in TECHNICAL)


@pytest.mark.parametrize("room", GATHERED)
def test_every_sentence_of_python_is_in_the_catalogues(room):
    paths = [HERE / room] if room.endswith(".py") else sorted((HERE / room).rglob("*.py"))
    ours = [path for path in paths if not _is_technical(str(path.relative_to(HERE)))]
    left = {path.name: found for path in ours if (found := unmarked(path.read_text()))}
    assert left == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('flash("It is done.")', ["It is done."]),
        ('flash(f"{n} are all done.")', [" are all done."]),
        ('flash(_("It is done."))', []),
        ('def f():\n    """Say it is done."""\n', []),
        ('label = lazy("Is done")', []),
    ],
)
def test_prose_without_a_mark_is_found(source, found):
    assert unmarked(source) == found
