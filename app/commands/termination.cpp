// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/termination.h>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace alcedo {

namespace {

// A signal handler may do no more than write to a descriptor (POSIX 2.4.3), hence the pipe, and hence static.
int terminationPipe[2] = {-1, -1};

void noteTermination(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(terminationPipe[1], &byte, 1);
}

} // namespace

Termination::Termination(QObject *parent)
    : QObject(parent)
{
    if (::pipe2(terminationPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(terminationPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char bytes[16];
        while (::read(terminationPipe[0], bytes, sizeof bytes) > 0) {
        }
        Q_EMIT requested();
    });
    std::signal(SIGINT, noteTermination);
    std::signal(SIGTERM, noteTermination);
}

Termination::~Termination()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    m_notifier.reset();
    for (int &end : terminationPipe) {
        ::close(end);
        end = -1;
    }
}

} // namespace alcedo
