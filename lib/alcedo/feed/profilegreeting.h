// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/words.h>
#include <alcedo/feed/mapping.h>
#include <alcedo/feed/profiletemplate.h>
#include <alcedo/transport/stage.h>

#include <QByteArrayList>
#include <utility>
#include <vector>

namespace alcedo {

/// What is said on a new link until it is live: the sign-in, step by step, then the subscriptions, and the
/// venue's answers to them. Also looks at answers that come later. Pure; thread: one at a time.
class ProfileGreeting
{
public:
    enum class Verdict {
        Waiting,
        Ready,   ///< all that was asked is acknowledged, or data proves it
        Refused, ///< for good, with the venue's words
        Busy,    ///< refused for now: too often, too many
    };

    explicit ProfileGreeting(const FeedProfile &profile);

    /// A new link. What is to be sent is in takeOutgoing() then and after each read().
    [[nodiscard]] Result<Verdict> begin(const ProfileParams &params);
    /// Looks at the message that the mapping saw last. isData: it held a record, which proves a subscription.
    [[nodiscard]] Result<Verdict> read(Mapping &mapping, bool isData);
    /// A refusal on a link that is live already, in the venue's words; empty where the message is none.
    [[nodiscard]] Words complaint(Mapping &mapping);
    [[nodiscard]] QByteArrayList takeOutgoing() { return std::exchange(m_outgoing, {}); }
    /// Messages for parameters that changed on a live link: what is no longer wanted, then what is new. Only
    /// lists may change; of several, one at a time.
    [[nodiscard]] Result<QByteArrayList> change(const ProfileParams &before, const ProfileParams &after);
    [[nodiscard]] Stage stage() const { return m_step < m_signIn.size() ? Stage::SignIn : Stage::Subscribe; }
    /// The venue's words for Refused and Busy, and what was left out of a subscription that else stands.
    [[nodiscard]] const Words &words() const { return m_words; }

private:
    [[nodiscard]] Result<Verdict> nextStep();
    [[nodiscard]] Result<Verdict> subscribe();
    [[nodiscard]] Result<Verdict> readSignIn(Mapping &mapping);
    [[nodiscard]] Verdict refusal(Mapping &mapping, FeedProfile::Request &request);

    std::vector<FeedProfile::Request> m_signIn, m_subscribe, m_unsubscribe; ///< own copies: looking up paths
                                                                            ///< changes their hints
    ProfileParams m_params;
    QByteArrayList m_outgoing;
    Words m_words;
    std::size_t m_step = 0;
    std::vector<int> m_acksLeft; ///< of each subscription
    int m_taken = 0;             ///< acknowledgements that came
    int m_nextId = 1;
};

} // namespace alcedo
