// SPDX-License-Identifier: MIT
// A server on npm's ws or socket.io that publishes as alcedo_fanout does:
//   node server.js ws|socket.io fan|latency|echo|idle CLIENTS BURST
'use strict';
const { performance } = require('perf_hooks');

const [library, mode, wanted, burst] = [process.argv[2], process.argv[3], +process.argv[4] || 1, +process.argv[5] || 1];
const FULL_AT = 16 * 1024; // unsent bytes of a client past which publishing waits
const TAIL = '"s":"BTC-USD","b":64123.25,"a":64123.75,"v":1.2345,"x":"';
let number = 0;

function tick() {
    const now = performance.timeOrigin + performance.now(); // ms
    const whole = Math.floor(now);
    const ns = String(whole) + String(Math.floor((now - whole) * 1e6)).padStart(6, '0');
    const text = `{"t":${ns},"n":${1000000000 + number++},${TAIL}`;
    return text + '.'.repeat(126 - text.length) + '"}';
}

function publish(isFull, sendToAll) {
    if (!isFull()) {
        for (let i = 0; i < burst; ++i) sendToAll(tick());
    }
    setImmediate(publish, isFull, sendToAll);
}

function pace(clients) {
    const start = performance.now();
    let sent = 0;
    setInterval(() => {
        for (const due = Math.floor(performance.now() - start); sent < due; ++sent) {
            const text = Buffer.from(tick());
            for (let i = sent % 10; i < clients.length; i += 10) clients[i].send(text, { binary: false });
        }
    }, 1);
}

function listening(server) {
    server.listen(0, '127.0.0.1', 4096, () => console.log(`listening on ws://127.0.0.1:${server.address().port}/`));
}

function serveWs() {
    const server = require('http').createServer();
    const sockets = new (require('ws').WebSocketServer)({ server, perMessageDeflate: false });
    const clients = [];
    sockets.on('connection', (socket) => {
        socket.on('error', () => {});
        if (mode === 'echo') socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
        clients.push(socket);
        if (clients.length !== wanted) return;
        if (mode === 'latency') pace(clients);
        if (mode === 'fan') {
            publish(() => clients.some((client) => client.bufferedAmount > FULL_AT), (text) => {
                const bytes = Buffer.from(text);
                for (const client of clients) client.send(bytes, { binary: false });
            });
        }
    });
    listening(server);
}

function serveSocketIo() {
    const server = require('http').createServer();
    const io = new (require('socket.io').Server)(server, { transports: ['websocket'], perMessageDeflate: false });
    let count = 0;
    io.on('connection', () => {
        if (++count !== wanted || mode !== 'fan') return;
        const isFull = () => [...io.sockets.sockets.values()].some(({ conn }) =>
            conn.writeBuffer.length > 64 || (conn.transport.socket && conn.transport.socket.bufferedAmount > FULL_AT));
        publish(isFull, (text) => io.emit('t', text));
    });
    listening(server);
}

if (library === 'ws') serveWs();
else serveSocketIo();
