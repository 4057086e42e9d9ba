// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

namespace alcedo {

/// Judges silence, purely: given when something last came, is the link quiet, stalled or dead, and when to
/// look again. Any traffic counts as life. A ping is due at the start, at half the interval of silence, and
/// once an interval at least, so that the round trip is known on a busy link too.
class Heartbeat
{
public:
    using Nanoseconds = std::chrono::nanoseconds;
    struct Options
    {
        std::chrono::milliseconds interval{
            25'000}; ///< the peer is expected to say something this often; zero: no heartbeat
        std::chrono::milliseconds grace{
            10'000}; ///< dead after interval + grace of silence; stalled at half of that
        /// No message for so long shows as stalled although pongs come; zero: silence of messages is normal
        std::chrono::milliseconds dataInterval{0};
        friend bool operator==(const Options &, const Options &) = default;
    };
    enum class Verdict { Fine, Stalled, Dead };

    Heartbeat() = default;
    explicit Heartbeat(Options options)
        : m_options(options)
    {
    }
    [[nodiscard]] const Options &options() const { return m_options; }
    /// Other limits for the same silence (a server's hello may name its own).
    void setOptions(const Options &options) { m_options = options; }
    void start(Nanoseconds now);
    /// Any bytes from the peer.
    void heard(Nanoseconds now);
    /// A data message from the peer (also heard).
    void heardData(Nanoseconds now);
    void pinged(Nanoseconds now);
    [[nodiscard]] Verdict judge(Nanoseconds now) const;
    /// A ping should go out now; pinged() says that it did.
    [[nodiscard]] bool pingDue(Nanoseconds now) const;
    /// When judge() or pingDue() may next answer something else; nothing where no heartbeat is asked for.
    [[nodiscard]] std::optional<Nanoseconds> nextLook(Nanoseconds now) const;

private:
    Options m_options;
    Nanoseconds m_heard{0};
    Nanoseconds m_heardData{0};
    std::optional<Nanoseconds> m_pinged;
};

} // namespace alcedo
