"""The process of `llama_peer.py`'s server: settings as one line of JSON on standard input, with whose end it ends."""

from __future__ import annotations

import argparse
import json
import os
import sys


def main() -> None:
    """See the module."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    import xllamacpp

    asked = json.loads(sys.stdin.readline())
    params = xllamacpp.CommonParams()
    params.model.path, params.hostnames, params.port = asked["path"], ["127.0.0.1"], asked["port"]
    params.n_parallel, params.n_ctx = asked["slots"], asked["slots"] * 512
    params.n_batch, params.n_ubatch = asked["batch"], asked["micro_batch"]
    params.kv_unified, params.swa_full = asked["unified"], asked["whole_window"]
    kinds = xllamacpp.llama_flash_attn_type
    params.flash_attn_type = (
        kinds.LLAMA_FLASH_ATTN_TYPE_ENABLED if asked["flash"] else kinds.LLAMA_FLASH_ATTN_TYPE_DISABLED
    )
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = asked["threads"]
    params.cache_ram_mib = 0  # no memory of earlier turns' prompts: they come again
    params.n_threads_http = 130
    server = xllamacpp.Server(params)
    sys.stdin.read()
    del server
    os._exit(0)


if __name__ == "__main__":
    main()
