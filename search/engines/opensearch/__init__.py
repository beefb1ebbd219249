"""The engine over an index on an OpenSearch cluster: query trees become its Query DSL, scores are the same BM25F."""

from __future__ import annotations

from .engine import ClusterEngine

__all__ = ["ClusterEngine"]
