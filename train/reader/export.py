"""Writes trained weights as the program embeds them: int8 per output channel, packed.

    python3 export.py weights.pt reader.bin

The layout is that of text/encoder: a header in JSON, then tensors at multiples
of 64 bytes; the weights of linear layers in the panels of text/kernel.
"""

import json
import struct
import sys

import numpy as np
import torch

import data
import own
from model import LAYERS


def quantise(weight):
    """int8 rows and the worth of one step, for each output channel."""
    scale = np.abs(weight).max(1) / 127
    scale[scale == 0] = 1
    return np.rint(weight / scale[:, None]).clip(-127, 127).astype(np.int8), scale.astype(np.float32)


def pack(rows):
    """[n][k] → panels [padded/16][k/4][16][4], padded to a multiple of 32 channels."""
    n, k = rows.shape
    padded = (n + 31) // 32 * 32
    full = np.zeros((padded, k), np.int8)
    full[:n] = rows
    return np.ascontiguousarray(full.reshape(padded // 16, 16, k // 4, 4).transpose(0, 2, 1, 3)), full.sum(1, dtype=np.int32)


class File:
    def __init__(self):
        self.tensors, self.blobs = [], []

    def add(self, name, kind, shape, array):
        self.tensors.append({"name": name, "type": kind, "shape": list(shape)})
        self.blobs.append(np.ascontiguousarray(array).tobytes())

    def f32(self, name, array):
        array = np.asarray(array, dtype=np.float32)
        self.add(name, "f32", array.shape, array)

    def linear(self, name, weight, bias):
        rows, scale = quantise(np.asarray(weight, dtype=np.float32))
        packed, sums = pack(rows)
        pad = lambda a: np.concatenate([a, np.zeros(len(sums) - len(a), np.float32)]).astype(np.float32)
        self.add(name + ".weight", "packed", rows.shape, packed)
        self.f32(name + ".scale", pad(scale))
        self.f32(name + ".bias", pad(np.asarray(bias, dtype=np.float32)))
        self.add(name + ".sum", "i32", sums.shape, sums)

    def write(self, path, config):
        for tensor, blob in zip(self.tensors, self.blobs):
            tensor["offset"], tensor["bytes"] = 10**9, len(blob)  # as long as an offset can be
        room = len(json.dumps({"config": config, "tensors": self.tensors})) + 64
        at = (12 + room + 63) // 64 * 64
        start = at
        for tensor in self.tensors:
            tensor["offset"] = at
            at += (tensor["bytes"] + 63) // 64 * 64
        header = json.dumps({"config": config, "tensors": self.tensors}, ensure_ascii=True).encode()
        header += b" " * (start - 12 - len(header))
        with open(path, "wb") as out:
            out.write(b"TOCSINR1" + struct.pack("<I", len(header)) + header)
            for tensor, blob in zip(self.tensors, self.blobs):
                out.write(blob + b"\0" * (-len(blob) % 64))


# The heads that read a word's state at once, in the order of their columns.
HEADS = ["tag", "lemma", "arc_dep", "arc_head", "label_dep", "label_head", "name", "cue", "ledger_cue", "trigger", "status", "side"]


def block(file, name, state, source):
    for part in ("qkv", "out", "up", "down"):
        file.linear(f"{name}.{part}", state[f"{source}.{part}.weight"], state[f"{source}.{part}.bias"])
    for part in ("norm1", "norm2"):
        file.f32(f"{name}.{part}.gain", state[f"{source}.{part}.weight"])
        file.f32(f"{name}.{part}.bias", state[f"{source}.{part}.bias"])


def main():
    saved = torch.load(sys.argv[1])
    state = {k: v.numpy() for k, v in saved["state"].items()}
    file = File()
    rows, scale = quantise(state["encoder.word.weight"])
    file.add("embed.word", "i8", rows.shape, rows)
    file.f32("embed.word.scale", scale)
    file.f32("embed.position", state["encoder.position.weight"])
    file.f32("embed.shape", state["encoder.shape.weight"])
    file.f32("embed.norm.gain", state["encoder.norm.weight"])
    file.f32("embed.norm.bias", state["encoder.norm.bias"])
    layers = saved["options"].get("layers", LAYERS)
    for i in range(layers):
        block(file, f"layer.{i}", state, f"encoder.layers.{i}")
    file.linear("heads", np.concatenate([state[h + ".weight"] for h in HEADS]), np.concatenate([state[h + ".bias"] for h in HEADS]))
    file.f32("root", state["root"])
    file.f32("label.root", state["label_root"])
    file.linear("label", state["label.weight"], state["label.bias"])
    for part in ("place", "quoted", "ledger"):
        file.f32(f"side.{part}", state[f"side_{part}.weight"])
    file.f32("side.norm.gain", state["side_norm.weight"])
    file.f32("side.norm.bias", state["side_norm.bias"])
    side = sum(1 for k in state if k.startswith("side_layers.") and k.endswith(".qkv.weight"))
    for i in range(side):
        block(file, f"side.layer.{i}", state, f"side_layers.{i}")
    file.linear("part", np.concatenate([state["part.weight"], state["act.weight"]]), np.concatenate([state["part.bias"], state["act.bias"]]))
    config = {
        "layers": layers, "sideLayers": side, "window": data.WINDOW, "reach": data.REACH, "wordPieces": data.MAX_WORD_PIECES,
        "heads": [{"name": h, "size": int(state[h + ".weight"].shape[0])} for h in HEADS],
        "tags": [list(tag) for tag in saved["tags"]],
        "lemmas": [{"keep": keep, "cut": cut, "add": add} for keep, cut, add in saved["lemmas"]],
        "deps": saved["deps"], "names": data.NAMES, "parts": data.PARTS, "acts": own.ACTS,
        "triggers": data.TRIGGERS, "statuses": own.STATUSES,
    }
    file.write(sys.argv[2], config)


if __name__ == "__main__":
    main()
