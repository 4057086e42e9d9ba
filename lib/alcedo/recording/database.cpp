// SPDX-License-Identifier: MIT
#include <alcedo/core/filephrases.h>
#include <alcedo/recording/database.h>
#include <alcedo/recording/recordingphrases.h>

#include <QFile>
#include <QFileInfo>
#include <sqlite3.h>

namespace alcedo {

namespace {

/// SQLite says of a folder that may not be written what it says of a disk that is full.
Error whyNotOpen(const QString &path, Database::Access access, const Error &error)
{
    const QFileInfo folder(QFileInfo(path).absolutePath());
    if (access == Database::Access::Read || (error.detail() & 0xff) != SQLITE_CANTOPEN || folder.isWritable())
        return error;
    return Error(ErrorCode::Io,
                 say(folder.isDir() ? RecordingPhrase::FolderIsLocked : RecordingPhrase::NoFolder,
                     {folder.filePath()}),
                 SQLITE_READONLY);
}

} // namespace

Statement::Statement(Database &database, const char *sql)
    : m_database(database)
{
    // A statement that cannot be prepared answers its error with the first step().
    sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
}

Statement::~Statement()
{
    sqlite3_finalize(m_statement);
}

Result<bool> Statement::step()
{
    const int code = m_statement ? sqlite3_step(m_statement) : SQLITE_ERROR;
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    Error error = m_database.lastError();
    reset();
    return error;
}

Result<void> Statement::run()
{
    for (;;) {
        const auto more = step();
        if (!more)
            return more.error();
        if (!*more) {
            reset();
            return {};
        }
    }
}

void Statement::reset()
{
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::string_view Statement::bytes(int column) const
{
    const void *data = sqlite3_column_blob(m_statement, column);
    return {static_cast<const char *>(data), std::size_t(sqlite3_column_bytes(m_statement, column))};
}

QString Statement::text(int column) const
{
    const std::string_view utf8 = bytes(column);
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

void Statement::bindAt(int place, std::int64_t value)
{
    sqlite3_bind_int64(m_statement, place, value);
}

void Statement::bindAt(int place, std::string_view text)
{
    sqlite3_bind_text(m_statement, place, text.data(), int(text.size()), SQLITE_TRANSIENT);
}

void Statement::bindAt(int place, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    sqlite3_bind_text(m_statement, place, utf8.constData(), int(utf8.size()), SQLITE_TRANSIENT);
}

void Statement::bindAt(int place, const QByteArray &blob)
{
    sqlite3_bind_blob(m_statement, place, blob.constData(), int(blob.size()), SQLITE_STATIC);
}

Result<std::unique_ptr<Database>> Database::open(const QString &path, Access access)
{
    std::unique_ptr<Database> database(new Database);
    database->m_name = QFileInfo(path).fileName();
    const bool reads = access == Access::Read;
    const int flags = reads ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (reads && !QFileInfo::exists(path))
        return Error(ErrorCode::Io, say(FilePhrase::CannotRead, {path, say(RecordingPhrase::NoFile)}));
    // A link may not be followed out of the folder that was meant; each connection stays in one thread.
    const int opened = sqlite3_open_v2(QFile::encodeName(path).constData(), &database->m_handle,
                                       flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (opened != SQLITE_OK)
        return whyNotOpen(path, access, database->lastError());
    sqlite3_busy_timeout(database->m_handle, reads ? 2'000 : 200);
    // A view or a trigger in a file that somebody sent must not run what it likes.
    sqlite3_db_config(database->m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database->m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database->m_handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    if (const auto first = database->run("SELECT 1 FROM sqlite_schema LIMIT 1"); !first) {
        const int why = sqlite3_errcode(database->m_handle) & 0xff;
        if (!reads || (why != SQLITE_CANTOPEN && why != SQLITE_READONLY))
            return whyNotOpen(path, access, first.error());
        // In a folder that cannot be written the shared memory of a WAL cannot be made: nobody writes there.
        sqlite3_close(database->m_handle);
        const QByteArray uri = "file:" + QFile::encodeName(path).toPercentEncoding("/") + "?immutable=1";
        if (sqlite3_open_v2(uri.constData(), &database->m_handle,
                            flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            nullptr) != SQLITE_OK)
            return database->lastError();
        sqlite3_db_config(database->m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    }
    return database;
}

Database::~Database()
{
    sqlite3_close(m_handle);
}

Result<void> Database::run(const char *sql)
{
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return lastError();
    return {};
}

std::int64_t Database::number(const char *sql)
{
    Statement statement(*this, sql);
    const auto row = statement.step();
    return row && *row ? statement.integer(0) : 0;
}

Error Database::lastError() const
{
    if (!m_handle)
        return Error(ErrorCode::Io, say(RecordingPhrase::NoMemory, {m_name}));
    const int code = sqlite3_extended_errcode(m_handle);
    const bool foreign = (code & 0xff) == SQLITE_NOTADB || (code & 0xff) == SQLITE_CORRUPT;
    return Error(foreign ? ErrorCode::Parse : ErrorCode::Io,
                 QStringLiteral("%1: %2").arg(m_name, QString::fromUtf8(sqlite3_errmsg(m_handle))), code);
}

bool Database::isFull(const Error &error)
{
    // A full disk shows as FULL, and in the shared memory or the WAL's header as one of the I/O errors.
    const int code = error.detail() & 0xff;
    return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
}

} // namespace alcedo
