"""Privacy of cross-checking: a person has no grade, a private person no identity over documents, and no name in what leaves."""

from __future__ import annotations

import io
import json

import pytest

import recoupe
from recoupe import cli
from recoupe.exchange import json as as_json
from recoupe.exchange.exporting import Export

FIRST = "Julien Karam, boulanger, a été arrêté à Lyon le 3 mars 2026 par la police judiciaire. « Je n'ai rien fait », a dit Julien Karam."
SECOND = "À Marseille, Julien Karam ouvre une librairie. « Les lecteurs viennent déjà », raconte Julien Karam."


def test_a_private_person_is_not_one_over_documents_by_name() -> None:
    evidence = [recoupe.extract(recoupe.read_text(text, published="2026-03-04")) for text in (FIRST, SECOND)]
    findings = recoupe.crosscheck(evidence)
    known = {findings.identities.of(one.document, "Julien Karam") for one in evidence}
    assert len(known) == 2


def test_what_leaves_names_no_private_person_in_findings_either() -> None:
    document = recoupe.read_text(FIRST, published="2026-03-04")
    evidence = recoupe.extract(document)
    findings = recoupe.crosscheck([evidence])
    findings.withdraw(document.id, "Julien Karam was never there")
    assert "Karam" in json.dumps(findings.to_dict(), ensure_ascii=False)  # or the test could not fail
    out = io.BytesIO()
    as_json.write(Export(lambda: iter([(document, evidence)]), "2026-03-05", "0.1.0", findings=findings), out)
    assert json.loads(out.getvalue())["findings"]
    assert "Karam" not in out.getvalue().decode()


def test_letters_are_for_sources_and_never_for_persons(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RECOUPE_DATABASE", raising=False)
    page = '<meta property="og:site_name" content="Le Phare"><p>' + FIRST
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert cli.run(["-q", "read", "a.html"]) == 0
    assert cli.run(["rule", "--source", "Julien Karam", "B", "--why", "seems honest"]) == 1
    assert "no document is of this source" in capfd.readouterr().err
    assert cli.run(["-q", "rule", "--source", "Le Phare", "B", "--why", "right for years"]) == 0
    capfd.readouterr()
    assert cli.run(["findings"]) == 0
    assert "  B3  " in capfd.readouterr().out
