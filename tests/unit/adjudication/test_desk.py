"""The queue, decisions and undo, staleness, what is accepted by rule, and gold."""

import json
from collections.abc import Callable

import pytest

from annotator.adjudication.automatic import Threshold, accept_threshold, accept_unanimous
from annotator.adjudication.corrections import corrections
from annotator.adjudication.desk import AdjudicationDesk
from annotator.adjudication.gold import Gold, gold_of
from annotator.adjudication.items import AdjudicationItem, How
from annotator.adjudication.reports import effort, gaps
from annotator.adjudication.sitting import AdjudicationSitting, Refusal
from annotator.labelling.commands.annotations import DeleteAnnotation, MoveMention
from annotator.labelling.commands.sentences import CompleteSentence
from annotator.model.annotation import Mention
from annotator.model.decision import Choice, Decision
from annotator.model.journal import Effort
from annotator.model.spans import covered_text
from annotator.project import Project
from annotator.store import decisions
from tests.support import article_ids, complaints, mark, mentions, session, words

DeskOf = Callable[..., AdjudicationDesk]
ONE_KEY = Effort(1, 900)


def article(project: Project) -> str:
    """Return the id of the article that was worked on."""
    return article_ids(project)[0]


def queue(desk: AdjudicationDesk) -> list[str]:
    """Return the kinds that wait."""
    return [f"{one.layer} {one.kind}" for one in desk.listed()]


def gold(project: Project) -> Gold:
    """Return the gold of the article."""
    return gold_of(decisions.of_article(project.file, article(project)))


def gold_mentions(project: Project) -> list[tuple[str, str]]:
    """Return type and text of the gold mentions, by place."""
    text = project.document(article(project)).text
    found = [one for one in gold(project).annotations if isinstance(one, Mention)]
    found.sort(key=lambda one: one.anchor)
    return [(one.type, covered_text(text, one.fragments)) for one in found]


def first(desk: AdjudicationDesk) -> AdjudicationItem:
    """Return the first item."""
    item = desk.next()
    assert item is not None
    return item


def choice_of(item: AdjudicationItem, type_name: str) -> Choice:
    """Return the variant with a mention of this type."""
    return next(one.choice for one in item.variants if one.choice.mentions[0].type == type_name)


def test_the_queue_goes_by_kind_and_a_decision_takes_its_item_out(desk_of: DeskOf) -> None:
    desk = desk_of()
    assert queue(desk) == ["entities only-one", "entities type"]

    desk.decide(first(desk), first(desk).variants[0].choice)

    assert queue(desk) == ["entities type"]
    assert queue(desk_of("zoe")) == ["entities type"]


def test_a_reject_is_a_recorded_decision(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    made = desk.decide(first(desk), Choice())

    (kept,) = decisions.of_article(worked.file, article(worked))
    assert kept == made
    assert (kept.rule, kept.rejects, kept.completed) == ("reject", True, ("ada", "ben"))
    assert kept.not_marked == ("ben",)
    assert gold_mentions(worked) == []


def test_undo_and_redo_go_across_items_and_restarts(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    for _ in range(2):
        desk.decide(first(desk), first(desk).variants[0].choice)
    assert queue(desk) == []

    again = desk_of()
    back = again.undo()
    assert back.item is not None
    assert back.item.dispute.kind == "type"
    again.undo()
    assert queue(again) == ["entities only-one", "entities type"]
    assert not again.undo().is_done

    again.redo()
    assert queue(again) == ["entities type"]
    assert complaints(worked) == []


def test_the_same_decision_is_not_made_twice_after_more_work_elsewhere(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    desk.decide(first(desk), first(desk).variants[0].choice)
    mark(session(worked, "ben", 1), "PLACE", "Oshtin")

    desk.refresh()

    assert queue(desk) == ["entities type"]


def test_an_edit_after_a_decision_makes_it_stale_and_gold_stays(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    accept_unanimous(desk)
    desk.decide(first(desk), first(desk).variants[0].choice)
    before = gold(worked)
    at = session(worked, "ada")
    monday = next(one for one in mentions(at) if one.type == "TIME")
    at.apply(MoveMention(id=monday.id, fragments=words(at.work.text, "on Monday")))

    desk.refresh()

    assert queue(desk) == ["entities only-one", "entities type"]
    assert len(desk.settled(article(worked)).stale) == 1
    assert gold(worked) == before
    assert effort(worked.file, desk.waiting()).stale == 1

    decided = desk.decide(first(desk), first(desk).variants[0].choice)
    assert len(decided.supersedes) == 1
    assert ("TIME", "on Monday") in gold_mentions(worked)
    assert ("TIME", "Monday") not in gold_mentions(worked)


def test_what_is_again_as_it_was_before_another_decision_waits_again(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    accept_unanimous(desk)
    decided = first(desk)
    earlier = desk.decide(decided, decided.variants[0].choice)
    at = session(worked, "ada")
    monday = next(one for one in mentions(at) if one.type == "TIME")
    at.apply(MoveMention(id=monday.id, fragments=words(at.work.text, "on Monday")))
    desk.refresh()
    later = desk.decide(first(desk), first(desk).variants[0].choice)
    assert later.supersedes == (earlier.id,)
    at.undo()

    desk.refresh()

    assert queue(desk) == ["entities only-one", "entities type"]
    assert first(desk).dispute.key == decided.dispute.key
    again = desk.decide(first(desk), first(desk).variants[0].choice)
    assert again.supersedes == (later.id,)
    assert queue(desk) == ["entities type"]
    assert ("TIME", "Monday") in gold_mentions(worked)
    assert ("TIME", "on Monday") not in gold_mentions(worked)
    assert complaints(worked) == []


def test_who_comes_to_agree_after_a_decision_is_looked_at_again(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    desk.decide(first(desk), Choice())
    mark(session(worked, "ben"), "TIME", "Monday")

    desk.refresh()
    accept_unanimous(desk)

    assert "entities only-one" in queue(desk)


def test_what_everybody_took_away_stays_in_gold_until_it_is_decided(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    desk.decide(first(desk), first(desk).variants[0].choice)
    at = session(worked, "ada")
    monday = next(one for one in mentions(at) if one.type == "TIME")
    at.apply(DeleteAnnotation(id=monday.id))

    desk.refresh()

    assert gold_mentions(worked) == [("TIME", "Monday")]
    assert queue(desk) == ["entities only-one", "entities type"]

    again = first(desk)
    assert again.suggests_nothing
    kept = desk.decide(again, again.variants[0].choice)
    assert len(kept.supersedes) == 1
    desk.refresh()
    assert queue(desk) == ["entities type"]
    assert gold_mentions(worked) == [("TIME", "Monday")]
    assert desk.settled(article(worked)).stale == []

    desk.undo()
    desk.decide(first(desk), Choice())
    assert gold_mentions(worked) == []
    assert desk.settled(article(worked)).stale == []
    assert complaints(worked) == []


def test_unanimous_items_are_accepted_by_rule_and_taken_back_at_once(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    planned = accept_unanimous(desk, dry_run=True)
    assert not decisions.any_there(worked.file)

    done = accept_unanimous(desk)

    assert (done, done.decisions, done.by_layer) == (planned, 1, {"entities": 1})
    assert gold_mentions(worked) == [("PERSON", "Ilena Darvo")]
    (item,) = gold(worked).annotations
    assert gold(worked).tails[item.id].annotators == ("ada", "ben")
    assert len(gold(worked).tails[item.id].derived_from) == 2
    assert accept_unanimous(desk).decisions == 0

    desk.undo()
    assert gold_mentions(worked) == []


def test_the_audit_mixes_unanimous_items_blindly_into_the_queue(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    desk.set_audit(1.0, "any")
    desk.refresh()
    done = accept_unanimous(desk)

    assert (done.decisions, done.audited) == (0, 1)
    assert queue(desk) == ["entities only-one", "entities only-one", "entities type"]
    assert all("nothing" in one.words for one in desk.listed() if one.kind == "only-one")

    audited = next(one for one in desk.listed() if one.audit)
    item = desk.item(audited)
    assert item is not None
    desk.decide(item, Choice())
    found = effort(worked.file, desk.waiting())
    assert (found.audited, found.overturned) == (1, 1)


def test_a_threshold_needs_a_majority_and_never_rejects(desk_of: DeskOf) -> None:
    desk = desk_of()
    with pytest.raises(ValueError, match="no majority"):
        accept_threshold(desk, Threshold(1, 2))

    assert accept_threshold(desk, Threshold(2, 3)).decisions == 0
    assert queue(desk) == ["entities only-one", "entities type"]


def test_two_of_three_are_accepted_where_that_is_asked_for(
    worked: Project, desk_of: DeskOf
) -> None:
    at = session(worked, "cy")
    mark(at, "PERSON", "Ilena Darvo")
    mark(at, "TIME", "Karvan")
    for sentence in list(at.work.sentences):
        at.apply(CompleteSentence(sentence=sentence.start, layers=("entities",), state="done"))
    desk = desk_of()
    assert queue(desk) == ["entities only-one", "entities type"]

    done = accept_threshold(desk, Threshold(2, 3))

    assert done.decisions == 1
    assert queue(desk) == ["entities only-one"], "two of three said nothing: no rule rejects"
    kept = decisions.of_article(worked.file, article(worked))[0]
    assert (kept.rule, kept.rule_detail, kept.outcome.mentions[0].type) == (
        "threshold",
        "2/3",
        "TIME",
    )


def test_gold_made_again_from_exported_decisions_is_the_same(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    accept_unanimous(desk)
    while item := desk.next():
        desk.decide(item, item.variants[0].choice)
    some = decisions.of_article(worked.file, article(worked))

    lines = [one.model_dump_json(exclude_defaults=True) for one in reversed(some)]
    read = [Decision.model_validate_json(line) for line in lines]

    assert gold_of(some) == gold_of(some) == gold_of(read)
    assert json.loads(lines[0])["text_hash"] == project_hash(worked)


def project_hash(project: Project) -> str:
    """Return the hash of the article's text."""
    return project.document(article(project)).article.text_hash


def test_an_open_question_keeps_its_item_out_of_gold_and_can_be_decided_later(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    desk.discuss(first(desk), "ask the lead")

    assert queue(desk) == ["entities type"]
    assert [one.note for one in desk.discussed()] == ["ask the lead"]
    assert gold_mentions(worked) == []


def test_corrections_say_what_gold_has_instead_and_why(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    while item := desk.next():
        kind = item.dispute.kind
        taken = choice_of(item, "PLACE") if kind == "type" else item.variants[0].choice
        made = desk.decide(item, taken, How(note="a town"))
    desk.amend(made, reason="gap")

    found = [
        (one.type, one.mine, one.gold, one.reason, one.note)
        for one in corrections(worked.file, "ben")
    ]

    assert found == [
        ("PLACE", "[Karvan] TIME", "[Karvan] PLACE", "gap", "a town"),
        ("TIME", "nothing", "[Monday] TIME", "", "a town"),
    ]
    assert corrections(worked.file, "ada") == []
    assert [(one.type, one.gaps) for one in gaps(worked.file)] == [("PLACE", 1), ("TIME", 0)]


def test_names_stay_hidden_and_the_order_has_nothing_to_do_with_them(worked: Project) -> None:
    orders = set()
    for seed in range(12):
        desk = AdjudicationDesk(worked.file, worked.scheme, "eve", str(seed))
        desk.refresh()
        (item,) = (
            one for one in map(desk.item, desk.listed()) if one and one.dispute.kind == "type"
        )
        orders.add(tuple(one.annotators for one in item.variants))
    assert orders == {(("ada",), ("ben",)), (("ben",), ("ada",))}


# ------------------------------------------------------------------------------ the sitting


def test_enter_takes_what_most_say_and_refuses_a_tie(desk_of: DeskOf) -> None:
    sitting = AdjudicationSitting(desk_of())

    with pytest.raises(Refusal, match="As many"):
        sitting.enter(ONE_KEY)
    assert sitting.item is not None


def test_a_moved_edge_is_saved_as_a_decision_of_its_own(worked: Project, desk_of: DeskOf) -> None:
    sitting = AdjudicationSitting(desk_of())
    sitting.nudge("start", -1)
    sitting.enter(Effort(2, 900))

    assert gold_mentions(worked) == [("TIME", "on Monday")]
    (kept,) = decisions.of_article(worked.file, article(worked))
    assert (kept.rule, kept.keys) == ("novel", 2)
    assert sitting.offers_reason


def test_an_edge_stays_in_its_sentence(desk_of: DeskOf) -> None:
    sitting = AdjudicationSitting(desk_of())
    with pytest.raises(Refusal, match="no further"):
        for _ in range(9):
            sitting.nudge("end", 1)


def test_several_variants_are_kept_together(worked: Project, desk_of: DeskOf) -> None:
    desk = desk_of()
    sitting = AdjudicationSitting(desk)
    sitting.take(1, ONE_KEY)
    sitting.keep_several()
    sitting.take(1, ONE_KEY)
    sitting.take(2, ONE_KEY)
    sitting.enter(Effort(4, 900))

    assert {kind for kind, text in gold_mentions(worked) if text == "Karvan"} == {"PLACE", "TIME"}


def test_skipped_items_come_again_at_the_end(desk_of: DeskOf) -> None:
    sitting = AdjudicationSitting(desk_of())
    seen = []
    for _ in range(3):
        assert sitting.item is not None
        seen.append(sitting.item.dispute.kind)
        sitting.skip()

    assert seen == ["only-one", "type", "only-one"]


def test_revealed_votes_are_noted_with_the_decision(worked: Project, desk_of: DeskOf) -> None:
    sitting = AdjudicationSitting(desk_of())
    sitting.is_revealed = True
    sitting.take(0, ONE_KEY)

    assert [one.revealed for one in decisions.of_article(worked.file, article(worked))] == [True]
    assert not sitting.is_revealed


def test_one_choice_can_be_for_all_items_alike(worked: Project, desk_of: DeskOf) -> None:
    for number in (1, 2):
        for name, kind in (("ada", "PLACE"), ("ben", "TIME")):
            at = session(worked, name, number)
            mark(at, kind, "Karvan")
            for sentence in list(at.work.sentences):
                at.apply(
                    CompleteSentence(sentence=sentence.start, layers=("entities",), state="done")
                )
    sitting = AdjudicationSitting(desk_of())
    sitting.take(1, ONE_KEY)
    assert sitting.item is not None
    number = 1 + [one.choice for one in sitting.item.variants].index(
        choice_of(sitting.item, "PLACE")
    )
    sitting.for_all = True

    others = sitting.take(number, ONE_KEY)
    assert len(others) == 2
    assert sitting.confirm(others, ONE_KEY) == 3

    every = list(decisions.every(worked.file))
    assert [one.rule for one in every].count("propagated") == 2
    assert len({one.rule_detail for one in every if one.rule == "propagated"}) == 1
    assert all(one.outcome.mentions[0].type == "PLACE" for one in every if one.kind == "type")
    sitting.undo(ONE_KEY)
    assert sum(one.kind == "type" for one in decisions.every(worked.file)) == 0


def test_what_another_adjudicator_decided_meanwhile_is_left_as_it_is(
    worked: Project, desk_of: DeskOf
) -> None:
    sitting, other = AdjudicationSitting(desk_of()), desk_of("zoe")
    other.decide(first(other), Choice())

    with pytest.raises(Refusal, match="Somebody else decided this item"):
        sitting.take(1, ONE_KEY)

    assert [one.adjudicator for one in decisions.every(worked.file)] == ["zoe"]
    assert sitting.item is not None
    assert sitting.item.dispute.kind == "type"


def test_what_changed_under_the_adjudicator_comes_again(worked: Project, desk_of: DeskOf) -> None:
    sitting = AdjudicationSitting(desk_of())
    at = session(worked, "ada")
    monday = next(one for one in mentions(at) if one.type == "TIME")
    at.apply(MoveMention(id=monday.id, fragments=words(at.work.text, "on Monday")))

    with pytest.raises(Refusal, match="changed meanwhile"):
        sitting.take(1, ONE_KEY)

    assert not decisions.any_there(worked.file)
    assert sitting.item is not None
    assert "on monday" in sitting.item.dispute.words
    assert queue(sitting.desk) == ["entities only-one", "entities type"]


def test_words_of_an_item_or_a_title_are_found_round_the_queue(
    worked: Project, desk_of: DeskOf
) -> None:
    desk = desk_of()
    at = first(desk)

    found = desk.find("KARVAN", after=at.dispute)
    assert found is not None
    assert found.dispute.kind == "type"
    again = desk.find("monday", after=found.dispute)
    assert again is not None
    assert again.dispute == at.dispute
    by_title = desk.find("000.txt", after=at.dispute)
    assert by_title is not None
    assert by_title.dispute == found.dispute
    assert desk.find("Oshtin!") is None

    sitting = AdjudicationSitting(desk)
    with pytest.raises(Refusal, match="Nothing that waits has “Oshtin!” in it"):
        sitting.find("Oshtin!")
    sitting.find("karvan")
    assert sitting.item is not None
    assert sitting.item.dispute == found.dispute


def test_who_labelled_an_article_is_told_so_and_may_be_kept_from_it(
    worked: Project, desk_of: DeskOf
) -> None:
    assert AdjudicationSitting(desk_of("ada")).is_party
    assert not AdjudicationSitting(desk_of("eve")).is_party
    assert desk_of("ada").left_to_others() == 0

    desk_of().set_forbid_own(is_forbidden=True)

    ada, eve = desk_of("ada"), desk_of("eve")
    assert (ada.next(), ada.listed(), ada.waiting(), ada.find("karvan")) == (None, [], [], None)
    assert ada.left_to_others() == 2
    assert (len(eve.listed()), eve.left_to_others()) == (2, 0)

    eve.set_forbid_own(is_forbidden=False)
    assert len(desk_of("ada").listed()) == 2
