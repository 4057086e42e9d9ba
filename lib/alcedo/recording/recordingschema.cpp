// SPDX-License-Identifier: MIT
#include <alcedo/recording/recordingphrases.h>
#include <alcedo/recording/recordingschema.h>

#include <QFileInfo>

namespace alcedo::recordingschema {

namespace {

// Large pages, as nearly all is blobs; auto_vacuum so that a lowered bound gives room back.
constexpr char Settings[] = "PRAGMA page_size = 16384;"
                            "PRAGMA auto_vacuum = INCREMENTAL;"
                            "PRAGMA journal_mode = WAL;";

constexpr char Tables[] = R"(
BEGIN IMMEDIATE;
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT NOT NULL, dialect TEXT NOT NULL, url TEXT NOT NULL,
  demo INTEGER NOT NULL, profile TEXT NOT NULL);
CREATE TABLE channel(source INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, first_ns INTEGER NOT NULL,
  PRIMARY KEY(source, kind, key)) WITHOUT ROWID;
CREATE TABLE session(id INTEGER PRIMARY KEY, first_ns INTEGER NOT NULL, last_ns INTEGER NOT NULL,
  ended INTEGER NOT NULL, records INTEGER NOT NULL, frames INTEGER NOT NULL, dropped INTEGER NOT NULL);
CREATE TABLE block(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source INTEGER NOT NULL, first_ns INTEGER NOT NULL,
  last_ns INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, count INTEGER NOT NULL,
  raw_bytes INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX block_time ON block(kind, last_ns, first_ns, source, first_seq, last_seq, count, raw_bytes);
CREATE TABLE keyframe(id INTEGER PRIMARY KEY, session INTEGER NOT NULL, at_ns INTEGER NOT NULL,
  seq INTEGER NOT NULL, from_ns INTEGER NOT NULL, raw_bytes INTEGER NOT NULL, state BLOB NOT NULL,
  history BLOB NOT NULL);
CREATE INDEX keyframe_time ON keyframe(at_ns, seq, session, from_ns);
CREATE TABLE event(id INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, to_ns INTEGER NOT NULL, source INTEGER NOT NULL,
  kind TEXT NOT NULL, text TEXT NOT NULL, missed INTEGER NOT NULL, recovered INTEGER NOT NULL);
CREATE INDEX event_time ON event(at_ns);
CREATE VIEW overview AS SELECT block.id, datetime(first_ns / 1000000000, 'unixepoch') AS first,
  datetime(last_ns / 1000000000, 'unixepoch') AS last, block.kind, source.name AS source, count, raw_bytes,
  length(data) AS bytes FROM block JOIN source ON source.id = block.source;
INSERT INTO meta VALUES('format', 1), ('clock', 'nanoseconds since 1970-01-01T00:00:00Z'), ('next_seq', 1);
PRAGMA application_id = 1097622340;
PRAGMA user_version = 1;
COMMIT;)";

static_assert(ApplicationId == 1097622340 && Version == 1);

} // namespace

Result<void> check(Database &database, const QString &path)
{
    const QString name = QFileInfo(path).fileName();
    if (database.number("PRAGMA application_id") != ApplicationId)
        return Error(ErrorCode::Parse, say(RecordingPhrase::NotARecording, {name}));
    const auto version = database.number("PRAGMA user_version");
    if (version < 1 || version > Version)
        return Error(
            ErrorCode::NotSupported,
            say(RecordingPhrase::OtherFormat, {name, QString::number(version), QString::number(Version)}));
    return {};
}

Result<void> prepare(Database &database, const QString &path)
{
    const bool isNew = database.number("SELECT count(*) FROM sqlite_schema") == 0 &&
                       database.number("PRAGMA application_id") == 0;
    if (!isNew)
        return check(database, path);
    if (const auto set = database.run(Settings); !set)
        return set;
    return database.run(Tables);
}

} // namespace alcedo::recordingschema
