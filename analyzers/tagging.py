"""Chinese words with their word classes, by jieba's dictionary: for telling an object from the verb after it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from .chinese import python_tokenizer, segmenter

__all__ = ["tagged"]

Tagged = list[tuple[str, str]]


def tagged(run: str) -> Tagged:
    """The words of a run of Chinese characters, each with its class in jieba's scheme ("n", "v", "p" …).

    A term of the lexicon that the dictionary has not has the class "n".
    """
    return [(word, tag if tag.strip("x") else "n") for word, tag in _tagger()(run)]


@cache
def _tagger() -> Callable[[str], Tagged]:
    try:
        import rjieba
    except ImportError:
        return _python_tagger()
    segmenter()  # adds the lexicon
    return rjieba.tag


def _python_tagger() -> Callable[[str], Tagged]:
    from jieba.posseg import POSTokenizer

    tagger = POSTokenizer(python_tokenizer())
    return lambda run: [(pair.word, pair.flag) for pair in tagger.cut(run)]
