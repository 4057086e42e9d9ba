// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/jsonstate.h>
#include <alcedo/feed/jsontape.h>
#include <alcedo/feed/routechoice.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alcedo {

/// A message as a profile's routes see it: texts that are JSON opened, changes merged into their documents;
/// which routes hold for it, on which of its items, and what their values are there. Makes no records:
/// Mapping does, and FieldTrace shows people where they come from. Thread: one at a time.
class RouteReader
{
public:
    using Node = std::uint32_t;
    enum class Go { On, Stop };
    static constexpr std::string_view NotJson = "not JSON";
    static constexpr std::size_t MaxKeyBytes = 128;
    /// Numbers that names are bound to; of more, none is kept.
    static constexpr std::size_t MaxBindings = 10'000;
    /// Documents kept for merging; of more keys, messages are refused.
    static constexpr std::size_t MaxStates = 1'000;
    /// A frame that is no JSON may be a word ("pong") up to so long.
    static constexpr qsizetype MaxWordBytes = 256;

    explicit RouteReader(FeedProfile profile);
    [[nodiscard]] FeedProfile &profile() { return m_profile; }
    [[nodiscard]] const FeedProfile &profile() const { return m_profile; }

    /// Takes the message, with what is open in it opened, but nothing merged. False where it is no JSON, and
    /// no word that the profile waits for.
    [[nodiscard]] bool open(QByteArrayView message);
    /// As open(), and merged. Empty, or why routes cannot look: NotJson, "merge: too large".
    [[nodiscard]] std::string_view read(QByteArrayView message);
    /// Takes JSON as it stands, for what comes from elsewhere than the link.
    [[nodiscard]] bool takeBare(QByteArrayView json) { return m_isJson = m_tape.parse(json); }
    /// Nothing is taken: no condition holds, until the next message.
    void forget() { m_isJson = false; }
    /// Whether a message is taken.
    [[nodiscard]] bool isJson() const { return m_isJson; }
    [[nodiscard]] const JsonTape &tape() const { return m_tape; }
    /// The message taken, as JSON; empty where there is none.
    [[nodiscard]] QByteArray text() const;
    /// The rule by which the message taken changes a document, as it came; null where it is none.
    [[nodiscard]] ProfileMerge *mergeOf();

    /// Where routes begin to look.
    [[nodiscard]] Node item();
    /// visit(route) for every route whose conditions hold, in the profile's order, until it answers Stop.
    template <typename Visit>
    void eachRoute(Node item, Visit &&visit)
    {
        for (const std::uint32_t position : m_choice.of(m_tape, item)) {
            ProfileRoute &route = m_profile.routes[position];
            if (holds(route.when, item) && visit(route) == Go::Stop)
                return;
        }
    }
    /// visit(node) for everything that the route makes a record of, in the order of the records, until it
    /// answers Stop.
    template <typename Visit>
    Go eachItem(ProfileRoute &route, Node item, Visit &&visit)
    {
        if (!route.each)
            return holds(route.where, item) ? visit(item) : Go::On;
        Go go = Go::On;
        const auto one = [&](Node node) {
            if (go == Go::On && holds(route.where, node))
                go = visit(node);
        };
        m_reversed.clear();
        route.each->each(m_tape, item, [&](Node list) {
            if (!m_tape[list].isContainer())
                return;
            const Node end = m_tape[list].next;
            for (Node child = list + 1; child < end; child = m_tape[child].next) {
                if (route.reverse)
                    m_reversed.push_back(child);
                else
                    one(child);
            }
        });
        for (auto node = m_reversed.rbegin(); node != m_reversed.rend(); ++node)
            one(*node);
        return go;
    }
    [[nodiscard]] bool holds(ProfileConditions &conditions, Node item) const;

    /// The value's text after translation; empty where absent. Good until startRecord().
    [[nodiscard]] std::string_view textOf(ProfileValue &value, Node item) const
    {
        if (value.isPlain) {
            const Node node = value.at.front().find(m_tape, item);
            return node == JsonTape::None ? std::string_view() : textAt(node);
        }
        return value.isMade ? madeText(value, item) : plainText(value, item);
    }
    /// Nothing where the text is none.
    [[nodiscard]] std::optional<std::int64_t> integerOf(ProfileValue &value, Node item) const;
    [[nodiscard]] std::string_view foundText(std::vector<JsonPath> &at, Node item) const;
    /// What all places of a path with `*` say, with commas between.
    [[nodiscard]] std::string joinedText(JsonPath &path, Node item) const;
    /// Texts that were made may go; but for the first of them, as many as are kept.
    void startRecord(std::size_t kept = 0) const { m_scratchUsed = std::min(m_scratchUsed, kept); }
    /// Since expectNothing(): something stood at a place that was asked, be it of the wrong kind.
    [[nodiscard]] bool isThere() const { return m_isThere; }
    void expectNothing() const { m_isThere = false; }

    void bind(ProfileBinding &binding, Node item);
    /// A new link: no name is bound and no document kept.
    void reset();

private:
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };
    template <typename Value>
    using Named = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    [[nodiscard]] bool openWord(QByteArrayView message);
    void openEmbedded();
    [[nodiscard]] std::string_view merge(ProfileMerge &rule);
    [[nodiscard]] bool holds(ProfileCondition &condition, Node item) const;
    /// What stands at a node; empty where it says nothing or is a container.
    [[nodiscard]] std::string_view textAt(Node node) const
    {
        const JsonTape::Node &found = m_tape[node];
        const bool isNothing = found.type == JsonTape::Type::Null || found.text.empty();
        m_isThere |= !isNothing;
        return isNothing || found.isContainer() ? std::string_view() : found.text;
    }
    [[nodiscard]] std::string_view plainText(ProfileValue &value, Node item) const;
    [[nodiscard]] std::string_view madeText(ProfileValue &value, Node item) const;
    [[nodiscard]] std::string_view boundTo(std::string_view id, std::string_view name) const;
    [[nodiscard]] std::string &scratch() const;

    FeedProfile m_profile;
    RouteChoice m_choice; ///< of its routes, by position
    JsonTape m_tape, m_inner;
    QByteArray m_composed; ///< the message after embedded texts were opened or a change was merged
    bool m_isJson = false;
    mutable bool m_isThere = false;
    Named<std::vector<std::pair<std::string, std::string>>> m_bindings;
    Named<JsonState> m_states;
    mutable std::deque<std::string> m_scratch; ///< texts made for the record at hand; only grows
    mutable std::size_t m_scratchUsed = 0;
    std::vector<Node> m_reversed;
};

} // namespace alcedo
