"""Numbers of others as people write them."""

import pytest

from surveys.imports.published import read_published
from surveys.published import Published, count, figure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("−12,5", -12.5),
        ("+3", 3),
        (" 61.5 % ", 61.5),
        ("٤٢٫٥", 42.5),
        ("\u200e-7", -7),
        ("1e3", None),
        ("nan", None),
        ("", None),
        ("4 2", 42),
        ("1234", None),
        ("--3", None),
    ],
)
def test_a_figure_is_read_as_it_is_written(text, value):
    assert figure(text) == value


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("1200", 1200),
        ("1,200", 1200),
        ("1.200", 1200),
        ("1 200", 1200),
        ("1’200", 1200),
        ("1200.0", 1200),
        ("12,345,678", 12_345_678),
        ("1.5", None),
        ("about 300", None),
        ("-3", None),
        ("9" * 30, None),
    ],
)
def test_a_number_of_answers_is_read_as_it_is_written(text, n):
    assert count(text) == n


@pytest.mark.parametrize(
    "header",
    [
        "measure,name,value,low,high,n,period,source,link",
        "Kennzahl,Bezeichnung,Wert,Untergrenze,Obergrenze,n,Zeitraum,Quelle,Link",
        "mesure,nom,valeur,low,high,n,période,source,lien",
        "medida,nombre,valor,inferior,superior,n,periodo,fuente,enlace",
        "المقياس,الاسم,القيمة,الحد الأدنى,الحد الأعلى,n,الفترة,المصدر,الرابط",
    ],
)
def test_columns_are_known_in_every_language_that_names_them(header, tmp_path):
    path = tmp_path / "others.csv"
    path.write_text(f"{header}\nNPS,Shops,31,27,35,900,2025,A report,https://a.example\n")
    link = "https://a.example"
    expected = Published("nps", "Shops", 31, "2025", "A report", 27, 35, 900, link)
    assert read_published(path).listed == ((2, expected),)
