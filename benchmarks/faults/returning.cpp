// SPDX-License-Identifier: MIT
// alcedo_returning: N clients of a server that dies and is started again. It tells when all are there, and
// then, once all have come back, when they tried and when they were live, from the first lost link on.
//
//   alcedo_returning --url URL [--clients N]
//
// Two lines of JSON: {"up":N} and {"back":N,"last_back_ms":…,"tries":[…],"backs":[…]}, the lists counting
// what fell into each 250 ms. Exit 1: not all were there, or back, within 60 s.
#include <alcedo/client/client.h>
#include <alcedo/client/subscription.h>
#include <alcedo/core/clock.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace alcedo;
using namespace std::chrono_literals;

namespace {

constexpr auto Bucket = 250ms;
constexpr auto Patience = 60s;

class Crowd : public QObject
{
public:
    Crowd(const QUrl &url, std::size_t size)
    {
        for (std::size_t i = 0; i < size; ++i) {
            Client::Options options;
            options.connection.dial.url = url;
            options.name = QStringLiteral("returning");
            Client &client = *m_clients.emplace_back(std::make_unique<Client>(options, m_clock));
            connect(&client.connection(), &Connection::stateChanged, this,
                    [this](LinkState state) { note(state); });
            client.subscribe(QStringLiteral("bench"));
            client.connection().open();
        }
        m_patience.setSingleShot(true);
        m_patience.callOnTimeout(this, [this] {
            std::fprintf(stderr, "alcedo_returning: %zu of %zu are %s\n", m_live, m_clients.size(),
                         m_isBroken ? "back" : "there");
            QCoreApplication::exit(1);
        });
        m_patience.start(Patience);
    }

private:
    void note(LinkState state)
    {
        if (m_isUp && (state == LinkState::Waiting || state == LinkState::Opening))
            begin();
        if (m_isBroken && state == LinkState::Opening)
            ++m_tries[since()];
        if (state != LinkState::Live)
            return;
        if (m_isBroken)
            ++m_backs[since()];
        if (++m_live == m_clients.size())
            m_isBroken ? tellBack() : tellUp();
    }
    /// The first lost link: all are gone with it.
    void begin()
    {
        if (m_isBroken)
            return;
        m_isBroken = true;
        m_live = 0;
        m_lostAt = m_clock.steady();
        m_patience.start(Patience);
    }
    [[nodiscard]] std::int64_t since() const { return (m_clock.steady() - m_lostAt) / Bucket; }

    void tellUp()
    {
        m_isUp = true;
        m_patience.stop(); // until it dies
        std::printf("{\"up\":%zu}\n", m_clients.size());
        std::fflush(stdout);
    }
    void tellBack()
    {
        const auto list = [](const std::map<std::int64_t, int> &counts) {
            std::string text;
            for (std::int64_t i = 0; i <= counts.rbegin()->first; ++i)
                text += (i ? "," : "") + std::to_string(counts.count(i) ? counts.at(i) : 0);
            return text;
        };
        std::printf("{\"back\":%zu,\"last_back_ms\":%lld,\"tries\":[%s],\"backs\":[%s]}\n", m_clients.size(),
                    static_cast<long long>((m_clock.steady() - m_lostAt) / 1ms), list(m_tries).c_str(),
                    list(m_backs).c_str());
        QCoreApplication::exit(0);
    }

    SystemClock m_clock;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::map<std::int64_t, int> m_tries, m_backs;
    std::chrono::nanoseconds m_lostAt{0};
    QTimer m_patience;
    std::size_t m_live = 0;
    bool m_isUp = false, m_isBroken = false;
};

} // namespace

int main(int argc, char **argv)
{
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("url"), QStringLiteral("Of the server."), QStringLiteral("url")});
    parser.addOption({QStringLiteral("clients"), QStringLiteral("How many."), QStringLiteral("number"),
                      QStringLiteral("2000")});
    parser.addHelpOption();
    parser.process(application);
    const Crowd crowd(QUrl(parser.value(QStringLiteral("url"))),
                      parser.value(QStringLiteral("clients")).toULongLong());
    return QCoreApplication::exec();
}
