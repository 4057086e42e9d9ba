// SPDX-License-Identifier: MIT
// Prints a channel, every publication once and in order, over any number of drops:
//   subscribe ws://127.0.0.1:9000/ markets.quotes
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>

#include <QCoreApplication>
#include <iostream>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 3) {
        std::cerr << "usage: subscribe URL CHANNEL\n";
        return 2;
    }
    alcedo::SystemClock clock;
    alcedo::Client::Options options;
    options.connection.dial.url = QUrl(QString::fromLocal8Bit(argv[1]));
    alcedo::Client client(options, clock);

    auto *subscription = client.subscribe(QString::fromLocal8Bit(argv[2]));
    QObject::connect(subscription, &alcedo::Subscription::received,
                     [](const std::vector<alcedo::Publication> &publications) {
                         for (const alcedo::Publication &publication : publications)
                             std::cout << publication.offset << ' ' << publication.data.constData()
                                       << std::endl;
                     });
    QObject::connect(subscription, &alcedo::Subscription::lost, [](const alcedo::Loss &loss) {
        std::cout << "lost " << loss.first << " to " << loss.last << " (" << qPrintable(loss.why) << ")"
                  << std::endl;
    });
    QObject::connect(subscription, &alcedo::Subscription::stateChanged, &app,
                     [subscription](alcedo::Subscription::State state) {
                         if (state == alcedo::Subscription::State::Refused) {
                             std::cerr << qPrintable(subscription->error().message()) << '\n';
                             QCoreApplication::exit(1);
                         }
                     });
    client.connection().open();
    return app.exec();
}
