// SPDX-License-Identifier: MIT
#include <alcedo/recording/recordingphrases.h>

#include <cstddef>

namespace alcedo {

namespace {

// In the order of RecordingPhrase.
constexpr Phrase RecordingTable[] = {
    {"recording.nothing-yet", "nothing is recorded yet"},
    {"recording.let-go", "a block was let go by the recorder"},
    {"recording.no-file", "no such file"},
    {"recording.no-memory", "%1: no memory for a database"},
    {"recording.no-folder", "there is no folder %1"},
    {"recording.folder-locked", "the folder %1 cannot be written"},
    {"recording.not-one", "%1 is no recording of Alcedo"},
    {"recording.other-format", "%1 is a recording of format %2, this Alcedo knows %3"},
    {"recording.bad-compression", "a block does not decompress: %1"},
    {"recording.block-too-large", "a block would take %1 bytes"},
    {"recording.damaged-keyframe", "a keyframe is damaged"},
    {"recording.damaged-block", "a block of records is damaged: %1"},
};
static_assert(std::size(RecordingTable) == std::size_t(RecordingPhrase::DamagedBlock) + 1);

} // namespace

std::span<const Phrase> recordingPhrases()
{
    return RecordingTable;
}

Words say(RecordingPhrase phrase, std::vector<Words> arguments)
{
    return Words(RecordingTable[std::size_t(phrase)], std::move(arguments));
}

} // namespace alcedo
