"""The named endpoints, as a script uses them: load, run, look, cancel, read the results, download."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from app.runs.worker import work
from app.store import Store
from app.ui.blocks import build, launch
from tests.browser.answers import fill
from tests.browser.conftest import serving

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'narabe.sqlite3'}")


@pytest.fixture(scope="module")
def address(store: Store) -> Iterator[str]:
    """The app, on a machine so crowded that Gradio would give up looking for its own page."""
    app = build(store)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gradio.networking.url_ok", lambda url: False)
        launch(app, "127.0.0.1", port, block=False)
    yield f"http://127.0.0.1:{port}/"
    app.close(verbose=False)


@pytest.fixture
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_from_the_sample_to_the_workbook(
    client: Client, store: Store, tiny_model: Path, offer: Callable[[object], str]
) -> None:
    loaded = client.predict(api_name="/load_sample")
    assert loaded["questions"] == 100 and loaded["types"] == {"open_qa": 61, "classification": 39}
    started = client.predict([offer(tiny_model)], ["original"], ["ja", "en"], 2, False, api_name="/start_run")
    assert (started["state"], started["total"]) == ("queued", 4)
    assert work(store)
    status = client.predict(started["id"], api_name="/run_status")
    assert (status["state"], status["answered"] + status["errors"]) == ("done", 4)
    table = client.predict(started["id"], api_name="/results")
    assert sum(row["items"] for row in table["rows"] if row["type"] is None and row["language"]) == 4
    path = client.predict(started["id"], api_name="/download")
    assert openpyxl.load_workbook(path)["Answers"].max_row == 3


def test_a_workbook_with_errors_tells_them_all(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text("NO,instruction(jp)\n1,質問は？\n1,\n", encoding="utf-8")
    loaded = client.predict(handle_file(path), api_name="/load_workbook")
    assert loaded["questions"] == 0 and len(loaded["problems"]) >= 2
    with pytest.raises(AppError, match="No questions are loaded yet"):
        client.predict(["embedded"], ["qa"], ["ja"], 1, False, api_name="/start_run")


@pytest.mark.parametrize(("limit", "total"), [(30, 30), (100, 100), (5000, 100), (None, 100)])
def test_a_script_may_ask_as_many_questions_as_there_are(client: Client, limit: int | None, total: int) -> None:
    client.predict(api_name="/load_sample")
    started = client.predict(["embedded"], ["qa"], ["ja"], limit, True, api_name="/start_run")
    assert started["total"] == total
    client.predict(started["id"], api_name="/cancel_run")


@pytest.mark.parametrize("name", ["/etc", "/proc/self", "owner/name"])
def test_a_script_may_name_no_path_of_the_server(client: Client, store: Store, name: str) -> None:
    client.predict(api_name="/load_sample")
    before = len(store.runs())
    with pytest.raises(AppError, match="not offered on this page"):
        client.predict([name], ["qa"], ["ja"], 1, False, api_name="/start_run")
    with pytest.raises(AppError, match="there is no knowledge base"):
        client.predict(["embedded"], ["qa"], ["ja"], 1, False, [name], api_name="/start_run")
    with pytest.raises(AppError, match="no prompt"):
        client.predict(["embedded"], [name], ["ja"], 1, False, api_name="/start_run")
    assert len(store.runs()) == before


def test_a_run_can_be_cancelled(client: Client) -> None:
    client.predict(api_name="/load_sample")
    started = client.predict(["embedded"], ["qa"], ["ja"], 1, True, api_name="/start_run")
    assert client.predict(started["id"], api_name="/cancel_run")["state"] == "cancelled"


CSV = "NO,instruction(jp),response(jp),instruction(en),response(en)\n1,首都は？,東京,Capital?,Tokyo\n"


def test_questions_as_text_are_checked_run_and_graded(client: Client, store: Store) -> None:
    assert client.predict(CSV, api_name="/check_text")["questions"] == 1
    assert client.predict("NO,instruction(jp)\n1,\n", api_name="/check_text")["problems"]
    started = client.predict(CSV, ["embedded"], ["qa"], ["ja", "en"], api_name="/run_text")
    assert (started["state"], started["total"]) == ("queued", 2)
    store.set_state(started["id"], "cancelled")
    with pytest.raises(AppError, match="not offered on this page"):
        client.predict(CSV, ["/etc"], ["qa"], ["ja"], api_name="/run_text")


def test_runs_items_and_the_next_one_to_grade(client: Client, store: Store) -> None:
    run = fill(store, name="scripted.xlsx")
    assert client.predict(api_name="/list_runs")[0]["id"] == run.id
    page = client.predict(run.id, "aki", 2, 3, api_name="/list_items")
    assert page["total"] == 24 and len(page["items"]) == 3 and page["items"][0]["judgement"] == "correct"
    one = client.predict(run.id, "aki", api_name="/next_item")
    assert one["verdict"] is None
    client.predict(one["item"], "incorrect", "aki", True, "違う", api_name="/verdict")
    following = client.predict(run.id, "aki", api_name="/next_item")
    assert following["item"] != one["item"]
    told = {name: client.predict(run.id, name, 0, 24, api_name="/list_items")["items"] for name in ("aki", "ben")}
    assert [item["verdict"]["value"] for item in told["aki"] if item["verdict"]] == ["incorrect"]
    assert not any(item["verdict"] for item in told["ben"]), "nobody is told another one's verdict"


def test_every_endpoint_of_the_documentation_is_there_and_the_other_way_round(client: Client) -> None:
    documented = set(re.findall(r"`/([a-z_]+)`", (ROOT / "docs" / "api.md").read_text("utf-8")))
    served = {name.strip("/") for name in client.view_api(return_format="dict")["named_endpoints"]}
    assert documented - served == set() and served - documented == set()


def test_agents_are_served_if_the_settings_say_so(tmp_path: Path) -> None:
    with serving(tmp_path / "home", NARABE_MCP="1") as url:
        schema = httpx.get(f"{url}gradio_api/mcp/schema", timeout=30).json()
    names = {tool["name"] for tool in schema}
    assert {"check_text", "run_text", "results", "next_item", "verdict"} <= {
        name.split("narabe_")[-1] for name in names
    }


def test_an_unknown_run_is_refused_in_words(client: Client) -> None:
    with pytest.raises(AppError, match="no run has the id"):
        client.predict("nothing", api_name="/run_status")
