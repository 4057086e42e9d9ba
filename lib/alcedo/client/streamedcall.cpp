// SPDX-License-Identifier: MIT
#include <alcedo/client/streamedcall.h>
#include <alcedo/core/post.h>
#include <alcedo/wire/message.h>

#include <QJsonDocument>
#include <QPointer>
#include <algorithm>
#include <deque>
#include <utility>

namespace alcedo {

class StreamedCall::Private
{
public:
    void finishWhenTaken();
    void finish(const Result<quint64> &count);
    void grant();

    StreamedCall *q = nullptr;
    int window = 1;
    Peer peer;
    std::deque<QByteArray> items; ///< bounded by window
    qint64 granted = 0;           ///< all in all
    quint64 received = 0;
    std::optional<Result<quint64>> outcome; ///< the reply, until all items were taken
    bool sent = false, done = false;
};

void StreamedCall::Private::grant()
{
    if (!sent || outcome || done)
        return;
    const qint64 open = granted - qint64(received) + qint64(items.size());
    // In halves of the window: a grant for each item would be a message for each.
    if (const qint64 room = window - open; room >= std::max(window / 2, 1)) {
        granted += room;
        peer.grant(room);
    }
}

void StreamedCall::Private::finishWhenTaken()
{
    if (outcome && items.empty())
        finish(*outcome);
}

void StreamedCall::Private::finish(const Result<quint64> &count)
{
    if (std::exchange(done, true))
        return;
    items.clear();
    const QPointer<StreamedCall> self(q);
    Q_EMIT q->finished(Result<quint64>(count));
    if (self)
        q->deleteLater();
}

StreamedCall::StreamedCall(const StreamOptions &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->q = this;
    d->window = std::max(options.window, 1);
}

StreamedCall::~StreamedCall()
{
    if (!d->done && d->peer.cancel)
        d->peer.cancel();
}

void StreamedCall::setPeer(Peer peer)
{
    d->peer = std::move(peer);
}

std::optional<QByteArray> StreamedCall::take()
{
    if (d->items.empty())
        return std::nullopt;
    QByteArray item = std::move(d->items.front());
    d->items.pop_front();
    d->grant();
    if (d->outcome && d->items.empty())
        post(this, [this] { d->finishWhenTaken(); }); // not while its last item is in the caller's hands
    return item;
}

qsizetype StreamedCall::available() const
{
    return qsizetype(d->items.size());
}

void StreamedCall::cancel()
{
    if (d->done)
        return;
    if (!d->outcome && d->peer.cancel)
        d->peer.cancel();
    d->finish(Error(ErrorCode::Cancelled, QStringLiteral("the call was cancelled")));
}

void StreamedCall::onSent()
{
    d->sent = true;
    d->grant();
}

void StreamedCall::onItem(wire::Item item)
{
    if (d->done || d->outcome)
        return;
    if (item.seq != d->received + 1 || qint64(item.seq) > d->granted)
        return d->peer.breach(QStringLiteral("item %1 of a streamed call, %2 were granted and %3 had come")
                                  .arg(item.seq)
                                  .arg(d->granted)
                                  .arg(d->received));
    ++d->received;
    d->items.push_back(std::move(item.data));
    if (d->items.size() == 1)
        Q_EMIT itemsReady();
}

void StreamedCall::onReply(const Result<QByteArray> &result)
{
    if (d->outcome)
        return;
    if (!result) {
        d->outcome = result.error();
    } else {
        const double n = QJsonDocument::fromJson(*result)[QLatin1String("n")].toDouble(-1);
        if (n != double(d->received))
            d->outcome =
                Error(ErrorCode::Protocol, QStringLiteral("the server counts other items than came"));
        else
            d->outcome = d->received;
    }
    d->finishWhenTaken();
}

} // namespace alcedo
