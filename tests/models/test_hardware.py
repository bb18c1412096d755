"""Which devices a run asks for."""

from __future__ import annotations

import pytest

from hyeval.models.hardware import Accelerator, Hardware, Strategy


@pytest.mark.parametrize(
    ("hardware", "found", "idle"),
    [
        (Hardware(), 8, 7),
        (Hardware(Accelerator.GPU), 2, 1),
        (Hardware(), 1, 0),
        (Hardware(), 0, 0),
        (Hardware(devices=(0,)), 8, 0),
        (Hardware(Accelerator.CPU), 8, 0),
        (Hardware(strategy=Strategy.DDP, devices=2), 8, 0),
        (Hardware(strategy=Strategy.DEVICE_MAP, devices="auto"), 8, 0),
    ],
    ids=["default", "gpu", "one", "none", "chosen", "cpu", "ddp", "map"],
)
def test_gpus_that_nobody_has_spoken_of_are_left_idle(hardware: Hardware, found: int, idle: int) -> None:
    assert hardware.left_idle(found) == idle
