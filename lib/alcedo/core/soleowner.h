// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <memory>

namespace alcedo {

/// Whether nobody else has these bytes any more, so that their room may be written to again. Unlike
/// QByteArray::isDetached() it also sees to it that whatever another thread did with its copy is over.
/// False for null and for bytes that are not an array's own. Thread: the array's.
inline bool isSoleOwner(QByteArray &bytes)
{
    const auto *header = bytes.data_ptr().d_ptr();
    return header && header->ref_.loadAcquire() == 1;
}

/// The same of a shared object; false for null. No other thread may make a copy of this very pointer
/// meanwhile.
template <typename T>
bool isSoleOwner(const std::shared_ptr<T> &object)
{
    if (object.use_count() != 1)
        return false;
    // The count is read relaxed; a copy that goes again meets all that others did before they let go.
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
    [[maybe_unused]] const std::shared_ptr<T> meeting = object;
    return true;
}

} // namespace alcedo
