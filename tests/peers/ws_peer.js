// SPDX-License-Identifier: MIT
// npm's ws as the other end: ws_peer.js client URL deflate|plain | server deflate|plain. See peers.py.
"use strict";
const WebSocket = require(process.env.ALCEDO_NODE_WS || "/usr/share/nodejs/ws");

const [role, ...words] = process.argv.slice(2);

function fail(why) {
    console.error("ws_peer: " + why);
    process.exit(1);
}

function serve(form) {
    const server = new WebSocket.WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: form === "deflate" && { threshold: 100 } });
    server.on("listening", () => console.log("listening on " + server.address().port));
    server.on("connection", (socket) => {
        socket.on("message", (payload, isBinary) => {
            const close = isBinary ? null : /^close (\d+) (.*)$/.exec(payload.subarray(0, 200).toString());
            if (close)
                return socket.close(Number(close[1]), close[2]);
            // In three fragments, with a ping between: an echo must come whole.
            const third = Math.ceil(payload.length / 3);
            socket.send(payload.subarray(0, third), { binary: isBinary, fin: false });
            socket.ping("between");
            socket.send(payload.subarray(third, 2 * third), { binary: isBinary, fin: false });
            socket.send(payload.subarray(2 * third), { binary: isBinary, fin: true });
        });
        socket.on("close", (code, reason) => console.log(`closed ${code} ${reason}`));
        socket.on("error", (error) => fail(error.message));
    });
}

function talk(url, form) {
    const octets = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const messages = ["x", "", Buffer.alloc(0), octets, "\u20ac \u{1F600}".repeat(100), "a".repeat(65536), "b".repeat(900000),
        Buffer.alloc(900000, "c"), ...Array.from({ length: 20 }, (_, i) => JSON.stringify({ i, text: "alike ".repeat(50) }))];
    const socket = new WebSocket(url, { perMessageDeflate: form === "deflate" && { threshold: 0 }, rejectUnauthorized: false });
    let at = 0, ponged = false;
    const next = () => {
        if (at === messages.length)
            return socket.send("close 4002 as you like");
        const message = Buffer.from(messages[at]);
        const options = { binary: typeof messages[at] !== "string" };
        const half = message.length >> 1;
        socket.send(message.subarray(0, half), { ...options, fin: false });
        socket.ping("between");
        socket.send(message.subarray(half), { ...options, fin: true });
    };
    socket.on("open", () => {
        const agreed = socket.extensions.includes("permessage-deflate");
        if (agreed !== (form === "deflate"))
            fail(`extensions: ${socket.extensions}`);
        next();
    });
    socket.on("pong", (payload) => { ponged = payload.toString() === "between"; });
    socket.on("message", (payload, isBinary) => {
        const sent = messages[at];
        if (isBinary === (typeof sent === "string") || !payload.equals(Buffer.from(sent)))
            fail(`message ${at} came back as another`);
        ++at;
        next();
    });
    socket.on("error", (error) => fail(error.message));
    socket.on("close", (code, reason) => {
        if (at !== messages.length || !ponged || code !== 4002 || reason.toString() !== "as you like")
            fail(`closed with ${code} "${reason}" after ${at} messages, ponged: ${ponged}`);
        console.log("all well");
    });
}

if (role === "server")
    serve(words[0]);
else
    talk(words[0], words[1]);
