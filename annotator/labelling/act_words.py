"""Commands as people would call what they did."""

_IN_WORDS = {
    "mention.create": "a new label",
    "mention.retype": "another label",
    "mention.move": "a moved edge",
    "frame.create": "a new frame",
    "frame.retype": "another type of a frame",
    "frame.move": "a moved trigger",
    "frame.fill": "a filled slot",
    "frame.empty": "an emptied slot",
    "frame.filler": "a moved filler",
    "relation.create": "a relation",
    "relation.retype": "another relation",
    "label.set": "a label of a sentence",
    "identity.create": "a new entry of the registry",
    "identity.link": "a link to the registry",
    "identity.link_all": "links to the registry",
    "identity.unlink": "a link taken away",
    "identity.split_off": "an entry split off",
    "registry.edit": "a change of an entry",
    "registry.alias": "a new alias",
    "registry.unalias": "an alias taken away",
    "registry.merge": "a merge of entries",
    "registry.split": "a split of entries",
    "mentions.label": "a label given to many places",
    "mentions.retype": "another label of many mentions",
    "frames.retype": "another type of many frames",
    "relations.retype": "another type of many relations",
    "mentions.delete": "a deletion of many mentions",
    "annotations.delete": "a deletion of many annotations",
    "annotation.delete": "a deletion",
    "annotation.attribute": "an attribute",
    "annotation.note": "a note",
    "annotation.unsure": "the unsure flag",
    "sentence.complete": "what was finished of the sentence",
    "sentence.split": "a split of sentences",
    "sentence.merge": "a join of sentences",
    "sentence.kind": "the kind of the sentence",
    "article.edit": "what is known of the article",
}


def in_words(command: str) -> str:
    """Return what a command of the journal did, in words."""
    return _IN_WORDS.get(command, command)
