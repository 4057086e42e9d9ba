#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Python's websockets as the other end: websockets_peer.py client URL deflate|plain | server deflate|plain. See peers.py."""
import asyncio
import json
import re
import ssl
import sys

import websockets

LIMIT = 4 << 20


def compression(form):
    return "deflate" if form == "deflate" else None


async def echo(socket, *_):
    try:
        async for message in socket:
            close = isinstance(message, str) and re.match(r"close (\d+) (.*)", message[:200])
            if close:
                await socket.close(int(close[1]), close[2])
            else:
                await socket.send([message[: len(message) // 2], message[len(message) // 2 :]])  # two fragments
    except websockets.ConnectionClosed:
        pass
    print(f"closed {socket.close_code} {socket.close_reason}", flush=True)


async def serve(form):
    async with websockets.serve(echo, "127.0.0.1", 0, compression=compression(form), max_size=LIMIT) as server:
        print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
        await asyncio.Future()


async def talk(url, form):
    messages = ["x", "", b"", bytes(range(256)), "\u20ac \U0001f600" * 100, "a" * 65536, "b" * 900_000, b"c" * 900_000]
    messages += [json.dumps({"i": i, "text": "alike " * 50}) for i in range(20)]
    context = ssl._create_unverified_context() if url.startswith("wss") else None
    async with websockets.connect(url, compression=compression(form), max_size=LIMIT, ssl=context) as socket:
        agreed = [extension.name for extension in socket.extensions]
        assert agreed == (["permessage-deflate"] if form == "deflate" else []), agreed
        for message in messages:
            await socket.send([message[: len(message) // 2], message[len(message) // 2 :]])
            pong = await socket.ping()
            assert await socket.recv() == message, "a message came back as another"
            await pong
        await socket.send("close 4002 as you like")
        try:
            await socket.recv()
            raise AssertionError("not closed")
        except websockets.ConnectionClosed:
            assert (socket.close_code, socket.close_reason) == (4002, "as you like"), (socket.close_code, socket.close_reason)
    print("all well")


if sys.argv[1] == "server":
    asyncio.run(serve(sys.argv[2]))
else:
    asyncio.run(asyncio.wait_for(talk(*sys.argv[2:4]), 60))
