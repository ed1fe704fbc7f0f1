"""What the endpoint model makes of a llama.cpp server, against plain requests at several concurrencies.

    python benchmarks/endpoint.py SERVER_URL/v1 MODEL

Each way sends the same prompts with the same limits; the server is asked once beforehand, so that all find it warm.
"""

from __future__ import annotations

import asyncio
import sys
import time

import httpx

from app.generation.endpoint import EndpointModel
from app.generation.server import Server
from app.records import Decoding

PROMPTS = [f"Question: What number comes after {number}?\nAnswer:" for number in range(48)]
TOKENS = 16


async def plain(url: str, model: str, at_once: int) -> int:
    gate = asyncio.Semaphore(at_once)
    async with httpx.AsyncClient(timeout=600) as client:

        async def one(prompt: str) -> int:
            async with gate:
                body = {"model": model, "prompt": prompt, "max_tokens": TOKENS, "temperature": 0}
                answer = await client.post(f"{url}/completions", json=body)
                return int(answer.json()["usage"]["completion_tokens"])

        return sum(await asyncio.gather(*map(one, PROMPTS)))


def ours(url: str, model: str, at_once: int) -> int:
    asked = EndpointModel(server=Server(url), model=model, concurrency=at_once)
    found = dict(asked.complete(PROMPTS, stop=(), decoding=Decoding(max_new_tokens=TOKENS)))
    return sum(completion.tokens for completion in found.values())


def main(url: str, model: str) -> None:
    asyncio.run(plain(url, model, 16))
    for at_once in (1, 4, 8, 16):
        for name in ("plain", "ours"):
            began = time.monotonic()
            tokens = asyncio.run(plain(url, model, at_once)) if name == "plain" else ours(url, model, at_once)
            seconds = time.monotonic() - began
            print(f"{name:6} {at_once:3} at once: {seconds:6.1f} s, {tokens / seconds:6.1f} tokens/s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
