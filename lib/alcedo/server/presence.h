// SPDX-License-Identifier: MIT
#pragma once

#include <QHash> // std::hash<QString>
#include <QString>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace alcedo {

/// Who follows which channel, over all workers of a server; for channels whose options say so. Thread: any.
class Presence
{
public:
    struct Member
    {
        QString client; ///< the session
        QString user;   ///< empty: nobody in particular
        QString info;   ///< what the client calls itself
    };
    struct Change
    {
        enum class What { Joined, Left } what = What::Joined;
        QString channel, client, user;
    };
    /// Who passes changes on: one per worker.
    class Sink
    {
    public:
        virtual ~Sink() = default;
        /// In any thread, under a lock: take it and return, nothing else.
        virtual void present(const Change &change) = 0;
    };
    /// All sinks of the channel are told. A client enters a channel once.
    void enter(const QString &channel, const Member &member, Sink &sink);
    void leave(const QString &channel, const QString &client, Sink &sink);
    /// In the order of the sessions' names.
    [[nodiscard]] std::vector<Member> members(const QString &channel) const;

private:
    struct Audience
    {
        std::map<QString, Member> members;
        std::unordered_map<Sink *, int> sinks;
    };
    static void tell(const Audience &audience, const Change &change);

    mutable std::mutex m_mutex; // the workers' threads meet here
    std::unordered_map<QString, Audience> m_channels;
};

} // namespace alcedo
