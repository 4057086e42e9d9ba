// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <QByteArray>
#include <QByteArrayView>

namespace alcedo {

/// A place where messages of one key did not follow each other.
struct SequenceBreak
{
    enum class Kind { Gap, Repeated, Checksum };
    std::string key;
    Kind kind = Kind::Gap;
    std::int64_t expected = 0, got = 0;
    std::int64_t arrivalNs = 0;
};

/// Judges, per key, whether changes follow each other, and holds them while the whole book is fetched.
/// Thread: one at a time.
class BookSequence
{
public:
    enum class Verdict {
        Pass, ///< next in order (or the first seen)
        Drop, ///< older than what is known
        Hold, ///< kept until the whole book is there
    };
    /// Changes held for one key; past it the oldest go, which the snapshot's check then finds.
    static constexpr std::size_t MaxHeld = 2'000;
    /// Keys followed; of more, no order is checked.
    static constexpr std::size_t MaxKeys = 20'000;
    static constexpr std::size_t MaxBreaks = 1'000;

    struct Held
    {
        QByteArray message;
        std::int64_t arrivalNs = 0;
    };

    /// With resync, a key's changes wait for its whole book, at first and after each gap.
    void setResync(bool on) { m_resync = on; }
    /// first: the change's first number where consecutive ones follow by 1; previous: the number that it says
    /// it follows.
    Verdict admit(std::string_view key, std::optional<std::int64_t> first,
                  std::optional<std::int64_t> previous, std::int64_t last, std::int64_t arrivalNs);
    /// A whole book with its number came with the link: the changes go on from there.
    void restart(std::string_view key, std::int64_t last);
    /// Numbers that only must not go back.
    Verdict admitRising(std::string_view key, std::int64_t last, std::int64_t arrivalNs);
    /// The book of a key is not what its venue says.
    void noteChecksum(std::string_view key, std::int64_t expected, std::int64_t got, std::int64_t arrivalNs);
    /// After Hold: the message, to be mapped again by release().
    void hold(std::string_view key, QByteArrayView message, std::int64_t arrivalNs);
    /// The whole book of a key is there, up to this number. The held messages, in order; they are admitted as
    /// changes after it: what is older drops, and a gap holds again.
    [[nodiscard]] std::deque<Held> release(std::string_view key, std::int64_t last);
    /// Keys that began to wait since the last call.
    [[nodiscard]] std::vector<std::string> takeWanted();
    [[nodiscard]] std::vector<SequenceBreak> takeBreaks();
    /// A new link: nothing is known of any key.
    void reset();

    [[nodiscard]] std::uint64_t gaps() const { return m_gaps; }
    [[nodiscard]] std::uint64_t repeated() const { return m_repeated; }
    [[nodiscard]] std::uint64_t wrongChecksums() const { return m_wrongChecksums; }

private:
    struct Hash : std::hash<std::string_view>
    {
        using is_transparent = void;
    };
    struct State
    {
        std::optional<std::int64_t> last;
        bool holding = false;
        bool justSynced = false; ///< the next change may begin before the snapshot's end
        std::deque<Held> held;
    };
    void note(SequenceBreak::Kind kind, std::string_view key, std::int64_t expected, std::int64_t got,
              std::int64_t arrivalNs);

    std::unordered_map<std::string, State, Hash, std::equal_to<>> m_states;
    std::vector<SequenceBreak> m_breaks;
    std::vector<std::string> m_wanted;
    std::uint64_t m_gaps = 0, m_repeated = 0, m_wrongChecksums = 0;
    bool m_resync = false;
};

} // namespace alcedo
