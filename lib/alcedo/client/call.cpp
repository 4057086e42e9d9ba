// SPDX-License-Identifier: MIT
#include <alcedo/client/call.h>

#include <QPointer>
#include <QPromise>

namespace alcedo {

class Call::Private
{
public:
    QPromise<Result<QByteArray>> promise;
    std::function<void()> forget;
    AutoDelete autoDelete = AutoDelete::Yes;
    bool done = false;
};

Call::Call(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->promise.start();
}

Call::~Call()
{
    if (!d->done && d->forget)
        d->forget();
}

QFuture<Result<QByteArray>> Call::future() const
{
    return d->promise.future();
}

void Call::cancel()
{
    if (d->done)
        return;
    if (d->forget)
        d->forget();
    finish(Error(ErrorCode::Cancelled, QStringLiteral("the call was cancelled")));
}

void Call::setAutoDelete(AutoDelete autoDelete)
{
    d->autoDelete = autoDelete;
}

void Call::setCanceller(std::function<void()> forget)
{
    d->forget = std::move(forget);
}

void Call::finish(const Result<QByteArray> &result)
{
    if (std::exchange(d->done, true))
        return;
    d->promise.addResult(result);
    d->promise.finish();
    const QPointer<Call> self(this);
    Q_EMIT finished(result);
    if (self && d->autoDelete == AutoDelete::Yes)
        deleteLater();
}

} // namespace alcedo
