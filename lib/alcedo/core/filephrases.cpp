// SPDX-License-Identifier: MIT
#include <alcedo/core/filephrases.h>

#include <QFileInfo>
#include <QSaveFile>
#include <cstddef>

namespace alcedo {

namespace {

// In the order of FilePhrase.
constexpr Phrase FileTable[] = {
    {"file.cannot-read", "cannot read %1: %2"},
    {"file.cannot-write", "cannot write %1: %2"},
    {"file.not-there", "No such file or directory"},
    {"file.not-allowed", "Permission denied"},
    {"file.is-folder", "it is a folder"},
    {"file.too-large", "it is too large"},
    {"file.locked", "it is locked"},
    {"file.at-line", "%1:%2: %3"},
};
static_assert(std::size(FileTable) == std::size_t(FilePhrase::AtLine) + 1);

} // namespace

std::span<const Phrase> filePhrases()
{
    return FileTable;
}

Words say(FilePhrase phrase, std::vector<Words> arguments)
{
    return Words(FileTable[std::size_t(phrase)], std::move(arguments));
}

Words faultOf(const QFileDevice &file)
{
    const QFileInfo place(file.fileName());
    const auto error = file.error();
    if (error != QFileDevice::NoError && place.isDir())
        return say(FilePhrase::IsFolder);
    // Qt has one error for all that keeps a file from being opened.
    if (error == QFileDevice::OpenError) {
        const bool isWritten = qobject_cast<const QSaveFile *>(&file) != nullptr;
        const QFileInfo needed(isWritten ? place.absolutePath() : place.filePath());
        if (!needed.exists())
            return say(FilePhrase::NotThere);
        if (!(isWritten ? needed.isWritable() : needed.isReadable()))
            return say(FilePhrase::NotAllowed);
    }
    return file.errorString();
}

Words cannotRead(const QFileDevice &file)
{
    return say(FilePhrase::CannotRead, {file.fileName(), faultOf(file)});
}

Words cannotWrite(const QFileDevice &file)
{
    return say(FilePhrase::CannotWrite, {file.fileName(), faultOf(file)});
}

} // namespace alcedo
