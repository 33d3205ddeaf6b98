"""Parquet: one row a piece of evidence, typed, for dataframes; how the export was made stands in the file's metadata."""

from __future__ import annotations

import json
from itertools import islice
from typing import BinaryIO

from .exporting import COLUMNS, Export, rows

ROWS_AT_ONCE = 20_000


def write(export: Export, out: BinaryIO) -> None:
    """Write an export as Parquet, in row groups of 20,000."""
    import pyarrow
    import pyarrow.parquet

    types = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    about = {b"recoupe": json.dumps(export.about(), ensure_ascii=False).encode()}
    schema = pyarrow.schema([(column, types[kind]) for column, kind in COLUMNS.items()], metadata=about)
    pieces = rows(export)
    with pyarrow.parquet.ParquetWriter(out, schema) as writer:
        while group := list(islice(pieces, ROWS_AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
