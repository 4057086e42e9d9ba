// SPDX-License-Identifier: MIT
// Publishes COUNT readings of a sensor as fast as the link takes them, and keeps only the newest one while it
// does not:
//   send ws://127.0.0.1:9000/ sensors boiler COUNT
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>

#include <QCoreApplication>
#include <iostream>
#include <map>

int main(int argc, char **argv)
{
    using alcedo::Sending;
    QCoreApplication app(argc, argv);
    if (argc != 5) {
        std::cerr << "usage: send URL CHANNEL SENSOR COUNT\n";
        return 2;
    }
    alcedo::SystemClock clock;
    alcedo::Client::Options options;
    options.connection.dial.url = QUrl(QString::fromLocal8Bit(argv[1]));
    alcedo::Client client(options, clock);
    const QString channel = QString::fromLocal8Bit(argv[2]);

    // The link is not there yet: what is sent waits, and of one sensor only the newest.
    std::map<Sending, int> answers;
    const alcedo::SendOptions reading{.key = QString::fromLocal8Bit(argv[3]),
                                      .waiting = alcedo::SendOptions::Waiting::Thin};
    for (int n = 1; n <= QByteArray(argv[4]).toInt(); ++n)
        ++answers[client.send(channel, QByteArray::number(n), reading)];
    std::cout << "sent " << answers[Sending::Sent] << ", queued " << answers[Sending::Queued] << ", thinned "
              << answers[Sending::Thinned] << ", dropped " << answers[Sending::Dropped] << std::endl;

    int refused = 0;
    QObject::connect(&client, &alcedo::Client::sendFailed, &app,
                     [&](const QString &, const alcedo::Error &error) {
                         ++refused;
                         std::cerr << qPrintable(error.message()) << " (" << error.detail() << ")\n";
                         QCoreApplication::exit(1);
                     });
    // All has gone out; one more call, and so has its answer.
    QObject::connect(&client, &alcedo::Client::drained, &app,
                     [&] { client.channels().then(&app, [](const auto &) { QCoreApplication::quit(); }); });
    client.connection().open();
    app.exec();
    return refused ? 1 : 0;
}
