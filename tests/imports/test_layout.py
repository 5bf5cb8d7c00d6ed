"""Where data begins and what columns are called and are, in the files of the tools people leave."""

import pytest

from surveys.imports.mapping import Role

QUALTRICS = (
    "StartDate,EndDate,Status,IPAddress,Progress,Finished,RecordedDate,ResponseId,"
    "RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,Q1,Q1_NPS_GROUP,Q2\n"
    "Start Date,End Date,Response Type,IP Address,Progress,Finished,Recorded Date,Response ID,"
    "Recipient Last Name,Recipient First Name,Recipient Email,External Data Reference,"
    '"How likely are you to recommend us?","How likely are you to recommend us? - Group",'
    '"What is the reason for your score?"\n'
    '"{""ImportId"":""startDate""}",e,s,i,p,f,r,id,l,f,m,x,q1,q1g,q2\n'
    "2026-01-02 10:00:00,2026-01-02 10:01:00,0,1.2.3.4,100,1,2026-01-02 10:01:01,R_1,Blum,Zoe,"
    "zoe@example.com,77,9,Promoter,Great\n"
)
SURVEYMONKEY = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
    'Custom Data 1,"How likely is it that you would\nrecommend us?",Which do you use?,,'
    "What could we improve?\n"
    ",,,,,,,,,Response,Shop,App,Open-Ended Response\n"
    "118,9,01/28/2026 10:00:00 AM,01/28/2026 10:05:00 AM,1.2.3.4,ann@example.com,Ann,Lee,x,"
    "10 - Extremely likely,Shop,,Nothing\n"
)
TYPEFORM = (
    "#,How likely are you to recommend us to a friend?,Why?,Start Date (UTC),Submit Date (UTC),"
    "Network ID\nabc,9,Fast,2026-01-02 09:59:00,2026-01-02 10:00:00,net1\n"
)
LIMESURVEY = (
    "id,submitdate,lastpage,startlanguage,seed,startdate,datestamp,NPS,Q2[SQ001]\n"
    "1,2026-01-02 10:00:00,2,en,55,2026-01-02 09:00:00,2026-01-02 10:00:00,8,Blue\n"
)
FORMBRICKS = (
    "No.,Response ID,Timestamp,Finished,Survey ID,Formbricks ID (internal),User ID,Tags,"
    '"1. How likely are you to recommend us?","2. Why?",person.email\n'
    "1,r1,2026-01-02 10:00:00,Yes,s1,f1,u1,,7,Slow,ann@example.com\n"
)


def roles(preview, *, answers=True):
    guessed = preview.guessed(answers=answers)
    pairs = zip(preview.layout.names, guessed, strict=True)
    return {role: name for name, role in pairs if role not in (Role.LEAVE, Role.ATTRIBUTE)}


def test_qualtrics_three_header_rows(seen):
    preview = seen(QUALTRICS)
    assert (preview.layout.tool, preview.layout.first_row) == ("Qualtrics", 4)
    assert roles(preview) == {
        Role.DATE: "RecordedDate",
        Role.ANSWER_ID: "ResponseId",
        Role.LAST_NAME: "RecipientLastName",
        Role.FIRST_NAME: "RecipientFirstName",
        Role.EMAIL: "RecipientEmail",
        Role.NUMBER: "ExternalReference",
        Role.SCORE: "How likely are you to recommend us?",
        Role.COMMENT: "What is the reason for your score?",
    }


def test_surveymonkey_two_header_rows_and_line_breaks(seen):
    preview = seen(SURVEYMONKEY)
    assert (preview.layout.tool, preview.layout.first_row) == ("SurveyMonkey", 3)
    found = roles(preview)
    assert found[Role.SCORE] == "How likely is it that you would recommend us?"
    assert (found[Role.COMMENT], found[Role.DATE]) == ("What could we improve?", "End Date")
    assert "Which do you use? – App" in preview.layout.names


def test_typeform_times_are_utc(seen):
    preview = seen(TYPEFORM)
    assert preview.layout.tool == "Typeform"
    assert preview.mentions_utc
    assert roles(preview)[Role.DATE] == "Submit Date (UTC)"


@pytest.mark.parametrize(
    "content,tool,score",
    [
        (LIMESURVEY, "LimeSurvey", "NPS"),
        (FORMBRICKS, "Formbricks", "1. How likely are you to recommend us?"),
    ],
)
def test_other_tools_are_recognised(seen, content, tool, score):
    preview = seen(content)
    assert preview.layout.tool == tool
    assert roles(preview)[Role.SCORE] == score


def test_contacts_in_german(seen):
    preview = seen(
        "Kundennummer;Vorname;Nachname;E-Mail-Adresse;Tarif\n1;Jo;Ab;jo@example.com;Pro\n"
    )
    assert roles(preview, answers=False) == {
        Role.NUMBER: "Kundennummer",
        Role.FIRST_NAME: "Vorname",
        Role.LAST_NAME: "Nachname",
        Role.EMAIL: "E-Mail-Adresse",
    }


def test_addresses_are_found_by_how_they_look(seen):
    preview = seen("Who,Where\nAnn,ann@example.com\nBen,ben@example.com\n")
    assert roles(preview, answers=False) == {Role.EMAIL: "Where"}


def test_file_without_header_begins_with_its_first_row(seen):
    preview = seen("Ann,ann@example.com\nBen,ben@example.com\n")
    assert preview.layout.names == ("Column A", "Column B")
    assert preview.layout.first_row == 1


def test_missing_and_repeated_headers_get_names_of_their_own(seen):
    names = seen("E-mail,Plan,,Plan,  \na@example.com,x,y,z,w\n").layout.names
    assert names == ("E-mail", "Plan", "Column C", "Plan (2)", "Column E")


def test_blank_rows_above_the_header_are_skipped(seen):
    layout = seen("\n,,\nName,E-mail\nAnn,a@example.com\n").layout
    assert (layout.names, layout.first_row) == (("Name", "E-mail"), 4)


def test_titles_above_the_table_are_passed_over(seen):
    layout = seen(
        "Customers as of November,,\n,,\nName,E-mail,Plan\nAnn,a@example.com,Pro\n"
    ).layout
    assert (layout.names, layout.first_row) == (("Name", "E-mail", "Plan"), 4)


def test_header_of_one_name_above_wider_rows_stays_the_header(seen):
    assert seen("E-mail\na@example.com,Ann,Pro\n").layout.names[0] == "E-mail"


def test_headers_are_cut_and_on_one_line(seen):
    name = seen('E-mail,"' + "long\n" * 100 + '"\na@example.com,x\n').layout.names[1]
    assert len(name) <= 80
    assert "\n" not in name


def test_columns_that_track_people_are_left_out(seen):
    guessed = seen("E-mail,IP Address,Latitude\na@example.com,1.2.3.4,5.5\n").guessed(answers=False)
    assert guessed == [Role.EMAIL, Role.LEAVE, Role.LEAVE]


def test_one_row_that_is_too_long_makes_no_column(seen):
    rows = "a@example.com,x\n" * 3
    assert len(seen(f"E-mail,Plan\n{rows}b@example.com,x,y\n").layout.names) == 2
