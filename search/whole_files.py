"""Files that are written whole or not at all: what was there before stays until then."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from ..errors import SeizedError
from ..indexer.columnar.disk import sync_folder

__all__ = ["taking_the_place_of", "write_whole"]

_LEFT_OVER: Final = 86_400.0  # seconds after which a part that nobody writes to is of a process that is no more


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, which takes the place of what was there when it is whole. Raises SeizedError."""
    with taking_the_place_of(path) as stream:
        stream.write(data)


@contextmanager
def taking_the_place_of(path: Path) -> Iterator[IO[bytes]]:
    """A stream into a file beside `path` that becomes `path` when the block ends well. Raises SeizedError."""
    if path.exists() and not path.is_file():  # a pipe or a device; a folder is refused by `open`
        with _mapped(path), path.open("wb") as stream:
            yield stream
        return
    real = Path(os.path.realpath(path))
    beside = real.with_name(f".{real.name}.{os.getpid()}.part")
    _remove_left_over(real)
    try:
        with _mapped(path):
            with beside.open("wb") as stream:
                if real.exists():
                    beside.chmod(stat.S_IMODE(real.stat().st_mode))
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(real)
            with suppress(OSError):  # it is there; a share may know no more
                sync_folder(real.parent)
    finally:
        with suppress(OSError):
            beside.unlink()


@contextmanager
def _mapped(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SeizedError(f"{path}: cannot be written ({error.strerror or error})") from error


def _remove_left_over(real: Path) -> None:
    """Remove the parts of a file that processes which were killed have left."""
    own = re.compile(rf"\.{re.escape(real.name)}\.([0-9]{{1,10}})\.part")
    with suppress(OSError):
        for path in real.parent.iterdir():
            found = own.fullmatch(path.name)
            if found and _is_left_over(path, int(found[1])):
                path.unlink(missing_ok=True)


def _is_left_over(part: Path, process: int) -> bool:
    if time.time() - part.stat().st_mtime > _LEFT_OVER:
        return True
    if os.name != "posix":  # where asking after a process may end it
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False
