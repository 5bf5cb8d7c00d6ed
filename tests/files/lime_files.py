"""One survey in each of LimeSurvey's forms, written as LimeSurvey lays them out."""

QUESTIONS = [
    # qid, gid, code, type, mandatory, other, relevance, text in English, in German
    (1, 1, "rec", "L", "Y", "N", "1", "<p>Would you recommend us?</p>", "Empfehlen Sie uns?"),
    (2, 1, "why", "T", "N", "N", "1", "Why &amp; how?<br>In your words", "Warum?"),
    (3, 2, "shop", "!", "Y", "Y", 'rec.NAOK <= "6"', "Which shop?", "Welcher Laden?"),
    (4, 2, "like", "M", "N", "N", '(shop.NAOK == "A1" or why.NAOK != "")', "What?", "Was?"),
    (5, 2, "grid", "F", "N", "N", "1", "How good?", "Wie gut?"),
    (6, 2, "calc", "*", "N", "N", "1", "{rec}", ""),
    (7, 3, "age", "N", "N", "N", 'like_SQ2.NAOK == "Y"', "Your age?", "Ihr Alter?"),
    (8, 3, "deep", "S", "N", "N", "(a == 1 and b == 2) or c == 3", "You said {shop.shown}", ""),
    (9, 3, "ok", "Y", "N", "N", '123X4X3 == "A2"', "Fine?", ""),
    (10, 3, "five", "5", "N", "N", "1", "Satisfied?", ""),
    (11, 3, "note", "X", "N", "N", "1", "Thank you so far.", ""),
]
SUBS = [(21, 4, "SQ1", "Price", "Preis"), (22, 4, "SQ2", "Speed", ""), (23, 5, "r", "Us", "Wir")]
SUBS += [(24, 5, "t", "Them", "Die")]
ANSWERS = [(1, str(n), str(n), str(n)) for n in range(11)] + [
    (3, "A1", "North", "Nord"),
    (3, "A2", "South", "Süd"),
    (5, "1", "Bad", "Schlecht"),
    (5, "2", "Good", "Gut"),
]
HEAD = [
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "mandatory",
    "other",
    "random_order",
]


def lss(*, apart: bool, doctype: str = "", kind: str = "Survey") -> bytes:
    """Write a survey structure: of today with its texts apart, or as before version 4."""
    tables = {
        "surveys": [{"sid": 123, "language": "en"}],
        "surveys_languagesettings": [
            {
                "surveyls_language": "en",
                "surveyls_title": "Shops",
                "surveyls_endtext": "<b>Bye</b>",
            },
            {"surveyls_language": "de", "surveyls_title": "Läden"},
        ],
        "groups": [{"gid": gid, "group_order": gid} for gid in (1, 2, 3)],
        "question_attributes": [{"qid": 4, "attribute": "random_order", "value": 1}],
    } | (_apart() if apart else _together())
    inside = "".join(
        f"<{name}><fields/><rows>{''.join(map(_row, rows))}</rows></{name}>"
        for name, rows in tables.items()
    )
    head = f"<LimeSurveyDocType>{kind}</LimeSurveyDocType><DBVersion>640</DBVersion>"
    return f'<?xml version="1.0"?>\n{doctype}<document>{head}{inside}</document>'.encode()


def _apart() -> dict[str, list[dict]]:
    texts = [
        {"qid": row[0], "language": code, "question": words}
        for row, pair in [*((r, r[7:]) for r in QUESTIONS), *((r, r[3:]) for r in SUBS)]
        for code, words in zip(("en", "de"), pair, strict=True)
    ]
    words = [
        {"aid": aid, "language": code, "answer": said}
        for aid, row in enumerate(ANSWERS)
        for code, said in zip(("en", "de"), row[2:], strict=True)
    ]
    return {
        "questions": [_question(row) for row in QUESTIONS],
        "subquestions": [_sub(row) for row in SUBS],
        "answers": [
            {"aid": n, "qid": q, "code": c, "sortorder": n} for n, (q, c, *_) in enumerate(ANSWERS)
        ],
        "question_l10ns": texts,
        "answer_l10ns": words,
    }


def _together() -> dict[str, list[dict]]:
    both = list(enumerate(("en", "de")))
    return {
        "questions": [
            _question(row) | {"language": code, "question": row[7 + n], "parent_qid": 0}
            for row in QUESTIONS
            for n, code in both
        ],
        "subquestions": [
            _sub(row) | {"language": code, "question": row[3 + n]}
            for row in SUBS
            for n, code in both
        ],
        "answers": [
            {"qid": row[0], "code": row[1], "sortorder": at, "language": code, "answer": row[2 + n]}
            for at, row in enumerate(ANSWERS)
            for n, code in both
        ],
    }


def _question(row: tuple) -> dict:
    names = ("qid", "gid", "title", "type", "mandatory", "other", "relevance")
    return dict(zip(names, row, strict=False)) | {"question_order": row[0]}


def _sub(row: tuple) -> dict:
    return {"qid": row[0], "parent_qid": row[1], "title": row[2], "question_order": row[0]}


def _row(values: dict) -> str:
    return f"<row>{''.join(f'<{k}><![CDATA[{v}]]></{k}>' for k, v in values.items())}</row>"


def txt() -> bytes:
    """Write the tab-separated form: after all rows of one language those of the next."""
    rows = [{"class": "S", "name": "language", "text": "en"}]
    rows += [{"class": "SL", "name": "surveyls_title", "text": "Shops", "language": "en"}]
    for n, code in enumerate(("en", "de")):
        group = 0
        for row in QUESTIONS:
            if row[1] != group:
                group = row[1]
                rows.append({"class": "G", "name": f"Group {group}", "language": code})
            rows.append(
                {"class": "Q", "id": row[0], "type/scale": row[3], "name": row[2]}
                | {"mandatory": row[4], "other": row[5], "relevance": row[6], "text": row[7 + n]}
                | {"language": code, "random_order": 1 if row[0] == 4 else ""}
            )
            for kind, options, at in (("SQ", [s[1:] for s in SUBS], 2), ("A", ANSWERS, 2)):
                rows += [
                    {"class": kind, "name": one[1], "text": one[at + n], "language": code}
                    for one in options
                    if one[0] == row[0]
                ]
    lines = ["\t".join(HEAD)] + ["\t".join(str(r.get(k, "")) for k in HEAD) for r in rows]
    return "\n".join(lines).encode("utf-8-sig")
