// SPDX-License-Identifier: MIT
// Prints what a channel knows of its keys, each at most twice a second, of which only what changed goes over
// the link:
//   latest ws://127.0.0.1:9000/ markets.quotes [KEY…]
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>

#include <QCoreApplication>
#include <iostream>

namespace {

void show(const std::vector<alcedo::Publication> &records)
{
    for (const alcedo::Publication &record : records) {
        const bool gone = record.op == alcedo::Publication::Op::Remove;
        std::cout << qPrintable(record.key) << ' ' << (gone ? "gone" : record.data.constData()) << std::endl;
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 3) {
        std::cerr << "usage: latest URL CHANNEL [KEY…]\n";
        return 2;
    }
    alcedo::SystemClock clock;
    alcedo::Client::Options options;
    options.connection.dial.url = QUrl(QString::fromLocal8Bit(argv[1]));
    alcedo::Client client(options, clock);

    alcedo::SubscribeOptions wanted;
    wanted.mode = alcedo::DeliveryMode::Keyed;
    wanted.rate = 2;
    wanted.delta = alcedo::SubscribeOptions::Delta::Fields;
    for (int i = 3; i < argc; ++i)
        wanted.keys << QString::fromLocal8Bit(argv[i]);
    alcedo::Subscription *subscription = client.subscribe(QString::fromLocal8Bit(argv[2]), wanted);
    QObject::connect(subscription, &alcedo::Subscription::snapshotReceived, &app, show);
    QObject::connect(subscription, &alcedo::Subscription::received, &app, show);
    QObject::connect(subscription, &alcedo::Subscription::stateChanged, &app, [subscription] {
        if (subscription->state() == alcedo::Subscription::State::Refused) {
            std::cerr << qPrintable(subscription->error().message()) << '\n';
            QCoreApplication::exit(1);
        }
    });
    client.connection().open();
    return app.exec();
}
