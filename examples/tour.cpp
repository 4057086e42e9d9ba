// SPDX-License-Identifier: MIT
// The shortest whole: a server, a client that follows one of its channels, and a publication.
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>

#include <QCoreApplication>
#include <iostream>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    alcedo::SystemClock clock;
    alcedo::Server server({}, clock); // loopback, any free port
    if (!server.listen())
        return 1;

    alcedo::Client::Options options;
    options.connection.dial.url = server.url();
    alcedo::Client client(options, clock);
    auto *prices = client.subscribe(QStringLiteral("prices"), {.history = 10});
    QObject::connect(
        prices, &alcedo::Subscription::received, [](const std::vector<alcedo::Publication> &publications) {
            for (const auto &publication :
                 publications) // each offset once and in order, over any number of drops,
                std::cout << publication.offset << ' ' << publication.data.constData() << std::endl;
        });
    QObject::connect(prices, &alcedo::Subscription::lost,
                     [](const alcedo::Loss &loss) { // or said to be lost, with its bounds
                         std::cout << "lost " << loss.first << " to " << loss.last << std::endl;
                     });
    client.connection().open();

    if (!server.publish(QStringLiteral("prices"), R"({"last":"67412.50"})"))
        return 1;
    return app.exec();
}
