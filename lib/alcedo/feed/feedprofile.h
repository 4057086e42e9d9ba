// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/profilevalue.h>
#include <alcedo/series/record.h>

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QPair>
#include <QString>
#include <QStringList>
#include <chrono>

namespace alcedo {

/// The whole book over HTTP, where a venue sends only changes.
struct ProfileResync
{
    QString url;       ///< a template: ${key}
    ProfileValue last; ///< its sequence number
    std::vector<ProfileLevels> levels;
};

/// A number over a book's best levels, by which a venue lets its readers check them.
struct ProfileChecksum
{
    enum class Kind { Okx, Kraken };
    ProfileValue at;
    Kind kind = Kind::Okx;
    int depth = 0;                 ///< levels kept a side, as subscribed; zero: all
    bool reconnectOnBreak = false; ///< a wrong one asks for a new link
};

/// What an acknowledgement binds to a number that stands for it in later messages. Forgotten with the link.
struct ProfileBinding
{
    ProfileValue id;
    std::vector<std::pair<std::string, ProfileValue>> names;
};

/// One kind of message, and the records that are in it.
struct ProfileRoute
{
    QString name;
    ProfileConditions when;
    bool ignored = false;         ///< known, and says nothing
    std::optional<JsonPath> each; ///< one record for each element of this array, where it passes `where`
    bool reverse = false;         ///< newest first: the last element is taken first
    ProfileConditions where;
    bool hasRecord = false;
    RecordKind record = RecordKind::Control;
    std::uint8_t flags = 0;
    std::vector<std::pair<std::uint8_t, ProfileConditions>> flagsWhen;
    ProfileValue key, time;
    struct FieldValue
    {
        int field = 0;
        FieldType type = FieldType::Text;
        ProfileValue value;
    };
    std::vector<FieldValue> map;
    std::vector<ProfileLevels> levels;
    std::optional<ProfileSequence> sequence;
    std::optional<ProfileResync> resync;
    std::optional<ProfileChecksum> checksum;
    std::optional<ProfileBinding> bind;
};

/// Messages that change a document kept here, instead of being one: routes then see the whole of it.
struct ProfileMerge
{
    enum class By { Merge, Patch }; ///< RFC 7396 (a number names an array's element), RFC 6902
    ProfileConditions when;
    ProfileConditions whole; ///< the document itself, not a change
    ProfileValue key;        ///< one document for each
    JsonPath at;
    By by = By::Merge;
};

/// What the person is asked for, or may set: symbols, channels, a key.
struct ProfileParam
{
    QString title;
    QStringList values; ///< the default; one value unless list
    bool list = false;
    bool secret = false;
    bool required = false; ///< has no default and must be given
};

/// A feed, described: where it is, how to subscribe, and which message means what. A plain value, read from a
/// JSON file (docs/feed-profiles.md; resources/profiles/feed-profile.schema.json).
struct FeedProfile
{
    static constexpr int Version = 1;
    enum class Compression { None, Gzip, Deflate, Zstd };

    QString name, title;
    QStringList endpoints; ///< templates; tried in turn. Their scheme says the transport
    QStringList hosts;     ///< under which recordings of it were made, beside those of endpoints
    QList<QPair<QString, QString>> headers; ///< of the request that opens the link; templates
    std::chrono::milliseconds pollEvery{0}; ///< http: asked for so often; zero: one answer without an end
    QMap<QString, ProfileParam> params;

    /// A message out is a JSON template ("${symbols}"), see profiletemplate.h.
    struct Request
    {
        QByteArray send;          ///< empty: only waits
        QMap<QString, int> batch; ///< at most so many values of a list parameter in one message
        ProfileCases ack;         ///< one a message sent, or one for each value of acksPer's parameters
        QStringList acksPer;
        ProfileCases refused;
        ProfileCases busy;                 ///< too often or too many: tried again later
        std::vector<JsonPath> refusedText; ///< the venue's words
        std::vector<JsonPath> leftOut;     ///< in an acknowledgement: what was not taken
        bool partial = false;              ///< a refusal is one of several: the others go on
    };
    std::vector<Request> signIn; ///< one after the other; ack is what each waits for
    std::vector<Request> subscribe, unsubscribe;

    /// What is said when a message asks for it; ${/path} is taken from that message.
    struct Answer
    {
        ProfileConditions when;
        QByteArray send;
    };
    std::vector<Answer> answers;
    ProfileCases reconnectWhen; ///< the venue asks for a new link
    QByteArray keepalive;       ///< a JSON template or a plain text, sent every keepaliveEvery
    std::chrono::milliseconds keepaliveEvery{0};
    std::chrono::milliseconds silence{
        25'000}; ///< longer without a byte is suspect, and pinged at half of it; zero: silence is normal
    std::chrono::milliseconds maxAge{0};           ///< renewed before the venue cuts; zero: never
    std::chrono::milliseconds readyWithin{10'000}; ///< from the open link to the last acknowledgement
    int rateMessages = 0;                          ///< messages out per ratePer; zero: no limit
    std::chrono::milliseconds ratePer{1'000};
    qint64 maxMessageBytes = 16 << 20;
    Compression compression = Compression::None; ///< of binary frames

    std::vector<JsonPath> embedded; ///< texts that are JSON, read as if it stood there
    std::vector<ProfileMerge> merges;
    std::optional<ProfileSequence> sequence; ///< of all messages of the link that have its numbers
    JsonPath unwrap;                         ///< where a message has this, routes look inside it
    bool hasUnwrap = false;
    std::vector<ProfileRoute> routes;

    /// Reads a profile. fileName is for messages: "NAME:LINE: what is wrong", with the line in
    /// Error::detail().
    [[nodiscard]] static Result<FeedProfile> parse(const QByteArray &json, const QString &fileName);
    /// Reads a profile from a file (Io, Parse).
    [[nodiscard]] static Result<FeedProfile> load(const QString &path);
    /// One of those that come with the library, by name; or a file, where the name has a slash or ends with
    /// .json.
    [[nodiscard]] static Result<FeedProfile> named(const QString &name);
    /// The text of a profile named so, as it stands in its file (InvalidArgument, Io, LimitExceeded).
    [[nodiscard]] static Result<QByteArray> text(const QString &name);
    /// Names of those that come with the library.
    [[nodiscard]] static QStringList shipped();
};

} // namespace alcedo
