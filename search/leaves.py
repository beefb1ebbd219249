"""What `field:value` means: values as people write them to the keys of the index.

Every field but `text` and `exact` only restricts: each clause that meets it scores the same for it
(`ConstantScoreQuery`, and `NumericRange`, which is one by itself).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from whoosh.query import ConstantScoreQuery, NumericRange, Or, Prefix, Query, Term, Wildcard

from .. import analyzers
from ..errors import QueryError
from ..vocabulary import dates, fields, symbols
from ..vocabulary.folding import fold
from . import wording
from .syntax import Quoted, Range, Word, shown
from .wording import ENGLISH, Languages

__all__ = ["leaf"]

_CHARTER: Final = "Charter"
_LABEL = r"\d{1,3}(?:\s?\([a-z]{1,5}\)){0,3}"
_PINPOINTS = (
    # "paragraph 7 of resolution 1267 (1999)"
    re.compile(
        rf"(?:operative\s)?para(?:graph)?s?\.?\s{{0,2}}(?P<label>{_LABEL})\s{{0,2}}of\s(?P<symbol>.{{1,80}})",
        re.IGNORECASE,
    ),
    # "1267 (1999) para 7", "1267#7", "第1267(1999)号决议第7段"
    re.compile(
        rf"(?P<symbol>.{{1,80}}?),?\s{{0,2}}(?:\#|§|\bpara(?:graph)?s?\b\.?|\bop\b|第)\s{{0,2}}(?P<label>{_LABEL})段?",
        re.IGNORECASE,
    ),
)
_OF_THE_CHARTER = re.compile(
    r"""
      (?:Charter,?\s)?(?P<what>Article|Art\.?|Chapter|Ch\.?)\s?(?P<number>\d{1,3}|[IVX]{1,5})
      (?:\sof\sthe\s(?:UN\s|United\sNations\s)?Charter)?
    | 《?(?:联合国)?(?:宪章)?》?第(?P<han>[〇零一二三四五六七八九十百\d]{1,7})(?P<unit>[章条])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THE_CHARTER = re.compile(
    r"《?(?:联合国)?宪章》?|(?:the\s)?(?:UN\s|United\sNations\s)?Charter(?:\sof\sthe\sUnited\sNations)?",
    re.IGNORECASE,
)
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def leaf(node: Word | Quoted | Range, languages: Languages = ENGLISH) -> Query | None:
    """The query node of a word, a quote, a range or a field's value; None for mere punctuation.

    languages: those that words of a text may be in, see `seized.search.wording`
    """
    if isinstance(node, Range):
        return _range(node)
    if node.field in ("", fields.TEXT, fields.EXACT):
        return _of_text(node, languages)
    if node.field in (fields.TITLE, fields.TOPIC, fields.AGENDA):
        found = _of_document(node)
        return ConstantScoreQuery(found) if found else None
    return _VALUES[node.field](analyzers.simplified(_value(node)))


def _value(node: Word | Quoted) -> str:
    """What was written for a field, without the comma or full stop that a sentence left on it."""
    name = fields.typed(node.field)
    if isinstance(node, Quoted) and node.slop is not None:
        raise QueryError(f"~{node.slop} says how near words are; {name}: takes a value")
    value = node.text.strip().rstrip(",;.，；。") if isinstance(node, Word) else node.text.strip()
    if not fold(value).strip():
        raise QueryError(f"{name}: needs a value")
    return value


def _of_text(node: Word | Quoted, languages: Languages) -> Query | None:
    field = node.field or fields.TEXT
    if isinstance(node, Word):
        return wording.word(field, node.text, languages)
    if node.slop is None:
        return wording.exact_wording(node.text)
    return wording.near(field, node.text, node.slop, languages)


def _of_document(node: Word | Quoted) -> Query | None:
    if isinstance(node, Quoted):
        return wording.near(node.field, node.text, node.slop or 1)
    if re.search(r"[*?]|~[\d.]*$", node.text):
        raise QueryError(f'"*", "?" and "~" are for words of the clause; {fields.typed(node.field)}: takes whole words')
    return wording.stems(node.field, node.text)


def _term(field: str, key: str) -> Query:
    return ConstantScoreQuery(Term(field, key))


def _one_of(group: str, field: str, value: str) -> str:
    """What `value` stands for in a group of words, or an error with the nearest of them."""
    key = fields.named(group, value)
    if key is None:
        raise _unknown(fields.typed(field), value, fields.aliases(group), f"one of {_several(fields.aliases(group))}")
    return key


def _several(known: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(known.values()))


def _unknown(what: str, value: str, known: Iterable[str], otherwise: str) -> QueryError:
    near = difflib.get_close_matches(fold(value)[:80], known, n=1, cutoff=0.6)
    return QueryError(
        f"unknown {what} {shown(value)}; " + (f'did you mean "{near[0]}"?' if near else f"write {otherwise}")
    )


def language(value: str) -> str:
    """The code of a language by any of its names, "" for none named. Raises QueryError."""
    return _one_of("languages", fields.LANG, value) if value else ""


def _kind(value: str) -> Query:
    return _term(fields.KIND, _one_of("kinds", fields.KIND, value))


def _lang(value: str) -> Query:
    return _term(fields.LANG, _one_of("languages", fields.LANG, value))


def _body(value: str) -> Query:
    return _term(fields.BODY, _one_of("bodies", fields.BODY, value))


def _verb_lemma(value: str) -> str:
    from ..vocabulary import verbs

    lemma = verbs.lemma_of(value)
    if lemma is None:
        raise _unknown("verb", value, verbs.known_lemmas(), 'any form of a verb of the Council, as verb:"calls upon"')
    return lemma


def _verb(value: str) -> Query:
    return _term(fields.VERB, _verb_lemma(value))


def _lead(value: str) -> Query:
    return _term(fields.LEAD, _verb_lemma(value))


def _symbol(value: str) -> Query:
    letter, carried = re.match(rf"({symbols.LETTER_OF})?(.*)", value, re.IGNORECASE | re.DOTALL).groups()  # type: ignore[union-attr]
    symbol = None if "*" in value else symbols.canonical(carried)
    if symbol is None and (number := symbols.number_alone(carried)) and not letter:
        return ConstantScoreQuery(Prefix(fields.SYMBOL, f"s/res/{number}("))
    if symbol is None:
        raise QueryError(f"{shown(value)} is no symbol of a document; write symbol:2553 or symbol:S/PRST/2007/3")
    return _term(fields.SYMBOL, fields.symbol_key(symbols.LETTER_OF + symbol if letter else symbol))


def _cites(value: str) -> Query:
    if article := _OF_THE_CHARTER.fullmatch(value):
        return _term(fields.CITES, fields.cites_key(_CHARTER, _of_charter(article)))
    if _THE_CHARTER.fullmatch(value):
        return ConstantScoreQuery(Prefix(fields.CITES, fields.cites_key(_CHARTER)))
    found = next(filter(None, (pattern.fullmatch(value) for pattern in _PINPOINTS)), None)
    written = found["symbol"] if found else value
    symbol = None if "*" in value else symbols.canonical(written)
    if symbol is None and (number := symbols.number_alone(written)):
        label = f"#{fields.para_key(found['label'])}" if found else ""
        return ConstantScoreQuery(Wildcard(fields.CITES, f"s/res/{number}(????){label}"))
    if symbol is None:
        raise QueryError(
            f"{shown(value)} is no symbol of a document; write cites:1325, cites:S/PRST/2007/3, "
            'cites:"1267 (1999) para 7" or cites:"Chapter VII"'
        )
    label = found["label"] if found else ""
    # a document that is issued under several symbols is cited by each of them
    keys = [fields.cites_key(part, label) for part in symbols.components(symbol)]
    return (
        _term(fields.CITES, keys[0])
        if len(keys) == 1
        else ConstantScoreQuery(Or([Term(fields.CITES, k) for k in keys]))
    )


def _of_charter(article: re.Match[str]) -> str:
    """An article or a chapter as citations have it: "Article 41", "Chapter VII"."""
    chapter = article["unit"] == "章" or (article["what"] or "").casefold().startswith("ch")
    written = article["number"] or article["han"]
    if not chapter:
        return f"Article {_number(written)}"
    return f"Chapter {written.upper() if written.isalpha() and written.isascii() else _roman(_number(written))}"


def _number(written: str) -> int:
    """Digits, or Chinese characters up to 199."""
    hundred, is_past, rest = written.rpartition("百")
    return (100 if is_past and hundred else 0) + (dates.number(rest) if rest else 0)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral


def _para(value: str) -> Query:
    label = fields.para_key(value)
    if not label.endswith("*"):
        return _term(fields.PARA, label)
    number = label.rstrip("*")
    if not number or "*" in number:
        raise QueryError(f"{shown(value)} is no paragraph; write para:20, para:20(a), or para:20* with all its items")
    return ConstantScoreQuery(Or([Term(fields.PARA, number), Prefix(fields.PARA, f"{number}(")]))


def _country(value: str) -> str:
    from ..vocabulary import countries

    country = countries.resolve(value)
    if country is None:
        names = {fold(name): name for _, name in countries.all_names()}
        near = difflib.get_close_matches(fold(value)[:80], names, n=1, cutoff=0.7)
        meant = f'did you mean "{names[near[0]]}"?' if near else "write its name in English or Chinese, or its ISO code"
        raise QueryError(f"unknown country {shown(value)}; {meant}")
    return country.code


def _sponsor(value: str) -> Query:
    return _term(fields.SPONSOR, fields.country_key(_country(value)))


def _vote(value: str) -> Query:
    written, _, who = value.partition(":")
    position = _one_of("positions", fields.VOTE, written)
    if not who.strip():
        return ConstantScoreQuery(Prefix(fields.VOTE, fields.vote_key(position, "")))
    return _term(fields.VOTE, fields.vote_key(position, _country(who.strip(' "'))))


def _date(value: str) -> Query:
    return NumericRange(fields.DATE, _day(value, last=False), _day(value, last=True))


def _year(value: str) -> Query:
    return NumericRange(fields.YEAR, _year_number(value), _year_number(value))


def _day(value: str, *, last: bool) -> int:
    """The first or last day that a date covers."""
    covered = dates.date_range(value)
    if covered is None:
        raise QueryError(
            f'{shown(value)} is no date; write 2020, 2020-03, 2020-03-30, "30 March 2020" or 2020年3月30日'
        )
    return fields.date_key(covered[last])


def _year_number(value: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{3})年?", fold(value).strip())
    if found is None:
        raise QueryError(f"{shown(value)} is no year; write year:2020 or year:[2000 TO 2004]")
    return int(found[1])


def _range(node: Range) -> Query:
    """A range from its first day or year to its last; one that is strict leaves the written value out."""
    if node.field == fields.YEAR:
        low, high = (_year_number(end) if end else None for end in (node.low, node.high))
    else:
        low = _day(node.low, last=node.strict) if node.low else None
        high = _day(node.high, last=not node.strict) if node.high else None
    if low is not None and high is not None and low > high:
        raise QueryError(f"the range from {shown(node.low)} to {shown(node.high)} runs backwards")
    return NumericRange(node.field, low, high, startexcl=node.strict, endexcl=node.strict)


_VALUES: Final[Mapping[str, Callable[[str], Query]]] = {
    fields.KIND: _kind,
    fields.LANG: _lang,
    fields.BODY: _body,
    fields.VERB: _verb,
    fields.LEAD: _lead,
    fields.SYMBOL: _symbol,
    fields.CITES: _cites,
    fields.PARA: _para,
    fields.SPONSOR: _sponsor,
    fields.VOTE: _vote,
    fields.DATE: _date,
    fields.YEAR: _year,
}
