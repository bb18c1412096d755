"""GPUs that PyTorch can compute on, found without importing it: that takes a second, and a run needs no more of it."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import runpy
import sys
from functools import cache
from pathlib import Path

DRIVER = "libcuda.so.1"
DEVICE_NODES = ("/dev/nvidiactl", "/dev/dxg", "/dev/nvmap")
"""One of them is there wherever NVIDIA's driver is, also under WSL and on Jetson."""
NO_DEVICE = 100
"""`CUDA_ERROR_NO_DEVICE`: a driver without a GPU, or `CUDA_VISIBLE_DEVICES` hides them all."""
NAME_LENGTH = 256


@cache
def gpu_names() -> tuple[str, ...]:
    """Names of the GPUs, in PyTorch's order; PyTorch itself is asked where the driver leaves a doubt."""
    cuda, hip = _build()
    if cuda is None and hip is None:
        return ()
    known = "torch" in sys.modules or cuda is None
    names = None if known else driver_names(int(cuda.partition(".")[0]))  # type: ignore[union-attr]  # not None then
    return _torch_names() if names is None else names


def driver_names(major: int, library: str = DRIVER) -> tuple[str, ...] | None:
    """What the driver has for programs built for this major version of CUDA; None if only PyTorch can tell."""
    try:
        driver = ctypes.CDLL(library)
    except OSError:
        return None if any(map(os.path.exists, DEVICE_NODES)) else ()
    code = driver.cuInit(0)
    if code == NO_DEVICE:
        return ()
    version, count = ctypes.c_int(), ctypes.c_int()
    codes = code, driver.cuDriverGetVersion(ctypes.byref(version)), driver.cuDeviceGetCount(ctypes.byref(count))
    if any(codes) or version.value // 1000 < major:
        return None
    return tuple(_name(driver, number) for number in range(count.value))


def _name(driver: ctypes.CDLL, number: int) -> str:
    device, name = ctypes.c_int(), ctypes.create_string_buffer(NAME_LENGTH)
    driver.cuDeviceGet(ctypes.byref(device), number)
    driver.cuDeviceGetName(name, NAME_LENGTH, device)
    return name.value.decode(errors="replace")


def _build() -> tuple[str | None, str | None]:
    """Versions of CUDA and of ROCm that PyTorch was built for."""
    spec = importlib.util.find_spec("torch")
    assert spec is not None
    assert spec.origin is not None
    version = runpy.run_path(str(Path(spec.origin).with_name("version.py")))
    return version["cuda"], version["hip"]


def _torch_names() -> tuple[str, ...]:
    import torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    return tuple(torch.cuda.get_device_name(number) for number in range(count))
