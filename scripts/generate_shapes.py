#!/usr/bin/env python3
"""Writes Sources/QuernOperations/Shapes from the installed botocore's public service model.

Only facts are taken: names, types, limits, patterns, enumerations, for the operations that
scripts/operations.txt lists. Documentation text is not. Run it after changing that list:

    python3 scripts/generate_shapes.py
"""

import pathlib
import re
import sys

import botocore
import botocore.loaders

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "Sources/QuernOperations/Shapes"
HEADER = ("// Written by scripts/generate_shapes.py from SageMaker's service model; "
          "edit the script.\n")
ENUM_CASES_MAX = 40
COLUMNS = 100
KEYWORDS = {"as", "in", "is", "default", "case", "self", "internal", "public", "private", "return",
            "import", "true", "false", "protocol", "extension", "operator", "repeat", "where"}
# Where Quern takes more than AWS: a model may lie in a file of this machine.
WIDER = dict.fromkeys(("Url", "S3Uri"), r"(https|s3)://([^/]+)/?(.*)|file:///.+|/.+")
# The same language without a look-behind, which Swift's regular expressions do not have.
PLAIN = {"([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)": "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"}
# A quantified end of line, which means that the characters before it are counted.
for _count in ("128", "256"):
    PLAIN[r"([\p{L}\p{Z}\p{N}_.:\/=+\-@]*)${1," + _count + "}"] = (
        r"[\p{L}\p{Z}\p{N}_.:\/=+\-@]{1," + _count + "}")
# AWS shape name -> the Swift word for it, where the plain name would clash.
BUILT_IN = {"String": ".text", "Boolean": ".boolean", "Timestamp": ".timestamp"}


def lower_camel(name):
    head = re.match(r"[A-Z]+", name)
    if not head:
        return name
    run = head.group()
    if len(run) == 1 or len(run) == len(name):
        return run.lower() + name[len(run):]
    if name[len(run):len(run) + 1].islower():
        return run[:-1].lower() + name[len(run) - 1:]
    return run.lower() + name[len(run):]


def case_name(value):
    words = [w for w in re.split(r"[^A-Za-z0-9]+", value) if w]
    if any(c.islower() for c in value):
        name = lower_camel(words[0]) + "".join(w[0].upper() + w[1:] for w in words[1:])
    else:
        name = words[0].lower() + "".join(w.capitalize() for w in words[1:])
    if name == "none":
        name = "nothing"
    if name[0].isdigit():
        name = "_" + name
    return f"`{name}`" if name in KEYWORDS else name


def raw(text, indent):
    """A Swift literal for `text`, cut so that no line is too long."""
    width = COLUMNS - indent - 16
    parts = [text[i:i + width] for i in range(0, len(text), width)] or [""]
    joined = ("\n" + " " * (indent + 2) + "+ ").join(f'#"{p}"#' for p in parts)
    return joined


def limits(shape):
    low, high = shape.get("min"), shape.get("max")
    if low is None and high is None:
        return None
    if low is not None and high is not None:
        return f"{low}...{high}"
    return f"{low}..." if low is not None else f"...{high}"


class Generator:
    def __init__(self, model):
        self.model = model
        self.shapes = model["shapes"]
        self.used = {}
        self.users = {}

    def walk(self, name, user=None):
        if user:
            self.users.setdefault(name, set()).add(user)
        if name in self.used:
            return
        shape = self.shapes[name]
        self.used[name] = shape
        is_structure = shape["type"] == "structure"
        for member in shape.get("members", {}).values():
            self.walk(member["shape"], name)
        for key in ("member", "key", "value"):
            if key in shape:
                self.walk(shape[key]["shape"], user if not is_structure else name)

    def is_swift_enum(self, name):
        shape = self.used[name]
        return "enum" in shape and len(shape["enum"]) <= ENUM_CASES_MAX

    def swift_type(self, name):
        shape = self.used[name]
        kind = shape["type"]
        if kind == "structure" or self.is_swift_enum(name):
            return name
        if kind == "list":
            return f"[{self.swift_type(shape['member']['shape'])}]"
        if kind == "map":
            return f"[String: {self.swift_type(shape['value']['shape'])}]"
        return {"string": "String", "integer": "Int", "long": "Int", "float": "Double",
                "double": "Double", "boolean": "Bool", "timestamp": "Timestamp"}[kind]

    def reference(self, name):
        """The Swift expression of type `Shape` for the shape `name`."""
        if name in BUILT_IN:
            return BUILT_IN[name]
        shape = self.used[name]
        if shape["type"] == "structure":
            return f".structure({name}.shape)"
        if self.is_swift_enum(name):
            return f".choice({name}.self)"
        return "." + lower_camel(name)

    def definition(self, name):
        """`static let` of a scalar, list or map shape."""
        shape = self.used[name]
        kind = shape["type"]
        bounds = limits(shape)
        if "enum" in shape:
            value = f"Shape.choice({name}Values.all)"
        elif kind == "string":
            pattern = WIDER.get(name, shape.get("pattern"))
            for ours, plain in PLAIN.items():
                pattern = pattern.replace(ours, plain) if pattern else None
            arguments = [f"length: {bounds}"] if bounds else []
            if pattern:
                text = "pattern: " + raw(pattern, 4)
                long = len(", ".join(arguments + [text])) + 5 > COLUMNS
                arguments.append("\n    " + text if long and arguments else text)
            value = self.call("Shape.string", arguments)
        elif kind in ("integer", "long", "float", "double"):
            word = "integer" if kind in ("integer", "long") else "number"
            value = f"Shape.{word}({bounds or ''})"
        elif kind == "boolean":
            value = "Shape.boolean"
        elif kind == "timestamp":
            value = "Shape.timestamp"
        elif kind == "list":
            arguments = [self.reference(shape["member"]["shape"])]
            if bounds:
                arguments.append(f"count: {bounds}")
            value = self.call("Shape.list", arguments)
        elif kind == "map":
            arguments = [self.reference(shape["key"]["shape"]),
                         self.reference(shape["value"]["shape"])]
            if bounds:
                arguments.append(f"count: {bounds}")
            value = self.call("Shape.map", arguments)
        else:
            sys.exit(f"{name}: no rule for type {kind}")
        line = f"  package static let {lower_camel(name)} = {value}"
        if len(line.split("\n")[0]) > COLUMNS:
            line = f"  package static let {lower_camel(name)} =\n    {value}"
        return line

    def call(self, function, arguments):
        if not arguments:
            return function + ("()" if function != "Shape.boolean" else "")
        flat = f"{function}({', '.join(arguments)})"
        if len(flat) <= 52 and "\n" not in flat:
            return flat
        text = ", ".join(arguments).replace(", \n", ",\n")
        return f"{function}(\n    {text})"

    def enumeration(self, name):
        lines = [f"/// The values of `{name}`.",
                 f"package enum {name}: String, CaseIterable, Sendable, ShapeValue {{"]
        for value in self.used[name]["enum"]:
            case = case_name(value)
            lines.append(f"  case {case}" + (f' = "{value}"' if case.strip("`") != value else ""))
        return "\n".join(lines + ["}"]) + "\n"

    def values(self, name):
        lines, line = [], "   "
        for value in self.used[name]["enum"]:
            item = f' "{value}",'
            if len(line) + len(item) > COLUMNS:
                lines.append(line)
                line = "   "
            line += item
        lines.append(line)
        return (f"/// The values of `{name}`.\npackage enum {name}Values {{\n"
                f"  package static let all: [String] = [\n" + "\n".join(lines) + "\n  ]\n}\n")

    def structure(self, name):
        shape = self.used[name]
        required = set(shape.get("required", []))
        members = shape.get("members", {})
        out = [f"/// `{name}` of SageMaker's API.",
               f"package struct {name}: ShapeStructure, Equatable {{"]
        names = {m: lower_camel(m) for m in members}
        for member, target in members.items():
            mark = "" if member in required else "?"
            out.append(f"  package var {names[member]}: {self.swift_type(target['shape'])}{mark}")
        out += ["", f"  package static let shape = StructureShape("]
        if members:
            out.append(f'    "{name}",\n    [')
            for member, target in members.items():
                word = "required" if member in required else "optional"
                line = f'      .{word}("{member}", {self.reference(target["shape"])}),'
                if len(line) > COLUMNS:
                    line = (f'      .{word}(\n        "{member}",\n'
                            f'        {self.reference(target["shape"])}),')
                out.append(line)
            if len(members) == 1:
                out[-1] = out[-1].removesuffix(",")
            out.append("    ])")
        else:
            out[-1] += f'"{name}", [])'
        out.append("")
        arguments = [f"    {names[m]}: {self.swift_type(t['shape'])}"
                     + ("" if m in required else "? = nil") for m, t in members.items()]
        if members:
            out.append("  package init(\n" + ",\n".join(arguments) + "\n  ) {")
            out += [f"    self.{n} = {n}" for n in names.values()]
            out.append("  }")
        else:
            out.append("  package init() {}")
        out += ["", "  package init(reading members: MemberReader) throws(ShapeError) {"]
        for member in members:
            word = "required" if member in required else "optional"
            line = f'    {names[member]} = try members.{word}("{member}")'
            out.append(line if len(line) <= COLUMNS else line.replace(" = ", " =\n      "))
        out += ["  }", "", "  package func write(to members: inout MemberWriter) {"]
        for member in members:
            line = f'    members.write("{member}", {names[member]})'
            out.append(line if len(line) <= COLUMNS else line.replace("write(", "write(\n      "))
        out += ["  }", "}"]
        return "\n".join(out) + "\n"

    def run(self, operations):
        for name in operations:
            operation = self.model["operations"][name]
            for side in ("input", "output"):
                if side in operation:
                    self.walk(operation[side]["shape"])
        for old in OUT.glob("*.swift"):
            old.unlink()
        groups = {"Strings": [], "Numbers": [], "Lists": []}
        for name, shape in sorted(self.used.items()):
            kind = shape["type"]
            if name in BUILT_IN:
                continue
            if kind == "structure":
                own = [self.enumeration(e) for e, users in sorted(self.users.items())
                       if self.is_swift_enum(e) and users == {name}]
                self.write(name, "\n".join([self.structure(name)] + own))
            elif self.is_swift_enum(name):
                if len(self.users[name]) != 1:
                    self.write(name, self.enumeration(name))
            else:
                if "enum" in shape:
                    self.write(name, self.values(name))
                group = {"string": "Strings", "list": "Lists", "map": "Lists"}.get(kind, "Numbers")
                groups[group].append(self.definition(name))
        for group, definitions in groups.items():
            body = f"/// {group} of SageMaker's API, by their names there.\nextension Shape {{\n"
            self.write("Shape+" + group, body + "\n".join(definitions) + "\n}\n")

    def write(self, name, text):
        (OUT / f"{name}.swift").write_text(HEADER + "\n" + text)


def main():
    lines = (ROOT / "scripts/operations.txt").read_text().splitlines()
    operations = [line.split()[1] for line in lines if line and not line.startswith("#")]
    model = botocore.loaders.Loader().load_service_model("sagemaker", "service-2")
    OUT.mkdir(parents=True, exist_ok=True)
    Generator(model).run(operations)
    print(f"botocore {botocore.__version__}: {len(operations)} operations, "
          f"{len(list(OUT.glob('*.swift')))} files")


main()
