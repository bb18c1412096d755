"""Messages with tensors between two processes of a machine: the tensors lie in memory that both map.

So they are copied neither through a pipe nor by the interpreter that receives them. Linux only (`memfd_create`): memory
without a name in any file system, which no small `/dev/shm` of a container limits.
"""

from __future__ import annotations

import mmap
import os
import pickle
from collections.abc import Sequence
from io import BytesIO
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

ALIGNMENT = 64
"""Tensors begin at multiples of so many bytes, as those that PyTorch allocates do."""
AVAILABLE = hasattr(os, "memfd_create")


def send(line: Connection, message: Any) -> None:
    """Send what can be pickled."""
    tensors: list[pickle.PickleBuffer] = []
    pickled = BytesIO()
    _TensorPickler(pickled, protocol=5, buffer_callback=tensors.append).dump(message)
    views = [tensor.raw() for tensor in tensors]
    line.send((pickled.getvalue(), [view.nbytes for view in views]))
    spans, total = _spans([view.nbytes for view in views])
    if not total:
        return
    handle = os.memfd_create("hyeval-prepared")
    try:
        os.truncate(handle, total)
        with mmap.mmap(handle, total) as memory:
            for span, view in zip(spans, views, strict=True):
                memory[span] = view
        send_handle(line, handle, 0)
    finally:
        os.close(handle)


def receive(line: Connection) -> Any:
    """What `send` has sent; its tensors keep the memory alive and may be written to."""
    pickled, sizes = line.recv()
    spans, total = _spans(sizes)
    if not total:
        return pickle.loads(pickled, buffers=[bytearray() for _ in sizes])
    handle = recv_handle(line)
    try:
        memory = memoryview(mmap.mmap(handle, total))
    finally:
        os.close(handle)
    return pickle.loads(pickled, buffers=[memory[span] for span in spans])


def _spans(sizes: Sequence[int]) -> tuple[list[slice], int]:
    """Where buffers of these sizes lie behind one another, and how many bytes they take."""
    spans, begin = [], 0
    for size in sizes:
        spans.append(slice(begin, begin + size))
        begin += -(-size // ALIGNMENT) * ALIGNMENT
    return spans, begin


class _TensorPickler(pickle.Pickler):
    """Leaves the bytes of tensors out of band."""

    def reducer_override(self, value: Any) -> Any:
        import torch

        if not isinstance(value, torch.Tensor):
            return NotImplemented
        flat: Any = value.contiguous().reshape(-1).view(torch.uint8)
        return _to_tensor, (pickle.PickleBuffer(flat.numpy()), value.dtype, tuple(value.shape))


def _to_tensor(buffer: Any, dtype: torch.dtype, shape: tuple[int, ...]) -> torch.Tensor:
    import torch

    return torch.frombuffer(buffer, dtype=dtype).reshape(shape) if len(buffer) else torch.empty(shape, dtype=dtype)
