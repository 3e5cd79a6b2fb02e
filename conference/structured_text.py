"""Long texts that officers type: plain, with headings, lists and paragraphs. What is rendered is data, never markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

HEADING = re.compile(r"#+\s+(?=\S)")
ITEM = re.compile(r"[-*•–]\s+(?=\S)")


class BlockKind(StrEnum):
    HEADING = "heading"
    LIST = "list"
    PARAGRAPH = "paragraph"


@dataclass
class Block:
    """A heading or a paragraph by its lines, or a list by its items."""

    kind: BlockKind
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text: “# ” begins a heading, “- ” an item, an empty line a new paragraph; all else is text."""
    blocks: list[Block] = []
    for kind, line in _lines_of(text):
        if kind is None:
            blocks.append(Block(BlockKind.PARAGRAPH))
        elif blocks and blocks[-1].kind == kind != BlockKind.HEADING:
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block(kind, [line]))
    return [block for block in blocks if block.lines]


def _lines_of(text: str) -> Iterator[tuple[BlockKind | None, str]]:
    """Each line by what it is; an empty one is nothing, and ends what was before it."""
    for line in map(str.strip, text.splitlines()):
        if not line:
            yield None, ""
        elif begins := HEADING.match(line):
            yield BlockKind.HEADING, line[begins.end() :]
        elif begins := ITEM.match(line):
            yield BlockKind.LIST, line[begins.end() :]
        else:
            yield BlockKind.PARAGRAPH, line
