"""Backup: all of a room in one file that either kind of database can be made of again.

The file is a ZIP, so that nothing but Python is needed to look into it, ever:

    manifest.json                       what is in it, see `file.Manifest`
    manifest.seal                       HMAC-SHA-256 of manifest.json under the key of the room, in hexadecimal
    tables/evidence.Document.jsonl      a table: one JSON object a line, one line a row, by primary key; see `rows`
    tables/…

Parents stand before what refers to them. Bytes are Base64, days and moments ISO 8601, the rest is as JSON has it. The manifest
holds the rows, bytes and SHA-256 of each table, and the seal holds the manifest.
"""
