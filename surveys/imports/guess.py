"""What each column most likely is, by its name and its values; a person confirms it."""

import re
from collections.abc import Sequence

from surveys.imports.layout import fold
from surveys.imports.mapping import ABOUT_ANSWERS, ABOUT_ASKING, SEVERAL, Role

KNOWN = {
    Role.EMAIL: """
        email emailaddress emailid mail mailaddress recipientemail contactemail useremail
        customeremail workemail adressemail adresseemail indirizzoemail emailadres epost
        eposta
    """,
    Role.NAME: """
        name fullname customername contactname personname displayname recipientname customer
        contact person vollstandigername nombre nombrecompleto nom nomcomplet nomecompleto
        naam kunde ansprechpartner
    """,
    Role.FIRST_NAME: """
        firstname givenname forename recipientfirstname vorname prenom primernombre voornaam
    """,
    Role.LAST_NAME: """
        lastname surname familyname recipientlastname nachname familienname apellido
        apellidos cognome achternaam
    """,
    Role.NUMBER: """
        customernumber customerid customerno clientid contactid externalid externalreference
        userid accountnumber externaldatareference personid kundennummer kundennr numeroclient
        numerocliente klantnummer
    """,
    Role.UNSUBSCRIBED: """
        unsubscribed unsubscribe unsubscribedfromallemail optout optedout hasoptedoutofemail
        emailoptout donotcontact donotemail unsubtime unsubscribedat abgemeldet desabonne
    """,
    Role.LAST_ASKED: """
        lastasked lastaskedat lastsurveyed lastsurveyedat lastsurveysent lastsurveydate
        lastinvited lastinvitedat lastinvitation lastsurvey
    """,
    Role.SCORE: """
        score nps npsscore npsrating rating recommendationscore likelihoodtorecommend
        answerscore responsescore surveyscore bewertung note puntuacion punteggio
    """,
    Role.COMMENT: """
        comment comments feedback reason verbatim openendedresponse freetext npscomment
        responsecomment answercomment npsfeedback whyscore kommentar commentaire comentario
        commento opmerking remarks
    """,
    Role.DATE: """
        answeredat respondedat responsedate dateofanswer submitdate submitdateutc
        submittedat completedat recordeddate enddate responded date timestamp createdat
        createddate datestamp datum fecha data datesubmitted responsetime startdate
        startdateutc
    """,
    Role.ANSWER_ID: """
        responseid respondentid answerid surveyresponseid submissionid networkid
    """,
    Role.LEAVE: """
        collectorid ipaddress ip status progress durationinseconds finished locationlatitude
        locationlongitude distributionchannel seed lastpage startlanguage no surveyid
        formbricksidinternal emailstatus token validfrom validuntil usesleft permalink tags
        useragent ipadresse latitude longitude updatedat surveytype
    """,
}
"""Names as `fold` leaves them, the surest first: of two dates, the submission wins."""

RANK = {
    role: {name: rank for rank, name in enumerate(names.split())} for role, names in KNOWN.items()
}
LOOKS_LIKE_SCORE = re.compile(r"(10|[0-9])([.,]0)?\s*($|[-–(:])")
ASKS_SCORE = re.compile(
    r"recommend|\bnps\b|0\s*(-|–|to)\s*10|weiterempf|recommander|recomend", re.I
)
ASKS_WHY = re.compile(r"reason|\bwhy\b|comment|improve|grund|warum|pourquoi|por ?qu", re.I)
GROUPS = re.compile(r"group|segment|categor|option id", re.I)


def guess(names: Sequence[str], samples: Sequence[Sequence[str]], *, answers: bool) -> list[Role]:
    """Give a role for each column; a role that only one column can have goes to the likeliest."""
    columns = [
        [row[i].strip() if i < len(row) else "" for row in samples] for i in range(len(names))
    ]
    likely = [
        _likely(name, column, answers=answers) for name, column in zip(names, columns, strict=True)
    ]
    best: dict[Role, tuple[int, int]] = {}
    for index, (role, rank) in enumerate(likely):
        if role not in SEVERAL:
            best[role] = min(best.get(role, (99, 0)), (rank, index))
    roles = [
        role if role in SEVERAL or best[role][1] == index else _spare(role)
        for index, (role, _) in enumerate(likely)
    ]
    if Role.NAME in roles and {Role.FIRST_NAME, Role.LAST_NAME} <= set(roles):
        roles[roles.index(Role.NAME)] = Role.LEAVE
    return roles


def _column(samples: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index].strip() if index < len(row) else "" for row in samples]


def _likely(name: str, values: list[str], *, answers: bool) -> tuple[Role, int]:
    """A role and how unlikely it is, 0 being sure."""
    folded, filled = fold(name), [value for value in values if value]
    for role, known in RANK.items():
        if folded in known and role not in (ABOUT_ASKING if answers else ABOUT_ANSWERS):
            return role, known[folded]
    if not folded or (values and not filled):
        return Role.LEAVE, 0
    if sum("@" in value for value in filled) > len(filled) * 0.8:
        return Role.EMAIL, 50
    if answers:
        return _question(name, filled)
    return (Role.LEAVE if folded in RANK[Role.ANSWER_ID] else Role.ATTRIBUTE), 0


def _question(name: str, filled: list[str]) -> tuple[Role, int]:
    """Questions are recognised by what they ask and how they were answered."""
    scores = sum(bool(LOOKS_LIKE_SCORE.match(value)) for value in filled) > len(filled) / 3
    if scores and ASKS_SCORE.search(name) and not GROUPS.search(name):
        return Role.SCORE, 30
    if not scores and ASKS_WHY.search(name) and not GROUPS.search(name):
        return Role.COMMENT, 30
    return Role.ATTRIBUTE, 0


def _spare(role: Role) -> Role:
    """What a second date or address is: left out; a second comment or score is an attribute."""
    return Role.ATTRIBUTE if role in (Role.NUMBER, Role.SCORE) else Role.LEAVE
