// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/core/clock.h>
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/recordjson.h>
#include <alcedo/feed/sourcespec.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/retrycap.h>
#include <commands/sourceword.h>

#include <QCoreApplication>
#include <QTimer>
#include <QUrlQuery>
#include <cstdio>

namespace alcedo {

namespace {

/// Prints a source's records, one a line, until enough were seen, the time is up, or the source is at its
/// end.
class Watch : public QObject
{
public:
    /// names: of a recording's sources; empty: all is the source's own.
    Watch(Source &source, std::map<int, QString> names, qint64 count)
        : m_source(source)
        , m_names(std::move(names))
        , m_left(count)
    {
        connect(&source, &Source::batchReady, this, [this](const RecordBatchPtr &batch) { print(*batch); });
        connect(&source, &Source::gapOpened, this, &Watch::openGap);
        connect(&source, &Source::gapClosed, this, &Watch::closeGap);
        connect(&source, &Source::finished, this, [this] { end(Success); });
        connect(&source, &Source::statusChanged, this, [this] { look(); });
    }
    void endAfter(std::chrono::milliseconds time)
    {
        QTimer::singleShot(time, this, [this] {
            end(m_printed > 0 ? Success : Failure, QStringLiteral("no record came in time"));
        });
    }

private:
    void print(const RecordBatch &batch)
    {
        m_lines.clear();
        const auto known = m_names.find(batch.source());
        const std::string name = (known == m_names.end() ? m_source.name() : known->second).toStdString();
        for (std::size_t i = 0; i < batch.size() && m_left != 0; ++i) {
            appendRecordJson(m_lines, batch, i, name);
            m_lines.append('\n');
            ++m_printed;
            m_left -= m_left > 0;
        }
        if (!write() || m_left == 0)
            end(Success);
    }
    /// False where the reader has gone (head, a closed pipe).
    bool write()
    {
        const auto size = std::size_t(m_lines.size());
        return std::fwrite(m_lines.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
    }
    // A reader of lines must see where some may be missing as a reader of the chart does.
    void openGap(qint64 fromNs, const QString &cause)
    {
        tell("gap", fromNs, cause.toStdString(), control::From, fromNs, std::nullopt);
    }
    void closeGap(qint64 toNs, quint64 recovered, quint64 missed)
    {
        const std::string text = recovered > 0 ? std::to_string(recovered) + " recovered" : std::string();
        tell("gap_end", toNs, text, control::To, toNs, std::int64_t(missed));
    }
    void tell(std::string_view event, qint64 timeNs, const std::string &text, int bound, std::int64_t boundNs,
              std::optional<std::int64_t> missed)
    {
        RecordBatchBuilder builder(m_source.id());
        builder.begin(RecordKind::Control, {}, timeNs, timeNs);
        builder.set(control::Event, event);
        if (!text.empty())
            builder.set(control::Text, std::string_view(text));
        builder.set(bound, boundNs);
        if (missed)
            builder.set(control::Count, *missed);
        m_lines.clear();
        appendRecordJson(m_lines, *builder.take(), 0, m_source.name().toStdString());
        m_lines.append('\n');
        if (!write())
            end(Success);
    }
    void look()
    {
        const SourceStatus status = m_source.status();
        if (status.link.state != LinkState::Failed)
            return;
        const QString stage =
            status.link.failure ? stageName(status.link.failure->stage) : QStringLiteral("data");
        end(Failure,
            QStringLiteral("%1: failed (%2): %3").arg(m_source.name(), stage, status.lastError.text()));
    }
    void end(int code, const QString &why = {})
    {
        if (m_over)
            return;
        m_over = true;
        if (code != Success)
            complain(why, Failure);
        QCoreApplication::exit(code);
    }

    Source &m_source;
    std::map<int, QString> m_names;
    QByteArray m_lines;
    qint64 m_left; ///< -1: no end
    qint64 m_printed = 0;
    bool m_over = false;
};

} // namespace

int runWatch(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("watch"), QStringLiteral("SOURCE"), 1);
    arguments.addFlag(QStringLiteral("json"),
                      QStringLiteral("one JSON object a line (the only form so far, and the default)"));
    arguments.addValue(QStringLiteral("channel"),
                       QStringLiteral("of a native source; default: all that it lists"),
                       QStringLiteral("CHANNEL"));
    arguments.addValue(QStringLiteral("count"), QStringLiteral("end after so many records"),
                       QStringLiteral("N"));
    arguments.addValue(QStringLiteral("for"), QStringLiteral("end after this time: 10s, 500ms, 5m"),
                       QStringLiteral("TIME"));
    RetryCap::addTo(arguments);
    if (const auto code = arguments.parse(args))
        return *code;

    qint64 count = -1;
    if (arguments.isSet(QStringLiteral("count"))) {
        bool isNumber = false;
        count = arguments.value(QStringLiteral("count")).toLongLong(&isNumber);
        if (!isNumber || count < 1)
            return complain(QStringLiteral("watch: --count takes a number of at least 1"), Usage);
    }
    std::optional<std::int64_t> duration;
    if (arguments.isSet(QStringLiteral("for"))) {
        duration = parseDuration(arguments.value(QStringLiteral("for")).toStdString());
        if (!duration || *duration < 1'000'000)
            return complain(QStringLiteral("watch: --for takes a time as 10s, 500ms or 5m"), Usage);
    }
    RetryCap retryCap;
    if (!retryCap.read(arguments))
        return complain(QStringLiteral("watch: --retry-cap takes a time as 10s, 500ms or 5m"), Usage);
    auto word = SourceWord::parse(arguments.positional(0), SourceWord::Numbers::OfRecording);
    if (!word)
        return complain(word.error().message(), ExitCode(codeOf(word.error())));
    if (arguments.isSet(QStringLiteral("channel"))) {
        if (word->isRecording || word->spec.kind != SourceSpec::Kind::Native)
            return complain(
                QStringLiteral(
                    "watch: --channel is for native sources; a profile has parameters (PROFILE?name=value)"),
                Usage);
        word->spec.channels = arguments.value(QStringLiteral("channel")).split(u',', Qt::SkipEmptyParts);
        word->make = [spec = word->spec](SourceId id, Clock &used) { return makeSource(spec, id, used); };
    }
    SystemClock clock;
    const auto source = word->make(1, clock);
    if (!source)
        return complain(QStringLiteral("cannot read %1").arg(arguments.positional(0)), Failure);
    if (Connection *connection = source->connection())
        retryCap.applyTo(*connection);
    Watch watch(*source, word->sources, count);
    if (duration)
        watch.endAfter(std::chrono::milliseconds(*duration / 1'000'000));
    source->start();
    const int code = QCoreApplication::exec();
    source->disconnect(&watch);
    source->stop();
    return code;
}

} // namespace alcedo
