// SPDX-License-Identifier: MIT
#include <alcedo/transport/directlinks.h>
#ifdef Q_OS_LINUX
#include <alcedo/transport/epolllinks.h>
#endif

namespace alcedo {

std::unique_ptr<DirectLinks> DirectLinks::make(const Services &services)
{
#ifdef Q_OS_LINUX
    if (auto set = EpollSet::make())
        return std::make_unique<EpollLinks>(services, std::move(set));
#else
    Q_UNUSED(services)
#endif
    return nullptr;
}

} // namespace alcedo
