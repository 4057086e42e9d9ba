// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourceprobe.h"

#include "dashboard.h"
#include "format.h"
#include "panelsuggestions.h"

#include <alcedo/feed/feedprofile.h>
#include <alcedo/feed/secretstore.h>

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>
#include <QThreadPool>
#include <QUrl>
#include <algorithm>

namespace alcedo {

namespace {

constexpr std::size_t MessagesShown = 3;
constexpr int LinesAMessage = 40;
constexpr int FieldsAKind = 24;

/// The roles a person may choose of, by the record's kind.
QStringList rolesOf(const ShapeKind &kind)
{
    QStringList roles{QString(), QStringLiteral("key"), QStringLiteral("time")};
    for (const Field &field : RecordSchema::of(kind.record).fields) {
        if (field.type != FieldType::Levels)
            roles += QString::fromUtf8(field.name.data(), qsizetype(field.name.size()));
    }
    return roles;
}

/// What it is about stands first, then what it says, when, and what is left out.
int placeOf(const ShapeField &field)
{
    return field.role.isEmpty()                  ? 3
           : field.role == QLatin1String("key")  ? 0
           : field.role == QLatin1String("time") ? 2
                                                 : 1;
}

} // namespace

SourceProbe::SourceProbe(QObject *parent)
    : QObject(parent)
    , m_lines({"number", "indent", "key", "value", "tail", "isText", "path", "note"})
    , m_fields({"isKind", "kind", "name", "path", "type", "role", "now", "rate", "chosen", "reason"})
{
    m_second.setInterval(1'000);
    connect(&m_second, &QTimer::timeout, this, &SourceProbe::guess);
}

SourceProbe::~SourceProbe()
{
    if (m_dashboard && m_ring)
        m_dashboard->pipeline().removeFrameTap(m_ring);
}

void SourceProbe::componentComplete()
{
    m_dashboard = Dashboard::of(this);
    if (m_dashboard)
        connect(&m_dashboard->frameClock(), &FrameClock::frame, this, [this] {
            if (m_ring)
                take(m_ring->take());
        });
    const int wanted = std::exchange(m_sourceId, -1);
    setSourceId(wanted);
}

void SourceProbe::setSourceId(int id)
{
    if (m_sourceId == id)
        return;
    m_sourceId = id;
    if (m_dashboard && m_ring)
        m_dashboard->pipeline().removeFrameTap(m_ring);
    m_ring.reset();
    m_guess.clear();
    m_messages = m_guessed = 0;
    m_kinds.clear();
    m_corrections.clear();
    m_kindCorrections.clear();
    m_firstKey.clear();
    m_newest.clear();
    m_lines.assign({});
    refresh();
    m_second.stop();
    if (m_dashboard && id >= 0) {
        m_ring = std::make_shared<FrameRing>(SourceId(id));
        m_dashboard->pipeline().addFrameTap(m_ring);
        m_second.start();
    }
    Q_EMIT sourceIdChanged();
}

void SourceProbe::take(const std::deque<TappedFrame> &frames)
{
    bool any = false;
    for (const TappedFrame &frame : frames) {
        if (frame.direction != TappedFrame::Direction::In)
            continue;
        any = true;
        ++m_messages;
        m_guess.add(frame.bytes, frame.arrivalNs);
        m_newest.push_front(frame);
        if (m_newest.size() > MessagesShown)
            m_newest.pop_back();
    }
    if (!any)
        return;
    if (m_guessed == 0 && !m_isGuessing)
        guess(); // the first look need not wait
    if (!m_held)
        showNewest();
    Q_EMIT changed();
}

void SourceProbe::showNewest()
{
    QList<QVariantList> all;
    for (const TappedFrame &frame : m_newest) {
        const QString head =
            format::clockTime(std::chrono::nanoseconds(frame.arrivalNs), format::Precision::Milliseconds);
        all.append({0, -1, head, FrameText::sort(frame.bytes),
                    tr("%1 bytes").arg(format::count(quint64(frame.bytes.size()))), false, QString(),
                    QString()});
        all.append(m_text.pretty(frame.bytes).mid(0, LinesAMessage));
    }
    m_lines.assign(all);
}

void SourceProbe::guess()
{
    if (m_isGuessing || m_messages == m_guessed)
        return;
    m_isGuessing = true;
    m_guessed = m_messages;
    // The samples are shared, not copied; the thread has its own list of them.
    const auto samples = std::make_shared<const ShapeInference>(m_guess);
    QThreadPool::globalInstance()->start([samples, self = QPointer<SourceProbe>(this)] {
        const QList<ShapeKind> kinds = samples->propose();
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, kinds] {
                if (!self)
                    return;
                self->m_isGuessing = false;
                self->show(kinds);
            },
            Qt::QueuedConnection);
    });
}

QString SourceProbe::correctionKey(const ShapeKind &kind, const QString &path) const
{
    return kind.name + u'\n' + path;
}

void SourceProbe::show(const QList<ShapeKind> &kinds)
{
    m_kinds = kinds;
    for (ShapeKind &kind : m_kinds) {
        kind.ignored = m_kindCorrections.value(kind.name, kind.ignored);
        for (ShapeField &field : kind.fields) {
            const auto corrected = m_corrections.constFind(correctionKey(kind, field.path));
            if (corrected != m_corrections.cend())
                field.role = *corrected;
        }
        std::stable_sort(kind.fields.begin(), kind.fields.end(),
                         [](const ShapeField &a, const ShapeField &b) { return placeOf(a) < placeOf(b); });
    }
    refresh();
}

void SourceProbe::refresh()
{
    QList<QVariantList> rows;
    m_places.clear();
    for (int k = 0; k < m_kinds.size(); ++k) {
        const ShapeKind &kind = m_kinds[k];
        const std::string_view record = RecordSchema::of(kind.record).name;
        QStringList conditions;
        for (const ShapeKind::Condition &condition : std::as_const(kind.when))
            conditions += condition.is.isEmpty() ? tr("without %1").arg(condition.path)
                                                 : tr("where %1 = %2").arg(condition.path, condition.is);
        const QString where = conditions.join(QStringLiteral(" · "));
        rows.append(
            {true, kind.ignored ? tr("left out") : QString::fromUtf8(record.data(), qsizetype(record.size())),
             format::harmless(kind.name), where, QString(), QString(), QString(),
             format::messageRate(kind.rate), !kind.ignored, kind.reasons.join(QStringLiteral("; "))});
        m_places.append({k, -1});
        if (kind.ignored)
            continue;
        for (int f = 0; f < std::min<qsizetype>(kind.fields.size(), FieldsAKind); ++f) {
            const ShapeField &field = kind.fields[f];
            rows.append({false, QString(),
                         format::harmless(field.path.startsWith(u'/') ? field.path.mid(1) : field.path),
                         field.path, field.type, field.role.isEmpty() ? tr("left out") : field.role,
                         format::harmless(field.now.left(60)),
                         field.rate > 0 ? tr("%1 /s").arg(format::number(field.rate, 1)) : QString(),
                         !field.role.isEmpty(), field.reason});
            m_places.append({k, f});
        }
        for (const ShapeKind::Levels &levels : kind.levels) {
            rows.append({false, QString(), levels.each, levels.each, tr("levels"),
                         levels.side.startsWith(u'/') ? tr("bid and ask") : levels.side, QString(), QString(),
                         true, QString()});
            m_places.append({k, -2});
        }
    }
    m_fields.assign(rows);
    suggest();
    Q_EMIT changed();
}

void SourceProbe::toggle(int row)
{
    const Place place = m_places.value(row);
    if (place.kind < 0 || place.field < -1)
        return;
    m_firstKey.clear();
    ShapeKind &kind = m_kinds[place.kind];
    if (place.field < 0) {
        kind.ignored = !kind.ignored;
        m_kindCorrections[kind.name] = kind.ignored;
    } else {
        ShapeField &field = kind.fields[place.field];
        field.role = field.role.isEmpty() ? rolesOf(kind).value(field.isNumber ? 3 : 1) : QString();
        m_corrections[correctionKey(kind, field.path)] = field.role;
    }
    refresh();
}

void SourceProbe::nextRole(int row)
{
    const Place place = m_places.value(row);
    if (place.kind < 0 || place.field < 0)
        return;
    m_firstKey.clear();
    ShapeKind &kind = m_kinds[place.kind];
    ShapeField &field = kind.fields[place.field];
    const QStringList roles = rolesOf(kind);
    const auto now = roles.indexOf(field.role);
    for (qsizetype step = 1; step <= roles.size(); ++step) {
        const QString &role = roles[(now + step) % roles.size()];
        const bool fits = role != QLatin1String("time") || !field.unit.isEmpty();
        const bool taken = !role.isEmpty() &&
                           std::any_of(kind.fields.begin(), kind.fields.end(), [&](const ShapeField &other) {
                               return &other != &field && other.role == role;
                           });
        // The key and the time move; a reading may be one of several; any other role has one place.
        const bool isReading = kind.record == RecordKind::Sensor && role == QLatin1String("value");
        if (!fits || (taken && !isReading && role != QLatin1String("key") && role != QLatin1String("time")))
            continue;
        for (ShapeField &other : kind.fields) {
            if (&other != &field && !role.isEmpty() && !isReading && other.role == role) {
                other.role.clear();
                m_corrections[correctionKey(kind, other.path)] = QString();
            }
        }
        field.role = role;
        break;
    }
    m_corrections[correctionKey(kind, field.path)] = field.role;
    refresh();
}

QString SourceProbe::write(const QString &name, const QString &address)
{
    setProblem({});
    static const QRegularExpression Other(QStringLiteral("[^A-Za-z0-9_-]+"));
    QString word = QString(name).replace(Other, QStringLiteral("-")).left(40);
    word = word.isEmpty() ? QStringLiteral("feed") : word;
    const QByteArray json = ShapeInference::profile(word, address, m_kinds);
    if (const auto read = FeedProfile::parse(json, word); !read) {
        setProblem(read.error().message());
        return {};
    }
    const QString folder =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QLatin1String("/profiles");
    QSaveFile file(folder + u'/' + word + QLatin1String(".json"));
    if (!QDir().mkpath(folder) || !file.open(QFile::WriteOnly) || file.write(json) != json.size() ||
        !file.commit()) {
        setProblem(tr("Not saved: %1").arg(file.errorString()));
        return {};
    }
    return file.fileName();
}

QVariantList SourceProbe::profiles() const
{
    QVariantList all;
    for (const QString &name : FeedProfile::shipped()) {
        const auto profile = FeedProfile::named(name);
        if (profile && name != QLatin1String("raw"))
            all << QVariantMap{{QStringLiteral("name"), name}, {QStringLiteral("title"), profile->title}};
    }
    return all;
}

QVariantList SourceProbe::params(const QString &name) const
{
    QVariantList all;
    const auto profile =
        FeedProfile::shipped().contains(name) ? FeedProfile::named(name) : Result<FeedProfile>(Error());
    if (!profile)
        return all;
    const SecretStore store;
    for (auto param = profile->params.begin(); param != profile->params.end(); ++param) {
        const bool isKept = param->secret && !store.read(name, param.key()).isEmpty();
        all << QVariantMap{{QStringLiteral("name"), param.key()},
                           {QStringLiteral("title"), param->title.isEmpty() ? param.key() : param->title},
                           {QStringLiteral("list"), param->list},
                           {QStringLiteral("secret"), param->secret},
                           {QStringLiteral("kept"), isKept},
                           {QStringLiteral("value"), param->values.join(u',')}};
    }
    return all;
}

QString SourceProbe::word(const QString &name, const QVariantMap &values)
{
    setProblem({});
    const auto profile = FeedProfile::named(name);
    if (!profile)
        return name;
    QStringList given;
    SecretStore store;
    for (auto param = profile->params.begin(); param != profile->params.end(); ++param) {
        const QString value = values.value(param.key()).toString().trimmed();
        if (value.isEmpty() || value == param->values.join(u','))
            continue;
        if (!param->secret)
            given += param.key() + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value, ","));
        else if (const auto kept = store.write(name, param.key(), value); !kept)
            setProblem(kept.error().message());
    }
    return given.isEmpty() ? name : QString(name + u'?' + given.join(u'&'));
}

QString SourceProbe::summary() const
{
    const auto kinds =
        std::count_if(m_kinds.begin(), m_kinds.end(), [](const ShapeKind &kind) { return !kind.ignored; });
    return m_kinds.isEmpty() ? tr("nothing to read yet")
                             : tr("record kinds: %1, read from %2 messages")
                                   .arg(kinds)
                                   .arg(format::count(quint64(m_messages)));
}

void SourceProbe::suggest()
{
    // It stays while the guess about its field does: a card that changes each second cannot be read.
    if (m_firstKey.isEmpty())
        m_firstKey = firstChartedKey(m_kinds);
    const QVariantList all = suggestedPanels(m_kinds, m_firstKey);
    if (m_suggestions == all)
        return;
    m_suggestions = all;
    Q_EMIT suggestionsChanged();
}

void SourceProbe::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    Q_EMIT problemChanged();
}

} // namespace alcedo
