"""A Whoosh index kept as memory-mapped numpy columns; the files are described in docs/index-format.md."""
