"""On which line of a TOML text every table, key and array element starts.

The standard library's parser gives values without places. This scanner walks a text that the parser has already
accepted, so it only has to find the boundaries, never to judge the syntax (grammar: TOML v1.0.0).
"""

from bisect import bisect_right

Path = tuple[str | int, ...]

_BLANK = " \t\r\n"
_SCALAR_END = ",]}#\n"


def locate(text: str) -> dict[Path, int]:
    """Path -> line, counted from 1, for a valid TOML `text`. Array elements have their index in the path."""
    return _Scanner(text).scan()


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of `path`, or of its nearest parent that stands in the text."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


class _Scanner:
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
        self._lines: dict[Path, int] = {}
        self._array_tables: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_blank():
            if self._text.startswith("[[", self._at):
                table = self._header(2)
            elif self._text[self._at] == "[":
                table = self._header(1)
            else:
                self._pair(table)
        return self._lines

    def _note(self, path: Path, offset: int) -> None:
        self._lines.setdefault(path, bisect_right(self._starts, offset))

    def _skip_blank(self) -> bool:
        """Move past blanks and comments; False at the end of the text."""
        text = self._text
        while self._at < len(text):
            if text[self._at] in _BLANK:
                self._at += 1
            elif text[self._at] == "#":
                end = text.find("\n", self._at)
                self._at = len(text) if end < 0 else end
            else:
                return True
        return False

    def _header(self, brackets: int) -> Path:
        start = self._at
        self._at += brackets
        keys = self._keys()
        self._at = self._text.index("]" * brackets, self._at) + brackets
        path: Path = ()
        for depth, key in enumerate(keys):
            path = (*path, key)
            if brackets == 2 and depth == len(keys) - 1:
                self._array_tables[path] = self._array_tables.get(path, -1) + 1
                self._note(path, start)
            if path in self._array_tables:
                path = (*path, self._array_tables[path])
        self._note(path, start)
        return path

    def _keys(self) -> list[str]:
        """A dotted key, up to the first char that is neither key, dot nor blank."""
        keys: list[str] = []
        while True:
            self._skip_blank()
            char = self._text[self._at]
            if char in "\"'":
                start = self._at + 1
                self._string()
                keys.append(self._text[start : self._at - 1])
            else:
                start = self._at
                while self._text[self._at] not in "=.] \t":
                    self._at += 1
                keys.append(self._text[start : self._at])
            self._skip_blank()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _pair(self, table: Path) -> None:
        start = self._at
        path = (*table, *self._keys())
        for length in range(len(table) + 1, len(path) + 1):
            self._note(path[:length], start)
        self._at = self._text.index("=", self._at) + 1
        self._skip_blank()
        self._value(path)

    def _value(self, path: Path) -> None:
        char = self._text[self._at]
        if char in "\"'":
            self._string()
        elif char == "[":
            self._array(path)
        elif char == "{":
            self._inline_table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in _SCALAR_END:
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._skip_blank() and self._text[self._at] != "]":
            if self._text[self._at] == ",":
                self._at += 1
                continue
            self._note((*path, index), self._at)
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip_blank() and self._text[self._at] != "}":
            if self._text[self._at] == ",":
                self._at += 1
            else:
                self._pair(path)
        self._at += 1

    def _string(self) -> None:
        quote = self._text[self._at]
        fence = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(fence)
        while not self._text.startswith(fence, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(fence)
        while len(fence) == 3 and self._text.startswith(quote, self._at):
            self._at += 1  # up to two quotes may stand right before the closing three
