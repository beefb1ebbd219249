"""Akoma Ntoso XML: what becomes which clause, and what the head of a file says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seized.errors import DocumentError
from seized.indexer.model import Country, Document
from seized.indexer.readers.akn import read_akn

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

HEAD = """
<meta>
  <identification source="#x">
    <FRBRWork>
      <FRBRuri value="/akn/un/statement/deliberation/unsc/2020-12-03/2553-2020/"/>
      <FRBRdate date="{date}" name="adoption"/>
    </FRBRWork>
    <FRBRExpression><FRBRlanguage language="{language}"/></FRBRExpression>
  </identification>
  <classification source="http://metadata.un.org/sdg">
    <keyword showAs="sdg_16" dictionary="SDGO"/><keyword showAs="water" dictionary="UNBIS Thesaurus"/>
  </classification>
  <classification source="DHLAUTH">
    <keyword showAs="MEDIATION" dictionary="UNBIS Thesaurus"/>
    <keyword refersTo="agenda" showAs="INTERNATIONAL SECURITY" dictionary="S/75"/>
    <keyword refersTo="agenda" showAs="The situation in Ruritania." dictionary="S/"/>
    <keyword refersTo="title" showAs="Resolution [on the Council&amp;#39;s mission]" dictionary="DHL"/>
  </classification>
  <workflow source="#un">
    <step outcome="draftResolution" as="S/2020/1158" by="Estonia, Fiji and United Republic of Tanzania"/>
    <step outcome="adopted" as="{record}" by="Adopted 2-1-0"/>
  </workflow>
  <analysis><parliamentary><voting>
    <count value="002" refersTo="inFavour">
      <organization>CHINA</organization><organization>VIET NAM</organization>
    </count>
    <count value="001" refersTo="against"><organization>ATLANTIS</organization></count>
  </voting></parliamentary></analysis>
</meta>
<coverPage>
  <p><docNumber refersTo="#symbol">{symbol}</docNumber></p>
  <p><docDate date="2020-12-04" refersTo="#dateOfIssuance">4 December 2020</docDate></p>
  <p><docTitle>Adopted on <docDate date="2020-12-03" refersTo="#adoptionDate">3 December</docDate></docTitle></p>
</coverPage>"""


def akn(content: str, *, name: str = "resolution", after: str = "", **fields: str) -> bytes:
    """A file of the form that the United Nations publishes, around `content`."""
    known = {"date": "2020-12-03", "language": "eng", "record": "S/PV.8700", "symbol": "S/RES/2553 (2020)"}
    head = HEAD.format(**(known | fields))
    return (
        f'<akomaNtoso xmlns="{NAMESPACE}"><statement name="{name}">{head}{content}</statement>{after}</akomaNtoso>'
    ).encode()


def paragraph(number: str, words: str, **attributes: str) -> str:
    listed = "".join(f' {key}="{value}"' for key, value in attributes.items()).replace("class_", "class")
    num = f"<num>{number}</num>" if number else ""
    return f"<paragraph{listed}>{num}<content><p>\n\t{words}</p></content></paragraph>"


def body(*parts: str) -> bytes:
    return akn(f"<mainBody>{''.join(parts)}</mainBody>")


def statement(*parts: str) -> bytes:
    content = f"<preface><p/></preface><mainBody>{''.join(parts)}</mainBody>"
    return akn(content, name="presidentialStatement", symbol="S/PRST/2020/6")


def rows(data: bytes) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in read_akn(data, "x.xml").paragraphs]


class TestPreamble:
    def test_the_formula_is_no_clause_and_a_block_is_a_heading(self) -> None:
        data = akn(
            """<preamble>
            <formula name="enactingFormula"><p>The Security Council,</p></formula>
            <block>Mediation</block>
            <container name="Recalling"><p><span class="italic">Recalling</span> its
              <a href="https://undocs.org/x">resolution 9</a>,</p></container>
            </preamble><mainBody/>"""
        )
        assert rows(data) == [("heading", "", "Mediation"), ("preambular", "", "Recalling its resolution 9,")]

    def test_a_list_of_letters_stays_with_its_clause(self) -> None:
        data = akn(
            """<preamble><container><blockList><listIntroduction>Noting:</listIntroduction>
            <item><num>(a)</num><p>the roads;</p></item></blockList></container></preamble><mainBody/>"""
        )
        assert rows(data) == [("preambular", "", "Noting: (a) the roads;")]

    def test_operative_paragraphs_in_a_preamble_closed_too_late(self) -> None:
        data = akn(
            """<preamble><container><blockList><listIntroduction>Acting under Chapter VII:</listIntroduction>
            <item><num>1.</num><p>Decides to extend;</p></item></blockList></container></preamble>
            <mainBody><paragraph><num>(a)</num><content><p>the mandate;</p></content></paragraph></mainBody>"""
        )
        assert rows(data) == [
            ("preambular", "", "Acting under Chapter VII:"),
            ("operative", "1", "Decides to extend;"),
            ("operative", "1(a)", "the mandate;"),
        ]


class TestOperative:
    @pytest.mark.parametrize(
        ("number", "label"),
        [("20.", "20"), ("20", "20"), ("3．", "3")],
    )
    def test_a_number_is_a_label_and_not_text(self, number: str, label: str) -> None:
        assert rows(body(paragraph(number, "Decides to act;"))) == [("operative", label, "Decides to act;")]

    def test_a_sublist_is_numbered_below_the_point_before_it(self) -> None:
        data = body(
            """<paragraph><num>20.</num><list><intro><p>Requests:</p></intro>
            <point><num>(a)</num><content><p>support for:</p></content></point>
            <sublist><point><num>(i)</num><content><p>roads;</p></content></point>
              <sublist><point><num>–</num><content><p>bridges;</p></content></point></sublist></sublist>
            <point><num>b.</num><content><p>monitoring;</p></content></point>
            <wrapUp><p>and further requests a report;</p></wrapUp></list></paragraph>"""
        )
        assert rows(data) == [
            ("operative", "20", "Requests:"),
            ("operative", "20(a)", "support for:"),
            ("operative", "20(a)(i)", "roads;"),
            ("operative", "20(a)(i)(–)", "bridges;"),
            ("operative", "20(b)", "monitoring;"),
            ("operative", "20", "and further requests a report;"),
        ]

    def test_chinese_numbers_give_the_labels_of_the_english_edition(self) -> None:
        data = body(
            """<paragraph><num>8.</num><list><intro><p>决定：</p></intro>
            <point><num>㈠</num><content><p>报告；</p></content></point>
            <point><num>(十一)</num><content><p>(十一) 协调；</p></content></point></list></paragraph>"""
        )
        assert rows(data)[1:] == [("operative", "8(i)", "报告；"), ("operative", "8(xi)", "协调；")]

    def test_points_marked_up_as_paragraphs_follow_their_number(self) -> None:
        data = body(
            paragraph("12.", "Decides:"),
            paragraph("(a)", "Protection", class_="H4"),
            paragraph("(i)", "To protect;"),
            paragraph("(b)", "Reporting"),
        )
        assert [row[1] for row in rows(data)] == ["12", "12(a)", "12(a)(i)", "12(b)"]

    def test_a_list_can_run_on_in_paragraphs(self) -> None:
        data = body(
            """<paragraph><num>7.</num><list><intro><p>Decides:</p></intro>
            <point><num>(a)</num><content><p>one;</p></content></point></list></paragraph>""",
            paragraph("(i)", "part of one;"),
            paragraph("(b)", "two;"),
        )
        assert [row[1] for row in rows(data)] == ["7", "7(a)", "7(a)(i)", "7(b)"]

    def test_a_number_without_words_belongs_to_the_words_after_it(self) -> None:
        data = body(paragraph("1.", "Notes;"), paragraph("2.", ""), paragraph("", "Decides to act;"))
        assert rows(data)[1:] == [("operative", "2", "Decides to act;")]

    def test_a_single_paragraph_without_number_is_operative(self) -> None:
        words = "Recommends to the General Assembly that Ruritania be admitted."
        assert rows(body(paragraph("", words))) == [("operative", "", words)]

    def test_a_footnote_stands_in_brackets(self) -> None:
        data = body(paragraph("1.", "Notes the report,<authorialNote><p>A/1.</p></authorialNote> and acts;"))
        assert rows(data) == [("operative", "1", "Notes the report, [A/1.] and acts;")]

    def test_words_after_the_preamble_that_end_in_a_comma_belong_to_it(self) -> None:
        data = body(paragraph("", "Willing to continue to assist Ruritania,"), paragraph("1.", "Decides;"))
        assert [row[0] for row in rows(data)] == ["preambular", "operative"]


class TestHeadings:
    @pytest.mark.parametrize(
        "part",
        [
            '<paragraph class="H23"><subheading>Arms embargo</subheading></paragraph>',
            '<paragraph class="H1"><heading>Arms embargo</heading></paragraph>',
            '<container><p><span class="bold">Arms embargo</span></p></container>',
            paragraph("", "Arms embargo"),
            paragraph("", "Arms embargo", class_="H4"),
        ],
    )
    def test_titles_between_paragraphs(self, part: str) -> None:
        assert rows(body(paragraph("1.", "Decides;"), part))[1] == ("heading", "", "Arms embargo")

    @pytest.mark.parametrize("words", ["*", "-----", "* * *", "* Reissued for technical reasons on 4 May 2020."])
    def test_marks_of_the_printer_are_left_out(self, words: str) -> None:
        assert len(rows(body(paragraph("1.", "Decides;"), paragraph("", words)))) == 1

    def test_a_part_of_a_resolution_has_a_preamble_of_its_own(self) -> None:
        data = body(
            f"""<section><num>B</num><crossHeading refersTo="#preamble">Stressing its duty,</crossHeading>
            {paragraph("8.", "Decides;")}</section>"""
        )
        assert [row[:2] for row in rows(data)] == [("heading", ""), ("preambular", ""), ("operative", "8")]


class TestAnnexes:
    def test_attachments_paragraph_by_paragraph(self) -> None:
        annex = f"""<attachments><attachment><doc><mainBody>{paragraph("", "Annex", class_="H1")}
            {paragraph("1.", "The list is open.")}{paragraph("H.E.", "Mr. Doe")}
            <container><table><tr><td><p>Name</p></td><td><p>Role</p></td></tr></table></container>
            </mainBody></doc></attachment></attachments>"""
        data = akn(f"<mainBody>{paragraph('1.', 'Decides;')}</mainBody>{annex}")
        assert [row[2] for row in rows(data) if row[0] == "annex"] == [
            "Annex",
            "The list is open.",
            "H.E. Mr. Doe",
            "Name | Role",
        ]

    def test_an_annex_inside_the_body(self) -> None:
        data = body(paragraph("1.", "Decides;"), paragraph("", "Annex I"), paragraph("", "A list of goods."))
        assert [row[0] for row in rows(data)] == ["operative", "annex", "annex"]


class TestStatements:
    OPENING = paragraph("", "At the 6257th meeting of the Security Council, on the item entitled “The situation in X”:")

    def test_title_left_out_meeting_taken_quotes_off(self) -> None:
        data = statement(
            "<p>Statement by the President of the Security Council</p>",
            self.OPENING,
            paragraph("", "“The Security Council notes the “road map”."),
            paragraph("–", "its parts;"),
            paragraph("", "“The Security Council remains seized.”"),
        )
        found = read_akn(data.replace(b'refersTo="title"', b'refersTo="other"'), "x.xml")
        assert (found.type, found.symbol) == ("statement", "S/PRST/2020/6")
        assert [(p.kind, p.label, p.text) for p in found.paragraphs[1:]] == [
            ("statement", "", "The Security Council notes the “road map”."),
            ("statement", "1(–)", "its parts;"),
            ("statement", "", "The Security Council remains seized."),
        ]
        assert found.paragraphs[0].kind == "heading"
        assert found.title == "Statement by the President of the Security Council"

    def test_meeting_and_item_from_the_words_over_it(self) -> None:
        data = statement(self.OPENING, paragraph("", "“The Security Council notes it.”"))
        data = re.sub(b'<step outcome="adopted".*?/>|<keyword.*?/>', b"", data)
        found = read_akn(data, "x.xml")
        assert (found.meeting, found.agenda) == ("6257", "The situation in X")

    def test_a_stray_end_tag_loses_nothing(self) -> None:
        data = statement(
            '<paragraph class="H1"><span>Statement by the President</span></docTitle></p>',
            f"<alinea>{paragraph('', 'At the 4131st meeting, the President said:')}</alinea>",
            paragraph("", "“The Security Council notes it."),
            paragraph("", "“The Security Council acts.”"),
        )
        found = read_akn(data, "x.xml")
        assert [p.text for p in found.paragraphs if p.kind == "statement"] == [
            "The Security Council notes it.",
            "The Security Council acts.",
        ]
        assert found.source.complete
        assert [note.split(" near")[0] for note in found.source.notes if "recovered" in note] == ["not well formed"]

    def test_the_symbol_decides_what_a_document_is(self) -> None:
        part = paragraph("", "The Security Council notes it.")
        found = read_akn(akn(f"<mainBody>{part}</mainBody>", symbol="S/PRST/2020/11"), "x.xml")
        assert (found.type, found.paragraphs[0].kind) == ("statement", "statement")


class TestMetadata:
    def read(self, **fields: str) -> Document:
        return read_akn(akn(f"<mainBody>{paragraph('1.', 'Decides;')}</mainBody>", **fields), "x.xml")

    def test_what_the_head_says(self) -> None:
        found = self.read()
        assert (found.symbol, found.type, found.lang) == ("S/RES/2553 (2020)", "resolution", "en")
        assert (found.date, found.meeting, found.draft) == ("2020-12-03", "8700", "S/2020/1158")
        assert found.title == "Resolution [on the Council's mission]"
        assert (found.agenda, found.topics) == ("The situation in Ruritania", ("MEDIATION",))
        assert [country.code for country in found.sponsors] == ["EST", "FJI", "TZA"]
        assert found.adopted is True

    def test_a_country_that_does_not_resolve_is_kept_and_noted(self) -> None:
        found = self.read()
        assert found.vote is not None
        assert [country.code for country in found.vote.in_favour] == ["CHN", "VNM"]
        assert found.vote.against == (Country("", "ATLANTIS"),)
        assert found.source.notes == ("country not recognised: ATLANTIS",)

    def test_a_vote_by_letter_names_the_letter(self) -> None:
        found = self.read(record="S/2020/1166")
        assert (found.meeting, found.letter) == ("", "S/2020/1166")

    def test_a_missing_date_is_that_of_adoption(self) -> None:
        assert self.read(date="0001-01-01").date == "2020-12-03"

    @pytest.mark.parametrize(
        ("language", "lang"), [("eng", "en"), ("zho", "zh"), ("chi", "zh"), ("fra", "fr"), ("deu", "de")]
    )
    def test_languages(self, language: str, lang: str) -> None:
        assert self.read(language=language).lang == lang

    def test_without_a_number_the_address_gives_the_symbol(self) -> None:
        assert self.read(symbol="").symbol == "S/RES/2553 (2020)"

    def test_without_a_number_the_file_name_gives_the_symbol(self) -> None:
        data = akn(f"<mainBody>{paragraph('1.', 'Decides;')}</mainBody>", symbol="")
        assert read_akn(data, "a/S_RES_2511 (2020)-2002954C.xml").symbol == "S/RES/2511 (2020)"
        assert read_akn(data, "a/S_PRST_2000_27_Corr.1-0060049E.xml").symbol == "S/PRST/2000/27/Corr.1"

    def test_a_draft(self) -> None:
        found = self.read(name="draftResolution", symbol="S/2020/1158", record="")
        assert (found.type, found.symbol, found.draft) == ("draft", "S/2020/1158", "")

    def test_the_record_beside_it_completes_and_never_overrides(self) -> None:
        data = akn(f"<mainBody>{paragraph('1.', 'Decides;')}</mainBody>", record="")
        record = {
            "symbol": "S/RES/2553 (2020)",
            "resolution_title": "Another title",
            "outcome_letter": "S/PV.8701",
            "MS_in_favour": ["FIJI"],
            "subjects": [["PEACE", "UNBIS Thesaurus"]],
        }
        found = read_akn(data, "x.xml", record)
        assert (found.meeting, found.title) == ("8701", "Resolution [on the Council's mission]")
        assert found.topics == ("MEDIATION",)


class TestHostile:
    WHOLE = body(paragraph("1.", "Decides to act;"), paragraph("2.", "Remains seized."))

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
    def test_a_doctype_is_refused_in_any_encoding(self, encoding: str) -> None:
        bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>' + self.WHOLE.decode().replace("act", "&c;")
        with pytest.raises(DocumentError, match="DOCTYPE"):
            read_akn(bomb.encode(encoding), "x.xml")

    def test_deep_nesting_ends_in_a_document_or_an_error(self) -> None:
        deep = "<container>" * 50_000 + "<p>Words.</p>" + "</container>" * 50_000
        with pytest.raises(DocumentError):
            read_akn(body(deep), "x.xml")

    def test_a_file_cut_off_says_so(self) -> None:
        found = read_akn(self.WHOLE[: self.WHOLE.index(b"Remains")], "x.xml")
        assert found.paragraphs[0].text == "Decides to act;"
        assert not found.source.complete
        assert any("cut off near line" in note for note in found.source.notes)

    @pytest.mark.parametrize("junk", [b"<a", b"<akomaNtoso", b"<akomaNtoso/>", b"<html><p>x</p></html>", b"<?xml?>"])
    def test_what_is_no_document_is_an_error_of_one_line(self, junk: bytes) -> None:
        with pytest.raises(DocumentError) as caught:
            read_akn(junk, "x.xml")
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
    def test_encodings_with_and_without_a_declaration(self, encoding: str) -> None:
        words = body(paragraph("1.", "决定继续处理此案。")).decode()
        named = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}.get(encoding, encoding)
        for text in (words, f'<?xml version="1.0" encoding="{named}"?>\n{words}'):
            assert rows(text.encode(encoding)) == [("operative", "1", "决定继续处理此案。")]


class TestFilesThatAreCut:
    def test_what_lacks_its_end_is_known_to_be_cut(self, shared: Path) -> None:
        data = next((shared / "corpus/akn/2020/English").glob("S_RES_2506*.xml")).read_bytes()
        assert read_akn(data, "x").source.complete
        for share in (0.5, 0.8, 0.99):
            assert not read_akn(data[: int(len(data) * share)], "x").source.complete
