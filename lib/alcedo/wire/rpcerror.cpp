// SPDX-License-Identifier: MIT
#include <alcedo/wire/rpcerror.h>

#include <algorithm>
#include <array>

namespace alcedo {

namespace {

struct RpcErrorRow
{
    RpcError code;
    bool temporary;
    ErrorCode meaning;
    const char *text;
};

constexpr std::array rpcErrorRows{
    RpcErrorRow{RpcError::ParseError, false, ErrorCode::Parse, "not JSON"},
    RpcErrorRow{RpcError::InvalidRequest, false, ErrorCode::Protocol, "not a request"},
    RpcErrorRow{RpcError::MethodNotFound, false, ErrorCode::NotSupported, "unknown method"},
    RpcErrorRow{RpcError::InvalidParams, false, ErrorCode::InvalidArgument, "invalid parameters"},
    RpcErrorRow{RpcError::InternalError, true, ErrorCode::Refused, "internal error"},
    RpcErrorRow{RpcError::NotAuthenticated, false, ErrorCode::Refused, "not authenticated"},
    RpcErrorRow{RpcError::TokenExpired, false, ErrorCode::Refused, "token expired"},
    RpcErrorRow{RpcError::Forbidden, false, ErrorCode::Refused, "forbidden"},
    RpcErrorRow{RpcError::UnknownChannel, false, ErrorCode::Refused, "unknown channel"},
    RpcErrorRow{RpcError::AlreadySubscribed, false, ErrorCode::Refused, "already subscribed"},
    RpcErrorRow{RpcError::LimitReached, false, ErrorCode::LimitExceeded, "limit reached"},
    RpcErrorRow{RpcError::Unrecoverable, false, ErrorCode::Refused, "position cannot be recovered"},
    RpcErrorRow{RpcError::RateLimited, true, ErrorCode::LimitExceeded, "too many requests"},
    RpcErrorRow{RpcError::TooLarge, false, ErrorCode::LimitExceeded, "too large"},
    RpcErrorRow{RpcError::Timeout, true, ErrorCode::TimedOut, "timed out"},
    RpcErrorRow{RpcError::Cancelled, false, ErrorCode::Cancelled, "cancelled"},
    RpcErrorRow{RpcError::Unavailable, true, ErrorCode::Refused, "unavailable"},
    RpcErrorRow{RpcError::DuplicateInFlight, true, ErrorCode::Refused, "the same request is under way"},
    RpcErrorRow{RpcError::NotSupported, false, ErrorCode::NotSupported, "not supported by this server"},
};

const RpcErrorRow *rpcErrorRow(int code)
{
    const auto row =
        std::find_if(rpcErrorRows.begin(), rpcErrorRows.end(),
                     [code](const RpcErrorRow &candidate) { return int(candidate.code) == code; });
    return row == rpcErrorRows.end() ? nullptr : &*row;
}

} // namespace

bool isTemporary(RpcError code)
{
    const RpcErrorRow *row = rpcErrorRow(int(code));
    return row && row->temporary;
}

QString rpcErrorText(RpcError code)
{
    const RpcErrorRow *row = rpcErrorRow(int(code));
    return row ? QString::fromLatin1(row->text) : QString();
}

namespace wire {

Failure Failure::of(RpcError code, const QString &message)
{
    return {int(code), message.isEmpty() ? rpcErrorText(code) : message, isTemporary(code), std::nullopt};
}

Error Failure::toError() const
{
    const RpcErrorRow *row = rpcErrorRow(code);
    const QString text = message.isEmpty() ? rpcErrorText(RpcError(code)) : message;
    return Error(row ? row->meaning : ErrorCode::Refused, text, code);
}

} // namespace wire
} // namespace alcedo
