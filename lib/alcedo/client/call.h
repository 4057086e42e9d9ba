// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QString>
#include <chrono>
#include <functional>
#include <memory>

namespace alcedo {

struct CallOptions
{
    std::chrono::milliseconds timeout{10'000}; ///< from call() to the answer, waits included; zero: none
    /// Set: sent along, and the call is sent again after a link was lost before its answer came (the server
    /// applies it once). Empty: such a call ends with ErrorCode::Closed, as nobody knows whether it was
    /// carried out.
    QString idempotencyKey = {};
};

/// One request and its one outcome: the result's JSON text, or an Error (the peer's with its JSON-RPC code in
/// detail, TimedOut, Cancelled, Closed, LimitExceeded). Never before control is back in the event loop.
/// Deletes itself after finished(), unless kept by setAutoDelete(false). Thread: its client's. Ownership: its
/// client's.
class Call : public QObject
{
    Q_OBJECT
public:
    enum class AutoDelete { Yes, No };
    ~Call() override; ///< An unfinished call is forgotten; its future is cancelled.
    [[nodiscard]] QFuture<Result<QByteArray>> future() const;
    /// Ends it with ErrorCode::Cancelled; the server is told, and what it may still answer is dropped.
    /// Nothing once finished.
    void cancel();
    void setAutoDelete(AutoDelete autoDelete);

Q_SIGNALS:
    void finished(const alcedo::Result<QByteArray> &result);

private:
    friend class Client;
    explicit Call(QObject *parent);
    void setCanceller(std::function<void()> forget);
    void finish(const Result<QByteArray> &result);
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
