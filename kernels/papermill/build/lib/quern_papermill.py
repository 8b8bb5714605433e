"""Teaches papermill to write Quern's parameters: `papermill in.ipynb out.ipynb -p region us`.

papermill loads its engine entry points when it starts; loading this one registers the translator.
The engine itself is papermill's own.
"""

import datetime
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators


class QuernTranslator(Translator):
    """Python values as Quern's literals, and a `param` for each."""

    NAMES = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
    DECLARED = re.compile(
        r"^\s*param\s+(?P<name>\w+)\s*:\s*(?P<type>\w+(\[\w+\])?\??)"
        r"(?:\s+in\s+(?P<domain>[^=#]*))?(?:\s*=\s*(?P<value>.*?))?\s*(?:#\s*(?P<help>.*))?$")

    @classmethod
    def translate(cls, val):
        if isinstance(val, datetime.datetime):
            return "@" + val.isoformat(timespec="seconds")
        if isinstance(val, datetime.date):
            return "@" + val.isoformat()
        return super().translate(val)

    @classmethod
    def translate_str(cls, val):
        escapes = {"\\": "\\\\", '"': '\\"', "{": "\\{", "\n": "\\n", "\t": "\\t", "}": "\\u{7d}"}
        text = "".join(
            escapes.get(c) or (f"\\u{{{ord(c):x}}}" if ord(c) < 32 or ord(c) == 127 else c)
            for c in val)
        return f'"{text}"'

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_float(cls, val):
        # Quern has no NaN: it is null there.
        return repr(val) if math.isfinite(val) else "null"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(cls.translate(v) for v in val) + "]"

    @classmethod
    def translate_dict(cls, val):
        fields = (
            (key if cls.NAMES.match(key) else f"`{key}`", cls.translate(v))
            for key, v in ((str(k), v) for k, v in val.items()))
        return "{" + ", ".join(f"{key}: {text}" for key, text in fields) + "}"

    @classmethod
    def comment(cls, cmt_str):
        return f"# {cmt_str}".strip()

    TYPES = ((bool, "bool"), (int, "int"), (float, "float"), (str, "str"),
             (datetime.datetime, "datetime"), (datetime.date, "date"))

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        lines = [cls.comment(comment)]
        for name, value in parameters.items():
            text = cls.translate(value)
            kind = next((name for type_, name in cls.TYPES if isinstance(value, type_)), None)
            # Lists, records and null have no one type to declare.
            declared = kind is not None and text != "null"
            lines.append(f"param {name}: {kind} = {text}" if declared else f"let {name} = {text}")
        return "\n".join(lines) + "\n"

    @classmethod
    def inspect(cls, parameters_cell):
        found = []
        for line in parameters_cell["source"].splitlines():
            match = cls.DECLARED.match(line)
            if match:
                found.append(Parameter(
                    name=match["name"], inferred_type_name=match["type"],
                    default=match["value"] or "", help=match["help"] or ""))
        return found


class QuernEngine(NBClientEngine):
    """papermill's own engine, under a name that it loads."""


papermill_translators.register("quern", QuernTranslator)
