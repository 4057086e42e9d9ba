<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_US">
<context>
    <name>AddSourceAddress</name>
    <message>
        <source>Address or profile</source>
        <translation>アドレスまたはプロファイル</translation>
    </message>
    <message>
        <source>pasted from the clipboard</source>
        <translation>クリップボードから貼り付け</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名前</translation>
    </message>
</context>
<context>
    <name>AddSourceDialog</name>
    <message>
        <source>Add source</source>
        <translation>ソースを追加</translation>
    </message>
    <message>
        <source>Map fields of %1</source>
        <translation>%1 のフィールドを割り当て</translation>
    </message>
</context>
<context>
    <name>AddSourceFooter</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Add anyway</source>
        <translation>それでも追加</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Add source only</source>
        <translation>ソースのみ追加</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Use this mapping</source>
        <translation>この割り当てを使う</translation>
    </message>
    <message>
        <source>Add source</source>
        <translation>ソースを追加</translation>
    </message>
    <message>
        <source>Add source and 1 panel</source>
        <translation>ソースとパネル1つを追加</translation>
    </message>
    <message>
        <source>Add source and %1 panels</source>
        <translation>ソースとパネル%1つを追加</translation>
    </message>
    <message>
        <source>Saved as a profile of your own; the source starts anew with it.</source>
        <translation>自分のプロファイルとして保存し、ソースはそれで開始し直します。</translation>
    </message>
    <message>
        <source>Saved as a readable profile file. Nothing was sent but the connection itself.</source>
        <translation>読めるプロファイルファイルとして保存します。接続以外は何も送信していません。</translation>
    </message>
    <message>
        <source>Nothing was sent. It is tried again by itself while this is open.</source>
        <translation>まだ何も送っていません。この画面を開いている間は自動で再試行します。</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>まだ何も送っていません。</translation>
    </message>
    <message>
        <source>Nothing is added yet. Mend the address, or try once more.</source>
        <translation>まだ追加していません。アドレスを直すか、もう一度お試しください。</translation>
    </message>
    <message>
        <source>The link is kept open: what comes is shown at once.</source>
        <translation>接続は開いたままです。届いたものはすぐに表示します。</translation>
    </message>
    <message>
        <source>Nothing is sent but the connection itself.</source>
        <translation>接続のほかには何も送りません。</translation>
    </message>
    <message>
        <source>Nothing is sent but the connection itself and the profile&apos;s subscriptions.</source>
        <translation>送信するのは接続そのものと、プロファイルの購読要求だけです。</translation>
    </message>
</context>
<context>
    <name>AddSourceProfiles</name>
    <message>
        <source>An address is looked at first: what it sends, and what that seems to mean. A profile knows its feed already.</source>
        <translation>アドレスはまず中身を確かめます（何が届き、何を意味するか）。プロファイルは対象のフィードを既に知っています。</translation>
    </message>
    <message>
        <source>Shipped profiles</source>
        <translation>付属プロファイル</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保存済み</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>必須</translation>
    </message>
</context>
<context>
    <name>AddSourceProgress</name>
    <message>
        <source>It is an Alcedo server: speak its own protocol</source>
        <translation>Alcedo サーバーです: 専用プロトコルで接続</translation>
    </message>
    <message>
        <source>The link stands, and nothing comes by itself. Many feeds wait to be asked: a profile does that.</source>
        <translation>接続は確立しましたが、何も届きません。要求を待つフィードも多く、プロファイルがそれを送ります。</translation>
    </message>
</context>
<context>
    <name>AppDialog</name>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Watchlist</source>
        <translation>ウォッチリスト</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>チャート</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>スコア</translation>
    </message>
    <message>
        <source>News</source>
        <translation>ニュース</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>タイル</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比較</translation>
    </message>
</context>
<context>
    <name>ChartBody</name>
    <message>
        <source>No values yet</source>
        <translation>値がまだありません</translation>
    </message>
    <message>
        <source>Choose a symbol in the watchlist</source>
        <translation>ウォッチリストで銘柄を選んでください</translation>
    </message>
    <message>
        <source>Chart of %1</source>
        <translation>%1 のチャート</translation>
    </message>
    <message>
        <source>Back to live (End)</source>
        <translation>ライブに戻る (End)</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>change since open, %</source>
        <translation>始値からの変化率 %</translation>
    </message>
    <message>
        <source>log scale</source>
        <translation>対数目盛</translation>
    </message>
    <message>
        <source>%1, volume</source>
        <translation>%1・出来高</translation>
    </message>
</context>
<context>
    <name>ChartReadout</name>
    <message>
        <source>O</source>
        <translation>始</translation>
    </message>
    <message>
        <source>H</source>
        <translation>高</translation>
    </message>
    <message>
        <source>L</source>
        <translation>安</translation>
    </message>
    <message>
        <source>C</source>
        <translation>終</translation>
    </message>
    <message>
        <source>V</source>
        <translation>量</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Search or run a command</source>
        <translation>検索・コマンド</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>「%1」に一致するものはありません</translation>
    </message>
</context>
<context>
    <name>ConnectionControls</name>
    <message>
        <source>s</source>
        <comment>seconds, under a number</comment>
        <translation>秒</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>削除</translation>
    </message>
    <message>
        <source>Auto-reconnect</source>
        <translation>自動再接続</translation>
    </message>
    <message>
        <source>Backoff settings</source>
        <translation>再試行間隔の設定</translation>
    </message>
    <message>
        <source>ms first</source>
        <translation>ms 初回</translation>
    </message>
    <message>
        <source>ms at most</source>
        <translation>ms 最大</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>適用</translation>
    </message>
</context>
<context>
    <name>ConnectionLog</name>
    <message>
        <source>Log</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>まだありません。</translation>
    </message>
</context>
<context>
    <name>ConnectionsPanel</name>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Add source</source>
        <translation>ソースを追加</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
    <message>
        <source>A source is an address, a shipped profile, or both: coinbase@wss://…</source>
        <translation>ソースはアドレス、付属プロファイル、またはその両方です: coinbase@wss://…</translation>
    </message>
    <message>
        <source>No sources</source>
        <translation>ソースがありません</translation>
    </message>
</context>
<context>
    <name>InspectorBar</name>
    <message>
        <source>Filter of frames</source>
        <translation>フレームの絞り込み</translation>
    </message>
    <message>
        <source>in</source>
        <translation>受信</translation>
    </message>
    <message>
        <source>out</source>
        <translation>送信</translation>
    </message>
</context>
<context>
    <name>InspectorDetail</name>
    <message>
        <source>Copy</source>
        <translation>コピー</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Newer</source>
        <translation>新しい方へ</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>古い方へ</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>追従</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Choose a frame to see it whole.</source>
        <translation>フレームを選ぶと全体を表示します。</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>フレーム</translation>
    </message>
    <message>
        <source>Map this field</source>
        <translation>割り当て</translation>
    </message>
</context>
<context>
    <name>InspectorHead</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>ソース</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>バイト</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Lag ms</source>
        <comment>a column: from what a frame says of its making to its arrival</comment>
        <translation>遅れ ms</translation>
    </message>
</context>
<context>
    <name>InspectorLine</name>
    <message>
        <source>mapped to %1.%2</source>
        <translation>%1.%2 に対応</translation>
    </message>
    <message>
        <source>%1, not mapped</source>
        <translation>%1、対応なし</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between a value&apos;s meaning and what it is mapped to</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>インスペクター</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>コピーしました</translation>
    </message>
    <message>
        <source>raw frames, in and out</source>
        <translation>送受信した生フレーム</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>フレーム</translation>
    </message>
    <message>
        <source>No frame passes the filter.</source>
        <translation>条件に合うフレームはありません。</translation>
    </message>
    <message>
        <source>Frames appear when they come.</source>
        <translation>フレームが届くと表示されます。</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Chart: all that is held; End is live</source>
        <translation>チャート: 全期間（Endで最新へ）</translation>
    </message>
    <message>
        <source>Chart: candles, line, area</source>
        <translation>チャート: ローソク足・線・面</translation>
    </message>
    <message>
        <source>Chart: log scale</source>
        <translation>チャート: 対数目盛</translation>
    </message>
    <message>
        <source>Chart: move in time; with Shift the crosshair</source>
        <translation>チャート: 時間を移動（Shiftで十字線）</translation>
    </message>
    <message>
        <source>Chart: zoom</source>
        <translation>チャート: 拡大・縮小</translation>
    </message>
    <message>
        <source>Filter the panel</source>
        <translation>パネルを絞り込む</translation>
    </message>
    <message>
        <source>Lists: move the selection</source>
        <translation>一覧: 選択を移動</translation>
    </message>
    <message>
        <source>Next panel or control</source>
        <translation>次のパネル・操作へ</translation>
    </message>
    <message>
        <source>Watchlist: sort by the next column; with Shift the other way</source>
        <translation>ウォッチリスト: 次の列で並べ替え（Shiftで逆順）</translation>
    </message>
</context>
<context>
    <name>LongTextSample</name>
    <message>
        <source>override made harmless: %1</source>
        <translation>方向制御文字を無害化: %1</translation>
    </message>
    <message>
        <source>Temperature of the third bearing of the second generator, north hall</source>
        <translation>北棟 第二発電機 第三軸受の温度（常時監視・一次系）</translation>
    </message>
    <message>
        <source>A workspace panel whose title someone made far, far too long for the room that there is, and it goes on and on past the state of the panel</source>
        <translation>誰かが場所に収まらないほど長い題名を付けたパネル。題名はどこまでも続き、状態表示の位置を越えてもまだ終わらず、それでも状態は必ず見える</translation>
    </message>
    <message>
        <source>Plain text only; elided at the end for names, in the middle for URLs and paths. A number too wide for its column loses decimals before it loses digits, then shows in e-notation; the column never widens while data runs.</source>
        <translation>書式なしテキストのみ。名前は末尾を、URL とパスは中央を省略します。列に収まらない数値は、まず小数を減らし、次に指数表記にします。データの表示中に列幅が変わることはありません。</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Alcedo</source>
        <translation>Alcedo</translation>
    </message>
</context>
<context>
    <name>MainCommands</name>
    <message>
        <source>Add source…</source>
        <translation>ソースを追加…</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>検索・コマンド</translation>
    </message>
    <message>
        <source>Return to live</source>
        <translation>ライブに戻る</translation>
    </message>
    <message>
        <source>Pause the view</source>
        <translation>表示を一時停止</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Retry the chosen source now</source>
        <translation>選択中のソースを今すぐ再試行</translation>
    </message>
    <message>
        <source>Retry all troubled sources</source>
        <translation>問題のあるソースをすべて再試行</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>ライトテーマ</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>ダークテーマ</translation>
    </message>
    <message>
        <source>Colours of up and down: next scheme</source>
        <translation>騰落の配色を切り替え</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>文字を大きく</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>文字を小さく</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>キー一覧</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Inspector: raw frames</source>
        <translation>インスペクター: 生フレーム</translation>
    </message>
    <message>
        <source>Stand still</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play the recording from here</source>
        <translation>ここから記録を再生</translation>
    </message>
    <message>
        <source>Back 10 s</source>
        <translation>10 秒戻る</translation>
    </message>
    <message>
        <source>Forward 10 s</source>
        <translation>10 秒進む</translation>
    </message>
    <message>
        <source>Next message</source>
        <translation>次のメッセージ</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>遅く</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>速く</translation>
    </message>
    <message>
        <source>Stop recording what comes</source>
        <translation>受信データの記録を停止</translation>
    </message>
    <message>
        <source>Record everything that comes</source>
        <translation>受信データをすべて記録</translation>
    </message>
    <message>
        <source>Recording: %1 at most; next size</source>
        <translation>記録容量: 最大 %1（次のサイズへ）</translation>
    </message>
</context>
<context>
    <name>NewsView</name>
    <message>
        <source>News</source>
        <translation>ニュース</translation>
    </message>
    <message>
        <source>No news yet</source>
        <translation>ニュースがまだありません</translation>
    </message>
    <message>
        <source>The source is open; items appear when they come.</source>
        <translation>接続中です。記事が届くと表示されます。</translation>
    </message>
    <message>
        <source>mark all read</source>
        <translation>すべて既読にする</translation>
    </message>
</context>
<context>
    <name>PanelEmpty</name>
    <message>
        <source>Clear filter</source>
        <translation>絞り込みを解除</translation>
    </message>
    <message numerus="yes">
        <source>%n hidden by the filter.</source>
        <translation>
            <numerusform>%n 件が絞り込みで隠れています。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing came yet.</source>
        <translation>まだ何も届いていません。</translation>
    </message>
    <message>
        <source>The link was lost before anything came.</source>
        <translation>何も届かないうちに切断されました。</translation>
    </message>
    <message>
        <source>Connect the source again to go on.</source>
        <translation>続けるにはソースをもう一度接続してください。</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>「%1」に一致するものはありません</translation>
    </message>
    <message>
        <source>Opening the source</source>
        <translation>ソースに接続しています</translation>
    </message>
    <message>
        <source>Disconnected</source>
        <translation>切断済み</translation>
    </message>
</context>
<context>
    <name>PanelFilter</name>
    <message>
        <source>Filter</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>/  filter</source>
        <translation>/  絞り込み</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>絞り込み</translation>
    </message>
</context>
<context>
    <name>PanelSample</name>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
</context>
<context>
    <name>PanelSuggestions</name>
    <message>
        <source>%1 by %2: %3</source>
        <translation>%1（%2 ごと）: %3</translation>
    </message>
    <message>
        <source>Watchlist</source>
        <translation>ウォッチリスト</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>タイル</translation>
    </message>
    <message>
        <source>News</source>
        <translation>ニュース</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>スコア</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>チャート</translation>
    </message>
    <message>
        <source>opens with %1</source>
        <translation>%1 を表示</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>インスペクター</translation>
    </message>
    <message>
        <source>raw frames of this source</source>
        <translation>このソースの生フレーム</translation>
    </message>
</context>
<context>
    <name>ProbeFieldHead</name>
    <message>
        <source>Field</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>型</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>役割</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>現在値</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>頻度</translation>
    </message>
    <message>
        <source>Of late</source>
        <comment>a column: the newest values as a line</comment>
        <translation>推移</translation>
    </message>
</context>
<context>
    <name>ProbeFields</name>
    <message>
        <source>Proposed fields</source>
        <translation>提案された項目</translation>
    </message>
    <message>
        <source>Edit as text</source>
        <translation>テキストで編集</translation>
    </message>
</context>
<context>
    <name>ProbeMessages</name>
    <message>
        <source>Arriving</source>
        <translation>受信中</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>追従</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>ProfileEditor</name>
    <message>
        <source>Profile as text</source>
        <translation>プロファイル（テキスト）</translation>
    </message>
    <message>
        <source>Drop the changes</source>
        <translation>変更を破棄</translation>
    </message>
    <message>
        <source>Show as fields</source>
        <translation>項目で表示</translation>
    </message>
</context>
<context>
    <name>ScoreboardView</name>
    <message>
        <source>Scores</source>
        <translation>スコア</translation>
    </message>
    <message>
        <source>by latest change</source>
        <translation>変化の新しい順</translation>
    </message>
    <message>
        <source>No matches yet</source>
        <translation>試合がまだありません</translation>
    </message>
    <message>
        <source>The source is open; matches appear when one is announced.</source>
        <translation>接続中です。試合が告知されると表示されます。</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Search or run a command</source>
        <translation>検索・コマンド</translation>
    </message>
</context>
<context>
    <name>SourceList</name>
    <message>
        <source>Sources</source>
        <translation>ソース</translation>
    </message>
</context>
<context>
    <name>StateSamples</name>
    <message>
        <source>live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>212 msg/s</source>
        <translation>212 件/秒</translation>
    </message>
    <message>
        <source>9 ms</source>
        <translation>9 ms</translation>
    </message>
    <message>
        <source>Messages arrive within their expected interval.</source>
        <translation>想定間隔どおりにメッセージが届いています。</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>デモ</translation>
    </message>
    <message>
        <source>1,284 msg/s</source>
        <translation>1,284 件/秒</translation>
    </message>
    <message>
        <source>2 ms</source>
        <translation>2 ms</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>Live, from the simulated server. Never shown as a real feed.</source>
        <translation>シミュレーションからのライブ。実フィードとして表示することはありません。</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>更新なし</translation>
    </message>
    <message>
        <source>12 s</source>
        <translation>12秒</translation>
    </message>
    <message>
        <source>18 ms</source>
        <translation>18 ms</translation>
    </message>
    <message>
        <source>This value is older than its interval; others of the source still come.</source>
        <translation>この値は想定間隔を過ぎています。同じソースの他の値は届いています。</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>31 s</source>
        <translation>31秒</translation>
    </message>
    <message>
        <source>The link answers pings, but no messages come at all.</source>
        <translation>ping には応答しますが、メッセージが届きません。</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>再接続中</translation>
    </message>
    <message>
        <source>try 3</source>
        <translation>3 回目</translation>
    </message>
    <message>
        <source>in 4 s</source>
        <translation>4 秒後</translation>
    </message>
    <message>
        <source>Link lost, next try scheduled. The ring is what is left of the wait.</source>
        <translation>切断。次の試行を待っています。輪は残り時間です。</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>sign-in: 401</source>
        <translation>認証: 401</translation>
    </message>
    <message>
        <source>Stopped, and retrying would not help. Stage and reason are named.</source>
        <translation>停止。再試行では解決しません。段階と理由を示します。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>live goes on</source>
        <translation>受信は継続</translation>
    </message>
    <message>
        <source>The view is held at a moment; live goes on behind it.</source>
        <translation>表示をある時点で止めています。受信は続いています。</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>Recorded data runs; base turns violet, frame 2 px.</source>
        <translation>記録データを再生中。地は紫、枠は 2 px。</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>読込中</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Opening; the stage is shown, no spinner.</source>
        <translation>接続中。段階を示し、回転表示は使いません。</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>by you</source>
        <translation>手動</translation>
    </message>
    <message>
        <source>Disconnected by a person. No colour: nothing is wrong.</source>
        <translation>人が切断しました。異常ではないので色は付けません。</translation>
    </message>
    <message>
        <source>Watchlist</source>
        <translation>ウォッチリスト</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>No keys yet</source>
        <translation>銘柄がまだありません</translation>
    </message>
    <message>
        <source>The source is live and sends keys when they change. All that come are shown here.</source>
        <translation>接続中です。値が変わると銘柄が届き、すべてここに表示されます。</translation>
    </message>
    <message>
        <source>1 min candles</source>
        <translation>1分足</translation>
    </message>
    <message>
        <source>No points yet</source>
        <translation>データ点がまだありません</translation>
    </message>
    <message>
        <source>Axes stand from the start; nothing jumps in later.</source>
        <translation>軸は最初から固定で、あとから動くことはありません。</translation>
    </message>
    <message>
        <source>Tiles</source>
        <translation>タイル</translation>
    </message>
    <message>
        <source>Stalled %1</source>
        <translation>停滞 %1</translation>
    </message>
    <message>
        <source>No message since 14:31:36</source>
        <translation>14:31:36 以降メッセージなし</translation>
    </message>
    <message>
        <source>Pings are answered in 9 ms, but no messages come.</source>
        <translation>ping の応答は 9 ms ですが、メッセージが届きません。</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>今すぐ再接続</translation>
    </message>
    <message>
        <source>News</source>
        <translation>ニュース</translation>
    </message>
    <message>
        <source>Failed at sign-in</source>
        <translation>認証で失敗</translation>
    </message>
    <message>
        <source>The server refused the token</source>
        <translation>トークンが拒否されました</translation>
    </message>
    <message>
        <source>401, token expired, 14:20:00. Not retrying, as the same token would be refused again. Items before it stay readable.</source>
        <translation>401 トークンの期限切れ 14:20:00。同じトークンでは再び拒否されるため、再試行していません。それ以前の記事は読めます。</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>認証する</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>ログを開く</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>チャート</translation>
    </message>
    <message>
        <source>source missing</source>
        <translation>ソースなし</translation>
    </message>
    <message>
        <source>no source</source>
        <translation>ソースなし</translation>
    </message>
    <message>
        <source>Bound to “%1”, not on this machine</source>
        <translation>「%1」はこの端末にありません</translation>
    </message>
    <message>
        <source>The workspace was opened from a file. The panel keeps its settings.</source>
        <translation>ワークスペースはファイルから開かれました。パネルの設定は保たれます。</translation>
    </message>
    <message>
        <source>Choose a source</source>
        <translation>ソースを選ぶ</translation>
    </message>
    <message>
        <source>Add it</source>
        <translation>追加する</translation>
    </message>
    <message>
        <source>filter: “copper”</source>
        <translation>絞り込み:「銅」</translation>
    </message>
    <message>
        <source>Nothing matches “%1”</source>
        <translation>「%1」に一致するものはありません</translation>
    </message>
    <message>
        <source>38 items are hidden by the filter.</source>
        <translation>38 件が絞り込みで隠れています。</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>絞り込みを解除</translation>
    </message>
    <message>
        <source>Closed 1006, no close frame. The next try is scheduled; nothing needs to be done.</source>
        <translation>切断 1006（終了フレームなし）。次の試行は予定済みで、操作は不要です。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Disconnected by you</source>
        <translation>手動で切断しました</translation>
    </message>
    <message>
        <source>Link lost before the first value</source>
        <translation>最初の値の前に切断されました</translation>
    </message>
    <message>
        <source>Reconnecting in 4 s</source>
        <translation>4秒後に再接続</translation>
    </message>
    <message>
        <source>Retry now</source>
        <translation>今すぐ再試行</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>スコア</translation>
    </message>
    <message>
        <source>Since 14:02:11. What was received before stays readable.</source>
        <translation>14:02:11 から。それまでに受信した内容は引き続き読めます。</translation>
    </message>
    <message>
        <source>never seen</source>
        <translation>未受信</translation>
    </message>
</context>
<context>
    <name>StatesPage</name>
    <message>
        <source>State reference</source>
        <translation>状態一覧</translation>
    </message>
</context>
<context>
    <name>SuggestedPanels</name>
    <message>
        <source>Suggested panels</source>
        <translation>おすすめのパネル</translation>
    </message>
    <message>
        <source>from the kinds of records</source>
        <translation>レコードの種類から</translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>更新なし</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>再接続中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>読込中</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>TilesView</name>
    <message>
        <source>Tiles</source>
        <translation>タイル</translation>
    </message>
    <message>
        <source>No sensors yet</source>
        <translation>センサーがまだありません</translation>
    </message>
    <message>
        <source>The source is open; a tile appears with a sensor&apos;s first value.</source>
        <translation>接続中です。センサーの最初の値でタイルが現れます。</translation>
    </message>
</context>
<context>
    <name>TimeBar</name>
    <message>
        <source>Return to live (End)</source>
        <translation>ライブに戻る (End)</translation>
    </message>
    <message>
        <source>Pause the view (Space)</source>
        <translation>表示を一時停止 (Space)</translation>
    </message>
    <message>
        <source>PAUSED</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>Return to live</source>
        <translation>ライブに戻る</translation>
    </message>
    <message>
        <source>live edge</source>
        <translation>現在</translation>
    </message>
    <message>
        <source>Stand still (P)</source>
        <translation>停止 (P)</translation>
    </message>
    <message>
        <source>Play from here (P)</source>
        <translation>ここから再生 (P)</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>再生中</translation>
    </message>
    <message>
        <source>live %1</source>
        <translation>ライブ %1</translation>
    </message>
</context>
<context>
    <name>TimeScrubber</name>
    <message>
        <source>Messages over time</source>
        <translation>時間ごとのメッセージ数</translation>
    </message>
    <message>
        <source>Drag to any moment; Alt+Left and Alt+Right go 10 s</source>
        <translation>任意の時点へドラッグ。Alt+← と Alt+→ で 10 秒移動</translation>
    </message>
    <message>
        <source>Nothing is recorded: there is no going back</source>
        <translation>記録していないため、過去には戻れません</translation>
    </message>
</context>
<context>
    <name>TimeSpeed</name>
    <message>
        <source>Next message (.)</source>
        <translation>次のメッセージ (.)</translation>
    </message>
    <message>
        <source>Slower ([)</source>
        <translation>遅く ([)</translation>
    </message>
    <message>
        <source>Speed %1</source>
        <translation>速度 %1</translation>
    </message>
    <message>
        <source>Faster (])</source>
        <translation>速く (])</translation>
    </message>
</context>
<context>
    <name>TokenEntry</name>
    <message>
        <source>Enter token…</source>
        <translation>トークンを入力…</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>トークン</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>認証する</translation>
    </message>
    <message>
        <source>Kept for this server alone, in the desktop&apos;s keychain or in a file that only you can read.</source>
        <translation>このサーバー専用として、デスクトップのキーチェーン、または自分だけが読めるファイルに保管します。</translation>
    </message>
</context>
<context>
    <name>TokenSample</name>
    <message>
        <source>West</source>
        <translation>欧米</translation>
    </message>
    <message>
        <source>Japan, China, Korea</source>
        <translation>日本・中国・韓国</translation>
    </message>
    <message>
        <source>Colour-blind safe</source>
        <translation>色覚対応</translation>
    </message>
    <message>
        <source>Up and down</source>
        <translation>騰落</translation>
    </message>
    <message>
        <source>up hollow, down filled</source>
        <translation>陽線は中抜き、陰線は塗り</translation>
    </message>
    <message>
        <source>Three sizes</source>
        <translation>三つの文字サイズ</translation>
    </message>
    <message>
        <source>%1 labels, ages, axes 0123456789</source>
        <translation>%1 ラベル・経過・軸 0123456789</translation>
    </message>
    <message>
        <source>%1 rows, body, buttons 0123456789</source>
        <translation>%1 行・本文・ボタン 0123456789</translation>
    </message>
    <message>
        <source>%1 values, scores</source>
        <translation>%1 値・スコア</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>トークン</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Overview</source>
        <translation>全体</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>ほか %1 件</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>メニュー</translation>
    </message>
</context>
<context>
    <name>WatchlistColumnChoice</name>
    <message>
        <source>Choose columns</source>
        <translation>列を選ぶ</translation>
    </message>
    <message>
        <source>columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Sparkline</source>
        <translation>推移</translation>
    </message>
    <message>
        <source>Bid and ask</source>
        <translation>気配値</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>出来高</translation>
    </message>
</context>
<context>
    <name>WatchlistHead</name>
    <message>
        <source>Symbol</source>
        <translation>銘柄</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>現在値</translation>
    </message>
    <message>
        <source>Change %</source>
        <translation>騰落率 %</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>買気配</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>売気配</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>出来高</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>経過</translation>
    </message>
</context>
<context>
    <name>WatchlistHeadCell</name>
    <message>
        <source>sorted, falling</source>
        <translation>降順</translation>
    </message>
    <message>
        <source>sorted, rising</source>
        <translation>昇順</translation>
    </message>
</context>
<context>
    <name>WatchlistView</name>
    <message>
        <source>Watchlist</source>
        <translation>ウォッチリスト</translation>
    </message>
    <message>
        <source>No keys yet</source>
        <translation>銘柄がまだありません</translation>
    </message>
    <message>
        <source>The source is open and sends keys when they change.</source>
        <translation>接続中です。値が変わると銘柄が届きます。</translation>
    </message>
</context>
<context>
    <name>alcedo::ChartModel</name>
    <message>
        <source>No data since %1</source>
        <translation>%1 以降データなし</translation>
    </message>
    <message>
        <source>Gap %1 · %2–%3</source>
        <translation>欠落 %1 · %2–%3</translation>
    </message>
    <message>
        <source>%1 of %2 recovered</source>
        <translation>%2 件中 %1 件を回復</translation>
    </message>
    <message>
        <source>No values yet</source>
        <translation>値がまだありません</translation>
    </message>
    <message>
        <source>%1: open %2, high %3, low %4, close %5, volume %6, change %7</source>
        <translation>%1: 始値 %2、高値 %3、安値 %4、終値 %5、出来高 %6、騰落 %7</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 h candles</source>
        <translation>%1時間足</translation>
    </message>
    <message>
        <source>%1 min candles</source>
        <translation>%1分足</translation>
    </message>
    <message>
        <source>%1 s candles</source>
        <translation>%1秒足</translation>
    </message>
</context>
<context>
    <name>alcedo::ConnectionDetail</name>
    <message>
        <source>Not connected yet</source>
        <translation>まだ接続していません</translation>
    </message>
    <message>
        <source>Down since %1, for %2</source>
        <translation>%1 から切断（%2）</translation>
    </message>
    <message>
        <source>Since %1, for %2</source>
        <translation>%1 から（%2）</translation>
    </message>
    <message>
        <source>Made on this computer; there is no link to lose</source>
        <translation>この端末で生成。切れる接続はありません</translation>
    </message>
    <message>
        <source>Does not reconnect by itself</source>
        <translation>自動では再接続しません</translation>
    </message>
    <message>
        <source>Attempt %1</source>
        <translation>試行 %1</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>接続 %1</translation>
    </message>
    <message>
        <source>No link to keep open</source>
        <translation>維持する接続はありません</translation>
    </message>
    <message>
        <source>Waits up to %1 s, then %2 s, … at most %3 s; drawn at random, no limit on attempts</source>
        <translation>待ち時間は最大 %1秒、次は %2秒、…上限 %3秒（乱数で決定、回数無制限）</translation>
    </message>
    <message>
        <source>A token has no blanks in it.</source>
        <translation>トークンに空白は含められません。</translation>
    </message>
    <message>
        <source>Not kept: %1</source>
        <translation>保管できません: %1</translation>
    </message>
</context>
<context>
    <name>alcedo::CorrectedProfile</name>
    <message>
        <source>the source&apos;s profile is no JSON object</source>
        <translation>ソースのプロファイルが JSON オブジェクトではありません</translation>
    </message>
</context>
<context>
    <name>alcedo::Dashboard</name>
    <message>
        <source>cannot write %1</source>
        <translation>%1 に書き込めません</translation>
    </message>
    <message>
        <source>No sources can be added here</source>
        <translation>ここではソースを追加できません</translation>
    </message>
</context>
<context>
    <name>alcedo::FailureText</name>
    <message>
        <source>The server answered HTTP %1.</source>
        <translation>サーバーの応答は HTTP %1 です。</translation>
    </message>
    <message>
        <source>The server says: %1</source>
        <translation>サーバーの返答: %1</translation>
    </message>
    <message>
        <source>The dial failed: %1</source>
        <translation>接続できません: %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither an address nor the name of a profile.</source>
        <translation>「%1」はアドレスでもプロファイル名でもありません。</translation>
    </message>
    <message>
        <source>The file cannot be read: %1</source>
        <translation>ファイルを読めません: %1</translation>
    </message>
    <message>
        <source>The file is not understood: %1</source>
        <translation>ファイルの内容を解釈できません: %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no source as it stands: %2</source>
        <translation>「%1」はこのままではソースになりません: %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be added: %2</source>
        <translation>「%1」は追加できません: %2</translation>
    </message>
</context>
<context>
    <name>alcedo::FrameText</name>
    <message>
        <source>time → %1</source>
        <translation>時刻 → %1</translation>
    </message>
    <message>
        <source>time in %1 → %2</source>
        <translation>時刻（%1）→ %2</translation>
    </message>
</context>
<context>
    <name>alcedo::InspectorModel</name>
    <message>
        <source>link</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>received</source>
        <translation>受信</translation>
    </message>
    <message>
        <source>%1, frame %2</source>
        <translation>%1、フレーム %2</translation>
    </message>
    <message>
        <source>%1 / %2, frame %3</source>
        <translation>%1 / %2、フレーム %3</translation>
    </message>
    <message>
        <source>text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>バイナリ</translation>
    </message>
    <message>
        <source>%1 bytes, %2, sent %3, link %4</source>
        <translation>%1 バイト、%2、送信 %3、接続 %4</translation>
    </message>
    <message>
        <source>%1 bytes, %2, arrived %3, link %4</source>
        <translation>%1 バイト、%2、到着 %3、接続 %4</translation>
    </message>
    <message>
        <source>%1 kept, %2 pass; %3 went by unseen</source>
        <translation>保持 %1、該当 %2、未表示 %3</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>保存できません: %1</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 に保存しました</translation>
    </message>
    <message>
        <source>Only what came in has fields to map.</source>
        <translation>割り当てられるのは受信したフレームだけです。</translation>
    </message>
    <message>
        <source>This source has no profile: its records come typed.</source>
        <translation>このソースにプロファイルはありません。レコードは型付きで届きます。</translation>
    </message>
    <message>
        <source>&gt; %1 s</source>
        <translation>&gt; %1 秒</translation>
    </message>
    <message>
        <source>&lt; %1 s</source>
        <translation>&lt; %1 秒</translation>
    </message>
    <message>
        <source>This is a patch to a document: its values stand elsewhere there. Write the route into the profile&apos;s file.</source>
        <translation>これは文書へのパッチで、値は文書では別の場所にあります。ルートはプロファイルのファイルに書いてください。</translation>
    </message>
    <message>
        <source>a text, opened</source>
        <translation>テキストを展開</translation>
    </message>
</context>
<context>
    <name>alcedo::LinkFacts</name>
    <message>
        <source>was %1</source>
        <translation>以前 %1</translation>
    </message>
    <message>
        <source>no close frame</source>
        <translation>クローズフレームなし</translation>
    </message>
    <message>
        <source>by the server</source>
        <translation>サーバー側</translation>
    </message>
    <message>
        <source>by us</source>
        <translation>こちら側</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the parts of a close</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>要求なし</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Last close</source>
        <translation>最後の切断</translation>
    </message>
    <message>
        <source>Session before</source>
        <translation>前回のセッション</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往復時間</translation>
    </message>
    <message>
        <source>Store p50/p99</source>
        <translation>保存 p50/p99</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Recovered</source>
        <translation>回復</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>バイト</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>欠落</translation>
    </message>
    <message>
        <source>Clock offset</source>
        <translation>時計のずれ</translation>
    </message>
    <message>
        <source>Conflated</source>
        <translation>間引き</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>レコード</translation>
    </message>
    <message>
        <source>Not mapped</source>
        <translation>未対応</translation>
    </message>
</context>
<context>
    <name>alcedo::LinkWords</name>
    <message>
        <source>closed normally</source>
        <translation>正常に閉じました</translation>
    </message>
    <message>
        <source>the peer is going away</source>
        <translation>相手が終了します</translation>
    </message>
    <message>
        <source>WebSocket protocol error</source>
        <translation>WebSocket の規約違反</translation>
    </message>
    <message>
        <source>the peer does not take this kind of message</source>
        <translation>相手はこの種類のメッセージを受け付けません</translation>
    </message>
    <message>
        <source>closed without a code</source>
        <translation>コードなしで閉じました</translation>
    </message>
    <message>
        <source>the connection dropped</source>
        <translation>接続が切れました</translation>
    </message>
    <message>
        <source>a text message was not UTF-8</source>
        <translation>テキストが UTF-8 ではありません</translation>
    </message>
    <message>
        <source>refused by policy</source>
        <translation>方針により拒否</translation>
    </message>
    <message>
        <source>a message was too big</source>
        <translation>メッセージが大きすぎます</translation>
    </message>
    <message>
        <source>a needed extension is missing</source>
        <translation>必要な拡張がありません</translation>
    </message>
    <message>
        <source>internal error of the peer</source>
        <translation>相手の内部エラー</translation>
    </message>
    <message>
        <source>the service restarts</source>
        <translation>サービスが再起動します</translation>
    </message>
    <message>
        <source>try again later</source>
        <translation>後でもう一度お試しください</translation>
    </message>
    <message>
        <source>TLS failed</source>
        <translation>TLS に失敗</translation>
    </message>
    <message>
        <source>the server is shutting down</source>
        <translation>サーバーが停止します</translation>
    </message>
    <message>
        <source>we read too slowly</source>
        <translation>こちらの受信が遅すぎました</translation>
    </message>
    <message>
        <source>we did not answer a ping</source>
        <translation>こちらが ping に応答しませんでした</translation>
    </message>
    <message>
        <source>the token expired</source>
        <translation>トークンの期限切れ</translation>
    </message>
    <message>
        <source>the server lost its state</source>
        <translation>サーバーの状態が失われました</translation>
    </message>
    <message>
        <source>too many messages</source>
        <translation>メッセージが多すぎます</translation>
    </message>
    <message>
        <source>the server moved</source>
        <translation>サーバーが移転しました</translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation>トークンが拒否されました</translation>
    </message>
    <message>
        <source>we broke the protocol</source>
        <translation>こちらの規約違反</translation>
    </message>
    <message>
        <source>no hello came in time</source>
        <translation>hello が間に合いませんでした</translation>
    </message>
    <message>
        <source>disconnected by the operator</source>
        <translation>管理者が切断しました</translation>
    </message>
    <message>
        <source>too many connections</source>
        <translation>接続が多すぎます</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>許可されていません</translation>
    </message>
    <message>
        <source>closed by us</source>
        <translation>こちらから切断</translation>
    </message>
    <message>
        <source>closed by the server</source>
        <translation>サーバーが切断</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>接続断</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>%1回目の試行</translation>
    </message>
    <message>
        <source>link open</source>
        <translation>接続しました</translation>
    </message>
    <message>
        <source>alive again</source>
        <translation>応答が戻りました</translation>
    </message>
    <message>
        <source>live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>無応答</translation>
    </message>
    <message>
        <source>attempt %1: %2, next in %3 s</source>
        <translation>%1回目：%2、次は %3 秒後</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>切断中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>stopped: %1</source>
        <translation>停止：%1</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <translation>%1（%2、%3）</translation>
    </message>
</context>
<context>
    <name>alcedo::NewsModel</name>
    <message>
        <source>urgent</source>
        <translation>緊急</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>注意</translation>
    </message>
    <message>
        <source>last item %1</source>
        <translation>最終 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1、%2</translation>
    </message>
    <message>
        <source>revised</source>
        <translation>訂正</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>未読</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 件中 %1 件</translation>
    </message>
    <message>
        <source>%1 · %2 unread</source>
        <translation>%1 · 未読 %2</translation>
    </message>
</context>
<context>
    <name>alcedo::PanelFreshness</name>
    <message>
        <source>no source</source>
        <translation>ソースなし</translation>
    </message>
    <message>
        <source>Connections (Ctrl+J) takes a token for it.</source>
        <translation>接続パネル（Ctrl+J）でトークンを入力できます。</translation>
    </message>
</context>
<context>
    <name>alcedo::ProfileDraft</name>
    <message>
        <source>too long for a profile</source>
        <translation>プロファイルとして長すぎます</translation>
    </message>
    <message>
        <source>reads as a profile of 1 route</source>
        <translation>プロファイルとして読めます（ルート1件）</translation>
    </message>
    <message>
        <source>reads as a profile of %1 routes</source>
        <translation>プロファイルとして読めます（ルート%1件）</translation>
    </message>
</context>
<context>
    <name>alcedo::ReadoutTexts</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>alcedo::ScoreboardModel</name>
    <message>
        <source>Corrected %1&apos;: %2–%3 to %4–%5</source>
        <translation>%1&apos; 訂正: %2–%3 → %4–%5</translation>
    </message>
    <message>
        <source>Corrected %1&apos;: %2</source>
        <translation>%1&apos; 訂正: %2</translation>
    </message>
    <message>
        <source>1st half</source>
        <translation>前半</translation>
    </message>
    <message>
        <source>Half-time</source>
        <translation>HT</translation>
    </message>
    <message>
        <source>2nd half</source>
        <translation>後半</translation>
    </message>
    <message>
        <source>Full time</source>
        <translation>試合終了</translation>
    </message>
    <message>
        <source>Goal %1&apos; %2</source>
        <translation>%1&apos; %2 ゴール</translation>
    </message>
    <message>
        <source>Yellow %1&apos; %2</source>
        <translation>%1&apos; %2 警告</translation>
    </message>
    <message>
        <source>Red %1&apos; %2</source>
        <translation>%1&apos; %2 退場</translation>
    </message>
    <message>
        <source>%1 %2, %3 %4, %5, %6</source>
        <translation>%1 %2、%3 %4、%5、%6</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1。%2</translation>
    </message>
    <message>
        <source>%1, stale</source>
        <translation>%1、更新なし</translation>
    </message>
</context>
<context>
    <name>alcedo::ShapeWords</name>
    <message>
        <source>quote</source>
        <translation>気配</translation>
    </message>
    <message>
        <source>trade</source>
        <translation>約定</translation>
    </message>
    <message>
        <source>book</source>
        <translation>板</translation>
    </message>
    <message>
        <source>candle</source>
        <translation>ローソク足</translation>
    </message>
    <message>
        <source>score</source>
        <translation>試合</translation>
    </message>
    <message>
        <source>sensor</source>
        <translation>測定値</translation>
    </message>
    <message>
        <source>news</source>
        <translation>ニュース</translation>
    </message>
    <message>
        <source>control</source>
        <translation>制御</translation>
    </message>
    <message>
        <source>key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>last</source>
        <translation>現在値</translation>
    </message>
    <message>
        <source>bid</source>
        <translation>買気配</translation>
    </message>
    <message>
        <source>ask</source>
        <translation>売気配</translation>
    </message>
    <message>
        <source>bid size</source>
        <translation>買数量</translation>
    </message>
    <message>
        <source>ask size</source>
        <translation>売数量</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>出来高</translation>
    </message>
    <message>
        <source>open</source>
        <translation>始値</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高値</translation>
    </message>
    <message>
        <source>low</source>
        <translation>安値</translation>
    </message>
    <message>
        <source>close</source>
        <translation>終値</translation>
    </message>
    <message>
        <source>price</source>
        <translation>価格</translation>
    </message>
    <message>
        <source>size</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>side</source>
        <translation>売買</translation>
    </message>
    <message>
        <source>id</source>
        <translation>ID 番号</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>気配段</translation>
    </message>
    <message>
        <source>first sequence</source>
        <translation>最初の連番</translation>
    </message>
    <message>
        <source>last sequence</source>
        <translation>最後の連番</translation>
    </message>
    <message>
        <source>interval</source>
        <translation>間隔</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>確定</translation>
    </message>
    <message>
        <source>home</source>
        <translation>ホーム</translation>
    </message>
    <message>
        <source>away</source>
        <translation>アウェー</translation>
    </message>
    <message>
        <source>home score</source>
        <translation>ホーム得点</translation>
    </message>
    <message>
        <source>away score</source>
        <translation>アウェー得点</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>経過時間</translation>
    </message>
    <message>
        <source>period</source>
        <translation>ピリオド</translation>
    </message>
    <message>
        <source>event</source>
        <translation>出来事</translation>
    </message>
    <message>
        <source>team</source>
        <translation>チーム</translation>
    </message>
    <message>
        <source>player</source>
        <translation>選手</translation>
    </message>
    <message>
        <source>minute</source>
        <translation>分</translation>
    </message>
    <message>
        <source>revision</source>
        <translation>改訂</translation>
    </message>
    <message>
        <source>home yellow</source>
        <translation>ホーム警告</translation>
    </message>
    <message>
        <source>away yellow</source>
        <translation>アウェー警告</translation>
    </message>
    <message>
        <source>home red</source>
        <translation>ホーム退場</translation>
    </message>
    <message>
        <source>away red</source>
        <translation>アウェー退場</translation>
    </message>
    <message>
        <source>note</source>
        <translation>備考</translation>
    </message>
    <message>
        <source>value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>単位</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>品質</translation>
    </message>
    <message>
        <source>headline</source>
        <translation>見出し</translation>
    </message>
    <message>
        <source>severity</source>
        <translation>重要度</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>タグ</translation>
    </message>
    <message>
        <source>url</source>
        <translation>リンク</translation>
    </message>
    <message>
        <source>body</source>
        <translation>本文</translation>
    </message>
    <message>
        <source>text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>from</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>to</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>count</source>
        <translation>件数</translation>
    </message>
    <message>
        <source>time, ISO 8601</source>
        <translation>時刻、ISO 8601</translation>
    </message>
    <message>
        <source>time in %1</source>
        <translation>時刻（%1）</translation>
    </message>
    <message>
        <source>a book: it has lists of price and size</source>
        <translation>板: 価格と数量の一覧があります</translation>
    </message>
    <message>
        <source>candles: open, high, low and close</source>
        <translation>ローソク足: 始値・高値・安値・終値</translation>
    </message>
    <message>
        <source>quotes: a bid and an ask</source>
        <translation>気配: 買いと売り</translation>
    </message>
    <message>
        <source>trades: a price, a size and a side</source>
        <translation>約定: 価格・数量・売買</translation>
    </message>
    <message>
        <source>a match: teams or its clock</source>
        <translation>試合: チームまたは経過時間</translation>
    </message>
    <message>
        <source>quotes: a price</source>
        <translation>気配: 価格</translation>
    </message>
    <message>
        <source>readings: a number that is called so</source>
        <translation>測定値: そう呼ばれる数値</translation>
    </message>
    <message>
        <source>news: sentences</source>
        <translation>ニュース: 文章</translation>
    </message>
    <message>
        <source>readings: a number under a name</source>
        <translation>測定値: 名前の付いた数値</translation>
    </message>
    <message>
        <source>says nothing that is measured</source>
        <translation>測定値を含みません</translation>
    </message>
    <message>
        <source>%1 tells kinds apart</source>
        <translation>%1 で種類を区別</translation>
    </message>
    <message>
        <source>the end of what tells kinds apart</source>
        <translation>種類を区別する文字列の末尾</translation>
    </message>
    <message>
        <source>a text of %1 values in %2 messages, called %3</source>
        <translation>%2 件のメッセージに %1 通りの値、名前は %3</translation>
    </message>
    <message>
        <source>%1, rising in %2 of %3</source>
        <translation>%1、%3 件中 %2 件で増加</translation>
    </message>
    <message>
        <source>a number that changes</source>
        <translation>変化する数値</translation>
    </message>
    <message>
        <source>the number that changes most</source>
        <translation>最もよく変化する数値</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>名前は %1</translation>
    </message>
    <message>
        <source>nothing yet</source>
        <translation>まだ値なし</translation>
    </message>
    <message>
        <source>text, %1 values</source>
        <translation>テキスト、%1 種</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number, %1 dp</source>
        <translation>数値、小数 %1 桁</translation>
    </message>
    <message>
        <source>list</source>
        <translation>一覧</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>真偽値</translation>
    </message>
    <message>
        <source>time %1: %2</source>
        <translation>時刻 %1: %2</translation>
    </message>
    <message>
        <source>key %1: %2</source>
        <translation>キー %1: %2</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between reasons</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>対象外</translation>
    </message>
    <message>
        <source>message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>%1 なし</translation>
    </message>
    <message>
        <source>where %1 begins with %2</source>
        <translation>条件 %1 が %2 で始まる</translation>
    </message>
    <message>
        <source>where %1 = %2</source>
        <translation>条件 %1 = %2</translation>
    </message>
    <message>
        <source>text, 1 value</source>
        <translation>テキスト、1 種</translation>
    </message>
    <message>
        <source>called %1, above and below zero: its sign is the side</source>
        <translation>%1 という名前で、正負の値を取ります。符号が売買の別です</translation>
    </message>
    <message>
        <source>a book: it has lists of price and size, whose sign is the side</source>
        <translation>板: 価格と数量の一覧があり、数量の符号が売買の別です</translation>
    </message>
    <message>
        <source>a reading in %1, by its name</source>
        <translation>名前から単位が %1 とわかる測定値</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>role, unit</comment>
        <translation>%1、%2</translation>
    </message>
</context>
<context>
    <name>alcedo::SourceProbe</name>
    <message>
        <source>%1 bytes</source>
        <translation>%1 バイト</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>対象外</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation>%1 /秒</translation>
    </message>
    <message>
        <source>levels</source>
        <translation>気配</translation>
    </message>
    <message>
        <source>bid and ask</source>
        <translation>買いと売り</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>保存できません: %1</translation>
    </message>
    <message>
        <source>nothing to read yet</source>
        <translation>まだ読み取れません</translation>
    </message>
    <message>
        <source>record kinds: %1, read from %2 messages</source>
        <translation>レコードの種類: %1、%2 件のメッセージから</translation>
    </message>
    <message>
        <source>The proposal makes no profile: %1</source>
        <translation>提案はプロファイルになりません: %1</translation>
    </message>
    <message>
        <source>ahead %1</source>
        <translation>先行 %1</translation>
    </message>
    <message>
        <source>lag %1</source>
        <translation>遅れ %1</translation>
    </message>
</context>
<context>
    <name>alcedo::SourceText</name>
    <message>
        <source>in %1 s</source>
        <translation>%1 秒後</translation>
    </message>
    <message>
        <source>trying</source>
        <translation>試行中</translation>
    </message>
    <message>
        <source>try %1</source>
        <translation>%1 回目</translation>
    </message>
    <message>
        <source>Reconnecting in %1 s</source>
        <translation>%1 秒後に再接続</translation>
    </message>
    <message>
        <source>Reconnecting now</source>
        <translation>再接続中</translation>
    </message>
    <message>
        <source>Reconnecting, attempt %1</source>
        <translation>再接続中、%1 回目</translation>
    </message>
    <message>
        <source>HTTP %1</source>
        <translation>HTTP %1</translation>
    </message>
    <message>
        <source>closed %1</source>
        <translation>切断 %1</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名前</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>プロキシ</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>upgrade</source>
        <translation>切替</translation>
    </message>
    <message>
        <source>sign-in</source>
        <translation>認証</translation>
    </message>
    <message>
        <source>subscribe</source>
        <translation>購読</translation>
    </message>
    <message>
        <source>Failed at %1</source>
        <translation>%1で失敗</translation>
    </message>
    <message>
        <source>Check the host name in the address, and that this computer is online.</source>
        <translation>アドレスのホスト名と、この端末のネットワーク接続を確認してください。</translation>
    </message>
    <message>
        <source>Nothing answers at that host and port. Check the port, that the server runs, and any firewall.</source>
        <translation>そのホストとポートから応答がありません。ポート番号、サーバーの稼働、ファイアウォールを確認してください。</translation>
    </message>
    <message>
        <source>The proxy does not answer, or does not let this through. Check the system&apos;s proxy settings, and its user and password.</source>
        <translation>プロキシが応答しないか、接続を許可していません。システムのプロキシ設定と、そのユーザー名・パスワードを確認してください。</translation>
    </message>
    <message>
        <source>The certificate or the encryption was not accepted. Check the host name and the computer&apos;s clock.</source>
        <translation>証明書または暗号化を受け入れられません。ホスト名と端末の時計を確認してください。</translation>
    </message>
    <message>
        <source>The server wants a token, or another one. Sign in again, or ask its operator.</source>
        <translation>サーバーがトークン（または別のトークン）を求めています。認証し直すか、管理者に確認してください。</translation>
    </message>
    <message>
        <source>The server has no feed at this path. Check the end of the address.</source>
        <translation>このパスにフィードはありません。アドレスの末尾を確認してください。</translation>
    </message>
    <message>
        <source>Nothing to do: the server is overloaded, retries go on.</source>
        <translation>操作は不要です。サーバーが混雑しており、再試行を続けます。</translation>
    </message>
    <message>
        <source>The server answers, but not as a WebSocket server. Check the address.</source>
        <translation>応答はありますが WebSocket サーバーではありません。アドレスを確認してください。</translation>
    </message>
    <message>
        <source>The server refused the token. The same one would be refused again.</source>
        <translation>サーバーがトークンを拒否しました。同じトークンでは再び拒否されます。</translation>
    </message>
    <message>
        <source>The server does not know these channels. Check the names in the profile.</source>
        <translation>サーバーはこれらのチャンネルを知りません。プロファイルの名前を確認してください。</translation>
    </message>
    <message>
        <source>The link is open, but no messages come. Check what the profile subscribes to.</source>
        <translation>接続は開いていますが、メッセージが届きません。プロファイルの購読内容を確認してください。</translation>
    </message>
    <message>
        <source>live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>DEMO</source>
        <translation>DEMO</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>更新なし</translation>
    </message>
    <message>
        <source>Stale %1</source>
        <translation>更新なし %1</translation>
    </message>
    <message>
        <source>stalled</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>Stalled %1</source>
        <translation>停滞 %1</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止</translation>
    </message>
    <message>
        <source>replay</source>
        <translation>再生</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>off</source>
        <translation>オフ</translation>
    </message>
    <message>
        <source>by you</source>
        <translation>手動</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>data</source>
        <translation>受信</translation>
    </message>
</context>
<context>
    <name>alcedo::SourcesModel</name>
    <message>
        <source>%1 of %2 sources live</source>
        <translation>ソース %1/%2</translation>
    </message>
</context>
<context>
    <name>alcedo::TilesModel</name>
    <message>
        <source>limits %1 – %2</source>
        <translation>範囲 %1 – %2</translation>
    </message>
    <message>
        <source>limit %1</source>
        <translation>上限 %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>下限 %1</translation>
    </message>
    <message>
        <source>near</source>
        <translation>上限付近</translation>
    </message>
    <message>
        <source>LOW</source>
        <translation>下限割れ</translation>
    </message>
    <message>
        <source>HIGH</source>
        <translation>上限超過</translation>
    </message>
    <message>
        <source>%1, never seen</source>
        <translation>%1、未受信</translation>
    </message>
    <message>
        <source>%1, %2 %3</source>
        <translation>%1、%2 %3</translation>
    </message>
    <message>
        <source>stale, %1 old</source>
        <translation>更新なし、%1 経過</translation>
    </message>
    <message>
        <source>never seen</source>
        <translation>未受信</translation>
    </message>
</context>
<context>
    <name>alcedo::TimeView</name>
    <message>
        <source>not recording: %1 (disk full?)</source>
        <translation>記録できません: %1（ディスクの空きを確認）</translation>
    </message>
    <message>
        <source>not recording: %1</source>
        <translation>記録できません: %1</translation>
    </message>
    <message>
        <source>%1 h %2 min behind live</source>
        <translation>ライブの %1 時間 %2 分前</translation>
    </message>
    <message>
        <source>%1 min %2 s behind live</source>
        <translation>ライブの %1 分 %2 秒前</translation>
    </message>
    <message>
        <source>%1 s behind live</source>
        <translation>ライブの %1 秒前</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最速</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>this moment cannot be shown: %1</source>
        <translation>この時点は表示できません: %1</translation>
    </message>
    <message>
        <source>Recorded since %1, %2</source>
        <translation>%1 から記録、%2</translation>
    </message>
</context>
<context>
    <name>alcedo::TokenWish</name>
    <message>
        <source>This server lets nobody in without a token. Its operator makes one.</source>
        <translation>このサーバーはトークンなしでは接続できません。トークンは運用者が発行します。</translation>
    </message>
    <message>
        <source>The server does not know the token that is kept for it.</source>
        <translation>保管されているトークンをサーバーが認識しません。</translation>
    </message>
    <message>
        <source>The token has expired.</source>
        <translation>トークンの有効期限が切れています。</translation>
    </message>
    <message>
        <source>The token was revoked.</source>
        <translation>トークンは取り消されました。</translation>
    </message>
</context>
<context>
    <name>alcedo::TrialOutcome</name>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Could not be reached</source>
        <translation>接続できませんでした</translation>
    </message>
    <message>
        <source>Refused by the server</source>
        <translation>サーバーに拒否されました</translation>
    </message>
    <message>
        <source>Connected, no messages yet</source>
        <translation>接続済み、メッセージはまだありません</translation>
    </message>
    <message>
        <source>Connected, messages come</source>
        <translation>接続済み、受信中</translation>
    </message>
</context>
<context>
    <name>alcedo::WatchlistModel</name>
    <message>
        <source>never seen</source>
        <translation>未受信</translation>
    </message>
    <message>
        <source>%1, last %2</source>
        <translation>%1、現在値 %2</translation>
    </message>
    <message>
        <source>%1, last %2, change %3 %</source>
        <translation>%1、現在値 %2、騰落率 %3 %</translation>
    </message>
    <message>
        <source>%1, stale, %2 old</source>
        <translation>%1、更新なし、%2 経過</translation>
    </message>
    <message>
        <source>mine</source>
        <translation>手動</translation>
    </message>
    <message>
        <source>symbol</source>
        <translation>銘柄</translation>
    </message>
    <message>
        <source>last</source>
        <translation>現在値</translation>
    </message>
    <message>
        <source>change</source>
        <translation>騰落率</translation>
    </message>
    <message>
        <source>bid</source>
        <translation>買気配</translation>
    </message>
    <message>
        <source>ask</source>
        <translation>売気配</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>出来高</translation>
    </message>
    <message>
        <source>age</source>
        <translation>経過</translation>
    </message>
    <message>
        <source>%1 of %2 · order: %3</source>
        <translation>%2 件中 %1 件 · 並び: %3</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1分</translation>
    </message>
</context>
<context>
    <name>alcedo::Wording</name>
    <message>
        <source>not JSON: %1</source>
        <translation>JSON ではありません：%1</translation>
    </message>
    <message>
        <source>unterminated object</source>
        <translation>オブジェクトが閉じられていません</translation>
    </message>
    <message>
        <source>missing name separator</source>
        <translation>名前の後に「:」がありません</translation>
    </message>
    <message>
        <source>unterminated array</source>
        <translation>配列が閉じられていません</translation>
    </message>
    <message>
        <source>missing value separator</source>
        <translation>値の後に「,」がありません</translation>
    </message>
    <message>
        <source>illegal value</source>
        <translation>値として読めません</translation>
    </message>
    <message>
        <source>invalid termination by number</source>
        <translation>数値の途中で終わっています</translation>
    </message>
    <message>
        <source>illegal number</source>
        <translation>数値として読めません</translation>
    </message>
    <message>
        <source>invalid escape sequence</source>
        <translation>エスケープの書き方が正しくありません</translation>
    </message>
    <message>
        <source>invalid UTF8 string</source>
        <translation>文字列が UTF-8 ではありません</translation>
    </message>
    <message>
        <source>unterminated string</source>
        <translation>文字列が閉じられていません</translation>
    </message>
    <message>
        <source>object is missing after a comma</source>
        <translation>「,」の後に続くものがありません</translation>
    </message>
    <message>
        <source>too deeply nested document</source>
        <translation>入れ子が深すぎます</translation>
    </message>
    <message>
        <source>too large document</source>
        <translation>大きすぎます</translation>
    </message>
    <message>
        <source>garbage at the end of the document</source>
        <translation>終わりの後に余分な文字があります</translation>
    </message>
    <message>
        <source>%1 must be an object</source>
        <translation>%1 はオブジェクトで書きます</translation>
    </message>
    <message>
        <source>%1 must be an object of path and value</source>
        <translation>%1 はパスと値のオブジェクトで書きます</translation>
    </message>
    <message>
        <source>%1 must be an object of old and new</source>
        <translation>%1 は元の値と新しい値のオブジェクトで書きます</translation>
    </message>
    <message>
        <source>%1 must be an object of parameter and count</source>
        <translation>%1 はパラメーターと個数のオブジェクトで書きます</translation>
    </message>
    <message>
        <source>%1 must be an object of field and path</source>
        <translation>%1 は項目とパスのオブジェクトで書きます</translation>
    </message>
    <message>
        <source>%1 must be an object of name and path</source>
        <translation>%1 は名前とパスのオブジェクトで書きます</translation>
    </message>
    <message>
        <source>%1 has &quot;%2&quot; twice</source>
        <translation>%1に「%2」が二度あります</translation>
    </message>
    <message>
        <source>%1 has no &quot;%2&quot;</source>
        <translation>%1に「%2」という項目はありません</translation>
    </message>
    <message>
        <source>%1 needs &quot;%2&quot;</source>
        <translation>%1には「%2」が必要です</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 は次のいずれかです：%2</translation>
    </message>
    <message>
        <source>%1 must be an array</source>
        <translation>%1 は配列で書きます</translation>
    </message>
    <message>
        <source>%1 must be a text</source>
        <translation>%1 は文字列で書きます</translation>
    </message>
    <message>
        <source>%1 must be true or false</source>
        <translation>%1 は true か false で書きます</translation>
    </message>
    <message>
        <source>%1 must be a whole number from %2 to %3</source>
        <translation>%1 は %2 から %3 までの整数で書きます</translation>
    </message>
    <message>
        <source>%1 must be a length of time of at least 1 ms, as &quot;20s&quot; or &quot;500ms&quot;</source>
        <translation>%1 は 1 ミリ秒以上の時間で、&quot;20s&quot; や &quot;500ms&quot; のように書きます</translation>
    </message>
    <message>
        <source>a path must be a text, as &quot;/data/price&quot;</source>
        <translation>パスは &quot;/data/price&quot; のような文字列で書きます</translation>
    </message>
    <message>
        <source>a list of paths must not be empty</source>
        <translation>パスの一覧が空です</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no path: it begins with /, #/ or ../</source>
        <translation>「%1」はパスではありません：先頭は /、#/、../ のいずれかです</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no path: it is too deep</source>
        <translation>「%1」はパスではありません：深すぎます</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no path: ../ stands only at its beginning</source>
        <translation>「%1」はパスではありません：../ は先頭にだけ書けます</translation>
    </message>
    <message>
        <source>a condition&apos;s path has no *</source>
        <translation>条件のパスに * は使えません</translation>
    </message>
    <message>
        <source>a path within a text has no *</source>
        <translation>文字列の中のパスに * は使えません</translation>
    </message>
    <message>
        <source>only a text may be joined from a path with *</source>
        <translation>* のあるパスからつなげられるのは文字列の項目だけです</translation>
    </message>
    <message>
        <source>a condition compares with a text, a number, true or false</source>
        <translation>条件は文字列、数値、true、false のいずれかと比べます</translation>
    </message>
    <message>
        <source>a condition needs a value</source>
        <translation>条件には値が必要です</translation>
    </message>
    <message>
        <source>a condition needs one of exists, is, not, starts and type</source>
        <translation>条件には exists、is、not、starts、type のうち一つが必要です</translation>
    </message>
    <message>
        <source>a value needs either &quot;at&quot; or &quot;const&quot; or &quot;text&quot;</source>
        <translation>値には &quot;at&quot;、&quot;const&quot;、&quot;text&quot; のうち一つだけが必要です</translation>
    </message>
    <message>
        <source>&quot;split&quot; and &quot;part&quot; need each other</source>
        <translation>&quot;split&quot; と &quot;part&quot; は必ず一緒に書きます</translation>
    </message>
    <message>
        <source>a time needs either &quot;at&quot; or &quot;text&quot;</source>
        <translation>時刻には &quot;at&quot; か &quot;text&quot; のどちらか一方が必要です</translation>
    </message>
    <message>
        <source>zone is a name such as &quot;Asia/Tokyo&quot;</source>
        <translation>zone は &quot;Asia/Tokyo&quot; のような名前です</translation>
    </message>
    <message>
        <source>&quot;zone&quot; is for times that are written out (rfc3339)</source>
        <translation>&quot;zone&quot; は文字で書かれた時刻 (rfc3339) にだけ使います</translation>
    </message>
    <message>
        <source>a profile needs at least one route</source>
        <translation>プロファイルにはルートが一つ以上必要です</translation>
    </message>
    <message>
        <source>a parameter that is no list has one default</source>
        <translation>一覧でないパラメーターの既定値は一つです</translation>
    </message>
    <message>
        <source>a secret has no default</source>
        <translation>秘密の値に既定値は書けません</translation>
    </message>
    <message>
        <source>%1 needs at least one request</source>
        <translation>%1 には要求が一つ以上必要です</translation>
    </message>
    <message>
        <source>a request needs &quot;send&quot; or &quot;ack&quot;</source>
        <translation>要求には &quot;send&quot; か &quot;ack&quot; が必要です</translation>
    </message>
    <message>
        <source>&quot;acks_per&quot; needs &quot;ack&quot;</source>
        <translation>&quot;acks_per&quot; には &quot;ack&quot; が必要です</translation>
    </message>
    <message>
        <source>there is no record kind &quot;%1&quot;</source>
        <translation>「%1」という種類のレコードはありません</translation>
    </message>
    <message>
        <source>a route needs either &quot;record&quot; or &quot;ignore&quot;: true</source>
        <translation>ルートには &quot;record&quot; か &quot;ignore&quot;: true のどちらか一方が必要です</translation>
    </message>
    <message>
        <source>a route needs a &quot;key&quot;</source>
        <translation>ルートには &quot;key&quot; が必要です</translation>
    </message>
    <message>
        <source>only a book has &quot;levels&quot; and a &quot;checksum&quot;</source>
        <translation>&quot;levels&quot; と &quot;checksum&quot; は book にだけ書けます</translation>
    </message>
    <message>
        <source>&quot;resync&quot; needs &quot;sequence&quot;</source>
        <translation>&quot;resync&quot; には &quot;sequence&quot; が必要です</translation>
    </message>
    <message>
        <source>&quot;reverse&quot; needs &quot;each&quot;</source>
        <translation>&quot;reverse&quot; には &quot;each&quot; が必要です</translation>
    </message>
    <message>
        <source>a flag is replayed, snapshot, correction or removed</source>
        <translation>フラグは replayed、snapshot、correction、removed のいずれかです</translation>
    </message>
    <message>
        <source>a %1 has no field &quot;%2&quot;</source>
        <translation>%1 に「%2」という項目はありません</translation>
    </message>
    <message>
        <source>levels are described by &quot;levels&quot;, not in &quot;map&quot;</source>
        <translation>levels は &quot;map&quot; ではなく &quot;levels&quot; に書きます</translation>
    </message>
    <message>
        <source>side is &quot;bid&quot;, &quot;ask&quot; or an object with at and values</source>
        <translation>side は &quot;bid&quot;、&quot;ask&quot;、または at と values のあるオブジェクトです</translation>
    </message>
    <message>
        <source>a sequence has one of &quot;first&quot;, &quot;previous&quot; and &quot;rising&quot; at most</source>
        <translation>順序に書けるのは &quot;first&quot;、&quot;previous&quot;、&quot;rising&quot; のうち一つまでです</translation>
    </message>
    <message>
        <source>a profile</source>
        <translation>プロファイル</translation>
    </message>
    <message>
        <source>a parameter</source>
        <translation>パラメーター</translation>
    </message>
    <message>
        <source>a request</source>
        <translation>要求</translation>
    </message>
    <message>
        <source>an answer</source>
        <translation>応答</translation>
    </message>
    <message>
        <source>a header</source>
        <translation>ヘッダー</translation>
    </message>
    <message>
        <source>a condition</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>conditions</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>値</translation>
    </message>
    <message>
        <source>a time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>a time&apos;s unit</source>
        <translation>時刻の単位</translation>
    </message>
    <message>
        <source>a route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>a flag</source>
        <translation>フラグ</translation>
    </message>
    <message>
        <source>a sequence</source>
        <translation>順序</translation>
    </message>
    <message>
        <source>a checksum</source>
        <translation>チェックサム</translation>
    </message>
    <message>
        <source>a resync</source>
        <translation>再同期</translation>
    </message>
    <message>
        <source>a list of paths</source>
        <translation>パスの一覧</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>%1行目：%2</translation>
    </message>
    <message>
        <source>redialled by hand</source>
        <translation>手動で再接続</translation>
    </message>
    <message>
        <source>no sign of life for %1 s</source>
        <translation>%1 秒間応答がありません</translation>
    </message>
    <message>
        <source>WebSocket works again</source>
        <translation>WebSocket が再び使えます</translation>
    </message>
    <message>
        <source>protocol error: %1</source>
        <translation>プロトコル違反：%1</translation>
    </message>
    <message>
        <source>renewed before the venue&apos;s age limit</source>
        <translation>配信元の接続期限の前に更新</translation>
    </message>
    <message>
        <source>the venue asks for a new link</source>
        <translation>配信元が新しい接続を求めています</translation>
    </message>
    <message>
        <source>what came does not follow what was there</source>
        <translation>届いたものが前と続いていません</translation>
    </message>
    <message>
        <source>a compressed frame is broken</source>
        <translation>圧縮フレームが壊れています</translation>
    </message>
    <message>
        <source>a compressed frame holds more than %1 bytes</source>
        <translation>圧縮フレームの中身が %1 バイトを超えています</translation>
    </message>
    <message>
        <source>book of %1: %2</source>
        <translation>%1 の板：%2</translation>
    </message>
    <message>
        <source>book of %1: not what the profile says</source>
        <translation>%1 の板：プロファイルの記述と違います</translation>
    </message>
    <message>
        <source>sign-in refused</source>
        <translation>サインインが拒否されました</translation>
    </message>
    <message>
        <source>subscription refused</source>
        <translation>購読が拒否されました</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>cannot read %1: %2</source>
        <translation>%1 を読めません：%2</translation>
    </message>
    <message>
        <source>cannot write %1: %2</source>
        <translation>%1 に書き込めません：%2</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>ファイルまたはフォルダーがありません</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>アクセスが許可されていません</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>フォルダーです</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>大きすぎます</translation>
    </message>
    <message>
        <source>it is locked</source>
        <translation>ロックされています</translation>
    </message>
    <message>
        <source>%1, line %2: %3</source>
        <translation>%1、%2行目：%3</translation>
    </message>
    <message>
        <source>Host not found</source>
        <translation>ホストが見つかりません</translation>
    </message>
    <message>
        <source>Connection refused</source>
        <translation>接続を拒否されました</translation>
    </message>
    <message>
        <source>Connection timed out</source>
        <translation>接続が時間切れになりました</translation>
    </message>
    <message>
        <source>Socket operation timed out</source>
        <translation>応答がなく時間切れになりました</translation>
    </message>
    <message>
        <source>Network operation timed out</source>
        <translation>応答がなく時間切れになりました</translation>
    </message>
    <message>
        <source>Network unreachable</source>
        <translation>ネットワークに到達できません</translation>
    </message>
    <message>
        <source>Host unreachable</source>
        <translation>ホストに到達できません</translation>
    </message>
    <message>
        <source>The remote host closed the connection</source>
        <translation>相手が接続を閉じました</translation>
    </message>
    <message>
        <source>Proxy connection refused</source>
        <translation>プロキシに接続を拒否されました</translation>
    </message>
    <message>
        <source>Proxy denied connection</source>
        <translation>プロキシが接続を許可しません</translation>
    </message>
    <message>
        <source>Proxy connection closed prematurely</source>
        <translation>プロキシが途中で接続を閉じました</translation>
    </message>
    <message>
        <source>Proxy server connection timed out</source>
        <translation>プロキシへの接続が時間切れになりました</translation>
    </message>
    <message>
        <source>Proxy server not found</source>
        <translation>プロキシが見つかりません</translation>
    </message>
    <message>
        <source>Proxy requires authentication</source>
        <translation>プロキシへのサインインが必要です</translation>
    </message>
    <message>
        <source>Proxy authentication failed</source>
        <translation>プロキシへのサインインが拒否されました</translation>
    </message>
    <message>
        <source>Connection to proxy refused</source>
        <translation>プロキシに接続を拒否されました</translation>
    </message>
    <message>
        <source>Connection to proxy closed prematurely</source>
        <translation>プロキシが途中で接続を閉じました</translation>
    </message>
    <message>
        <source>Connection to proxy timed out</source>
        <translation>プロキシへの接続が時間切れになりました</translation>
    </message>
    <message>
        <source>Proxy host not found</source>
        <translation>プロキシが見つかりません</translation>
    </message>
    <message>
        <source>Host %1 not found</source>
        <translation>ホスト %1 が見つかりません</translation>
    </message>
    <message>
        <source>Connection closed</source>
        <translation>接続が閉じられました</translation>
    </message>
    <message>
        <source>SSL handshake failed</source>
        <translation>TLS の確立に失敗しました</translation>
    </message>
    <message>
        <source>The certificate is self-signed, and untrusted</source>
        <translation>自己署名の証明書で、信頼されていません</translation>
    </message>
    <message>
        <source>The root certificate of the certificate chain is self-signed, and untrusted</source>
        <translation>証明書チェーンのルートが自己署名で、信頼されていません</translation>
    </message>
    <message>
        <source>The certificate has expired</source>
        <translation>証明書の有効期限が切れています</translation>
    </message>
    <message>
        <source>The certificate is not yet valid</source>
        <translation>証明書の有効期間がまだ始まっていません</translation>
    </message>
    <message>
        <source>The host name did not match any of the valid hosts for this certificate</source>
        <translation>ホスト名が証明書のホストと一致しません</translation>
    </message>
    <message>
        <source>The issuer certificate of a locally looked up certificate could not be found</source>
        <translation>手元の証明書の発行者の証明書が見つかりません</translation>
    </message>
    <message>
        <source>The issuer certificate could not be found</source>
        <translation>発行者の証明書が見つかりません</translation>
    </message>
    <message>
        <source>No certificates could be verified</source>
        <translation>証明書を検証できません</translation>
    </message>
    <message>
        <source>certificate: %1</source>
        <translation>証明書：%1</translation>
    </message>
    <message>
        <source>the server&apos;s certificate has changed: somebody may be in between. If it was renewed, delete its line in %1. SHA-256 now: %2</source>
        <translation>サーバーの証明書が変わりました。第三者が間に入っているおそれがあります。更新されたものであれば %1 の該当行を削除してください。現在の SHA-256：%2</translation>
    </message>
    <message>
        <source>no answer within %1 s</source>
        <translation>%1 秒以内に応答がありません</translation>
    </message>
    <message>
        <source>no answer in time</source>
        <translation>時間内に応答がありません</translation>
    </message>
    <message>
        <source>host not found</source>
        <translation>ホストが見つかりません</translation>
    </message>
    <message>
        <source>this kind of proxy is not supported</source>
        <translation>この種類のプロキシには対応していません</translation>
    </message>
    <message>
        <source>an IPv6 address cannot be reached through an HTTP proxy; use a name</source>
        <translation>HTTP プロキシ経由では IPv6 アドレスに接続できません。名前を使ってください</translation>
    </message>
    <message>
        <source>the answer is not HTTP</source>
        <translation>応答が HTTP ではありません</translation>
    </message>
    <message>
        <source>the answer&apos;s head is too large</source>
        <translation>応答のヘッダーが大きすぎます</translation>
    </message>
    <message>
        <source>redirected to another origin</source>
        <translation>別のオリジンへ転送されました</translation>
    </message>
    <message>
        <source>redirected too often</source>
        <translation>転送の回数が多すぎます</translation>
    </message>
    <message>
        <source>redirected to what is no WebSocket address</source>
        <translation>WebSocket ではないアドレスへ転送されました</translation>
    </message>
    <message>
        <source>redirected from wss to ws</source>
        <translation>wss から ws へ転送されました</translation>
    </message>
    <message>
        <source>the answer is no WebSocket upgrade</source>
        <translation>応答が WebSocket への切り替えではありません</translation>
    </message>
    <message>
        <source>the answer does not belong to our request (Sec-WebSocket-Accept)</source>
        <translation>応答がこちらの要求と合いません (Sec-WebSocket-Accept)</translation>
    </message>
    <message>
        <source>the server chose a subprotocol that was not offered</source>
        <translation>サーバーが、提示していないサブプロトコルを選びました</translation>
    </message>
    <message>
        <source>Sec-WebSocket-Extensions is malformed</source>
        <translation>Sec-WebSocket-Extensions の書き方が正しくありません</translation>
    </message>
    <message>
        <source>the server chose an extension that was not offered</source>
        <translation>サーバーが、提示していない拡張を選びました</translation>
    </message>
    <message>
        <source>the server&apos;s answer to permessage-deflate is malformed</source>
        <translation>permessage-deflate へのサーバーの応答が正しくありません</translation>
    </message>
    <message>
        <source>the server keeps its compression context, though asked not to</source>
        <translation>サーバーが、求めに反して圧縮のコンテキストを保持します</translation>
    </message>
    <message>
        <source>the server&apos;s compression window is larger than asked for</source>
        <translation>サーバーの圧縮ウィンドウが求めた大きさを超えています</translation>
    </message>
    <message>
        <source>the address is not a valid URL</source>
        <translation>アドレスが正しい URL ではありません</translation>
    </message>
    <message>
        <source>the address is neither ws nor wss</source>
        <translation>アドレスが ws でも wss でもありません</translation>
    </message>
    <message>
        <source>a subprotocol is not a token</source>
        <translation>サブプロトコルに使えない文字があります</translation>
    </message>
    <message>
        <source>a request header is malformed</source>
        <translation>要求のヘッダーの書き方が正しくありません</translation>
    </message>
    <message>
        <source>the address needs a host and a port</source>
        <translation>アドレスにはホストとポートが必要です</translation>
    </message>
    <message>
        <source>a source is a URL, PROFILE or PROFILE@URL</source>
        <translation>ソースは URL、PROFILE、PROFILE@URL のいずれかで書きます</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of a WebSocket</source>
        <translation>「%1」は WebSocket のアドレスではありません</translation>
    </message>
    <message>
        <source>no feed profile &quot;%1&quot;; there are: %2</source>
        <translation>「%1」というプロファイルはありません。あるもの：%2</translation>
    </message>
    <message>
        <source>no shipped profile is for recordings of &quot;%1&quot;; write PROFILE@replay:FILE</source>
        <translation>「%1」の記録に合う付属のプロファイルがありません。PROFILE@replay:FILE と書いてください</translation>
    </message>
    <message>
        <source>speed is a number or max</source>
        <translation>speed は数値か max です</translation>
    </message>
    <message>
        <source>a replay has no parameter %1</source>
        <translation>再生に %1 というパラメーターはありません</translation>
    </message>
    <message>
        <source>%1 is too large for a profile</source>
        <translation>%1 はプロファイルとしては大きすぎます</translation>
    </message>
    <message>
        <source>%1 needs the parameter %2</source>
        <translation>%1 にはパラメーター %2 が必要です</translation>
    </message>
    <message>
        <source>%1 has no parameter %2; there are: %3</source>
        <translation>%1 に %2 というパラメーターはありません。あるもの：%3</translation>
    </message>
    <message>
        <source>the parameter %1 takes one value</source>
        <translation>パラメーター %1 の値は一つです</translation>
    </message>
    <message>
        <source>there is no parameter %1</source>
        <translation>%1 というパラメーターはありません</translation>
    </message>
    <message>
        <source>the subscription takes more than %1 messages</source>
        <translation>購読に必要なメッセージが %1 件を超えています</translation>
    </message>
    <message>
        <source>%1 is larger than 1 GiB</source>
        <translation>%1 は 1 GiB を超えています</translation>
    </message>
    <message>
        <source>%1: no frames</source>
        <translation>%1：フレームがありません</translation>
    </message>
    <message>
        <source>&quot;dir&quot; must be open, send, recv or http</source>
        <translation>&quot;dir&quot; は open、send、recv、http のいずれかで書きます</translation>
    </message>
    <message>
        <source>&quot;ts&quot; must be seconds since 1970</source>
        <translation>&quot;ts&quot; は 1970 年からの秒数で書きます</translation>
    </message>
    <message>
        <source>a received frame needs &quot;raw&quot;</source>
        <translation>受信フレームには &quot;raw&quot; が必要です</translation>
    </message>
    <message>
        <source>a token has no blanks</source>
        <translation>トークンに空白は使えません</translation>
    </message>
    <message>
        <source>the keychain refused: %1</source>
        <translation>キーチェーンに拒否されました：%1</translation>
    </message>
    <message>
        <source>it did not answer</source>
        <translation>応答がありません</translation>
    </message>
    <message>
        <source>no answer to the greeting within %1 s</source>
        <translation>%1 秒以内に最初の応答がありません</translation>
    </message>
    <message>
        <source>nothing is recorded yet</source>
        <translation>まだ何も記録されていません</translation>
    </message>
    <message>
        <source>a block was let go by the recorder</source>
        <translation>その部分はすでに記録から消されています</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>ファイルがありません</translation>
    </message>
    <message>
        <source>%1: no memory for a database</source>
        <translation>%1：データベースのためのメモリーが足りません</translation>
    </message>
    <message>
        <source>there is no folder %1</source>
        <translation>フォルダー %1 がありません</translation>
    </message>
    <message>
        <source>the folder %1 cannot be written</source>
        <translation>フォルダー %1 に書き込めません</translation>
    </message>
    <message>
        <source>%1 is no recording of Alcedo</source>
        <translation>%1 は Alcedo の記録ではありません</translation>
    </message>
    <message>
        <source>%1 is a recording of format %2, this Alcedo knows %3</source>
        <translation>%1 は形式 %2 の記録です。この Alcedo が読めるのは形式 %3 です</translation>
    </message>
    <message>
        <source>a block does not decompress: %1</source>
        <translation>圧縮された部分を展開できません：%1</translation>
    </message>
    <message>
        <source>a block would take %1 bytes</source>
        <translation>展開すると %1 バイトになる部分があります</translation>
    </message>
    <message>
        <source>a keyframe is damaged</source>
        <translation>キーフレームが壊れています</translation>
    </message>
    <message>
        <source>a block of records is damaged: %1</source>
        <translation>レコードの一部が壊れています：%1</translation>
    </message>
    <message>
        <source>recording ended</source>
        <translation>記録の終わり</translation>
    </message>
</context>
<context>
    <name>alcedo::Workspace</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 is too large for a workspace</source>
        <translation>%1 はワークスペースとして大きすぎます</translation>
    </message>
    <message>
        <source>%1 is no workspace: %2 at byte %3</source>
        <translation>%1 はワークスペースではありません: %2（%3 バイト目）</translation>
    </message>
    <message>
        <source>%1 was written by another version</source>
        <translation>%1 は別の版で書かれています</translation>
    </message>
</context>
<context>
    <name>alcedo::format</name>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1日</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1分%2秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1時間%2分</translation>
    </message>
    <message>
        <source>%1 msg/s</source>
        <translation>%1 件/秒</translation>
    </message>
    <message>
        <source>%1 B/s</source>
        <translation>%1 B/秒</translation>
    </message>
    <message>
        <source>%1 kB/s</source>
        <translation>%1 kB/秒</translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/秒</translation>
    </message>
</context>
</TS>
