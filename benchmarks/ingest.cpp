// SPDX-License-Identifier: MIT
// alcedo_ingest: how fast a source takes what a server sends, from the socket to typed records. Beside it
// runs alcedo_floor --mode source [--batch K], which sends 128-byte ticks as fast as they are read.
//
//   alcedo_ingest --port P [--batch K] [--seconds S]
#include <alcedo/core/clock.h>
#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/profilesource.h>
#include <alcedo/series/recordbatch.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTimer>
#include <cstdio>
#include <ctime>

using namespace alcedo;

namespace {

QByteArray profileText(int batch)
{
    const QByteArray when =
        batch > 1 ? R"("when": {"/0/s": "BTC-USD"}, "each": "",)" : R"("when": {"/s": "BTC-USD"},)";
    return R"({"profile": 1, "name": "ingest", "title": "Ingest", "endpoints": ["ws://127.0.0.1"], "routes": [{
        "name": "tick", )" +
           when + R"( "record": "quote", "key": "/s", "time": {"at": "/t", "unit": "ns"},
        "map": {"bid": "/b", "ask": "/a"}}]})";
}

double threadSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const auto option = [&parser](const char *name, const char *text, const char *value) {
        parser.addOption(
            {QLatin1String(name), QLatin1String(text), QLatin1String("value"), QLatin1String(value)});
    };
    option("port", "Of alcedo_floor --mode source.", "0");
    option("batch", "Ticks in a message, as told to alcedo_floor.", "1");
    option("seconds", "To measure, after one second.", "3");
    parser.addHelpOption();
    parser.process(application);
    const int batch = parser.value(QStringLiteral("batch")).toInt();
    const auto profile = FeedProfile::parse(profileText(batch), QStringLiteral("ingest"));
    if (!profile) {
        std::fprintf(stderr, "alcedo_ingest: %s\n", qPrintable(profile.error().message()));
        return 1;
    }
    SystemClock clock;
    ProfileSource::Options options;
    options.profile = *profile;
    options.url.setUrl(QStringLiteral("ws://127.0.0.1:%1/").arg(parser.value(QStringLiteral("port"))));
    ProfileSource source(1, QStringLiteral("ingest"), options, clock);
    quint64 records = 0;
    QObject::connect(&source, &Source::batchReady, &application,
                     [&records](const RecordBatchPtr &batchOfRecords) { records += batchOfRecords->size(); });
    source.start();
    QTimer::singleShot(std::chrono::seconds(1), &application, [&] {
        const quint64 before = records;
        const auto start = clock.steady();
        const double cpuStart = threadSeconds();
        QTimer::singleShot(
            std::chrono::milliseconds(int(parser.value(QStringLiteral("seconds")).toDouble() * 1000)),
            &application, [&, before, start, cpuStart] {
                const double seconds = double((clock.steady() - start).count()) / 1e9;
                const double taken = double(records - before);
                std::printf("{\"records_per_s\":%.0f,\"cpu\":%.3f,\"ns_per_record\":%.0f}\n", taken / seconds,
                            (threadSeconds() - cpuStart) / seconds,
                            taken > 0 ? (threadSeconds() - cpuStart) * 1e9 / taken : 0.0);
                QCoreApplication::exit(taken > 0 ? 0 : 1);
            });
    });
    return QCoreApplication::exec();
}
