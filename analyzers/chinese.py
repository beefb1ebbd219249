"""Chinese words by jieba's dictionary and a lexicon of the UN's terms and of country names.

`rjieba`, jieba's algorithm in Rust, does the cutting; jieba itself does it where there is no wheel.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

__all__ = [
    "Segmenter",
    "Word",
    "cut",
    "lexicon",
    "parts",
    "python_segmenter",
    "python_tokenizer",
    "rust_segmenter",
    "segmenter",
    "words",
]

# Frequency of a lexicon term in jieba's dictionary (60 million words in all): that of a common noun, enough
# to hold the term together against the words it is made of, too little to break up words beside it.
_FREQUENCY = 1000
# What jieba takes for Chinese. The two segmenters differ on the rest, where each character is a word here.
_STRETCH = re.compile(r"[\u4e00-\u9fd5]+|.")
_TERM = re.compile(r"[\u4e00-\u9fd5]{2,16}")


class Word(NamedTuple):
    """A word, or a word inside a longer one.

    text: `run[start:end]`
    number: which word of the run it is, or stands in, from 0
    """

    text: str
    number: int
    start: int
    end: int


class Segmenter(NamedTuple):
    """How a dictionary cuts.

    cut: the words of a run of Chinese characters, which together are the run
    knows: whether the dictionary has a word
    """

    cut: Callable[[str], list[str]]
    knows: Callable[[str], bool]


def words(run: str) -> Iterator[Word]:
    """The words of a run of Chinese characters as search needs them, whole ones and those inside them.

    Each whole word is followed by the dictionary's words of two characters or more inside it: 安全理事会,
    安全, 理事, 理事会. (jieba's search mode gives those of two and three characters alone, and would hide
    恐怖主义 in 反恐怖主义委员会.) A character in no word of the dictionary is a word by itself. New words
    are not guessed (no HMM): a guess depends on what stands around it, and a query would be cut otherwise
    than the text it looks for.
    """
    start = 0
    for number, whole in enumerate(cut(run)):
        end = start + len(whole)
        yield Word(whole, number, start, end)
        if len(whole) > 2:
            for offset, part in parts(whole):
                yield Word(part, number, start + offset, start + offset + len(part))
        start = end


def cut(run: str) -> Iterator[str]:
    """The whole words of a run of Chinese characters, which together are the run."""
    cut_stretch = segmenter().cut
    for stretch in _STRETCH.findall(run):
        if len(stretch) == 1:
            yield stretch
        else:
            yield from cut_stretch(stretch)


@lru_cache(maxsize=1 << 16)
def parts(word: str) -> tuple[tuple[int, str], ...]:
    """The dictionary's words inside a word, with their offsets, in order."""
    knows, length = segmenter().knows, len(word)
    spans = ((start, end) for start in range(length - 1) for end in range(start + 2, length + 1))
    return tuple((s, word[s:e]) for s, e in spans if e - s < length and knows(word[s:e]))


@cache
def lexicon() -> tuple[str, ...]:
    """Terms of the UN and names of countries, in Chinese; `data/un-terms-zh.txt` says where they are from."""
    from ..vocabulary.countries import all_names

    file = resources.files(__package__) / "data" / "un-terms-zh.txt"
    terms = file.read_text(encoding="utf-8").splitlines()
    names = (name for _, name in all_names())
    return tuple(dict.fromkeys(term for term in (*terms, *names) if _TERM.fullmatch(term)))


@cache
def segmenter() -> Segmenter:
    """The segmenter at hand, with the lexicon."""
    try:
        return rust_segmenter()
    except ImportError:
        return python_segmenter()


def rust_segmenter() -> Segmenter:
    """jieba's algorithm in Rust. ImportError where there is no `rjieba`."""
    import rjieba

    # The one that the module makes when it is imported: another would add a seventh of a second to a query.
    for term in lexicon():
        if not rjieba.has_word(term):
            rjieba.add_word(term, _FREQUENCY, None)
    return Segmenter(lambda run: rjieba.cut(run, False), rjieba.has_word)


def python_segmenter() -> Segmenter:
    """jieba itself."""
    tokenizer = python_tokenizer()
    return Segmenter(lambda run: list(tokenizer.cut(run, HMM=False)), lambda word: bool(tokenizer.FREQ.get(word)))


def python_tokenizer() -> Any:
    """jieba's tokenizer with the lexicon, without the cache file that it would write into a shared folder."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for term in lexicon():
        if not tokenizer.FREQ.get(term):
            tokenizer.add_word(term, _FREQUENCY)
    return tokenizer
