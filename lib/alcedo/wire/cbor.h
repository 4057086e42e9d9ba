// SPDX-License-Identifier: MIT
#pragma once

#include <alcedo/core/result.h>

#include <QByteArray>
#include <QByteArrayView>

/// The subprotocol alcedo.v1.cbor: the same messages as in JSON, each as one CBOR item (RFC 8949). Whatever
/// passes through the library is JSON text; these two functions stand where bytes come in and go out. Thread:
/// any.
namespace alcedo {

/// Bounds of one message.
struct CborLimits
{
    qsizetype maxJsonBytes = 4 << 20; ///< of the JSON text that is made
    int maxDepth = 64;                ///< levels of nesting
};

/// Exactly one item, as JSON text that says the same. An Error where cbor is no item, or one that JSON has no
/// word for: byte strings, undefined, infinities, keys that are no text, the same key twice, tags other than
/// decimal fractions (4) and self-described CBOR (55799), which are numbers and nothing.
[[nodiscard]] Result<QByteArray> jsonFromCbor(QByteArrayView cbor, const CborLimits &limits = {});

/// JSON text (isJsonText()) as one item in preferred serialization (RFC 8949 4.1): whole numbers as integers,
/// others as the shortest float that is exactly as written, or else a decimal fraction (RFC 8949 3.4.4); a
/// number with more digits than 64 bits hold is the nearest float.
[[nodiscard]] QByteArray cborFromJson(QByteArrayView json);

} // namespace alcedo
