"""The people of a project: who they are, what they are to do, how far that is."""

from collections.abc import Collection, Sequence

from annotator.labelling.assignment import EntryTest, Held, Plan, Wish, drawn_order, mixed, plan
from annotator.labelling.refusals import Refused
from annotator.model import ids
from annotator.model.annotation import Layer
from annotator.model.team import Assignment
from annotator.store import layers, renaming, team, trials
from annotator.store.journal import Act, Edit
from annotator.store.project_file import ProjectFile
from annotator.store.team import AssignedLine, AssignedShare, Overlap, UsedScheme
from annotator.store.trials import Trial


class Team:
    """What somebody does for the team; every act is on disk when its method returns.

    Args:
        annotator: who does it, as the journal will tell.
    """

    def __init__(self, file: ProjectFile, annotator: str) -> None:
        self._file, self._annotator = file, annotator

    # --------------------------------------------------------------------------- people

    def people(self) -> list[str]:
        """Return everybody who has worked here, was added or is to work here, by name."""
        return sorted({*layers.annotators(self._file), *team.members(self._file)})

    def add(self, name: str) -> None:
        """Make somebody known.

        Raises:
            Refused: the name cannot sign work, or is known already.
        """
        _check_name(name)
        if name in self.people() or not team.add_member(self._file, name):
            raise Refused(f"{name} is in the project already.")

    def rename(self, old: str, new: str) -> None:
        """Give somebody another name everywhere; nothing from before it can be undone.

        Raises:
            Refused: the name is unknown, or the new one cannot be had.
        """
        _check_name(new)
        people = self.people()
        if old not in people:
            raise Refused(f"There is no annotator {old}; annotator annotators lists them.")
        if new in people:
            raise Refused(f"{new} is somebody else here; work of two people is never joined.")
        renaming.rename(self._file, self._annotator, old, new)

    # ---------------------------------------------------------------------- assignments

    def assign(self, wish: Wish, articles: Sequence[str] = ()) -> Plan:
        """Hand out articles, and return what was handed out.

        Args:
            articles: ids of those to hand out, in the order in which they are due; all where none
                is given. Named ones go also to people who were released from them.

        Raises:
            Refused: a name cannot sign work.
        """
        for name in wish.people:
            _check_name(name)
        waiting = team.articles_to_assign(self._file)
        if articles:
            by_id = {one.article: one for one in waiting}
            waiting = [by_id[article] for article in dict.fromkeys(articles)]
        before = {(one.article, one.annotator): one for one in team.assignments(self._file)}
        held = _held(before.values(), counts_released=not articles)
        made = plan(waiting, wish, held, team.loads(self._file), ids.now())
        if wish.hidden:
            made = self._with_hidden(made, wish)
        edits = [Edit(before.get((one.article, one.annotator)), one) for one in made.assignments]
        self._write("assign", edits, {"to": ",".join(wish.people), "seed": wish.seed})
        return made

    def assign_test(self, test: EntryTest, articles: Sequence[str] = ()) -> list[Assignment]:
        """Hand out articles with gold as an entry test, and return what was handed out.

        Args:
            articles: ids; where none is given, some are drawn, the same for all as far as they can.

        Raises:
            Refused: a name cannot sign work, or there is no such article with gold that somebody
                has never had.
        """
        loads, now = team.loads(self._file), ids.now()
        made: list[Assignment] = []
        for name in test.people:
            _check_name(name)
            due = loads[name].last_due if name in loads else 0
            for number, article in enumerate(self._tested(name, test, articles), 1):
                made.append(
                    Assignment(article=article, annotator=name, due=due + number, changed=now)
                )
        trials.keep(
            self._file,
            [Trial(one.article, one.annotator, "test", test.pass_mark, False) for one in made],
        )
        told: dict[str, object] = {"to": ",".join(test.people), "seed": test.seed}
        self._write("assign", [Edit(None, one) for one in made], told)
        return made

    def lift(self, people: Collection[str]) -> int:
        """Let people see how they did with gold that was mixed in; return of how many articles."""
        return trials.lift(self._file, people)

    def _tested(self, name: str, test: EntryTest, articles: Sequence[str]) -> list[str]:
        pool = trials.with_gold(self._file, name)
        if strange := [one for one in articles if one not in pool]:
            raise Refused(
                f"{strange[0]} cannot test {name}: it has no settled gold, or {name} has had it "
                "or a copy of it before."
            )
        wanted = list(articles) or drawn_order(pool, test.seed)[: test.number]
        if len(wanted) < (len(articles) or test.number):
            raise Refused(
                f"There are {len(pool)} articles with settled gold that {name} has never had; "
                f"{test.number} are wanted."
            )
        return wanted

    def _with_hidden(self, made: Plan, wish: Wish) -> Plan:
        every: list[Assignment] = []
        hidden: list[Assignment] = []
        for name in wish.people:
            given = [one for one in made.assignments if one.annotator == name]
            new = {one.article for one in given}
            gold = [one for one in trials.with_gold(self._file, name) if one not in new]
            mine, drawn = mixed(given, gold, wish.hidden, wish.seed)
            every += mine
            hidden += drawn
        trials.keep(
            self._file, [Trial(one.article, one.annotator, "hidden", 0.0, False) for one in hidden]
        )
        return made._replace(assignments=tuple(every), hidden=tuple(hidden))

    def release(self, people: Collection[str], articles: Collection[str] = ()) -> list[Assignment]:
        """Take assignments back; what was labelled stays as it is. Return them.

        Args:
            articles: ids; where none is given, all that is not finished.
        """
        now = ids.now()
        edits, released = [], []
        for line in team.assigned_lines(self._file, "", "entities"):
            one = line.assignment
            wanted = one.article in articles if articles else line.seen < line.total
            if one.annotator in people and not one.released and wanted:
                after = one.model_copy(update={"released": True, "changed": now})
                edits.append(Edit(one, after))
                released.append(after)
        self._write("release", edits, {"of": ",".join(people)})
        return released

    def assigned(self, annotator: str = "", layer: Layer = "entities") -> list[AssignedLine]:
        """Return assignments in due order, of everybody where no name is given."""
        return team.assigned_lines(self._file, annotator, layer)

    # ---------------------------------------------------------------------------- board

    def board(self, layer: Layer = "entities") -> list[AssignedShare]:
        """Return how far everybody is with what is assigned to them."""
        return team.board(self._file, layer)

    def overlaps(self, layer: Layer = "entities") -> list[Overlap]:
        """Return how many articles so many people share."""
        return team.overlaps(self._file, layer)

    def used_schemes(self) -> list[UsedScheme]:
        """Return with which versions of the scheme everybody worked."""
        return team.used_schemes(self._file)

    def _write(self, command: str, edits: Sequence[Edit], told: dict[str, object]) -> None:
        act = Act(self._annotator, "", 0, f"team.{command}", {**told, "articles": len(edits)})
        team.write_assignments(self._file, edits, act)


def _check_name(name: str) -> None:
    if not ids.is_annotator_name(name):
        raise Refused(
            f"“{name}” cannot be an annotator's name; use letters, digits, _ . - (at most 64)."
        )


def _held(assignments: Collection[Assignment], *, counts_released: bool) -> dict[str, Held]:
    live: dict[str, set[str]] = {}
    released: dict[str, set[str]] = {}
    for one in assignments:
        side = released if one.released else live
        side.setdefault(one.article, set()).add(one.annotator)
    known = {*live, *released}
    return {
        article: Held(live.get(article, ()), released.get(article, ()) if counts_released else ())
        for article in known
    }
