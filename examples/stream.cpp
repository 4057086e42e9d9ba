// SPDX-License-Identifier: MIT
// Asks a server's application for something long and prints it item by item, in bounded memory:
//   stream ws://127.0.0.1:9000/ report.rows '{"day":"today"}'
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>

#include <QCoreApplication>
#include <iostream>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 3) {
        std::cerr << "usage: stream URL METHOD [PARAMETERS]\n";
        return 2;
    }
    alcedo::SystemClock clock;
    alcedo::Client::Options options;
    options.connection.dial.url = QUrl(QString::fromLocal8Bit(argv[1]));
    alcedo::Client client(options, clock);
    client.connection().open();

    // At most 16 items are on their way or wait here: the server sends more as these are taken.
    alcedo::StreamedCall *rows = client.stream(QString::fromLocal8Bit(argv[2]), argv[3], {.window = 16});
    QObject::connect(rows, &alcedo::StreamedCall::itemsReady, &app, [rows] {
        while (const auto row = rows->take())
            std::cout << row->constData() << std::endl;
    });
    QObject::connect(rows, &alcedo::StreamedCall::finished, &app, [](const alcedo::Result<quint64> &count) {
        if (!count)
            std::cerr << qPrintable(count.error().message()) << " (" << count.error().detail() << ")\n";
        QCoreApplication::exit(count ? 0 : 1);
    });
    return app.exec();
}
