"""Text to terms: two analyses of every clause, one for ranking and recall, one for quoted wording.

The classes by which Whoosh reads them are in `seized.analyzers.whoosh_analyzers`. Nothing heavy is loaded
before the first text that needs it.
"""

from __future__ import annotations

from .exact import exact_terms, query_exact_terms
from .script import simplified
from .stems import stemmed_languages, tagged
from .term import Term
from .text import query_text_terms, text_terms

__all__ = [
    "Term",
    "exact_terms",
    "query_exact_terms",
    "query_text_terms",
    "simplified",
    "stemmed_languages",
    "tagged",
    "text_terms",
]
