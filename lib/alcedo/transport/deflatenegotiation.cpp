// SPDX-License-Identifier: MIT
#include <alcedo/transport/deflatenegotiation.h>
#include <alcedo/transport/dialphrases.h>

#include <algorithm>

namespace alcedo {

namespace {

constexpr QByteArrayView DeflateName("permessage-deflate");
constexpr int LeastBits = 8; // RFC 7692 7.1.2
constexpr int MostBits = 15;
// zlib compresses raw streams with 9 bits at least. Such a stream reaches back at most 512 - 262 bytes
// (zlib's MAX_DIST), so a peer with a window of 8 bits reads it as well.
constexpr int LeastOwnBits = 9;

/// Reads tokens and marks of a header's value, blanks between them skipped.
class Scanner
{
public:
    explicit Scanner(QByteArrayView text)
        : m_text(text)
    {
        skipBlanks();
    }
    [[nodiscard]] bool atEnd() const { return m_text.isEmpty(); }
    [[nodiscard]] bool take(char mark)
    {
        if (m_text.isEmpty() || m_text.front() != mark)
            return false;
        m_text = m_text.sliced(1);
        skipBlanks();
        return true;
    }
    /// Empty where no token stands here.
    [[nodiscard]] QByteArray token()
    {
        qsizetype size = 0;
        while (size < m_text.size() && isTokenMark(m_text[size]))
            ++size;
        const QByteArray taken = m_text.first(size).toByteArray();
        m_text = m_text.sliced(size);
        skipBlanks();
        return taken;
    }
    /// A token, or one in quotes (RFC 6455 9.1: what is in the quotes must be a token as well).
    [[nodiscard]] QByteArray value()
    {
        if (m_text.isEmpty() || m_text.front() != '"')
            return token();
        m_text = m_text.sliced(1);
        QByteArray unquoted;
        while (!m_text.isEmpty() && m_text.front() != '"') {
            if (m_text.front() == '\\' && m_text.size() > 1)
                m_text = m_text.sliced(1);
            if (!isTokenMark(m_text.front()))
                return {};
            unquoted.append(m_text.front());
            m_text = m_text.sliced(1);
        }
        return take('"') ? unquoted : QByteArray();
    }

private:
    [[nodiscard]] static bool isTokenMark(char c)
    {
        static constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.contains(c);
    }
    void skipBlanks()
    {
        while (!m_text.isEmpty() && (m_text.front() == ' ' || m_text.front() == '\t'))
            m_text = m_text.sliced(1);
    }

    QByteArrayView m_text;
};

/// permessage-deflate's four parameters as one end said them.
struct Parameters
{
    bool serverForgets = false;
    bool clientForgets = false;
    std::optional<int> serverBits;
    std::optional<int> clientBits; ///< MostBits where it was said without a value
};

enum class Side { Offer, Answer };

/// A window's size: 8 to 15 without leading zeros (RFC 7692 7.1.2.1).
std::optional<int> parseBits(const std::optional<QByteArray> &value)
{
    if (!value || value->isEmpty() || value->size() > 2 || value->front() == '0')
        return std::nullopt;
    int bits = 0;
    for (const char c : *value) {
        if (c < '0' || c > '9')
            return std::nullopt;
        bits = bits * 10 + (c - '0');
    }
    return bits >= LeastBits && bits <= MostBits ? std::optional(bits) : std::nullopt;
}

/// Nothing where a parameter is unknown, said twice, or has a value that it cannot have (RFC 7692 7.1).
std::optional<Parameters> readParameters(const WebSocketExtension &extension, Side side)
{
    Parameters parameters;
    for (const auto &[name, value] : extension.parameters) {
        if (name == "server_no_context_takeover" || name == "client_no_context_takeover") {
            bool &forgets = name.startsWith('s') ? parameters.serverForgets : parameters.clientForgets;
            if (value || forgets)
                return std::nullopt;
            forgets = true;
        } else if (name == "server_max_window_bits" || name == "client_max_window_bits") {
            std::optional<int> &bits = name.startsWith('s') ? parameters.serverBits : parameters.clientBits;
            if (bits)
                return std::nullopt;
            // Only a client's own bits, and only in its offer, may come without a value (7.1.2.2).
            const bool isHint = name.startsWith('c') && side == Side::Offer && !value;
            bits = isHint ? std::optional(MostBits) : parseBits(value);
            if (!bits)
                return std::nullopt;
        } else {
            return std::nullopt;
        }
    }
    return parameters;
}

DeflateTerms termsOf(const DeflateOptions &options)
{
    DeflateTerms terms;
    terms.windowBits = std::clamp(options.windowBits, LeastOwnBits, MostBits);
    terms.memoryLevel = std::clamp(options.memoryLevel, 1, 9);
    terms.level = std::clamp(options.level, 1, 9);
    terms.keepsContext = options.keepsContext;
    terms.peerWindowBits = std::clamp(options.peerWindowBits, LeastBits, MostBits);
    terms.peerKeepsContext = options.peerKeepsContext;
    terms.threshold = std::max<qsizetype>(options.threshold, 0);
    terms.inflationLimit = std::max(options.inflationLimit, 1);
    return terms;
}

// RFC 7692 7.1.1 and 7.1.2, the server's part.
DeflateAnswer answerTo(const Parameters &offer, const DeflateOptions &options)
{
    DeflateAnswer answer{termsOf(options), DeflateName.toByteArray()};
    DeflateTerms &terms = answer.terms;
    if (offer.serverForgets || !terms.keepsContext) {
        terms.keepsContext = false;
        answer.value.append("; server_no_context_takeover");
    }
    if (offer.clientForgets || !terms.peerKeepsContext) {
        terms.peerKeepsContext = false;
        answer.value.append("; client_no_context_takeover");
    }
    // We compress with 9 bits where 8 are asked for (see LeastOwnBits).
    if (offer.serverBits) {
        const int bits = std::min(*offer.serverBits, terms.windowBits);
        terms.windowBits = std::max(bits, LeastOwnBits);
        answer.value.append("; server_max_window_bits=").append(QByteArray::number(bits));
    }
    // Only a client that named it knows how to obey (7.1.2.2).
    terms.peerWindowBits = offer.clientBits ? std::min(*offer.clientBits, terms.peerWindowBits) : MostBits;
    if (terms.peerWindowBits < MostBits)
        answer.value.append("; client_max_window_bits=").append(QByteArray::number(terms.peerWindowBits));
    return answer;
}

} // namespace

Result<QList<WebSocketExtension>> parseExtensions(const QByteArray &value)
{
    const Error malformed(ErrorCode::Protocol, say(DialPhrase::ExtensionsMalformed));
    QList<WebSocketExtension> extensions;
    Scanner scanner(value);
    while (!scanner.atEnd()) {
        if (scanner.take(',')) // RFC 9110 5.6.1: empty items count for nothing
            continue;
        WebSocketExtension extension;
        extension.name = scanner.token();
        if (extension.name.isEmpty())
            return malformed;
        while (scanner.take(';')) {
            const QByteArray name = scanner.token();
            if (name.isEmpty())
                return malformed;
            std::optional<QByteArray> parameter;
            if (scanner.take('=')) {
                parameter = scanner.value();
                if (parameter->isEmpty())
                    return malformed;
            }
            extension.parameters.append({name, parameter});
        }
        if (!scanner.atEnd() && !scanner.take(','))
            return malformed;
        extensions.append(extension);
    }
    return extensions;
}

bool wantsDeflate(const DeflateOptions &options, const QHostAddress &peer)
{
    return options.use == DeflateOptions::Use::Always ||
           (options.use == DeflateOptions::Use::ExceptLoopback && !peer.isLoopback());
}

QByteArray deflateOffer(const DeflateOptions &options)
{
    const DeflateTerms terms = termsOf(options);
    // We can always obey a limit of our own window, so it is named without a value.
    QByteArray offer = DeflateName.toByteArray().append("; client_max_window_bits");
    if (!terms.keepsContext)
        offer.append("; client_no_context_takeover");
    if (!terms.peerKeepsContext)
        offer.append("; server_no_context_takeover");
    if (terms.peerWindowBits < MostBits)
        offer.append("; server_max_window_bits=").append(QByteArray::number(terms.peerWindowBits));
    return offer;
}

Result<std::optional<DeflateAnswer>> judgeDeflateOffers(const QByteArray &value,
                                                        const DeflateOptions &options)
{
    const auto extensions = parseExtensions(value);
    if (!extensions)
        return extensions.error();
    for (const WebSocketExtension &extension : *extensions) {
        if (extension.name != DeflateName)
            continue;
        if (const auto offer = readParameters(extension, Side::Offer))
            return std::optional(answerTo(*offer, options));
    }
    return std::optional<DeflateAnswer>();
}

Result<std::optional<DeflateTerms>> judgeDeflateAnswer(const QByteArray &value,
                                                       const std::optional<DeflateOptions> &offered)
{
    const auto extensions = parseExtensions(value);
    if (!extensions)
        return extensions.error();
    if (extensions->isEmpty())
        return std::optional<DeflateTerms>();
    const auto refuse = [](DialPhrase why) { return Error(ErrorCode::Protocol, say(why)); };
    const WebSocketExtension &chosen = extensions->first();
    if (!offered || chosen.name != DeflateName || extensions->size() > 1)
        return refuse(DialPhrase::ExtensionNotOffered);
    const auto answer = readParameters(chosen, Side::Answer);
    if (!answer)
        return refuse(DialPhrase::DeflateMalformed);
    DeflateTerms terms = termsOf(*offered);
    // What was asked must be granted in so many words (RFC 7692 7.1.1.1 and 7.1.2.1).
    if (!terms.peerKeepsContext && !answer->serverForgets)
        return refuse(DialPhrase::DeflateKeepsContext);
    if (terms.peerWindowBits < MostBits && answer->serverBits.value_or(MostBits) > terms.peerWindowBits)
        return refuse(DialPhrase::DeflateWindow);
    terms.peerKeepsContext = !answer->serverForgets;
    terms.peerWindowBits = answer->serverBits.value_or(MostBits);
    terms.keepsContext = terms.keepsContext && !answer->clientForgets;
    terms.windowBits =
        std::max(std::min(terms.windowBits, answer->clientBits.value_or(MostBits)), LeastOwnBits);
    return std::optional(terms);
}

} // namespace alcedo
