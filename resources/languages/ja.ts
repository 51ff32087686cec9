<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en">
    <context>
        <name>adapters</name>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>does not know this interaction</source>
            <translation>はこのインタラクションを認識していません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>says the interaction is already completed</source>
            <translation>はインタラクションがすでに完了していると報告しました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway keeps no drafts.</source>
            <translation>ゲートウェイは下書きを保存しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway {words}: {status}.</source>
            <translation>ゲートウェイ{words}：{status}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway could not be reached. Check the network connection.</source>
            <translation>ゲートウェイに接続できません。ネットワーク接続を確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway does not accept the client ID and secret. Ask your administrator.</source>
            <translation>ゲートウェイがクライアントIDとシークレットを受け付けません。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The conversation has no attribute {attribute}, so the gateway cannot be asked. Tell your administrator.</source>
            <translation>会話に属性{attribute}がないため、ゲートウェイに問い合わせできません。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>update_url has to begin with https://, found {url}</source>
            <translation>update_urlはhttps://で始まる必要があります（現在の値：{url}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>the server answered {status}</source>
            <translation>サーバーの応答：{status}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is too long</source>
            <translation>長すぎます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>no answer ({error})</source>
            <translation>応答がありません（{error}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>update_key is not a public key: 32 bytes in base64</source>
            <translation>update_keyは公開鍵（32バイト、base64）ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its signature does not fit</source>
            <translation>署名が一致しません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is not a signed manifest</source>
            <translation>署名付きマニフェストではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is signed, but says no version</source>
            <translation>署名はありますが、バージョンの記載がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its date has no time zone</source>
            <translation>日時にタイムゾーンがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its page does not begin with https://</source>
            <translation>ページのアドレスがhttps://で始まっていません</translation>
        </message>
    </context>
    <context>
        <name>adapters/base</name>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>the system's proxy setting</source>
            <translation>システムのプロキシ設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>Windows is set to let a script (PAC) choose the proxy, which this program does not do. If Genesys cannot be reached, name the proxy in HTTPS_PROXY.</source>
            <translation>Windowsではスクリプト（PAC）でプロキシを選ぶ設定になっていますが、本プログラムは対応していません。Genesysに接続できない場合は、HTTPS_PROXYにプロキシを指定してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>the environment variable {name}</source>
            <translation>環境変数{name}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>{origin} names no usable proxy: {problem}. The program goes on without it.</source>
            <translation>{origin}のプロキシは使用できません：{problem}。プロキシなしで続行します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>{origin} has an exception that is no host, address or network; the others count.</source>
            <translation>{origin}に、ホスト・アドレス・ネットワークのいずれでもない例外があります。他の例外は有効です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>SOCKS proxies are not supported; name one that speaks HTTP</source>
            <translation>SOCKSプロキシには対応していません。HTTPプロキシを指定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>it begins with something other than http:// or https://</source>
            <translation>http://またはhttps://で始まっていません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its sign-in has characters that cannot be sent</source>
            <translation>サインイン情報に送信できない文字が含まれています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>what follows the address is no port</source>
            <translation>アドレスの後がポート番号ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its port is no number from 1 to 65535</source>
            <translation>ポートが1～65535の数値ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>it has no host</source>
            <translation>ホストがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its host is no name and no address</source>
            <translation>ホストが名前でもアドレスでもありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/regular_file.py" />
            <source>it is a folder, a pipe or a device, and has to be a file</source>
            <translation>ファイルではなく、フォルダー、パイプまたはデバイスです</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>it was written by a newer version of the program</source>
            <translation>より新しいバージョンのプログラムで書き込まれています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>it was written by an older version of the program</source>
            <translation>より古いバージョンのプログラムで書き込まれています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>unknown error</source>
            <translation>不明なエラー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>there is no room left for {path}</source>
            <translation>{path}を保存する空き容量がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>cannot use {path}: {reason}</source>
            <translation>{path}を使用できません：{reason}</translation>
        </message>
    </context>
    <context>
        <name>adapters/files</name>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it cannot be written</source>
            <translation>書き込めません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it cannot be read</source>
            <translation>読み取れません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it is damaged</source>
            <translation>破損しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>How the audit trail last ended is unknown: {path} cannot be used: {why}.</source>
            <translation>監査証跡の最終状態が不明です。{path}を使用できません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/capabilities_file.py" />
            <source>What was found out cannot be kept: {why}.</source>
            <translation>調べた結果を保存できません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>Write to a folder of this computer.</source>
            <translation>このコンピューターのフォルダーに書き込んでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>If it comes back, {name} may still appear there; else export to another folder.</source>
            <translation>復旧後に{name}が保存される場合があります。そうでない場合は別のフォルダーにエクスポートしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>Copy the file to this computer, then try again.</source>
            <translation>ファイルをこのコンピューターにコピーしてから、もう一度お試しください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{folder} does not answer. {advice}</source>
            <translation>{folder}が応答しません。{advice}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{path} cannot be read: {why}.</source>
            <translation>{path}を読み取れません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{path} is too large to be a list of rules or changes.</source>
            <translation>{path}はルールや変更の一覧としては大きすぎます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{path} cannot be written: {why}.</source>
            <translation>{path}に書き込めません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/encoder_file.py" />
            <source>The sentence encoder cannot be read: {why}.</source>
            <translation>文エンコーダーを読み取れません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/encoder_file.py" />
            <source>The sentence encoder is larger than one can be.</source>
            <translation>文エンコーダーのサイズが上限を超えています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>The team's model</source>
            <translation>チームモデル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>The sentence encoder</source>
            <translation>文エンコーダー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} cannot be fetched: its address has to begin with https://.</source>
            <translation>{name}を取得できません。アドレスはhttps://で始まる必要があります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} is not used: an address needs {setting} beside it.</source>
            <translation>{name}は使用されません。アドレスには{setting}の指定が必要です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} could not be downloaded: {host} answered {status}.</source>
            <translation>{name}をダウンロードできませんでした。{host}の応答：{status}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} on {host} is larger than {count} MB.</source>
            <translation>{name}（{host}）は{count} MBを超えています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} could not be downloaded from {host} ({error}).</source>
            <translation>{name}を{host}からダウンロードできませんでした（{error}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} from {host} does not match {setting}; it is not used.</source>
            <translation>{name}（{host}）は{setting}と一致しないため、使用されません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/page_parts.py" />
            <source>Nothing to count.</source>
            <translation>集計対象がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/page_parts.py" />
            <source>And {count} more.</source>
            <translation>ほか{count}件。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{policy}: {error}. Ask your administrator.</source>
            <translation>{policy}：{error}。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{error}. Correct it, or delete the file.</source>
            <translation>{error}。ファイルを修正するか削除してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path}: {error}. Correct it, or delete the file.</source>
            <translation>{path}：{error}。ファイルを修正するか削除してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{error}. Ask your administrator.</source>
            <translation>{error}。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>Correct the file</source>
            <translation>ファイルを修正してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>Ask your administrator</source>
            <translation>管理者に連絡してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>write</source>
            <translation>書き込め</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is larger than any settings file: {count} bytes</source>
            <translation>{path}は設定ファイルの上限（{count}バイト）を超えています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} has more tables within one another than any settings</source>
            <translation>{path}の表の入れ子が設定の範囲を超えています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>read</source>
            <translation>読み取れ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is not a text file in UTF-8; save it as UTF-8</source>
            <translation>{path}はUTF-8のテキストファイルではありません。UTF-8で保存してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} has lists within lists without end</source>
            <translation>{path}のリストの入れ子が深すぎます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is not valid TOML: {error}</source>
            <translation>{path}は正しいTOMLではありません：{error}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path}: {problems}. {remedy}; until then, the defaults apply there.</source>
            <translation>{path}：{problems}。{remedy}。それまでは既定値が使われます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>cannot {verb} {path}: {reason}</source>
            <translation>{path}を{verb}ません：{reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/update_memory_file.py" />
            <source>{path} cannot be written: {why}</source>
            <translation>{path}に書き込めません：{why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Wrap-up codes, week {week} of {year}</source>
            <translation>ラップアップコード：{year}年第{week}週</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{first} to {last}; times are local.</source>
            <translation>{first}～{last}（時刻は現地時間です）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Shares in brackets are 95 % intervals.</source>
            <translation>かっこ内の割合は95%信頼区間です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>interactions</source>
            <translation>インタラクション</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>coded by the agent</source>
            <translation>エージェントがコードを設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>without an agent's code</source>
            <translation>エージェントのコードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>from hang-up to code, median</source>
            <translation>終話からコードまで（中央値）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by day</source>
            <translation>コードなし（日別）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Day</source>
            <translation>日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by queue</source>
            <translation>コードなし（キュー別）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Queue</source>
            <translation>キュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code</source>
            <translation>コードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Interactions</source>
            <translation>インタラクション</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Share</source>
            <translation>割合</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by week</source>
            <translation>コードなし（週別）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Week from</source>
            <translation>週の開始日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Corrected later</source>
            <translation>後から修正</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the agent</source>
            <translation>エージェント</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the agent's desk by itself</source>
            <translation>エージェントのデスクによる自動設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the organisation's own rules</source>
            <translation>組織のルール</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>a supervisor</source>
            <translation>スーパーバイザー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>nobody</source>
            <translation>なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Who</source>
            <translation>設定者</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Codes</source>
            <translation>コード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Who chose the codes on record</source>
            <translation>記録されたコードの設定者</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>The last {weeks} weeks, by name. Beside each agent the mean of the queues they work in; with fewer than {count} interactions nothing is said.</source>
            <translation>過去{weeks}週間（氏名順）。各エージェントの横は、担当キューの平均です。インタラクションが{count}件未満の場合は表示しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Agent</source>
            <translation>エージェント</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Their queues</source>
            <translation>担当キュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Timed out</source>
            <translation>時間切れ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Time to code</source>
            <translation>コードまでの時間</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Taken for each other</source>
            <translation>取り違え</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Agents beside their queues</source>
            <translation>エージェントと担当キューの比較</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{seconds} s, usual {usual} s</source>
            <translation>{seconds}秒（通常{usual}秒）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{share}, usual {usual}</source>
            <translation>{share}（通常{usual}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{share} more than chance</source>
            <translation>{share}（偶然を超える差）</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{count} codes were reviewed: {share} were wrong. Where the sample took so many of each queue, this is their plain mean.</source>
            <extracomment>One: 1 code was reviewed: {share} were wrong. Where the sample took so many of each queue, this is their plain mean.</extracomment>
            <translation>
                <numerusform>{count}件のコードを確認し、{share}が誤りでした。キューごとに同数を抽出した場合は、その単純平均です。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Reviewed samples</source>
            <translation>確認済みサンプル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>“Other” and the like: {share} of what agents chose.</source>
            <translation>「その他」など：エージェントの選択の{share}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Finding</source>
            <translation>所見</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>And</source>
            <translation>相手</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Use of codes</source>
            <translation>コードの使用状況</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Used</source>
            <translation>使用数</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>The list of codes</source>
            <translation>コード一覧</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Seen over all weeks read.</source>
            <translation>読み込んだ全期間の結果です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Further topic</source>
            <translation>追加のトピック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Further topics</source>
            <translation>追加のトピック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>could be merged: {reason}</source>
            <translation>統合の候補：{reason}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>taken for each other {count} times</source>
            <extracomment>One: taken for each other once</extracomment>
            <translation>
                <numerusform>{count}回取り違え</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>named alike</source>
            <translation>名前が類似</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>one agent only, {count} times</source>
            <extracomment>One: one agent only, once</extracomment>
            <translation>
                <numerusform>1名のエージェントのみ、{count}回</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>never used</source>
            <translation>未使用</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Precision: of the times a code was suggested first, how often it was right. Found: of the times people chose it, how often it had been suggested first. Held back: sure suggestions that were shown to a person instead of sent, because the code had been contradicted or was to be checked; beside it how often the person chose otherwise.</source>
            <translation>適合率：最初に提案されたコードが正しかった割合。検出率：選択されたコードが最初に提案されていた割合。保留：確信のある提案のうち、以前に異なる選択があったため、または確認のために、送信せずに表示したもの。その右は、実際に別のコードが選択された回数です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Code</source>
            <translation>コード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Chosen</source>
            <translation>選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Suggested</source>
            <translation>提案</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Precision</source>
            <translation>適合率</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Found</source>
            <translation>検出率</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Held back</source>
            <translation>保留</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Chosen otherwise</source>
            <translation>別のコードを選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>How suggestions did</source>
            <translation>提案の成績</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{seconds} s</source>
            <translation>{seconds}秒</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/channel</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/driver.py" />
            <source>Genesys closed the connection.</source>
            <translation>Genesysが接続を閉じました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>Genesys ended the subscription.</source>
            <translation>Genesysが購読を終了しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>Genesys did not answer in time.</source>
            <translation>Genesysが時間内に応答しませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>The network changed.</source>
            <translation>ネットワークが変わりました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>The connection went silent.</source>
            <translation>接続が途切れました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>Genesys closed the channel.</source>
            <translation>Genesysがチャネルを閉じました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/socket.py" />
            <source>{host} refused the stream ({status}).</source>
            <translation>{host}がストリームを拒否しました（{status}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/timing.py" />
            <source>Another WrapUp Desk of yours, or another program with your sign-in, takes the live news away.</source>
            <translation>別のWrapUp Desk、または同じサインインを使う別のプログラムがライブ更新を受け取っています。</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/conversations</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>Genesys has the conversation, but no longer this part of it.</source>
            <translation>Genesysに会話はありますが、この区間はもうありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>Genesys lists no participants in this conversation.</source>
            <translation>Genesysにこの会話の参加者がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>The customer has come back since: Genesys would put this code on the new part.</source>
            <translation>その後お客様が戻られたため、このコードは新しい対応に付いてしまいます。</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/doctor</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/account_probe.py" />
            <source>a queue without a name</source>
            <translation>名前のないキュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/conversation_probe.py" />
            <source>Genesys no longer has your part of the test conversation.</source>
            <translation>テスト会話のご自身の区間は、Genesysにもうありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/network_probe.py" />
            <source>the variable {variable} names what does not exist</source>
            <translation>変数{variable}の指定先が存在しません</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/history</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys' job brought no result; reading page by page</source>
            <translation>Genesysのジョブが結果を返さなかったため、ページごとに読み込んでいます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>What began before {day} (UTC) could not be searched: {error}</source>
            <translation>{day}（UTC）より前に始まったものは検索できませんでした：{error}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys lists at most {count} conversations at a time, and there are more in one hour. Choose some queues and search again.</source>
            <translation>Genesysが一度に返す会話は最大{count}件ですが、1時間にそれ以上あります。キューを選んで、もう一度検索してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys is collecting the conversations</source>
            <translation>Genesysが会話を収集しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>its cursor does not move</source>
            <translation>カーソルが進みません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>the answer names no job</source>
            <translation>応答にジョブがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>the job is {state}</source>
            <translation>ジョブの状態：{state}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>without an id</source>
            <translation>IDなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Conversations that could not be read: {ids}.</source>
            <translation>読み取れなかった会話：{ids}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys counts {hits} conversations from {first} to {last} (UTC) and listed {read}: some may be missing.</source>
            <translation>Genesysの集計では{first}～{last}（UTC）に{hits}件ありますが、一覧は{read}件でした。一部が欠けている可能性があります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/queue_feed.py" />
            <source>a permission</source>
            <translation>権限</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/queue_feed.py" />
            <source>Genesys does not let you follow these queues: {missing} is missing.</source>
            <translation>これらのキューを監視できません。{missing}がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/record.py" />
            <source>Genesys accepted it: {status}.</source>
            <translation>Genesysが受け付けました：{status}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/record.py" />
            <source>Read from analytics.</source>
            <translation>アナリティクスから読み込みました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>{host} no longer has the transcript.</source>
            <translation>{host}に文字起こしはもうありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>{host} refused to hand out the transcript ({status}).</source>
            <translation>{host}が文字起こしの提供を拒否しました（{status}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>The transcript on {host} is too large.</source>
            <translation>{host}の文字起こしは大きすぎます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>Genesys gave no usable address for the transcript.</source>
            <translation>Genesysから文字起こしの有効なアドレスが得られませんでした。</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/http</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/decoding.py" />
            <source>Genesys sent data that could not be read ({what}: {fault}).</source>
            <translation>Genesysから読み取れないデータが届きました（{what}：{fault}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>did not accept the request</source>
            <translation>はリクエストを受け付けませんでした</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>no longer accepts the sign-in</source>
            <translation>のサインインが無効になりました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>does not permit this</source>
            <translation>では許可されていません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>no longer knows this interaction</source>
            <translation>にこのインタラクションはもうありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>says the interaction is in a different state</source>
            <translation>ではインタラクションが別の状態です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>is limiting the rate of requests</source>
            <translation>がリクエスト数を制限しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>reported an internal error</source>
            <translation>で内部エラーが発生しました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>Genesys {did}</source>
            <translation>Genesys{did}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (the OAuth client lacks the scope {scopes})</source>
            <translation> （OAuthクライアントにスコープ{scopes}がありません）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> or </source>
            <translation> または </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (missing permission {permissions})</source>
            <translation> （権限{permissions}がありません）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (it needs an agent's own sign-in)</source>
            <translation> （エージェント本人のサインインが必要です）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>correlation id {id}</source>
            <translation>相関ID {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>{words}: {traces}.</source>
            <translation>{words}：{traces}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>You are signed in</source>
            <translation>サインインしました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Go back to WrapUp Desk. You can close this.</source>
            <translation>WrapUp Deskに戻ってください。このページは閉じてかまいません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>You are not signed in</source>
            <translation>サインインしていません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Nothing was changed. Go back to WrapUp Desk to try again.</source>
            <translation>何も変更されていません。WrapUp Deskに戻って、もう一度お試しください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>This sign-in is not ours</source>
            <translation>このサインインは当プログラムのものではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Start it again from WrapUp Desk.</source>
            <translation>WrapUp Deskからやり直してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Nothing here</source>
            <translation>ここには何もありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>This address only ends a sign-in.</source>
            <translation>このアドレスはサインインの完了専用です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Only GET is answered.</source>
            <translation>GETのみに応答します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>The environment variable {variable} names {path}, which does not exist. Correct or remove it, then start again.</source>
            <translation>環境変数{variable}の{path}が存在しません。修正または削除してから、起動し直してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>{host} {did}</source>
            <translation>{host}{did}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>presented a certificate this computer does not trust ({reason}). Ask your administrator whether a proxy inspects the traffic.</source>
            <translation>の証明書は、このコンピューターで信頼されていません（{reason}）。プロキシが通信を検査していないか、管理者に確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>did not answer in time.</source>
            <translation>が時間内に応答しませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached. Check the network connection.</source>
            <translation>に接続できません。ネットワーク接続を確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>dropped the connection.</source>
            <translation>が接続を切断しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source> (it answered {status})</source>
            <translation> （応答：{status}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached through the proxy{answer}. Ask your administrator whether the proxy lets this address through.</source>
            <translation>にプロキシ経由で接続できません{answer}。プロキシがこのアドレスを許可しているか、管理者に確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source> by {schemes}</source>
            <translation> （{schemes}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>Put the name and password the proxy expects into HTTPS_PROXY (http://name:password@host:port).</source>
            <translation>プロキシの名前とパスワードをHTTPS_PROXYに設定してください（http://name:password@host:port）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>If the proxy wants a Windows sign-in (NTLM, Kerberos), ask your administrator for an exception.</source>
            <translation>プロキシがWindowsのサインイン（NTLM、Kerberos）を求める場合は、管理者に例外設定を依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached through the proxy (407: it wants a sign-in{wanted}). {advice}</source>
            <translation>にプロキシ経由で接続できません（407：サインインが必要です{wanted}）。{advice}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>The sign-in was cancelled. Sign in again when you are ready.</source>
            <translation>サインインがキャンセルされました。準備ができたら、もう一度サインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys does not know this client ID in this region. Check both.</source>
            <translation>このリージョンにこのクライアントIDはありません。両方を確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>This OAuth client is not approved. Ask your administrator to allow it for “Code Authorization” with PKCE.</source>
            <translation>このOAuthクライアントは承認されていません。「Code Authorization」（PKCE）で許可するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys did not accept the sign-in. Sign in again.</source>
            <translation>Genesysがサインインを受け付けませんでした。もう一度サインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>This OAuth client has no suitable scopes. Ask your administrator to add conversations, notifications, routing:readonly and users:readonly.</source>
            <translation>このOAuthクライアントに必要なスコープがありません。conversations、notifications、routing:readonly、users:readonlyの追加を管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys cannot sign you in at the moment. Try again later.</source>
            <translation>現在Genesysにサインインできません。後でもう一度お試しください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>{host} did not answer like a sign-in server. If you are on a guest network, sign in to the network first.</source>
            <translation>{host}の応答がサインインサーバーのものではありません。ゲストネットワークの場合は、先にネットワークへサインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>No OAuth client ID is set. Enter it in the settings.</source>
            <translation>OAuthクライアントIDが設定されていません。設定で入力してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>All ports the sign-in can return to are in use, or set aside by Windows ({ports}). Restart the computer, then sign in again.</source>
            <translation>サインインの戻り先ポートがすべて使用中か、Windowsに予約されています（{ports}）。コンピューターを再起動してからサインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>The sign-in in the browser was not finished within {minutes} minutes. Sign in again; if it showed a Genesys error page, ask your administrator to register {uris} as redirect URIs of the OAuth client.</source>
            <translation>ブラウザーでのサインインが{minutes}分以内に完了しませんでした。もう一度サインインしてください。Genesysのエラーページが表示された場合は、{uris}をOAuthクライアントのリダイレクトURIに登録するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys refused the sign-in ({error}). Sign in again.</source>
            <translation>Genesysがサインインを拒否しました（{error}）。もう一度サインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>no reason given</source>
            <translation>理由の記載なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>The server named a stream address outside its own region; it was not opened. Tell your administrator.</source>
            <translation>サーバーがリージョン外のストリームアドレスを指定したため、接続しませんでした。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>Demo</source>
            <translation>デモ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>A server address may only be a simulator on this machine, like http://127.0.0.1:8080. For Genesys Cloud, choose a region instead.</source>
            <translation>サーバーアドレスに指定できるのは、http://127.0.0.1:8080 のようなこのコンピューター上のシミュレーターだけです。Genesys Cloudの場合はリージョンを選択してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>“{name}” is not a Genesys Cloud region.</source>
            <translation>「{name}」はGenesys Cloudのリージョンではありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>Did you mean: {listed}.</source>
            <translation>候補：{listed}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>The regions are: {listed}.</source>
            <translation>リージョン：{listed}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>You are signed out. Sign in again to continue.</source>
            <translation>サインアウトしています。続けるにはもう一度サインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>{host} sent more than can be read at once.</source>
            <translation>{host}から一度に読み取れる量を超えるデータが送られました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>Genesys asks us to wait.</source>
            <translation>Genesysから待機を求められています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/retry.py" />
            <source>{error} Retrying in {seconds} s</source>
            <translation>{error}{seconds}秒後に再試行します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/retry.py" />
            <source>Genesys asks us to wait; trying again in {seconds} s</source>
            <translation>Genesysから待機を求められています。{seconds}秒後に再試行します</translation>
        </message>
    </context>
    <context>
        <name>adapters/learning</name>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/learning_file.py" />
            <source>{other}; give --restart to begin again</source>
            <translation>{other}。最初からやり直すには--restartを指定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/learning_file.py" />
            <source>{path} holds an unfinished run of {place} over {days} days (at most {most} legs; attributes: {used}). Start it with the same options to go on, or give --restart to begin again.</source>
            <translation>{path}に{place}の未完了の実行があります（{days}日間、最大{most}件、属性：{used}）。同じオプションで起動すると続行し、--restartで最初からやり直します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a ledger of corrections</source>
            <translation>修正台帳</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>the codes an agent's desk keeps</source>
            <translation>エージェントのデスクのコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>an unfinished run of learning</source>
            <translation>未完了の学習</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a team's store</source>
            <translation>チームのストア</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a model</source>
            <translation>モデル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>{path} is {kind}, not figures of suggestions</source>
            <translation>{path}は{kind}であり、提案の集計ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>{path} holds no figures of suggestions</source>
            <translation>{path}に提案の集計がありません</translation>
        </message>
    </context>
    <context>
        <name>adapters/sql_ledger</name>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/factory.py" />
            <source>team store</source>
            <translation>チームストア</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/factory.py" />
            <source>this computer</source>
            <translation>このコンピューター</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/factory.py" />
            <source>"store" has to be empty or begin with postgresql://, as in postgresql://name@server/database.</source>
            <translation>「store」は空にするか、postgresql://name@server/database のようにpostgresql://で始めてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/migrations.py" />
            <source>the corrections were written by a newer WrapUp Desk (format {version}). Update this one.</source>
            <translation>修正データはより新しいWrapUp Desk（形式{version}）で書き込まれています。本プログラムを更新してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>the service {service}</source>
            <translation>サービス{service}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>The team store's address has a number (hostaddr) without a name (host), so the server's certificate cannot be checked. Add host=NAME, or say sslmode= yourself.</source>
            <translation>チームストアのアドレスに番号（hostaddr）はありますが名前（host）がないため、サーバー証明書を確認できません。host=NAMEを追加するか、sslmode=を指定してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The team store's address cannot be read. It looks like postgresql://name@server/database.</source>
            <translation>チームストアのアドレスを読み取れません。形式：postgresql://name@server/database。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>team store on {place}</source>
            <translation>チームストア（{place}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>There is no room left on the {store}.</source>
            <translation>空き容量がありません：{store}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The {store} cannot be reached. Check the network and the address.</source>
            <translation>接続できません：{store}。ネットワークとアドレスを確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The {store} refused: {error} ({state}).</source>
            <translation>{store}が拒否しました：{error}（{state}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>The corrections ({store}) hold a row that cannot be read: it was changed outside WrapUp Desk, or is damaged.</source>
            <translation>修正データ（{store}）に読み取れない行があります。WrapUp Desk以外で変更されたか、破損しています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>Another program has changed this correction in the meantime.</source>
            <translation>この修正は、その間に別のプログラムで変更されました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>Taken over by {who}: it had made no progress for an hour.</source>
            <translation>{who}が引き継ぎました：1時間進んでいませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>There is no room left on the disk of {folder}.</source>
            <translation>{folder}のディスクに空き容量がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>it is damaged. Restore it from a backup, or move it away</source>
            <translation>破損しています。バックアップから復元するか、移動してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>another program keeps it locked</source>
            <translation>別のプログラムがロックしています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>The corrections in {path} cannot be used: {why}.</source>
            <translation>{path}の修正データを使用できません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/team_store.py" />
            <source>The model {version} is no longer in the {store}.</source>
            <translation>モデル{version}は{store}にありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/team_store.py" />
            <source>The model {version} in the {store} does not match its checksum.</source>
            <translation>モデル{version}（{store}）のチェックサムが一致しません。</translation>
        </message>
    </context>
    <context>
        <name>adapters/sqlite_store</name>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/forgetting.py" />
            <source>{path} was written by a newer version of WrapUp Desk</source>
            <translation>{path}はより新しいバージョンのWrapUp Deskで書き込まれています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>it was written by a newer version of WrapUp Desk (format {format}); install that one</source>
            <translation>より新しいバージョンのWrapUp Desk（形式{format}）で書き込まれています。そのバージョンをインストールしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>there is no room left on the disk of {folder}</source>
            <translation>{folder}のディスクに空き容量がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>another program uses it; close that one</source>
            <translation>別のプログラムが使用中です。閉じてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>it was damaged while in use; start the program again to mend it</source>
            <translation>使用中に破損しました。プログラムを再起動すると修復されます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>cannot use the database {path}: {why}</source>
            <translation>データベース{path}を使用できません：{why}</translation>
        </message>
    </context>
    <context>
        <name>application/base</name>
        <message>
            <location filename="../../wrapup_desk/application/base/hot_key.py" />
            <source>be empty, or keys with Ctrl, Alt or Meta (the Windows key), such as "Ctrl+Shift+F9"</source>
            <translation>空か、Ctrl、Alt、Meta（Windowsキー）のいずれかを含むキー（例："Ctrl+Shift+F9"）にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be http://127.0.0.1:PORT, for the simulator on this computer</source>
            <translation>http://127.0.0.1:PORT（このコンピューター上のシミュレーター）にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>begin with https://</source>
            <translation>https://で始めてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a file or an address that begins with https://</source>
            <translation>ファイルか、https://で始まるアドレスにしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be empty or an https address with {conversation_id} in it</source>
            <translation>空にするか、{conversation_id}を含むhttpsアドレスにしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be empty or begin with postgresql://</source>
            <translation>空にするか、postgresql://で始めてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a public key (32 bytes in base64)</source>
            <translation>公開鍵（32バイト、base64）にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be DEBUG, INFO, WARNING or ERROR</source>
            <translation>DEBUG、INFO、WARNING、ERRORのいずれかにしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has to be a table of texts, found {found}</source>
            <translation>「{key}」は文字列の表にしてください（現在の値：{found}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has to be called by small letters, figures and dashes</source>
            <translation>「{key}」には小文字、数字、ハイフンを使ってください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has to be a text of 1 to {most} signs</source>
            <translation>「{key}」は1～{most}文字にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has {found}, which is no field: use {fields}</source>
            <translation>「{key}」の{found}はフィールドではありません。{fields}を使ってください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a number from {low} to {high}</source>
            <translation>{low}～{high}の数値にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a table of lists of texts</source>
            <translation>文字列リストの表にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be one of {names}</source>
            <translation>次のいずれかにしてください：{names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a list of texts</source>
            <translation>文字列のリストにしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a text</source>
            <translation>文字列にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be true or false</source>
            <translation>trueまたはfalseにしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>and more</source>
            <translation>など</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"queues.{queue}" and "queues.{other}" name the same queue: one of them has to go; a queue's id tells two apart</source>
            <translation>「queues.{queue}」と「queues.{other}」は同じキューです。どちらかを削除してください。2つのキューはIDで区別できます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"queues.{queue}" has to be a table, found {table}</source>
            <translation>「queues.{queue}」は表にしてください（現在の値：{table}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"queues" has to be a table of queues, found {raw}</source>
            <translation>「queues」はキューの表にしてください（現在の値：{raw}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source> (did you mean "{near}"?)</source>
            <translation> （「{near}」ではありませんか？）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{key}" is not a setting{advice}</source>
            <translation>「{key}」という設定はありません{advice}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{place}{key}" is not a setting of a queue</source>
            <translation>「{place}{key}」はキューの設定ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>, found {raw}</source>
            <translation>（現在の値：{raw}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{key}" has to {kind}{found}</source>
            <translation>「{key}」は{kind}{found}</translation>
        </message>
    </context>
    <context>
        <name>application/delivery</name>
        <message>
            <location filename="../../wrapup_desk/application/delivery/send_gate.py" />
            <source>The next try is in {seconds} s.</source>
            <translation>{seconds}秒後に再試行します。</translation>
        </message>
    </context>
    <context>
        <name>application/desk</name>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>An interaction that was not answered cannot be coded.</source>
            <translation>応答していないインタラクションにはコードを設定できません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>This code is not valid for this interaction's queue. Choose one of its own.</source>
            <translation>このコードはこのインタラクションのキューでは使えません。キューのコードを選んでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>The codes of this interaction are not loaded yet. Choose again in a moment.</source>
            <translation>このインタラクションのコードはまだ読み込み中です。少し待ってから選び直してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys has no wrap-up codes for this interaction. Ask your administrator to give its queue some, then load the codes again.</source>
            <translation>このインタラクションのラップアップコードがGenesysにありません。キューにコードを設定するよう管理者に依頼し、コードを読み込み直してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>your conversations</source>
            <translation>会話</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Copilot's summaries</source>
            <translation>Copilotの要約</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>your status on the queue</source>
            <translation>キューの状態</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>transcription</source>
            <translation>文字起こし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Sign in first: this interaction belongs to the agent who answered it.</source>
            <translation>先にサインインしてください。このインタラクションは応答したエージェントのものです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys has completed the interaction with “{code}”; it cannot be taken back here any more. Your supervisor can change it.</source>
            <translation>「{code}」のインタラクションはGenesysで完了しているため、ここではコードを取り消せません。スーパーバイザーが変更できます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Codes are sent but not kept on this PC: {trouble}. Keep the program open until each one says Coded.</source>
            <translation>コードは送信されますが、このPCに保存されません：{trouble}。すべて「設定済み」になるまでプログラムを閉じないでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>What was saved on this PC cannot be read: {trouble}. New choices are sent as usual; tell your administrator.</source>
            <translation>このPCに保存されたデータを読み取れません：{trouble}。新しい選択は通常どおり送信されます。管理者に連絡してください。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>{count} codes of others wait on this PC until they sign in.</source>
            <extracomment>One: 1 code of another agent waits on this PC until they sign in.</extracomment>
            <translation>
                <numerusform>他のエージェントのコード{count}件が、本人のサインインまでこのPCで待機しています。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Your company's system proposes “{name}”, and {count} codes of this queue are called so. Choose one yourself; your administrator can have the code's id sent instead.</source>
            <translation>社内システムが「{name}」を提案しましたが、このキューには同名のコードが{count}件あります。ご自身で選んでください。コードのIDを送るよう管理者が設定できます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Conversation {conversation} cannot be read and has no card. Choose its code in Genesys.</source>
            <translation>会話{conversation}を読み取れないため、カードがありません。Genesysでコードを選んでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source> and {count} more</source>
            <translation> ほか{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>{count} conversations cannot be read and have no card: {named}{more}. Choose their codes in Genesys.</source>
            <translation>{count}件の会話を読み取れないため、カードがありません：{named}{more}。Genesysでコードを選んでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Another WrapUp Desk of yours is open and takes this one's live news away. Close it; your codes are safe.</source>
            <translation>別のWrapUp Deskが開いており、こちらではライブ更新を受信できません。そちらを閉じてください。コードは安全です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys does not let this program follow {topic_kind}: {missing} is missing.</source>
            <translation>{topic_kind}を受信できません。{missing}がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>No note is drafted for this interaction: a part of the program failed. Write it yourself; your codes are sent as ever.</source>
            <translation>プログラムの一部に障害があるため、このインタラクションのメモの下書きは作成されません。ご自身で入力してください。コードは通常どおり送信されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Suggestions are paused for this interaction: a part of the program failed. Choose its code yourself; your codes are sent as ever.</source>
            <translation>プログラムの一部に障害があるため、このインタラクションの提案を停止しました。ご自身でコードを選んでください。コードは通常どおり送信されます。</translation>
        </message>
    </context>
    <context>
        <name>application/doctor</name>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Choose your region in the settings; your administrator knows which it is.</source>
            <translation>設定でリージョンを選択してください。管理者にご確認ください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Copy the client ID from “OAuth” (in Admin, under Integrations) into the settings.</source>
            <translation>「OAuth」（管理者の「統合」）のクライアントIDを設定にコピーしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>no OAuth client ID is set</source>
            <translation>OAuthクライアントIDが未設定です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the client ID is no GUID (8-4-4-4-12 letters of 0-9 and a-f)</source>
            <translation>クライアントIDがGUID（0-9とa-fの8-4-4-4-12桁）ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>of the right form; the login host did not answer</source>
            <translation>形式は正しいですが、ログインホストの応答がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the login host does not take it ({status}): the client ID is unknown in this region, or the redirect URIs are not registered</source>
            <translation>ログインホストが受け付けません（{status}）：クライアントIDがこのリージョンにないか、リダイレクトURIが未登録です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{advice} Its redirect URIs are http://localhost:53682/oauth/callback to …:53685/oauth/callback.</source>
            <translation>{advice}リダイレクトURIはhttp://localhost:53682/oauth/callbackから…:53685/oauth/callbackまでです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>of the right form, and the login host takes it</source>
            <translation>形式は正しく、ログインホストが受け付けました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>other programs use all redirect ports ({taken}): no sign-in can come back</source>
            <translation>他のプログラムがすべてのリダイレクトポートを使用中です（{taken}）。サインインから戻れません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Close those programs, or restart the computer.</source>
            <translation>ポートを使用中のプログラムを閉じるか、コンピューターを再起動してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{free} is free; taken: {taken}</source>
            <translation>空き：{free}、使用中：{taken}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>all are free</source>
            <translation>すべて空いています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Genesys accepts the sign-in</source>
            <translation>Genesysがサインインを受け付けました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the server does not tell the token's scopes</source>
            <translation>サーバーがトークンのスコープを返しません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the server does not tell permissions</source>
            <translation>サーバーが権限を返しません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>to {purpose} ({named})</source>
            <translation>用途：{purpose}（{named}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>missing; needed to {purpose} ({named})</source>
            <translation>不足。用途：{purpose}（{named}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>missing: App not authorized to use scope [{names}]; needed to {purpose} ({named})</source>
            <translation>不足：App not authorized to use scope [{names}]。用途：{purpose}（{named}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give the OAuth client the scope {names}.</source>
            <translation>OAuthクライアントにスコープ{names}を付与するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give your role the permission {names}.</source>
            <translation>ロールに権限{names}を付与するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>this organisation does not have it: {purpose}</source>
            <translation>この組織では使えません：{purpose}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>this account lacks the permission {lacking}</source>
            <translation>このアカウントに権限{lacking}がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {most} are open</source>
            <translation>{most}件中{count}件を使用中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {most} are open: a new one pushes the oldest out</source>
            <translation>{most}件中{count}件を使用中：新しい接続が最も古い接続を切断します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Close other desks and tools of this account.</source>
            <translation>このアカウントで開いている他のWrapUp Deskやツールを閉じてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>cannot be read; one code for each participant is assumed, Genesys' default</source>
            <translation>読み取れません。Genesysの既定（参加者ごとに1コード）とみなします</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>after-call work is at {level} level</source>
            <translation>アフターコールワークの単位：{level}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>you are a member of no queue, so there are no codes to read</source>
            <translation>どのキューのメンバーでもないため、読み取るコードがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {queues} queues have no wrap-up code</source>
            <translation>{queues}件中{count}件のキューにラップアップコードがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give these queues their codes.</source>
            <translation>これらのキューにコードを設定するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>each of {queues} queues has codes</source>
            <translation>{queues}件すべてのキューにコードがあります</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation keeps no drafts, a probe found.</source>
            <translation>この組織では下書きが保存されないことを確認済みです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation takes codes after the talk only; it goes out at its end.</source>
            <translation>この組織では通話後にのみコードを受け付けます。終了時に送信します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation takes no code after completion, a probe found.</source>
            <translation>この組織では完了後のコードを受け付けないことを確認済みです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>there is room, and it can be written</source>
            <translation>空き容量があり、書き込めます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>whole</source>
            <translation>正常です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>keeps the sign-in</source>
            <translation>サインインを保存できます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>can be shown</source>
            <translation>表示できます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>there is one</source>
            <translation>あります</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>“{check}” has to be right first</source>
            <translation>先に「{check}」を正常にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>this computer does not let it be checked ({name})</source>
            <translation>このコンピューターでは確認できません（{name}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>the check itself failed; the log says how</source>
            <translation>確認処理が失敗しました。詳細はログにあります</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>the OAuth client lacks the scope {named}</source>
            <translation>OAuthクライアントにスコープ{named}がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>Ask your administrator to give the OAuth client the scope {named}.</source>
            <translation>OAuthクライアントにスコープ{named}を付与するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>App not authorized to use scope [{named}]</source>
            <translation>App not authorized to use scope [{named}]</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>this account lacks the permission {named}</source>
            <translation>このアカウントに権限{named}がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>Ask your administrator to give your role the permission {named}.</source>
            <translation>ロールに権限{named}を付与するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>missing permission {named}</source>
            <translation>権限{named}がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>right</source>
            <translation>正常</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>note</source>
            <translation>情報</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>wrong</source>
            <translation>異常</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>not checked</source>
            <translation>未確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>proxy and PAC</source>
            <translation>プロキシとPAC</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>DNS</source>
            <translation>DNS</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>TLS</source>
            <translation>TLS</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>login host</source>
            <translation>ログインホスト</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>API host</source>
            <translation>APIホスト</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>streaming host</source>
            <translation>ストリーミングホスト</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>apps host</source>
            <translation>アプリホスト</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>clock</source>
            <translation>時計</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>region</source>
            <translation>リージョン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>client ID</source>
            <translation>クライアントID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>redirect ports</source>
            <translation>リダイレクトポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>sign-in</source>
            <translation>サインイン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>scopes</source>
            <translation>スコープ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>permissions</source>
            <translation>権限</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>topics</source>
            <translation>トピック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>channels</source>
            <translation>チャネル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>codes</source>
            <translation>コード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>disk</source>
            <translation>ディスク</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>database</source>
            <translation>データベース</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>keyring</source>
            <translation>キーリング</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>notifications</source>
            <translation>通知</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>tray</source>
            <translation>通知領域</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read conversations and write codes</source>
            <translation>会話の読み取りとコードの書き込み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>hear live news of interactions</source>
            <translation>インタラクションのライブ更新</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read queues and codes</source>
            <translation>キューとコードの読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>know who is signed in; names of agents need users:readonly</source>
            <translation>サインイン中のユーザーの確認（エージェント名にはusers:readonlyが必要）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read transcripts of past calls</source>
            <translation>過去の通話の文字起こしの読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>search past interactions</source>
            <translation>過去のインタラクションの検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>write a wrap-up code</source>
            <translation>ラップアップコードの書き込み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read conversations</source>
            <translation>会話の読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read queues and the codes of a queue</source>
            <translation>キューとそのコードの読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read all codes of the organisation</source>
            <translation>組織の全コードの読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>follow the words of calls; its holder may follow any live transcript</source>
            <translation>通話内容の受信（保有者はすべてのライブ文字起こしを参照できます）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read the texts of messages</source>
            <translation>メッセージ本文の読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>show what Genesys itself predicts, where the organisation has Copilot</source>
            <translation>Genesysの予測の表示（Copilotがある組織）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>count codes for reports</source>
            <translation>レポート用のコード集計</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>live news of your interactions</source>
            <translation>インタラクションのライブ更新</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>whether you are on queue</source>
            <translation>キュー中かどうか</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>what Genesys itself predicts</source>
            <translation>Genesysの予測</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>the words of calls</source>
            <translation>通話内容</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Correct or remove it, then check again.</source>
            <translation>修正または削除してから、もう一度確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the proxy lets none of Genesys' hosts through</source>
            <translation>プロキシがGenesysのホストをすべて遮断しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator for an exception for them, without a sign-in at the proxy.</source>
            <translation>プロキシのサインインなしで通すよう、管理者に例外設定を依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>a proxy is set and is used</source>
            <translation>設定されたプロキシを使用しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer uses a proxy script (PAC), which the program does not run; it connects directly</source>
            <translation>このコンピューターはプロキシスクリプト（PAC）を使っていますが、本プログラムは実行せず直接接続します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>If the hosts below cannot be reached, ask your administrator for the proxy's address and set it as HTTPS_PROXY.</source>
            <translation>下のホストに接続できない場合は、プロキシのアドレスを管理者に確認し、HTTPS_PROXYに設定してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>none is set; the program connects directly</source>
            <translation>未設定。直接接続します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the names of all hosts are known</source>
            <translation>すべてのホスト名を解決できました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer does not know {named}; the proxy looks names up instead</source>
            <translation>このコンピューターでは{named}を解決できません。プロキシが解決します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Check the network connection, then ask your administrator about DNS.</source>
            <translation>ネットワーク接続を確認し、DNSについて管理者に問い合わせてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>no address is known for {named}</source>
            <translation>{named}のアドレスが見つかりません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the simulator on this computer needs none</source>
            <translation>このコンピューター上のシミュレーターでは不要です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator to install the authority that signs for the proxy.</source>
            <translation>プロキシの認証局をインストールするよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>no host answered</source>
            <translation>応答したホストがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>certificates are trusted, signed by {named}</source>
            <translation>証明書は信頼されています（署名：{named}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>certificates are trusted, but not signed by a public authority: a proxy of this network reads the traffic</source>
            <translation>証明書は信頼されていますが、公的認証局の署名ではありません。ネットワークのプロキシが通信を読んでいます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>If live news breaks off, ask your administrator to leave Genesys' hosts out.</source>
            <translation>ライブ更新が途切れる場合は、Genesysのホストを除外するよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>signed by {named}</source>
            <translation>署名：{named}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>its name is not known</source>
            <translation>名前を解決できません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>a certificate is not trusted</source>
            <translation>信頼されていない証明書があります</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator to let this computer reach {name}.</source>
            <translation>このコンピューターから{name}に接続できるよう管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the server did not tell its time</source>
            <translation>サーバーが時刻を返しませんでした</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>as the server's</source>
            <translation>サーバーと一致しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Let the system set the clock by itself (Windows: Date &amp; time, Sync now).</source>
            <translation>時刻を自動設定してください（Windows：日付と時刻の「今すぐ同期」）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer is {seconds} s ahead of the server</source>
            <translation>このコンピューターはサーバーより{seconds}秒進んでいます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer is {seconds} s behind the server</source>
            <translation>このコンピューターはサーバーより{seconds}秒遅れています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>all is right</source>
            <translation>すべて正常</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>{count} lines; {what}.</source>
            <extracomment>One: 1 line; {what}.</extracomment>
            <translation>
                <numerusform>{count}件（{what}）。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>WrapUp Desk: check of an installation</source>
            <translation>WrapUp Desk：インストールの確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/sign_in_cause.py" />
            <source>{what}: {found}. {advice}</source>
            <translation>{what}：{found}。{advice}</translation>
        </message>
    </context>
    <context>
        <name>application/learning</name>
        <message>
            <location filename="../../wrapup_desk/application/learning/local_model.py" />
            <source>it has version {found}; this program reads version {version}</source>
            <translation>バージョンは{found}ですが、本プログラムが読めるのはバージョン{version}です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/model_builder.py" />
            <source>No leg with a code was found in this time, so no model was written.</source>
            <translation>この期間にコードのある区間がなかったため、モデルは作成されませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/model_builder.py" />
            <source>Nothing was learnt, so no model was written: of {all} legs with a code {silent} have no transcript and {unread} could not be read. Check that transcription is on for these queues, and what doctor says of reading words.</source>
            <translation>学習できなかったため、モデルは作成されませんでした。コードのある{all}区間のうち、{silent}件は文字起こしがなく、{unread}件は読み取れませんでした。キューの文字起こし設定と、doctorの結果を確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>no code of a person's</source>
            <translation>人が選んだコードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>no queue</source>
            <translation>キューなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>not over yet</source>
            <translation>未終了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>a code the queue does not have any more</source>
            <translation>キューにすでにないコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>a queue where codes are sent without a person</source>
            <translation>人を介さずコードが送られるキュー</translation>
        </message>
    </context>
    <context>
        <name>application/repair</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/access.py" />
            <source>{who} may not search past interactions: the permission {permission} is missing. Ask your administrator for it.</source>
            <translation>{who}には過去のインタラクションを検索する権限{permission}がありません。管理者に依頼してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/access.py" />
            <source>This account</source>
            <translation>このアカウント</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/leg_moments.py" />
            <source>{name} (rules “{rule}”)</source>
            <translation>{name}（ルール「{rule}」）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/plan_run.py" />
            <source>Someone else</source>
            <translation>別のユーザー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/plan_run.py" />
            <source>{name} corrected it since the plan was made.</source>
            <translation>計画の作成後に{name}が修正しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>several codes are called “{code}”.</source>
            <translation>「{code}」という名前のコードが複数あります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>no active code is called “{code}”.</source>
            <translation>「{code}」という有効なコードはありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>Conversation {conversation_id} was not found, or has no such leg.</source>
            <translation>会話{conversation_id}が見つからないか、該当する区間がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>Conversation {conversation_id} has {count} legs of agents: name the one meant in a column “communication”.</source>
            <translation>会話{conversation_id}にはエージェントの区間が{count}件あります。「communication」列で指定してください。</translation>
        </message>
    </context>
    <context>
        <name>application/repair/core</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Another bulk change is still running.</source>
            <translation>別の一括変更が実行中です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Genesys does not let this account change codes: {lacking} is missing.</source>
            <translation>このアカウントではコードを変更できません。{lacking}がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>A reason is needed for this change.</source>
            <translation>この変更には理由が必要です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>A note is needed for this change.</source>
            <translation>この変更にはメモが必要です。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Resumed {count} corrections from an earlier run.</source>
            <extracomment>One: Resumed 1 correction from an earlier run.</extracomment>
            <translation>
                <numerusform>前回の修正{count}件を再開しました。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Genesys asks us to wait; trying again in {seconds} s.</source>
            <translation>Genesysから待機を求められています。{seconds}秒後に再試行します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/proof.py" />
            <source>The audit trail was modified outside WrapUp Desk: {problem}. Open Reports and inform the store's administrator.</source>
            <translation>監査証跡がWrapUp Desk以外で変更されました：{problem}。レポートを開き、ストアの管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/rules.py" />
            <source>Only who may change codes can keep or remove rules.</source>
            <translation>ルールの保存と削除は、コードを変更できるユーザーのみ可能です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/rules.py" />
            <source>A rule list needs a name and at least one rule.</source>
            <translation>ルール一覧には名前と1つ以上のルールが必要です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/sampling.py" />
            <source>There is no interaction with an agent's code to draw from: choose a longer time range, or fewer filters.</source>
            <translation>サンプルの対象（エージェントのコードがあるインタラクション）がありません。期間を広げるか、フィルターを減らしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/search.py" />
            <source>You are not signed in yet.</source>
            <translation>まだサインインしていません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/search.py" />
            <source>Reading names</source>
            <translation>名前を読み込み中</translation>
        </message>
    </context>
    <context>
        <name>application/repair/proof</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/repair/proof/reports_and_export.py" />
            <source>{count} rows are in {path}.</source>
            <extracomment>One: 1 row is in {path}.</extracomment>
            <translation>
                <numerusform>{count}件を{path}に保存しました。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/proof/reports_and_export.py" />
            <source>The audit trail is in {path}.</source>
            <translation>監査証跡を{path}に保存しました。</translation>
        </message>
    </context>
    <context>
        <name>application/repair/tasks</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/batch_run.py" />
            <source>Taken back in the ledger; Genesys' record had not changed.</source>
            <translation>台帳で取り消しました。Genesysの記録は変わっていませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/bulk_changes.py" />
            <source>Analytics shows it.</source>
            <translation>アナリティクスで確認できました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/bulk_changes.py" />
            <source>Genesys accepted it, but analytics does not show it.</source>
            <translation>Genesysは受け付けましたが、アナリティクスに反映されていません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Cancelled before anything was sent.</source>
            <translation>送信前にキャンセルされました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Genesys accepted it, but its record did not change.</source>
            <translation>Genesysは受け付けましたが、記録は変わりませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Somebody else changed it in between; their code stands.</source>
            <translation>その間に別のユーザーが変更しました。そのコードを優先します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/learnt_refusals.py" />
            <source>Not tried: Genesys refused the same for the {count} before. {answer}</source>
            <translation>試行しませんでした。Genesysが同じ変更をこれまでに{count}件拒否しています。{answer}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_detail_loader.py" />
            <source>Nothing was transcribed for this interaction.</source>
            <translation>このインタラクションの文字起こしはありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_search.py" />
            <source>Agents are shown by the beginning of their id, as their names cannot be read</source>
            <translation>エージェント名を読み取れないため、IDの先頭を表示しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_search.py" />
            <source>a code you may not see</source>
            <translation>閲覧権限のないコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/repair_tasks.py" />
            <source>Something unexpected went wrong; the log file says what.</source>
            <translation>予期しない問題が発生しました。詳細はログファイルにあります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/rule_shelf.py" />
            <source>The rules are in {path}.</source>
            <translation>ルールを{path}に保存しました。</translation>
        </message>
    </context>
    <context>
        <name>application/services</name>
        <message>
            <location filename="../../wrapup_desk/application/services/sign_in.py" />
            <source>The connection was interrupted.</source>
            <translation>接続が中断されました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>WrapUp Desk {version} is available; this is {running}.</source>
            <translation>WrapUp Desk {version}を利用できます（現在は{running}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>Your administrator installs it, or you do.</source>
            <translation>管理者またはご自身でインストールしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>See {page}.</source>
            <translation>詳細：{page}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>it is older than the one seen before</source>
            <translation>前回確認したものより古いものです</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>it names {version}, older than {newer} before</source>
            <translation>{version}は前回の{newer}より古いバージョンです</translation>
        </message>
    </context>
    <context>
        <name>application/suggestions</name>
        <message>
            <location filename="../../wrapup_desk/application/suggestions/sentence_reader.py" />
            <source>The sentence encoder does not work; suggestions rest on single words. Install WrapUp Desk again.</source>
            <translation>文エンコーダーが動作しないため、単語だけで提案します。WrapUp Deskを再インストールしてください。</translation>
        </message>
    </context>
    <context>
        <name>domain</name>
        <message>
            <location filename="../../wrapup_desk/domain/submission.py" />
            <source>Genesys accepted the code and does not show it.</source>
            <translation>Genesysはコードを受け付けましたが、反映されていません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/submission.py" />
            <source>The agent had selected this code and not sent it when the interaction ended.</source>
            <translation>エージェントがこのコードを選択し、送信しないままインタラクションが終了しました。</translation>
        </message>
    </context>
    <context>
        <name>domain/history</name>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Deleted code {id}</source>
            <translation>削除済みコード {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Agent {id}</source>
            <translation>エージェント {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Former agent {id}</source>
            <translation>元エージェント {id}</translation>
        </message>
    </context>
    <context>
        <name>domain/quality</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/domain/quality/code_list.py" />
            <source>confused {count} times</source>
            <extracomment>One: confused once</extracomment>
            <translation>
                <numerusform>{count}回取り違え</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/code_list.py" />
            <source>their names mean the same</source>
            <translation>名前の意味が同じ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/sample.py" />
            <source>A sample has 1 to {count} interactions.</source>
            <translation>サンプルは1～{count}件です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/sample.py" />
            <source>sample of {size}{each}, seed {seed}</source>
            <translation>サンプル{size}件{each}、シード{seed}</translation>
        </message>
    </context>
    <context>
        <name>domain/recommender/text</name>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/averaging_encoder.py" />
            <source>The sentence encoder is damaged: {why}.</source>
            <translation>文エンコーダーが破損しています：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table is larger than one can be.</source>
            <translation>言語テーブルのサイズが上限を超えています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table cannot be read: {why}.</source>
            <translation>言語テーブルを読み取れません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table is damaged: its parts differ in length.</source>
            <translation>言語テーブルが破損しています。長さが一致しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table is damaged: it holds numbers that cannot be.</source>
            <translation>言語テーブルが破損しています。不正な数値があります。</translation>
        </message>
    </context>
    <context>
        <name>domain/repair</name>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>An anchor is a number, a colon and 64 hexadecimal digits.</source>
            <translation>アンカーは、数値、コロン、16進数64桁を続けたものです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number}, which was seen before, is gone or another</source>
            <translation>以前に確認した項目{number}がないか、別のものです</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} is not the one that was seen before</source>
            <translation>項目{number}は以前に確認したものと異なります</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>the trail ends at entry {number}, but entry {seen} was seen before</source>
            <translation>証跡は項目{number}で終わっていますが、以前に項目{seen}を確認しています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {missing} is missing, {number} follows {before}</source>
            <translation>項目{missing}がなく、{before}の次が{number}です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} does not follow from the one before it</source>
            <translation>項目{number}が直前の項目とつながりません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} was changed after it was written</source>
            <translation>項目{number}が書き込み後に変更されています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} is of the same leg as line {seen}.</source>
            <translation>{line}行目は{seen}行目と同じ区間です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} has no conversation or no new code.</source>
            <translation>{line}行目に会話または新しいコードがありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} lacks its conversation, participant, communication or new code.</source>
            <translation>{line}行目に会話、参加者、通信、新しいコードのいずれかがありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} has an unknown medium or count of corrections.</source>
            <translation>{line}行目のメディアまたは修正回数が正しくありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>The file is no CSV: {error}.</source>
            <translation>CSVファイルではありません：{error}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>The first line has to name the columns; there is no {missing}.</source>
            <translation>1行目に列名が必要です。不足：{missing}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>A plan has at most {count} rows.</source>
            <translation>計画は最大{count}行です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/correction.py" />
            <source>It already had this code.</source>
            <translation>すでにこのコードでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>correction</source>
            <translation>修正</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>bulk change</source>
            <translation>一括変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>rule list</source>
            <translation>ルール一覧</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was put there by another hand</source>
            <translation>{what} {id}は外部から追加されました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was changed by another hand</source>
            <translation>{what} {id}は外部から変更されました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was removed by another hand</source>
            <translation>{what} {id}は外部から削除されました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the file is no CSV: {error}.</source>
            <translation>CSVファイルではありません：{error}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>there are {count}; a list has at most {most}.</source>
            <translation>{count}件あります。一覧の上限は{most}件です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the file has none.</source>
            <translation>ファイルにルールがありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the first line has to name the columns, “from” and “to” among them.</source>
            <translation>1行目に「from」と「to」を含む列名が必要です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>a cell is longer than {count} characters.</source>
            <translation>{count}文字を超えるセルがあります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it names no new code.</source>
            <translation>新しいコードがありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it names no old code; {no_code} stands for legs without one.</source>
            <translation>元のコードがありません。コードのない区間は{no_code}と書きます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it has a value but no attribute.</source>
            <translation>値はありますが属性がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it would change every leg; name a queue, a flow or the like.</source>
            <translation>すべての区間が変更されます。キューやフローなどを指定してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>Rule {place}: {text}</source>
            <translation>ルール{place}：{text}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>there is none yet.</source>
            <translation>まだありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no code “{from_code}” was found: it fits nothing.</source>
            <translation>コード「{from_code}」が見つかりません。該当なしです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no queue “{queue}” was found: it fits nothing.</source>
            <translation>キュー「{queue}」が見つかりません。該当なしです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no medium is called “{media}”: it fits nothing.</source>
            <translation>メディア「{media}」はありません。該当なしです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>the attribute “{attribute}” is known of no leg. The settings name which attributes are read, and Genesys gives them for more than a week only.</source>
            <translation>属性「{attribute}」を持つ区間がありません。読み取る属性は設定で指定します。Genesysが返すのは約1週間分だけです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>gives what rule {place} takes: run again, it changes once more.</source>
            <translation>ルール{place}の対象になる値に変わるため、再実行するともう一度変更されます。</translation>
        </message>
    </context>
    <context>
        <name>main/apps</name>
        <message>
            <location filename="../../wrapup_desk/main/apps/api_dialect.py" />
            <source>"dialect" is "{dialect}", which needs the gateway's client ID and secret in the environment variables {id_variable} and {secret_variable}</source>
            <translation>「dialect」が「{dialect}」の場合、環境変数{id_variable}と{secret_variable}にゲートウェイのクライアントIDとシークレットが必要です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_app.py" />
            <source>This computer's store of passwords does not answer. You can work as usual, and have to sign in again at the next start.</source>
            <translation>このコンピューターのパスワードストアが応答しません。通常どおり使えますが、次回起動時にサインインが必要です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_app.py" />
            <source>What Genesys sends is recorded to {name}, with every text, name, number and id replaced. It ends with the program.</source>
            <translation>Genesysからの受信内容を{name}に記録しています（テキスト、名前、番号、IDはすべて置換）。プログラム終了時に止まります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>wrapup-desk: there is no display; use wrapup-desk headless, or --platform offscreen
</source>
            <translation>wrapup-desk：ディスプレイがありません。wrapup-desk headless または --platform offscreen を使ってください
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>Windows did not let WrapUp Desk change whether it starts at sign-in: {reason}.</source>
            <translation>サインイン時の自動起動をWindowsで変更できませんでした：{reason}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>The window to fix codes did not start. Start it with: wrapup-desk repair</source>
            <translation>コード修正ウィンドウを起動できませんでした。次のコマンドで起動してください：wrapup-desk repair</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder {path} cannot be read: {reason}.</source>
            <translation>文エンコーダー{path}を読み取れません：{reason}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder {path} does not match encoder_sha256; it is not used.</source>
            <translation>文エンコーダー{path}はencoder_sha256と一致しないため、使用されません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>Suggestions rest on single words until it is there.</source>
            <translation>利用できるまでは、単語だけで提案します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder cannot be kept in the profile; it is not used.</source>
            <translation>文エンコーダーをプロファイルに保存できないため、使用されません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far was taught with another sentence encoder, or none: what words taught it stays, what sentences teach begins now, and no code is sent alone until that is measured.</source>
            <translation>これまでの学習は別の文エンコーダー（またはエンコーダーなし）で行われました。単語の学習は残り、文の学習は新たに始まります。測定が済むまで自動送信は行いません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>The team's model could not be looked for ({error}).</source>
            <translation>チームモデルを探せませんでした（{error}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>As it was it is kept as {path}.</source>
            <translation>元のファイルは{path}に残してあります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>It is kept as {path}; suggestions start from scratch.</source>
            <translation>{path}に残してあります。提案は最初から学習し直します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far cannot be used: {error}.</source>
            <translation>これまでの学習内容を使用できません：{error}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far cannot be used: {problem}</source>
            <translation>これまでの学習内容を使用できません：{problem}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>The team's model cannot be used: {problem}</source>
            <translation>チームモデルを使用できません：{problem}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>it breaks the program that reads it ({error}).</source>
            <translation>プログラムが読み取れません（{error}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>What could be read was carried over.</source>
            <translation>読み取れたデータは引き継がれました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>This PC's database was damaged.</source>
            <translation>このPCのデータベースが破損していました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>Others may be missing: look at your last interactions in Genesys.</source>
            <translation>他にも欠けている可能性があります。Genesysで直近のインタラクションを確認してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>The damaged file is kept as {name}.</source>
            <translation>破損したファイルは{name}として残してあります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, without the note</source>
            <translation>（メモなし）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, without their notes</source>
            <translation>（メモなし）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, {count} of them without the note</source>
            <translation>（うち{count}件はメモなし）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{count} more in the log</source>
            <translation>ほか{count}件はログを参照</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{count} waiting codes were put back and will be sent{loss}: {named}.</source>
            <extracomment>One: 1 waiting code was put back and will be sent{loss}: {named}.</extracomment>
            <translation>
                <numerusform>待機中のコード{count}件を復元し、送信します{loss}：{named}。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{name}, {time} (conversation {id})</source>
            <translation>{name}、{time}（会話{id}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/repair_app.py" />
            <source>Continue in your browser.</source>
            <translation>ブラウザーで続けてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/repair_session.py" />
            <source>sign-in is not possible: choose region and client ID in the window first (wrapup-desk), or give client credentials (see wrapup-desk fix plan --help)</source>
            <translation>サインインできません。先にウィンドウ（wrapup-desk）でリージョンとクライアントIDを選ぶか、クライアント資格情報を指定してください（wrapup-desk fix plan --help を参照）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>The team's model {name} cannot be read: {reason}.</source>
            <translation>チームモデル{name}を読み取れません：{reason}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>The team's model {name} does not match its checksum.</source>
            <translation>チームモデル{name}のチェックサムが一致しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>it does not answer</source>
            <translation>応答がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>{why} Suggestions continue with what is on this computer.</source>
            <translation>{why}このコンピューターのデータで提案を続けます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Wrap-up code not accepted: {name}</source>
            <translation>受け付けられなかったラップアップコード：{name}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Decided at: {time} UTC</source>
            <translation>決定日時：{time} UTC</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Copied for your supervisor: paste it into a message to them.</source>
            <translation>スーパーバイザー向けにコピーしました。メッセージに貼り付けてください。</translation>
        </message>
    </context>
    <context>
        <name>main/commands</name>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>wrapup-desk: a fault of the program: {name}
</source>
            <translation>wrapup-desk：プログラムの不具合です：{name}
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>the week's page needs both --week and --html FILE</source>
            <translation>週次ページには--weekと--html FILEの両方が必要です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>there is no file {path}</source>
            <translation>ファイル{path}がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>changed and seen in analytics</source>
            <translation>変更し、アナリティクスで確認済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>refused by Genesys and kept in the ledger only</source>
            <translation>Genesysが拒否し、台帳のみに保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>had the code already or were changed by somebody else</source>
            <translation>すでに同じコード、または他のユーザーが変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>not begun yet</source>
            <translation>未着手</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>sent, outcome unknown</source>
            <translation>送信済み、結果不明</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>accepted, not seen on record yet</source>
            <translation>受付済み、記録は未確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>Genesys asks us to wait; going on in {seconds} s.</source>
            <translation>Genesysから待機を求められています。{seconds}秒待ちます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{done} of {total} rows</source>
            <translation>{total}件中{done}件</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{count} legs found</source>
            <extracomment>One: 1 leg found</extracomment>
            <translation>
                <numerusform>{count}区間が見つかりました</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>the settings want a reason for each change: give --reason</source>
            <translation>設定により変更には理由が必要です。--reasonを指定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>the settings want a note with each code: give --note</source>
            <translation>設定によりコードにはメモが必要です。--noteを指定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source> {count} are left alone: {why}.</source>
            <translation> {count}件は変更しません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>Of {all} legs {changing} would change.{skipped} The plan is {path}.</source>
            <translation>{all}区間のうち{changing}件が変更対象です。{skipped}計画：{path}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>The audit trail was modified outside WrapUp Desk: {problem}.</source>
            <translation>監査証跡がWrapUp Desk以外で変更されました：{problem}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>there is neither a file nor a kept rule list {source}; kept are: {names}</source>
            <translation>{source}というファイルも保存済みルール一覧もありません。保存済み：{names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>there is no queue {names}</source>
            <translation>キュー{names}がありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>nothing to do</source>
            <translation>対象なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source> Run the same command again to go on.</source>
            <translation> 同じコマンドをもう一度実行すると続行します。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{count} rows: {listed}.{why}{again} Each row's result is in {path}.</source>
            <extracomment>One: 1 row: {listed}.{why}{again} Its result is in {path}.</extracomment>
            <translation>
                <numerusform>{count}行：{listed}。{why}{again}各行の結果は{path}にあります。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>give at least {count} signs of whom to forget</source>
            <translation>削除する対象を{count}文字以上で指定してください</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes, with their notes, that name the customer or are of the conversation.</source>
            <extracomment>One: 1 code, with its note, that names the customer or is of the conversation.</extracomment>
            <translation>
                <numerusform>お客様の名前を含むか、その会話に属するコード（メモを含む）{count}件。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>the learnt model, which could not be read.</source>
            <translation>読み取れなかった学習済みモデル。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>the customer's last code, from the learnt model.</source>
            <translation>学習済みモデルから、お客様の最後のコード。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} saved views that search for the customer.</source>
            <extracomment>One: 1 saved view that searches for the customer.</extracomment>
            <translation>
                <numerusform>お客様を検索する保存済みビュー{count}件。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>What was learnt from the customer's words stays in the model, as weights of hashed words without any person; --all removes the model.</source>
            <translation>お客様の言葉から学習した内容は、個人と結びつかないハッシュ化された単語の重みとしてモデルに残ります。--allでモデルを削除できます。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes, with their notes, that the agent chose on this computer.</source>
            <extracomment>One: 1 code, with its note, that the agent chose on this computer.</extracomment>
            <translation>
                <numerusform>エージェントがこのコンピューターで選んだコード（メモを含む）{count}件。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} files of figures about suggestions; they do not tell agents apart.</source>
            <extracomment>One: 1 file of figures about suggestions; it does not tell agents apart.</extracomment>
            <translation>
                <numerusform>提案の集計ファイル{count}件（エージェントは区別されません）。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>The learnt model holds no agent, but was taught by the agent's choices; --all removes it. A kept sign-in goes with signing out in the window.</source>
            <translation>学習済みモデルにエージェントの情報はありませんが、その選択で学習しています。--allで削除できます。保存されたサインインは、ウィンドウでサインアウトすると消えます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Nothing was removed: {count} codes still wait to be sent. Start WrapUp Desk so that they go, or give --even-waiting.</source>
            <translation>何も削除していません。{count}件のコードが送信待ちです。WrapUp Deskを起動して送信するか、--even-waitingを指定してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} files: codes, notes, figures, the learnt model, corrections and their audit trail.</source>
            <translation>{count}ファイル：コード、メモ、集計、学習済みモデル、修正と監査証跡。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>The settings stay. A kept sign-in goes with signing out in the window.</source>
            <translation>設定は残ります。保存されたサインインは、ウィンドウでサインアウトすると消えます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>could not be read</source>
            <translation>読み取れませんでした</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{logs} log files, {copies} copies that had been set aside, {begun} unfinished files.</source>
            <translation>ログファイル{logs}件、退避したコピー{copies}件、未完了のファイル{begun}件。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Corrections of the repair desk and their audit trail stay as proof of who changed what (repair.sqlite3, or the team's store: ask its administrator). Genesys Cloud keeps its own record. A recording made with --record is where you had it written, with every name replaced. A model built by `wrapup-desk learn` holds no customers; build it again to leave conversations out.</source>
            <translation>修正デスクの修正と監査証跡は、変更者の証明として残ります（repair.sqlite3、またはチームストア：管理者に確認してください）。Genesys Cloudは独自に記録を保持します。--recordの記録は指定した場所にあり、名前はすべて置換されています。`wrapup-desk learn`で作成したモデルにお客様の情報は含まれません。会話を除外するには作成し直してください。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes of theirs still wait to be sent and stay until then.</source>
            <extracomment>One: 1 code of theirs still waits to be sent and stays until then.</extracomment>
            <translation>
                <numerusform>{count}件のコードが送信待ちのため、送信まで残ります。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Removed: {what}</source>
            <translation>削除：{what}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget_sign_ins.py" />
            <source>wrapup-desk: sign out in the window; only Windows can be asked for all
</source>
            <translation>wrapup-desk：ウィンドウでサインアウトしてください。一括削除はWindowsのみ可能です
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/given.py" />
            <source>{option} has to be from 1 to {most}</source>
            <translation>{option}は1～{most}にしてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/given.py" />
            <source>give --client-id, or set {variable}</source>
            <translation>--client-idを指定するか、{variable}を設定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/given.py" />
            <source>the environment variable {variable} has to hold the client's secret</source>
            <translation>環境変数{variable}にクライアントシークレットを設定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>{reason} Sign in again.</source>
            <translation>{reason}もう一度サインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>Sign in on this page, on this computer.</source>
            <translation>このコンピューターで、このページからサインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>The sign-in has ended.</source>
            <translation>サインインが終了しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>--publish puts the model into the team's store; set store first</source>
            <translation>--publishはモデルをチームストアに置きます。先にstoreを設定してください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>sign-in is not possible: choose region and client ID in the window first (wrapup-desk), or give client credentials (see wrapup-desk learn --help)</source>
            <translation>サインインできません。先にウィンドウ（wrapup-desk）でリージョンとクライアントIDを選ぶか、クライアント資格情報を指定してください（wrapup-desk learn --help を参照）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>{problem} Give --restart to begin again.</source>
            <translation>{problem}最初からやり直すには--restartを指定してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>wrapup-desk: the corrections are left out, as they were modified outside WrapUp Desk: {problem}.
</source>
            <translation>wrapup-desk：修正データがWrapUp Desk以外で変更されているため、使用しません：{problem}。
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>version {version} in the {store}</source>
            <translation>バージョン{version}（{store}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>no words</source>
            <translation>発話なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>words not readable</source>
            <translation>発話を読み取れない</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learning from {place}, {first} to {last}; at most {count} legs.</source>
            <translation>{place}、{first}～{last}から学習します（最大{count}区間）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Resuming an unfinished run. {text}</source>
            <translation>未完了の実行を再開します。{text}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learnt {count} legs. {left_out}</source>
            <extracomment>One: Learnt 1 leg. {left_out}</extracomment>
            <translation>
                <numerusform>{count}区間を学習しました。{left_out}</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>The model is {path} ({size} MB). To use it, write into the policy or the settings:
  model = {quoted}
  model_sha256 = "{sha256}"
or put it on a web server and give its https address as the model.</source>
            <translation>モデルは{path}（{size} MB）です。使用するには、ポリシーまたは設定に次のように書きます：
  model = {quoted}
  model_sha256 = "{sha256}"
またはWebサーバーに置き、そのhttpsアドレスをモデルに指定します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Published to the team: {where}.</source>
            <translation>チームに公開しました：{where}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source> ({share} of the span)</source>
            <translation> （期間の{share}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Finding: {done} legs with a code{share}</source>
            <translation>検索中：コードのある区間{done}件{share}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learning: {done} of {total} legs ({share}){left}</source>
            <translation>学習中：{total}区間中{done}件（{share}）{left}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>, about {minutes} min left</source>
            <translation>、残り約{minutes}分</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>, less than a minute left</source>
            <translation>、残り1分未満</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>more than the most wanted</source>
            <translation>上限を超えた分</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Left out: {reasons}.</source>
            <translation>対象外：{reasons}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>No leg was left out.</source>
            <translation>対象外の区間はありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>  {name}: the first suggestion was right in {top_share} of the last {legs} legs, before each was learnt</source>
            <translation>  {name}：直近{legs}区間の{top_share}で、学習前の第1候補が正解でした</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>{text}; too early to send codes automatically</source>
            <translation>{text}。自動送信にはまだ早い段階です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>{text}; would send {coverage} automatically, right in {precision} of them</source>
            <translation>{text}。自動送信は{coverage}、その正解率は{precision}です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>“{id}” is not a conversation id (a GUID)</source>
            <translation>「{id}」は会話ID（GUID）ではありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>Proposed “{code}”.</source>
            <translation>「{code}」を提案しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The conversation has it; the agent's desk shows it.</source>
            <translation>会話に反映され、エージェントのデスクに表示されています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>Genesys accepted the proposal but does not show it.</source>
            <translation>Genesysは提案を受け付けましたが、反映されていません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The agent has completed without any code.</source>
            <translation>エージェントはコードなしで完了しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>No code is on record after {seconds} s.</source>
            <translation>{seconds}秒経過しても、コードが記録されていません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source> It was written by Genesys itself.</source>
            <translation> Genesysが自動で設定したものです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The code on record is “{name}”.{by}</source>
            <translation>記録されたコードは「{name}」です。{by}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source> Did you mean {names}?</source>
            <translation> {names}ではありませんか？</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The agent's queue has no code “{code}”; nothing was proposed.{hint}</source>
            <translation>エージェントのキューにコード「{code}」がないため、提案していません。{hint}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/repair.py" />
            <source>wrapup-desk: there is no display; use wrapup-desk repair --demo
</source>
            <translation>wrapup-desk：ディスプレイがありません。wrapup-desk repair --demo を使ってください
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/repair.py" />
            <source>Choose your region and client ID in the agent's window first: wrapup-desk</source>
            <translation>先にエージェントのウィンドウでリージョンとクライアントIDを選択してください：wrapup-desk</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>{count} legs since {since} whose code a person chose: {shown} with suggestions in sight, {shadow} in shadow mode, {blind} asked blind.
</source>
            <extracomment>One: 1 leg since {since} whose code a person chose: {shown} with suggestions in sight, {shadow} in shadow mode, {blind} asked blind.
</extracomment>
            <translation>
                <numerusform>{since}以降、人がコードを選んだ区間は{count}件：提案あり{shown}件、シャドーモード{shadow}件、提案なしの確認{blind}件。
</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>{name}: {count} legs</source>
            <extracomment>One: {name}: 1 leg</extracomment>
            <translation>
                <numerusform>{name}：{count}区間</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  first suggestion as chosen   {share}{unseen}</source>
            <translation>  第1候補が選択と一致  {share}{unseen}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>, right in {share} of them</source>
            <translation>、その正解率{share}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  would have sent itself       {share}{precise}</source>
            <translation>  自動送信できた割合  {share}{precise}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  sure, and still asked        {count}; {wrong} of them people chose otherwise</source>
            <translation>  確実でも確認した件数  {count}（うち別のコードを選択{wrong}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  codes that mean “other”      {share}</source>
            <translation>  「その他」のコード  {share}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  confused {count} times: suggested “{suggested}”, chosen “{chosen}”</source>
            <extracomment>One:   confused once: suggested “{suggested}”, chosen “{chosen}”</extracomment>
            <translation>
                <numerusform>  取り違え{count}回：提案「{suggested}」、選択「{chosen}」</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  asked again for “{code}”: {count} times, people chose otherwise {wrong} times</source>
            <translation>  「{code}」を{count}回確認、うち{wrong}回は別のコードを選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  never chosen: {names}</source>
            <translation>  未選択：{names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>; where nobody saw it, {share} of {count}</source>
            <translation>（提案を見せなかった{count}件では{share}）</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/weekly.py" />
            <source>{count} interactions of {week} are in {path}
</source>
            <extracomment>One: 1 interaction of {week} is in {path}
</extracomment>
            <translation>
                <numerusform>{week}のインタラクション{count}件を{path}に保存しました
</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>main/demo</name>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>Your first simulated call is here in a moment and ends by itself. Then press 1 to choose a code, and Enter to send it.</source>
            <translation>まもなく最初の模擬通話が入り、自動で終わります。1でコードを選び、Enterで送信してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>There is no display: the demo plays on its own and saves pictures in {pictures}
</source>
            <translation>ディスプレイがないため、デモを自動で実行し、画像を{pictures}に保存します
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>The demo took too long and was stopped.
</source>
            <translation>デモに時間がかかりすぎたため、停止しました。
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/repair_demo.py" />
            <source>The demo was stopped before its end.
</source>
            <translation>デモは途中で終了しました。
</translation>
        </message>
    </context>
    <context>
        <name>main/desktop</name>
        <message>
            <location filename="../../wrapup_desk/main/desktop/portal_keys.py" />
            <source>Bring WrapUp Desk forward, and go back</source>
            <translation>WrapUp Deskを手前に表示し、元に戻る</translation>
        </message>
    </context>
    <context>
        <name>main/doctor</name>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>the simulator on this computer</source>
            <translation>このコンピューター上のシミュレーター</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>no region is chosen</source>
            <translation>リージョンが未選択です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>from source</source>
            <translation>ソースから実行</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/command.py" />
            <source>Nobody is signed in here. Sign in in the window first, or add --sign-in.</source>
            <translation>サインインしていません。先にウィンドウでサインインするか、--sign-inを付けてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>the profile's folder cannot be written: codes that wait are lost at the end</source>
            <translation>プロファイルのフォルダーに書き込めません。送信待ちのコードが終了時に失われます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Give your account the right to write there.</source>
            <translation>お使いのアカウントに書き込み権限を付与してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>only {count} MB are free on the disk of the profile</source>
            <translation>プロファイルのディスクの空きが{count} MBしかありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Make room on this disk.</source>
            <translation>ディスクの空きを増やしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Start the program: it carries over what is whole and keeps the file aside.</source>
            <translation>プログラムを起動してください。無事なデータを引き継ぎ、ファイルは退避します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is none: you sign in again at each start; nothing else is lost</source>
            <translation>ありません。起動のたびにサインインが必要ですが、他に失われるものはありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Windows: start the Credential Manager service. Linux: install gnome-keyring or KWallet.</source>
            <translation>Windows：「資格情報マネージャー」サービスを開始してください。Linux：gnome-keyringまたはKWalletをインストールしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is no display, so nothing can be shown</source>
            <translation>ディスプレイがないため、表示できません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Allow notifications of WrapUp Desk in the system's settings.</source>
            <translation>システムの設定でWrapUp Deskの通知を許可してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>the system shows none</source>
            <translation>システムが通知を表示しません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is no display, so there is none</source>
            <translation>ディスプレイがないため、ありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>this desktop has none; the window still works</source>
            <translation>このデスクトップにはありませんが、ウィンドウは使えます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/probing.py" />
            <source>The probe needs a sign-in: add --sign-in.</source>
            <translation>調査にはサインインが必要です。--sign-inを付けてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/probing.py" />
            <source>There is no conversation of yours that is connected. Call your own queue from another telephone, answer, and start the probe again.</source>
            <translation>接続中の会話がありません。別の電話から担当キューに発信し、応答してから、もう一度開始してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/probing.py" />
            <source>That is no conversation of yours that is connected now.</source>
            <translation>現在接続中のあなたの会話ではありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/window_check.py" />
            <source>You are signed out. Sign in, then check again.</source>
            <translation>サインアウトしています。サインインしてから、もう一度確認してください。</translation>
        </message>
    </context>
    <context>
        <name>main/system</name>
        <message>
            <location filename="../../wrapup_desk/main/system/profile.py" />
            <source>WrapUp Desk is already running for this user; use the open window.</source>
            <translation>WrapUp Deskはすでに起動しています。開いているウィンドウを使ってください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>WrapUp Desk is already running for this user, but does not answer. Codes you have chosen are kept on this computer, and are sent at the next start.</source>
            <translation>WrapUp Deskはすでに起動していますが、応答しません。選択したコードはこのコンピューターに保存されており、次回起動時に送信されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>WrapUp Desk is already running for this user, without a window (process {pid}).</source>
            <translation>WrapUp Deskはすでにウィンドウなしで起動しています（プロセス{pid}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>{what} End the process {pid}, then start again.</source>
            <translation>{what}プロセス{pid}を終了してから、起動し直してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>The process {pid} of WrapUp Desk does not end. Restart the computer.</source>
            <translation>WrapUp Deskのプロセス{pid}が終了しません。コンピューターを再起動してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>End it and start again</source>
            <translation>終了して起動し直す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>Leave it running</source>
            <translation>そのままにする</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>WrapUp Desk cannot start.</source>
            <translation>WrapUp Deskを起動できません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>WrapUp Desk does not answer.</source>
            <translation>WrapUp Deskが応答しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>The desktop's message bus does not answer: WrapUp Desk shows no notifications and no tray icon, and you sign in again at the next start.</source>
            <translation>デスクトップのメッセージバスが応答しません。通知とトレイアイコンは表示されず、次回起動時にサインインが必要です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>The desktop's accessibility service does not answer: screen readers cannot read this window. Start WrapUp Desk again once it does.</source>
            <translation>デスクトップのアクセシビリティサービスが応答しないため、スクリーンリーダーでこのウィンドウを読めません。復旧後にWrapUp Deskを起動し直してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>wrapup-desk: no window can be shown ({reason}); use wrapup-desk headless, or --platform offscreen
</source>
            <translation>wrapup-desk：ウィンドウを表示できません（{reason}）。wrapup-desk headless または --platform offscreen を使ってください
</translation>
        </message>
    </context>
    <context>
        <name>program</name>
        <message>
            <location filename="../../wrapup_desk/resource_files.py" />
            <source>The program's file "{name}" is missing. Install WrapUp Desk again.</source>
            <translation>プログラムのファイル「{name}」がありません。WrapUp Deskを再インストールしてください。</translation>
        </message>
    </context>
    <context>
        <name>ui</name>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Ctrl+Shift+{key}</source>
            <translation>Ctrl+Shift+{key}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Shift+{key}</source>
            <translation>Shift+{key}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Select a suggestion</source>
            <translation>提案を選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Add a suggestion as a further topic, or take it off</source>
            <translation>提案を追加のトピックにする、または外す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Send the selected code</source>
            <translation>選択したコードを送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Search all codes of this queue</source>
            <translation>このキューの全コードを検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Write a note</source>
            <translation>メモを書く</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Undo, or choose another code</source>
            <translation>元に戻す、または別のコードを選ぶ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to another interaction</source>
            <translation>別のインタラクションへ移動</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to the one whose time runs out first</source>
            <translation>残り時間が最も短いインタラクションへ移動</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Stop automatic sending; leave a field; take a selection off</source>
            <translation>自動送信を止める、入力欄を離れる、選択を解除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>My day: what I coded, what waits, what failed</source>
            <translation>今日の記録：設定済み、送信待ち、失敗</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>One line a card, or whole cards</source>
            <translation>カードを1行ずつ、または全体で表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Show these keys</source>
            <translation>キー一覧を表示</translation>
        </message>
    </context>
    <context>
        <name>ui/attention</name>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>An interaction needs a wrap-up code.</source>
            <translation>ラップアップコードが必要なインタラクションがあります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Choose a code</source>
            <translation>コードを選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>WrapUp Desk</source>
            <translation>WrapUp Desk</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Code due: {code}</source>
            <translation>コードが必要です：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Send now</source>
            <translation>今すぐ送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Change…</source>
            <translation>変更…</translation>
        </message>
    </context>
    <context>
        <name>ui/card</name>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ringing</source>
            <translation>着信中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Live</source>
            <translation>対応中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Held</source>
            <translation>保留</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>After-call</source>
            <translation>後処理</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Sending</source>
            <translation>送信中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Saved</source>
            <translation>保存済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Submitting</source>
            <translation>送信中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Coded</source>
            <translation>設定済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Changed</source>
            <translation>変更済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Refused</source>
            <translation>拒否</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Too late</source>
            <translation>時間超過</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Missed</source>
            <translation>不在</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Needs fix</source>
            <translation>要修正</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ended</source>
            <translation>終了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/collapsed_suggestion.py" />
            <source>sends in {span}</source>
            <translation>{span}後に送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/compact_line.py" />
            <source>{count} s</source>
            <translation>{count}秒</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/compact_line.py" />
            <source>selected</source>
            <translation>選択済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/compact_line.py" />
            <source>No codes</source>
            <translation>コードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s left</source>
            <translation>残り{count}秒</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s of after-call work left</source>
            <translation>アフターコールワーク残り{count}秒</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Also heard: {keys} adds it</source>
            <translation>他にも検出：{keys}で追加</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Chosen before</source>
            <translation>以前の選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>One of your recent codes</source>
            <translation>最近使ったコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>like {what}</source>
            <translation>「{what}」に類似</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>close in meaning</source>
            <translation>意味が近い</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>{queue} queue</source>
            <translation>{queue}キュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>one of your recent codes</source>
            <translation>最近使ったコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Predicted by Genesys Copilot</source>
            <translation>Genesys Copilotの予測</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Proposed by your company's system</source>
            <translation>社内システムの提案</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>suggested, not sent: you chose otherwise {n} times</source>
            <translation>提案のみ、未送信：別のコードを{n}回選択したため</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>suggested, not sent: checked with you now and then</source>
            <translation>提案のみ、未送信：ときどき確認をお願いしています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>suggested, not sent: understood worse than usual</source>
            <translation>提案のみ、未送信：いつもより聞き取りが不確かです</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>inbound</source>
            <translation>着信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>outbound</source>
            <translation>発信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>transferred to you</source>
            <translation>転送を受けた</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>language: {language}</source>
            <translation>言語：{language}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>used {count} times today</source>
            <extracomment>One: used once today</extracomment>
            <translation>
                <numerusform>今日{count}回使用</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>{percent} likely</source>
            <translation>確度{percent}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/header.py" />
            <source>Dismiss</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Add a note</source>
            <translation>メモを追加</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Note for the wrap-up</source>
            <translation>ラップアップのメモ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Leave it out</source>
            <translation>除外する</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Take it</source>
            <translation>使う</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Tab fills in {names}</source>
            <translation>Tabで入力：{names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Missing: {fields}. Enter again sends without it.</source>
            <translation>未入力：{fields}。もう一度Enterで未入力のまま送信します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Missing: {fields}. Tab goes there.</source>
            <translation>未入力：{fields}。Tabで移動します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Taken over, yours to change</source>
            <translation>取り込みました。自由に編集できます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Summary by Copilot goes with the code</source>
            <translation>Copilotの要約をコードと一緒に送信します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Summary by Genesys Copilot</source>
            <translation>Genesys Copilotの要約</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>This draft goes with the code</source>
            <translation>この下書きをコードと一緒に送信します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Drafted from what was said</source>
            <translation>会話から作成した下書き</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>The note is sent with the number.</source>
            <translation>番号を含めてメモを送信します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Looks like a payment card: left out when sent.</source>
            <translation>カード番号のようです。送信時に除外します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Keep the number</source>
            <translation>残す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Change</source>
            <translation>変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Tell your supervisor</source>
            <translation>スーパーバイザーに連絡</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Try again</source>
            <translation>再試行</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/submit_button.py" />
            <source>Submit “{code}”</source>
            <translation>「{code}」を送信</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/submit_button.py" />
            <source>Submit “{code}” + {count} topics</source>
            <extracomment>One: Submit “{code}” + {count} topic</extracomment>
            <translation>
                <numerusform>「{code}」ほか{count}件を送信</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/submit_button.py" />
            <source>Not sent: this has just changed. Press again to send it.</source>
            <translation>送信していません。表示が変わった直後です。送信するにはもう一度押してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/suggestion_rows.py" />
            <source>further topic</source>
            <translation>追加のトピック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>“{text}”</source>
            <translation>「{text}」</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Unknown customer</source>
            <translation>不明なお客様</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>call</source>
            <translation>通話</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>callback</source>
            <translation>コールバック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>message</source>
            <translation>メッセージ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>email</source>
            <translation>メール</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>video call</source>
            <translation>ビデオ通話</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>social post</source>
            <translation>ソーシャル投稿</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>co-browsing</source>
            <translation>コブラウズ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>screen share</source>
            <translation>画面共有</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>web chat</source>
            <translation>Webチャット</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>inbound call</source>
            <translation>着信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound call</source>
            <translation>発信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound email</source>
            <translation>送信メール</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound message</source>
            <translation>送信メッセージ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>ringing</source>
            <translation>着信中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>parked</source>
            <translation>パーク中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>on hold</source>
            <translation>保留中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>not answered in time</source>
            <translation>時間内に応答なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>no code needed</source>
            <translation>コード不要</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>monitoring</source>
            <translation>モニタリング</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coaching</source>
            <translation>コーチング</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>barged in</source>
            <translation>割り込み</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{count} failed attempts</source>
            <extracomment>One: 1 failed attempt</extracomment>
            <translation>
                <numerusform>失敗{count}回</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with its call</source>
            <translation>通話を含む</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with a consult</source>
            <translation>コンサルトを含む</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Selected, not sent: {code}</source>
            <translation>選択済み・未送信：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Proposed by your company's system: {code}</source>
            <translation>社内システムの提案：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Predicted by Genesys Copilot: {code}</source>
            <translation>Genesys Copilotの予測：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Leading: {code}</source>
            <translation>有力：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Loading the codes of this queue …</source>
            <translation>キューのコードを読み込み中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>This time without suggestions, to measure how good they are</source>
            <translation>今回は精度測定のため提案を表示しません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No code chosen yet</source>
            <translation>コード未選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Listening … no clear suggestion yet</source>
            <translation>聞き取り中…まだ明確な提案はありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No clear suggestion</source>
            <translation>明確な提案なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sends {code} in {span}</source>
            <translation>{span}後に{code}を送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends the first code with {left} s left</source>
            <translation>ガード：残り{left}秒で第1候補を送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends {code} with {left} s left</source>
            <translation>ガード：残り{left}秒で{code}を送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits automatically in {span}</source>
            <translation>{span}後に自動送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits {code} automatically in {span}</source>
            <translation>{code}を{span}後に自動送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Keep it</source>
            <translation>送信しない</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Hold</source>
            <translation>停止</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Kept. Only you send it now.</source>
            <translation>選択を残して停止しました。自動では送信しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Held. Nothing is sent automatically.</source>
            <translation>停止しました。自動送信しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded</source>
            <translation>設定済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded before the end</source>
            <translation>終了前に設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after hang-up</source>
            <translation>終話から{span}で設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after it ended</source>
            <translation>終了から{span}で設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by the guard</source>
            <translation>{when}（ガード）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, automatically</source>
            <translation>{when}（自動）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by your company's system</source>
            <translation>{when}（社内システム）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by your supervisor</source>
            <translation>{when}（スーパーバイザー）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before a code was set</source>
            <translation>コード設定前に完了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before {code} was set</source>
            <translation>{code}の設定前に完了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{code} is no longer a code of this queue. Choose another.</source>
            <translation>{code}はこのキューのコードではなくなりました。別のコードを選んでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Genesys gave no reason.</source>
            <translation>Genesysからの理由の記載はありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{code} was refused. {reason}</source>
            <translation>{code}は拒否されました。{reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Another code was chosen in Genesys; it is kept</source>
            <translation>Genesysで別のコードが選ばれました。そのまま残します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You chose {code} in Genesys; it is kept</source>
            <translation>Genesysで{code}を選択済みです。そのまま残します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your supervisor sees it in the list of codes to fix.</source>
            <translation>スーパーバイザーの修正リストに表示されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your choice is saved on this PC.</source>
            <translation>選択内容はこのPCに保存されています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You can change it until you complete.</source>
            <translation>完了するまで変更できます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys.</source>
            <translation>Genesysで「完了」をクリックしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys ({span} left).</source>
            <translation>Genesysで「完了」をクリックしてください（残り{span}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, waiting for confirmation</source>
            <translation>受付済み、確認待ち</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, submitting …</source>
            <translation>このPCに保存し、送信中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, not confirmed yet</source>
            <translation>受付済み、未確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submitting …</source>
            <translation>送信中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending … {reason}</source>
            <translation>送信中…{reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending …</source>
            <translation>送信中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved. Sending in {count} s</source>
            <translation>保存しました。{count}秒後に送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending in {count} s</source>
            <translation>{count}秒後に送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC. {reason}</source>
            <translation>このPCに保存しました。{reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, will be sent automatically</source>
            <translation>このPCに保存しました。自動で送信します</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Load the codes again</source>
            <translation>コードを読み込み直す</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Search {count} codes</source>
            <extracomment>One: Search 1 code</extracomment>
            <translation>
                <numerusform>{count}件から検索</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui/day</name>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>My day</source>
            <translation>今日の記録</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What I handled</source>
            <translation>対応した内容</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What is listed</source>
            <translation>表示する項目</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Everything</source>
            <translation>すべて</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What is on its way</source>
            <translation>送信中のもの</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What failed</source>
            <translation>失敗したもの</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search my day</source>
            <translation>今日の記録を検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search queue, code, note or conversation</source>
            <translation>キュー、コード、メモ、会話を検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Copy this one for your supervisor</source>
            <translation>スーパーバイザー向けにコピー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>A code can be changed until you click Done in Genesys: Enter goes to its card. After that, ask your supervisor. Names of customers are shown while their card is open, and never kept.</source>
            <translation>コードは、Genesysで「完了」をクリックするまで変更できます（Enterでカードへ移動）。その後はスーパーバイザーに依頼してください。お客様の名前はカードが開いている間だけ表示され、保存されません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>All days that are kept</source>
            <translation>保存されているすべての日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Nothing here fits what you look for.</source>
            <translation>条件に一致するものはありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Copied: paste it into a message to them</source>
            <translation>コピーしました。メッセージに貼り付けてください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Time</source>
            <translation>時刻</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>State</source>
            <translation>状態</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>What you can do</source>
            <translation>できること</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Interaction</source>
            <translation>インタラクション</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Note</source>
            <translation>メモ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>On its way</source>
            <translation>送信中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Another code since</source>
            <translation>その後変更あり</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Coded in Genesys</source>
            <translation>Genesysで設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>No code</source>
            <translation>コードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Nothing: it goes out by itself</source>
            <translation>不要：自動で送信されます</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Choose another code</source>
            <translation>別のコードを選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Change it until Done</source>
            <translation>「完了」まで変更可</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Change it until {time}</source>
            <translation>{time}まで変更可</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Ask your supervisor</source>
            <translation>スーパーバイザーに依頼</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Yesterday</source>
            <translation>昨日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Nothing handled yet.</source>
            <translation>まだ対応がありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{coded} of {all} coded, {suggested} as suggested</source>
            <translation>{all}件中{coded}件設定、提案どおり{suggested}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{text}.</source>
            <translation>{text}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>usually {seconds} s after the end</source>
            <translation>通常は終了から{seconds}秒で設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{text}; {usual}.</source>
            <translation>{text}。{usual}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{count} on the way to Genesys.</source>
            <translation>{count}件を送信中です。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{count} without a code in Genesys.</source>
            <extracomment>One: 1 without a code in Genesys.</extracomment>
            <translation>
                <numerusform>{count}件はGenesysにコードがありません。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Wrap-up code missing: {state}</source>
            <translation>ラップアップコードなし：{state}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Code: {code}</source>
            <translation>コード：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Queue: {queue}</source>
            <translation>キュー：{queue}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Time: {time} UTC</source>
            <translation>時刻：{time} UTC</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Conversation: {id}</source>
            <translation>会話：{id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Reason: {reason}</source>
            <translation>理由：{reason}</translation>
        </message>
    </context>
    <context>
        <name>ui/desk</name>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>This has just changed. Click again.</source>
            <translation>表示が変わった直後です。もう一度クリックしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>{customer}: choose another code</source>
            <translation>{customer}：別のコードを選んでください</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>Taken back: {customer}. Nothing is sent.</source>
            <translation>取り消しました：{customer}。何も送信しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>{customer}: {count} seconds left to choose a code</source>
            <translation>{customer}：コード選択の残り{count}秒</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/edge_bars.py" />
            <source>{first}, and {count} more</source>
            <translation>{first}、ほか{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Menu</source>
            <translation>メニュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>One line a card (L)</source>
            <translation>カードを1行ずつ表示（L）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Fix wrap-up codes</source>
            <translation>コードを修正</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Help</source>
            <translation>ヘルプ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Keys</source>
            <translation>キー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Practise for a minute</source>
            <translation>1分間の練習</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Check this installation</source>
            <translation>インストールを確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>About WrapUp Desk</source>
            <translation>WrapUp Deskについて</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Sign out</source>
            <translation>サインアウト</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>End the demo and sign in</source>
            <translation>デモを終了してサインイン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Quit</source>
            <translation>終了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Help and more</source>
            <translation>ヘルプなど</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Whole cards (L)</source>
            <translation>カード全体を表示（L）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>On queue</source>
            <translation>キュー中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Off queue</source>
            <translation>キュー準備中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Not responding</source>
            <translation>応答なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signed out</source>
            <translation>未サインイン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signing in</source>
            <translation>サインイン中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>connecting</source>
            <translation>接続中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>live</source>
            <translation>接続済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>offline</source>
            <translation>オフライン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>not permitted</source>
            <translation>許可なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>sign-in ended</source>
            <translation>サインイン終了</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} interactions still need their codes.</source>
            <extracomment>One: An interaction still needs its code.</extracomment>
            <translation>
                <numerusform>コード未設定が{count}件あります。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} interactions are still going on.</source>
            <extracomment>One: An interaction is still going on.</extracomment>
            <translation>
                <numerusform>対応中のインタラクションが{count}件あります。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>A code you selected is not sent.</source>
            <translation>選択したコードが未送信です。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} codes are still on their way.</source>
            <extracomment>One: A code is still on its way.</extracomment>
            <translation>
                <numerusform>{count}件のコードを送信中です。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>It stays here, because work is open. Quit ends it.</source>
            <translation>未処理の作業があるため、ここに残ります。「終了」で完全に終わります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{what} Quit all the same?</source>
            <translation>{what}終了しますか？</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose goes out by itself.</source>
            <translation>オフラインです。選択内容は自動で送信されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. Your codes are saved ({count}) and will be sent automatically.</source>
            <translation>オフラインです。コードは保存済み（{count}件）で、自動で送信されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose is saved and will be sent automatically.</source>
            <translation>オフラインです。選択内容は保存され、自動で送信されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>{reason} Your interactions cannot be shown. Ask your administrator.</source>
            <translation>{reason}インタラクションを表示できません。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again; nothing is lost.</source>
            <translation>サインインが終了しました。もう一度サインインしてください。データは失われていません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again.</source>
            <translation>サインインが終了しました。もう一度サインインしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your codes are saved ({count}).</source>
            <translation>コードは保存済みです（{count}件）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing leaves this computer</source>
            <translation>データは外部に送信されません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} waiting to send</source>
            <translation>送信待ち{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing coded yet today</source>
            <translation>今日はまだコードを設定していません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{coded} of {handled} coded today</source>
            <translation>今日{handled}件中{coded}件設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} as suggested</source>
            <translation>提案どおり{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>Show WrapUp Desk</source>
            <translation>WrapUp Deskを表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>WrapUp Desk: {state}</source>
            <translation>WrapUp Desk：{state}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>not connected</source>
            <translation>未接続</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{count} codes are due</source>
            <extracomment>One: a code is due</extracomment>
            <translation>
                <numerusform>コード待ち{count}件</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{what}, {count} s left</source>
            <translation>{what}、残り{count}秒</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your last results</source>
            <translation>直近の結果</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Connecting to Genesys Cloud</source>
            <translation>Genesys Cloudに接続中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your interactions appear here in a moment.</source>
            <translation>まもなくインタラクションが表示されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Not connected</source>
            <translation>未接続</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>New interactions appear here once the connection is back.</source>
            <translation>接続が回復すると、新しいインタラクションが表示されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Waiting for your next interaction</source>
            <translation>次のインタラクションを待っています</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Suggestions appear here as soon as you answer.</source>
            <translation>応答すると、ここに提案が表示されます。</translation>
        </message>
    </context>
    <context>
        <name>ui/dialogs</name>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>WrapUp Desk {version}</source>
            <translation>WrapUp Desk {version}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Uses Qt and PySide6 {version} under the GNU LGPL version 3. You may replace its library files for your own, and debug the program for that. Licence texts are in the program's folder; the source is at download.qt.io and code.qt.io.</source>
            <translation>QtおよびPySide6 {version}をGNU LGPLバージョン3に基づき使用しています。ライブラリを独自のものに置き換え、そのためにデバッグできます。ライセンス文はプログラムのフォルダーに、ソースはdownload.qt.ioとcode.qt.ioにあります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Suggests a wrap-up code and submits it before you complete.</source>
            <translation>ラップアップコードを提案し、完了前に送信します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Typeface: Inter (SIL Open Font License 1.1). Icons: Lucide (ISC).</source>
            <translation>書体：Inter（SIL Open Font License 1.1）。アイコン：Lucide（ISC）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Not a product of Genesys. Genesys Cloud is a trademark of its owner.</source>
            <translation>Genesysの製品ではありません。Genesys Cloudは権利者の商標です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/client_id_advice.py" />
            <source>Your Genesys administrator gives you both. You enter them once.</source>
            <translation>どちらもGenesysの管理者から受け取ります。入力は一度だけです。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/client_id_advice.py" />
            <source>A client ID looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; this one does not. Copy it whole, without quotation marks.</source>
            <translation>クライアントIDは 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed のような形式ですが、これは違います。引用符なしで全体をコピーしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>WrapUp Desk help</source>
            <translation>WrapUp Deskヘルプ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For agents</source>
            <translation>エージェント向け</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For supervisors</source>
            <translation>スーパーバイザー向け</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>Troubleshooting</source>
            <translation>困ったとき</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Remove</source>
            <translation>削除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Hold Ctrl, Alt or the Windows key, and press a letter, a figure or an F key.</source>
            <translation>Ctrl、Alt、またはWindowsキーを押しながら、英字、数字、またはFキーを押してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>None</source>
            <translation>なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Your desktop has set them to: {keys}</source>
            <translation>デスクトップが設定したキー：{keys}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Click into the field and press keys. Pressed again, they give the keyboard back to where you were.</source>
            <translation>入力欄をクリックしてキーを押してください。もう一度押すと、元のウィンドウでの入力に戻ります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Pressed again, they give the keyboard back to where you were.</source>
            <translation>もう一度押すと、元のウィンドウでの入力に戻ります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Another program has these keys. Choose others.</source>
            <translation>別のプログラムがこのキーを使っています。別のキーを選んでください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Your desktop was not allowed to set these keys.</source>
            <translation>デスクトップでこのキーの設定が許可されませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>This desktop lets no program have such keys.</source>
            <translation>このデスクトップでは、プログラムがこのようなキーを使えません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Keys to come forward and go back</source>
            <translation>手前に表示し、元に戻すキー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Appearance</source>
            <translation>外観</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Same as system</source>
            <translation>システムに合わせる</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Light</source>
            <translation>ライト</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Dark</source>
            <translation>ダーク</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Text size</source>
            <translation>文字サイズ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Language</source>
            <translation>言語</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Window and keys</source>
            <translation>ウィンドウとキー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Stay above other windows</source>
            <translation>常に手前に表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Notify me when a code is due</source>
            <translation>コードが必要なときに通知</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Play a quiet sound when a code is due</source>
            <translation>コードが必要なときに小さな音を鳴らす</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Single-key shortcuts {keys}</source>
            <translation>単独キー（{keys}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Send what I selected before after-call work runs out</source>
            <translation>アフターコールワークの終了前に選択内容を送信</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Offer one under the code</source>
            <translation>コードの下に表示する</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Send it with the code, unless I write</source>
            <translation>自分で書かなければコードと一緒に送信する</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Drafted notes</source>
            <translation>メモの下書き</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Genesys Cloud</source>
            <translation>Genesys Cloud</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Region</source>
            <translation>リージョン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Client ID</source>
            <translation>クライアントID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Paste it here</source>
            <translation>ここに貼り付け</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Save the connection</source>
            <translation>接続を保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Set by your administrator</source>
            <translation>管理者が設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/shortcuts_overview.py" />
            <source>Single-key shortcuts work outside text fields; you can turn them off in the settings.</source>
            <translation>単独キーは入力欄の外で使えます。設定でオフにできます。</translation>
        </message>
    </context>
    <context>
        <name>ui/doctor</name>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Copy</source>
            <translation>コピー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Check again</source>
            <translation>再確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Checking …</source>
            <translation>確認中…</translation>
        </message>
    </context>
    <context>
        <name>ui/menus</name>
        <message>
            <location filename="../../wrapup_desk/ui/menus/chips.py" />
            <source>Type to find</source>
            <translation>入力して検索</translation>
        </message>
    </context>
    <context>
        <name>ui/palette</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>{count} codes</source>
            <extracomment>One: {count} code</extracomment>
            <translation>
                <numerusform>{count}件のコード</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Favourites</source>
            <translation>お気に入り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Used today</source>
            <translation>今日使ったコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>All codes</source>
            <translation>すべてのコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Back, from {branch}</source>
            <translation>戻る（{branch}から）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>favourite</source>
            <translation>お気に入り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Search codes</source>
            <translation>コードを検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Codes of this queue</source>
            <translation>このキューのコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Enter selects · Esc closes</source>
            <translation>Enter：選択 · Esc：閉じる</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Enter selects · Ctrl+Enter sends · Ctrl+D favourite · Esc closes</source>
            <translation>Enter：選択 · Ctrl+Enter：送信 · Ctrl+D：お気に入り · Esc：閉じる</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>→ opens · ← goes back · {keys}</source>
            <translation>→：開く · ←：戻る · {keys}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>{keys} · Shift+Enter adds a further topic</source>
            <translation>{keys} · Shift+Enter：追加のトピック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Search</source>
            <translation>検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>No code of this queue matches “{text}”.</source>
            <translation>「{text}」に一致するコードはこのキューにありません。</translation>
        </message>
    </context>
    <context>
        <name>ui/placement</name>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>At the screen's edge</source>
            <translation>画面の端に固定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>Anywhere</source>
            <translation>自由な位置</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>Left edge</source>
            <translation>左端</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>Right edge</source>
            <translation>右端</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>This desktop (Wayland) lets no program place its windows.</source>
            <translation>このデスクトップ（Wayland）では、プログラムがウィンドウの位置を決められません。</translation>
        </message>
    </context>
    <context>
        <name>ui/practice</name>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Refund</source>
            <translation>返金</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Address changed</source>
            <translation>住所変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Complaint passed on</source>
            <translation>苦情の引き継ぎ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>money back</source>
            <translation>返金</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>moved house</source>
            <translation>引っ越し</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>complain</source>
            <translation>苦情</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Practice</source>
            <translation>練習</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>A made-up customer</source>
            <translation>架空のお客様</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Start again</source>
            <translation>最初から</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Skip</source>
            <translation>スキップ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>A call has ended</source>
            <translation>通話が終わりました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>WrapUp Desk suggests its wrap-up code; you send it before you click Done in Genesys. Press 2 to select the second suggestion, then Enter to send it. All of this is made up.</source>
            <translation>WrapUp Deskがラップアップコードを提案します。Genesysで「完了」をクリックする前に送信します。2で2番目の提案を選び、Enterで送信してください。すべて架空の内容です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Sent</source>
            <translation>送信済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>In earnest you now click Done in Genesys. Until then you can change it: press Z.</source>
            <translation>実際にはここでGenesysの「完了」をクリックします。それまでは変更できます。Zを押してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Choose another one</source>
            <translation>別のコードを選ぶ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Press 1, then Enter. With N you write a note to go with it.</source>
            <translation>1、Enterの順に押します。Nでメモを付けられます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>That is all</source>
            <translation>以上です</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>1, 2 or 3 and Enter; Z changes it; ? shows all keys in the agent's window.</source>
            <translation>1・2・3とEnterで送信、Zで変更、エージェントのウィンドウでは「?」で全キーを表示します。</translation>
        </message>
    </context>
    <context>
        <name>ui/repair</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy id</source>
            <translation>IDをコピー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Open in Genesys</source>
            <translation>Genesysで開く</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy the conversation's id</source>
            <translation>会話のIDをコピー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Not in the list with these filters: it can only be looked at.</source>
            <translation>現在のフィルターでは一覧にないため、閲覧のみ可能です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Choose an interaction to see what was said and what happened.</source>
            <translation>インタラクションを選ぶと、会話内容と経過が表示されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Change to “{code}”</source>
            <translation>「{code}」に変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Code now: {code}</source>
            <translation>現在のコード：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Note: {note}</source>
            <translation>メモ：{note}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Excel workbook (*.xlsx)</source>
            <translation>Excelブック (*.xlsx)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Export</source>
            <translation>エクスポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Import</source>
            <translation>インポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Look in:</source>
            <translation>場所：</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Files of type:</source>
            <translation>ファイルの種類：</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>CSV files (*.csv)</source>
            <translation>CSVファイル (*.csv)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What was said and what happened</source>
            <translation>会話内容と経過</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>Reading what was said …</source>
            <translation>会話内容を読み込み中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What happened</source>
            <translation>経過</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>no code</source>
            <translation>コードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>the conversation began</source>
            <translation>会話開始</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>answered</source>
            <translation>応答</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>hung up</source>
            <translation>終話</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent completed</source>
            <translation>エージェントが完了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>time to wrap up ran out</source>
            <translation>ラップアップ時間切れ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent decided for {code}</source>
            <translation>エージェントが{code}を選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{word}, reported by the agent's desk</source>
            <translation>{word}（エージェントのデスクからの報告）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} decided: {before} → {code}</source>
            <translation>{who}が変更：{before} → {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} took it back: {before} → {code}</source>
            <translation>{who}が取り消し：{before} → {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>tried by way {code}</source>
            <translation>方法{code}で試行</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>correction: {word}</source>
            <translation>修正：{word}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code came too late</source>
            <translation>コード時間超過</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code refused</source>
            <translation>コード拒否</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent's desk: “{code}” was refused.</source>
            <translation>エージェントのデスクの報告：「{code}」は拒否されました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent's desk: “{code}” came too late.</source>
            <translation>エージェントのデスクの報告：「{code}」は時間超過でした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>New problems do not appear automatically: {why}</source>
            <translation>新しい問題は自動表示されません：{why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>The search stopped early; what was found is kept. {why}</source>
            <translation>検索が途中で終わりました。見つかった分は残ります。{why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>change codes</source>
            <translation>コードの変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>read what was said</source>
            <translation>会話内容の読み取り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>This account may not {what}. Missing in Genesys: {permissions}. Ask your administrator.</source>
            <translation>このアカウントでは{what}ができません。Genesysで不足している権限：{permissions}。管理者に連絡してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>do all of this</source>
            <translation>すべての操作</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Review of the sample</source>
            <translation>サンプルの確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Right</source>
            <translation>正しい</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong, choose a code</source>
            <translation>誤り、コードを選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Unsure</source>
            <translation>不明</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>End the review</source>
            <translation>確認を終了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong, no better code</source>
            <translation>誤り、適切なコードなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>All {total} of the sample are reviewed</source>
            <translation>サンプル{total}件をすべて確認済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{done} of {total} reviewed. Is the code right?</source>
            <translation>{total}件中{done}件確認済み。コードは正しいですか？</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Drawn at random from {count} interactions with a code.</source>
            <translation>コードのある{count}件から無作為に抽出しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Of all {count} codes, {share} are wrong ({interval}).</source>
            <translation>全{count}件のコードのうち{share}が誤りです（{interval}）。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{right} right, {wrong} wrong, {unsure} unsure.</source>
            <translation>正しい{right}件、誤り{wrong}件、不明{unsure}件。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>95 of 100 times between {low} and {high}</source>
            <translation>95%の確率で{low}～{high}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>Review a random sample</source>
            <translation>無作為サンプルを確認</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} at random</source>
            <translation>無作為に{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each …</source>
            <translation>…ごとに{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each queue</source>
            <translation>キューごとに{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each agent</source>
            <translation>エージェントごとに{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each code</source>
            <translation>コードごとに{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each who chose the code</source>
            <translation>設定者ごとに{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>All week the same rows (seed {seed})</source>
            <translation>今週は毎回同じサンプルです（シード{seed}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Sign in to Genesys Cloud</source>
            <translation>Genesys Cloudにサインイン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Signing in …</source>
            <translation>サインイン中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Sign in to fix wrap-up codes</source>
            <translation>サインインしてコードを修正</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Back to the list</source>
            <translation>一覧に戻る</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Reports</source>
            <translation>レポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window_head.py" />
            <source>Live updates</source>
            <translation>ライブ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Skipped</source>
            <translation>スキップ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Default code</source>
            <translation>既定コード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Deleted code</source>
            <translation>削除済みコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Doubted</source>
            <translation>疑義あり</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Not delivered</source>
            <translation>未送達</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Kept here only</source>
            <translation>ここにのみ保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Waiting</source>
            <translation>待機中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Accepted</source>
            <translation>受付済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Changed, checked</source>
            <translation>変更・確認済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Left alone</source>
            <translation>変更なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Cancelled</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Taken back here</source>
            <translation>ここで取り消し</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Genesys' official record did not change. The right code, {code}, is kept in the corrections ledger only.</source>
            <translation>Genesysの公式記録は変わっていません。正しいコード「{code}」は修正台帳にのみ保存されています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>It is also written as attributes of the conversation.</source>
            <translation>会話の属性にも書き込まれています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by a supervisor</source>
            <translation>スーパーバイザーが設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the agent's desk itself</source>
            <translation>エージェントのデスクが自動設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the organisation's own rule</source>
            <translation>組織のルールで設定</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>{name} and {count} more</source>
            <translation>{name}、ほか{count}件</translation>
        </message>
    </context>
    <context>
        <name>ui/repair/changes</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Reading what was said: {done} of {total}</source>
            <translation>会話内容を読み込み中：{done}／{total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Looking at {done} of {total} rows</source>
            <translation>{total}件中{done}件を確認中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>{count} selected</source>
            <translation>{count}件選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Suggest codes for {count}</source>
            <translation>{count}件のコードを提案</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>One code for all</source>
            <translation>すべてに同じコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Apply suggestions to {count}</source>
            <translation>{count}件に提案を適用</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>You can look, but not change codes.</source>
            <translation>閲覧のみ可能です。コードは変更できません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Space selects a row, Ctrl+A selects all.</source>
            <translation>スペースで行を選択、Ctrl+Aですべて選択。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Close the result</source>
            <translation>結果を閉じる</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result of each row</source>
            <translation>各行の結果</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Each row</source>
            <translation>各行</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Go on</source>
            <translation>続行</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Customer</source>
            <translation>お客様</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>New code</source>
            <translation>新しいコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result</source>
            <translation>結果</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>What Genesys answered</source>
            <translation>Genesysの回答</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Changing codes: {done} of {total}</source>
            <translation>コードを変更中：{done}／{total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Stopping; what is out is seen to its end: {done} of {total}</source>
            <translation>停止中（送信済みの分は完了まで待ちます）：{done}／{total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Not finished</source>
            <translation>未完了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Record unchanged</source>
            <translation>記録は変わらず</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Done</source>
            <translation>完了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Nothing changed</source>
            <translation>変更なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>{person} is changing it to {code}; nothing was written.</source>
            <translation>{person}が{code}に変更中のため、書き込みませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Another supervisor's</source>
            <translation>他のスーパーバイザーの変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>What will change, and what not</source>
            <translation>変更されるもの、されないもの</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Details</source>
            <translation>詳細</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (optional)</source>
            <translation>メモ（任意）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note to go with each code</source>
            <translation>各コードに付けるメモ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Rows</source>
            <translation>件数</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Now</source>
            <translation>現在</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Then</source>
            <translation>変更後</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Undo {count}</source>
            <translation>{count}件を元に戻す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Change {count}</source>
            <translation>{count}件を変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (required)</source>
            <translation>理由（必須）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (optional)</source>
            <translation>理由（任意）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (required)</source>
            <translation>メモ（必須）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a reason: it goes into the audit trail.</source>
            <translation>理由を入力してください。監査証跡に記録されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a note: it goes with each code.</source>
            <translation>メモを入力してください。各コードに付きます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Genesys may refuse to change an ended interaction. Then its official record stays as it is, and the right code is kept in the corrections ledger.</source>
            <translation>終了したインタラクションの変更はGenesysが拒否することがあります。その場合、公式記録はそのままで、正しいコードは修正台帳に保存されます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>skipped: {why}</source>
            <translation>スキップ：{why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>(no code)</source>
            <translation>（コードなし）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>any</source>
            <translation>すべて</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Code now</source>
            <translation>現在のコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>name or id</source>
            <translation>名前またはID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Medium</source>
            <translation>メディア</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Number called</source>
            <translation>着信番号</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Flow</source>
            <translation>フロー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Attribute</source>
            <translation>属性</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Its value</source>
            <translation>属性値</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rule lists</source>
            <translation>ルール一覧</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules</source>
            <translation>ルール</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Some of what would change</source>
            <translation>変更例</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change many by rule</source>
            <translation>ルールで一括変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules look at everything the search found, not only what the table shows. Of several that fit, the first counts.</source>
            <translation>ルールは表に見えている分だけでなく、検索結果のすべてに適用されます。複数が該当する場合は最初のものが有効です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>A CSV file names the columns from and to, and where wanted queue, dnis, flow, attribute, value, media.</source>
            <translation>CSVファイルにはfromとtoの列、必要に応じてqueue、dnis、flow、attribute、value、mediaの列を書きます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Name of this list</source>
            <translation>一覧の名前</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Import CSV</source>
            <translation>CSVをインポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Export CSV</source>
            <translation>CSVをエクスポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove list</source>
            <translation>一覧を削除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Add rule</source>
            <translation>ルールを追加</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change rule</source>
            <translation>ルールを変更</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove rule</source>
            <translation>ルールを削除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Preview</source>
            <translation>プレビュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>For example</source>
            <translation>例</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>any code</source>
            <translation>すべてのコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>No.</source>
            <translation>番号</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Where</source>
            <translation>条件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Fits</source>
            <translation>該当</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Kept</source>
            <translation>保存済み</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Keep</source>
            <translation>保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>New list</source>
            <translation>新しい一覧</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>queue</source>
            <translation>キュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>medium</source>
            <translation>メディア</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>called</source>
            <translation>着信番号</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>flow</source>
            <translation>フロー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>is set</source>
            <translation>設定あり</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} rows will change.</source>
            <extracomment>One: 1 row will change.</extracomment>
            <translation>
                <numerusform>{count}件を変更します。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>By the rules “{name}”:</source>
            <translation>ルール「{name}」により：</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are skipped: {why}.</source>
            <extracomment>One: 1 is skipped: {why}.</extracomment>
            <translation>
                <numerusform>{count}件をスキップします：{why}。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} cannot be undone later: they {why}.</source>
            <extracomment>One: 1 cannot be undone later: it {why}.</extracomment>
            <translation>
                <numerusform>{count}件は後で元に戻せません：{why}。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} cannot be undone later: {why}.</source>
            <translation>{count}件は後で元に戻せません：{why}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>Of the last {total} corrections Genesys refused {count}: {answer}</source>
            <translation>前回の修正{total}件のうち{count}件をGenesysが拒否しました：{answer}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} minutes.</source>
            <translation>約{count}分かかります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} hours.</source>
            <translation>約{count}時間かかります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} {why}</source>
            <translation>{why}（{count}件）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has no code chosen or suggested</source>
            <translation>コードの選択も提案もなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have no code chosen or suggested</source>
            <translation>コードの選択も提案もなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has this code already</source>
            <translation>すでにこのコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have this code already</source>
            <translation>すでにこのコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is live or in after-call work</source>
            <translation>対応中または後処理中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are live or in after-call work</source>
            <translation>対応中または後処理中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of a queue that does not have the code</source>
            <translation>キューにこのコードがない</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of queues that do not have the code</source>
            <translation>キューにこのコードがない</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is being corrected already</source>
            <translation>修正中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are being corrected already</source>
            <translation>修正中</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of an outbound campaign, left out by the settings</source>
            <translation>設定で対象外のアウトバウンドキャンペーン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of outbound campaigns, left out by the settings</source>
            <translation>設定で対象外のアウトバウンドキャンペーン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had no code before, and Genesys cannot take a code away</source>
            <translation>元のコードがなく、Genesysではコードを消せないため</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was changed again since</source>
            <translation>その後変更あり</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were changed again since</source>
            <translation>その後変更あり</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was never changed</source>
            <translation>変更されていない</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were never changed</source>
            <translation>変更されていない</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is kept here only, Genesys refused this change already</source>
            <translation>Genesysが拒否済みで、ここにのみ保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are kept here only, Genesys refused these changes already</source>
            <translation>Genesysが拒否済みで、ここにのみ保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had a code that was deleted since</source>
            <translation>元のコードが削除済み</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left to another supervisor.</source>
            <extracomment>One: 1 was left to another supervisor.</extracomment>
            <translation>
                <numerusform>{count}件は他のスーパーバイザーに任せました。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} changed in Genesys.</source>
            <extracomment>One: 1 changed in Genesys.</extracomment>
            <translation>
                <numerusform>{count}件をGenesysで変更しました。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are kept here only: Genesys refused, its record did not change.</source>
            <extracomment>One: 1 is kept here only: Genesys refused, its record did not change.</extracomment>
            <translation>
                <numerusform>{count}件はここにのみ保存：Genesysが拒否したため、記録は変わっていません。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left alone: changed by someone else, or right already.</source>
            <extracomment>One: 1 was left alone: changed by someone else, or right already.</extracomment>
            <translation>
                <numerusform>{count}件は変更なし：他のユーザーが変更したか、すでに正しい状態です。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were cancelled.</source>
            <extracomment>One: 1 was cancelled.</extracomment>
            <translation>
                <numerusform>{count}件はキャンセルされました。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were taken back in the ledger; Genesys never had them.</source>
            <extracomment>One: 1 was taken back in the ledger; Genesys never had it.</extracomment>
            <translation>
                <numerusform>{count}件は台帳で取り消しました（Genesysには未反映）。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were accepted, but do not show yet.</source>
            <extracomment>One: 1 was accepted, but does not show yet.</extracomment>
            <translation>
                <numerusform>{count}件は受付済みですが、まだ反映されていません。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were sent; what came of them is not known yet.</source>
            <extracomment>One: 1 was sent; what came of it is not known yet.</extracomment>
            <translation>
                <numerusform>{count}件は送信済みで、結果は未確認です。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are still to do.</source>
            <extracomment>One: 1 is still to do.</extracomment>
            <translation>
                <numerusform>{count}件が残っています。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui/repair/reports</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>An agent coded each of them.</source>
            <translation>すべてエージェントがコードを付けました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{queue} misses most: {count} of {of} without an agent's code.</source>
            <translation>コードなしが最も多いのは{queue}：{of}件中{count}件。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} of {of} interactions ended without an agent's code.</source>
            <translation>{of}件中{count}件がエージェントのコードなしで終了しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>supervisors chose {count}</source>
            <translation>スーパーバイザー{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the agents' desks by themselves {count}</source>
            <translation>エージェントのデスクの自動設定{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the organisation's own rules {count}</source>
            <translation>組織のルール{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Of the codes on record, {parts}.</source>
            <translation>記録されたコードの内訳：{parts}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Half within {median} s, nine in ten within {p90} s.</source>
            <translation>半数は{median}秒以内、9割は{p90}秒以内です。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>&gt; {seconds} s</source>
            <translation>{seconds}秒超</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{first}–{last} s</source>
            <translation>{first}–{last}秒</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Suggested code</source>
            <translation>提案コード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No suggestions to hold against codes yet: suggest some first.</source>
            <translation>比較する提案がまだありません。先に提案を作成してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Agent and suggestion agreed on {count} of {of} interactions.</source>
            <translation>{of}件中{count}件で、エージェントと提案が一致しました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Chosen instead</source>
            <translation>代わりに選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No code was chosen against a suggestion.</source>
            <translation>提案と異なる選択はありませんでした。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>What was suggested, and what the agent chose instead.</source>
            <translation>提案されたコードと、エージェントが代わりに選んだコード。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Every active code was used.</source>
            <translation>有効なコードはすべて使用されています。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} active codes were never used: {names}.</source>
            <extracomment>One: 1 active code was never used: {names}.</extracomment>
            <translation>
                <numerusform>使われていない有効なコード{count}件：{names}。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} of {of} interactions were about more than one topic.</source>
            <translation>{of}件中{count}件のインタラクションで、トピックが複数ありました。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Nothing to count yet: search a time range first.</source>
            <translation>集計対象がありません。先に期間を検索してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Audit trail</source>
            <translation>監査証跡</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Check the trail</source>
            <translation>証跡を検証</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Export the trail</source>
            <translation>証跡をエクスポート</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Kept in: {place}.</source>
            <translation>保存先：{place}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Each entry seals all before it; a check shows any tampering.</source>
            <translation>各項目がそれ以前をすべて封印します。検証で改ざんがわかります。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>All {count} entries are there and unchanged.</source>
            <extracomment>One: The one entry is there and unchanged.</extracomment>
            <translation>
                <numerusform>{count}項目すべてが無変更で揃っています。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Unbroken</source>
            <translation>改ざんなし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Write this down to prove it later: {anchor}</source>
            <translation>後で証明するため、次を控えてください：{anchor}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>The trail was tampered with or damaged: {problem}.</source>
            <translation>証跡が改ざんされたか、破損しています：{problem}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Broken</source>
            <translation>異常</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>From hang-up to code</source>
            <translation>終話からコードまで</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Suggested against chosen</source>
            <translation>提案と選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Codes taken for each other</source>
            <translation>取り違えたコード</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the numbers</source>
            <translation>数値を表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the charts</source>
            <translation>グラフを表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Merge codes</source>
            <translation>コードを統合</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Look at {count} merges as rules</source>
            <extracomment>One: Look at 1 merge as a rule</extracomment>
            <translation>
                <numerusform>{count}件の統合をルールで確認</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Their queues' mean</source>
            <translation>担当キューの平均</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Wrong in the sample</source>
            <translation>サンプルでの誤り</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Taken for each other most</source>
            <translation>主な取り違え</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Conversations to talk about</source>
            <translation>話し合う会話</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Clearly more without a code than their queues: {names}.</source>
            <translation>担当キューより明らかにコードなしが多い：{names}。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Nobody differs from their queues by more than chance.</source>
            <translation>偶然を超えてキューと異なるエージェントはいません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} with fewer than {least} interactions: nothing is said.</source>
            <translation>{least}件未満のエージェント{count}名については表示しません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>only {count}</source>
            <translation>{count}件のみ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Search several weeks to see where the team is going.</source>
            <translation>数週間分を検索すると、チームの推移がわかります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Fewer codes are missing than in the first week.</source>
            <translation>最初の週よりコードなしが減っています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>More codes are missing than in the first week.</source>
            <translation>最初の週よりコードなしが増えています。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No change from the first week to the last but chance.</source>
            <translation>最初の週から最後の週まで、偶然を超える変化はありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Never used</source>
            <translation>未使用</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Used by one agent only</source>
            <translation>1名のみ使用</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>In a confused pair</source>
            <translation>取り違えの組</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named like another</source>
            <translation>名前が類似</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>“Other” chosen</source>
            <translation>「その他」を選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Times</source>
            <translation>回数</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No two codes are proposed to be merged.</source>
            <translation>統合の提案はありません。</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} codes could be merged into another, as the numbers say.</source>
            <extracomment>One: 1 code could be merged into another, as the numbers say.</extracomment>
            <translation>
                <numerusform>数値上、{count}件のコードは他と統合できます。</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Merge: {reason}</source>
            <translation>統合：{reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named alike</source>
            <translation>名前が類似</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>One agent only</source>
            <translation>1名のみ</translation>
        </message>
    </context>
    <context>
        <name>ui/repair/table</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>This account cannot search</source>
            <translation>このアカウントでは検索できません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Search again</source>
            <translation>もう一度検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search failed</source>
            <translation>検索に失敗しました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search was stopped</source>
            <translation>検索を停止しました</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching …</source>
            <translation>検索中…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a time range to search.</source>
            <translation>検索する期間を選択してください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Others may, with fewer filters.</source>
            <translation>フィルターを減らすと見つかる場合があります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Clear the filters</source>
            <translation>フィルターを解除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interaction fits the filters</source>
            <translation>フィルターに一致するものがありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a longer time range.</source>
            <translation>期間を長くしてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interactions in this time</source>
            <translation>この期間のインタラクションはありません</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Codes can still be wrong: “Suggest codes” reads what was said.</source>
            <translation>コードが誤っている可能性はあります。「コードを提案」で会話内容を確認できます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Show all interactions</source>
            <translation>すべてのインタラクションを表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Nothing to fix: every interaction has a code</source>
            <translation>修正なし：すべてにコードがあります</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{count} rows</source>
            <extracomment>One: 1 row</extracomment>
            <translation>
                <numerusform>{count}件</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{rows}, {count} new</source>
            <translation>{rows}（新規{count}件）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>View</source>
            <translation>表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Changes</source>
            <translation>変更履歴</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Sample</source>
            <translation>サンプル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching: {count} found</source>
            <translation>検索中：{count}件</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>First day</source>
            <translation>開始日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Last day</source>
            <translation>終了日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Search these days</source>
            <translation>この期間を検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>From</source>
            <translation>開始</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>To</source>
            <translation>終了</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>d MMM yyyy</source>
            <translation>yyyy年M月d日</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 7 days</source>
            <translation>過去7日間</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 30 days</source>
            <translation>過去30日間</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 90 days</source>
            <translation>過去90日間</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Time range</source>
            <translation>期間</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Queues</source>
            <translation>キュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All queues</source>
            <translation>すべてのキュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Agents</source>
            <translation>エージェント</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All agents</source>
            <translation>すべてのエージェント</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Problems</source>
            <translation>問題</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Every problem</source>
            <translation>すべての問題</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Search customer, agent, queue, code or conversation</source>
            <translation>お客様、エージェント、キュー、コード、会話を検索</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Ended: {days}</source>
            <translation>終了：{days}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Days on which they ended</source>
            <translation>終了日の範囲を選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Also those with a good code ({count})</source>
            <translation>正しいコードのものも（{count}）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All interactions</source>
            <translation>すべてのインタラクション</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>timed out</source>
            <translation>時間切れ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>agreed with the suggestion</source>
            <translation>提案と一致</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>kept here only</source>
            <translation>ここにのみ保存</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Selected</source>
            <translation>選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Problem</source>
            <translation>問題</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Correction</source>
            <translation>修正</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Copilot predicted</source>
            <translation>Copilotの予測</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>not selected</source>
            <translation>未選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>new, {rest}</source>
            <translation>新規、{rest}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>{code}, chosen by you</source>
            <translation>{code}（ご自身の選択）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Agent's: {code}</source>
            <translation>エージェント：{code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>More filters</source>
            <translation>その他のフィルター</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>{count} more filters</source>
            <extracomment>One: 1 more filter</extracomment>
            <translation>
                <numerusform>その他のフィルター{count}件</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Division</source>
            <translation>ディビジョン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Team</source>
            <translation>チーム</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>With a note or tags</source>
            <translation>メモまたはタグあり</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Without</source>
            <translation>なし</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Clear these filters</source>
            <translation>これらのフィルターを解除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Call</source>
            <translation>通話</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Callback</source>
            <translation>コールバック</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Message</source>
            <translation>メッセージ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Chat</source>
            <translation>チャット</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>E-mail</source>
            <translation>メール</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Video</source>
            <translation>ビデオ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Social</source>
            <translation>ソーシャル</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Co-browsing</source>
            <translation>コブラウズ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Screen share</source>
            <translation>画面共有</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/row_delegate.py" />
            <source>chosen by you</source>
            <translation>あなたが選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/row_delegate.py" />
            <source>chosen by the agent</source>
            <translation>エージェントが選択</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view.py" />
            <source>Interactions to fix</source>
            <translation>修正対象のインタラクション</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Saved views</source>
            <translation>保存済みビュー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Show</source>
            <translation>表示</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Forget</source>
            <translation>削除</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Name of this view; Enter saves it</source>
            <translation>ビューの名前（Enterで保存）</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Save this view as …</source>
            <translation>ビューに名前を付けて保存…</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Sort by</source>
            <translation>並べ替え</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Undo a change</source>
            <translation>変更を元に戻す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Undo this change</source>
            <translation>この変更を元に戻す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} undone</source>
            <translation>{count}件を取り消し</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} changed</source>
            <translation>{count}件を変更</translation>
        </message>
    </context>
    <context>
        <name>ui/scrolled</name>
        <message>
            <location filename="../../wrapup_desk/ui/scrolled/notice_bars.py" />
            <source>Back to the top</source>
            <translation>先頭に戻る</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/scrolled/notice_bars.py" />
            <source>{count} more notices</source>
            <extracomment>One: 1 more notice</extracomment>
            <translation>
                <numerusform>ほか{count}件</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/scrolled/notice_bars.py" />
            <source>Read on</source>
            <translation>続き</translation>
        </message>
    </context>
    <context>
        <name>ui/sign_in</name>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/address_to_copy.py" />
            <source>No browser? Copy the address, and open it in one on this computer.</source>
            <translation>ブラウザーが開かない場合は、アドレスをコピーして、このコンピューターのブラウザーで開いてください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/address_to_copy.py" />
            <source>Address of the sign-in page</source>
            <translation>サインインページのアドレス</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/address_to_copy.py" />
            <source>Copy the address</source>
            <translation>アドレスをコピー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>Sign in in your browser</source>
            <translation>ブラウザーでサインイン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>Your browser is open. Come back here when you are done.</source>
            <translation>ブラウザーを開きました。完了したら、ここに戻ってください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>No browser could be opened</source>
            <translation>ブラウザーを開けませんでした</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>Open this address in a browser on this computer. Come back here when you are done.</source>
            <translation>このコンピューターのブラウザーで次のアドレスを開いてください。完了したら、ここに戻ってください。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Step {step} of {steps}</source>
            <translation>ステップ{step}/{steps}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Every interaction gets its wrap-up code</source>
            <translation>ラップアップコードを毎回確実に</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Keep this window beside Genesys Cloud. It shows the interactions you have on hand, suggests a wrap-up code for each, and sends the one you choose before you click Done: 1, 2 or 3, then Enter.</source>
            <translation>このウィンドウをGenesys Cloudの横に開いておいてください。対応中のインタラクションを表示し、それぞれにラップアップコードを提案します。「完了」をクリックする前に、1、2、3のいずれかを押してEnterで送信します。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Next</source>
            <translation>次へ</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Sign in, or try it first</source>
            <translation>サインインするか、まず試す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>The demo needs no account: simulated customers call you.</source>
            <translation>デモにアカウントは不要です。架空のお客様から着信があります。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>A minute of practice</source>
            <translation>1分間の練習</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>One made-up interaction with the real keys; nothing is sent. You find it again in the menu.</source>
            <translation>実際のキーで架空のインタラクションを1件処理します。何も送信されません。メニューからいつでも開けます。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Practise now</source>
            <translation>練習する</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Your browser opens; this program never sees your password.</source>
            <translation>ブラウザーが開きます。本プログラムがパスワードを見ることはありません。</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Sign in</source>
            <translation>サインイン</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Try the demo</source>
            <translation>デモを試す</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Simulated customers call you. Nothing leaves this computer.</source>
            <translation>架空のお客様から着信があります。データは外部に送信されません。</translation>
        </message>
    </context>
    <context>
        <name>ui/widgets</name>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bar.py" />
            <source>Copy details for support</source>
            <translation>サポート用の詳細をコピー</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bar.py" />
            <source>Open settings</source>
            <translation>設定を開く</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bar.py" />
            <source>Open the log folder</source>
            <translation>ログフォルダーを開く</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/progress_line.py" />
            <source>Stop</source>
            <translation>停止</translation>
        </message>
    </context>
</TS>
