# SPDX-License-Identifier: MIT
"""Feeds that exist nowhere: messages made for judging the guess, each beside the records that a person would make of them.

A feed is a list of (message, records); a record is (kind, key, time in ns or None, fields as they should come).
"""
import datetime
import json

START_MS = 1_760_000_000_000  # 2025-10-09T08:53:20Z


def iso(ms, digits=3):
    moment = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{ms % 1000:03d}" if digits else "") + "Z"


def wave(i, step, size):
    """Up and down, the same each run."""
    return (i * step) % size - size // 2


def wrapped_quotes():
    """Foreign exchange: an envelope, number texts, milliseconds as text, and a heartbeat now and then."""
    feed = []
    for i in range(240):
        if i % 40 == 0:
            feed.append(({"ch": "hb", "n": i}, []))
        pair = ("EURUSD", "USDJPY", "GBPUSD", "AUDNZD")[i % 4]
        bid, ask, ms = f"1.08{300 + wave(i, 7, 90):03d}", f"1.08{420 + wave(i, 7, 90):03d}", START_MS + 250 * i
        feed.append(({"ch": "fx", "payload": {"ccy": pair, "bid": bid, "ask": ask, "ts": str(ms)}},
                     [("quote", pair, ms * 10**6, {"bid": bid, "ask": ask})]))
    return feed


def listed_trades():
    """Power: trades in a list, seconds with a fraction, the market outside of the list."""
    feed, n = [], 0
    for i in range(120):
        market, rows, records = ("NO1", "NO2", "SE3")[i % 3], [], []
        for j in range(1 + i % 3):
            n += 1
            ms = START_MS + 900 * i + 10 * j
            price, size, side = f"{41 + wave(i, 3, 11)}.{50 + j}", str(1 + (i + j) % 9), ("BUY", "SELL")[(i + j) % 2]
            rows.append(f'{{"px":{price},"qty":{size},"side":"{side}","at":{ms // 1000}.{ms % 1000:03d},"tradeId":{n}}}')
            records.append(("trade", market, ms * 10**6, {"price": price, "size": size, "side": side.lower(), "id": str(n)}))
        feed.append((f'{{"op":"trades","market":"{market}","list":[{",".join(rows)}]}}', records))
    return feed


def readings():
    """A plant: one number a message, with its unit and an ISO time of whole seconds."""
    feed = []
    kinds = (("pressure", "bar", 480), ("flow", "m3/h", 1240), ("temp", "°C", 6650), ("speed", "rpm", 148000))
    for i in range(200):
        metric, unit, middle = kinds[i % 4]
        value, ms = f"{(middle + wave(i, 7, 40)) / 100:.2f}", START_MS + 1000 * (i // 4)
        message = f'{{"device":"pump-{i % 4 + 1}","metric":"{metric}","val":{value},"unit":"{unit}","when":"{iso(ms, 0)}","ok":true}}'
        feed.append((message, [("sensor", f"pump-{i % 4 + 1}", ms * 10**6, {"value": value, "unit": unit})]))
    return feed


def wide_readings():
    """Weather: several numbers a message, each a reading of its own."""
    feed = []
    for i in range(150):
        station, ms = ("OSL-3", "BGO-1", "TRD-7")[i % 3], START_MS + 2000 * i
        numbers = {"tempC": f"{4 + wave(i, 3, 13)}.{i % 10}", "humidity": str(60 + wave(i, 5, 31)), "windMs": f"{abs(wave(i, 2, 19))}.5"}
        message = f'{{"station":"{station}",' + "".join(f'"{name}":{text},' for name, text in numbers.items()) + f'"observed":{ms // 1000}}}'
        units = {"tempC": {"unit": "°C"}}
        feed.append((message, [("sensor", f"{station} {name}", ms * 10**6, {"value": text, **units.get(name, {})}) for name, text in numbers.items()]))
    return feed


def signed_market():
    """A crypto venue: trades and books whose side is the sign of the amount; a level of no orders is gone."""
    feed = []
    for i in range(200):
        coin, ms = ("ONE", "TWO", "SIX")[i % 3], START_MS + 300 * i
        amount, price = wave(i, 7, 40) or 1, f"{90 + i % 9}.50"
        feed.append(({"type": "deal", "coin": coin, "rate": i % 5, "price": float(price), "amount": amount, "at": ms},
                     [("trade", coin, ms * 10**6, {"price": f"{float(price)}", "size": str(abs(amount)), "side": "buy" if amount > 0 else "sell"})]))
        rows = [[f"{89 - i % 3}.5", 1 + i % 2, "2.25"], [f"{91 + i % 3}.5", i % 2, "-1.75"]]
        levels = [["bid", rows[0][0], "2.25"], ["ask", rows[1][0], "1.75" if i % 2 else "0"]]
        feed.append(({"type": "book", "coin": coin, "rows": rows, "at": ms}, [("book", coin, ms * 10**6, {"levels": levels})]))
    return feed


def wires():
    """News: prose, a link, a revision; and candles of the same feed, told apart by kind."""
    feed = []
    subjects = ("Crude stocks fall by", "Rain delays the harvest by", "Grid frequency drops by", "Ferry traffic rises by")
    for i in range(60):
        ms = START_MS + 5000 * i
        headline = f"{subjects[i % 4]} {2 + i} per cent, the ministry says"
        feed.append(({"kind": "story", "uid": f"n-{1000 + i}", "desk": ("energy", "crops", "ports")[i % 3], "title": headline,
                      "link": f"https://wire.example/{1000 + i}", "published": iso(ms)},
                     [("news", ("energy", "crops", "ports")[i % 3], ms * 10**6, {"headline": headline, "url": f"https://wire.example/{1000 + i}"})]))
        for symbol in ("WHEAT", "RYE"):
            o, h, l, c = (f"{510 + wave(i, 3, 21) + d}.25" for d in (0, 4, -4, 1))
            feed.append(({"kind": "bar", "sym": symbol, "o": o, "h": h, "l": l, "c": c, "v": str(100 + i), "start": ms},
                         [("candle", symbol, ms * 10**6, {"open": o, "high": h, "low": l, "close": c, "volume": str(100 + i)})]))
    return feed


def matches():
    """Scores: teams, goals and the minute."""
    feed = []
    teams = (("Japan", "Denmark"), ("Brazil", "Morocco"), ("Canada", "Portugal"))
    for i in range(120):
        (home, away), ms = teams[i % 3], START_MS + 3000 * i
        goals = {"home_score": str(i // 50), "away_score": str(i // 70)}
        message = {"fixture": f"m-{i % 3 + 1}", "home": home, "away": away, **{k: int(v) for k, v in goals.items()}, "minute": i // 3, "updated": ms}
        feed.append((message, [("score", f"m-{i % 3 + 1}", ms * 10**6, {"home": home, "away": away, **goals, "minute": str(i // 3)})]))
    return feed


FEEDS = {"wrapped quotes": wrapped_quotes, "listed trades": listed_trades, "readings": readings, "wide readings": wide_readings,
         "wires and bars": wires, "matches": matches, "signed market": signed_market}


def write(feed, path):
    """As a recording: a line for each message."""
    with open(path, "w", encoding="utf-8") as file:
        for at, (message, _) in enumerate(feed):
            raw = message if isinstance(message, str) else json.dumps(message, separators=(",", ":"), ensure_ascii=False)
            file.write(json.dumps({"ts": START_MS / 1000 + at * 0.25, "dir": "recv", "conn": 1, "raw": raw}, ensure_ascii=False) + "\n")
