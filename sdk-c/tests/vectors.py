#!/usr/bin/env python3
"""vectors.py OUT: the shared test vectors as C: OUT/vectors.h, hostile.h and steps.h (tables), OUT/vectors.bin (their bytes).

Reads abi-spec/vectors and tests/vectors/msgpack-test-suite. What a decoder should make of an encoding is computed here,
by a second implementation of MessagePack that shares no line with yao.h.
"""
import json
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = Path(sys.argv[1])
blob = bytearray()
seen = {}


def put(data):
    """A piece of the blob as C: offset and length."""
    data = bytes(data)
    if data not in seen:
        seen[data] = len(blob)
        blob.extend(data)
    return f"{{{seen[data]}u, {len(data)}u}}"


def raw(pieces):
    """Bytes: hexadecimal, or pieces that may repeat."""
    if isinstance(pieces, str):
        return bytes.fromhex(pieces)
    if isinstance(pieces, dict):
        return raw(pieces["repeat"]) * pieces["times"]
    return b"".join(raw(p) for p in pieces)


def text(pieces):
    if isinstance(pieces, str):
        return pieces.encode()
    if isinstance(pieces, dict):
        return text(pieces["repeat"]) * pieces["times"]
    return b"".join(text(p) for p in pieces)


def items(pieces):
    if isinstance(pieces, dict):
        pieces = [pieces]
    for p in pieces:
        if "repeat" in p:
            yield from list(items(p["repeat"] if isinstance(p["repeat"], list) else [p["repeat"]])) * p["times"]
        else:
            yield p


def sized(n, fix, wide):
    if fix and n < fix[1]:
        return bytes([fix[0] | n])
    for head, width in wide:
        if n < 1 << 8 * width:
            return bytes([head]) + n.to_bytes(width, "big")
    raise ValueError(n)


def encode(value):
    """The canonical bytes of a value of the vectors."""
    ((kind, v),) = value.items()
    if kind == "nil":
        return b"\xc0"
    if kind == "bool":
        return b"\xc3" if v else b"\xc2"
    if kind == "int":
        n = int(v)
        if 0 <= n < 128 or -32 <= n < 0:
            return bytes([n & 255])
        for i, width in enumerate((1, 2, 4, 8)):
            if n > 0 and n < 1 << 8 * width:
                return bytes([0xCC + i]) + n.to_bytes(width, "big")
            if n < 0 and n >= -(1 << 8 * width - 1):
                return bytes([0xD0 + i]) + n.to_bytes(width, "big", signed=True)
        raise ValueError(n)
    if kind in ("f64", "f32"):
        return (b"\xcb" if kind == "f64" else b"\xca") + bytes.fromhex(v)
    if kind == "str":
        data = text(v)
        return sized(len(data), (0xA0, 32), ((0xD9, 1), (0xDA, 2), (0xDB, 4))) + data
    if kind == "bin":
        data = raw(v)
        return sized(len(data), None, ((0xC4, 1), (0xC5, 2), (0xC6, 4))) + data
    if kind == "array":
        parts = [encode(x) for x in items(v)]
        return sized(len(parts), (0x90, 16), ((0xDC, 2), (0xDD, 4))) + b"".join(parts)
    if kind == "map":
        parts = [encode(k) + encode(x) for k, x in v]
        return sized(len(parts), (0x80, 16), ((0xDE, 2), (0xDF, 4))) + b"".join(parts)
    if kind == "ext":
        data, type_ = raw(v["data"]), struct.pack("b", v["type"])
        if len(data) in (1, 2, 4, 8, 16):
            return bytes([0xD4 + len(data).bit_length() - 1]) + type_ + data
        return sized(len(data), None, ((0xC7, 1), (0xC8, 2), (0xC9, 4))) + type_ + data
    raise ValueError(kind)


def decode(data, at=0):
    """The value of the vectors that bytes hold, and where it ends."""
    b = data[at]
    at += 1

    def number(width, signed=False):
        return int.from_bytes(data[at : at + width], "big", signed=signed), at + width

    def take(n, start):
        assert start + n <= len(data)
        return data[start : start + n], start + n

    def many(n, start):
        out = []
        for _ in range(n):
            v, start = decode(data, start)
            out.append(v)
        return out, start

    if b < 0x80 or b >= 0xE0:
        return {"int": str(b if b < 0x80 else b - 256)}, at
    if b < 0x90 or b in (0xDE, 0xDF):
        n, at = (b & 15, at) if b < 0x90 else number(2 if b == 0xDE else 4)
        flat, at = many(2 * n, at)
        return {"map": list(zip(flat[::2], flat[1::2]))}, at
    if b < 0xA0 or b in (0xDC, 0xDD):
        n, at = (b & 15, at) if b < 0xA0 else number(2 if b == 0xDC else 4)
        v, at = many(n, at)
        return {"array": v}, at
    if b < 0xC0 or b in (0xD9, 0xDA, 0xDB):
        n, at = (b & 31, at) if b < 0xC0 else number(1 << b - 0xD9)
        v, at = take(n, at)
        return {"str": v.decode()}, at
    if b in (0xC0, 0xC2, 0xC3):
        return ({"nil": True} if b == 0xC0 else {"bool": b == 0xC3}), at
    if b in (0xC4, 0xC5, 0xC6):
        n, at = number(1 << b - 0xC4)
        v, at = take(n, at)
        return {"bin": v.hex()}, at
    if b in (0xC7, 0xC8, 0xC9) or 0xD4 <= b <= 0xD8:
        n, at = number(1 << b - 0xC7) if b < 0xD4 else (1 << b - 0xD4, at)
        v, at = take(n + 1, at)
        return {"ext": {"type": struct.unpack("b", v[:1])[0], "data": v[1:].hex()}}, at
    if b in (0xCA, 0xCB):
        v, at = take(4 if b == 0xCA else 8, at)
        return {"f32" if b == 0xCA else "f64": v.hex()}, at
    n, at = number(1 << (b - 0xCC) % 4, b >= 0xD0)
    return {"int": str(n)}, at


def load(name):
    return json.loads((ROOT / "abi-spec/vectors" / f"{name}.json").read_text())


def c_string(s):
    return json.dumps(s, ensure_ascii=True).replace("\\u", "?u")


def table(type_, name, rows):
    assert rows, name
    return f"static const {type_} {name}[] = {{\n" + "".join(f"    {{{row}}},\n" for row in rows) + "};\n"


out = ["/* made by sdk-c/tests/vectors.py */\n"]

rows = []
messagepack = load("messagepack")
for v in messagepack["values"] + messagepack["large"]:
    canonical = raw(v["canonical"])
    assert encode(v["value"]) == canonical, v["name"]
    for form in [v["canonical"]] + v["accepted"]:
        rows.append(f"{c_string(v['name'])}, {put(raw(form))}, {put(canonical)}")
suite = json.loads((ROOT / "tests/vectors/msgpack-test-suite/msgpack-test-suite.json").read_text())
count = 0
for file, values in suite.items():
    for value in values:
        for form in value["msgpack"]:
            data = bytes.fromhex(form.replace("-", ""))
            meaning, end = decode(data)
            assert end == len(data)
            rows.append(f"{c_string(file + ' ' + form[:40])}, {put(data)}, {put(encode(meaning))}")
            count += 1
assert count == 233, count
out.append(table("accepted", "ACCEPTED", rows))

rows = [f"{c_string(v['name'])}, {put(raw(v['bytes']))}, false" for v in load("invalid")["inputs"] if v["bytes"]]
rows += [f"{c_string(v['name'])}, {put(raw(v['bytes']))}, {str(v['outcome'] == 'accepted').lower()}" for v in load("limits")["inputs"]]
out.append(table("checked", "CHECKED", rows))

types = {"[i64]": "I64S", "i64?": "I64_NIL", "str?": "STR_NIL"}
rows = []
for v in load("typed")["decode"]:
    type_ = "T_" + types.get(v["type"], v["type"].upper())
    rows.append(f"{c_string(v['name'])}, {type_}, {put(raw(v['bytes']))}, {put(encode(v['value']) if 'value' in v else b'')}")
out.append(table("typed", "TYPED", rows))

rows = []
for v in load("errors")["records"]:
    r = v["record"]
    details = encode(r["details"]) if "details" in r else b""
    rows.append(f"{c_string(v['name'])}, {put(raw(v['bytes']))}, {r['code']}u, {put(text(r['message']))}, {put(details)}, {str(v.get('canonical', False)).lower()}")
out.append(table("record_vector", "RECORDS", rows))

rows = [
    f"{c_string(v['name'])}, 0x{v['packed']}u, {v['ptr']}u, {v['len']}u, {str(v['error']).lower()}" for v in load("packed")["results"]
]
out.append(table("packed", "PACKED", rows))

rows = []
for number, registry in enumerate(load("handles")["registries"]):
    names = {}
    for step in registry["steps"] * registry.get("repeat", 1):
        (op,) = [k for k in ("create", "use", "destroy", "different") if k in step]
        a = b = -1
        class_ = 0 if op == "different" else "ab".index(step[op])
        fixed = 0
        if op == "different":
            a, b = (names[n] for n in step["different"])
        elif op == "create" and "save" in step:
            a = names.setdefault(step["save"], len(names))
        elif op != "create":
            if step["handle"] in names:
                a = names[step["handle"]]
            else:
                fixed = int(step["handle"])
        rows.append(f"{c_string(registry['name'])}, {number}, {registry['capacity']}u, '{op[1]}', {class_}, {a}, {b}, {fixed}u, {step.get('xor', '0')}u, {step.get('code', 0)}")

steps = rows

hostile = load("hostile")
rows = [f"{c_string(v['name'])}, {put(raw(v['bytes']))}, false" for v in hostile["refused"] + load("invalid")["inputs"] if v["bytes"]]
rows += [f"{c_string(v['name'])}, {put(raw(v['bytes']))}, true" for v in hostile["accepted"]]

OUT.mkdir(parents=True, exist_ok=True)
(OUT / "hostile.h").write_text(out[0] + table("hostile", "HOSTILE", rows))
(OUT / "steps.h").write_text(out[0] + table("step", "STEPS", steps))
(OUT / "vectors.bin").write_bytes(blob)
(OUT / "vectors.h").write_text("".join(out))
