"""Makes int8 encoders of random weights for onnxruntime, as large as Tocsin's.

    python3 model.py FOLDER

Each is BERT's: 6 layers of 384 values, 12 heads and 1536 inner values, over
30522 pieces, 512 positions and 5 shapes. Batch and length are free. No window
is padded, so there is no mask. onnxruntime has two operators for the attention
of a whole layer, and which is faster depends on the length:

    attention.onnx   Attention, whose products with weights become int8 within it
    multihead.onnx   MultiHeadAttention, behind three int8 products

GELU, the sums before a norm and the products' biases are fused by onnxruntime
itself when it loads a model.
"""

import logging
import os
import sys
import tempfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

LAYERS, WIDTH, INNER, HEADS, VOCABULARY, LONGEST, SHAPES = 6, 384, 1536, 12, 30522, 512, 5
EPSILON = 1e-12


class Graph:
    """A graph under construction. Tensors go by their names."""

    def __init__(self, attention):
        self.random = np.random.default_rng(1)
        self.attention = attention
        self.nodes, self.weights = [], []

    def node(self, kind, *inputs, **attributes):
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def constant(self, value):
        name = f"constant_{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def number(self, value):
        return self.constant(np.array(value, np.float32))

    def shape(self, *sizes):
        return self.constant(np.array(sizes, np.int64))

    def normal(self, *shape, mean=0.0, deviation=0.1):
        return self.constant(self.random.normal(mean, deviation, shape).astype(np.float32))

    def linear(self, x, inputs, outputs):
        product = self.node("MatMul", x, self.normal(inputs, outputs, deviation=inputs**-0.5))
        return self.node("Add", product, self.normal(outputs))

    def norm(self, x):
        return self.node("LayerNormalization", x, self.normal(WIDTH, mean=1.0), self.normal(WIDTH), axis=-1, epsilon=EPSILON)

    def gelu(self, x):
        half = self.node("Mul", x, self.number(0.5))
        erf = self.node("Erf", self.node("Div", x, self.number(2**0.5)))
        return self.node("Mul", half, self.node("Add", erf, self.number(1.0)))

    def attend(self, x):
        if self.attention == "Attention":
            weight = self.normal(WIDTH, 3 * WIDTH, deviation=WIDTH**-0.5)
            inputs = x, weight, self.normal(3 * WIDTH)
        else:
            inputs = [self.linear(x, WIDTH, WIDTH) for _ in range(3)]
        return self.node(self.attention, *inputs, domain="com.microsoft", num_heads=HEADS)

    def embed(self, pieces, shapes):
        length = self.node("Shape", pieces, start=1, end=2)
        position = self.node("Slice", self.normal(LONGEST, WIDTH, deviation=0.05), self.shape(0), length, self.shape(0))
        words = self.node("Gather", self.normal(VOCABULARY, WIDTH, deviation=0.05), pieces)
        kinds = self.node("Gather", self.normal(SHAPES, WIDTH, deviation=0.05), shapes)
        return self.norm(self.node("Add", self.node("Add", words, kinds), position))

    def model(self):
        x = self.embed("pieces", "shapes")
        for _ in range(LAYERS):
            x = self.norm(self.node("Add", self.linear(self.attend(x), WIDTH, WIDTH), x))
            inner = self.gelu(self.linear(x, WIDTH, INNER))
            x = self.norm(self.node("Add", self.linear(inner, INNER, WIDTH), x))
        self.nodes.append(helper.make_node("Identity", [x], ["rows"]))
        free = ["batch", "length"]
        graph = helper.make_graph(
            self.nodes,
            "encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, free) for name in ("pieces", "shapes")],
            [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [*free, WIDTH])],
            self.weights,
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def main():
    logging.disable(logging.WARNING)  # it advises a preparation that changes nothing here
    folder = sys.argv[1]
    for name, attention in ("attention", "Attention"), ("multihead", "MultiHeadAttention"):
        with tempfile.TemporaryDirectory() as scratch:
            floats = os.path.join(scratch, "floats.onnx")
            onnx.save(Graph(attention).model(), floats)
            quantize_dynamic(
                floats,
                os.path.join(folder, name + ".onnx"),
                per_channel=True,
                weight_type=QuantType.QInt8,  # twice as fast as QUInt8
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )


if __name__ == "__main__":
    main()
