// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/feed/messageform.h>

#include <memory>
#include <vector>

namespace alcedo {

/// The forms that a feed's messages have, as far as they are known. A form stays while it saves more than it
/// wastes: reading by it is several times as fast as the long way, and to see late that a message is of
/// another form costs what was read until then. Thread: one at a time.
class KnownForms
{
public:
    static constexpr std::size_t MaxForms = 8;

    /// By the form that the message has. Nothing where none is known; nothing is appended then.
    [[nodiscard]] MessageForm::Reading read(QByteArrayView message, std::int64_t arrivalNs,
                                            RecordBatchBuilder &out);
    /// Of the message that read() just took.
    [[nodiscard]] RecordKind kind() const { return m_forms.front().form->kind(); }
    /// Whether a message that went the long way is worth learning. Says so ever more rarely where what was
    /// learned was of no use.
    [[nodiscard]] bool isCurious();
    void add(std::unique_ptr<MessageForm> form);

private:
    struct Known
    {
        std::unique_ptr<MessageForm> form;
        std::int64_t saved = 0; ///< bytes read by it, less those looked at in vain
    };

    std::vector<Known> m_forms;   ///< the one of the last message first
    std::uint32_t m_patience = 1; ///< messages to let pass before the next is learned
    std::uint32_t m_passed = 0;
};

} // namespace alcedo
