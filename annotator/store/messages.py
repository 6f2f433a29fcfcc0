"""What annotators and whoever adjudicates write to each other."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.model import ids
from annotator.model.team import Message
from annotator.store.journal import Act, Edit, commit
from annotator.store.project_file import ProjectFile, add_annotator
from annotator.store.rows import RowLike, from_row


class Note(NamedTuple):
    """A note that an annotator wrote on an annotation: a question to whoever adjudicates."""

    annotation: str
    annotator: str
    article: str
    at: int
    text: str
    changed: str


def send(file: ProjectFile, message: Message) -> None:
    """Write a message; its writer can take it back with undo."""
    told = {"to": message.recipient} if message.recipient else {}
    act = Act(message.annotator, "", 0, "team.message", told)
    commit(file, [Edit(None, message)], act)


def of_person(file: ProjectFile, name: str) -> list[Message]:
    """Return what somebody wrote, and what was written to them, as it came."""
    return _messages(file, "? IN (annotator, recipient)", [name])


def to_adjudicator(file: ProjectFile) -> list[Message]:
    """Return what is for whoever adjudicates and has no answer yet, as it came."""
    return _messages(
        file,
        "recipient = '' AND id NOT IN (SELECT answer_to FROM messages)",
        [],
    )


def notes_to_adjudicator(file: ProjectFile) -> list[Note]:
    """Return everybody's notes on annotations that nobody has answered since they were written."""
    rows = file.query(
        "SELECT id, annotator, article, coalesce(start, 0), note, changed"
        " FROM visible_annotations AS n WHERE note <> '' AND NOT EXISTS"
        " (SELECT 1 FROM messages WHERE about = n.id AND recipient = n.annotator)"
        " ORDER BY changed, id"
    )
    return [Note(*row) for row in rows]


def by_id(file: ProjectFile, message: str) -> Message | None:
    """Return a message, None where there is none."""
    found = _messages(file, "id = ?", [message])
    return found[0] if found else None


def unseen(file: ProjectFile, name: str) -> int:
    """Return how many messages have come to somebody since they last looked."""
    rows = file.query(
        "SELECT count(*) FROM messages WHERE recipient = ?1 AND created >"
        " coalesce((SELECT time FROM messages_seen WHERE annotator = ?1), '')",
        (name,),
    )
    return int(rows[0][0])


def remember_seen(file: ProjectFile, name: str) -> None:
    """Keep that somebody has looked at all their messages."""
    with file.write() as conn:
        add_annotator(conn, name)
        conn.execute("INSERT OR REPLACE INTO messages_seen VALUES (?, ?)", (name, ids.now()))


def _messages(file: ProjectFile, where: str, parameters: Sequence[str]) -> list[Message]:
    rows: Sequence[RowLike] = file.query(
        f"SELECT * FROM messages WHERE {where} ORDER BY created, id", parameters
    )
    found = (from_row("messages", row) for row in rows)
    return [item for item in found if isinstance(item, Message)]
