"""Gold as a layer to be exported: what decisions make of each article, with where it came from."""

from collections import Counter
from collections.abc import Generator, Iterator
from functools import cached_property
from hashlib import sha256

from annotator.adjudication.bereft import members_of
from annotator.adjudication.gold import Gold, gold_ids, gold_of, in_force, mention_id
from annotator.adjudication.reading import Settled
from annotator.adjudication.wording import told_choice
from annotator.agreement.report import Asked, report
from annotator.formats.gold import decisions as gold_decisions
from annotator.formats.gold.record import Json
from annotator.model.annotation import Incident, Layer, Mention
from annotator.model.completion import CompletionState
from annotator.model.decision import Choice, Decision, Variant
from annotator.model.scheme import Scheme
from annotator.store import articles, decisions
from annotator.store.bulk import StoredLayer, TypedRow, layer_of_article
from annotator.store.entries import Member, Registry
from annotator.store.judged import judged_articles
from annotator.store.openness import GOLD
from annotator.store.project_file import ProjectFile
from annotator.store.rows import to_row
from annotator.store.tables import COLUMNS


class GoldSource:
    """The gold of a project, article by article.

    Args:
        anonymous: people have numbers in place of their names, and notes stay out.
        with_votes: records of decisions are to be whole, so that an import can make gold of them;
            never of anonymous ones, whose keys still depend on names.
    """

    def __init__(
        self,
        file: ProjectFile,
        scheme: Scheme,
        *,
        anonymous: bool = False,
        with_votes: bool = False,
    ) -> None:
        self._file, self._scheme, self._anonymous = file, scheme, anonymous
        self._whole = with_votes and not anonymous
        self.left_out = 0
        """Items and slots of the articles given so far that were decided and cannot stand."""

    @cached_property
    def names(self) -> dict[str, str]:
        """What each person is called in the export."""
        people = {name for one in self._every for name in (*one.completed, one.adjudicator)}
        if not self._anonymous:
            return {name: name for name in people}
        # Neither the alphabet nor the order of their work tells who is who.
        drawn = sorted(people, key=lambda name: sha256(f"{self._salt} {name}".encode()).digest())
        return {name: f"a{number}" for number, name in enumerate(drawn, 1)}

    def provenance(self) -> Json:
        """Return what all records say of where gold comes from."""
        voters = {self.names[name] for one in self._every for name in one.completed}
        judges = {self.names[one.adjudicator] for one in self._every}
        return {
            "annotators": sorted(voters),
            "adjudicator": ", ".join(sorted(judges)),
            "agreement": self.agreement,
        }

    @cached_property
    def agreement(self) -> list[Json]:
        """How far the annotators agreed before anything was decided, as `GoldAgreement`."""
        asked = Asked(("entities", "incidents", "claims"), measures=("span_f1",), resamples=0)
        found = report(judged_articles(self._file), self._scheme, asked)
        exact = [
            (line.layer, line.score.value)
            for line in found.lines
            if line.level == "exact" and not line.of and not any(line.pair)
        ]
        return [
            {"layer": layer, "measure": "span_f1 exact", "value": f"{value:.4f}"}
            for layer, value in exact
            if value is not None
        ]

    def rules(self) -> dict[str, int]:
        """Return how many decisions in force were made by which rule."""
        return dict(Counter(one.rule for one in in_force(self._every)))

    def layers(self) -> Generator[StoredLayer, None, None]:
        """Yield every article in which several people finished something, by id."""
        for article in self._articles():
            stored = layer_of_article(self._file, GOLD, article)
            if stored:
                yield self._with_gold(stored, article)

    def named_entries(self) -> set[str]:
        """Return the entries of the registry that people named, whether gold has them or not."""
        if not self._whole:
            return set()
        found = {
            item.identity
            for name in self.annotators()
            for stored in self.layers_of(name)
            for item in stored.annotations
            if isinstance(item, Mention | Incident)
        }
        return (found | gold_decisions.entries_named(self._every)) - {""}

    def members(self) -> Iterator[Member]:
        """Yield what gold says who and what mentions and incidents are."""
        for article in self._articles():
            for item in self.gold(article).annotations:
                if isinstance(item, Mention | Incident) and item.identity:
                    yield Member(item.identity, article, item.id)

    def typed_rows(self) -> Iterator[TypedRow]:
        """Yield what each item of gold is."""
        for article in self._articles():
            for item in self.gold(article).annotations:
                yield TypedRow(article, item.layer, item.type, getattr(item, "identity", ""))

    def gold(self, article: str) -> Gold:
        """Return the gold of an article."""
        return gold_of(self._by_article.get(article, ()), self._gold_ids, self._scheme)

    def decision_records(self) -> Iterator[Json]:
        """Yield what was decided, as `GoldDecision`, by item and slot."""
        told: set[str] = set()
        for record, one in self._with_decisions():
            if self._whole and one.id not in told:
                told.add(one.id)
                record["record"] = one.model_dump(mode="json", exclude_defaults=True)
            yield record

    def votes(self) -> Iterator[Json]:
        """Yield the share of votes of each variant of each decision, by item and slot."""
        for record, one in self._with_decisions():
            voters = max(1, len(one.completed))
            choices = [
                {
                    "value": v["value"],
                    "items": v["items"],
                    "share": f"{len(w.annotators) / voters:.4f}",
                }
                for v, w in zip(record["variants"], one.variants, strict=True)
            ]
            yield {"item": record["item"], "slot": record["slot"], "choices": choices}

    def annotators(self) -> list[str]:
        """Return whose work gold comes from, by name."""
        return sorted({name for one in self._every for name in one.completed})

    def layers_of(self, annotator: str) -> Iterator[StoredLayer]:
        """Yield the articles of gold with one annotator's own layer."""
        for article in self._articles():
            stored = layer_of_article(self._file, annotator, article)
            if stored:
                yield self._without_notes(stored)

    # -------------------------------------------------------------------------- helpers

    @cached_property
    def _every(self) -> list[Decision]:
        """All decisions in force; what took their place or was left open is the project's own."""
        found = in_force(decisions.every(self._file))
        survivors = Registry(self._file).survivors(gold_decisions.entries_named(found))
        moved = {old: new for old, new in survivors.items() if old != new}
        return [gold_decisions.with_survivors(one, moved) for one in found]

    @cached_property
    def _by_article(self) -> dict[str, list[Decision]]:
        found: dict[str, list[Decision]] = {}
        for one in self._every:
            found.setdefault(one.article, []).append(one)
        return found

    @cached_property
    def _gold_ids(self) -> dict[str, str]:
        return gold_ids(self._every)

    @cached_property
    def _salt(self) -> str:
        return min((one.id for one in self._every), default="")

    @cached_property
    def _texts(self) -> dict[str, str]:
        found = ((one, articles.document(self._file, one)) for one in self._by_article)
        return {article: document.text for article, document in found if document}

    def _articles(self) -> list[str]:
        return sorted({*decisions.adjudicable(self._file), *self._by_article})

    def _with_gold(self, stored: StoredLayer, article: str) -> StoredLayer:
        gold = self.gold(article)
        self.left_out += len(gold.left_out)
        columns = COLUMNS["annotations"]
        rows = [to_row(item) for item in gold.annotations]
        return stored._replace(
            annotation_rows=tuple(tuple(row[name] for name in columns) for row in rows),
            completion_rows=tuple(self._completion_rows(article)),
            tails={
                item: (
                    tuple(sorted(self.names[name] for name in tail.annotators)),
                    tail.derived_from,
                )
                for item, tail in gold.tails.items()
            },
        )

    def _completion_rows(self, article: str) -> Iterator[tuple[Layer, CompletionState, int, str]]:
        """Yield the layers of sentences in which several have finished and all is decided."""
        for start, layer in Settled(self._file, article).complete():
            yield layer, "done", 0, str(start)

    def _without_notes(self, stored: StoredLayer) -> StoredLayer:
        if not self._anonymous:
            return stored
        place = COLUMNS["annotations"].index("note")
        rows = tuple((*row[:place], "", *row[place + 1 :]) for row in stored.annotation_rows)
        return stored._replace(annotation_rows=rows)

    def _with_decisions(self) -> list[tuple[Json, Decision]]:
        found = [(record, one) for one in self._every for record in self._records(one)]
        return sorted(found, key=lambda one: (one[0]["item"], one[0]["slot"]))

    def _records(self, decision: Decision) -> Iterator[Json]:
        """Yield a record for each item that a decision is about."""
        text = self._texts.get(decision.article, "")
        variants = [self._variant(one, text) for one in decision.variants]
        for item, slot, outcome in _settled_slots(decision, text):
            yield {
                "item": f"{decision.article}#{item}",
                "slot": slot,
                "outcome": outcome,
                "rule": decision.rule,
                "variants": variants,
                "adjudicator": self.names[decision.adjudicator],
                "reason": decision.reason,
                "decided_at": decision.decided_at,
            }

    def _variant(self, variant: Variant, text: str) -> Json:
        return {
            "value": told_choice(variant.choice, text),
            "items": [item.partition("@")[0] for item in variant.items],
            "annotators": sorted(self.names[name] for name in variant.annotators),
        }


def _settled_slots(decision: Decision, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield item, slot and outcome; a rejected item is named by its annotators' ids."""
    outcome = decision.outcome
    if decision.rejects and decision.slot in ("item", "value"):
        for item in sorted(members_of(decision)):
            yield item, "item", "reject"
    elif decision.layer == "entities" and decision.slot == "item":
        for number, body in enumerate(outcome.mentions):
            spans = " ".join(f"{start}-{end}" for start, end in body.fragments)
            slot = {"type": "type", "boundary": "span"}.get(decision.kind, "item")
            value = {"type": body.type, "span": spans}.get(slot, "accept")
            yield mention_id(decision, number), slot, value
    elif decision.slot == "item":
        yield decision.item, "item", "accept"
    else:
        yield decision.item, decision.slot, _value(outcome, text)


def _value(outcome: Choice, text: str) -> str:
    if outcome.frame and outcome.frame.attributes:
        return outcome.frame.attributes[0].value
    if outcome.values:
        return outcome.values[0].value
    return "" if outcome.is_nothing else told_choice(outcome, text)
