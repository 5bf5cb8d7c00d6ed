"""Write all-MiniLM-L6-v2 as the two files that `HARK_SENTENCE_MODEL` wants.

    uv run --group train python -m bench.sentence_model FROM INTO
    uv run --group train python -m bench.sentence_model --tiny INTO

FROM holds model.safetensors and tokenizer.json of sentence-transformers/all-MiniLM-L6-v2
(Apache-2.0; sha256 of the weights
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db).
The network is written down again in ONNX and its weights rounded to 8 bits, per channel: 23 MB.
`--tiny` writes the model of eight words that the tests load.
"""

import argparse
import json
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

HEADS, LAYERS, WIDTH = 12, 6, 384
TINY = ("[CLS]", "[SEP]", "[UNK]", "park", "##ing", "music", "loud", "spot")


class Network:
    """An ONNX graph that grows."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def keep(self, name: str, values: Any) -> str:
        """Add weights."""
        self.weights.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def do(self, what: str, *inputs: str, **given: Any) -> str:
        """Add a step; the name of what comes out."""
        out = f"{what}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(what, list(inputs), [out], **given))
        return out

    def save(self, out: str, into: Path, inputs: tuple[str, ...]) -> None:
        """Write it."""
        given = [helper.make_tensor_value_info(n, TensorProto.INT64, ["n", "t"]) for n in inputs]
        found = helper.make_tensor_value_info(out, TensorProto.FLOAT, ["n", "t", "d"])
        graph = helper.make_graph(self.nodes, "sentences", given, [found], self.weights)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(made)
        onnx.save(made, str(into))


def main() -> int:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("folders", type=Path, nargs="+")
    asked = parser.parse_args()
    into = asked.folders[-1]
    into.mkdir(parents=True, exist_ok=True)
    if asked.tiny:
        tiny(into)
    else:
        minilm(asked.folders[0], into)
    return 0


def tiny(into: Path) -> None:
    """Write a network that knows eight pieces, each a point of its own."""
    network = Network()
    points = np.eye(len(TINY), dtype=np.float32)
    points[:3] = 0.01
    out = network.do("Gather", network.keep("points", points), "input_ids")
    network.save(out, into / "model.onnx", ("input_ids", "attention_mask"))
    (into / "vocab.txt").write_text("\n".join(TINY) + "\n", encoding="utf-8")


def minilm(source: Path, into: Path) -> None:
    """Write the published network down again, and its pieces of words."""
    vocabulary = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))["model"][
        "vocab"
    ]
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    (into / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    network = Network()
    out = bert(network, tensors(source / "model.safetensors"))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        network.save(out, whole, ("input_ids", "attention_mask", "token_type_ids"))
        quantize_dynamic(whole, into / "model.onnx", per_channel=True, weight_type=QuantType.QInt8)
    print(f"{(into / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def tensors(path: Path) -> dict[str, Any]:
    """Read the weights of a safetensors file."""
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    rest = data[8 + size :]
    return {
        name: np.frombuffer(rest[slice(*told["data_offsets"])], np.float32).reshape(told["shape"])
        for name, told in json.loads(data[8 : 8 + size]).items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }


def bert(network: Network, weights: dict[str, Any]) -> str:
    """Write an encoder; its pieces have as many neighbours as given: nothing is filled up."""

    def dense(name: str, x: str) -> str:
        matrix = network.keep(f"{name}.weight", weights[f"{name}.weight"].T.copy())
        bias = network.keep(f"{name}.bias", weights[f"{name}.bias"])
        return network.do("Add", network.do("MatMul", x, matrix), bias)

    def normed(name: str, x: str) -> str:
        scale, shift = (
            network.keep(f"{name}.{n}", weights[f"{name}.{n}"]) for n in ("weight", "bias")
        )
        return network.do("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)

    def heads(x: str, *order: int) -> str:
        return network.do("Transpose", network.do("Reshape", x, split), perm=list(order))

    split = network.keep("split", np.array([0, 0, HEADS, WIDTH // HEADS]))
    whole = network.keep("whole", np.array([0, 0, WIDTH]))
    root = network.keep("root", np.float32((WIDTH / HEADS) ** 0.5))
    half, one, two = (network.keep(f"c{n}", np.float32(n)) for n in (0.5, 1.0, 2.0**0.5))
    x = normed("embeddings.LayerNorm", embedded(network, weights))
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        query = heads(dense(f"{name}.attention.self.query", x), 0, 2, 1, 3)
        key = heads(dense(f"{name}.attention.self.key", x), 0, 2, 3, 1)
        value = heads(dense(f"{name}.attention.self.value", x), 0, 2, 1, 3)
        scores = network.do("Div", network.do("MatMul", query, key), root)
        seen = network.do("MatMul", network.do("Softmax", scores, axis=-1), value)
        joined = network.do("Reshape", network.do("Transpose", seen, perm=[0, 2, 1, 3]), whole)
        joined = network.do("Add", dense(f"{name}.attention.output.dense", joined), x)
        x = normed(f"{name}.attention.output.LayerNorm", joined)
        inner = dense(f"{name}.intermediate.dense", x)
        bent = network.do("Add", network.do("Erf", network.do("Div", inner, two)), one)
        inner = network.do("Mul", network.do("Mul", inner, bent), half)
        x = normed(
            f"{name}.output.LayerNorm", network.do("Add", dense(f"{name}.output.dense", inner), x)
        )
    return x


def embedded(network: Network, weights: dict[str, Any]) -> str:
    """Write down where pieces begin: word, place in the text, and part of the text."""
    words = network.keep("words", weights["embeddings.word_embeddings.weight"])
    places = network.keep("places", weights["embeddings.position_embeddings.weight"])
    parts = network.keep("parts", weights["embeddings.token_type_embeddings.weight"])
    zero, one = network.keep("zero", np.array(0)), network.keep("one", np.array(1))
    length = network.do("Gather", network.do("Shape", "input_ids"), one)
    at = network.do("Gather", places, network.do("Range", zero, length, one))
    both = network.do("Add", network.do("Gather", words, "input_ids"), at)
    return network.do("Add", both, network.do("Gather", parts, "token_type_ids"))


if __name__ == "__main__":
    sys.exit(main())
