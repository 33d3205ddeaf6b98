"""Logs: what a log is not told: which address of a programme was refused, for that would tell of whom, and when consent ended."""

from __future__ import annotations

import logging
import re

OF_A_PROGRAMME = re.compile(r"/programme/[^\s'\"]+")


class WithoutProgramme(logging.Filter):
    """Takes what follows after /programme/ out of every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/programme/" in said:
            record.msg, record.args = OF_A_PROGRAMME.sub("/programme/…", said), ()
        return True
