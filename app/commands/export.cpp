// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/recording/blockcursor.h>
#include <alcedo/recording/recordsink.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/progressbar.h>
#include <commands/sourceword.h>

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSet>
#include <cstdio>
#include <optional>

namespace alcedo {

namespace {

/// What is asked for; as JSON it names the work that a part file belongs to.
struct ExportOptions
{
    QString format, out;
    TimeRange range{0, std::numeric_limits<std::int64_t>::max()};
    std::vector<RecordKind> kinds;
    QStringList keys, sources;

    [[nodiscard]] QString signature(const QString &path) const
    {
        QStringList words{format, path, QString::number(range.fromNs), QString::number(range.toNs)};
        for (const RecordKind kind : kinds)
            words << QString::number(int(kind));
        return QString((words + keys + sources).join(u'\n'));
    }
};

Result<ExportOptions> exportOptions(const Arguments &arguments)
{
    const auto bad = [](const QString &why) {
        return Error(ErrorCode::InvalidArgument, QString(QStringLiteral("export: ") + why));
    };
    ExportOptions options;
    for (const char *format : {"csv", "jsonl", "mcap", "parquet"}) {
        if (!arguments.isSet(QLatin1String(format)))
            continue;
        if (!options.format.isEmpty())
            return bad(QStringLiteral("one format at a time"));
        options.format = QLatin1String(format);
        options.out = arguments.value(options.format);
    }
    if (options.format.isEmpty() || options.out.isEmpty())
        return bad(QStringLiteral("--csv OUT, --jsonl OUT or --mcap OUT is missing"));
    for (const auto &[name, place] :
         {std::pair("from", &options.range.fromNs), std::pair("to", &options.range.toNs)}) {
        if (!arguments.isSet(QLatin1String(name)))
            continue;
        const auto moment = parseMoment(arguments.value(QLatin1String(name)));
        if (!moment)
            return bad(QStringLiteral("--%1 takes a time as 2026-05-01T12:00:00Z or seconds since 1970")
                           .arg(QLatin1String(name)));
        *place = *moment;
    }
    for (const QString &name : arguments.value(QStringLiteral("channel")).split(u',', Qt::SkipEmptyParts)) {
        const auto kind = RecordSchema::kindNamed(name.toStdString());
        if (!kind)
            return bad(QStringLiteral("there is no kind of record %1").arg(name.left(40)));
        options.kinds.push_back(*kind);
    }
    options.keys = arguments.value(QStringLiteral("key")).split(u',', Qt::SkipEmptyParts);
    options.sources = arguments.value(QStringLiteral("source")).split(u',', Qt::SkipEmptyParts);
    return options;
}

/// Writes OUT.part, and beside it how far it came, so that the same command goes on where it was cut short.
class Export
{
public:
    Export(Recording &recording, const ExportOptions &options)
        : m_recording(recording)
        , m_options(options)
        , m_part(options.out + QStringLiteral(".part"))
        , m_state(options.out + QStringLiteral(".part.state"))
        , m_signature(options.signature(recording.path()))
    {
        for (const QString &key : options.keys)
            m_keys.insert(key.toUtf8());
        for (const RecordedSource &source : recording.sources()) {
            if (options.sources.isEmpty() || options.sources.contains(source.name))
                m_sources[source.id] = source.name.toStdString();
        }
    }
    Result<void> run();
    [[nodiscard]] std::uint64_t records() const { return m_written; }

private:
    [[nodiscard]] std::unique_ptr<RecordSink> makeSink();
    Result<void> open();
    Result<void> copy();
    Result<void> keepState();
    void add(const RecordedBatch &batch);

    Recording &m_recording;
    const ExportOptions &m_options;
    QFile m_part;
    QString m_state, m_signature;
    std::unique_ptr<RecordSink> m_sink;
    QSet<QByteArray> m_keys;
    std::map<int, std::string> m_sources;
    std::uint64_t m_sequence = 0; ///< the last batch that is in the part file
    std::uint64_t m_written = 0;
    std::optional<ProgressBar> m_bar; ///< while it goes on
};

std::unique_ptr<RecordSink> Export::makeSink()
{
    if (m_options.format == QLatin1String("csv"))
        return makeCsvSink(m_part, m_options.kinds);
    return m_options.format == QLatin1String("mcap") ? makeMcapSink(m_part) : makeJsonLinesSink(m_part);
}

Result<void> Export::open()
{
    const Error cannot(ErrorCode::Io, QStringLiteral("cannot write %1").arg(m_options.out));
    m_sink = makeSink();
    QFile state(m_state);
    QJsonObject known;
    if (m_sink->isResumable() && state.open(QIODevice::ReadOnly))
        known = QJsonDocument::fromJson(state.readAll()).object();
    const qint64 size = known.value(QStringLiteral("size")).toString().toLongLong();
    const bool resumes =
        known.value(QStringLiteral("work")).toString() == m_signature && size <= QFileInfo(m_part).size();
    if (!m_part.open(resumes ? QIODevice::ReadWrite : QIODevice::WriteOnly | QIODevice::Truncate))
        return cannot;
    if (!resumes) {
        m_sink->begin();
        return {};
    }
    m_sequence = known.value(QStringLiteral("sequence")).toString().toULongLong();
    m_written = known.value(QStringLiteral("records")).toString().toULongLong();
    if (!m_part.resize(size) || !m_part.seek(size))
        return cannot;
    std::fprintf(stderr, "alcedo: goes on after %llu records\n", static_cast<unsigned long long>(m_written));
    return {};
}

Result<void> Export::keepState()
{
    if (const auto flushed = m_sink->flush(); !flushed)
        return flushed;
    if (!m_part.flush())
        return Error(ErrorCode::Io,
                     QStringLiteral("cannot write %1: %2").arg(m_options.out, m_part.errorString()));
    if (!m_sink->isResumable())
        return {};
    QSaveFile state(m_state);
    const QJsonObject known{{QStringLiteral("work"), m_signature},
                            {QStringLiteral("size"), QString::number(m_part.size())},
                            {QStringLiteral("sequence"), QString::number(m_sequence)},
                            {QStringLiteral("records"), QString::number(m_written)}};
    if (!state.open(QIODevice::WriteOnly) || state.write(QJsonDocument(known).toJson()) < 0 ||
        !state.commit())
        return Error(ErrorCode::Io, QStringLiteral("cannot write %1").arg(m_state));
    return {};
}

void Export::add(const RecordedBatch &recorded)
{
    const RecordBatch &batch = *recorded.batch;
    const auto source = m_sources.find(batch.source());
    for (std::size_t i = 0; source != m_sources.end() && i < batch.size(); ++i) {
        const bool kindFits =
            m_options.kinds.empty() ||
            std::find(m_options.kinds.begin(), m_options.kinds.end(), batch.kind(i)) != m_options.kinds.end();
        const std::string_view key = batch.key(i);
        if (kindFits &&
            (m_keys.isEmpty() || m_keys.contains(QByteArray(key.data(), qsizetype(key.size()))))) {
            m_sink->add(batch, i, source->second);
            ++m_written;
        }
    }
    m_sequence = recorded.sequence;
}

Result<void> Export::copy()
{
    auto blocks = m_recording.blocks(Recording::Kind::Records, m_options.range);
    if (!blocks)
        return blocks.error();
    std::uint64_t all = 0, done = 0;
    for (const BlockEntry &block : *blocks)
        all += block.count;
    std::erase_if(*blocks, [&](const BlockEntry &block) {
        const bool goes = block.lastSequence <= m_sequence || !m_sources.contains(block.source);
        done += goes ? block.count : 0;
        return goes;
    });
    BlockCursor<RecordedBatch> cursor(std::move(blocks).value(), [this](const BlockEntry &block) {
        return m_recording.records(block, SourceId(block.source));
    });
    std::uint64_t kept = done;
    for (;;) {
        const auto next = cursor.peek();
        if (!next)
            return next.error();
        if (!*next)
            return keepState();
        const RecordedBatch &batch = **next;
        if (batch.sequence > m_sequence && batch.atNs >= m_options.range.fromNs &&
            batch.atNs <= m_options.range.toNs)
            add(batch);
        done += batch.batch->size();
        cursor.pop();
        if (m_bar)
            m_bar->show(double(done) / double(std::max<std::uint64_t>(all, 1)),
                        QStringLiteral("%1 records").arg(m_written));
        constexpr std::uint64_t KeptEvery = 20'000;
        if (done - kept >= KeptEvery) {
            kept = done;
            if (const auto written = keepState(); !written)
                return written;
        }
    }
}

Result<void> Export::run()
{
    if (const auto opened = open(); !opened)
        return opened;
    m_bar.emplace();
    auto done = copy();
    m_bar.reset();
    if (done) {
        m_sink->end();
        done = m_sink->flush();
    }
    if (!done)
        return done;
    m_part.close();
    QFile::remove(m_options.out);
    if (!QFile::rename(m_part.fileName(), m_options.out))
        return Error(ErrorCode::Io, QStringLiteral("cannot write %1").arg(m_options.out));
    QFile::remove(m_state);
    return {};
}

} // namespace

int runExport(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("export"), QStringLiteral("RECORDING"), 1);
    arguments.addValue(QStringLiteral("csv"), QStringLiteral("one table (RFC 4180)"), QStringLiteral("OUT"));
    arguments.addValue(QStringLiteral("jsonl"), QStringLiteral("one JSON object a line, as watch prints"),
                       QStringLiteral("OUT"));
    arguments.addValue(QStringLiteral("mcap"), QStringLiteral("MCAP with JSON messages (mcap.dev)"),
                       QStringLiteral("OUT"));
    arguments.addValue(QStringLiteral("parquet"), QStringLiteral("not in this build: see docs/commands.md"),
                       QStringLiteral("OUT"));
    arguments.addValue(QStringLiteral("from"),
                       QStringLiteral("recorded at or after, as 2026-05-01T12:00:00Z"),
                       QStringLiteral("TIME"));
    arguments.addValue(QStringLiteral("to"), QStringLiteral("recorded at or before"), QStringLiteral("TIME"));
    arguments.addValue(QStringLiteral("channel"), QStringLiteral("these kinds alone: quote,trade,…"),
                       QStringLiteral("KINDS"));
    arguments.addValue(QStringLiteral("key"), QStringLiteral("these keys alone: BTC-USD,ETH-USD"),
                       QStringLiteral("KEYS"));
    arguments.addValue(QStringLiteral("source"), QStringLiteral("these sources alone"),
                       QStringLiteral("NAMES"));
    if (const auto code = arguments.parse(args))
        return *code;
    const auto options = exportOptions(arguments);
    if (!options)
        return complain(options.error().message(), Usage);
    if (options->format == QLatin1String("parquet"))
        return complain(
            QStringLiteral("export: there is no Parquet in this build, as Debian 12 has no library for it; "
                           "--csv is read by everything that writes Parquet (duckdb, pandas)"),
            Failure);
    auto recording = Recording::open(arguments.positional(0));
    if (!recording)
        return complain(recording.error().message(), ExitCode(codeOf(recording.error())));
    Export work(**recording, *options);
    if (const auto done = work.run(); !done)
        return complain(QString(QStringLiteral("export: ") + done.error().message()),
                        ExitCode(codeOf(done.error())));
    std::printf("%llu records\n", static_cast<unsigned long long>(work.records()));
    return Success;
}

} // namespace alcedo
