// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/timer.h>
#include <alcedo/transport/directlinks.h>
#include <alcedo/transport/epollset.h>
#include <alcedo/transport/epolltransport.h>

#include <memory>
#include <vector>

namespace alcedo {

/// DirectLinks over an EpollSet: waits for the first bytes of a connection, answers an upgrade, and keeps
/// links that say nothing for as long as ListenOptions::holdQuiet allows.
class EpollLinks final : public DirectLinks, private EpollTransport::Keeper
{
public:
    EpollLinks(const Services &services, std::shared_ptr<EpollSet> set);
    ~EpollLinks() override;
    EpollLinks(const EpollLinks &) = delete;
    EpollLinks &operator=(const EpollLinks &) = delete;

    void adopt(qintptr descriptor) override;
    [[nodiscard]] std::unique_ptr<Transport> takeOver(UpgradedLink &link) override;
    [[nodiscard]] int count() const override { return m_set->size(); }
    void flush() override { m_set->flush(); }
    void dropFresh() override;
    void handOut() override;

private:
    using Nanoseconds = std::chrono::nanoseconds;
    /// A connection of which nothing has come yet.
    class Fresh;
    struct Quiet
    {
        std::unique_ptr<EpollTransport> transport;
        Nanoseconds since{0};
    };
    void firstBytes(Fresh &fresh);
    void forget(Fresh &fresh);
    [[nodiscard]] bool upgrade(int descriptor, Begun &begun);
    void open(std::unique_ptr<EpollTransport> transport);
    void spoke(EpollTransport &transport) override;
    void wentUnheard(EpollTransport &transport) override;
    [[nodiscard]] Quiet release(EpollTransport &transport);
    void sweep();

    const Services m_services;
    const std::shared_ptr<EpollSet> m_set;
    std::vector<std::unique_ptr<Fresh>> m_fresh; ///< in no order, as are the quiet ones
    std::vector<Quiet> m_quiet;
    Timer m_sweep; ///< runs while there is something to sweep
};

} // namespace alcedo
