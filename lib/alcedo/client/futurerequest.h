// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/client/requesttable.h>

#include <QFuture>
#include <QPromise>
#include <chrono>
#include <memory>
#include <utility>

namespace alcedo {

/// Asks, and answers with a future of what read() makes of the result: a Result<T>(const QByteArray &json).
/// Sent again after a lost link; ErrorCode::TimedOut after 10 s. Where the table goes first, the future is
/// cancelled. Thread: the table's.
template <typename T, typename Read>
QFuture<Result<T>> askForFuture(RequestTable &requests, wire::Params &&params, Read read)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    requests.enqueue(
        std::move(params), std::chrono::seconds(10), RequestTable::OnLoss::Retry,
        [promise, read = std::move(read)](const Result<QByteArray> &result, const wire::Failure *) {
            promise->addResult(result ? Result<T>(read(*result)) : Result<T>(result.error()));
            promise->finish();
        });
    return promise->future();
}

} // namespace alcedo
