"""Puts the weights of meaning into the file that the program embeds, beside all that is there.

    python3 attach.py meaning.npz reader.bin

Everything else stays as it is, byte by byte: only the header and the offsets change.
"""

import json
import os
import struct
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "reader"))
from export import File  # noqa: E402


def main():
    weights = np.load(sys.argv[1])
    path = sys.argv[2]
    with open(path, "rb") as file:
        old = file.read()
    assert old[:8] == b"TOCSINR1", path
    (length,) = struct.unpack("<I", old[8:12])
    header = json.loads(old[12 : 12 + length])
    new = File()
    for tensor in header["tensors"]:
        if not tensor["name"].startswith("meaning."):
            blob = old[tensor["offset"] : tensor["offset"] + tensor["bytes"]]
            new.add(tensor["name"], tensor["type"], tensor["shape"], np.frombuffer(blob, dtype=np.uint8))
    new.linear("meaning", weights["weight"], weights["bias"])
    new.write(path + ".new", header["config"] | {"meaning": True})
    os.replace(path + ".new", path)


if __name__ == "__main__":
    main()
