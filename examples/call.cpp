// SPDX-License-Identifier: MIT
// Asks a server's application and prints the answer:
//   call ws://127.0.0.1:9000/ math.add '[2, 3]'
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>

#include <QCoreApplication>
#include <iostream>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc < 3) {
        std::cerr << "usage: call URL METHOD [PARAMETERS]\n";
        return 2;
    }
    alcedo::SystemClock clock;
    alcedo::Client::Options options;
    options.connection.dial.url = QUrl(QString::fromLocal8Bit(argv[1]));
    alcedo::Client client(options, clock);
    client.connection().open();

    // It waits for the link, and at most the timeout for the answer; cancel() gives it up before.
    using namespace std::chrono_literals;
    alcedo::Call *call = client.call(QString::fromLocal8Bit(argv[2]), argv[3], {.timeout = 5s});
    QObject::connect(call, &alcedo::Call::finished, &app, [](const alcedo::Result<QByteArray> &result) {
        if (result)
            std::cout << result->constData() << std::endl;
        else
            std::cerr << qPrintable(result.error().message()) << " (" << result.error().detail() << ")\n";
        QCoreApplication::exit(result ? 0 : 1);
    });
    return app.exec();
}
