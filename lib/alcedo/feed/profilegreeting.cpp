// SPDX-License-Identifier: MIT
#include <alcedo/feed/profilegreeting.h>

#include <alcedo/connection/linkphrases.h>

#include <algorithm>
#include <numeric>

namespace alcedo {

ProfileGreeting::ProfileGreeting(const FeedProfile &profile)
    : m_signIn(profile.signIn)
    , m_subscribe(profile.subscribe)
    , m_unsubscribe(profile.unsubscribe)
{
}

Result<ProfileGreeting::Verdict> ProfileGreeting::begin(const ProfileParams &params)
{
    m_params = params;
    m_outgoing.clear();
    m_words = {};
    m_step = 0;
    m_taken = 0;
    m_acksLeft.clear();
    return nextStep();
}

// Says the steps that wait for nothing, up to the first that does.
Result<ProfileGreeting::Verdict> ProfileGreeting::nextStep()
{
    for (; m_step < m_signIn.size(); ++m_step) {
        const auto messages = fillRequest(m_signIn[m_step], m_params, m_nextId);
        if (!messages)
            return messages.error();
        m_outgoing += *messages;
        if (!m_signIn[m_step].ack.empty())
            return Verdict::Waiting;
    }
    return subscribe();
}

Result<ProfileGreeting::Verdict> ProfileGreeting::subscribe()
{
    for (const FeedProfile::Request &request : m_subscribe) {
        const auto messages = fillRequest(request, m_params, m_nextId);
        if (!messages)
            return messages.error();
        m_outgoing += *messages;
        m_acksLeft.push_back(request.ack.empty() ? 0 : expectedAcks(request, m_params));
    }
    const bool waits = std::accumulate(m_acksLeft.begin(), m_acksLeft.end(), 0) > 0;
    return waits ? Verdict::Waiting : Verdict::Ready;
}

ProfileGreeting::Verdict ProfileGreeting::refusal(Mapping &mapping, FeedProfile::Request &request)
{
    const bool isBusy = mapping.holds(request.busy);
    if (!isBusy && !mapping.holds(request.refused))
        return Verdict::Waiting;
    m_words = mapping.wordsAt(request.refusedText);
    return isBusy ? Verdict::Busy : Verdict::Refused;
}

Result<ProfileGreeting::Verdict> ProfileGreeting::readSignIn(Mapping &mapping)
{
    FeedProfile::Request &step = m_signIn[m_step];
    const Verdict refused = refusal(mapping, step);
    if (refused != Verdict::Waiting) {
        m_words = m_words.isEmpty() ? say(LinkPhrase::SignInRefused) : m_words;
        return refused;
    }
    if (!mapping.holds(step.ack))
        return Verdict::Waiting;
    ++m_step;
    return nextStep();
}

Result<ProfileGreeting::Verdict> ProfileGreeting::read(Mapping &mapping, bool isData)
{
    if (m_step < m_signIn.size())
        return readSignIn(mapping);
    // An answer counts for one request: the first that waits for such a one.
    bool counted = false;
    for (std::size_t i = 0; i < m_subscribe.size() && !counted; ++i) {
        FeedProfile::Request &request = m_subscribe[i];
        const Verdict refused = refusal(mapping, request);
        if (refused != Verdict::Waiting) {
            m_words = m_words.isEmpty() ? say(LinkPhrase::SubscriptionRefused) : m_words;
            if (refused == Verdict::Busy || !request.partial)
                return refused;
        } else if (m_acksLeft[i] == 0 || !mapping.holds(request.ack)) {
            continue;
        } else {
            ++m_taken;
            if (const QString leftOut = mapping.wordsAt(request.leftOut); !leftOut.isEmpty())
                m_words = leftOut;
        }
        m_acksLeft[i] = std::max(0, m_acksLeft[i] - 1);
        counted = true;
    }
    if (isData)
        return Verdict::Ready;
    if (std::accumulate(m_acksLeft.begin(), m_acksLeft.end(), 0) > 0)
        return Verdict::Waiting;
    return counted && m_taken == 0 ? Verdict::Refused : Verdict::Ready;
}

Words ProfileGreeting::complaint(Mapping &mapping)
{
    for (auto *requests : {&m_subscribe, &m_signIn}) {
        for (FeedProfile::Request &request : *requests) {
            if (mapping.holds(request.refused) || mapping.holds(request.busy)) {
                const QString words = mapping.wordsAt(request.refusedText);
                return words.isEmpty() ? say(LinkPhrase::Refused) : Words(words);
            }
        }
    }
    return {};
}

Result<QByteArrayList> ProfileGreeting::change(const ProfileParams &before, const ProfileParams &after)
{
    QByteArrayList all;
    const auto only = [](const QStringList &these, const QStringList &without) {
        QStringList left;
        std::copy_if(these.begin(), these.end(), std::back_inserter(left),
                     [&](const QString &value) { return !without.contains(value); });
        return left;
    };
    const auto say = [&](std::vector<FeedProfile::Request> &requests,
                         const ProfileParams &params) -> Result<void> {
        for (const FeedProfile::Request &request : requests) {
            const auto messages = fillRequest(request, params, m_nextId);
            if (!messages)
                return messages.error();
            all += *messages;
        }
        return {};
    };
    ProfileParams now = before;
    for (auto it = after.begin(); it != after.end(); ++it) {
        const QStringList gone = only(before.value(it.key()), *it), fresh = only(*it, before.value(it.key()));
        ProfileParams part = now;
        part[it.key()] = gone;
        if (const auto said = gone.isEmpty() ? Result<void>() : say(m_unsubscribe, part); !said)
            return said.error();
        part[it.key()] = fresh;
        if (const auto said = fresh.isEmpty() ? Result<void>() : say(m_subscribe, part); !said)
            return said.error();
        now[it.key()] = *it;
    }
    m_params = after;
    return all;
}

} // namespace alcedo
