"""Fuzz: atheris, guided by coverage, on reading and extraction; it stops at the first thing that is neither evidence nor error.

`pip install atheris`, then `python -m benchmarks.fuzz SECONDS` (60 without a number). The files of `examples/pile` are the
seeds. What breaks is written to `crash-...` in the current folder.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

PILE = Path(__file__).resolve().parents[1] / "examples" / "pile"
NAMES = tuple(path.name for path in sorted(PILE.iterdir()))
LONGEST = 20_000


def one_input(data: bytes) -> None:
    """Read the bytes under a name that the first of them chooses, and extract what comes out."""
    import recoupe
    from recoupe.errors import ReadingError
    from recoupe.reading import read_bytes

    if not data:
        return
    errors: list[ReadingError] = []
    for document in read_bytes(data[1:], NAMES[data[0] % len(NAMES)], on_error=errors.append):
        evidence = recoupe.extract(document)
        for mention in evidence.mentions:
            if document.text[mention.start : mention.end] != mention.text:
                raise AssertionError(f"a mention is not where it says: {mention}")
    for error in errors:
        if "reading it failed" in str(error):
            raise AssertionError(str(error))


def main() -> None:
    """Fuzz for so many seconds."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: `pip install atheris`.")
        return
    with atheris.instrument_imports(include=["recoupe.reading", "recoupe.extraction"]):
        import recoupe.extraction
        import recoupe.reading  # noqa: F401
    with tempfile.TemporaryDirectory() as folder:
        for n, path in enumerate(sorted(PILE.iterdir())):
            Path(folder, path.name).write_bytes(bytes([n]) + path.read_bytes())
        arguments = [sys.argv[0], f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=30", folder]
        atheris.Setup(arguments, one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
