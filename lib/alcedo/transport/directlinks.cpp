// SPDX-License-Identifier: MIT
#include <alcedo/transport/directlinks.h>
#ifdef ALCEDO_EPOLL
#include <alcedo/transport/epolllinks.h>
#endif

namespace alcedo {

std::unique_ptr<DirectLinks> DirectLinks::make(const Services &services)
{
#ifdef ALCEDO_EPOLL
    if (auto set = EpollSet::make())
        return std::make_unique<EpollLinks>(services, std::move(set));
#else
    Q_UNUSED(services)
#endif
    return nullptr;
}

} // namespace alcedo
