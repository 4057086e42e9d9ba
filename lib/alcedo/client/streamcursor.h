// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/wire/message.h>

#include <variant>
#include <vector>

namespace alcedo {

/// What did not come, with its bounds: offsets first to last of epoch. count may be less where some were
/// thinned on purpose. After a reset (a new epoch) first to last are those of the new epoch that did not
/// come, which may be none (count 0, last = first - 1); how many of the old epoch were lost cannot be known.
struct Loss
{
    QString epoch;
    std::uint64_t first = 0, last = 0, count = 0;
    QString why; ///< "slow", "rate", "retention", "reset"
    friend bool operator==(const Loss &, const Loss &) = default;
};

/// One thing to tell a subscriber, and the position that holds once it was told.
struct StreamEvent
{
    struct Snapshot
    {
        std::vector<Publication> publications;
        friend bool operator==(const Snapshot &, const Snapshot &) = default;
    };
    struct Publications
    {
        std::vector<Publication> publications;
        friend bool operator==(const Publications &, const Publications &) = default;
    };
    std::variant<Snapshot, Loss, Publications> what;
    StreamPosition after;
    friend bool operator==(const StreamEvent &, const StreamEvent &) = default;
};

/// Where a subscription stands in its channel's stream: turns what the server says into what the subscriber
/// is told, so that every offset comes once, in order, or in one Loss. Pure.
class StreamCursor
{
public:
    enum class OnGap {
        Heal,   ///< stop at the gap and say so: a new subscription with recover may bring what is missing
        Report, ///< go on behind it with a Loss (healing was tried)
    };
    struct Step
    {
        std::vector<StreamEvent> events;
        bool gap = false; ///< something is missing that a recovery may bring; nothing behind it was taken
        quint64 duplicates = 0; ///< came again, not told again
    };
    StreamCursor() = default;
    explicit StreamCursor(DeliveryMode mode, const StreamPosition &start = {})
        : m_mode(mode)
        , m_position(start)
    {
    }
    [[nodiscard]] const StreamPosition &position() const { return m_position; }

    [[nodiscard]] Step subscribed(wire::SubscribeResult result);
    [[nodiscard]] Step data(wire::Data data, OnGap onGap = OnGap::Heal);
    [[nodiscard]] Step lost(const wire::Lost &lost, OnGap onGap = OnGap::Heal);

private:
    void take(Step &step, std::vector<Publication> publications, const QString &why, OnGap onGap);
    void lose(Step &step, std::uint64_t last, const QString &why, std::uint64_t count);
    void deliver(Step &step, std::vector<Publication> &run);

    DeliveryMode m_mode = DeliveryMode::All;
    StreamPosition m_position;
};

} // namespace alcedo
