// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>
#include <alcedo/feed/feedtime.h>
#include <alcedo/feed/jsonpath.h>
#include <alcedo/series/record.h>

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alcedo {

/// Whether a place in a message says what it should. All conditions of a list must hold.
struct ProfileCondition
{
    enum class Test {
        Equals, ///< a text, number or true/false that is one of texts
        Starts, ///< a text that begins with one of texts
        Exists, ///< something that is not null
        Absent, ///< nothing, or null
    };
    JsonPath at;
    Test test = Test::Equals;
    std::vector<std::string> texts;
};
using ProfileConditions = std::vector<ProfileCondition>;

/// Where a value comes from: the first of the places that has one, or a constant; then translated.
struct ProfileValue
{
    std::vector<JsonPath> at;
    std::string constant;
    std::vector<std::pair<std::string, std::string>>
        values;                                       ///< translation; what is not in it stays as it came
    enum class As { Plain, Duration } as = As::Plain; ///< Duration: "1m" is 60000000000
    TimeUnit unit = TimeUnit::Nanoseconds;            ///< of times
    [[nodiscard]] bool isSet() const { return !at.empty() || !constant.empty(); }
};

/// Order-book levels from an array of arrays or objects; each path is relative to one of them.
struct ProfileLevels
{
    JsonPath each;
    ProfileValue side; ///< "bid" or "ask"
    ProfileValue price, size;
};

/// How the messages of one key follow each other. Either first == last of the message before + 1,
/// or previous == last of the message before.
struct ProfileSequence
{
    ProfileValue first, last, previous;
};

/// The whole book over HTTP, where a venue sends only changes.
struct ProfileResync
{
    QString url;       ///< a template: ${key}
    ProfileValue last; ///< its sequence number
    std::vector<ProfileLevels> levels;
};

/// One kind of message, and the records that are in it.
struct ProfileRoute
{
    QString name;
    ProfileConditions when;
    bool ignored = false;         ///< known, and says nothing
    std::optional<JsonPath> each; ///< one record for each element of this array, where it passes `where`
    ProfileConditions where;
    RecordKind record = RecordKind::Control;
    std::uint8_t flags = 0;
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

    QString name, title;
    QStringList endpoints; ///< templates; tried in turn
    QStringList hosts;     ///< under which recordings of it were made, beside those of endpoints
    QMap<QString, ProfileParam> params;

    /// Messages out are JSON templates ("${symbols}"), see profiletemplate.h; empty: none is sent.
    struct Request
    {
        QByteArray send;
        QMap<QString, int> batch; ///< at most so many values of a list parameter in one message
        ProfileConditions ack;    ///< one a message sent
        ProfileConditions refused;
        std::vector<JsonPath> refusedText; ///< the venue's words
    };
    Request subscribe, unsubscribe;
    QByteArray keepalive; ///< a JSON template or a plain text, sent every keepaliveEvery
    std::chrono::milliseconds keepaliveEvery{0};
    std::chrono::milliseconds silence{25'000}; ///< longer without a byte is suspect, and pinged at half of it
    std::chrono::milliseconds maxAge{0};       ///< renewed before the venue cuts; zero: never
    int rateMessages = 0;                      ///< messages out per ratePer; zero: no limit
    std::chrono::milliseconds ratePer{1'000};
    qint64 maxMessageBytes = 16 << 20;

    JsonPath unwrap; ///< where a message has this, routes look inside it
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
    /// Names of those that come with the library.
    [[nodiscard]] static QStringList shipped();
};

} // namespace alcedo
