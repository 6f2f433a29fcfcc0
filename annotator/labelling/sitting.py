"""What lasts from article to article while one person works: effort, habits, the last label."""

from dataclasses import dataclass, field

from annotator.labelling.effort import EffortMeter
from annotator.model.annotation import Layer


@dataclass
class Sitting:
    """One person at the keyboard, from opening the program to leaving it."""

    effort: EffortMeter = field(default_factory=EffortMeter)
    """Keys and active time since the last journalled act."""
    goes_on: bool = True
    """Whether the light goes on to the next stop after a label, `x` and Enter."""
    compact: bool = False
    """Whether labels are colours in the text alone, without lanes."""
    last_type: str = ""
    """The label given last, which a hint in capitals gives again."""
    suggests: bool = True
    """Whether suggestions are shown."""
    slow_suggesters: tuple[str, ...] = ()
    """The person's own programs and pipelines, which look at an article when it is opened."""
    layers: tuple[Layer, ...] = ("entities",)
    """What is being worked on: whose stops there are, and what `n` finishes."""
