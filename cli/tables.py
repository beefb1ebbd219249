"""Hits, counts and documents as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ..indexer.model import KIND_CODES, Clause, Country, Source
from ..search.document import DocumentView
from ..search.results import Hit, Results

__all__ = ["console", "print_clause", "print_document", "print_facets", "print_hits"]

_MATCH = "bold yellow"
_QUIET = "dim"
_FACET_ROWS = 20


def console() -> Console:
    """Wraps to the terminal; what is piped is never wrapped or coloured."""
    screen = Console(highlight=False, soft_wrap=False)
    if not screen.is_terminal:
        screen = Console(highlight=False, width=100_000, no_color=True)
    return screen


def print_hits(results: Results, offset: int) -> None:
    """A block for each hit, and how many there are."""
    screen = console()
    for hit in results:
        screen.print(_head(hit.clause))
        _print_indented(screen, _marked(hit, screen), 2)
        screen.print()
    if results.total:
        clauses = f"{results.total} clause{'' if results.total == 1 else 's'}"
        some = f"{offset + 1} to {offset + len(results)} of {clauses}" if len(results) else f"none left of {clauses}"
        screen.print(Text(clauses if len(results) == results.total else some, style=_QUIET))


def _print_indented(screen: Console, text: Text, depth: int) -> None:
    """On a terminal every line is indented; elsewhere there is one line, and nothing behind it."""
    if screen.is_terminal:
        screen.print(Padding(text, (0, 0, 0, depth)))
    else:
        screen.print(Text(" " * depth).append_text(text))


def _head(clause: Clause) -> Text:
    head = Text(clause.id, style="bold")
    head.append(f"  {clause.date}", style=_QUIET)
    if clause.verbs:
        head.append(f"  {', '.join(dict.fromkeys(verb.lemma for verb in clause.verbs))}", style="cyan")
    return head


def _marked(hit: Hit, screen: Console) -> Text:
    """The snippet, its ** marks as colour on a terminal and as they are elsewhere."""
    if not screen.is_terminal:
        return Text(hit.snippet)
    text = Text()
    for at, part in enumerate(hit.snippet.split("**")):
        text.append(part, style=_MATCH if at % 2 else "")
    return text


def print_facets(results: Results) -> None:
    """The most frequent values of each field that was counted."""
    screen = console()
    for field, counts in results.facets.items():
        screen.print(Text(f"{field}: {len(counts)} different in {results.total} clauses", style="bold"))
        for value, count in list(counts.items())[:_FACET_ROWS]:
            screen.print(Text(f"{count:>8}  {value}"))
        if len(counts) > _FACET_ROWS:
            screen.print(Text(f"          and {len(counts) - _FACET_ROWS} more (all with --format csv)", style=_QUIET))


def print_document(view: DocumentView) -> None:
    """A document: what is known of it, then its clauses with their numbers."""
    screen = console()
    record = view.record
    screen.print(Text(record.symbol, style="bold"))
    rows = {
        "title": record.title if record.title != record.symbol else "",
        "type": record.type,
        "date": record.date,
        "meeting": record.meeting,
        "agenda": record.agenda,
        "draft": record.draft,
        "sponsors": _names(record.sponsors),
        "adopted": {True: "yes", False: "no", None: ""}[record.adopted],
        "in favour": _names(record.vote.in_favour) if record.vote else "",
        "against": (_names(record.vote.against) or "none") if record.vote else "",
        "abstaining": (_names(record.vote.abstaining) or "none") if record.vote else "",
        "president": record.president,
        "resolution": record.resolution,
        "letter": record.letter,
        "languages": ", ".join(view.languages),
        "topics": "; ".join(record.topics),
        "cites": ", ".join(view.cites),
        "source": "; ".join(source.path for source in record.sources),
        "named as": "; ".join(_acknowledged(record.sources)),
    }
    for name, value in rows.items():
        if value:
            screen.print(Text.assemble((f"{name:<11}", _QUIET), value))
    screen.print()
    for clause in view.clauses:
        _print_body(screen, clause)


def _acknowledged(sources: Sequence[Source]) -> Iterator[str]:
    """How the publishers ask to be named whose corpora a document is from."""
    from ..corpus.registry import corpora

    for name in dict.fromkeys(source.corpus for source in sources if source.corpus in corpora()):
        yield corpora()[name].acknowledgement


def _print_body(screen: Console, clause: Clause) -> None:
    label = "" if clause.kind == "heading" else f"{KIND_CODES[clause.kind]} {_place(clause)}  "
    body = Text(label, style=_QUIET)
    body.append(clause.text, style="bold" if clause.kind == "heading" else "not dim")
    _print_indented(screen, body, 2 * clause.paragraph.count("("))


def _place(clause: Clause) -> str:
    """The paragraph as it stands in the id, where one that occurs twice is told apart."""
    return clause.id.rpartition(f"/{KIND_CODES[clause.kind]}/")[2].partition("@")[0]


def _names(countries: Sequence[Country]) -> str:
    return ", ".join(country.name for country in countries)


def print_clause(clause: Clause, view: DocumentView) -> None:
    """One clause with all that is known of it."""
    screen = console()
    screen.print(_head(clause))
    screen.print(Text(clause.text))
    screen.print()
    rows = {
        "document": f"{clause.document}, {clause.kind} paragraph {clause.paragraph}",
        "verbs": ", ".join(_verb(clause, n) for n in range(len(clause.verbs))),
        "cites": ", ".join(clause.cites),
        "paragraphs": ", ".join(f"{one.document} {one.paragraph}" for one in clause.pinpoints),
        "dates": ", ".join(clause.dates),
        "twin": view.record.letter or view.record.resolution,
        "languages": ", ".join(view.languages),
        "source": view.record.sources[0].path,
        "named as": "; ".join(_acknowledged(view.record.sources[:1])),
    }
    for name, value in rows.items():
        if value:
            screen.print(Text.assemble((f"{name:<11}", _QUIET), value))


def _verb(clause: Clause, number: int) -> str:
    verb = clause.verbs[number]
    return f"{verb.lemma} ({' '.join((*verb.modifiers, verb.surface))})"
