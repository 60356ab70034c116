"""From text to search tokens, for Kyrgyz, Russian and English at once.

No engine's own analysers are used and no language is guessed: every word yields its
exact folded form, its stems, its transliteration skeletons and its meanings. This chain,
not the engine, decides how good the answers are (search.md §3).
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version as installed
from pathlib import Path

from marketplace.infra.search.analysis.concepts import BadSynonyms, Concepts, read
from marketplace.infra.search.analysis.fold import (
    fold,
    joined,
    pieces,
    tokens,
    written,
)
from marketplace.infra.search.analysis.lexicon import Lexicon
from marketplace.infra.search.analysis.stems import is_latin
from marketplace.infra.search.analysis.stopwords import STOP_WORDS
from marketplace.infra.search.analysis.words import Term, term, terms, transliterated

__all__ = [
    "STOP_WORDS",
    "SYNONYMS",
    "BadSynonyms",
    "Concepts",
    "Lexicon",
    "Term",
    "chain_version",
    "fold",
    "is_latin",
    "joined",
    "pieces",
    "read",
    "term",
    "terms",
    "tokens",
    "transliterated",
    "written",
]

SYNONYMS = Path(__file__).parent / "synonyms.txt"


def chain_version(*files: Path) -> str:
    """Return 8 hex digits which change whenever the chain may yield other tokens.

    `files` are the synonym files in use.
    """
    digest = hashlib.sha256(installed("snowballstemmer").encode())
    for source in (*sorted(Path(__file__).parent.glob("*.py")), *files):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:8]
