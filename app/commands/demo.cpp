// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/demo.h>

#include <alcedo/core/clock.h>
#include <alcedo/core/post.h>
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/nativesource.h>
#include <alcedo/feed/simulatedsource.h>
#include <alcedo/feed/sourcespec.h>
#include <commands/serving.h>
#include <commands/sourceword.h>

#include <QThread>
#include <future>

namespace alcedo {

namespace {

/// The whole past that the demo serves.
constexpr int DemoHistory = 30'000;
/// The past, and what a short drop would miss; this window is all that ever asks.
constexpr qint64 DemoHistoryBytes = 16 * 1024 * 1024;

NativeSource::Options demoOptions(const QUrl &url, const QString &world)
{
    NativeSource::Options options;
    options.client.connection.dial.url = url;
    options.client.name = QStringLiteral("alcedo demo");
    options.prefix = QString(world + u'.');
    options.history = DemoHistory;
    return options;
}

} // namespace

/// The server's side. Made in the GUI thread; serving lives and dies in the server's.
class Demo::Private
{
public:
    Private()
    {
        thread.setObjectName(QStringLiteral("demo server"));
        context.moveToThread(&thread);
    }
    [[nodiscard]] Result<QUrl> serve()
    {
        Server::Options options;
        options.historyBytes = DemoHistoryBytes;
        serving = std::make_unique<Serving>(options, clock);
        serving->addDemo();
        if (auto listening = serving->listen(); !listening)
            return listening.error();
        // After the answer: who connects waits in the listener until the past is published.
        post(&context, [this] { serving->start(); });
        return serving->url();
    }

    SystemClock clock;
    QThread thread;
    QObject context;
    std::unique_ptr<Serving> serving;
};

Demo::Demo()
    : d(std::make_unique<Private>())
{
}

Demo::~Demo()
{
    if (!d->thread.isRunning())
        return;
    post(&d->context, [this] {
        d->serving.reset();
        d->thread.quit();
    });
    d->thread.wait();
}

Result<void> Demo::start(Pipeline &pipeline)
{
    std::promise<Result<QUrl>> address;
    d->thread.start();
    post(&d->context, [this, &address] { address.set_value(d->serve()); });
    const Result<QUrl> url = address.get_future().get();
    if (!url)
        return url.error();
    for (const QString &world : SimulatedSource::worlds()) {
        pipeline.add([options = demoOptions(*url, world), world](SourceId id,
                                                                 Clock &clock) -> std::unique_ptr<Source> {
            return std::make_unique<NativeSource>(id, world, options, clock);
        });
    }
    return {};
}

Dashboard::SourceMaker sourceMaker()
{
    return [](const QString &word) -> Result<Pipeline::Factory> {
        const auto found = SourceWord::parse(word);
        if (!found)
            return found.error();
        return Pipeline::Factory(found->make);
    };
}

QStringList profileNames()
{
    return FeedProfile::shipped();
}

} // namespace alcedo
