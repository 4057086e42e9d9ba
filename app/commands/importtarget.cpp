// SPDX-License-Identifier: GPL-3.0-or-later
#include <commands/importtarget.h>

#include <cstdio>

namespace alcedo {

ImportTarget::ImportTarget(RecordingWriter &writer, const QString &work)
    : m_writer(writer)
    , m_work(QStringLiteral("import ") + work)
{
    const QString known = writer.work();
    const auto end = known.lastIndexOf(u'\n');
    if (end < 0 || QStringView(known).left(end) != m_work)
        return;
    m_known = QStringView(known).mid(end + 1).toULongLong();
    if (m_known > 0)
        std::fprintf(stderr, "alcedo: goes on after %llu rows or messages\n",
                     static_cast<unsigned long long>(m_known));
}

Result<void> ImportTarget::advanced(double part)
{
    constexpr quint64 CommitEvery = 20'000;
    const bool wasNew = isNew();
    ++m_step;
    if (m_step % 1'024 == 0)
        m_bar.show(part, QStringLiteral("%1 rows or messages").arg(m_step));
    if (!wasNew || m_step % CommitEvery != 0)
        return {};
    m_writer.setWork(m_work + u'\n' + QString::number(m_step));
    return m_writer.commit();
}

Result<void> ImportTarget::finish()
{
    if (!m_writer.work().isEmpty())
        m_writer.setWork({});
    return m_writer.close();
}

} // namespace alcedo
