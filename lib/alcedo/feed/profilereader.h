// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/feed/profilefault.h>
#include <alcedo/feed/profilephrases.h>

#include <functional>
#include <map>
#include <set>
#include <vector>

namespace alcedo {

/// Reads a profile's parts from its JSON and keeps the first thing that is wrong, with its line.
/// After a failure every further call answers something empty, so that callers need not look after each.
class ProfileReader
{
public:
    ProfileReader(const QByteArray &json, QString fileName);
    [[nodiscard]] FeedProfile read();
    [[nodiscard]] const std::optional<ProfileFault> &fault() const { return m_fault; }
    /// The fault with the file's name and its line before it, in English.
    [[nodiscard]] std::optional<Error> error() const;
    /// The members that each kind of object was said to have while reading: what a schema must allow too.
    [[nodiscard]] const std::map<QString, std::set<std::string>> &vocabulary() const { return m_vocabulary; }

private:
    using P = ProfilePhrase;
    using Node = std::uint32_t;
    using Type = JsonTape::Type;
    using MemberReader = std::function<void(Node)>;
    struct Member
    {
        const char *name;
        MemberReader read;
        bool required = false;
    };

    void fail(Node node, Words what);
    [[nodiscard]] bool failed() const { return m_fault.has_value(); }
    /// A name of the file's, cut to what a line has room for.
    [[nodiscard]] static QString shown(std::string_view text);
    /// The same that JsonPath says of a text that is none.
    [[nodiscard]] static Words pathFault(const QString &text, const Error &error);
    /// Hands every member to its reader; an unknown, doubled or missing one fails.
    void object(Node node, const Words &what, const std::vector<Member> &members);
    void elements(Node node, const Words &what, const MemberReader &read);
    [[nodiscard]] QString text(Node node, const Words &what);
    [[nodiscard]] QStringList textOrTexts(Node node, const Words &what);
    [[nodiscard]] bool boolean(Node node, const Words &what);
    [[nodiscard]] std::int64_t integer(Node node, const Words &what, std::int64_t least, std::int64_t most);
    [[nodiscard]] std::chrono::milliseconds duration(Node node, const Words &what);
    [[nodiscard]] JsonPath path(Node node);
    [[nodiscard]] std::vector<JsonPath> paths(Node node);
    [[nodiscard]] QByteArray json(Node node);

    /// Hands every member and its name to read; for objects whose names are the profile's own.
    void members(Node node, const Words &what, const std::function<void(const QString &, Node)> &read);
    /// The position of a text in a list of words.
    [[nodiscard]] int word(Node node, const Words &what, const QStringList &words);
    [[nodiscard]] std::string name(Node node) const;

    void root(FeedProfile &profile);
    void link(FeedProfile &profile, std::vector<Member> &members);
    void messages(FeedProfile &profile, std::vector<Member> &members);
    [[nodiscard]] ProfileParam param(Node node);
    [[nodiscard]] std::vector<FeedProfile::Request> requests(Node node, const Words &what);
    [[nodiscard]] FeedProfile::Request request(Node node);
    [[nodiscard]] FeedProfile::Answer answer(Node node);
    void keepalive(Node node, FeedProfile &profile);
    void rate(Node node, FeedProfile &profile);
    [[nodiscard]] ProfileMerge merge(Node node);
    [[nodiscard]] ProfileCases cases(Node node);
    [[nodiscard]] ProfileConditions conditions(Node node);
    void condition(Node node, ProfileCondition &condition);
    void conditionTexts(Node node, ProfileCondition &condition);
    [[nodiscard]] ProfileValue value(Node node);
    void valueObject(Node node, ProfileValue &value);
    void exponent(Node node, ProfileValue &value);
    [[nodiscard]] std::vector<ProfileValue::Piece> pieces(Node node);
    [[nodiscard]] ProfileValue timeValue(Node node);
    [[nodiscard]] ProfileRoute route(Node node);
    void checkRoute(Node node, const ProfileRoute &route);
    [[nodiscard]] std::uint8_t flag(Node node, const QString &name);
    void flags(Node node, ProfileRoute &route);
    void fieldMap(Node node, ProfileRoute &route);
    [[nodiscard]] std::vector<ProfileLevels> levels(Node node);
    [[nodiscard]] ProfileSequence sequence(Node node);
    [[nodiscard]] ProfileResync resync(Node node);
    [[nodiscard]] ProfileChecksum checksum(Node node);
    [[nodiscard]] ProfileBinding binding(Node node);
    [[nodiscard]] bool reconnects(Node node);

    QByteArray m_json;
    QString m_fileName;
    JsonTape m_tape;
    std::optional<ProfileFault> m_fault;
    std::map<QString, std::set<std::string>> m_vocabulary;
};

} // namespace alcedo
