"""Bad input: each file that cannot be read gives one line naming it and the reason, and the rest of the pile goes on."""

import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from made import SECOND, SENTENCE, docx, gzipped, locked_pdf, locked_zip, lying_zip, page, paragraph, pdf, png, zipped

from recoupe.errors import DamagedInput, EmptyInput, EncryptedInput, ReadingError, RefusedInput, UnsupportedFormat
from recoupe.model import Document
from recoupe.reading import read, read_bytes, read_many

GOOD = SENTENCE.encode()
BOMB = zipped({"bomb.txt": b"a" * (20 << 20)})
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&c;</title></item></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title></item></channel></rss>"""

# name, bytes, the error, a part of the reason
BAD = [
    ("empty.txt", b"", EmptyInput, "0 bytes"),
    ("blank.txt", b" \n\t\r\n", EmptyInput, "white space"),
    ("nuls.txt", b"\x00" * 5000, EmptyInput, "white space"),
    ("noise.bin", bytes(range(256)) * 40, UnsupportedFormat, "not text"),
    ("noise.txt", bytes(n * n * 7 % 251 for n in range(1, 9000)), UnsupportedFormat, "not text"),
    ("picture.png", png(), UnsupportedFormat, "picture"),
    ("picture.txt", png(), UnsupportedFormat, "picture"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, UnsupportedFormat, "before 2007"),
    (
        "locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        EncryptedInput,
        "password",
    ),
    ("cut.pdf", pdf(SENTENCE)[:700], DamagedInput, "cut off"),
    ("not.pdf", b"\x00\x01\x02" * 300, DamagedInput, "although its name says so"),
    ("locked.pdf", locked_pdf(), EncryptedInput, "password"),
    ("scan.pdf", pdf("#rect(width: 20mm)"), DamagedInput, "scan"),
    ("half.docx", docx(paragraph(SENTENCE) * 200)[:-300], DamagedInput, "cut off"),
    ("broken.docx", docx("<w:p><w:r><w:t>trop tôt"), DamagedInput, "well formed"),
    ("book.xlsx", zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"}), UnsupportedFormat, "Excel"),
    ("half.zip", zipped({"a.txt": GOOD})[:-20], DamagedInput, "cut off"),
    ("hollow.zip", zipped({}), EmptyInput, "no member"),
    ("bomb.zip", BOMB, RefusedInput, "bombs"),
    ("lying.zip", lying_zip(20 << 20), ReadingError, "unpack"),
    ("path.zip", zipped({"../../etc/cron.d/x.txt": GOOD}), RefusedInput, "leaves the archive"),
    ("root.zip", zipped({"/etc/x.txt": GOOD}), RefusedInput, "leaves the archive"),
    ("windows.zip", zipped({"..\\..\\x.txt": GOOD}), RefusedInput, "leaves the archive"),
    ("locked.zip", locked_zip("a.txt", GOOD), EncryptedInput, "password"),
    ("bomb.txt.gz", gzipped(b"a" * (20 << 20)), RefusedInput, "bombs"),
    ("cut.txt.gz", gzipped(GOOD * 50)[:-9], DamagedInput, "cut off"),
    ("laughs.xml", LAUGHS, RefusedInput, "entities"),
    ("outside.xml", OUTSIDE, RefusedInput, "entities"),
    ("cut.xml", b'<?xml version="1.0"?><rss><channel><item><title>Lyon', DamagedInput, "well formed"),
    (
        "other.xml",
        b'<?xml version="1.0"?><invoice><total>3</total></invoice>',
        UnsupportedFormat,
        "neither a feed nor a page",
    ),
    ("bare.rss", b"<rss><channel><title>Fil</title></channel></rss>", EmptyInput, "no entry"),
    ("scripts.html", page("<script>document.write('Ministre de Narnia')</script>"), EmptyInput, "shows no text"),
    ("cut.json", b'{"text": "Le minist', DamagedInput, "no complete JSON"),
    ("deep.json", b"[" * 200_000, RefusedInput, "nests too deep"),
    ("numbers.json", b"[1, 2, 3]", UnsupportedFormat, "no object"),
    ("columns.jsonl", b'{"code": "a", "amount": 3}\n', UnsupportedFormat, "code, amount"),
    ("columns.csv", b"code,amount\na,3\n", UnsupportedFormat, "code, amount"),
    ("cut.parquet", b"PAR1" + b"\x15\x04" * 100, DamagedInput, "damaged"),
    ("cut.warc", b"WARC/1.0\r\nWARC-Type: response\r\n", ReadingError, "web archive"),
    ("hollow.eml", b"From: a@b.example\nDate: Mon, 14 Sep 2026 08:00:00 +0200\nSubject: x\n\n", EmptyInput, "no text"),
    (
        "locked.eml",
        b'From: a@b.example\nTo: c@d.example\nContent-Type: multipart/encrypted; boundary="x"\n\n--x--\n',
        EncryptedInput,
        "encrypted",
    ),
]


def outcome(data: bytes, name: str) -> tuple[list[Document], list[ReadingError]]:
    """What reading gives: the documents and the failures."""
    errors: list[ReadingError] = []
    return list(read_bytes(data, name, on_error=errors.append)), errors


@pytest.mark.parametrize(("name", "data", "error", "reason"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_file_gives_one_line_with_its_name_and_the_reason(
    name: str, data: bytes, error: type[ReadingError], reason: str
) -> None:
    documents, errors = outcome(data, name)
    assert documents == []
    assert len(errors) == 1
    line = str(errors[0])
    assert isinstance(errors[0], error), line
    assert name in line
    assert reason in line
    assert "\n" not in line
    assert "reading it failed" not in line


def test_the_rest_of_the_pile_goes_on_after_each_bad_file(tmp_path: Path) -> None:
    for name, data, _, _ in BAD:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "aaa-first.txt").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "zzz-last.txt").write_text(SECOND, encoding="utf-8")
    errors: list[ReadingError] = []
    documents = list(read_many([tmp_path], on_error=errors.append))
    assert [document.text for document in documents] == [SENTENCE, SECOND]
    assert len(errors) == len(BAD)


def test_a_file_that_is_read_alone_raises_its_error(tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(pdf(SENTENCE)[:700])
    with pytest.raises(DamagedInput, match=r"cut\.pdf"):
        read(tmp_path / "cut.pdf")


def test_a_file_of_500_megabytes_is_refused_by_its_size(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as stream:
        stream.truncate(500_000_000)
    with pytest.raises(RefusedInput, match=r"huge\.txt: it has 500 MB"):
        read(huge)


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(RefusedInput, match="not a plain file"):
        read(tmp_path / "pipe.txt")


def test_a_loop_of_links_ends_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "folder").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "good.txt").write_text(SENTENCE, encoding="utf-8")
    errors: list[ReadingError] = []
    documents = list(read_many([tmp_path], on_error=errors.append))
    assert [document.text for document in documents] == [SENTENCE]
    assert [Path(error.what).name for error in errors] == ["loop.txt"]


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(SENTENCE, encoding="utf-8")

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    # Whoever runs the tests may be allowed everything: the system's answer is played.
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(ReadingError, match=r"closed\.txt: Permission denied"):
        read(path)


def test_a_missing_path_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no such file"):
        read(tmp_path / "absent.txt")


def test_a_bad_member_does_not_cost_the_others() -> None:
    inner = zipped({"cut.pdf": pdf(SENTENCE)[:700], "../out.txt": GOOD, "c.txt": SECOND.encode()})
    data = zipped(
        {"a.txt": GOOD, "bad/bomb.zip": BOMB, "empty.txt": b"", "inner.zip": inner, "__MACOSX/._a.txt": b"\x00\x05"}
    )
    documents, errors = outcome(data, "pile.zip")
    assert [(d.name, d.text) for d in documents] == [("pile.zip!a.txt", SENTENCE), ("pile.zip!inner.zip!c.txt", SECOND)]
    assert [error.what for error in errors] == [
        "pile.zip!bad/bomb.zip!bomb.txt",
        "pile.zip!empty.txt",
        "pile.zip!inner.zip!cut.pdf",
        "pile.zip!inner.zip!../out.txt",
    ]


def test_archives_inside_archives_end_at_a_depth() -> None:
    data = GOOD
    for n in range(6):
        data = zipped({f"level{n}.zip" if n else "a.txt": data})
    documents, errors = outcome(data, "deep.zip")
    assert documents == []
    assert len(errors) == 1
    assert isinstance(errors[0], RefusedInput)
    assert "archives deep" in str(errors[0])


def test_too_many_members_are_refused_once() -> None:
    data = zipped({f"{n}.txt": f"{SENTENCE} {n}".encode() for n in range(10_050)})
    errors: list[ReadingError] = []
    from recoupe.reading import Limits

    documents = list(read_bytes(data, "many.zip", limits=Limits(members=20), on_error=errors.append))
    assert len(documents) == 20
    assert ["too many members" in str(error) for error in errors] == [True]


def test_a_mail_with_300_attachments_is_read_up_to_the_limit() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "a@b.example", "Pièces", "Mon, 14 Sep 2026 08:00:00 +0200"
    mail.set_content(SENTENCE)
    for n in range(300):
        mail.add_attachment(f"{SECOND} Pièce numéro {n}.", filename=f"piece-{n}.txt")
    documents, errors = outcome(mail.as_bytes(), "pieces.eml")
    assert len(documents) == 51
    assert documents[0].text == SENTENCE
    assert len(errors) == 1
    assert "300 attachments: 250 of them were not read" in str(errors[0])


def test_half_a_line_of_jsonl_costs_only_this_line() -> None:
    good = '{"text": "' + SENTENCE + '"}\n'
    data = (good + '{"text": "La police\n' + '{"text": "' + SECOND + '"}').encode()
    documents, errors = outcome(data, "depeches.jsonl")
    assert [d.name for d in documents] == ["depeches.jsonl#1", "depeches.jsonl#3"]
    assert [error.what for error in errors] == ["depeches.jsonl#2"]


def test_a_row_with_too_few_cells_costs_only_this_row() -> None:
    data = f"titre;texte\nUn;{SENTENCE}\nDeux\nTrois;{SECOND}\n".encode()
    documents, errors = outcome(data, "revue.csv")
    assert [d.text for d in documents] == [SENTENCE, SECOND]
    assert [error.what for error in errors] == ["revue.csv#2"]


def test_a_page_nested_a_hundred_thousand_deep_is_read() -> None:
    depth = 100_000
    data = page("<div>" * depth + f"<p>{SENTENCE}</p>" + "</div>" * depth)
    documents, errors = outcome(data, "deep.html")
    assert errors == []
    assert [d.text for d in documents] == [SENTENCE]
    assert any("deep" in note for note in documents[0].notes)


def test_a_page_cut_in_the_middle_of_a_tag_is_read() -> None:
    documents, errors = outcome(page(f"<p>{SENTENCE}</p><p class='x")[:-22], "cut.html")
    assert errors == []
    assert documents[0].text == SENTENCE


def test_scripts_and_comments_never_reach_the_text() -> None:
    body = f"<script>var pays = '<p>Narnia</p>';</script><style>p{{x}}</style><!-- Narnia --><p>{SENTENCE}</p><template>Narnia</template>"
    documents, _ = outcome(page(body), "scripts.html")
    assert documents[0].text == SENTENCE


def test_a_single_line_of_ten_megabytes_is_read() -> None:
    data = (SENTENCE + " " + SECOND + " ").encode() * (10_000_000 // 170)
    documents, errors = outcome(data, "line.txt")
    assert errors == []
    assert documents[0].text == f"{SENTENCE} {SECOND}"


def test_nuls_are_taken_out_and_the_text_is_read() -> None:
    documents, errors = outcome(SENTENCE.replace(" ", " \x00").encode(), "nuls.txt")
    assert errors == []
    assert documents[0].text == SENTENCE
    assert any("NUL" in note for note in documents[0].notes)


def test_characters_that_turn_the_direction_are_taken_out_and_noted() -> None:
    documents, errors = outcome(SENTENCE.replace("Lyon", "\u202eLyon\u202c").encode(), "bidi.txt")
    assert errors == []
    assert documents[0].text == SENTENCE
    assert any("direction" in note for note in documents[0].notes)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_each_encoding_gives_the_same_text_and_leads_to_its_bytes(encoding: str) -> None:
    text = f"{SENTENCE}\n\n{SECOND}\n"
    documents, errors = outcome(text.encode(encoding), "encoded.txt")
    assert errors == []
    assert documents[0].text == f"{SENTENCE}\n{SECOND}"
    start = documents[0].text.index("Intérieur")
    assert documents[0].original_text(start, start + len("Intérieur")) == "Intérieur"


def test_letters_encoded_twice_are_repaired() -> None:
    documents, _ = outcome(SENTENCE.encode().decode("cp1252").encode(), "mojibake.txt")
    assert documents[0].text == SENTENCE


def test_a_declared_encoding_that_is_wrong_does_no_harm() -> None:
    data = page(f"<p>{SENTENCE}</p>").replace(b'charset="utf-8"', b'charset="iso-2022-jp"')
    documents, errors = outcome(data, "wrong.html")
    assert errors == []
    assert documents[0].text == SENTENCE


def test_an_address_that_is_none_does_no_harm() -> None:
    documents, errors = outcome(f"http://[lyon.example/a\n\n{SENTENCE}\n".encode(), "link.txt")
    assert errors == []
    assert documents[0].text.endswith(SENTENCE)
    assert documents[0].source is None


def test_long_compounds_and_long_runs_of_signs_are_read() -> None:
    for text in ("Jean-" * 40_000, "\u202e" * 200_000 + SENTENCE, "A'" * 100_000, "(" * 200_000):
        _, errors = outcome(text.encode(), "signs.txt")
        assert all("reading it failed" not in str(error) for error in errors)
