"""Fuzz: whatever the bytes, reading gives documents or reports errors, and never anything else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import SENTENCE, docx, gzipped, page, paragraph, zipped

from recoupe.errors import ReadingError
from recoupe.reading import read_bytes

PILE = sorted((Path(__file__).resolve().parents[2] / "examples" / "pile").iterdir())
NAMES = "a.txt a.html a.pdf a.docx a.eml a.mbox a.json a.jsonl a.csv a.parquet a.xml a.rss a.warc a.zip a.gz a".split()
MARKS = [
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"<html><body>", b"<rss><item>",
    b"From a@b Mon Sep 14 08:00:00 2026\nFrom: a\n", b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n", b'{"text": "',
    b"[{", b"text,date\n", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
]  # fmt: skip
PIECES = [
    b"<", b">", b"<p>", b"</p>", b"<br/>", b"<script>", b"</script", b"<!--", b"-->", b"<![CDATA[", b"&amp;", b"&#x;", b"&#0;", b"&",
    b'"', b"'", b"=", b"\n", b"\r\n\r\n", b"\x00", b"\xff", b"\xc3", b"\xe2\x80\xae", b"{", b"}", b"[", b"]", b":", b",", b";", b"9" * 30,
    b"From ", b"Date: ", b"=?utf-8?q?=C3?=", b"charset=utf-16", b"Content-Transfer-Encoding: base64\n", b"stream\n", b"endobj",
    SENTENCE.encode(), SENTENCE.encode("cp1252"), SENTENCE.encode("utf-16"),
]  # fmt: skip
WHOLE = {
    "made.docx": docx(paragraph(SENTENCE), "<cp><created>2026-09-12</created></cp>"),
    "made.txt.gz": gzipped(SENTENCE.encode()),
    "made.zip": zipped({"a.html": page(f"<h1>Lyon</h1><p>{SENTENCE}</p>"), "b.jsonl": b'{"text": "Lyon."}\n'}),
}
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check(data: bytes, name: str) -> None:
    """Read, and look at what came: whole documents, and errors on one line that nobody has to be sorry for."""
    errors: list[ReadingError] = []
    for document in read_bytes(data, name, on_error=errors.append):
        assert document.text
        assert len(document.offsets) == len(document.text)
        for passage in document.passages:
            first, last = document.original_span(passage.start, passage.end)
            assert 0 <= first < last <= len(document.layer)
    for error in errors:
        assert isinstance(error, ReadingError)
        assert "reading it failed" not in str(error), str(error)


@SETTINGS
@given(st.sampled_from(MARKS), st.binary(max_size=300), st.sampled_from(NAMES))
def test_arbitrary_bytes_are_read_or_reported(mark: bytes, data: bytes, name: str) -> None:
    check(mark + data, name)


@SETTINGS
@given(st.sampled_from(MARKS), st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(NAMES))
def test_pieces_of_formats_in_any_order_are_read_or_reported(mark: bytes, pieces: list[bytes], name: str) -> None:
    check(mark + b"".join(pieces), name)


def mutated(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes with stretches replaced; places are in thousandths of the length."""
    for place, length, instead in edits:
        at = place * len(data) // 1000
        data = data[:at] + instead + data[at + length :]
    return data


EDITS = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 60), st.one_of(st.binary(max_size=12), st.sampled_from(PIECES))),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("path", PILE, ids=[path.name for path in PILE])
def test_damaged_example_files_are_read_or_reported(path: Path) -> None:
    data = path.read_bytes()

    @settings(SETTINGS, max_examples=40)
    @given(EDITS)
    def damaged(edits: list[tuple[int, int, bytes]]) -> None:
        check(mutated(data, edits), path.name)

    damaged()


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_damaged_containers_are_read_or_reported(name: str) -> None:
    @settings(SETTINGS, max_examples=100)
    @given(EDITS)
    def damaged(edits: list[tuple[int, int, bytes]]) -> None:
        check(mutated(WHOLE[name], edits), name)

    damaged()


@SETTINGS
@given(st.sampled_from(PILE), st.integers(0, 1000))
def test_truncated_example_files_are_read_or_reported(path: Path, kept: int) -> None:
    data = path.read_bytes()
    check(data[: kept * len(data) // 1000], path.name)
