"""Reading by lines: the article, its sentences and words, what the scheme has, going about."""

from collections.abc import Iterator, Sequence

from annotator.labelling.form import Form
from annotator.labelling.outcome import Outcome
from annotator.labelling.plain.desk import PlainDesk
from annotator.labelling.plain.ranges import words_in
from annotator.labelling.refusals import Refused
from annotator.model.annotation import COMPLETED_LAYERS, LAYERS, Frame, Incident, Layer, Mention
from annotator.model.scheme_tables import Attribute

_STATES = {"": "not finished", "stale": "changed since it was finished"}


def about_article(at: PlainDesk) -> list[str]:
    """Return title, date, progress, and the labels of the whole article."""
    article, (done, all_) = at.work.article, at.desk.count_done()
    date = article.published or "unknown"
    if not article.published and article.published_proposed:
        date += f", the text proposes {article.published_proposed}"
    return [
        f"Article: {article.title or article.source}",
        f"Published: {date}. {done} of {all_} sentences finished for {', '.join(at.desk.layers)}.",
        *at.told(),
    ]


def read_sentence(at: PlainDesk) -> list[str]:
    """Return the sentence, its annotations and what is suggested in it."""
    sentence = at.sentence
    kind = "" if sentence.kind == "sentence" else f", {sentence.kind}"
    state = at.desk.state_of(sentence)
    text = " ".join(at.work.text[sentence.start : sentence.end].split())
    return [
        f"Sentence {at.index + 1} of {len(at.work.sentences)}{kind}, {_STATES.get(state, state)}:",
        text,
        *at.told(sentence),
        *suggestions(at),
    ]


def greeting(at: PlainDesk) -> list[str]:
    """Return what is said at the beginning of an article."""
    return [*about_article(at), *read_sentence(at)]


def moved(at: PlainDesk, outcome: Outcome) -> list[str]:
    """Return the message of an act that may have led elsewhere, and the sentence there."""
    if outcome.elsewhere:
        at.open(outcome.elsewhere, outcome.at)
    return [*([outcome.message] if outcome.message else []), *read_sentence(at)]


def suggestions(at: PlainDesk) -> list[str]:
    """Return what is suggested in the sentence, numbered."""
    teller = at.teller()
    return [
        f"Suggestion {number}: {one.type} {teller.quoted(one.fragments)}, by {one.sources}, "
        f"{one.score:.0%} sure"
        for number, one in enumerate(at.ghosts(), 1)
    ]


def read(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Read the sentence again, or everything."""
    if words[:1] != ["all"]:
        return read_sentence(at)
    return [line for number in range(len(at.work.sentences)) for line in _numbered(at, number)]


def words(at: PlainDesk, _: Sequence[str]) -> list[str]:
    """Print the words of the sentence with their numbers."""
    there = words_in(at.work, at.sentence)
    return ["  ".join(f"{n} {at.work.text[start:end]}" for n, (start, end) in enumerate(there, 1))]


def next_sentence(at: PlainDesk, _: Sequence[str]) -> list[str]:
    """Go to the next sentence."""
    return _go(at, at.index + 1)


def previous_sentence(at: PlainDesk, _: Sequence[str]) -> list[str]:
    """Go to the sentence before."""
    return _go(at, at.index - 1)


def go(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Go to a sentence by its number."""
    if len(words) != 1 or not (words[0].isascii() and words[0].isdigit()):
        raise Refused("Say the number of a sentence, as in: go 7")
    return _go(at, int(words[0]) - 1)


def undone(at: PlainDesk, _: Sequence[str]) -> list[str]:
    """Go to the next sentence that is not finished."""
    return moved(at, at.desk.go_to_undone())


def open_article(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Go to another article."""
    if len(words) != 1:
        raise Refused("Say its number, its id or the beginning of its source name: open 2")
    at.open(at.find(words[0]))
    return greeting(at)


def layers(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Say what is worked on, or work on other layers."""
    if not words:
        return [f"Working on {', '.join(at.desk.layers)}."]
    names = [one for word in words for one in word.split(",") if one]
    wanted: list[Layer] = [one for one in LAYERS if one in names]
    if wrong := set(names) - set(COMPLETED_LAYERS):
        raise Refused(f"There is no layer {wrong.pop()} to finish: {', '.join(COMPLETED_LAYERS)}.")
    return [at.desk.work_on(tuple(wanted)).message]


def types(at: PlainDesk, words: Sequence[str]) -> list[str]:
    """Print what the scheme has: all types, or one with its roles and attributes."""
    if words:
        return list(_type(at, words[0]))
    scheme = at.scheme
    lines = [
        f"{layer}: {', '.join(one.name for one in scheme.choosable_types(layer))}"
        for layer in ("entities", "incidents", "claims", "relations")
        if scheme.choosable_types(layer)
    ]
    for what, labels in (
        ("sentence", scheme.labels.sentence),
        ("article", scheme.labels.document),
    ):
        lines += [f"{what} labels: {', '.join(labels)}"] if labels else []
    return lines


def guessed_entries(at: PlainDesk, item: Mention | Incident) -> list[str]:
    """Return which entries of the registry an annotation may stand for, the best first."""
    number = at.numbers.of(item.id).strip()
    found = at.identities.guesses(item, work=at.work)
    lines = [f"Perhaps “{one.entry.name}” ({one.entry.id}): {one.reason}" for one in found]
    return [*lines, f"To link it: link {number} and a name or id; a new entry: link {number} new"]


def proposals(at: PlainDesk, frame: Frame) -> Iterator[str]:
    """Yield what is proposed for the empty slots of a frame."""
    proposed = Form(at.desk, frame.id, at.offered.get(frame.id)).proposed
    teller = at.teller()
    found = [f"{one.role} {one.type} {teller.quoted(one.fragments)}" for one in proposed.fillers]
    found += [f"{one.attribute} {one.value}" for one in proposed.values]
    if found:
        number = at.numbers.of(frame.id).strip()
        yield f"Proposed for it: {'; '.join(found)}. To take all of that: accept {number}"


def _numbered(at: PlainDesk, number: int) -> list[str]:
    sentence = at.work.sentences[number]
    text = " ".join(at.work.text[sentence.start : sentence.end].split())
    return [f"{number + 1}. {text}", *(f"  {line}" for line in at.told(sentence))]


def _go(at: PlainDesk, index: int) -> list[str]:
    if not 0 <= index < len(at.work.sentences):
        raise Refused(f"The article has sentences 1 to {len(at.work.sentences)}.")
    at.desk.reader.go_to_offset(at.work.sentences[index].start)
    return read_sentence(at)


def _type(at: PlainDesk, name: str) -> Iterator[str]:
    scheme = at.scheme
    if name in scheme.labels_by_name:
        yield f"{name}: {', '.join(scheme.label(name).choices)}"
        return
    layer = scheme.layer_of(name)
    if layer is None:
        raise Refused(f"The scheme has no {name}; types prints what it has.")
    yield f"{name}, one of the {layer}. {scheme.types[name].definition}".rstrip()
    for role in scheme.roles_of(name) if layer in ("incidents", "claims") else ():
        yield f"  role {role.name}: {', '.join(scheme.permitted_fillers(role))}"
    for keyed in scheme.attributes_for(name):
        yield f"  attribute {keyed.attribute.name}: {_values(at, keyed.attribute, name)}"


def _values(at: PlainDesk, attribute: Attribute, type_name: str) -> str:
    choices = at.scheme.choices_for(attribute, type_name)
    return ", ".join(choices) if choices else attribute.value
