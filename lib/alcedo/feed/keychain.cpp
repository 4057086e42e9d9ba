// SPDX-License-Identifier: MIT
#include <alcedo/feed/keychain.h>
#include <alcedo/feed/sourcephrases.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QThread>
#include <QTimer>
#include <qt6keychain/keychain.h>
#include <type_traits>

#ifdef ALCEDO_HAS_DBUS
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#endif

namespace alcedo {

namespace {

constexpr QLatin1String Service("alcedo");

/// What a job said at its end, before it deletes itself.
struct Outcome
{
    QKeychain::Error error = QKeychain::OtherError;
    Words words = say(SourcePhrase::KeychainIsSilent);
    QString text;
};

/// Runs a job, which belongs to the application and deletes itself, to its end or to that of our patience.
template <typename Job>
Outcome run(Job *job, const QString &key)
{
    QEventLoop loop;
    QTimer patience;
    Outcome outcome;
    bool isDone = false;
    QObject::connect(job, &QKeychain::Job::finished, &loop, [&, job] {
        outcome = {job->error(), job->errorString(), QString()};
        if constexpr (std::is_same_v<Job, QKeychain::ReadPasswordJob>)
            outcome.text = job->textData();
        isDone = true;
        loop.quit();
    });
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    patience.setSingleShot(true);
    patience.start(Keychain::PatienceMs);
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    job->setKey(key);
    job->start();
    if (!isDone)
        loop.exec(QEventLoop::ExcludeUserInputEvents);
    return outcome;
}

Result<void> judged(const Outcome &outcome)
{
    if (outcome.error == QKeychain::NoError || outcome.error == QKeychain::EntryNotFound)
        return {};
    return Error(ErrorCode::Io, say(SourcePhrase::KeychainRefused, {outcome.words}));
}

} // namespace

bool Keychain::isRunning()
{
    const QCoreApplication *const application = QCoreApplication::instance();
    if (!application || application->thread() != QThread::currentThread())
        return false;
#ifdef ALCEDO_HAS_DBUS
    // Without the variable, asking for the bus would start one.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return false;
    QDBusConnectionInterface *const bus = QDBusConnection::sessionBus().interface();
    for (const char *name : {"org.freedesktop.secrets", "org.kde.kwalletd5", "org.kde.kwalletd6"}) {
        if (bus && bus->isServiceRegistered(QLatin1String(name)))
            return true;
    }
    return false;
#else
    return true;
#endif
}

Result<QString> Keychain::read(const QString &key)
{
    const Outcome outcome = run(new QKeychain::ReadPasswordJob(Service, QCoreApplication::instance()), key);
    if (const auto done = judged(outcome); !done)
        return done.error();
    return outcome.text;
}

Result<void> Keychain::write(const QString &key, const QString &value)
{
    if (value.isEmpty())
        return judged(run(new QKeychain::DeletePasswordJob(Service, QCoreApplication::instance()), key));
    auto *const job = new QKeychain::WritePasswordJob(Service, QCoreApplication::instance());
    job->setTextData(value);
    return judged(run(job, key));
}

} // namespace alcedo
