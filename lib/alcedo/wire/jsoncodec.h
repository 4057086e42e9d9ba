// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/wire/message.h>

#include <QByteArray>
#include <QByteArrayView>
#include <memory>
#include <span>
#include <vector>

namespace alcedo {

/// Messages to and from their JSON text (subprotocol alcedo.v1.json). Publications' data, calls' params and
/// results pass as the text that came, never parsed into values and written again. Decoding keeps its buffers
/// from message to message: one codec a thread serves any number of sessions. Thread: one at a time; the
/// static functions from any.
class JsonCodec
{
public:
    enum class Check {
        Everything, ///< every byte, so that what passes may be sent on to others: for a server
        Envelope,   ///< not what is raw, whose reader checks it: for a client, about twice as fast
    };
    /// Bounds of one message. More is refused with the JSON-RPC code.
    struct Options
    {
        qsizetype maxBytes = 1 << 20;
        int maxDepth = 64;  ///< levels of nesting (where everything is checked)
        int maxBatch = 256; ///< messages in one array
        Check check = Check::Everything;
    };
    JsonCodec();
    explicit JsonCodec(Options options);
    ~JsonCodec();
    JsonCodec(JsonCodec &&) noexcept;
    JsonCodec &operator=(JsonCodec &&) noexcept;

    /// One message, or a batch of 1 to maxBatch. An Error (detail: the JSON-RPC code) where the whole text is
    /// refused: no JSON, too large, an empty or too long batch. What is wrong with one element alone is a
    /// wire::Invalid in its place.
    [[nodiscard]] Result<std::vector<wire::Message>> decode(QByteArrayView text);
    /// The same for what a server gets most, in a quarter of the time: one call of an application's method,
    /// with nothing beside it. All of it is checked as decode() does with Check::Everything. Nothing where it
    /// is something else, or wrong: decode() says what.
    [[nodiscard]] std::optional<wire::CallText> decodeCall(QByteArrayView text) const;
    /// A reply's result as T: HelloResult, SubscribeResult, PublishResult, HistoryResult, ChannelsResult,
    /// PresenceResult, PingResult.
    template <typename T>
    [[nodiscard]] Result<T> read(QByteArrayView json);

    [[nodiscard]] static QByteArray encode(const wire::Message &message);
    /// As encode(), to the end of a buffer: a batch is '[', these with ',' between them, ']'.
    static void append(QByteArray &out, const wire::Message &message);
    /// What encode() writes before a wire::Reply's result, to the end of a buffer; behind it comes "}" alone.
    static void appendReplyHead(QByteArray &out, const wire::Id &id);

    /// Results as raw text for a wire::Reply.
    [[nodiscard]] static QByteArray toJson(const wire::HelloResult &result);
    [[nodiscard]] static QByteArray toJson(const wire::SubscribeResult &result);
    [[nodiscard]] static QByteArray toJson(const wire::PublishResult &result);
    [[nodiscard]] static QByteArray toJson(const wire::HistoryResult &result);
    [[nodiscard]] static QByteArray toJson(const wire::ChannelsResult &result);
    [[nodiscard]] static QByteArray toJson(const wire::PresenceResult &result);
    [[nodiscard]] static QByteArray toJson(const wire::PingResult &result);

    /// One publication as in a data message, `[offset,time,data,key?,op?]`: encode once, send to many.
    [[nodiscard]] static QByteArray encodePublication(const Publication &publication);
    /// A data notification from publications encoded before; only s and prev differ from subscriber to
    /// subscriber.
    static void appendData(QByteArray &out, std::int64_t s, std::uint64_t prev,
                           std::span<const QByteArray> publications);

private:
    [[nodiscard]] const Options &options() const;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace alcedo
