// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <cstddef>
#include <set>

namespace alcedo {

struct Snapshot;

/// Moments that someone may want to go back to: where a source was lost, a score changed, urgent news came.
/// A snapshot knows only the newest of some; taken once a second, none is missed. Bounded: the oldest go.
class TimeMarks
{
public:
    static constexpr std::size_t MaxMarks = 512;
    struct Mark
    {
        enum class Kind { Event, Trouble };
        qint64 timeNs = 0; ///< wall
        Kind kind = Kind::Event;
        friend auto operator<=>(const Mark &, const Mark &) = default;
    };

    void take(const Snapshot &snapshot);
    /// Oldest first.
    [[nodiscard]] const std::set<Mark> &all() const { return m_marks; }

private:
    void add(qint64 timeNs, Mark::Kind kind);
    std::set<Mark> m_marks;
};

} // namespace alcedo
