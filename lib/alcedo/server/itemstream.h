// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/error.h>

#include <QByteArray>
#include <functional>
#include <memory>

namespace alcedo {

class ItemFlow;

/// A streamed reply as the application gives it: one item after the other, no faster than the client's credit
/// and the link allow. Move it, keep it, use it from any thread, one at a time; destroyed unfinished it ends
/// with -32603.
class ItemStream
{
public:
    explicit ItemStream(std::shared_ptr<ItemFlow> flow)
        : m_flow(std::move(flow))
    {
    }
    ItemStream(ItemStream &&) noexcept = default;
    ItemStream &operator=(ItemStream &&other) noexcept;
    ~ItemStream();

    enum class Yielded {
        Taken,
        Held, ///< not taken: no credit, or 64 KiB are on their way already. onRoom() tells when to go on
        Over, ///< cancelled, or the link is gone: nothing more is wanted
    };
    /// json: one JSON value, UTF-8. What is none, or larger than a message may be, ends the stream with an
    /// error.
    Yielded yield(const QByteArray &json);
    /// room is called once there is credit for a first item, after that whenever yield() answered Held and
    /// would take again, and once when it is over before it was finished. In the session's worker thread, or
    /// in the caller's at once where there is room already. It may hold the stream itself; it is dropped at
    /// the end.
    void onRoom(std::function<void()> room);
    /// The reply: {"n":…}, the number of items.
    void finish();
    /// The reply is an error (detail: JSON-RPC code).
    void fail(const Error &error);

private:
    std::shared_ptr<ItemFlow> m_flow;
};

} // namespace alcedo
