// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/startup.h>

#include <models/frameclock.h>

#include <QFile>
#include <QLoggingCategory>
#include <QQuickWindow>
#include <cstdio>
#if defined(Q_OS_LINUX)
#include <ctime>
#include <unistd.h>
#endif

namespace alcedo {

namespace {
Q_LOGGING_CATEGORY(startupLog, "alcedo.startup", QtWarningMsg)
}

std::chrono::milliseconds processAge()
{
#if defined(Q_OS_LINUX)
    // proc(5): field 22 of /proc/self/stat is the start in clock ticks since boot; the name before it may
    // hold blanks.
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    const double started = fields.value(19).toDouble() / double(sysconf(_SC_CLK_TCK));
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::milliseconds(
        std::int64_t((double(now.tv_sec) + double(now.tv_nsec) / 1e9 - started) * 1000));
#else
    return {};
#endif
}

StartupTime::StartupTime(FrameClock &frames, QQuickWindow &window, bool print)
    : m_frames(frames)
    , m_print(print)
{
    connect(&window, &QQuickWindow::frameSwapped, this, &StartupTime::painted, Qt::QueuedConnection);
}

void StartupTime::painted()
{
    // A second frame may have been queued before the first was told.
    if (m_told || m_frames.snapshot().counters.records == 0)
        return;
    m_told = true;
    sender()->disconnect(this);
    const auto age = processAge().count();
    qCInfo(startupLog) << "first live frame after" << age << "ms";
    if (m_print) {
        std::printf("first live frame after %lld ms\n", static_cast<long long>(age));
        std::fflush(stdout);
    }
}

} // namespace alcedo
