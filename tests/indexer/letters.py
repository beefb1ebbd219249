"""Cover letters in either language, of which a test replaces the parts that it is about."""

from __future__ import annotations

from importlib import resources

from seized.indexer.model import Document, Vote
from seized.indexer.readers.letter import read_letter

UNANIMOUS = [
    *["BEL", "CHN", "DOM", "EST", "FRA", "DEU", "IDN", "NER"],
    *["RUS", "VCT", "ZAF", "TUN", "GBR", "USA", "VNM"],
]
TITLE_ZH = "2020年12月3日安全理事会主席给秘书长和安全理事会成员国常驻代表的信"
TITLE_EN = (
    "Letter dated 3 December 2020 from the President of the Security Council addressed to the "
    "Secretary-General and the Permanent Representatives of the members of the Security Council"
)
RESOLUTION = """Resolution 2553 (2020)

Adopted by the Security Council on 3 December 2020

The Security Council,

Recalling its resolution 2151 (2014),

1. Decides to remain seized of the matter.
"""
DRAFT = """United Nations S/2020/654

Security Council

Belgium and Germany: draft resolution

The Security Council,

Recalling its resolution 2504 (2020),

1. Decides to remain seized of the matter.
"""
ADOPTED_ZH = "决议草案获得 13 票赞成。决议于 2020 年 12 月 3 日获通过，成为第 2553(2020)号决议，附于本信。"
FAILED_ZH = "决议草案获得 13 票赞成、2 票反对。由于一个常任理事国投反对票，决议草案未获通过。"
ADOPTED_EN = (
    "The draft resolution received 13 votes in favour. It was adopted on 3 December 2020 as resolution "
    "2553 (2020), which is annexed to the present letter.* It will be issued as a document of the Council."
)
FAILED_EN = (
    "The draft resolution received 13 votes in favour and 2 against. The draft resolution was not adopted, "
    "owing to the negative vote of a permanent member of the Council."
)


def sample(number: int) -> str:
    return (resources.files("seized.corpus") / f"samples/letter-{number}.txt").read_text(encoding="utf-8")


def chinese(  # noqa: PLR0913 - each is a part of a letter that a test replaces
    *,
    header: str = "联合国 S/2020/1166\n\n安全理事会\n\nDistr.: General 3 December 2020",
    title: str = TITLE_ZH,
    draft: str = "S/2020/1158",
    against: str = "无",
    abstaining: str = "无",
    result: str = ADOPTED_ZH,
    annex: str = f"附件\n\n{RESOLUTION}",
) -> str:
    return f"""{header}

{title}

谨此告知，安全理事会已完成对 {draft} 号文件所载、涉及议程项目“中东局势”的决议草案的投票表决程序。\
该决议草案由比利时、波斯尼亚和黑塞哥维那和德国提出。\
投票按照 2020 年 3 月 27 日主席的信(S/2020/253)中所载程序进行。

投票表决结果如下：

赞成：

比利时、法国、大不列颠及北爱尔兰联合王国

反对：

{against}

弃权：

{abstaining}

{result}

安全理事会主席

张军(签名)

* 仅以来件所用语文分发。

{annex}"""


def english(
    *,
    header: str = "United Nations\n\nS/2020/1166\n\nSecurity Council\n\nDistr.: General\n\n3 December 2020",
    against: str = "None",
    abstaining: str = "None",
    result: str = ADOPTED_EN,
    annex: str = f"Annex\n\n{RESOLUTION}",
) -> str:
    return f"""{header}

{TITLE_EN}

I have the honour to inform you that the Security Council has concluded the voting procedure on the draft
resolution contained in document S/2020/1158 under the agenda item “The situation in the Middle East”. The
draft resolution was submitted by Belgium, Bosnia and Herzegovina and Germany. The voting was carried out as
set out in the letter dated 27 March 2020 from the President of the Security Council (S/2020/253).

The result of the voting is as follows:

In favour: Belgium, France, United Kingdom of Great Britain and Northern Ireland

Against: {against}

Abstaining: {abstaining}

{result}

(Signed) Zhang Jun
President of the Security Council

* Circulated in the language of submission only.

{annex}"""


def codes(vote: Vote | None) -> tuple[list[str], list[str], list[str]]:
    assert vote is not None
    lists = (vote.in_favour, vote.against, vote.abstaining)
    favour, against, abstaining = ([country.code or country.name for country in one] for one in lists)
    return favour, against, abstaining


def both(text: str) -> tuple[Document, Document]:
    letter, carried = read_letter(text, "letter.txt")
    return letter, carried
