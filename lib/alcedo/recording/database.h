// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <QString>
#include <cstdint>
#include <memory>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace alcedo {

class Database;

/// A prepared statement: bind, then step() until it answers no row; reset() for the next time. What column…()
/// gives lives until the next step() or reset(). Must not outlive its database.
class Statement
{
public:
    Statement(Database &database, const char *sql);
    ~Statement();
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    /// Binds the values to ?1, ?2 … in order. Bytes are not copied: they must live until reset().
    template <typename... Values>
    Statement &bind(const Values &...values)
    {
        int place = 0;
        (bindAt(++place, values), ...);
        return *this;
    }
    /// True where there is a row, false at the end.
    [[nodiscard]] Result<bool> step();
    /// Runs to the end and resets.
    [[nodiscard]] Result<void> run();
    void reset();
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string_view bytes(int column) const;
    [[nodiscard]] QString text(int column) const;

private:
    void bindAt(int place, std::int64_t value);
    void bindAt(int place, int value) { bindAt(place, std::int64_t(value)); }
    void bindAt(int place, std::uint64_t value) { bindAt(place, std::int64_t(value)); }
    void bindAt(int place, std::string_view text);
    void bindAt(int place, const char *text) { bindAt(place, std::string_view(text)); }
    void bindAt(int place, const QString &text);
    void bindAt(int place, const QByteArray &blob);
    Database &m_database;
    sqlite3_stmt *m_statement = nullptr;
};

/// One connection to an SQLite file. Errors carry SQLite's words and its extended result code as detail; Io,
/// or Parse where the file is none of SQLite's. Thread: one at a time.
class Database
{
public:
    enum class Access { Write, Read };
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &path, Access access);
    ~Database();
    /// One or more statements without values or answers.
    [[nodiscard]] Result<void> run(const char *sql);
    /// The single number that a query answers, zero where none.
    [[nodiscard]] std::int64_t number(const char *sql);
    [[nodiscard]] Error lastError() const;
    [[nodiscard]] sqlite3 *handle() const { return m_handle; }
    /// Whether an error says that there is no room left, which may pass.
    [[nodiscard]] static bool isFull(const Error &error);

private:
    Database() = default;
    sqlite3 *m_handle = nullptr;
    QString m_name;
};

} // namespace alcedo
