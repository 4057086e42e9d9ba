// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsontape.h>

#include <functional>
#include <initializer_list>

namespace alcedo {

/// Reads a profile's parts from its JSON and keeps the first thing that is wrong, with its line.
/// After a failure every further call answers something empty, so that callers need not look after each.
class ProfileReader
{
public:
    ProfileReader(const QByteArray &json, QString fileName);
    [[nodiscard]] FeedProfile read();
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }

private:
    using Node = std::uint32_t;
    using Type = JsonTape::Type;
    using MemberReader = std::function<void(Node)>;
    struct Member
    {
        const char *name;
        MemberReader read;
        bool required = false;
    };

    void fail(Node node, const QString &what);
    [[nodiscard]] bool failed() const { return m_error.has_value(); }
    /// Hands every member to its reader; an unknown, doubled or missing one fails.
    void object(Node node, const QString &what, std::initializer_list<Member> members);
    void elements(Node node, const QString &what, const MemberReader &read);
    [[nodiscard]] QString text(Node node, const QString &what);
    [[nodiscard]] QStringList textOrTexts(Node node, const QString &what);
    [[nodiscard]] bool boolean(Node node, const QString &what);
    [[nodiscard]] std::int64_t integer(Node node, const QString &what, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::chrono::milliseconds duration(Node node, const QString &what);
    [[nodiscard]] JsonPath path(Node node);
    [[nodiscard]] std::vector<JsonPath> paths(Node node);
    [[nodiscard]] QByteArray json(Node node);

    void root(FeedProfile &profile);
    [[nodiscard]] ProfileParam param(Node node);
    [[nodiscard]] FeedProfile::Request request(Node node);
    void keepalive(Node node, FeedProfile &profile);
    void rate(Node node, FeedProfile &profile);
    [[nodiscard]] ProfileConditions conditions(Node node);
    void condition(Node node, ProfileCondition &condition);
    [[nodiscard]] ProfileValue value(Node node);
    [[nodiscard]] ProfileValue timeValue(Node node);
    [[nodiscard]] ProfileRoute route(Node node);
    void checkRoute(Node node, const ProfileRoute &route, bool hasRecord);
    [[nodiscard]] std::uint8_t flags(Node node);
    void fieldMap(Node node, ProfileRoute &route);
    [[nodiscard]] std::vector<ProfileLevels> levels(Node node);
    [[nodiscard]] ProfileSequence sequence(Node node);
    [[nodiscard]] ProfileResync resync(Node node);

    QByteArray m_json;
    QString m_fileName;
    JsonTape m_tape;
    std::optional<Error> m_error;
};

} // namespace alcedo
