// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/client/client.h>
#include <alcedo/core/clock.h>
#include <alcedo/core/timer.h>
#include <alcedo/feed/secretstore.h>
#include <alcedo/transport/knownservers.h>
#include <alcedo/wire/channelname.h>
#include <alcedo/wire/jsonsyntax.h>
#include <alcedo/wire/jsonwriter.h>
#include <alcedo/wire/rpcerror.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/retrycap.h>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QUuid>
#include <algorithm>
#include <cerrno>
#include <set>
#include <unistd.h>

namespace alcedo {

namespace {

/// Lines that wait for their answer at most; more are left in the pipe, so that the writer is held back.
constexpr int PublishWindow = 256;
constexpr qsizetype MaxPublishedLine = 1 << 20;

/// Publishes the lines of standard input, each once whatever the link does, and leaves the event loop at the
/// end.
class Publishing : public QObject
{
public:
    struct Options
    {
        QUrl url;
        QString channel;
        QString keyField;
        std::chrono::seconds timeout{30};
        RetryCap retryCap;
    };
    Publishing(const Options &options, Clock &clock)
        : m_options(options)
        , m_client(clientOptions(options.url), clock)
        , m_timer(clock)
        , m_input(STDIN_FILENO, QSocketNotifier::Read)
    {
        connect(&m_input, &QSocketNotifier::activated, this, &Publishing::readInput);
        connect(&m_timer, &Timer::timeout, this, [this] {
            end(Failure,
                QStringLiteral("no answer for %1 s; line %2 and later ones may not have been published")
                    .arg(m_options.timeout.count())
                    .arg(m_open.empty() ? m_line : *m_open.begin()));
        });
        connect(&m_client.connection(), &Connection::stateChanged, this, [this](LinkState state) {
            if (state == LinkState::Failed)
                end(Failure, m_client.connection().status().failure.value_or(DialFailure{}).message.text());
        });
        m_options.retryCap.applyTo(m_client.connection());
        m_client.connection().open();
    }

private:
    static Client::Options clientOptions(const QUrl &url)
    {
        Client::Options options;
        options.connection.dial.url = url;
        options.connection.dial.knownServers = std::make_shared<const KnownServers>();
        options.token = serverToken(url);
        options.name = QStringLiteral("alcedo publish");
        return options;
    }
    void readInput()
    {
        char bytes[64 * 1024];
        const auto count = ::read(STDIN_FILENO, bytes, sizeof bytes);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        m_buffer.append(bytes, std::max<qsizetype>(qsizetype(count), 0));
        m_atEnd = count <= 0;
        if (m_atEnd)
            m_input.setEnabled(false);
        publishLines();
    }
    void publishLines()
    {
        while (m_open.size() < PublishWindow) {
            const qsizetype end = m_buffer.indexOf('\n');
            if (end < 0 && !(m_atEnd && !m_buffer.isEmpty())) {
                // A line without an end is not kept without a bound: its bytes go, its number is told once.
                if (m_buffer.size() > MaxPublishedLine) {
                    m_tooLong = true;
                    m_buffer.clear();
                }
                break;
            }
            const QByteArray line = m_buffer.left(end < 0 ? m_buffer.size() : end).trimmed();
            m_buffer.remove(0, end < 0 ? m_buffer.size() : end + 1);
            ++m_line;
            publishLine(line);
        }
        m_input.setEnabled(!m_atEnd && m_open.size() < PublishWindow);
        if (m_atEnd && m_buffer.isEmpty() && m_open.empty())
            end(m_code, {});
    }
    void publishLine(const QByteArray &line)
    {
        if (std::exchange(m_tooLong, false) || line.size() > MaxPublishedLine)
            return reject(m_line, QStringLiteral("longer than %1 bytes").arg(MaxPublishedLine));
        if (line.isEmpty())
            return;
        if (!isJsonText({line.constData(), std::size_t(line.size())}))
            return reject(m_line, QStringLiteral("no JSON value"));
        QByteArray params;
        const QString once = QUuid::createUuid().toString(QUuid::WithoutBraces);
        JsonWriter writer(params);
        writer.beginObject()
            .key("channel")
            .text(m_options.channel)
            .key("data")
            .raw(line)
            .key("idempotency_key")
            .text(once);
        if (!m_options.keyField.isEmpty()) {
            const auto key = QJsonDocument::fromJson(line).object()[m_options.keyField];
            if (!key.isString())
                return reject(m_line, QStringLiteral("no text under \"%1\"").arg(m_options.keyField));
            writer.key("key").text(key.toString());
        }
        writer.endObject();
        Call *call = m_client.call(QStringLiteral("publish"), params, {std::chrono::milliseconds(0), once});
        m_open.insert(m_line);
        if (!m_timer.isActive() && m_options.timeout.count() > 0)
            m_timer.start(m_options.timeout);
        connect(call, &Call::finished, this,
                [this, number = m_line](const Result<QByteArray> &result) { answered(number, result); });
    }
    void answered(qint64 number, const Result<QByteArray> &result)
    {
        m_open.erase(number);
        m_timer.stop();
        if (!m_open.empty() && m_options.timeout.count() > 0)
            m_timer.start(m_options.timeout);
        if (!result && result.error().detail() == int(RpcError::Forbidden))
            return end(Failure, QString(QStringLiteral("refused: ") + result.error().message()));
        if (!result)
            reject(number, QString(QStringLiteral("refused: ") + result.error().message()));
        publishLines();
    }
    void reject(qint64 number, const QString &why)
    {
        complain(QStringLiteral("publish: line %1: %2").arg(number).arg(why), BadInput);
        m_code = BadInput;
    }
    void end(int code, const QString &message)
    {
        if (std::exchange(m_ended, true))
            return;
        if (!message.isEmpty())
            complain(QString(QStringLiteral("publish: ") + message), Failure);
        QCoreApplication::exit(code);
    }

    const Options m_options;
    Client m_client;
    Timer m_timer; ///< runs while answers are due
    QSocketNotifier m_input;
    QByteArray m_buffer;
    std::set<qint64> m_open; ///< lines that wait for their answer
    qint64 m_line = 0;
    bool m_atEnd = false, m_tooLong = false, m_ended = false;
    int m_code = Success;
};

} // namespace

int runPublish(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("publish"), QStringLiteral("URL CHANNEL"), 2);
    arguments.addValue(QStringLiteral("key"), QStringLiteral("the member of each line that is its key"),
                       QStringLiteral("NAME"));
    arguments.addValue(QStringLiteral("timeout"),
                       QStringLiteral("seconds without an answer before giving up (default 30; 0: never)"),
                       QStringLiteral("S"), QStringLiteral("30"));
    RetryCap::addTo(arguments);
    if (const auto code = arguments.parse(args))
        return *code;
    Publishing::Options options{QUrl(arguments.positional(0)),
                                arguments.positional(1),
                                arguments.value(QStringLiteral("key")),
                                {},
                                {}};
    if (!options.url.isValid() ||
        (options.url.scheme() != QLatin1String("ws") && options.url.scheme() != QLatin1String("wss")))
        return complain(
            QStringLiteral("publish: \"%1\" is no ws or wss URL").arg(arguments.positional(0).left(200)),
            Usage);
    if (!ChannelName::isValid(options.channel))
        return complain(QStringLiteral("publish: \"%1\" is no channel's name").arg(options.channel.left(80)),
                        Usage);
    bool isNumber = false;
    options.timeout = std::chrono::seconds(arguments.value(QStringLiteral("timeout")).toUInt(&isNumber));
    if (!isNumber)
        return complain(QStringLiteral("publish: --timeout takes a number of seconds"), Usage);
    if (!options.retryCap.read(arguments))
        return complain(QStringLiteral("publish: --retry-cap takes a time as 10s, 500ms or 5m"), Usage);
    SystemClock clock;
    Publishing publishing(options, clock);
    return QCoreApplication::exec();
}

} // namespace alcedo
