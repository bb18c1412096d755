"""GPUs as the driver tells of them: a library of the driver's functions is compiled, and really loaded."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hyeval.models.gpus import driver_names, gpu_names

DRIVER = """
#include <stdio.h>
int cuInit(unsigned flags) { return INIT; }
int cuDriverGetVersion(int *version) { *version = VERSION; return 0; }
int cuDeviceGetCount(int *count) { *count = 2; return 0; }
int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
int cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "GPU %d", device); return 0; }
"""


def driver(folder: Path, *, init: int = 0, version: int = 12080) -> str:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("a stand-in for the driver needs a C compiler")
    (folder / "driver.c").write_text(DRIVER)
    library = folder / "libcuda.so.1"
    options = [f"-DINIT={init}", f"-DVERSION={version}", "-shared", "-fPIC", "-o", str(library)]
    subprocess.run([compiler, str(folder / "driver.c"), *options], check=True)
    return str(library)


def test_the_driver_names_its_gpus(tmp_path: Path) -> None:
    assert driver_names(12, driver(tmp_path)) == ("GPU 0", "GPU 1")


def test_a_driver_without_a_device_has_none(tmp_path: Path) -> None:
    assert driver_names(12, driver(tmp_path, init=100)) == ()


@pytest.mark.parametrize("trouble", [{"init": 999}, {"version": 11080}])
def test_what_is_wrong_with_the_driver_is_left_to_pytorch(tmp_path: Path, trouble: dict[str, int]) -> None:
    assert driver_names(12, driver(tmp_path, **trouble)) is None


def test_pytorch_finds_the_same() -> None:
    import torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    assert len(gpu_names()) == count
    done = subprocess.run(
        [sys.executable, "-c", "from hyeval.models.gpus import gpu_names; print(len(gpu_names()))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) == count
