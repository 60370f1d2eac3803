"""How are millions of ids written as text?"""

import pyarrow as pa
import pyarrow.compute as pc

_PARTS = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
_DIGITS = 32


def texts(ids: pa.FixedSizeBinaryArray) -> pa.StringArray:
    """Ids of 16 bytes as 8-4-4-4-12 hexadecimal digits; None stays None."""
    count = len(ids)
    storage = ids.buffers()[1].slice(ids.offset * 16, count * 16)
    offsets = pa.array(range(0, (count + 1) * _DIGITS, _DIGITS), pa.int32())
    digits = pa.StringArray.from_buffers(
        count, offsets.buffers()[1], pa.py_buffer(storage.to_pybytes().hex().encode())
    )
    parts = [pc.utf8_slice_codeunits(digits, start, stop) for start, stop in _PARTS]
    return pc.if_else(ids.is_valid(), pc.binary_join_element_wise(*parts, "-"), None)
