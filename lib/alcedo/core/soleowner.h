// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace alcedo {

/// Whether nobody else has these bytes any more, so that their room may be written to again. Unlike
/// QByteArray::isDetached() it also sees to it that whatever another thread did with its copy is over.
/// False for null and for bytes that are not an array's own. Thread: the array's.
inline bool isSoleOwner(QByteArray &bytes)
{
    const auto *header = bytes.data_ptr().d_ptr();
    return header && header->ref_.loadAcquire() == 1;
}

} // namespace alcedo
