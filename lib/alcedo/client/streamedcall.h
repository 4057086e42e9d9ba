// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>

namespace alcedo {

namespace wire {
struct Item;
}

struct StreamOptions
{
    int window = 64; ///< items on their way or waiting here at most; at least 1
};

/// A call that is answered item by item: an answer of any length in a bounded memory, because the server
/// sends no more than was granted, and the reader grants by taking.
///
///     auto *rows = client.stream("report.rows", "{\"day\":\"today\"}");
///     connect(rows, &StreamedCall::itemsReady, this, [=] { while (auto row = rows->take()) show(*row); });
///     connect(rows, &StreamedCall::finished, this, [](const Result<quint64> &count) { … });
///
/// It ends with its link (ErrorCode::Closed). Deletes itself after finished(). Thread: its client's.
/// Ownership: its client's; deleting it earlier cancels it.
class StreamedCall : public QObject
{
    Q_OBJECT
public:
    ~StreamedCall() override;
    /// The oldest item that has come, as JSON text; nothing where none waits. Makes room for another one.
    std::optional<QByteArray> take();
    [[nodiscard]] qsizetype available() const;
    /// Ends it with ErrorCode::Cancelled; what waits is dropped, and the server is told. Nothing once
    /// finished.
    void cancel();

Q_SIGNALS:
    /// Items came while none was waiting. Take all that you want; the rest waits.
    void itemsReady();
    /// All items were taken: their number, or how it ended otherwise. Once.
    void finished(const alcedo::Result<quint64> &count);

private:
    friend class Client;
    struct Peer
    {
        std::function<void(qint64 n)> grant;
        std::function<void()> cancel;
        std::function<void(const QString &text)> breach; ///< the server broke the protocol
    };
    StreamedCall(const StreamOptions &options, QObject *parent);
    void setPeer(Peer peer);
    void onSent(); ///< the request has gone out
    void onItem(wire::Item item);
    void onReply(const Result<QByteArray> &result);
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
