// SPDX-License-Identifier: MIT
#include <alcedo/server/mailbox.h>

#include <alcedo/core/post.h>

#include <algorithm>
#include <utility>

namespace alcedo {

Mailbox::Mailbox(QObject *owner, std::function<void()> wake, qint64 maxBytes)
    : m_owner(owner)
    , m_wake(std::move(wake))
    , m_maxBytes(maxBytes)
{
}

void Mailbox::deliver(const QString &channel, const StoredPublicationPtr &publication)
{
    const std::lock_guard lock(m_mutex);
    if (!m_owner)
        return;
    auto &overflowed = m_contents.overflowed;
    // Once one publication was let go, so are all until the next take(): what is kept stays without a hole.
    if (!overflowed.empty() || m_bytes + publication->cost() > m_maxBytes) {
        ++m_overflows;
        if (std::find(overflowed.begin(), overflowed.end(), channel) == overflowed.end())
            overflowed.push_back(channel);
    } else {
        m_bytes += publication->cost();
        m_contents.items.push_back({channel, publication});
    }
    wakeLocked();
}

void Mailbox::answer(Answer answer)
{
    const std::lock_guard lock(m_mutex);
    if (!m_owner)
        return;
    m_answers.push_back(std::move(answer)); // bounded by the sessions' maxInflight and by ItemFlow
    wakeLocked();
}

void Mailbox::present(const Presence::Change &change)
{
    const std::lock_guard lock(m_mutex);
    if (!m_owner || m_changes.size() >= MaxChanges)
        return;
    m_changes.push_back(change);
    wakeLocked();
}

std::vector<Presence::Change> Mailbox::takeChanges()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_changes, {});
}

void Mailbox::wakeLocked()
{
    if (std::exchange(m_woken, true))
        return;
    post(m_owner, m_wake);
}

Mailbox::Contents Mailbox::take()
{
    const std::lock_guard lock(m_mutex);
    m_bytes = 0;
    return std::exchange(m_contents, {});
}

std::vector<Mailbox::Answer> Mailbox::takeAnswers()
{
    const std::lock_guard lock(m_mutex);
    m_woken = false;
    return std::exchange(m_answers, {});
}

bool Mailbox::hasPublications() const
{
    const std::lock_guard lock(m_mutex);
    return !m_contents.items.empty() || !m_contents.overflowed.empty();
}

void Mailbox::close()
{
    const std::lock_guard lock(m_mutex);
    m_owner = nullptr;
    m_contents = {};
    m_answers.clear();
}

quint64 Mailbox::overflows() const
{
    const std::lock_guard lock(m_mutex);
    return m_overflows;
}

} // namespace alcedo
