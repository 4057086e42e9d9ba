// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>

#include <QMetaType>
#include <QString>

namespace alcedo {

/// What went wrong, in the library's own terms. The number that a protocol gave is in Error::detail.
enum class ErrorCode {
    Unknown,
    InvalidArgument, ///< the caller's fault: malformed URL, unknown option, out of range
    Parse,           ///< bytes that are not what their format says (JSON, profile, recording, HTTP)
    Io,              ///< a file or a socket could not be read or written
    Network,         ///< name not found, refused, reset, unreachable
    Tls,             ///< certificate or handshake
    Refused,         ///< the peer answered, and said no (HTTP status or protocol error in detail)
    Protocol,        ///< the peer broke the protocol
    TimedOut,
    Cancelled,
    Closed, ///< the link went away before the answer came
    LimitExceeded,
    NotSupported,
};

/// An expected failure as a value. Cheap to copy; safe to hand to any thread.
class Error
{
public:
    Error() = default;
    Error(ErrorCode code, Words words, int detail = 0)
        : m_code(code)
        , m_words(std::move(words))
        , m_detail(detail)
    {
    }
    [[nodiscard]] ErrorCode code() const { return m_code; }
    /// One line, for a person. Never holds a secret or a payload.
    [[nodiscard]] const Words &words() const { return m_words; }
    /// The same in English, as logs, JSON and the command line have it.
    [[nodiscard]] const QString &message() const { return m_words.text(); }
    /// HTTP status, WebSocket close code, JSON-RPC error code or line number; 0 where there is none.
    [[nodiscard]] int detail() const { return m_detail; }
    friend bool operator==(const Error &, const Error &) = default;

private:
    ErrorCode m_code = ErrorCode::Unknown;
    Words m_words;
    int m_detail = 0;
};

} // namespace alcedo

Q_DECLARE_METATYPE(alcedo::Error)
