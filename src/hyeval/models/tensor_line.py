"""Messages with tensors between two processes of a machine: the tensors lie in memory that both map.

So they are copied neither through a pipe nor by the interpreter that receives them. Linux only (`memfd_create`): memory
without a name in any file system, which no small `/dev/shm` of a container limits.
"""

from __future__ import annotations

import mmap
import os
import pickle
from collections.abc import Sequence
from io import BytesIO, FileIO
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

ALIGNMENT = 64
"""Tensors begin at multiples of so many bytes, as those that PyTorch allocates do."""
AVAILABLE = hasattr(os, "memfd_create")


class Parcel:
    """A message that was packed in one process: handed on to another as it is, or opened, one of them and once."""

    def __init__(self, pickled: bytes, sizes: Sequence[int], memory: FileIO | None) -> None:
        self._pickled = pickled
        self._sizes = sizes
        self._memory = memory

    @classmethod
    def pack(cls, message: Any) -> Parcel:
        """Pickle a message and copy its tensors."""
        tensors: list[pickle.PickleBuffer] = []
        pickled = BytesIO()
        _TensorPickler(pickled, protocol=5, buffer_callback=tensors.append).dump(message)
        views = [tensor.raw() for tensor in tensors]
        sizes = [view.nbytes for view in views]
        spans, total = _spans(sizes)
        if not total:
            return cls(pickled.getvalue(), sizes, None)
        memory = FileIO(os.memfd_create("hyeval-tensors"), "r+")
        memory.truncate(total)
        for span, view in zip(spans, views, strict=True):
            _write(memory.fileno(), view, span.start)  # half the time of a mapping, where each page is a fault
        return cls(pickled.getvalue(), sizes, memory)

    @classmethod
    def receive(cls, line: Connection) -> Parcel:
        """What `send` has sent."""
        pickled, sizes = line.recv()
        return cls(pickled, sizes, FileIO(recv_handle(line), "r+") if any(sizes) else None)

    def send(self, line: Connection) -> None:
        """Give it to the process at the other end."""
        line.send((self._pickled, self._sizes))
        if self._memory is not None:
            with self._memory:
                send_handle(line, self._memory.fileno(), 0)

    def open(self) -> Any:
        """The message; its tensors keep the memory alive and may be written to."""
        spans, total = _spans(self._sizes)
        if self._memory is None:
            return pickle.loads(self._pickled, buffers=[bytearray() for _ in self._sizes])
        with self._memory:
            memory = memoryview(mmap.mmap(self._memory.fileno(), total, mmap.MAP_SHARED | mmap.MAP_POPULATE))
        return pickle.loads(self._pickled, buffers=[memory[span] for span in spans])


def _write(file: int, data: memoryview, offset: int) -> None:
    """Write all of it: one call takes 2 GiB at most."""
    while data:
        written = os.pwrite(file, data, offset)
        data, offset = data[written:], offset + written


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
