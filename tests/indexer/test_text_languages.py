"""Plain text in French, Spanish, Russian, Arabic and German: its language, its cover, its kinds and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from seized import DocumentError, build_index, open_index
from seized.indexer.readers.text import read_text
from seized.vocabulary.document_forms import language_of, local_date, with_latin_mark

ENGLISH = """United Nations

S/RES/1300 (2000)

Security Council

Resolution 1300 (2000)

Adopted by the Security Council at its 4148th meeting, on 31 May 2000

The Security Council,

Having considered the report,

1. Calls upon the parties;

2. Decides to renew the mandate.
"""
TEXTS = {
    "en": ENGLISH,
    "fr": """Nations Unies

S/RES/1300 (2000)

Conseil de sécurité

Distr. générale

Original: anglais

Résolution 1300 (2000)

Adoptée par le Conseil de sécurité à sa 4148e séance, le 31 mai 2000

Le Conseil de sécurité,

Ayant examiné le rapport,

1. Demande aux parties ce qui suit :

a) D’agir ;

2. Décide de renouveler le mandat.
""",
    "es": """Naciones Unidas

S/RES/1300 (2000)

Consejo de Seguridad

Resolución 1300 (2000)

Aprobada por el Consejo de Seguridad en su 4148ª sesión, celebrada el 31 de mayo de 2000

El Consejo de Seguridad,

Habiendo examinado el informe,

1. Exhorta a las partes a lo siguiente:

a) Actuar;

2. Decide prorrogar el mandato.
""",
    "ru": """Организация Объединенных Наций

S/RES/1300 (2000)

Совет Безопасности

Резолюция 1300 (2000),

принятая Советом Безопасности на его 4148-м заседании 31 мая 2000 года

Совет Безопасности,

рассмотрев доклад,

1. призывает стороны:

а) действовать;

2. постановляет продлить мандат.
""",
    "ar": """الأمم المتحدة

S/RES/1300 (2000)

مجلس الأمن

القرار 1300 (2000)

الذي اتخذه مجلس الأمن في جلسته 4148 المعقودة في 31 أيار/مايو 2000

إن مجلس الأمن،

وقد نظر في التقرير،

1 - يدعو الأطراف إلى ما يلي:

(أ) العمل؛

2 – يقرر تمديد الولاية.
""",
    "de": """Vereinte Nationen

S/RES/1300 (2000)

Sicherheitsrat

Resolution 1300 (2000)

verabschiedet auf der 4148. Sitzung des Sicherheitsrats am 31. Mai 2000

Der Sicherheitsrat,

nach Behandlung des Berichts,

1. fordert die Parteien zu Folgendem auf:

a) zu handeln;

2. beschließt, das Mandat zu verlängern.
""",
}
FOREIGN = sorted(set(TEXTS) - {"en"})


class TestReading:
    @pytest.mark.parametrize("lang", FOREIGN)
    @pytest.mark.parametrize("given", [True, False])
    def test_cover_and_paragraphs(self, lang: str, given: bool) -> None:
        read = read_text(TEXTS[lang], "x.txt", lang if given else "")
        assert (read.symbol, read.type, read.lang) == ("S/RES/1300 (2000)", "resolution", lang)
        assert (read.date, read.meeting) == ("2000-05-31", "4148")
        assert [(one.kind, one.label) for one in read.paragraphs] == [
            ("preambular", ""),
            ("operative", "1"),
            ("operative", "1(a)"),
            ("operative", "2"),
        ]
        assert not any(one.text[:1] in "12(-–" for one in read.paragraphs)

    @pytest.mark.parametrize("lang", FOREIGN)
    def test_without_numbers_a_stop_ends_what_is_operative(self, lang: str) -> None:
        head, _, body = TEXTS[lang].partition("\n1")
        text = f"{head}\n{body.rpartition('2')[2].lstrip('. –')}"
        assert [one.kind for one in read_text(text, "x.txt").paragraphs] == ["preambular", "operative"]

    def test_the_vote_and_what_follows_it_are_no_paragraphs(self) -> None:
        text = f"{TEXTS['fr']}\nAdoptée à l'unanimité à la 4148e séance.\n\nDécision\n"
        assert len(read_text(text, "x.txt").paragraphs) == 4

    def test_an_annex(self) -> None:
        text = f"{TEXTS['ru']}\nПриложение I\n\nпервое.\n"
        assert [one.kind for one in read_text(text, "x.txt").paragraphs[-2:]] == ["annex", "annex"]

    def test_a_statement_loses_its_quotation_marks(self) -> None:
        text = "S/PRST/2025/9\n\nDéclaration\n\nÀ la séance du Conseil de sécurité, le Président a fait la déclaration suivante :\n\n"
        read = read_text(f"{text}« Le Conseil rappelle.\n\n« Le Conseil se félicite. »\n", "x.txt")
        assert (read.type, read.lang) == ("statement", "fr")
        assert [one.text for one in read.paragraphs[1:]] == ["Le Conseil rappelle.", "Le Conseil se félicite."]
        assert {one.kind for one in read.paragraphs[1:]} == {"statement"}

    def test_a_language_that_cannot_be_told_is_refused(self) -> None:
        text = "S/RES/1300 (2000)\n\nXyzzy plugh,\n\n1. Plover xyzzy plugh frobozz quux blorb gnusto rezrov vorpal snark.\n"
        with pytest.raises(DocumentError, match=r"S/RES/1300 \(2000\): its words do not tell whether it is in English"):
            read_text(text, "x.txt")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        *((text, lang) for lang, text in TEXTS.items()),
        ("安全理事会，回顾其决议，", "zh"),
        ("Xyzzy plugh", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_text(text: str, lang: str) -> None:
    assert language_of(text) == lang


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 - يقرر", "1. يقرر"),
        ("12 – يقرر", "12. يقرر"),
        ("(أ) العمل", "(a) العمل"),
        ("а) слово", "a) слово"),
        ("15 - 20 jours", "15 - 20 jours"),
    ],
)
def test_numbers(text: str, shown: str) -> None:
    assert with_latin_mark(text) == shown


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("le 1er août 2003", "2003-08-01"), ("2 de marzo de 1999", "1999-03-02"), ("5 июля 1994 года", "1994-07-05"),
        ("28 كانون الثاني/يناير 2020", "2020-01-28"), ("3. März 2022", "2022-03-03"), ("31 février 2000", ""),
    ],
)  # fmt: skip
def test_dates(text: str, date: str) -> None:
    assert local_date(text) == date


def test_files_in_several_languages_are_editions_beside_each_other(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for lang, text in TEXTS.items():
        (documents / f"S_RES_1300-{lang}.txt").write_text(text, encoding="utf-8")
    build_index([documents], tmp_path / "index")
    with open_index(tmp_path / "index") as index:
        found = {hit.lang for hit in index.search("symbol:S/RES/1300", limit=100)}
    assert found == set(TEXTS)
