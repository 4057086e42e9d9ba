// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QPair>
#include <chrono>
#include <optional>

namespace alcedo {

using HttpHeaders = QList<QPair<QByteArray, QByteArray>>;

/// The head of an HTTP/1.x message: what stands before the empty line. Header names are lower case.
struct HttpHead
{
    QByteArray method; ///< requests
    QByteArray target; ///< requests: path and query as sent
    int status = 0;    ///< responses
    QByteArray reason; ///< responses
    int minorVersion = 1;
    HttpHeaders headers;
    qint64 contentLength = 0;
    bool chunked = false;
    bool keepAlive = false;

    /// The first header of this (lower case) name; empty where there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    /// Exactly one, and not empty, as RFC 9112 3.2 asks of each request: of two, a proxy may have judged the
    /// other.
    [[nodiscard]] bool hasOneHost() const;
    /// All lines of this (lower case) name as one comma separated list (RFC 9110 5.3).
    [[nodiscard]] QByteArray list(QByteArrayView name) const;
    /// Whether a comma separated header, in any number of lines, holds the token, whatever the case (RFC
    /// 9110 5.6.1).
    [[nodiscard]] bool hasToken(QByteArrayView name, QByteArrayView token) const;
};

struct HttpHeadResult
{
    enum class State { Incomplete, Complete, Bad, TooLarge } state = State::Incomplete;
    qsizetype size = 0; ///< bytes of the head, empty line included, in Complete
    HttpHead head;
};

/// Reads a head from the beginning of what a peer sent. Pure; every byte is hostile. A head that is larger
/// than maxBytes, or cannot be complete within them, is TooLarge.
[[nodiscard]] HttpHeadResult parseRequestHead(QByteArrayView bytes, qint64 maxBytes);
[[nodiscard]] HttpHeadResult parseResponseHead(QByteArrayView bytes, qint64 maxBytes);

/// Retry-After (RFC 9110 10.2.3): seconds or a date, taken against the wall clock (ns since the Unix epoch);
/// at most a day, nothing where it is neither.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value,
                                                                       std::chrono::nanoseconds wall);

/// Whether a header may go out like this: a token for a name, no CR, LF or NUL in the value (RFC 9110 5.5).
[[nodiscard]] bool isHeaderSafe(QByteArrayView name, QByteArrayView value);
/// The items of a comma separated list, trimmed, empty ones left out.
[[nodiscard]] QList<QByteArray> splitList(const QByteArray &value);

} // namespace alcedo
