// SPDX-License-Identifier: MIT
// What a server's HTTP routes make of requests: heads that were parsed, bodies, queries, tokens, long polls.
#include <alcedo/core/clock.h>
#include <alcedo/server/httproutes.h>
#include <alcedo/server/memorybroker.h>
#include <alcedo/server/worker.h>
#include <alcedo/transport/httphead.h>
#include <alcedo/transport/upgrade.h>

#include <QCoreApplication>
#include <cstdlib>

using namespace alcedo;

namespace {

void check(bool holds)
{
    if (!holds)
        std::abort();
}

/// One server's parts for all runs; its time never moves, so that no rate is refilled by accident.
struct House
{
    House()
        : broker({}, clock)
        , shared{options(), clock, broker, {}, {}, QStringLiteral("n"), {0}, {}}
        , worker(shared)
        , routes({broker, shared.totals, *shared.door, shared.options}, {})
    {
    }
    static Server::Options options()
    {
        Server::Options options;
        options.tokens = std::make_shared<Tokens>();
        options.guests = {{Role::Publisher, QStringLiteral("a")}};
        options.maxChannels = 100;
        return options;
    }
    ManualClock clock;
    MemoryBroker broker;
    WorkerShared shared;
    Worker worker;
    HttpRoutes routes;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int argc = 1;
    static char name[] = "fuzz";
    static char *argv[] = {name, nullptr};
    static QCoreApplication application(argc, argv);
    static House house;
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const HttpHeadResult parsed = parseRequestHead(bytes, 16 * 1024);
    if (parsed.state != HttpHeadResult::State::Complete)
        return 0;
    const QStringList hosts{QStringLiteral("board.local")};
    (void)isHostAllowed(parsed.head, hosts);
    HttpRequest request{parsed.head.method,     parsed.head.target,      parsed.head.headers,
                        bytes.mid(parsed.size), QHostAddress::LocalHost, {}};
    const auto pass = house.shared.door->enter(request.peer);
    check(pass.hasValue());
    request.pass = *pass;
    const auto opened = [](std::unique_ptr<Transport> link) { house.worker.add(std::move(link)); };
    const HttpResponse response =
        PollLinks::isPoll(request) ? house.shared.polls->answer(request, opened) : house.routes(request);
    if (response.later)
        response.later(
            HttpAnswer(std::make_shared<HttpAnswer::Owner>(&application, [](const HttpResponse &) {})));
    else
        check(response.status >= 200 && response.status < 600);
    // Nobody who shows no token reaches a channel outside of the guests' part.
    for (const ChannelSummary &channel : house.broker.channels({}))
        check(channel.channel.startsWith(u'a'));
    QCoreApplication::processEvents();
    house.clock.advance(std::chrono::seconds(1));
    return 0;
}
