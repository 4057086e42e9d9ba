// SPDX-License-Identifier: MIT
#include <alcedo/transport/httphead.h>

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <http_parser.h>

namespace alcedo {

namespace {

/// Where http_parser's callbacks put what they find.
struct HeadCollector
{
    HttpHead head;
    bool inValue = false;
    bool complete = false;

    static HeadCollector &of(http_parser *parser) { return *static_cast<HeadCollector *>(parser->data); }
};

int onTarget(http_parser *parser, const char *at, size_t size)
{
    HeadCollector::of(parser).head.target.append(at, qsizetype(size));
    return 0;
}

int onReason(http_parser *parser, const char *at, size_t size)
{
    HeadCollector::of(parser).head.reason.append(at, qsizetype(size));
    return 0;
}

int onHeaderName(http_parser *parser, const char *at, size_t size)
{
    HeadCollector &collector = HeadCollector::of(parser);
    if (collector.inValue || collector.head.headers.isEmpty())
        collector.head.headers.append(QPair<QByteArray, QByteArray>());
    collector.inValue = false;
    collector.head.headers.last().first.append(at, qsizetype(size));
    return 0;
}

int onHeaderValue(http_parser *parser, const char *at, size_t size)
{
    HeadCollector &collector = HeadCollector::of(parser);
    collector.inValue = true;
    collector.head.headers.last().second.append(at, qsizetype(size));
    return 0;
}

int onHeadersComplete(http_parser *parser)
{
    HeadCollector &collector = HeadCollector::of(parser);
    HttpHead &head = collector.head;
    collector.complete = true;
    head.minorVersion = parser->http_minor;
    head.status = parser->status_code;
    if (parser->type == HTTP_REQUEST)
        head.method = http_method_str(http_method(parser->method));
    head.chunked = parser->flags & F_CHUNKED;
    head.keepAlive = http_should_keep_alive(parser);
    if (parser->flags & F_CONTENTLENGTH)
        head.contentLength = qint64(std::min<quint64>(parser->content_length, quint64(INT64_MAX)));
    return 2; // the body, if any, is not the parser's business
}

bool isControlFree(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == '\t' || (uchar(c) >= 0x20 && c != 0x7F); });
}

HttpHeadResult parseHead(QByteArrayView bytes, qint64 maxBytes, http_parser_type type)
{
    HttpHeadResult result;
    // Methods and "HTTP" are upper case: anything else (a TLS hello, noise) need not be waited out.
    if (!bytes.isEmpty() && (bytes.front() < 'A' || bytes.front() > 'Z')) {
        result.state = HttpHeadResult::State::Bad;
        return result;
    }
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0 || end + 4 > maxBytes) {
        const bool over = end >= 0 || bytes.size() >= maxBytes;
        result.state = over ? HttpHeadResult::State::TooLarge : HttpHeadResult::State::Incomplete;
        return result;
    }
    HeadCollector collector;
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_url = onTarget;
    settings.on_status = onReason;
    settings.on_header_field = onHeaderName;
    settings.on_header_value = onHeaderValue;
    settings.on_headers_complete = onHeadersComplete;
    http_parser parser;
    http_parser_init(&parser, type);
    parser.data = &collector;
    const std::size_t parsed = http_parser_execute(&parser, &settings, bytes.data(), std::size_t(end) + 4);

    HttpHead &head = collector.head;
    bool good = HTTP_PARSER_ERRNO(&parser) == HPE_OK && collector.complete && parser.http_major == 1 &&
                parsed == std::size_t(end) + 4;
    for (auto &[name, value] : head.headers) {
        name = name.toLower();
        value = value.trimmed();
        // http_parser lets blanks in names pass; RFC 9112 5.1 does not.
        good = good && isHeaderSafe(name, value) && isControlFree(value);
    }
    // RFC 9112 6.1: both lengths at once is how requests are smuggled.
    good = good && !(head.chunked && (parser.flags & F_CONTENTLENGTH)) && isControlFree(head.target);
    result.state = good ? HttpHeadResult::State::Complete : HttpHeadResult::State::Bad;
    if (good) {
        result.size = end + 4;
        result.head = std::move(head);
    }
    return result;
}

} // namespace

QByteArray HttpHead::header(QByteArrayView name) const
{
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto &h) { return h.first == name; });
    return found == headers.end() ? QByteArray() : found->second;
}

bool HttpHead::hasOneHost() const
{
    return std::count_if(headers.begin(), headers.end(), [](const auto &h) { return h.first == "host"; }) ==
               1 &&
           !header("host").isEmpty();
}

QByteArray HttpHead::list(QByteArrayView name) const
{
    QByteArrayList values;
    for (const auto &[headerName, value] : headers) {
        if (headerName == name)
            values.append(value);
    }
    return values.join(", ");
}

bool HttpHead::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const auto &[headerName, value] : headers) {
        if (headerName != name)
            continue;
        for (const QByteArray &item : splitList(value)) {
            if (item.compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

HttpHeadResult parseRequestHead(QByteArrayView bytes, qint64 maxBytes)
{
    return parseHead(bytes, maxBytes, HTTP_REQUEST);
}

HttpHeadResult parseResponseHead(QByteArrayView bytes, qint64 maxBytes)
{
    return parseHead(bytes, maxBytes, HTTP_RESPONSE);
}

std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value,
                                                         std::chrono::nanoseconds wall)
{
    using std::chrono::milliseconds;
    constexpr qint64 DayMs = 24 * 3600 * 1000LL;
    bool isNumber = false;
    const qint64 seconds = value.toLongLong(&isNumber);
    if (isNumber)
        return seconds < 0 ? std::nullopt
                           : std::optional(milliseconds(std::min(seconds, DayMs / 1000) * 1000));
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(value),
                                             QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!date.isValid())
        return std::nullopt;
    date.setTimeSpec(Qt::UTC);
    const qint64 now = std::chrono::duration_cast<milliseconds>(wall).count();
    return milliseconds(std::clamp<qint64>(date.toMSecsSinceEpoch() - now, 0, DayMs));
}

bool isHeaderSafe(QByteArrayView name, QByteArrayView value)
{
    static constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
    const bool token = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.contains(c);
    });
    const auto isUnsafe = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
    return token && !name.isEmpty() && std::none_of(value.begin(), value.end(), isUnsafe);
}

QList<QByteArray> splitList(const QByteArray &value)
{
    QList<QByteArray> items;
    for (const QByteArray &item : value.split(',')) {
        const QByteArray trimmed = item.trimmed();
        if (!trimmed.isEmpty())
            items.append(trimmed);
    }
    return items;
}

} // namespace alcedo
