// SPDX-License-Identifier: MIT
// Publishes lines of JSON from standard input, each of them once, whatever happens to the link:
//   seq 1000 | publish ws://127.0.0.1:9000/ numbers
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>

#include <QCoreApplication>
#include <iostream>
#include <string>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 3) {
        std::cerr << "usage: publish URL CHANNEL\n";
        return 2;
    }
    alcedo::SystemClock clock;
    alcedo::Client::Options options;
    options.connection.dial.url = QUrl(QString::fromLocal8Bit(argv[1]));
    alcedo::Client client(options, clock);
    client.connection().open();

    int unanswered = 0, refused = 0;
    for (std::string line; std::getline(std::cin, line);) {
        ++unanswered;
        // Sent again after a drop under a key of its own, so that the server applies it once.
        client.publish(QString::fromLocal8Bit(argv[2]), QByteArray::fromStdString(line))
            .then(&app, [&](const alcedo::Result<alcedo::StreamPosition> &position) {
                if (position)
                    std::cout << position->offset << std::endl;
                else
                    std::cerr << (++refused, qPrintable(position.error().message())) << '\n';
                if (--unanswered == 0)
                    QCoreApplication::quit();
            });
    }
    if (unanswered > 0)
        app.exec();
    return refused ? 1 : 0;
}
