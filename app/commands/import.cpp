// SPDX-License-Identifier: GPL-3.0-or-later
#include <alcedo/recording/mcapreader.h>
#include <commands/arguments.h>
#include <commands/command.h>
#include <commands/importcsv.h>
#include <commands/importframes.h>
#include <commands/importmcap.h>
#include <commands/importtarget.h>
#include <commands/sourceword.h>

#include <QDateTime>
#include <QFileInfo>
#include <cstdio>

namespace alcedo {

namespace {

struct ImportWords
{
    QString path, out, profile, name;

    /// Names the work that a recording may hold a part of.
    [[nodiscard]] QString signature() const
    {
        const QFileInfo file(path);
        return QStringList{file.absoluteFilePath(), QString::number(file.size()),
                           QString::number(file.lastModified().toMSecsSinceEpoch()), profile, name}
            .join(u' ');
    }
};

Result<ImportResult> importAny(const ImportWords &words, ImportTarget &target)
{
    if (McapReader::isMcap(words.path))
        return importMcap(words.path, words.profile, target);
    if (words.path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
        return importCsv(words.path, words.name, target);
    return importFrames(words.path, words.profile, target);
}

void addImportWords(Arguments &arguments)
{
    arguments.addValue(QStringLiteral("out"), QStringLiteral("the recording; one that is there is added to"),
                       QStringLiteral("RECORDING"));
    arguments.addValue(QStringLiteral("profile"),
                       QStringLiteral("what reads the frames (default: the one whose address they name)"),
                       QStringLiteral("PROFILE"));
    arguments.addValue(QStringLiteral("name"),
                       QStringLiteral("of the source of a table (default: the file's)"),
                       QStringLiteral("NAME"));
}

int tellImport(const ImportResult &result, const RecordingWriter::Counters &counters)
{
    std::printf("%llu records, %llu frames%s%s\n", static_cast<unsigned long long>(counters.records),
                static_cast<unsigned long long>(counters.frames), result.note.isEmpty() ? "" : "; ",
                qUtf8Printable(result.note));
    if (!result.damage.isEmpty())
        return complain(result.damage, BadInput);
    if (result.bad > 0)
        return complain(QStringLiteral("%1 rows or messages could not be read").arg(result.bad), BadInput);
    return Success;
}

} // namespace

int runImport(int &, char **, const QStringList &args)
{
    Arguments arguments(QStringLiteral("import"), QStringLiteral("FILE"), 1);
    addImportWords(arguments);
    if (const auto code = arguments.parse(args))
        return *code;
    ImportWords words{arguments.positional(0), arguments.value(QStringLiteral("out")),
                      arguments.value(QStringLiteral("profile")), arguments.value(QStringLiteral("name"))};
    if (words.out.isEmpty())
        return complain(QStringLiteral("import: --out RECORDING is missing"), Usage);
    if (!QFileInfo(words.path).isReadable())
        return complain(QStringLiteral("cannot read %1").arg(words.path), Failure);
    if (words.name.isEmpty())
        words.name = QFileInfo(words.path).completeBaseName();
    auto writer = RecordingWriter::open({.path = words.out});
    if (!writer)
        return complain(writer.error().message(), ExitCode(codeOf(writer.error())));
    Result<ImportResult> result = Error(ErrorCode::Io, QString());
    {
        ImportTarget target(**writer, words.signature());
        result = importAny(words, target);
        if (!result)
            return complain(result.error().message(), ExitCode(codeOf(result.error())));
        if (const auto closed = target.finish(); !closed)
            return complain(closed.error().message(), Failure);
    }
    return tellImport(*result, (*writer)->counters());
}

} // namespace alcedo
