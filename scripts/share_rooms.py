"""Rooms that exchange on this machine: a process each with its own database, answering over TLS; for `share_demo.py`."""

from __future__ import annotations

import datetime
import ipaddress
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
STEPS = Path(__file__).with_name("share_steps.py")
PATIENCE = 120.0
FOLDERS = {"Bruxelles": "bruxelles", "Rabat": "rabat", "La Haye": "lahaye"}


class Broken(Exception):
    """What did not hold."""


@dataclass
class Room:
    """One instance: its name, its address, and what its processes are told."""

    name: str
    database: str
    port: int
    certificate: Path
    key: Path
    environment: dict[str, str] = field(default_factory=dict)
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.environment = os.environ | {
            "RECOUPE_DATABASE": self.database,
            "RECOUPE_NAME": self.name,
            "RECOUPE_ADDRESS": f"https://127.0.0.1:{self.port}",
            "RECOUPE_CERTIFICATE": str(self.certificate),
            "RECOUPE_SECRET": secrets.token_urlsafe(40),
            "RECOUPE_HTTPS": "1",
        }

    @property
    def liaison(self) -> str:
        return f"liaison@{FOLDERS[self.name]}.example"

    @property
    def secretary(self) -> str:
        return f"secretaire@{FOLDERS[self.name]}.example"

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command in this room."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=HERE)
        if check and done.returncode:
            raise Broken(f"{self.name}: {' '.join(command[2:])}: {done.stderr.strip()}")
        return done

    def share(self, *arguments: str, who: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """`recoupe share ...`, by the liaison officer."""
        return self.run(
            sys.executable, "-m", "recoupe.cli", "share", *arguments, "--as", who or self.liaison, check=check
        )

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """What `recoupe share ... --json` lists."""
        return list(json.loads(self.share(*arguments, "--json").stdout))

    def step(self, name: str, *arguments: str) -> Any:
        """A step below, in a process of this room."""
        return json.loads(self.run(sys.executable, str(STEPS), name, *arguments).stdout or "null")

    def serve(self) -> None:
        """Open it, with its worker."""
        command = [sys.executable, "-m", "recoupe.cli", "serve", "--port", str(self.port)]
        command += ["--certificate", str(self.certificate), "--key", str(self.key)]
        self.server = subprocess.Popen(command, env=self.environment, cwd=HERE, stderr=subprocess.DEVNULL)


@contextmanager
def opened(folder: Path, name: str, postgres: str | None) -> Iterator[Room]:
    """A room with its people and pile, answering over TLS; closed at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = folder / FOLDERS[name]
    at.mkdir(parents=True)
    certificate, key = certified(at)
    room = Room(name, postgres or str(at / "room.db"), port, certificate, key)
    room.step("settle_in", name)
    room.serve()
    say(name, f"opens at {room.environment['RECOUPE_ADDRESS']} on {'PostgreSQL' if postgres else 'SQLite'}")
    try:
        yield room
    finally:
        if room.server:
            room.server.terminate()
            room.server.wait()


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for loopback that vouches for itself, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    public = key.public_key()
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
    usage |= {
        "digital_signature": True,
        "key_cert_sign": True,
        "crl_sign": False,
        "encipher_only": False,
        "decipher_only": False,
    }
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


def until(what: str, found: Callable[[], Any]) -> Any:
    """What comes in a while. Raises Broken where it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.5)
    raise Broken(f"it did not come: {what}")


def held(is_so: bool, what: str, why: str) -> None:
    """Something that has to be so. Raises Broken where it is not."""
    if not is_so:
        raise Broken(f"not so: {what}: {why}")
    say("✓", what)


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def say(who: str, what: str) -> None:
    print(f"  {who}: {what}", flush=True)
