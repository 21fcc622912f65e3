"""The sentences of a text, and the name of one: a hash and its beginning."""

import hashlib
import html
import re
from collections.abc import Iterator

BLOCK = re.compile(r"</?(?:p|li|ul|ol|dl|dt|dd|note|important|br|h\d)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'`(])")
SHOWN = 60


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text with or without HTML, with single blanks."""
    for paragraph in BLOCK.sub("\n", text).split("\n"):
        plain = " ".join(html.unescape(TAG.sub("", paragraph)).split())
        yield from filter(None, END.split(plain))


def digest(text: str) -> str:
    """Eight digits that stand for a text: any change changes them."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def named(sentence: str, *places: str) -> str:
    """The name of a sentence: a digest of it and of its places, and its beginning for the reader."""
    shown = sentence if len(sentence) <= SHOWN else sentence[:SHOWN].rsplit(" ", 1)[0] + " …"
    return f"{digest(chr(10).join((sentence, *sorted(places))))} {shown}"
