#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Holds docs/netlink/nftrace.yaml against include/uapi/linux/nftrace.h.

Both directions: whatever one of them names, the other must name with the same
value and, for attributes, the same type. Prints "ok NAME" or "not ok NAME reason"
for each enum and constant. Exit status 0 when all agree.
"""

import re
import sys
from pathlib import Path

import yaml

TOP = Path(__file__).resolve().parent.parent.parent
HEADER = TOP / "include/uapi/linux/nftrace.h"
SPEC = TOP / "docs/netlink/nftrace.yaml"

ENUM = re.compile(r"/\*\*\n((?: \*[^\n]*\n)+?) \*/\nenum (\w+) \{([^}]*)\};")
TYPED = re.compile(r"@(\w+):\s*(u8|u32|u64|string|flag|nest|array|binary|alignment only)\b")
DEFINE = re.compile(r"^#define (NFTRACE_\w+)\s+(\S+)(?:\s+/\*.*\*/)?$", re.M)
# How the header's comments call what the specification calls otherwise.
TYPES = {"alignment only": "pad", "array": "binary"}


def header_enums(text):
    """{enum: {entry: value}} and {entry: type} of the header."""
    enums, types = {}, {}
    for comment, name, body in ENUM.findall(text):
        value, entries = 0, {}
        for line in re.sub(r"/\*.*?\*/", "", body, flags=re.S).split(","):
            entry, _, given = (part.strip() for part in line.partition("="))
            if not entry:
                continue
            shift = re.fullmatch(r"1U << (\d+)", given)
            if shift:
                value = 1 << int(shift[1])
            elif given.isdigit():
                value = int(given)
            if not entry.startswith("__") and not given.startswith("__"):
                entries[entry] = value
            value += 1
        enums[name] = entries
        types.update({entry: TYPES.get(kind, kind) for entry, kind in TYPED.findall(comment)})
    return enums, types


def entry(prefix, name):
    """The header's name for a name of the specification."""
    return f"{prefix}_{name}".upper().replace("-", "_")


def expected_enums(spec):
    """{enum: {entry: value}} and {entry: type} as the specification has them."""
    enums, types = {}, {}
    for attributes in spec["attribute-sets"]:
        prefix = f"nftrace_{attributes['name']}_a"
        entries = {entry(prefix, "unspec"): 0}
        for number, attribute in enumerate(attributes["attributes"], 1):
            name = entry(prefix, attribute["name"])
            entries[name] = attribute.get("value", number)
            types[name] = attribute["type"]
        enums[f"nftrace_{attributes['name']}_attr"] = entries
    commands = {"NFTRACE_CMD_UNSPEC": 0}
    for number, operation in enumerate(spec["operations"]["list"], 1):
        commands[entry("nftrace_cmd", operation["name"])] = operation.get("value", number)
    enums["nftrace_cmd"] = commands
    prefixes = {"feature": "nftrace_feature", "place-kind": "nftrace_place",
                "record-type": "nftrace_record", "record-flags": "nftrace_record"}
    for definition in spec["definitions"]:
        if definition["type"] == "const":
            continue
        prefix = prefixes.get(definition["name"], "nftrace_" + definition["name"])
        power = definition["type"] == "flags"
        enums[entry("nftrace", definition["name"]).lower()] = {
            entry(prefix, item["name"]): (1 << number) if power else number
            for number, item in enumerate(definition["entries"], definition.get("value-start", 0))
        }
    return enums, types


def expected_constants(spec):
    """{name: value as the header writes it}."""
    constants = {entry("nftrace", d["name"]): str(d["value"])
                 for d in spec["definitions"] if d["type"] == "const"}
    constants["NFTRACE_GENL_NAME"] = f'"{spec["name"]}"'
    constants["NFTRACE_GENL_VERSION"] = str(spec["version"])
    for group in spec["mcast-groups"]["list"]:
        constants[entry("nftrace_mcgrp", group["name"])] = f'"{group["name"]}"'
    return constants


def references(spec):
    """Names that the specification uses: attributes of operations, nests, groups."""
    sets = {s["name"]: [a["name"] for a in s["attributes"]] for s in spec["attribute-sets"]}
    groups = [g["name"] for g in spec["mcast-groups"]["list"]]
    wrong = []
    for one in spec["attribute-sets"]:
        for attribute in one["attributes"]:
            if attribute.get("nested-attributes", one["name"]) not in sets:
                wrong.append(f"{attribute['name']}: no set {attribute['nested-attributes']}")
    for operation in spec["operations"]["list"]:
        known = sets.get(operation.get("attribute-set"), [])
        for kind in ("do", "dump"):
            for part in operation.get(kind, {}).values():
                wrong += [f"{operation['name']}: no attribute {name}"
                          for name in part.get("attributes", []) if name not in known]
        if operation.get("mcgrp", groups[0]) not in groups:
            wrong.append(f"{operation['name']}: no group {operation['mcgrp']}")
    return wrong


def differences(have, want):
    """What differs between two dicts, as text; empty when nothing does."""
    said = [f"{name}: header {have.get(name, 'nothing')}, specification {want.get(name, 'nothing')}"
            for name in sorted({*have, *want}) if have.get(name) != want.get(name)]
    return "; ".join(said)


def main():
    """Returns the exit status."""
    text = HEADER.read_text()
    spec = yaml.safe_load(SPEC.read_text())
    enums, types = header_enums(text)
    want_enums, want_types = expected_enums(spec)
    results = {f"spec_{name}": differences(enums.get(name, {}), want_enums.get(name, {}))
               for name in sorted({*enums, *want_enums})}
    results["spec_types"] = differences(types, want_types)
    results["spec_constants"] = differences(dict(DEFINE.findall(text)), expected_constants(spec))
    results["spec_references"] = "; ".join(references(spec))
    for name, wrong in results.items():
        print(f"not ok {name} {wrong}" if wrong else f"ok {name}")
    return 1 if any(results.values()) or len(results) < 8 else 0


if __name__ == "__main__":
    sys.exit(main())
