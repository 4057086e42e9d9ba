// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/recording/recorder.h>
#include <alcedo/recording/replayer.h>
#include <commands/arguments.h>
#include <commands/benchfeed.h>
#include <commands/benchlong.h>
#include <commands/benchrecord.h>
#include <commands/command.h>
#include <commands/sourceword.h>

#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <random>
#include <thread>

namespace alcedo {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

double residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return double(file.readAll().split(' ').value(1).toLongLong()) * 4'096 / (1 << 20);
}

double secondsOf(Steady::duration time)
{
    return std::chrono::duration<double>(time).count();
}

/// What a feed of 40 instruments sends: one ticker a frame, and the records of one turn as one batch.
class TickerFeed
{
public:
    explicit TickerFeed(SourceId source)
        : m_builder(source)
        , m_source(source)
    {
        for (int i = 0; i < 40; ++i)
            m_keys.push_back("T" + std::to_string(1'000 + i) + "-USD");
    }
    RecordBatchPtr make(int count, std::int64_t nowNs, std::vector<TappedFrame> &frames)
    {
        for (int i = 0; i < count; ++i) {
            const std::string &key = m_keys[m_random() % m_keys.size()];
            const auto cents = std::int64_t(6'000'000 + m_random() % 500);
            m_builder.begin(RecordKind::Quote, key, nowNs / 1'000'000 * 1'000'000, nowNs);
            m_builder.set(quote::Last, Decimal(cents, 2));
            m_builder.set(quote::Bid, Decimal(cents - 1, 2));
            m_builder.set(quote::Ask, Decimal(cents + 1, 2));
            frames.push_back({m_source, 1, TappedFrame::Direction::In, TappedFrame::Opcode::Text, nowNs,
                              R"({"type":"ticker","sequence":)" + QByteArray::number(++m_sequence) +
                                  R"(,"product_id":")" + QByteArray::fromStdString(key) + R"(","price":")" +
                                  price(cents) + R"(","best_bid":")" + price(cents - 1) +
                                  R"(","best_ask":")" + price(cents + 1) + R"(","time":)" +
                                  QByteArray::number(qlonglong(nowNs)) + "}"});
        }
        return m_builder.take();
    }

private:
    static QByteArray price(std::int64_t cents)
    {
        char text[Decimal::MaxChars];
        return QByteArray(text, Decimal(cents, 2).toChars(text) - text);
    }
    RecordBatchBuilder m_builder;
    SourceId m_source;
    std::vector<std::string> m_keys;
    std::mt19937 m_random{1};
    qint64 m_sequence = 0;
};

struct Load
{
    double rate = 200'000, seconds = 10;
    qint64 maxBytes = qint64(512) << 20;
};

/// Records at a rate for some time; memory and the file's size are looked at all along.
QJsonObject recordAtRate(const Load &load, const QString &path)
{
    SystemClock clock;
    Recorder recorder({.file = {.path = path, .maxBytes = load.maxBytes}}, clock);
    recorder.start();
    TickerFeed feed(1);
    const auto begin = Steady::now();
    std::chrono::nanoseconds pushing{0};
    double sent = 0, least = 1e9, most = 0;
    qint64 largest = 0;
    std::vector<TappedFrame> frames;
    for (double elapsed = 0; elapsed < load.seconds; elapsed = secondsOf(Steady::now() - begin)) {
        const int due = int(std::min(elapsed * load.rate - sent, 5'000.0));
        if (due > 0) {
            frames.clear();
            const RecordBatchPtr batch = feed.make(due, clock.wall().count(), frames);
            const auto before = threadProcessorTime();
            for (const TappedFrame &frame : frames)
                recorder.push(frame);
            recorder.push(batch);
            pushing += threadProcessorTime() - before;
            sent += due;
        }
        if (elapsed > load.seconds / 5) { // after the warm-up
            const double now = residentMiB();
            least = std::min(least, now);
            most = std::max(most, now);
        }
        largest = std::max(largest, qint64(recorder.status().counters.fileBytes));
        std::this_thread::sleep_for(1ms);
    }
    recorder.stop();
    const double wall = secondsOf(Steady::now() - begin);
    const RecorderStatus status = recorder.status();
    return {{QStringLiteral("messages_per_s"), sent / wall},
            {QStringLiteral("seconds"), wall},
            {QStringLiteral("messages"), sent},
            {QStringLiteral("recorded"), qint64(status.counters.frames)},
            {QStringLiteral("dropped"), qint64(status.counters.dropped)},
            {QStringLiteral("push_ns_per_message"), double(pushing.count()) / std::max(sent, 1.0)},
            {QStringLiteral("memory_least_mib"), least},
            {QStringLiteral("memory_most_mib"), most},
            {QStringLiteral("file_most_mib"), double(largest) / (1 << 20)},
            {QStringLiteral("file_bound_mib"), double(load.maxBytes) / (1 << 20)}};
}

Result<QJsonObject> replayAtMax(const QString &path)
{
    SystemClock clock;
    auto replayer = Replayer::open(0, QStringLiteral("bench"), path, {.speed = 0}, clock);
    if (!replayer)
        return replayer.error();
    QEventLoop loop;
    quint64 records = 0;
    QObject::connect(replayer->get(), &Source::batchReady, &loop,
                     [&records](const RecordBatchPtr &batch) { records += batch->size(); });
    QObject::connect(replayer->get(), &Source::finished, &loop, &QEventLoop::quit);
    const auto begin = Steady::now();
    (*replayer)->start();
    loop.exec();
    const double wall = secondsOf(Steady::now() - begin);
    return QJsonObject{{QStringLiteral("records"), qint64(records)},
                       {QStringLiteral("seconds"), wall},
                       {QStringLiteral("records_per_s"), double(records) / wall}};
}

} // namespace

int runBenchRecord(const QStringList &args)
{
    Arguments arguments(QStringLiteral("bench record"), QStringLiteral(""), 0);
    const auto number = [&](const char *name, const char *what, const char *initial) {
        arguments.addValue(QLatin1String(name), QLatin1String(what), QStringLiteral("N"),
                           QLatin1String(initial));
    };
    number("rate", "messages a second (default 200000)", "200000");
    number("seconds", "how long (default 10)", "10");
    number("hours", "of the recording that is replayed (default 1)", "1");
    arguments.addValue(QStringLiteral("max-size"), QStringLiteral("bound of the file (default 512M)"),
                       QStringLiteral("BYTES"), QStringLiteral("512M"));
    arguments.addValue(QStringLiteral("folder"),
                       QStringLiteral("where the files are made (default: a temporary one)"),
                       QStringLiteral("PATH"));
    arguments.addFlag(QStringLiteral("json"), QStringLiteral("one JSON object"));
    if (const auto code = arguments.parse(args))
        return *code;
    const auto value = [&](const char *name) { return arguments.value(QLatin1String(name)).toDouble(); };
    const auto size = parseSize(arguments.value(QStringLiteral("max-size")));
    if (!size || *size < RecordingWriter::LeastBytes || value("rate") <= 0 || value("seconds") <= 0 ||
        value("hours") <= 0)
        return complain(QStringLiteral("bench record: numbers above zero, and --max-size of 4M or more"),
                        Usage);
    const QTemporaryDir folder(
        arguments.isSet(QStringLiteral("folder"))
            ? QString(arguments.value(QStringLiteral("folder")) + QStringLiteral("/bench-XXXXXX"))
            : QString());
    const QString longPath = folder.filePath(QStringLiteral("long.alcedo"));
    QJsonObject result;
    result[QStringLiteral("record")] = recordAtRate({value("rate"), value("seconds"), *size},
                                                    folder.filePath(QStringLiteral("rate.alcedo")));
    const std::int64_t now = SystemClock().wall().count();
    if (const auto made = makeLongRecording(longPath, value("hours"), 500, now); !made)
        return complain(made.error().message(), Failure);
    const auto replay = replayAtMax(longPath);
    if (!replay)
        return complain(replay.error().message(), Failure);
    result[QStringLiteral("replay")] = *replay;
    if (arguments.isSet(QStringLiteral("json"))) {
        std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
        return Success;
    }
    for (auto part = result.begin(); part != result.end(); ++part) {
        const QJsonObject figures = part->toObject();
        for (auto it = figures.begin(); it != figures.end(); ++it)
            std::printf("%-8s %-20s %s\n", qUtf8Printable(part.key()), qUtf8Printable(it.key()),
                        qUtf8Printable(it->toVariant().toString()));
    }
    return Success;
}

} // namespace alcedo
