// SPDX-License-Identifier: MIT
#include <alcedo/wire/closecode.h>

#include <algorithm>
#include <array>

namespace alcedo {

namespace {

constexpr std::array closeCodeRows{
    CloseCodeEntry{1000, "normal", "closed normally"},
    CloseCodeEntry{1001, "going-away", "the peer is going away"},
    CloseCodeEntry{1002, "protocol-error", "WebSocket protocol error"},
    CloseCodeEntry{1003, "unsupported-data", "the peer does not take this kind of message"},
    CloseCodeEntry{1005, "no-status", "closed without a code"},
    CloseCodeEntry{1006, "abnormal", "the connection dropped"},
    CloseCodeEntry{1007, "invalid-payload", "a text message was not UTF-8"},
    CloseCodeEntry{1008, "policy", "refused by policy"},
    CloseCodeEntry{1009, "too-big", "a message was too big"},
    CloseCodeEntry{1010, "extension", "a needed extension is missing"},
    CloseCodeEntry{1011, "internal", "internal error of the peer"},
    CloseCodeEntry{1012, "restart", "the service restarts"},
    CloseCodeEntry{1013, "try-later", "try again later"},
    CloseCodeEntry{1015, "tls", "TLS failed"},
    CloseCodeEntry{4000, "shutdown", "the server is shutting down"},
    CloseCodeEntry{4001, "slow", "we read too slowly"},
    CloseCodeEntry{4002, "no-pong", "we did not answer a ping"},
    CloseCodeEntry{4003, "token-expired", "the token expired"},
    CloseCodeEntry{4004, "state-lost", "the server lost its state"},
    CloseCodeEntry{4005, "rate", "too many messages"},
    CloseCodeEntry{4006, "moved", "the server moved"},
    CloseCodeEntry{4500, "bad-token", "the token was refused"},
    CloseCodeEntry{4501, "bad-protocol", "we broke the protocol"},
    CloseCodeEntry{4502, "hello-timeout", "no hello came in time"},
    CloseCodeEntry{4503, "kicked", "disconnected by the operator"},
    CloseCodeEntry{4504, "connection-limit", "too many connections"},
    CloseCodeEntry{4505, "forbidden", "not allowed"},
};

const CloseCodeEntry *closeCodeEntry(int code)
{
    const auto entry =
        std::lower_bound(closeCodeRows.begin(), closeCodeRows.end(), code,
                         [](const CloseCodeEntry &row, int wanted) { return row.code < wanted; });
    return entry != closeCodeRows.end() && entry->code == code ? &*entry : nullptr;
}

} // namespace

std::span<const CloseCodeEntry> closeCodes()
{
    return closeCodeRows;
}

QString closeCodeName(int code)
{
    const CloseCodeEntry *entry = closeCodeEntry(code);
    return entry ? QString::fromLatin1(entry->name) : QString::number(code);
}

QString closeCodeText(int code)
{
    const CloseCodeEntry *entry = closeCodeEntry(code);
    return entry ? QString::fromLatin1(entry->text) : QString();
}

bool closeCodeReconnects(int code)
{
    if (code >= 4500 && code <= 4999)
        return false;
    return code != 1002 && code != 1003 && code != 1007 && code != 1008 && code != 1010;
}

} // namespace alcedo
