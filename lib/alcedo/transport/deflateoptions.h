// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace alcedo {

/// What one end asks of permessage-deflate (RFC 7692). Values out of range are taken to the nearest that is
/// allowed.
struct DeflateOptions
{
    enum class Use {
        Never,          ///< neither offered nor accepted
        ExceptLoopback, ///< where bytes travel: between processes of one machine it costs more than it saves
        Always,
    };
    Use use = Use::ExceptLoopback;
    int windowBits = 12;      ///< of what we compress: 9 to 15, 2^n bytes looked back at
    int memoryLevel = 5;      ///< zlib's, 1 to 9; with 12 bits about 38 KiB for a context
    int level = 3;            ///< zlib's, 1 (fastest) to 9 (smallest)
    bool keepsContext = true; ///< ours from one message to the next; false: no memory between messages
    int peerWindowBits = 15;  ///< asked of the peer: 8 to 15; it costs us 2^n bytes
    bool peerKeepsContext = true;
    qsizetype threshold =
        256; ///< bytes; smaller messages go as they are. Zero: all but empty ones are compressed
    int inflationLimit =
        10; ///< a compressed message may become so many times maxMessageBytes, else 1009; least 1

    /// A server has many peers: nobody's context is kept, so an idle link costs nothing, and what is sent to
    /// many is compressed once.
    [[nodiscard]] static DeflateOptions forServer()
    {
        DeflateOptions options;
        options.keepsContext = false;
        options.peerKeepsContext = false;
        options.peerWindowBits = 12;
        return options;
    }
};

/// What two ends agreed on.
struct DeflateTerms
{
    int windowBits = 15; ///< of what we compress, 9 to 15
    int memoryLevel = 8;
    int level = 3;
    bool keepsContext = true;
    int peerWindowBits = 15; ///< of what we inflate, 8 to 15
    bool peerKeepsContext = true;
    qsizetype threshold = 256;
    int inflationLimit = 10;
    friend bool operator==(const DeflateTerms &, const DeflateTerms &) = default;
};

} // namespace alcedo
