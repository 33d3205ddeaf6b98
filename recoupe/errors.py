"""Errors: what can go wrong, as one small tree, each saying which input, why, and what to do.

RecoupeError
├── ReadingError            an input that cannot be read
│   ├── UnsupportedFormat   not a format that recoupe reads
│   ├── EmptyInput          nothing in it
│   ├── DamagedInput        truncated, not what its name says, undecodable
│   ├── EncryptedInput      needs a password
│   └── RefusedInput        too large, an archive bomb, a path that leaves its archive
├── LanguageNotAvailable    no folder of data for this language
├── StoreError              the workspace cannot be opened, read or written
├── BackupError             a backup that cannot be restored
├── BundleError             a bundle or message of a partner that is refused
└── UsageError              arguments that do not make sense together
"""


class RecoupeError(Exception):
    """Root of every error that recoupe raises on purpose.

    `what` is the input concerned (a path, an archive member, a document id), `why` the reason in words, and
    `remedy` what the person can do about it; the three make one line.
    """

    def __init__(self, what: str, why: str, remedy: str = "") -> None:
        self.what, self.why, self.remedy = what, why, remedy
        super().__init__(f"{what}: {why}" + (f" ({remedy})" if remedy else ""))

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        return type(self), (self.what, self.why, self.remedy)


class ReadingError(RecoupeError):
    """An input that cannot be read; the rest of the pile goes on without it."""


class UnsupportedFormat(ReadingError):
    """The input is not in a format that recoupe reads."""


class EmptyInput(ReadingError):
    """The input holds no text."""


class DamagedInput(ReadingError):
    """The input is truncated, is not what its name says, or cannot be decoded."""


class EncryptedInput(ReadingError):
    """The input needs a password."""


class RefusedInput(ReadingError):
    """The input could harm: too large, an archive bomb, a member path that leaves its archive."""


class LanguageNotAvailable(RecoupeError):
    """There is no folder of data for this language under `recoupe/languages/`."""


class BundleError(RecoupeError):
    """A bundle or message of a partner that is refused: forged, altered, truncated, expired, misaddressed, or not what it says.

    `code` is one word for programs ("forged", "expired"...); the list stands in docs/protocol.md.
    """

    def __init__(self, what: str, why: str, remedy: str = "", code: str = "refused") -> None:
        super().__init__(what, why, remedy)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, ...]]:
        return type(self), (self.what, self.why, self.remedy, self.code)


class StoreError(RecoupeError):
    """The workspace cannot be opened, read or written."""


class BackupError(RecoupeError):
    """A backup that cannot be restored: it is none, was cut short or altered, is of a newer recoupe or of another room."""


class UsageError(RecoupeError):
    """Arguments that do not make sense, alone or together."""
