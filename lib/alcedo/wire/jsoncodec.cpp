// SPDX-License-Identifier: MIT
#include <alcedo/wire/jsoncodec.h>

#include <alcedo/wire/jsonreader.h>
#include <alcedo/wire/jsonsyntax.h>

#include <cstring>

namespace alcedo {

namespace {

/// The envelope's members as slices of the message.
struct EnvelopeParts
{
    std::optional<wire::Id> id;
    QString method;
    std::string_view params, result, error;
    QString idempotencyKey;
    bool idIsNull = false;
};

Error rpcFailure(RpcError code, const QString &message = {})
{
    return wire::Failure::of(code, message).toError();
}

QString refusedText(const std::string &field)
{
    return field.empty() ? QString()
                         : QStringLiteral("field \"%1\"")
                               .arg(QString::fromUtf8(field.data(), qsizetype(field.size())).left(64));
}

} // namespace

class JsonCodec::Private
{
public:
    explicit Private(Options codecOptions)
        : options(codecOptions)
    {
    }

    /// The text in a buffer with room behind it, as simdjson needs.
    std::string_view pad(QByteArrayView text);
    /// A slice of the padded buffer, opened as a document.
    bool open(std::string_view slice, wire::json::od::document &document);
    Result<std::vector<std::string_view>> elements(std::string_view text);
    bool splitEnvelope(std::string_view element, EnvelopeParts &parts, std::string &refused);
    wire::Message message(std::string_view element);
    wire::Message request(EnvelopeParts &parts);
    wire::Message notification(const EnvelopeParts &parts);
    wire::Message reply(EnvelopeParts &parts);
    /// Fields of an object into a value; the text says what was wrong, and is null where nothing was.
    template <typename T>
    QString readObject(std::string_view json, T &out);
    template <typename T>
    wire::Message typedRequest(const EnvelopeParts &parts);
    template <typename T>
    wire::Message typedNotification(const EnvelopeParts &parts);

    Options options;
    wire::json::od::parser parser;
    std::vector<char> buffer;
};

std::string_view JsonCodec::Private::pad(QByteArrayView text)
{
    const auto needed = std::size_t(text.size()) + simdjson::SIMDJSON_PADDING;
    if (buffer.size() < needed)
        buffer.resize(std::max(needed, 2 * buffer.size()));
    if (!text.isEmpty())
        std::memcpy(buffer.data(), text.data(), std::size_t(text.size()));
    std::memset(buffer.data() + text.size(), ' ', simdjson::SIMDJSON_PADDING);
    return {buffer.data(), std::size_t(text.size())};
}

bool JsonCodec::Private::open(std::string_view slice, wire::json::od::document &document)
{
    const auto room = std::size_t(buffer.data() + buffer.size() - slice.data());
    return !parser.iterate(simdjson::padded_string_view(slice.data(), slice.size(), room)).get(document);
}

Result<std::vector<std::string_view>> JsonCodec::Private::elements(std::string_view text)
{
    std::vector<std::string_view> slices;
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos)
        return rpcFailure(RpcError::ParseError);
    if (text[start] != '[') {
        slices.push_back(text);
        return slices;
    }
    wire::json::od::document document;
    wire::json::od::array array;
    if (!open(text, document) || document.get_array().get(array))
        return rpcFailure(RpcError::ParseError);
    for (auto element : array) {
        wire::json::od::value value;
        if (element.get(value) || !wire::json::getRaw(value, slices.emplace_back()))
            return rpcFailure(RpcError::ParseError);
        if (slices.size() > std::size_t(options.maxBatch))
            return rpcFailure(RpcError::InvalidRequest,
                              QStringLiteral("more than %1 messages in a batch").arg(options.maxBatch));
    }
    if (!wire::json::isAtEnd(document))
        return rpcFailure(RpcError::ParseError);
    if (slices.empty())
        return rpcFailure(RpcError::InvalidRequest, QStringLiteral("an empty batch"));
    return slices;
}

bool JsonCodec::Private::splitEnvelope(std::string_view element, EnvelopeParts &parts, std::string &refused)
{
    wire::json::od::document document;
    wire::json::od::object object;
    if (!open(element, document) || document.get_object().get(object))
        return false;
    enum Member : unsigned {
        JsonRpc = 1,
        IdMember = 2,
        Method = 4,
        Params = 8,
        ResultMember = 16,
        ErrorMember = 32,
        Key = 64
    };
    unsigned seen = 0;
    // Twice the same member would let two readers see two different messages.
    const auto first = [&seen](Member member) { return !(std::exchange(seen, seen | member) & member); };
    const auto onField = [&](std::string_view key, wire::json::od::value value) {
        if (key == "jsonrpc") {
            std::string_view version;
            return first(JsonRpc) && !value.get_string().get(version) && version == "2.0";
        }
        if (key == "id")
            return first(IdMember) && ((parts.idIsNull = wire::json::isNull(value)) ||
                                       wire::json::get(value, parts.id.emplace()));
        if (key == "method")
            return first(Method) && wire::json::get(value, parts.method, wire::json::MaxMethod) &&
                   !parts.method.isEmpty();
        if (key == "params")
            return first(Params) && wire::json::getRaw(value, parts.params);
        if (key == "result")
            return first(ResultMember) && wire::json::getRaw(value, parts.result);
        if (key == "error")
            return first(ErrorMember) &&
                   (wire::json::isNull(value) || wire::json::getRaw(value, parts.error));
        return key != "idempotency_key" ||
               (first(Key) && wire::json::get(value, parts.idempotencyKey, wire::json::MaxId));
    };
    return wire::json::forEachField(object, onField, refused) && wire::json::isAtEnd(document);
}

wire::Message JsonCodec::Private::message(std::string_view element)
{
    EnvelopeParts parts;
    std::string refused;
    const auto invalid = [&](const QString &text) {
        return wire::Invalid{parts.id, wire::Failure::of(RpcError::InvalidRequest, text),
                             wire::Invalid::Answer::Due};
    };
    if (!splitEnvelope(element, parts, refused)) {
        if (refused == "id")
            parts.id.reset();
        return invalid(refusedText(refused));
    }
    const bool answers = !parts.result.empty() || !parts.error.empty();
    if (parts.method.isEmpty() == !answers || (!parts.result.empty() && !parts.error.empty()))
        return invalid(QStringLiteral("needs one of method, result and error"));
    if (answers)
        return parts.id || !parts.error.empty() ? reply(parts)
                                                : invalid(QStringLiteral("a result without its id"));
    if (parts.idIsNull)
        return invalid(QStringLiteral("id is null"));
    if (!parts.params.empty() && parts.params.front() != '{' && parts.params.front() != '[')
        return invalid(QStringLiteral("params is no object and no array"));
    return parts.id ? request(parts) : notification(parts);
}

template <typename T>
QString JsonCodec::Private::readObject(std::string_view json, T &out)
{
    std::string refused;
    const auto onField = [&out](std::string_view key, wire::json::od::value value) {
        return wire::json::readField(key, value, out);
    };
    wire::json::od::document document;
    wire::json::od::object object;
    if (!json.empty() && (!open(json, document) || document.get_object().get(object)))
        return QStringLiteral("not an object");
    if (!json.empty() && !wire::json::forEachField(object, onField, refused))
        return refused.empty() ? QStringLiteral("not an object") : refusedText(refused);
    const char *missing = wire::json::missingField(out);
    return missing ? QStringLiteral("field \"%1\" is missing").arg(QLatin1StringView(missing)) : QString();
}

template <typename T>
wire::Message JsonCodec::Private::typedRequest(const EnvelopeParts &parts)
{
    T params;
    const QString problem = readObject(parts.params, params);
    if (!problem.isEmpty())
        return wire::Invalid{parts.id, wire::Failure::of(RpcError::InvalidParams, problem),
                             wire::Invalid::Answer::Due};
    return wire::Request{*parts.id, std::move(params)};
}

template <typename T>
wire::Message JsonCodec::Private::typedNotification(const EnvelopeParts &parts)
{
    T params;
    const QString problem = readObject(parts.params, params);
    if (!problem.isEmpty())
        return wire::Invalid{std::nullopt, wire::Failure::of(RpcError::InvalidParams, problem),
                             wire::Invalid::Answer::None};
    return wire::Notification{std::move(params)};
}

wire::Message JsonCodec::Private::request(EnvelopeParts &parts)
{
    const QString &method = parts.method;
    if (method == u"hello")
        return typedRequest<wire::Hello>(parts);
    if (method == u"subscribe")
        return typedRequest<wire::Subscribe>(parts);
    if (method == u"unsubscribe")
        return typedRequest<wire::Unsubscribe>(parts);
    if (method == u"publish")
        return typedRequest<wire::Publish>(parts);
    if (method == u"history")
        return typedRequest<wire::History>(parts);
    if (method == u"channels")
        return typedRequest<wire::Channels>(parts);
    if (method == u"ping")
        return typedRequest<wire::Ping>(parts);
    if (method == u"presence")
        return typedRequest<wire::PresenceQuery>(parts);
    const QByteArray params(parts.params.data(), qsizetype(parts.params.size()));
    return wire::Request{*parts.id, wire::ApplicationCall{method, params, parts.idempotencyKey}};
}

wire::Message JsonCodec::Private::notification(const EnvelopeParts &parts)
{
    if (parts.method == u"data")
        return typedNotification<wire::Data>(parts);
    if (parts.method == u"lost")
        return typedNotification<wire::Lost>(parts);
    if (parts.method == u"unsubscribed")
        return typedNotification<wire::Unsubscribed>(parts);
    if (parts.method == u"bye")
        return typedNotification<wire::Bye>(parts);
    if (parts.method == u"joined" || parts.method == u"left") {
        wire::Message message = typedNotification<wire::PresenceChange>(parts);
        if (auto *notification = std::get_if<wire::Notification>(&message);
            notification && parts.method == u"left")
            std::get<wire::PresenceChange>(notification->params).what = wire::PresenceChange::What::Left;
        return message;
    }
    if (parts.method == u"item")
        return typedNotification<wire::Item>(parts);
    if (parts.method == u"credit")
        return typedNotification<wire::Credit>(parts);
    if (parts.method == u"cancel")
        return typedNotification<wire::Cancel>(parts);
    const QByteArray params(parts.params.data(), qsizetype(parts.params.size()));
    return wire::Notification{wire::OtherNotice{parts.method, params}};
}

wire::Message JsonCodec::Private::reply(EnvelopeParts &parts)
{
    if (parts.error.empty())
        return wire::Reply{*parts.id, QByteArray(parts.result.data(), qsizetype(parts.result.size()))};
    wire::Failure failure;
    const QString problem = readObject(parts.error, failure);
    if (!problem.isEmpty())
        return wire::Invalid{parts.id, wire::Failure::of(RpcError::InvalidRequest, problem),
                             wire::Invalid::Answer::None};
    return wire::ErrorReply{parts.id, failure};
}

JsonCodec::JsonCodec()
    : JsonCodec(Options{})
{
}
JsonCodec::JsonCodec(Options options)
    : d(std::make_unique<Private>(options))
{
}
JsonCodec::~JsonCodec() = default;
JsonCodec::JsonCodec(JsonCodec &&) noexcept = default;
JsonCodec &JsonCodec::operator=(JsonCodec &&) noexcept = default;

const JsonCodec::Options &JsonCodec::options() const
{
    return d->options;
}

Result<std::vector<wire::Message>> JsonCodec::decode(QByteArrayView text)
{
    if (text.size() > d->options.maxBytes)
        return rpcFailure(RpcError::TooLarge,
                          QStringLiteral("a message of more than %1 bytes").arg(d->options.maxBytes));
    const std::string_view padded = d->pad(text);
    if (d->options.check == Check::Everything && !isJsonText(padded, d->options.maxDepth))
        return rpcFailure(RpcError::ParseError, QStringLiteral("not JSON, or nested too deep"));
    auto slices = d->elements(padded);
    if (!slices)
        return slices.error();
    std::vector<wire::Message> messages;
    messages.reserve(slices->size());
    for (const std::string_view slice : *slices)
        messages.push_back(d->message(slice));
    return messages;
}

template <typename T>
Result<T> JsonCodec::read(QByteArrayView json)
{
    T result;
    const QString problem = d->readObject(d->pad(json), result);
    if (!problem.isEmpty())
        return Error(ErrorCode::Protocol, QStringLiteral("a result with ") + problem,
                     int(RpcError::InvalidParams));
    return result;
}

template <>
Result<wire::ChannelsResult> JsonCodec::read(QByteArrayView json)
{
    const Error problem(ErrorCode::Protocol, QStringLiteral("a list of channels that is none"),
                        int(RpcError::InvalidParams));
    wire::ChannelsResult result;
    wire::json::od::document document;
    wire::json::od::array array;
    std::string refused;
    if (!d->open(d->pad(json), document) || document.get_array().get(array))
        return problem;
    for (auto element : array) {
        wire::ChannelEntry &entry = result.channels.emplace_back();
        const auto onField = [&entry](std::string_view key, wire::json::od::value value) {
            return wire::json::readField(key, value, entry);
        };
        wire::json::od::object object;
        if (element.get_object().get(object) || !wire::json::forEachField(object, onField, refused) ||
            entry.channel.isEmpty())
            return problem;
    }
    return result;
}

template Result<wire::HelloResult> JsonCodec::read(QByteArrayView json);
template Result<wire::SubscribeResult> JsonCodec::read(QByteArrayView json);
template Result<wire::PublishResult> JsonCodec::read(QByteArrayView json);
template Result<wire::HistoryResult> JsonCodec::read(QByteArrayView json);
template Result<wire::PresenceResult> JsonCodec::read(QByteArrayView json);
template Result<wire::PingResult> JsonCodec::read(QByteArrayView json);

} // namespace alcedo
