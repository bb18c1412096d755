"""Data sets that are named by their address, against a real server, also one that dies half-way."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hyeval.errors import DataError, MissingResource, OutputError
from hyeval.tasks.download import fetched, files_in, forget
from hyeval.tasks.source import DatasetSource, open_rows
from tests.servers.files import File, Site, serve_files

ROWS = b"question,answer\nWhy?,so\nHow?,thus\n"
MD5, SHA256 = hashlib.md5(ROWS).hexdigest(), hashlib.sha256(ROWS).hexdigest()
FIELD = "tasks.own.dataset"
NOBODY = "http://127.0.0.1:9/rows.csv"
REMEDY = f"download it yourself and give `{FIELD}.path=FILE`"


@pytest.fixture(autouse=True)
def _without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    files = {
        "/rows.csv": File(ROWS),
        "/a%20b.csv": File(ROWS),
        "/slow.csv": File(ROWS, delay_s=0.5),
        "/cut.csv": File(ROWS * 1000, sent=len(ROWS) * 500),
        "/moved.csv": File(b"", status=302, location="/rows.csv"),
        "/refused.csv": File(b"no", status=403),
        "/broken.csv": File(b"no", status=500),
        "/page.html": File(b"<html>"),
    }
    with serve_files(files) as site:
        yield site


def fetch(address: str, folder: Path, **digests: str) -> Path:
    return fetched(address, folder, digests, field=FIELD)


@pytest.mark.parametrize("digests", [{}, {"md5": MD5}, {"md5": MD5.upper(), "sha256": SHA256}])
def test_a_file_is_fetched_once(site: Site, tmp_path: Path, digests: dict[str, str]) -> None:
    found = {fetch(f"{site.url}/rows.csv", tmp_path, **digests) for _ in range(2)}
    (place,) = found
    assert (place.name, place.read_bytes()) == ("rows.csv", ROWS)
    assert site.asked == ["/rows.csv"]
    assert files_in(tmp_path) == [place]


@pytest.mark.parametrize(
    ("path", "name"), [("/moved.csv", "moved.csv"), ("/a%20b.csv", "a b.csv"), ("/rows.csv?download=true", "rows.csv")]
)
def test_redirections_escapes_and_queries(site: Site, tmp_path: Path, path: str, name: str) -> None:
    place = fetch(site.url + path, tmp_path)
    assert (place.name, place.read_bytes()) == (name, ROWS)


def test_of_several_that_want_a_file_one_fetches_it(site: Site, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: fetch(f"{site.url}/slow.csv", tmp_path, md5=MD5), range(4)))
    assert len(found) == len(site.asked) == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/cut.csv", "the connection ended before the file did"),
        ("/none.csv", "there is no such file (HTTP 404)"),
        ("/refused.csv", "HTTP 403 Forbidden"),
        ("/broken.csv", "HTTP 500 Internal Server Error"),
    ],
)
def test_what_cannot_be_fetched_leaves_nothing_and_names_the_remedy(
    site: Site, tmp_path: Path, path: str, told: str
) -> None:
    with pytest.raises(MissingResource) as caught:
        fetch(site.url + path, tmp_path)
    message = str(caught.value)
    assert message.startswith(f"{FIELD}.path: {site.url}{path} cannot be fetched: {told}")
    assert REMEDY in message
    assert files_in(tmp_path) == []
    assert list(tmp_path.rglob("*.part")) == []


def test_without_network(tmp_path: Path) -> None:
    with pytest.raises(MissingResource, match=r"Cannot connect to host 127\.0\.0\.1:9") as caught:
        fetch(NOBODY, tmp_path)
    assert REMEDY in str(caught.value)


def test_a_file_that_was_cut_is_fetched_anew(tmp_path: Path) -> None:
    with serve_files({"/rows.csv": File(ROWS, sent=7)}) as site, pytest.raises(MissingResource):
        fetch(f"{site.url}/rows.csv", tmp_path)
    with serve_files({"/rows.csv": File(ROWS)}) as site:
        assert fetch(f"{site.url}/rows.csv", tmp_path).read_bytes() == ROWS


@pytest.mark.parametrize("digest", ["md5", "sha256"])
def test_a_wrong_digest_is_told_and_nothing_is_kept(site: Site, tmp_path: Path, digest: str) -> None:
    wanted = "0" * (32 if digest == "md5" else 64)
    with pytest.raises(DataError) as caught:
        fetch(f"{site.url}/rows.csv", tmp_path, **{digest: wanted})
    message = str(caught.value)
    right = MD5 if digest == "md5" else SHA256
    assert message.startswith(f"{FIELD}.{digest}: what {site.url}/rows.csv answers has the digest {right}")
    assert wanted in message
    assert f"Download it yourself and give `{FIELD}.path=FILE`" in message
    assert files_in(tmp_path) == []


def test_a_folder_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        fetch(f"{site.url}/rows.csv", tmp_path / "file" / "downloads")


def test_a_proxy_of_the_environment_is_asked(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", site.url)
    fetch("http://elsewhere.example/rows.csv", tmp_path)
    assert site.asked == ["http://elsewhere.example/rows.csv"]
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    fetch(f"{site.url}/rows.csv", tmp_path)
    assert site.asked[1:] == ["/rows.csv"]


def test_the_log_tells_what_is_fetched(site: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    place = fetch(f"{site.url}/rows.csv", tmp_path)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("hyeval")]
    assert told == [f"{FIELD}: fetching {site.url}/rows.csv", f"{FIELD}: 0.0 MB in {place}"]


def test_rows_of_an_address(site: Site, tmp_path: Path) -> None:
    source = DatasetSource(f"{site.url}/rows.csv", "whole_file", md5=MD5)
    rows = open_rows(source, {"question": "sample.question"}, field=FIELD, limit=None, downloads=tmp_path)
    assert [row["question"] for row in rows] == ["Why?", "How?"]


def test_an_address_of_another_format_is_not_fetched(site: Site, tmp_path: Path) -> None:
    source = DatasetSource(f"{site.url}/page.html", "test")
    with pytest.raises(DataError, match=r"page.html is none of the formats \.parquet"):
        open_rows(source, {}, field=FIELD, limit=None, downloads=tmp_path)
    assert site.asked == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"md5": "123"}, "md5 must be 32 hexadecimal digits; found '123'"),
        ({"sha256": "g" * 64}, "sha256 must be 64 hexadecimal digits"),
        ({"path": "https://me:secret@host/rows.csv"}, "must not hold a user name and password"),
    ],
)
def test_settings_that_are_refused(settings: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        DatasetSource(**{"path": "https://host/rows.csv", "split": "test", **settings})
    assert "secret" not in str(caught.value)


def test_files_can_be_forgotten(site: Site, tmp_path: Path) -> None:
    fetch(f"{site.url}/rows.csv", tmp_path / "downloads")
    forget(tmp_path / "downloads")
    forget(tmp_path / "downloads")
    assert files_in(tmp_path / "downloads") == []
