// SPDX-License-Identifier: MIT
#include <alcedo/feed/shapefields.h>

namespace alcedo::shape {

namespace {

const std::vector<Wanted> &quoteFields()
{
    static const std::vector<Wanted> Fields{
        {"bid", {"bestbid", "bidprice", "bestbidprice", "bidpx", "bid1price", "bid", "bp", "b"}},
        {"ask", {"bestask", "askprice", "bestaskprice", "askpx", "ask1price", "ask", "offer", "ap", "a"}},
        {"bid_size", {"bestbidsize", "bestbidamount", "bidsize", "bidsz", "bidqty", "bid1size", "bs", "B"}},
        {"ask_size", {"bestasksize", "bestaskamount", "asksize", "asksz", "askqty", "ask1size", "as", "A"}},
        {"last", {"lastprice", "last", "price", "px", "close", "c", "p"}},
        {"volume", {"volume24h", "vol24h", "volume", "dayvolume", "vol", "v"}},
        {"open", {"open24h", "open", "o"}},
        {"high", {"high24h", "high", "h"}},
        {"low", {"low24h", "low", "l"}}};
    return Fields;
}

const std::vector<Wanted> &tradeFields()
{
    static const std::vector<Wanted> Fields{
        {"price", {"price", "px", "p", "tradeprice", "lastprice"}},
        {"size", {"size", "qty", "quantity", "amount", "sz", "q", "v", "s"}},
        {"side", {"side", "direction", "takerside", "S"}},
        {"id", {"tradeid", "uid", "eventid", "id", "i", "t"}}};
    return Fields;
}

const std::vector<Wanted> &candleFields()
{
    static const std::vector<Wanted> Fields{{"open", {"open", "o"}},
                                            {"high", {"high", "h"}},
                                            {"low", {"low", "l"}},
                                            {"close", {"close", "c"}},
                                            {"volume", {"volume", "vol", "v"}}};
    return Fields;
}

const std::vector<Wanted> &newsFields()
{
    static const std::vector<Wanted> Fields{
        {"headline", {"headline", "title", "vulnerabilityname", "text", "message", "summary", "name"}},
        {"id", {"id", "guid", "unid", "cveid", "uuid"}},
        {"url", {"url", "uri", "link", "notes"}},
        {"body", {"body", "description", "shortdescription", "content"}},
        {"revision", {"revision", "version"}}};
    return Fields;
}

const std::vector<Wanted> &scoreFields()
{
    static const std::vector<Wanted> Fields{{"home", {"home", "hometeam", "team1"}},
                                            {"away", {"away", "awayteam", "team2"}},
                                            {"home_score", {"homescore", "homegoals"}},
                                            {"away_score", {"awayscore", "awaygoals"}},
                                            {"clock", {"clock", "eventsec", "sec", "seconds"}},
                                            {"period", {"period", "matchperiod", "half"}},
                                            {"event", {"event", "eventname", "kind"}},
                                            {"team", {"team", "teamid"}},
                                            {"player", {"player", "playerid", "playername"}},
                                            {"minute", {"minute"}}};
    return Fields;
}

const std::vector<Wanted> &bookFields()
{
    static const std::vector<Wanted> Fields{
        {"first_sequence", {"U", "firstsequence", "firstupdateid"}},
        {"last_sequence",
         {"u", "lastsequence", "lastupdateid", "finalupdateid", "changeid", "seqid", "seq", "sequence"}}};
    return Fields;
}

} // namespace

const std::vector<Wanted> &fieldsOf(RecordKind kind)
{
    static const std::vector<Wanted> Sensor{
        {"value", {"value", "v", "val", "reading", "state", "mag", "magnitude"}},
        {"unit", {"unit", "units", "uom"}},
        {"name", {"name", "label", "source"}},
        {"low", {"low", "min"}},
        {"high", {"high", "max"}}};
    static const std::vector<Wanted> None;
    switch (kind) {
    case RecordKind::Quote:
        return quoteFields();
    case RecordKind::Trade:
        return tradeFields();
    case RecordKind::Candle:
        return candleFields();
    case RecordKind::News:
        return newsFields();
    case RecordKind::Score:
        return scoreFields();
    case RecordKind::Sensor:
        return Sensor;
    case RecordKind::Book:
        return bookFields();
    default:
        return None;
    }
}

} // namespace alcedo::shape
