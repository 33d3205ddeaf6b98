"""`recoupe import --keep`: what others wrote is taken into the workspace, in its marking, and is found there; twice is once."""

import json

import pytest

from recoupe.cli import run as ran


@pytest.fixture
def recoupe(tmp_path, monkeypatch, capfd):
    """Runs a command in an empty folder: its exit code, and all that it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECOUPE_DATABASE", raising=False)

    def run(*arguments: str) -> tuple[int, str]:
        code = ran(list(arguments))
        return code, "".join(capfd.readouterr())

    return run


def test_a_stix_bundle_of_others_is_taken_in_under_its_marking(recoupe, tmp_path):
    marking = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"  # TLP 2.0 GREEN
    common = {"spec_version": "2.1", "created": "2026-11-01T08:00:00.000Z", "modified": "2026-11-01T08:00:00.000Z"}
    report = {
        "type": "report", "id": "report--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3", "name": "Agadir", "published": "2026-11-01T08:00:00Z",
        "description": "Police dismantled a cell of eleven people in Agadir on 24 September 2026.",
        "object_refs": ["identity--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3"], "object_marking_refs": [marking], **common,
    }  # fmt: skip
    identity = {
        "type": "identity", "id": report["object_refs"][0], "name": "Police", "identity_class": "organization", **common,
    }  # fmt: skip
    file = tmp_path / "report.stix.json"
    bundle = {"type": "bundle", "id": "bundle--84e4d88f-44ea-4bcd-bbf3-b2c1c320bcb3", "objects": [report, identity]}
    file.write_text(json.dumps(bundle), encoding="utf-8")
    code, looked = recoupe("import", str(file))
    assert code == 0
    assert "TLP:GREEN" in looked
    assert "1 texts are new" in recoupe("import", str(file), "--keep")[1]
    assert "0 texts are new" in recoupe("import", str(file), "--keep")[1]
    assert "eleven people in Agadir" in recoupe("search", "Agadir")[1]
