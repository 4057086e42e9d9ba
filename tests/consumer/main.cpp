// SPDX-License-Identifier: MIT
// A server and a client of the installed library, in one process: one publication there and back.
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/server/server.h>

#include <QCoreApplication>
#include <QTimer>
#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    alcedo::SystemClock clock;

    alcedo::Server server({}, clock);
    if (const auto listening = server.listen(); !listening) {
        std::fprintf(stderr, "consumer: %s\n", qPrintable(listening.error().message()));
        return 1;
    }

    alcedo::Client::Options options;
    options.connection.dial.url = server.url();
    alcedo::Client client(options, clock);
    auto *subscription = client.subscribe(QStringLiteral("greetings"));
    QObject::connect(subscription, &alcedo::Subscription::received, &application,
                     [&](const auto &publications) {
                         std::printf("received %s\n", publications.front().data.constData());
                         application.exit(publications.front().data == "\"hello\"" ? 0 : 1);
                     });
    QObject::connect(subscription, &alcedo::Subscription::stateChanged, &application,
                     [&](alcedo::Subscription::State state) {
                         if (state == alcedo::Subscription::State::Subscribed)
                             (void)server.publish(QStringLiteral("greetings"), "\"hello\"");
                     });
    client.connection().open();
    QTimer::singleShot(10'000, &application, [&] { application.exit(2); });
    return application.exec();
}
