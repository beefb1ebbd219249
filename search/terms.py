"""What a term is called in the other language: in the clauses that an index has in both, else by its lexicon.

The clauses that hold the term, as it is worded, are looked at with their wordings in the other language; what stands
for the term there is found by `seized.search.term_links`, and by what these wordings have more often than others.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from whoosh.query import And, ConstantScoreQuery, Phrase, Query, Term

from ..analyzers import text_terms
from ..analyzers.script import is_han
from ..errors import QueryError
from ..indexer.bilingual.bags import is_shared
from ..indexer.bilingual.lexicon import LANGUAGES, Lexicon
from ..indexer.model import Clause
from ..indexer.schema import read_record
from ..vocabulary import fields
from ..vocabulary.function_words import function_words
from .deadline import check_time
from .highlight import Matcher
from .leaves import language
from .query import all_of
from .renderings import Example, Rendering, TermTranslations
from .syntax import shown
from .term_links import Run, TermLinks, runs_of_words, units
from .wording import exact_wording, whole_words

if TYPE_CHECKING:
    from .engine import Engine
    from .index import Index
    from .parallel import Twins

__all__ = ["Terms"]

_MOST: Final = 500
"""Clauses that are looked at; of more every so many-th."""
_FEW: Final = 0.02
"""The share of the clauses in which a rendering stands at least."""
_SCARCE: Final = 6
"""Clauses up to which what stands in one of them counts."""
_WIDER: Final = 1 / 3
"""How often a longer rendering is found, of a shorter one in it, to be what stands where both do."""
_EXAMPLES: Final = 3
_WEIGHED: Final = 30
"""Runs of words of which it is counted how often they stand in other clauses."""
_TELLING: Final = 0.3
"""Likeness (Dice's coefficient) from which words that the lexicon does not know stand for the term."""
_AS_NEAR: Final = 0.9
"""Of words about as near as the nearest the longest are taken."""
_ANYWHERE: Final = 1 / 3
"""Likeness of a word, as a share of that of the nearest beside it, below which it stands anywhere."""
_SHOWN: Final = 0.1
"""Expected occurrences from which the lexicon's translations of a word are given."""
_JOKER: Final = re.compile(r"[*?~]")


class _Seen(NamedTuple):
    """A clause and its wording in the other language.

    spans: where the term stands; runs: what stands for it
    """

    clause: Clause
    spans: tuple[tuple[int, int], ...]
    twin: Clause
    runs: Sequence[Run]


class Terms:
    """Finds what terms are called.

    twins: finds the wordings of clauses in the other language
    restrictions: a query tree that the clauses have to match that are looked at, None for all
    """

    def __init__(self, index: Index, engine: Engine, twins: Twins, restrictions: Any) -> None:
        self._index = index
        self._engine = engine
        self._twins = twins
        self._restrictions = restrictions

    def of(self, term: str, to: str = "") -> TermTranslations:
        """What a term is called in the language `to`.

        Raises QueryError for no word, a word of that language, or words of both that no clause has together.
        """
        term = " ".join(term.split())
        wording = _wording(term)
        lang, to = _languages(term, to)
        asked = all_of(wording, ConstantScoreQuery(Term(fields.LANG, lang)), self._restrictions)
        total = self._engine.search(asked, limit=0).total
        if not total and _is_mixed(term):
            raise QueryError(f"{shown(term)} is in two languages, and no clause has it so; ask for each part by itself")
        there = all_of(asked, self._twins.having(to, lang))
        found = self._engine.matching(there) if total else ()
        seen = self._seen(found, wording, term, lang, to)
        renderings = _renderings(term, seen) if seen else []
        source = "clauses"
        if not renderings:
            lexicon = self._index.lexicon
            source = "shipped" if lexicon.behind is None else "lexicon"
            renderings = list(_by_lexicon(lexicon, term, lang, to))
        return TermTranslations(term, lang, to, source, total, len(seen), len(found) > _MOST, tuple(renderings))

    def _seen(self, numbers: Sequence[int], wording: Query, term: str, lang: str, to: str) -> list[_Seen]:
        """The clauses of some numbers, or an even sample, with what stands for the term in their wordings."""
        looked = min(len(numbers), _MOST)
        pairs = list(self._pairs([numbers[at * len(numbers) // looked] for at in range(looked)], to))
        if not pairs:
            return []
        matcher = Matcher(wording, None)
        links = TermLinks(self._index.lexicon, [unit.text for unit in whole_words(term)], lang, to)
        found = []
        for clause, twin in pairs:
            check_time()
            spans = matcher.spans(clause.text)
            runs = links.runs(_others(clause.text, spans), max(1, len(spans)), twin.text)
            found.append(_Seen(clause, spans, twin, runs))
        return self._completed(found, lang, to)

    def _pairs(self, numbers: Iterable[int], to: str) -> Iterator[tuple[Clause, Clause]]:
        """The clauses of some numbers that have a wording in the other language, with it."""
        for stored in self._engine.stored(numbers):
            clause = read_record(stored, Clause)
            twin = self._twins.of(clause, to)
            if twin is not None:
                yield clause, twin

    def _completed(self, seen: Sequence[_Seen], lang: str, to: str) -> list[_Seen]:
        """Where nothing is known to stand for the term: what these wordings have more often than others."""
        blank = [one for one in seen if not one.runs]
        if len(blank) < 2 or len(blank) < len(seen) / 4:
            return list(seen)
        held = [list(runs_of_words(one.twin.text)) for one in blank]
        counts = Counter(words for runs in held for words in dict.fromkeys(run.words for run in runs))
        likely = [words for words, count in counts.most_common(_WEIGHED * 10) if 2 * count > len(blank)][:_WEIGHED]
        inside = self._twins.having(lang, to)
        likeness = {words: 2 * counts[words] / (len(blank) + self._often(words, inside)) for words in likely}
        best = _nearest(likeness)
        if best is None:
            return list(seen)
        more = {id(one): [run for run in runs if run.words == best][:1] for one, runs in zip(blank, held, strict=True)}
        return [one._replace(runs=one.runs or more[id(one)]) for one in seen]

    def _often(self, words: Sequence[str], inside: Query) -> int:
        wording = Phrase(fields.TEXT, list(words)) if len(words) > 1 else Term(fields.TEXT, words[0])
        return self._engine.search(And([wording, inside]), limit=0).total


def _nearest(likeness: Mapping[tuple[str, ...], float]) -> tuple[str, ...] | None:
    """The longest of the words that are about nearest, without those at its ends that stand anywhere."""
    least = max(_TELLING, _AS_NEAR * max(likeness.values(), default=0.0))
    words = max((words for words, one in likeness.items() if one >= least), key=len, default=None)
    if words is None:
        return None
    alone = [likeness.get((word,), 0.0) for word in words]
    kept = [at for at, one in enumerate(alone) if one >= _ANYWHERE * max(alone)]
    return words[kept[0] : kept[-1] + 1]


def _wording(term: str) -> Query:
    if mark := _JOKER.search(term):
        raise QueryError(f"{shown(term)}: a term is looked for as it is worded, {mark[0]!r} stands for nothing in it")
    wording = exact_wording(term)
    if wording is None:
        raise QueryError(f"no word in {shown(term)}")
    return wording


def _is_mixed(term: str) -> bool:
    """Whether a Chinese term has words in letters beside it; numbers and symbols are of any language."""
    words = [unit.text for unit in whole_words(term)]
    return is_han(term) and any(not is_han(word) and not is_shared(word) for word in words)


def _languages(term: str, to: str) -> tuple[str, str]:
    """The language of a term and that of what is wanted."""
    lang = "zh" if is_han(term) else "en"
    wanted = language(to) or next(other for other in LANGUAGES if other != lang)
    if wanted not in LANGUAGES:
        raise QueryError(f"terms are translated to {' or '.join(sorted(LANGUAGES))}, not to {shown(to)}")
    if wanted == lang:
        raise QueryError(f"{shown(term)} is in {lang!r} already")
    return lang, wanted


def _others(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The units of a text without those of some spans."""
    at = 0
    for start, end in (*spans, (len(text), len(text))):
        yield from (unit.text for unit in units(text[at:start]))
        at = end


def _renderings(term: str, seen: Sequence[_Seen]) -> list[Rendering]:
    """What stands for the term, most first; a part of something that stands more often is none of its own."""
    seen = _widened(seen)
    having: defaultdict[tuple[str, ...], list[_Seen]] = defaultdict(list)
    forms: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in seen:
        for words in dict.fromkeys(run.words for run in one.runs):
            having[words].append(one)
        for run in one.runs:
            forms[run.words][_form(one.twin.text, run)] += 1
    covers = {run.words: run.covers for one in seen for run in one.runs}
    least = max(2, _FEW * len(seen)) if len(seen) > _SCARCE else 1
    order = sorted((words for words in having if len(having[words]) >= least), key=lambda one: -len(having[one]))
    kept: dict[tuple[str, ...], str] = {}
    for words in order:
        wholes = (other for other in order if _is_part(words, other))
        if not any(other in kept or covers[other] > covers[words] for other in wholes):
            kept[words] = forms[words].most_common(1)[0][0]
    return [
        Rendering(
            best,
            term,
            len(having[words]),
            len(having[words]) / len(seen),
            dict(forms[words].most_common()),
            tuple(_examples(having[words], words)),
        )
        for words, best in kept.items()
    ]


def _widened(seen: Sequence[_Seen]) -> list[_Seen]:
    """Each run as the longer one that is found elsewhere and not much seldomer, where that is what stands there."""
    often = Counter(words for one in seen for words in dict.fromkeys(run.words for run in one.runs))
    wider = {words: _wider(words, often) for words in often}
    return [one._replace(runs=[_as_wide(run, wider[run.words], one.twin.text) for run in one.runs]) for one in seen]


def _wider(words: tuple[str, ...], often: Mapping[tuple[str, ...], int]) -> set[tuple[str, ...]]:
    least = _WIDER * often[words]
    return {longer for longer, count in often.items() if set(words) < set(longer) and count >= least}


def _as_wide(run: Run, wider: set[tuple[str, ...]], text: str) -> Run:
    """A run as the longest one that it is a part of."""
    around = (
        longer
        for longer in (runs_of_words(text, wider) if wider else ())
        if longer.start <= run.start and run.end <= longer.end
    )
    longest = max(around, key=lambda longer: len(longer.words), default=run)
    return longest._replace(covers=run.covers)


def _is_part(words: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether some words are a part of others, Chinese by characters."""
    if words[0].isascii():
        return set(words) < set(other)
    return "".join(words) in "".join(other)


def _form(text: str, run: Run) -> str:
    """The words as they stand, in lower case what is a capital only at the beginning of a text."""
    form = text[run.start : run.end]
    return form[0].lower() + form[1:] if not run.start and not form[:2].isupper() else form


def _examples(seen: Sequence[_Seen], words: tuple[str, ...]) -> Iterator[Example]:
    """The latest clauses that have a rendering, of different wording."""
    latest = sorted(seen, key=lambda one: one.clause.date, reverse=True)
    different: dict[str, _Seen] = {}
    for one in latest:
        different.setdefault(one.clause.text, one)
    for one in list(different.values())[:_EXAMPLES]:
        spans = tuple(sorted((run.start, run.end) for run in one.runs if run.words == words))
        yield Example(one.clause, one.spans, one.twin, spans)


def _by_lexicon(lexicon: Lexicon, term: str, lang: str, to: str) -> Iterator[Rendering]:
    """What the lexicon has for a term as a whole, else for each of its words; numbers and symbols need none."""
    words = [unit.text for unit in whole_words(term) if not is_shared(unit.text)]
    whole = sorted(_whole(lexicon, words, to), key=lambda one: -one[1])
    yield from (Rendering(name, term, None, share, {}) for name, share in whole)
    for word in () if whole else dict.fromkeys(word for word in words if word not in function_words()):
        of = lexicon.shown(word, lang) if len(words) > 1 else term
        for name, weight in lexicon.translations(word, to) or _inside(lexicon, word, to):
            if weight >= _SHOWN:
                yield Rendering(lexicon.shown(name, to), of, None, weight, {})


def _inside(lexicon: Lexicon, word: str, to: str) -> Iterator[tuple[str, float]]:
    """What the words inside a word that is not known are called."""
    for part in text_terms(word):
        yield from lexicon.translations(part.text, to)


def _whole(lexicon: Lexicon, words: Sequence[str], to: str) -> Iterator[tuple[str, float]]:
    if to == "zh":
        yield from lexicon.units_for(words)
    elif len(words) == 1:
        yield from ((phrase.words, phrase.share) for phrase in lexicon.phrases_for(words[0]))
