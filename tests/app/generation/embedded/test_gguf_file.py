from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, dequantize, quantize

from app.generation.embedded.gguf_file import read_gguf


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.gguf"
    writer = GGUFWriter(path, "gemma3")
    writer.add_string("general.name", "小さい")
    writer.add_uint32("gemma3.block_count", 2)
    writer.add_float32("gemma3.scale", 0.5)
    writer.add_bool("flag", True)
    writer.add_array("texts", ["東京", "", "a b"])
    writer.add_array("numbers", [1.5, -2.0])
    random = np.random.default_rng(0)
    writer.add_tensor("plain.weight", random.normal(size=(3, 32)).astype(np.float32))
    writer.add_tensor(
        "packed.weight",
        quantize(random.normal(size=(4, 64)).astype(np.float32), GGMLQuantizationType.Q8_0),
        raw_dtype=GGMLQuantizationType.Q8_0,
    )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_facts_and_tensors_are_those_of_the_gguf_library(written: Path) -> None:
    file, reader = read_gguf(written.read_bytes()), GGUFReader(written)
    names = [name for name in reader.fields if not name.startswith("GGUF.")]
    assert {name: file.facts[name] for name in names} == {name: reader.fields[name].contents() for name in names}
    assert [tensor.name for tensor in file.tensors] == ["plain.weight", "packed.weight"]
    for tensor, expected in zip(file.tensors, reader.tensors, strict=True):
        values = np.asarray(dequantize(expected.data, expected.tensor_type))
        np.testing.assert_array_equal(tensor.values(), values)
        assert tensor.values().shape == values.shape


@pytest.mark.parametrize("size", [0, 3, 10, 60, 200, -100])
def test_a_damaged_file_is_a_clear_error(written: Path, size: int) -> None:
    with pytest.raises(ValueError, match="GGUF"):
        read_gguf(written.read_bytes()[:size])
