"""What the endpoint model makes of a server, against plain requests at several concurrencies.

    python benchmarks/endpoint.py                        # a llama.cpp server of its own (11 minutes)
    python benchmarks/endpoint.py SERVER_URL/v1 MODEL    # another one

Each way sends the same prompts with the same limits, in turns, several times; the server is asked once beforehand, so
that all find it warm. The share is that of our median in the best median of plain requests, whatever their number.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # in place of this folder, whose statistics.py would hide the standard library's
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import argparse
import asyncio
import statistics
import tempfile
import time

import httpx

PROMPTS = [f"Question: What number comes after {number}?\nAnswer:" for number in range(96)]
TOKENS = 16
SLOTS = 8
AT_ONCE = (1, 4, 8, 16, 32)
TURNS = 3


async def plain(url: str, model: str, at_once: int) -> int:
    """Requests by themselves; how many tokens came."""
    gate = asyncio.Semaphore(at_once)
    async with httpx.AsyncClient(timeout=600) as client:

        async def one(prompt: str) -> int:
            async with gate:
                body = {"model": model, "prompt": prompt, "max_tokens": TOKENS, "temperature": 0}
                answer = await client.post(f"{url}/completions", json=body)
                return int(answer.json()["usage"]["completion_tokens"])

        return sum(await asyncio.gather(*map(one, PROMPTS)))


def ours(url: str, model: str, at_once: int) -> int:
    """The same through the endpoint model."""
    from app.generation.endpoint.model import EndpointModel
    from app.generation.endpoint.server import Server
    from app.records import Decoding

    asked = EndpointModel(server=Server(url), model=model, concurrency=at_once)
    found = dict(asked.complete(PROMPTS, stop=(), decoding=Decoding(max_new_tokens=TOKENS)))
    assert all(completion.error is None for completion in found.values())
    return sum(completion.tokens for completion in found.values())


def measure(url: str, model: str) -> None:
    """Everybody in turns; the table, and our share of the best."""
    asyncio.run(plain(url, model, 16))
    speeds: dict[tuple[str, int], list[float]] = {}
    for _ in range(TURNS):
        for at_once in AT_ONCE:
            for name in ("plain", "ours"):
                began = time.monotonic()
                tokens = asyncio.run(plain(url, model, at_once)) if name == "plain" else ours(url, model, at_once)
                speeds.setdefault((name, at_once), []).append(tokens / (time.monotonic() - began))
    medians = {key: statistics.median(found) for key, found in speeds.items()}
    print("| at once | plain, tokens/s | ours, tokens/s |\n| --- | --- | --- |")
    for at_once in AT_ONCE:
        print(f"| {at_once} | {medians['plain', at_once]:.1f} | {medians['ours', at_once]:.1f} |")
    best = max(speed for (name, _), speed in medians.items() if name == "plain")
    print(f"\nours at 16 (the default): {medians['ours', 16] / best:.2f} of the best plain throughput")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server", nargs="*", metavar="SERVER_URL/v1 MODEL", help="one that runs already")
    chosen = parser.parse_args()
    if chosen.server:
        measure(*chosen.server)
        return
    from app.generation.embedded.model import joined_parts
    from tests.app.generation.servers import LlamaServer

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gemma.gguf"
        path.write_bytes(joined_parts())
        server = LlamaServer(path, slots=SLOTS)
        server.start()
        try:
            measure(server.url, "gemma")
        finally:
            server.kill()


if __name__ == "__main__":
    main()
