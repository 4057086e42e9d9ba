// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/feedprofile.h>

namespace alcedo {

/// Calls visit with each list of conditions by which the link itself waits for a message (an acknowledgement,
/// a refusal, a question, a wish for a new link), until it answers true; whether it did.
template <typename Visit>
[[nodiscard]] bool anyLinkConditions(FeedProfile &profile, Visit &&visit)
{
    const auto any = [&visit](ProfileCases &cases) {
        for (ProfileConditions &conditions : cases) {
            if (visit(conditions))
                return true;
        }
        return false;
    };
    for (auto *requests : {&profile.signIn, &profile.subscribe, &profile.unsubscribe}) {
        for (FeedProfile::Request &request : *requests) {
            if (any(request.ack) || any(request.refused) || any(request.busy))
                return true;
        }
    }
    for (FeedProfile::Answer &answer : profile.answers) {
        if (visit(answer.when))
            return true;
    }
    return any(profile.reconnectWhen);
}

} // namespace alcedo
