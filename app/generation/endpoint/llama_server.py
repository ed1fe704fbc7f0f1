"""llama.cpp's server in a process of its own: run as a script, with one JSON object on standard input.

It ends with standard input, so that it never outlives who started it, however that ended.
"""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Serve until standard input ends. Keys: model, port, key, slots, context, threads."""
    import xllamacpp  # type: ignore[import-untyped]

    asked = json.loads(sys.stdin.readline())
    params = xllamacpp.CommonParams()
    params.model.path = asked["model"]
    params.model_alias = {asked["name"]}
    params.hostnames, params.port = ["127.0.0.1"], asked["port"]
    params.api_keys = [asked["key"]]
    params.n_parallel, params.n_ctx = asked["slots"], asked["context"]
    params.kv_unified = True  # the slots share one context
    params.swa_full = True  # a model with a sliding window would else forget the beginning that prompts share
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = asked["threads"]
    params.warmup, params.use_jinja = False, True
    server = xllamacpp.Server(params)
    sys.stdin.read()
    del server
    os._exit(0)


if __name__ == "__main__":
    main()
