#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints a channel of an Alcedo server, every publication once and in order, over any number of drops.

    subscribe.py ws://127.0.0.1:9000/ markets.quotes [COUNT]

All that it knows of the protocol is in docs/protocol.md. Needs python3-websockets.
"""
import asyncio
import json
import sys

import websockets


def show(publications, left):
    for offset, time, data, *key in publications:
        print(offset, json.dumps(data), *key, flush=True)
    return left - len(publications)


async def follow(url, channel, left):
    epoch, offset = None, 0  # where we are in the stream: kept over lost links, sent as `recover`
    while left > 0:
        try:
            async with websockets.connect(url, subprotocols=["alcedo.v1.json"]) as link:
                params = {"channel": channel} | ({"recover": {"epoch": epoch, "offset": offset}} if epoch else {})
                for number, method, params in ((1, "hello", {"v": 1, "client": "subscribe.py"}), (2, "subscribe", params)):
                    await link.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))
                async for text in link:
                    message = json.loads(text)
                    if "error" in message:
                        sys.exit(message["error"]["message"])
                    params = message.get("params", {})
                    if message.get("id") == 2:
                        result = message["result"]
                        first = result["pubs"][0][0] if result["pubs"] else result["offset"] + 1
                        if epoch and not result["recovered"]:  # the gap, exactly; of another epoch, what is missing of it
                            same = result["epoch"] == epoch
                            print("lost", offset + 1 if same else 1, "to", first - 1, "retention" if same else "reset", flush=True)
                        epoch, offset = result["epoch"], result["offset"]
                        left = show(result["pubs"], left)
                    elif message.get("method") == "data":
                        assert params["prev"] == offset, "a hole in the stream"
                        offset = params["pubs"][-1][0]
                        left = show(params["pubs"], left)
                    elif message.get("method") == "lost":
                        offset = params["to"]
                        print("lost", params["from"], "to", params["to"], params["why"], flush=True)
                    if left <= 0:
                        return
        except (OSError, websockets.exceptions.WebSocketException):
            await asyncio.sleep(0.2)


asyncio.run(follow(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else sys.maxsize))
