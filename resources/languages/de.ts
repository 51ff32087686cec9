<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>adapters</name>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>does not know this interaction</source>
            <translation>kennt diese Interaktion nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>says the interaction is already completed</source>
            <translation>meldet, dass die Interaktion schon abgeschlossen ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway keeps no drafts.</source>
            <translation>Das Gateway speichert keine Entwürfe.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway {words}: {status}.</source>
            <translation>Das Gateway {words}: {status}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway could not be reached. Check the network connection.</source>
            <translation>Das Gateway ist nicht erreichbar. Prüfen Sie die Netzwerkverbindung.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway does not accept the client ID and secret. Ask your administrator.</source>
            <translation>Das Gateway akzeptiert Client-ID und Geheimnis nicht. Wenden Sie sich an Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The conversation has no attribute {attribute}, so the gateway cannot be asked. Tell your administrator.</source>
            <translation>Die Konversation hat kein Attribut {attribute}, daher kann das Gateway nicht gefragt werden. Informieren Sie Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>update_url has to begin with https://, found {url}</source>
            <translation>update_url muss mit https:// beginnen, gefunden: {url}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>the server answered {status}</source>
            <translation>der Server antwortete mit {status}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is too long</source>
            <translation>es ist zu lang</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>no answer ({error})</source>
            <translation>keine Antwort ({error})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>update_key is not a public key: 32 bytes in base64</source>
            <translation>update_key ist kein öffentlicher Schlüssel: 32 Bytes in Base64</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its signature does not fit</source>
            <translation>die Signatur stimmt nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is not a signed manifest</source>
            <translation>es ist kein signiertes Manifest</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is signed, but says no version</source>
            <translation>es ist signiert, nennt aber keine Version</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its date has no time zone</source>
            <translation>das Datum hat keine Zeitzone</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its page does not begin with https://</source>
            <translation>die Seite beginnt nicht mit https://</translation>
        </message>
    </context>
    <context>
        <name>adapters/base</name>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>the system's proxy setting</source>
            <translation>die Proxy-Einstellung des Systems</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>Windows is set to let a script (PAC) choose the proxy, which this program does not do. If Genesys cannot be reached, name the proxy in HTTPS_PROXY.</source>
            <translation>Windows lässt ein Skript (PAC) den Proxy wählen; das kann dieses Programm nicht. Wenn Genesys nicht erreichbar ist, geben Sie den Proxy in HTTPS_PROXY an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>the environment variable {name}</source>
            <translation>die Umgebungsvariable {name}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>{origin} names no usable proxy: {problem}. The program goes on without it.</source>
            <translation>Kein verwendbarer Proxy durch {origin}: {problem}. Das Programm arbeitet ohne ihn weiter.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>{origin} has an exception that is no host, address or network; the others count.</source>
            <translation>{origin} enthält eine Ausnahme, die weder Host noch Adresse noch Netz ist; die anderen gelten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>SOCKS proxies are not supported; name one that speaks HTTP</source>
            <translation>SOCKS-Proxys werden nicht unterstützt; geben Sie einen HTTP-Proxy an</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>it begins with something other than http:// or https://</source>
            <translation>es beginnt weder mit http:// noch mit https://</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its sign-in has characters that cannot be sent</source>
            <translation>die Anmeldedaten enthalten Zeichen, die nicht gesendet werden können</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>what follows the address is no port</source>
            <translation>auf die Adresse folgt kein Port</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its port is no number from 1 to 65535</source>
            <translation>der Port ist keine Zahl von 1 bis 65535</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>it has no host</source>
            <translation>der Host fehlt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its host is no name and no address</source>
            <translation>der Host ist weder Name noch Adresse</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/regular_file.py" />
            <source>it is a folder, a pipe or a device, and has to be a file</source>
            <translation>es ist keine Datei, sondern ein Ordner, eine Pipe oder ein Gerät</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>it was written by a newer version of the program</source>
            <translation>es wurde von einer neueren Programmversion geschrieben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>it was written by an older version of the program</source>
            <translation>es wurde von einer älteren Programmversion geschrieben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>unknown error</source>
            <translation>unbekannter Fehler</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>there is no room left for {path}</source>
            <translation>kein Speicherplatz mehr für {path}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>cannot use {path}: {reason}</source>
            <translation>{path} kann nicht verwendet werden: {reason}</translation>
        </message>
    </context>
    <context>
        <name>adapters/files</name>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it cannot be written</source>
            <translation>es kann nicht geschrieben werden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it cannot be read</source>
            <translation>es kann nicht gelesen werden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it is damaged</source>
            <translation>es ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>How the audit trail last ended is unknown: {path} cannot be used: {why}.</source>
            <translation>Das letzte Ende des Prüfprotokolls ist unbekannt: {path} kann nicht verwendet werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/capabilities_file.py" />
            <source>What was found out cannot be kept: {why}.</source>
            <translation>Das Ermittelte kann nicht gespeichert werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>Write to a folder of this computer.</source>
            <translation>Schreiben Sie in einen Ordner dieses Computers.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>If it comes back, {name} may still appear there; else export to another folder.</source>
            <translation>Wenn der Ordner wieder antwortet, kann {name} dort noch erscheinen; exportieren Sie sonst in einen anderen Ordner.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>Copy the file to this computer, then try again.</source>
            <translation>Kopieren Sie die Datei auf diesen Computer und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{folder} does not answer. {advice}</source>
            <translation>{folder} antwortet nicht. {advice}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{path} cannot be read: {why}.</source>
            <translation>{path} kann nicht gelesen werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{path} is too large to be a list of rules or changes.</source>
            <translation>{path} ist zu groß für eine Liste von Regeln oder Änderungen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/chosen_file.py" />
            <source>{path} cannot be written: {why}.</source>
            <translation>{path} kann nicht geschrieben werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/encoder_file.py" />
            <source>The sentence encoder cannot be read: {why}.</source>
            <translation>Der Satz-Encoder kann nicht gelesen werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/encoder_file.py" />
            <source>The sentence encoder is larger than one can be.</source>
            <translation>Der Satz-Encoder ist größer, als er sein kann.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>The team's model</source>
            <translation>Das Teammodell</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>The sentence encoder</source>
            <translation>Der Satz-Encoder</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} cannot be fetched: its address has to begin with https://.</source>
            <translation>{name} kann nicht geholt werden: Die Adresse muss mit https:// beginnen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} is not used: an address needs {setting} beside it.</source>
            <translation>{name} wird nicht verwendet: Zu einer Adresse gehört {setting}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} could not be downloaded: {host} answered {status}.</source>
            <translation>{name} konnte nicht heruntergeladen werden: {host} antwortete mit {status}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} on {host} is larger than {count} MB.</source>
            <translation>{name} auf {host} ist größer als {count} MB.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} could not be downloaded from {host} ({error}).</source>
            <translation>{name} konnte nicht von {host} heruntergeladen werden ({error}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} from {host} does not match {setting}; it is not used.</source>
            <translation>{name} von {host} passt nicht zu {setting} und wird nicht verwendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/page_parts.py" />
            <source>Nothing to count.</source>
            <translation>Nichts zu zählen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/page_parts.py" />
            <source>And {count} more.</source>
            <translation>Und {count} weitere.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{policy}: {error}. Ask your administrator.</source>
            <translation>{policy}: {error}. Wenden Sie sich an Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{error}. Correct it, or delete the file.</source>
            <translation>{error}. Korrigieren oder löschen Sie die Datei.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path}: {error}. Correct it, or delete the file.</source>
            <translation>{path}: {error}. Korrigieren oder löschen Sie die Datei.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{error}. Ask your administrator.</source>
            <translation>{error}. Wenden Sie sich an Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>Correct the file</source>
            <translation>Korrigieren Sie die Datei</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>Ask your administrator</source>
            <translation>Wenden Sie sich an Ihren Administrator</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>write</source>
            <translation>geschrieben werden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is larger than any settings file: {count} bytes</source>
            <translation>{path} ist größer als jede Einstellungsdatei: {count} Bytes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} has more tables within one another than any settings</source>
            <translation>{path} enthält tiefer verschachtelte Tabellen als jede Einstellungsdatei</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>read</source>
            <translation>gelesen werden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is not a text file in UTF-8; save it as UTF-8</source>
            <translation>{path} ist keine Textdatei in UTF-8; speichern Sie sie als UTF-8</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} has lists within lists without end</source>
            <translation>{path} enthält endlos verschachtelte Listen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is not valid TOML: {error}</source>
            <translation>{path} ist kein gültiges TOML: {error}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path}: {problems}. {remedy}; until then, the defaults apply there.</source>
            <translation>{path}: {problems}. {remedy}; bis dahin gelten dort die Standardwerte.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>cannot {verb} {path}: {reason}</source>
            <translation>{path} kann nicht {verb}: {reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/update_memory_file.py" />
            <source>{path} cannot be written: {why}</source>
            <translation>{path} kann nicht geschrieben werden: {why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Wrap-up codes, week {week} of {year}</source>
            <translation>Nachbearbeitungscodes, Woche {week} {year}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{first} to {last}; times are local.</source>
            <translation>{first} bis {last}; Zeiten sind Ortszeit.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Shares in brackets are 95 % intervals.</source>
            <translation>Anteile in Klammern sind 95-%-Intervalle.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>interactions</source>
            <translation>Interaktionen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>coded by the agent</source>
            <translation>vom Agenten codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>without an agent's code</source>
            <translation>ohne Code des Agenten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>from hang-up to code, median</source>
            <translation>vom Auflegen bis zum Code, Median</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by day</source>
            <translation>Ohne Code, nach Tag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Day</source>
            <translation>Tag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by queue</source>
            <translation>Ohne Code, nach Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code</source>
            <translation>Ohne Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Interactions</source>
            <translation>Interaktionen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Share</source>
            <translation>Anteil</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by week</source>
            <translation>Ohne Code, nach Woche</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Week from</source>
            <translation>Woche ab</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Corrected later</source>
            <translation>Später korrigiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the agent</source>
            <translation>der Agent</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the agent's desk by itself</source>
            <translation>der Desktop des Agenten von selbst</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the organisation's own rules</source>
            <translation>die eigenen Regeln der Organisation</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>a supervisor</source>
            <translation>ein Supervisor</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>nobody</source>
            <translation>niemand</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Who</source>
            <translation>Wer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Codes</source>
            <translation>Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Who chose the codes on record</source>
            <translation>Wer die gespeicherten Codes gewählt hat</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>The last {weeks} weeks, by name. Beside each agent the mean of the queues they work in; with fewer than {count} interactions nothing is said.</source>
            <translation>Die letzten {weeks} Wochen, mit Namen. Neben jedem Agenten steht der Mittelwert der Warteschlangen, in denen er arbeitet; bei weniger als {count} Interaktionen wird nichts gesagt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Agent</source>
            <translation>Agent</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Their queues</source>
            <translation>Ihre Warteschlangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Timed out</source>
            <translation>Abgelaufen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Time to code</source>
            <translation>Zeit bis zum Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Taken for each other</source>
            <translation>Miteinander verwechselt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Agents beside their queues</source>
            <translation>Agenten im Vergleich zu ihren Warteschlangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{seconds} s, usual {usual} s</source>
            <translation>{seconds} s, üblich {usual} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{share}, usual {usual}</source>
            <translation>{share}, üblich {usual}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{share} more than chance</source>
            <translation>{share} über dem Zufall</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{count} codes were reviewed: {share} were wrong. Where the sample took so many of each queue, this is their plain mean.</source>
            <extracomment>One: 1 code was reviewed: {share} were wrong. Where the sample took so many of each queue, this is their plain mean.</extracomment>
            <translation>
                <numerusform>1 Code wurde geprüft: {share} waren falsch. Wo die Stichprobe je Warteschlange gleich viele nahm, ist das ihr einfacher Mittelwert.</numerusform>
                <numerusform>{count} Codes wurden geprüft: {share} waren falsch. Wo die Stichprobe je Warteschlange gleich viele nahm, ist das ihr einfacher Mittelwert.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Reviewed samples</source>
            <translation>Geprüfte Stichproben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>“Other” and the like: {share} of what agents chose.</source>
            <translation>„Sonstiges“ und Ähnliches: {share} dessen, was Agenten wählten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Finding</source>
            <translation>Befund</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>And</source>
            <translation>Und</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Use of codes</source>
            <translation>Verwendung der Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Used</source>
            <translation>Verwendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>The list of codes</source>
            <translation>Die Codeliste</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Seen over all weeks read.</source>
            <translation>Über alle gelesenen Wochen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Further topic</source>
            <translation>Weiteres Thema</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Further topics</source>
            <translation>Weitere Themen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>could be merged: {reason}</source>
            <translation>könnte zusammengelegt werden: {reason}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>taken for each other {count} times</source>
            <extracomment>One: taken for each other once</extracomment>
            <translation>
                <numerusform>einmal miteinander verwechselt</numerusform>
                <numerusform>{count}-mal miteinander verwechselt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>named alike</source>
            <translation>ähnlich benannt</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>one agent only, {count} times</source>
            <extracomment>One: one agent only, once</extracomment>
            <translation>
                <numerusform>nur ein Agent, einmal</numerusform>
                <numerusform>nur ein Agent, {count}-mal</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>never used</source>
            <translation>nie verwendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Precision: of the times a code was suggested first, how often it was right. Found: of the times people chose it, how often it had been suggested first. Held back: sure suggestions that were shown to a person instead of sent, because the code had been contradicted or was to be checked; beside it how often the person chose otherwise.</source>
            <translation>Präzision: wie oft ein Code richtig war, wenn er als erster vorgeschlagen wurde. Gefunden: wie oft er als erster vorgeschlagen war, wenn jemand ihn wählte. Zurückgehalten: sichere Vorschläge, die gezeigt statt gesendet wurden, weil dem Code widersprochen worden war oder weil er zu prüfen war; daneben, wie oft dann anders gewählt wurde.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Code</source>
            <translation>Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Chosen</source>
            <translation>Gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Suggested</source>
            <translation>Vorgeschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Precision</source>
            <translation>Präzision</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Found</source>
            <translation>Gefunden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Held back</source>
            <translation>Zurückgehalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Chosen otherwise</source>
            <translation>Anders gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>How suggestions did</source>
            <translation>Wie gut die Vorschläge waren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/channel</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/driver.py" />
            <source>Genesys closed the connection.</source>
            <translation>Genesys hat die Verbindung beendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>Genesys ended the subscription.</source>
            <translation>Genesys hat das Abonnement beendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>Genesys did not answer in time.</source>
            <translation>Genesys hat nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>The network changed.</source>
            <translation>Das Netzwerk hat sich geändert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>The connection went silent.</source>
            <translation>Die Verbindung verstummte.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/protocol.py" />
            <source>Genesys closed the channel.</source>
            <translation>Genesys hat den Kanal geschlossen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/socket.py" />
            <source>{host} refused the stream ({status}).</source>
            <translation>{host} hat den Stream abgelehnt ({status}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/channel/timing.py" />
            <source>Another WrapUp Desk of yours, or another program with your sign-in, takes the live news away.</source>
            <translation>Ein anderes WrapUp Desk von Ihnen oder ein anderes Programm mit Ihrer Anmeldung nimmt die Live-Meldungen weg.</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/conversations</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>Genesys has the conversation, but no longer this part of it.</source>
            <translation>Genesys hat die Konversation, aber diesen Teil davon nicht mehr.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>Genesys lists no participants in this conversation.</source>
            <translation>Genesys nennt keine Teilnehmer dieser Konversation.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>The customer has come back since: Genesys would put this code on the new part.</source>
            <translation>Der Kunde ist inzwischen zurückgekommen: Genesys würde diesen Code dem neuen Teil geben.</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/doctor</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/account_probe.py" />
            <source>a queue without a name</source>
            <translation>eine Warteschlange ohne Namen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/conversation_probe.py" />
            <source>Genesys no longer has your part of the test conversation.</source>
            <translation>Genesys hat Ihren Teil der Testkonversation nicht mehr.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/network_probe.py" />
            <source>the variable {variable} names what does not exist</source>
            <translation>die Variable {variable} nennt etwas, das es nicht gibt</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/history</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys' job brought no result; reading page by page</source>
            <translation>Der Auftrag von Genesys lieferte kein Ergebnis; es wird Seite für Seite gelesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>What began before {day} (UTC) could not be searched: {error}</source>
            <translation>Was vor dem {day} (UTC) begann, konnte nicht durchsucht werden: {error}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys lists at most {count} conversations at a time, and there are more in one hour. Choose some queues and search again.</source>
            <translation>Genesys nennt höchstens {count} Konversationen auf einmal, und in einer Stunde gibt es mehr. Wählen Sie einzelne Warteschlangen und suchen Sie erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys is collecting the conversations</source>
            <translation>Genesys stellt die Konversationen zusammen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>its cursor does not move</source>
            <translation>der Cursor bewegt sich nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>the answer names no job</source>
            <translation>die Antwort nennt keinen Auftrag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>the job is {state}</source>
            <translation>der Auftrag ist {state}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>without an id</source>
            <translation>ohne ID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Conversations that could not be read: {ids}.</source>
            <translation>Konversationen, die nicht gelesen werden konnten: {ids}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys counts {hits} conversations from {first} to {last} (UTC) and listed {read}: some may be missing.</source>
            <translation>Genesys zählt {hits} Konversationen vom {first} bis {last} (UTC) und nannte {read}: Einige könnten fehlen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/queue_feed.py" />
            <source>a permission</source>
            <translation>eine Berechtigung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/queue_feed.py" />
            <source>Genesys does not let you follow these queues: {missing} is missing.</source>
            <translation>Genesys lässt Sie diesen Warteschlangen nicht folgen: {missing} fehlt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/record.py" />
            <source>Genesys accepted it: {status}.</source>
            <translation>Genesys hat es angenommen: {status}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/record.py" />
            <source>Read from analytics.</source>
            <translation>Aus der Analytik gelesen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>{host} no longer has the transcript.</source>
            <translation>{host} hat das Transkript nicht mehr.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>{host} refused to hand out the transcript ({status}).</source>
            <translation>{host} gibt das Transkript nicht heraus ({status}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>The transcript on {host} is too large.</source>
            <translation>Das Transkript auf {host} ist zu groß.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>Genesys gave no usable address for the transcript.</source>
            <translation>Genesys nannte keine brauchbare Adresse für das Transkript.</translation>
        </message>
    </context>
    <context>
        <name>adapters/genesys/http</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/decoding.py" />
            <source>Genesys sent data that could not be read ({what}: {fault}).</source>
            <translation>Genesys hat nicht lesbare Daten gesendet ({what}: {fault}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>did not accept the request</source>
            <translation>hat die Anfrage nicht angenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>no longer accepts the sign-in</source>
            <translation>akzeptiert die Anmeldung nicht mehr</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>does not permit this</source>
            <translation>erlaubt das nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>no longer knows this interaction</source>
            <translation>kennt diese Interaktion nicht mehr</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>says the interaction is in a different state</source>
            <translation>meldet die Interaktion in einem anderen Zustand</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>is limiting the rate of requests</source>
            <translation>begrenzt die Zahl der Anfragen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>reported an internal error</source>
            <translation>meldet einen internen Fehler</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>Genesys {did}</source>
            <translation>Genesys {did}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (the OAuth client lacks the scope {scopes})</source>
            <translation> (dem OAuth-Client fehlt der Scope {scopes})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> or </source>
            <translation> oder </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (missing permission {permissions})</source>
            <translation> (fehlende Berechtigung {permissions})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (it needs an agent's own sign-in)</source>
            <translation> (dazu muss sich ein Agent selbst anmelden)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>correlation id {id}</source>
            <translation>Korrelations-ID {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>{words}: {traces}.</source>
            <translation>{words}: {traces}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>You are signed in</source>
            <translation>Sie sind angemeldet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Go back to WrapUp Desk. You can close this.</source>
            <translation>Kehren Sie zu WrapUp Desk zurück. Sie können diese Seite schließen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>You are not signed in</source>
            <translation>Sie sind nicht angemeldet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Nothing was changed. Go back to WrapUp Desk to try again.</source>
            <translation>Es wurde nichts geändert. Versuchen Sie es in WrapUp Desk erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>This sign-in is not ours</source>
            <translation>Diese Anmeldung stammt nicht von WrapUp Desk</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Start it again from WrapUp Desk.</source>
            <translation>Starten Sie sie erneut in WrapUp Desk.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Nothing here</source>
            <translation>Hier ist nichts</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>This address only ends a sign-in.</source>
            <translation>Diese Adresse schließt nur eine Anmeldung ab.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Only GET is answered.</source>
            <translation>Nur GET wird beantwortet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>The environment variable {variable} names {path}, which does not exist. Correct or remove it, then start again.</source>
            <translation>Die Umgebungsvariable {variable} nennt {path}; das gibt es nicht. Korrigieren oder entfernen Sie sie und starten Sie erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>{host} {did}</source>
            <translation>{host} {did}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>presented a certificate this computer does not trust ({reason}). Ask your administrator whether a proxy inspects the traffic.</source>
            <translation>zeigte ein Zertifikat, dem dieser Computer nicht vertraut ({reason}). Fragen Sie Ihren Administrator, ob ein Proxy den Datenverkehr prüft.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>did not answer in time.</source>
            <translation>hat nicht rechtzeitig geantwortet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached. Check the network connection.</source>
            <translation>ist nicht erreichbar. Prüfen Sie die Netzwerkverbindung.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>dropped the connection.</source>
            <translation>hat die Verbindung abgebrochen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source> (it answered {status})</source>
            <translation> (Antwort: {status})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached through the proxy{answer}. Ask your administrator whether the proxy lets this address through.</source>
            <translation>ist über den Proxy nicht erreichbar{answer}. Fragen Sie Ihren Administrator, ob der Proxy diese Adresse durchlässt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source> by {schemes}</source>
            <translation> mit {schemes}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>Put the name and password the proxy expects into HTTPS_PROXY (http://name:password@host:port).</source>
            <translation>Tragen Sie Namen und Passwort für den Proxy in HTTPS_PROXY ein (http://name:passwort@host:port).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>If the proxy wants a Windows sign-in (NTLM, Kerberos), ask your administrator for an exception.</source>
            <translation>Wenn der Proxy eine Windows-Anmeldung (NTLM, Kerberos) verlangt, bitten Sie Ihren Administrator um eine Ausnahme.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached through the proxy (407: it wants a sign-in{wanted}). {advice}</source>
            <translation>ist über den Proxy nicht erreichbar (407: Er verlangt eine Anmeldung{wanted}). {advice}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>The sign-in was cancelled. Sign in again when you are ready.</source>
            <translation>Die Anmeldung wurde abgebrochen. Melden Sie sich an, wenn Sie so weit sind.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys does not know this client ID in this region. Check both.</source>
            <translation>Genesys kennt diese Client-ID in dieser Region nicht. Prüfen Sie beides.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>This OAuth client is not approved. Ask your administrator to allow it for “Code Authorization” with PKCE.</source>
            <translation>Dieser OAuth-Client ist nicht freigegeben. Bitten Sie Ihren Administrator, ihn für „Code Authorization“ mit PKCE zuzulassen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys did not accept the sign-in. Sign in again.</source>
            <translation>Genesys hat die Anmeldung nicht akzeptiert. Melden Sie sich erneut an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>This OAuth client has no suitable scopes. Ask your administrator to add conversations, notifications, routing:readonly and users:readonly.</source>
            <translation>Dieser OAuth-Client hat keine passenden Scopes. Bitten Sie Ihren Administrator, conversations, notifications, routing:readonly und users:readonly hinzuzufügen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys cannot sign you in at the moment. Try again later.</source>
            <translation>Genesys kann Sie im Moment nicht anmelden. Versuchen Sie es später erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>{host} did not answer like a sign-in server. If you are on a guest network, sign in to the network first.</source>
            <translation>{host} antwortete nicht wie ein Anmeldeserver. In einem Gastnetz melden Sie sich zuerst am Netz an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>No OAuth client ID is set. Enter it in the settings.</source>
            <translation>Es ist keine OAuth-Client-ID eingetragen. Geben Sie sie in den Einstellungen ein.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>All ports the sign-in can return to are in use, or set aside by Windows ({ports}). Restart the computer, then sign in again.</source>
            <translation>Alle Ports für die Rückkehr der Anmeldung sind belegt oder von Windows reserviert ({ports}). Starten Sie den Computer neu und melden Sie sich dann an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>The sign-in in the browser was not finished within {minutes} minutes. Sign in again; if it showed a Genesys error page, ask your administrator to register {uris} as redirect URIs of the OAuth client.</source>
            <translation>Die Anmeldung im Browser wurde nicht innerhalb von {minutes} Minuten beendet. Melden Sie sich erneut an; zeigte er eine Fehlerseite von Genesys, bitten Sie Ihren Administrator, {uris} als Redirect-URIs des OAuth-Clients einzutragen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys refused the sign-in ({error}). Sign in again.</source>
            <translation>Genesys hat die Anmeldung abgelehnt ({error}). Melden Sie sich erneut an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>no reason given</source>
            <translation>ohne Angabe von Gründen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>The server named a stream address outside its own region; it was not opened. Tell your administrator.</source>
            <translation>Der Server nannte eine Stream-Adresse außerhalb seiner Region; sie wurde nicht geöffnet. Informieren Sie Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>Demo</source>
            <translation>Demo</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>A server address may only be a simulator on this machine, like http://127.0.0.1:8080. For Genesys Cloud, choose a region instead.</source>
            <translation>Eine Serveradresse darf nur ein Simulator auf diesem Computer sein, etwa http://127.0.0.1:8080. Für Genesys Cloud wählen Sie eine Region.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>“{name}” is not a Genesys Cloud region.</source>
            <translation>„{name}“ ist keine Region von Genesys Cloud.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>Did you mean: {listed}.</source>
            <translation>Meinten Sie: {listed}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>The regions are: {listed}.</source>
            <translation>Die Regionen sind: {listed}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>You are signed out. Sign in again to continue.</source>
            <translation>Sie sind abgemeldet. Melden Sie sich erneut an, um fortzufahren.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>{host} sent more than can be read at once.</source>
            <translation>{host} hat mehr gesendet, als auf einmal gelesen werden kann.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>Genesys asks us to wait.</source>
            <translation>Genesys bittet um eine Pause.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/retry.py" />
            <source>{error} Retrying in {seconds} s</source>
            <translation>{error} Neuer Versuch in {seconds} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/retry.py" />
            <source>Genesys asks us to wait; trying again in {seconds} s</source>
            <translation>Genesys bittet um eine Pause; neuer Versuch in {seconds} s</translation>
        </message>
    </context>
    <context>
        <name>adapters/learning</name>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/learning_file.py" />
            <source>{other}; give --restart to begin again</source>
            <translation>{other}; mit --restart beginnen Sie von vorn</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/learning_file.py" />
            <source>{path} holds an unfinished run of {place} over {days} days (at most {most} legs; attributes: {used}). Start it with the same options to go on, or give --restart to begin again.</source>
            <translation>{path} enthält einen unfertigen Lauf für {place} über {days} Tage (höchstens {most} Abschnitte; Attribute: {used}). Starten Sie ihn mit denselben Optionen, um fortzufahren, oder mit --restart von vorn.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a ledger of corrections</source>
            <translation>ein Korrekturregister</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>the codes an agent's desk keeps</source>
            <translation>die Codes des Desktops eines Agenten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>an unfinished run of learning</source>
            <translation>ein unfertiger Lernlauf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a team's store</source>
            <translation>der Speicher eines Teams</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a model</source>
            <translation>ein Modell</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>{path} is {kind}, not figures of suggestions</source>
            <translation>{path} ist {kind}, keine Zahlen über Vorschläge</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>{path} holds no figures of suggestions</source>
            <translation>{path} enthält keine Zahlen über Vorschläge</translation>
        </message>
    </context>
    <context>
        <name>adapters/sql_ledger</name>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/factory.py" />
            <source>team store</source>
            <translation>Teamspeicher</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/factory.py" />
            <source>this computer</source>
            <translation>dieser Computer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/factory.py" />
            <source>"store" has to be empty or begin with postgresql://, as in postgresql://name@server/database.</source>
            <translation>„store“ muss leer sein oder mit postgresql:// beginnen, etwa postgresql://name@server/database.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/migrations.py" />
            <source>the corrections were written by a newer WrapUp Desk (format {version}). Update this one.</source>
            <translation>die Korrekturen wurden von einem neueren WrapUp Desk geschrieben (Format {version}). Aktualisieren Sie dieses.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>the service {service}</source>
            <translation>der Dienst {service}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>The team store's address has a number (hostaddr) without a name (host), so the server's certificate cannot be checked. Add host=NAME, or say sslmode= yourself.</source>
            <translation>Die Adresse des Teamspeichers hat eine Nummer (hostaddr) ohne Namen (host), daher kann das Zertifikat des Servers nicht geprüft werden. Ergänzen Sie host=NAME oder geben Sie sslmode= selbst an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The team store's address cannot be read. It looks like postgresql://name@server/database.</source>
            <translation>Die Adresse des Teamspeichers ist nicht lesbar. Sie sieht so aus: postgresql://name@server/database.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>team store on {place}</source>
            <translation>Teamspeicher auf {place}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>There is no room left on the {store}.</source>
            <translation>Kein Platz mehr: {store}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The {store} cannot be reached. Check the network and the address.</source>
            <translation>Nicht erreichbar: {store}. Prüfen Sie Netzwerk und Adresse.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The {store} refused: {error} ({state}).</source>
            <translation>Abgelehnt von: {store}: {error} ({state}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>The corrections ({store}) hold a row that cannot be read: it was changed outside WrapUp Desk, or is damaged.</source>
            <translation>Die Korrekturen ({store}) enthalten eine nicht lesbare Zeile: Sie wurde außerhalb von WrapUp Desk geändert oder ist beschädigt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>Another program has changed this correction in the meantime.</source>
            <translation>Ein anderes Programm hat diese Korrektur inzwischen geändert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>Taken over by {who}: it had made no progress for an hour.</source>
            <translation>Übernommen von {who}: Sie kam seit einer Stunde nicht voran.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>There is no room left on the disk of {folder}.</source>
            <translation>Kein Platz mehr auf dem Datenträger von {folder}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>it is damaged. Restore it from a backup, or move it away</source>
            <translation>sie ist beschädigt. Stellen Sie sie aus einer Sicherung wieder her oder verschieben Sie sie</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>another program keeps it locked</source>
            <translation>ein anderes Programm hält sie gesperrt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sqlite_database.py" />
            <source>The corrections in {path} cannot be used: {why}.</source>
            <translation>Die Korrekturen in {path} sind nicht verwendbar: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/team_store.py" />
            <source>The model {version} is no longer in the {store}.</source>
            <translation>Das Modell {version} ist nicht mehr vorhanden: {store}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/team_store.py" />
            <source>The model {version} in the {store} does not match its checksum.</source>
            <translation>Die Prüfsumme des Modells {version} stimmt nicht: {store}.</translation>
        </message>
    </context>
    <context>
        <name>adapters/sqlite_store</name>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/forgetting.py" />
            <source>{path} was written by a newer version of WrapUp Desk</source>
            <translation>{path} wurde von einer neueren Version von WrapUp Desk geschrieben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>it was written by a newer version of WrapUp Desk (format {format}); install that one</source>
            <translation>es wurde von einer neueren Version von WrapUp Desk geschrieben (Format {format}); installieren Sie diese</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>there is no room left on the disk of {folder}</source>
            <translation>kein Platz mehr auf dem Datenträger von {folder}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>another program uses it; close that one</source>
            <translation>ein anderes Programm verwendet sie; schließen Sie es</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>it was damaged while in use; start the program again to mend it</source>
            <translation>sie wurde während der Arbeit beschädigt; starten Sie das Programm neu, um sie zu reparieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>cannot use the database {path}: {why}</source>
            <translation>die Datenbank {path} kann nicht verwendet werden: {why}</translation>
        </message>
    </context>
    <context>
        <name>application/base</name>
        <message>
            <location filename="../../wrapup_desk/application/base/hot_key.py" />
            <source>be empty, or keys with Ctrl, Alt or Meta (the Windows key), such as "Ctrl+Shift+F9"</source>
            <translation>leer sein oder Tasten mit Ctrl (Strg), Alt oder Meta (Windows-Taste) nennen, etwa "Ctrl+Shift+F9"</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be http://127.0.0.1:PORT, for the simulator on this computer</source>
            <translation>http://127.0.0.1:PORT sein, für den Simulator auf diesem Computer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>begin with https://</source>
            <translation>mit https:// beginnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a file or an address that begins with https://</source>
            <translation>eine Datei oder eine Adresse sein, die mit https:// beginnt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be empty or an https address with {conversation_id} in it</source>
            <translation>leer sein oder eine https-Adresse, die {conversation_id} enthält</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be empty or begin with postgresql://</source>
            <translation>leer sein oder mit postgresql:// beginnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a public key (32 bytes in base64)</source>
            <translation>ein öffentlicher Schlüssel sein (32 Bytes in Base64)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be DEBUG, INFO, WARNING or ERROR</source>
            <translation>DEBUG, INFO, WARNING oder ERROR sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has to be a table of texts, found {found}</source>
            <translation>„{key}“ muss eine Tabelle von Texten sein, gefunden: {found}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has to be called by small letters, figures and dashes</source>
            <translation>„{key}“ darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has to be a text of 1 to {most} signs</source>
            <translation>„{key}“ muss ein Text von 1 bis {most} Zeichen sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"{key}" has {found}, which is no field: use {fields}</source>
            <translation>„{key}“ enthält {found}; das ist kein Feld: Verwenden Sie {fields}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a number from {low} to {high}</source>
            <translation>eine Zahl von {low} bis {high} sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a table of lists of texts</source>
            <translation>eine Tabelle mit Listen von Texten sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be one of {names}</source>
            <translation>eines von diesen sein: {names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a list of texts</source>
            <translation>eine Liste von Texten sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a text</source>
            <translation>ein Text sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be true or false</source>
            <translation>true oder false sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>and more</source>
            <translation>und weitere</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"queues.{queue}" and "queues.{other}" name the same queue: one of them has to go; a queue's id tells two apart</source>
            <translation>„queues.{queue}“ und „queues.{other}“ nennen dieselbe Warteschlange: Eine davon muss weg; die ID unterscheidet zwei Warteschlangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>"queues.{queue}" has to be a table, found {table}</source>
            <translation>„queues.{queue}“ muss eine Tabelle sein, gefunden: {table}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"queues" has to be a table of queues, found {raw}</source>
            <translation>„queues“ muss eine Tabelle von Warteschlangen sein, gefunden: {raw}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source> (did you mean "{near}"?)</source>
            <translation> (meinten Sie „{near}“?)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{key}" is not a setting{advice}</source>
            <translation>„{key}“ ist keine Einstellung{advice}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{place}{key}" is not a setting of a queue</source>
            <translation>„{place}{key}“ ist keine Einstellung einer Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>, found {raw}</source>
            <translation>, gefunden: {raw}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{key}" has to {kind}{found}</source>
            <translation>„{key}“ muss {kind}{found}</translation>
        </message>
    </context>
    <context>
        <name>application/delivery</name>
        <message>
            <location filename="../../wrapup_desk/application/delivery/send_gate.py" />
            <source>The next try is in {seconds} s.</source>
            <translation>Der nächste Versuch ist in {seconds} s.</translation>
        </message>
    </context>
    <context>
        <name>application/desk</name>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>An interaction that was not answered cannot be coded.</source>
            <translation>Eine nicht angenommene Interaktion kann nicht codiert werden.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>This code is not valid for this interaction's queue. Choose one of its own.</source>
            <translation>Dieser Code gilt nicht für die Warteschlange dieser Interaktion. Wählen Sie einen ihrer Codes.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>The codes of this interaction are not loaded yet. Choose again in a moment.</source>
            <translation>Die Codes dieser Interaktion sind noch nicht geladen. Wählen Sie gleich noch einmal.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys has no wrap-up codes for this interaction. Ask your administrator to give its queue some, then load the codes again.</source>
            <translation>Genesys hat für diese Interaktion keine Nachbearbeitungscodes. Bitten Sie Ihren Administrator, der Warteschlange welche zu geben, und laden Sie die Codes dann neu.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>your conversations</source>
            <translation>Ihre Konversationen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Copilot's summaries</source>
            <translation>die Zusammenfassungen von Copilot</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>your status on the queue</source>
            <translation>Ihren Status in der Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>transcription</source>
            <translation>die Transkription</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Sign in first: this interaction belongs to the agent who answered it.</source>
            <translation>Melden Sie sich zuerst an: Diese Interaktion gehört dem Agenten, der sie angenommen hat.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys has completed the interaction with “{code}”; it cannot be taken back here any more. Your supervisor can change it.</source>
            <translation>Genesys hat die Interaktion mit „{code}“ abgeschlossen; der Code kann hier nicht mehr zurückgenommen werden. Ihr Supervisor kann ihn ändern.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Codes are sent but not kept on this PC: {trouble}. Keep the program open until each one says Coded.</source>
            <translation>Codes werden gesendet, aber nicht auf diesem PC gespeichert: {trouble}. Lassen Sie das Programm offen, bis bei jedem „Codiert“ steht.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>What was saved on this PC cannot be read: {trouble}. New choices are sent as usual; tell your administrator.</source>
            <translation>Was auf diesem PC gespeichert war, ist nicht lesbar: {trouble}. Neue Codes werden wie gewohnt gesendet; informieren Sie Ihren Administrator.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>{count} codes of others wait on this PC until they sign in.</source>
            <extracomment>One: 1 code of another agent waits on this PC until they sign in.</extracomment>
            <translation>
                <numerusform>1 Code eines anderen Agenten wartet auf diesem PC, bis dieser sich anmeldet.</numerusform>
                <numerusform>{count} Codes anderer Agenten warten auf diesem PC, bis diese sich anmelden.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Your company's system proposes “{name}”, and {count} codes of this queue are called so. Choose one yourself; your administrator can have the code's id sent instead.</source>
            <translation>Das System Ihres Unternehmens schlägt „{name}“ vor, und {count} Codes dieser Warteschlange heißen so. Wählen Sie selbst einen; Ihr Administrator kann stattdessen die ID des Codes senden lassen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Conversation {conversation} cannot be read and has no card. Choose its code in Genesys.</source>
            <translation>Konversation {conversation} ist nicht lesbar und hat keine Karte. Wählen Sie ihren Code in Genesys.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source> and {count} more</source>
            <translation> und {count} weitere</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>{count} conversations cannot be read and have no card: {named}{more}. Choose their codes in Genesys.</source>
            <translation>{count} Konversationen sind nicht lesbar und haben keine Karte: {named}{more}. Wählen Sie ihre Codes in Genesys.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Another WrapUp Desk of yours is open and takes this one's live news away. Close it; your codes are safe.</source>
            <translation>Ein anderes WrapUp Desk von Ihnen ist offen und nimmt diesem die Live-Meldungen weg. Schließen Sie es; Ihre Codes sind sicher.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys does not let this program follow {topic_kind}: {missing} is missing.</source>
            <translation>Genesys lässt dieses Programm {topic_kind} nicht verfolgen: {missing} fehlt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>No note is drafted for this interaction: a part of the program failed. Write it yourself; your codes are sent as ever.</source>
            <translation>Für diese Interaktion entsteht kein Notizentwurf: Ein Teil des Programms ist ausgefallen. Schreiben Sie die Notiz selbst; Ihre Codes werden wie immer gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Suggestions are paused for this interaction: a part of the program failed. Choose its code yourself; your codes are sent as ever.</source>
            <translation>Vorschläge sind für diese Interaktion ausgesetzt: Ein Teil des Programms ist ausgefallen. Wählen Sie ihren Code selbst; Ihre Codes werden wie immer gesendet.</translation>
        </message>
    </context>
    <context>
        <name>application/doctor</name>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Choose your region in the settings; your administrator knows which it is.</source>
            <translation>Wählen Sie Ihre Region in den Einstellungen; Ihr Administrator kennt sie.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Copy the client ID from “OAuth” (in Admin, under Integrations) into the settings.</source>
            <translation>Kopieren Sie die Client-ID aus „OAuth“ (in Admin unter Integrationen) in die Einstellungen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>no OAuth client ID is set</source>
            <translation>keine OAuth-Client-ID eingetragen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the client ID is no GUID (8-4-4-4-12 letters of 0-9 and a-f)</source>
            <translation>die Client-ID ist keine GUID (8-4-4-4-12 Zeichen aus 0-9 und a-f)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>of the right form; the login host did not answer</source>
            <translation>richtige Form; der Anmeldehost antwortete nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the login host does not take it ({status}): the client ID is unknown in this region, or the redirect URIs are not registered</source>
            <translation>der Anmeldehost nimmt sie nicht an ({status}): Die Client-ID ist in dieser Region unbekannt, oder die Redirect-URIs sind nicht eingetragen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{advice} Its redirect URIs are http://localhost:53682/oauth/callback to …:53685/oauth/callback.</source>
            <translation>{advice} Ihre Redirect-URIs sind http://localhost:53682/oauth/callback bis …:53685/oauth/callback.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>of the right form, and the login host takes it</source>
            <translation>richtige Form, und der Anmeldehost nimmt sie an</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>other programs use all redirect ports ({taken}): no sign-in can come back</source>
            <translation>andere Programme belegen alle Redirect-Ports ({taken}): Keine Anmeldung kann zurückkehren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Close those programs, or restart the computer.</source>
            <translation>Schließen Sie diese Programme oder starten Sie den Computer neu.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{free} is free; taken: {taken}</source>
            <translation>{free} ist frei; belegt: {taken}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>all are free</source>
            <translation>alle sind frei</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Genesys accepts the sign-in</source>
            <translation>Genesys akzeptiert die Anmeldung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the server does not tell the token's scopes</source>
            <translation>der Server nennt die Scopes des Tokens nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the server does not tell permissions</source>
            <translation>der Server nennt keine Berechtigungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>to {purpose} ({named})</source>
            <translation>für: {purpose} ({named})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>missing; needed to {purpose} ({named})</source>
            <translation>fehlt; nötig für: {purpose} ({named})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>missing: App not authorized to use scope [{names}]; needed to {purpose} ({named})</source>
            <translation>fehlt: App not authorized to use scope [{names}]; nötig für: {purpose} ({named})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give the OAuth client the scope {names}.</source>
            <translation>Bitten Sie Ihren Administrator, dem OAuth-Client den Scope {names} zu geben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give your role the permission {names}.</source>
            <translation>Bitten Sie Ihren Administrator, Ihrer Rolle die Berechtigung {names} zu geben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>this organisation does not have it: {purpose}</source>
            <translation>diese Organisation hat es nicht: {purpose}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>this account lacks the permission {lacking}</source>
            <translation>diesem Konto fehlt die Berechtigung {lacking}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {most} are open</source>
            <translation>{count} von {most} sind offen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {most} are open: a new one pushes the oldest out</source>
            <translation>{count} von {most} sind offen: Ein neuer verdrängt den ältesten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Close other desks and tools of this account.</source>
            <translation>Schließen Sie andere WrapUp-Desk-Fenster und Werkzeuge dieses Kontos.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>cannot be read; one code for each participant is assumed, Genesys' default</source>
            <translation>nicht lesbar; angenommen wird ein Code je Teilnehmer, wie bei Genesys üblich</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>after-call work is at {level} level</source>
            <translation>Nachbearbeitung auf Ebene {level}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>you are a member of no queue, so there are no codes to read</source>
            <translation>Sie sind Mitglied keiner Warteschlange, daher gibt es keine Codes zu lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {queues} queues have no wrap-up code</source>
            <translation>{count} von {queues} Warteschlangen haben keinen Nachbearbeitungscode</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give these queues their codes.</source>
            <translation>Bitten Sie Ihren Administrator, diesen Warteschlangen ihre Codes zu geben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>each of {queues} queues has codes</source>
            <translation>jede von {queues} Warteschlangen hat Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation keeps no drafts, a probe found.</source>
            <translation>Diese Organisation speichert keine Entwürfe, ergab eine Untersuchung.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation takes codes after the talk only; it goes out at its end.</source>
            <translation>Diese Organisation nimmt Codes erst nach dem Gespräch an; er wird am Ende gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation takes no code after completion, a probe found.</source>
            <translation>Diese Organisation nimmt nach dem Abschluss keinen Code an, ergab eine Untersuchung.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>there is room, and it can be written</source>
            <translation>Platz ist vorhanden, und Schreiben ist möglich</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>whole</source>
            <translation>unversehrt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>keeps the sign-in</source>
            <translation>speichert die Anmeldung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>can be shown</source>
            <translation>können angezeigt werden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>there is one</source>
            <translation>ist vorhanden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>“{check}” has to be right first</source>
            <translation>zuerst muss „{check}“ in Ordnung sein</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>this computer does not let it be checked ({name})</source>
            <translation>dieser Computer lässt die Prüfung nicht zu ({name})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>the check itself failed; the log says how</source>
            <translation>die Prüfung selbst ist fehlgeschlagen; das Protokoll sagt, wie</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>the OAuth client lacks the scope {named}</source>
            <translation>dem OAuth-Client fehlt der Scope {named}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>Ask your administrator to give the OAuth client the scope {named}.</source>
            <translation>Bitten Sie Ihren Administrator, dem OAuth-Client den Scope {named} zu geben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>App not authorized to use scope [{named}]</source>
            <translation>App not authorized to use scope [{named}]</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>this account lacks the permission {named}</source>
            <translation>diesem Konto fehlt die Berechtigung {named}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>Ask your administrator to give your role the permission {named}.</source>
            <translation>Bitten Sie Ihren Administrator, Ihrer Rolle die Berechtigung {named} zu geben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>missing permission {named}</source>
            <translation>fehlende Berechtigung {named}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>right</source>
            <translation>in Ordnung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>note</source>
            <translation>Hinweis</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>warning</source>
            <translation>Warnung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>wrong</source>
            <translation>Fehler</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>not checked</source>
            <translation>nicht geprüft</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>proxy and PAC</source>
            <translation>Proxy und PAC</translation>
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
            <translation>Anmeldehost</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>API host</source>
            <translation>API-Host</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>streaming host</source>
            <translation>Streaming-Host</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>apps host</source>
            <translation>Apps-Host</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>clock</source>
            <translation>Uhr</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>region</source>
            <translation>Region</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>client ID</source>
            <translation>Client-ID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>redirect ports</source>
            <translation>Redirect-Ports</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>sign-in</source>
            <translation>Anmeldung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>scopes</source>
            <translation>Scopes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>permissions</source>
            <translation>Berechtigungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>topics</source>
            <translation>Topics</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>channels</source>
            <translation>Kanäle</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>codes</source>
            <translation>Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>disk</source>
            <translation>Datenträger</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>keyring</source>
            <translation>Schlüsselbund</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>notifications</source>
            <translation>Benachrichtigungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>tray</source>
            <translation>Infobereich</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read conversations and write codes</source>
            <translation>Konversationen lesen und Codes schreiben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>hear live news of interactions</source>
            <translation>Live-Meldungen über Interaktionen empfangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read queues and codes</source>
            <translation>Warteschlangen und Codes lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>know who is signed in; names of agents need users:readonly</source>
            <translation>wissen, wer angemeldet ist; für Namen von Agenten ist users:readonly nötig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read transcripts of past calls</source>
            <translation>Transkripte früherer Anrufe lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>search past interactions</source>
            <translation>frühere Interaktionen suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>write a wrap-up code</source>
            <translation>einen Nachbearbeitungscode schreiben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read conversations</source>
            <translation>Konversationen lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read queues and the codes of a queue</source>
            <translation>Warteschlangen und ihre Codes lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read all codes of the organisation</source>
            <translation>alle Codes der Organisation lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>follow the words of calls; its holder may follow any live transcript</source>
            <translation>lesen, was in Anrufen gesagt wird; wer das darf, darf jedes Live-Transkript lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read the texts of messages</source>
            <translation>Texte von Nachrichten lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>show what Genesys itself predicts, where the organisation has Copilot</source>
            <translation>zeigen, was Genesys selbst vorhersagt, wo die Organisation Copilot hat</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>count codes for reports</source>
            <translation>Codes für Berichte zählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>live news of your interactions</source>
            <translation>Live-Meldungen Ihrer Interaktionen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>whether you are on queue</source>
            <translation>ob Sie in der Warteschlange sind</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>what Genesys itself predicts</source>
            <translation>was Genesys selbst vorhersagt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>the words of calls</source>
            <translation>was in Anrufen gesagt wird</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Correct or remove it, then check again.</source>
            <translation>Korrigieren oder entfernen Sie sie und prüfen Sie erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the proxy lets none of Genesys' hosts through</source>
            <translation>der Proxy lässt keinen Host von Genesys durch</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator for an exception for them, without a sign-in at the proxy.</source>
            <translation>Bitten Sie Ihren Administrator um eine Ausnahme dafür, ohne Anmeldung am Proxy.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>a proxy is set and is used</source>
            <translation>ein Proxy ist eingestellt und wird verwendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer uses a proxy script (PAC), which the program does not run; it connects directly</source>
            <translation>dieser Computer nutzt ein Proxy-Skript (PAC), das dieses Programm nicht ausführt; es verbindet sich direkt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>If the hosts below cannot be reached, ask your administrator for the proxy's address and set it as HTTPS_PROXY.</source>
            <translation>Wenn die Hosts unten nicht erreichbar sind, fragen Sie Ihren Administrator nach der Adresse des Proxys und setzen Sie sie als HTTPS_PROXY.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>none is set; the program connects directly</source>
            <translation>keiner eingestellt; das Programm verbindet sich direkt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the names of all hosts are known</source>
            <translation>die Namen aller Hosts sind bekannt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer does not know {named}; the proxy looks names up instead</source>
            <translation>dieser Computer kennt {named} nicht; der Proxy löst Namen auf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Check the network connection, then ask your administrator about DNS.</source>
            <translation>Prüfen Sie die Netzwerkverbindung und fragen Sie dann Ihren Administrator nach DNS.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>no address is known for {named}</source>
            <translation>für {named} ist keine Adresse bekannt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the simulator on this computer needs none</source>
            <translation>der Simulator auf diesem Computer braucht keine</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator to install the authority that signs for the proxy.</source>
            <translation>Bitten Sie Ihren Administrator, die Zertifizierungsstelle des Proxys zu installieren.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>no host answered</source>
            <translation>kein Host hat geantwortet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>certificates are trusted, signed by {named}</source>
            <translation>Zertifikaten wird vertraut, signiert von {named}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>certificates are trusted, but not signed by a public authority: a proxy of this network reads the traffic</source>
            <translation>Zertifikaten wird vertraut, aber keine öffentliche Stelle hat sie signiert: Ein Proxy dieses Netzes liest mit</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>If live news breaks off, ask your administrator to leave Genesys' hosts out.</source>
            <translation>Wenn Live-Meldungen abbrechen, bitten Sie Ihren Administrator, die Hosts von Genesys auszunehmen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>signed by {named}</source>
            <translation>signiert von {named}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>its name is not known</source>
            <translation>der Name ist nicht bekannt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>a certificate is not trusted</source>
            <translation>einem Zertifikat wird nicht vertraut</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator to let this computer reach {name}.</source>
            <translation>Bitten Sie Ihren Administrator, diesen Computer {name} erreichen zu lassen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the server did not tell its time</source>
            <translation>der Server nannte seine Zeit nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>as the server's</source>
            <translation>wie die des Servers</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Let the system set the clock by itself (Windows: Date &amp; time, Sync now).</source>
            <translation>Lassen Sie das System die Uhr selbst stellen (Windows: Datum &amp; Uhrzeit, Jetzt synchronisieren).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer is {seconds} s ahead of the server</source>
            <translation>dieser Computer geht {seconds} s vor</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer is {seconds} s behind the server</source>
            <translation>dieser Computer geht {seconds} s nach</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>all is right</source>
            <translation>alles in Ordnung</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>{count} lines; {what}.</source>
            <extracomment>One: 1 line; {what}.</extracomment>
            <translation>
                <numerusform>1 Punkt; {what}.</numerusform>
                <numerusform>{count} Punkte; {what}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>WrapUp Desk: check of an installation</source>
            <translation>WrapUp Desk: Prüfung einer Installation</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/sign_in_cause.py" />
            <source>{what}: {found}. {advice}</source>
            <translation>{what}: {found}. {advice}</translation>
        </message>
    </context>
    <context>
        <name>application/learning</name>
        <message>
            <location filename="../../wrapup_desk/application/learning/local_model.py" />
            <source>it has version {found}; this program reads version {version}</source>
            <translation>es hat Version {found}; dieses Programm liest Version {version}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/model_builder.py" />
            <source>No leg with a code was found in this time, so no model was written.</source>
            <translation>In dieser Zeit wurde kein Abschnitt mit Code gefunden, daher wurde kein Modell geschrieben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/model_builder.py" />
            <source>Nothing was learnt, so no model was written: of {all} legs with a code {silent} have no transcript and {unread} could not be read. Check that transcription is on for these queues, and what doctor says of reading words.</source>
            <translation>Es wurde nichts gelernt, daher wurde kein Modell geschrieben: Von {all} Abschnitten mit Code haben {silent} kein Transkript, und {unread} waren nicht lesbar. Prüfen Sie, ob die Transkription für diese Warteschlangen eingeschaltet ist und was doctor über das Lesen von Worten sagt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>no code of a person's</source>
            <translation>kein Code einer Person</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>no queue</source>
            <translation>keine Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>not over yet</source>
            <translation>noch nicht zu Ende</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>a code the queue does not have any more</source>
            <translation>ein Code, den die Warteschlange nicht mehr hat</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>a queue where codes are sent without a person</source>
            <translation>eine Warteschlange, in der Codes ohne Person gesendet werden</translation>
        </message>
    </context>
    <context>
        <name>application/repair</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/access.py" />
            <source>{who} may not search past interactions: the permission {permission} is missing. Ask your administrator for it.</source>
            <translation>{who} darf frühere Interaktionen nicht suchen: Die Berechtigung {permission} fehlt. Bitten Sie Ihren Administrator darum.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/access.py" />
            <source>This account</source>
            <translation>Dieses Konto</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/leg_moments.py" />
            <source>{name} (rules “{rule}”)</source>
            <translation>{name} (Regeln „{rule}“)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/plan_run.py" />
            <source>Someone else</source>
            <translation>Jemand anderes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/plan_run.py" />
            <source>{name} corrected it since the plan was made.</source>
            <translation>{name} hat ihn korrigiert, seit der Plan gemacht wurde.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>several codes are called “{code}”.</source>
            <translation>mehrere Codes heißen „{code}“.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>no active code is called “{code}”.</source>
            <translation>kein aktiver Code heißt „{code}“.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>Conversation {conversation_id} was not found, or has no such leg.</source>
            <translation>Konversation {conversation_id} wurde nicht gefunden oder hat keinen solchen Abschnitt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>Conversation {conversation_id} has {count} legs of agents: name the one meant in a column “communication”.</source>
            <translation>Konversation {conversation_id} hat {count} Abschnitte von Agenten: Nennen Sie den gemeinten in einer Spalte „communication“.</translation>
        </message>
    </context>
    <context>
        <name>application/repair/core</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Another bulk change is still running.</source>
            <translation>Eine andere Massenänderung läuft noch.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Genesys does not let this account change codes: {lacking} is missing.</source>
            <translation>Genesys lässt dieses Konto keine Codes ändern: {lacking} fehlt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>A reason is needed for this change.</source>
            <translation>Für diese Änderung ist ein Grund nötig.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>A note is needed for this change.</source>
            <translation>Für diese Änderung ist eine Notiz nötig.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Resumed {count} corrections from an earlier run.</source>
            <extracomment>One: Resumed 1 correction from an earlier run.</extracomment>
            <translation>
                <numerusform>1 Korrektur eines früheren Laufs wird fortgesetzt.</numerusform>
                <numerusform>{count} Korrekturen eines früheren Laufs werden fortgesetzt.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Genesys asks us to wait; trying again in {seconds} s.</source>
            <translation>Genesys bittet um eine Pause; neuer Versuch in {seconds} s.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/proof.py" />
            <source>The audit trail was modified outside WrapUp Desk: {problem}. Open Reports and inform the store's administrator.</source>
            <translation>Das Prüfprotokoll wurde außerhalb von WrapUp Desk verändert: {problem}. Öffnen Sie die Berichte und informieren Sie den Administrator des Speichers.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/rules.py" />
            <source>Only who may change codes can keep or remove rules.</source>
            <translation>Nur wer Codes ändern darf, kann Regeln speichern oder entfernen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/rules.py" />
            <source>A rule list needs a name and at least one rule.</source>
            <translation>Eine Regelliste braucht einen Namen und mindestens eine Regel.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/sampling.py" />
            <source>There is no interaction with an agent's code to draw from: choose a longer time range, or fewer filters.</source>
            <translation>Es gibt keine Interaktion mit Code eines Agenten für die Stichprobe: Wählen Sie einen längeren Zeitraum oder weniger Filter.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/search.py" />
            <source>You are not signed in yet.</source>
            <translation>Sie sind noch nicht angemeldet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/search.py" />
            <source>Reading names</source>
            <translation>Namen werden gelesen</translation>
        </message>
    </context>
    <context>
        <name>application/repair/proof</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/repair/proof/reports_and_export.py" />
            <source>{count} rows are in {path}.</source>
            <extracomment>One: 1 row is in {path}.</extracomment>
            <translation>
                <numerusform>1 Zeile steht in {path}.</numerusform>
                <numerusform>{count} Zeilen stehen in {path}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/proof/reports_and_export.py" />
            <source>The audit trail is in {path}.</source>
            <translation>Das Prüfprotokoll steht in {path}.</translation>
        </message>
    </context>
    <context>
        <name>application/repair/tasks</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/batch_run.py" />
            <source>Taken back in the ledger; Genesys' record had not changed.</source>
            <translation>Im Register zurückgenommen; der Eintrag in Genesys hatte sich nicht geändert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/bulk_changes.py" />
            <source>Analytics shows it.</source>
            <translation>Die Analytik zeigt es.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/bulk_changes.py" />
            <source>Genesys accepted it, but analytics does not show it.</source>
            <translation>Genesys hat es angenommen, aber die Analytik zeigt es nicht.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Cancelled before anything was sent.</source>
            <translation>Abgebrochen, bevor etwas gesendet wurde.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Genesys accepted it, but its record did not change.</source>
            <translation>Genesys hat es angenommen, aber der Eintrag hat sich nicht geändert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Somebody else changed it in between; their code stands.</source>
            <translation>Jemand anderes hat ihn inzwischen geändert; dessen Code bleibt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/learnt_refusals.py" />
            <source>Not tried: Genesys refused the same for the {count} before. {answer}</source>
            <translation>Nicht versucht: Genesys hat dasselbe zuvor {count}-mal abgelehnt. {answer}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_detail_loader.py" />
            <source>Nothing was transcribed for this interaction.</source>
            <translation>Für diese Interaktion wurde nichts transkribiert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_search.py" />
            <source>Agents are shown by the beginning of their id, as their names cannot be read</source>
            <translation>Agenten erscheinen mit dem Anfang ihrer ID, weil ihre Namen nicht lesbar sind</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_search.py" />
            <source>a code you may not see</source>
            <translation>ein Code, den Sie nicht sehen dürfen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/repair_tasks.py" />
            <source>Something unexpected went wrong; the log file says what.</source>
            <translation>Etwas Unerwartetes ist schiefgegangen; die Protokolldatei sagt, was.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/rule_shelf.py" />
            <source>The rules are in {path}.</source>
            <translation>Die Regeln stehen in {path}.</translation>
        </message>
    </context>
    <context>
        <name>application/services</name>
        <message>
            <location filename="../../wrapup_desk/application/services/sign_in.py" />
            <source>The connection was interrupted.</source>
            <translation>Die Verbindung wurde unterbrochen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>WrapUp Desk {version} is available; this is {running}.</source>
            <translation>WrapUp Desk {version} ist verfügbar; dies ist {running}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>Your administrator installs it, or you do.</source>
            <translation>Ihr Administrator installiert es, oder Sie selbst.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>See {page}.</source>
            <translation>Siehe {page}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>it is older than the one seen before</source>
            <translation>es ist älter als das zuvor gesehene</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>it names {version}, older than {newer} before</source>
            <translation>es nennt {version}, älter als zuvor {newer}</translation>
        </message>
    </context>
    <context>
        <name>application/suggestions</name>
        <message>
            <location filename="../../wrapup_desk/application/suggestions/sentence_reader.py" />
            <source>The sentence encoder does not work; suggestions rest on single words. Install WrapUp Desk again.</source>
            <translation>Der Satz-Encoder funktioniert nicht; Vorschläge beruhen auf einzelnen Wörtern. Installieren Sie WrapUp Desk neu.</translation>
        </message>
    </context>
    <context>
        <name>domain</name>
        <message>
            <location filename="../../wrapup_desk/domain/submission.py" />
            <source>Genesys accepted the code and does not show it.</source>
            <translation>Genesys hat den Code angenommen und zeigt ihn nicht.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/submission.py" />
            <source>The agent had selected this code and not sent it when the interaction ended.</source>
            <translation>Der Agent hatte diesen Code gewählt, aber nicht gesendet, als die Interaktion endete.</translation>
        </message>
    </context>
    <context>
        <name>domain/history</name>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Deleted code {id}</source>
            <translation>Gelöschter Code {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Agent {id}</source>
            <translation>Agent {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Former agent {id}</source>
            <translation>Früherer Agent {id}</translation>
        </message>
    </context>
    <context>
        <name>domain/quality</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/domain/quality/code_list.py" />
            <source>confused {count} times</source>
            <extracomment>One: confused once</extracomment>
            <translation>
                <numerusform>einmal verwechselt</numerusform>
                <numerusform>{count}-mal verwechselt</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/code_list.py" />
            <source>their names mean the same</source>
            <translation>ihre Namen bedeuten dasselbe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/sample.py" />
            <source>A sample has 1 to {count} interactions.</source>
            <translation>Eine Stichprobe hat 1 bis {count} Interaktionen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/sample.py" />
            <source>sample of {size}{each}, seed {seed}</source>
            <translation>Stichprobe von {size}{each}, Startwert {seed}</translation>
        </message>
    </context>
    <context>
        <name>domain/recommender/text</name>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/averaging_encoder.py" />
            <source>The sentence encoder is damaged: {why}.</source>
            <translation>Der Satz-Encoder ist beschädigt: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table is larger than one can be.</source>
            <translation>Die Sprachtabelle ist größer, als sie sein kann.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table cannot be read: {why}.</source>
            <translation>Die Sprachtabelle kann nicht gelesen werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table is damaged: its parts differ in length.</source>
            <translation>Die Sprachtabelle ist beschädigt: Ihre Teile sind verschieden lang.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/recommender/text/word_vectors.py" />
            <source>The language table is damaged: it holds numbers that cannot be.</source>
            <translation>Die Sprachtabelle ist beschädigt: Sie enthält unmögliche Zahlen.</translation>
        </message>
    </context>
    <context>
        <name>domain/repair</name>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>An anchor is a number, a colon and 64 hexadecimal digits.</source>
            <translation>Ein Anker ist eine Zahl, ein Doppelpunkt und 64 Hexadezimalziffern.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number}, which was seen before, is gone or another</source>
            <translation>Eintrag {number}, der zuvor gesehen wurde, fehlt oder ist ein anderer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} is not the one that was seen before</source>
            <translation>Eintrag {number} ist nicht der zuvor gesehene</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>the trail ends at entry {number}, but entry {seen} was seen before</source>
            <translation>das Protokoll endet bei Eintrag {number}, aber Eintrag {seen} wurde schon gesehen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {missing} is missing, {number} follows {before}</source>
            <translation>Eintrag {missing} fehlt, {number} folgt auf {before}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} does not follow from the one before it</source>
            <translation>Eintrag {number} folgt nicht aus dem davor</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} was changed after it was written</source>
            <translation>Eintrag {number} wurde nach dem Schreiben geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} is of the same leg as line {seen}.</source>
            <translation>Zeile {line} betrifft denselben Abschnitt wie Zeile {seen}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} has no conversation or no new code.</source>
            <translation>Zeile {line} hat keine Konversation oder keinen neuen Code.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} lacks its conversation, participant, communication or new code.</source>
            <translation>In Zeile {line} fehlt Konversation, Teilnehmer, Kommunikation oder neuer Code.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} has an unknown medium or count of corrections.</source>
            <translation>Zeile {line} hat ein unbekanntes Medium oder eine unbekannte Zahl von Korrekturen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>The file is no CSV: {error}.</source>
            <translation>Die Datei ist keine CSV-Datei: {error}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>The first line has to name the columns; there is no {missing}.</source>
            <translation>Die erste Zeile muss die Spalten nennen; es fehlt {missing}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>A plan has at most {count} rows.</source>
            <translation>Ein Plan hat höchstens {count} Zeilen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/correction.py" />
            <source>It already had this code.</source>
            <translation>Sie hatte diesen Code schon.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>correction</source>
            <translation>Korrektur</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>bulk change</source>
            <translation>Massenänderung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>rule list</source>
            <translation>Regelliste</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was put there by another hand</source>
            <translation>{what} {id} wurde von fremder Hand eingefügt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was changed by another hand</source>
            <translation>{what} {id} wurde von fremder Hand geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was removed by another hand</source>
            <translation>{what} {id} wurde von fremder Hand entfernt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the file is no CSV: {error}.</source>
            <translation>die Datei ist keine CSV-Datei: {error}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>there are {count}; a list has at most {most}.</source>
            <translation>es sind {count}; eine Liste hat höchstens {most}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the file has none.</source>
            <translation>die Datei enthält keine.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the first line has to name the columns, “from” and “to” among them.</source>
            <translation>die erste Zeile muss die Spalten nennen, darunter „from“ und „to“.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>a cell is longer than {count} characters.</source>
            <translation>eine Zelle ist länger als {count} Zeichen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it names no new code.</source>
            <translation>sie nennt keinen neuen Code.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it names no old code; {no_code} stands for legs without one.</source>
            <translation>sie nennt keinen alten Code; {no_code} steht für Interaktionen ohne Code.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it has a value but no attribute.</source>
            <translation>sie hat einen Wert, aber kein Attribut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it would change every leg; name a queue, a flow or the like.</source>
            <translation>sie würde jede Interaktion ändern; nennen Sie eine Warteschlange, einen Flow oder Ähnliches.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>Rule {place}: {text}</source>
            <translation>Regel {place}: {text}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>there is none yet.</source>
            <translation>es gibt noch keine.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no code “{from_code}” was found: it fits nothing.</source>
            <translation>kein Code „{from_code}“ gefunden: Sie passt auf nichts.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no queue “{queue}” was found: it fits nothing.</source>
            <translation>keine Warteschlange „{queue}“ gefunden: Sie passt auf nichts.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no medium is called “{media}”: it fits nothing.</source>
            <translation>kein Medium heißt „{media}“: Sie passt auf nichts.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>the attribute “{attribute}” is known of no leg. The settings name which attributes are read, and Genesys gives them for more than a week only.</source>
            <translation>das Attribut „{attribute}“ ist bei keiner Interaktion bekannt. Die Einstellungen nennen, welche Attribute gelesen werden, und Genesys liefert sie nur für gut eine Woche.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>gives what rule {place} takes: run again, it changes once more.</source>
            <translation>ergibt einen Code, den Regel {place} ändert: Ein zweiter Lauf ändert die Zeilen noch einmal.</translation>
        </message>
    </context>
    <context>
        <name>main/apps</name>
        <message>
            <location filename="../../wrapup_desk/main/apps/api_dialect.py" />
            <source>"dialect" is "{dialect}", which needs the gateway's client ID and secret in the environment variables {id_variable} and {secret_variable}</source>
            <translation>„dialect“ ist „{dialect}“; dafür müssen Client-ID und Geheimnis des Gateways in den Umgebungsvariablen {id_variable} und {secret_variable} stehen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_app.py" />
            <source>This computer's store of passwords does not answer. You can work as usual, and have to sign in again at the next start.</source>
            <translation>Der Passwortspeicher dieses Computers antwortet nicht. Sie können wie gewohnt arbeiten und müssen sich beim nächsten Start erneut anmelden.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_app.py" />
            <source>What Genesys sends is recorded to {name}, with every text, name, number and id replaced. It ends with the program.</source>
            <translation>Was Genesys sendet, wird in {name} aufgezeichnet; alle Texte, Namen, Nummern und IDs sind ersetzt. Die Aufzeichnung endet mit dem Programm.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>wrapup-desk: there is no display; use wrapup-desk headless, or --platform offscreen
</source>
            <translation>wrapup-desk: Es gibt keinen Bildschirm; verwenden Sie wrapup-desk headless oder --platform offscreen
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>Windows did not let WrapUp Desk change whether it starts at sign-in: {reason}.</source>
            <translation>Windows ließ WrapUp Desk nicht ändern, ob es bei der Anmeldung startet: {reason}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>The window to fix codes did not start. Start it with: wrapup-desk repair</source>
            <translation>Das Fenster zum Korrigieren von Codes ist nicht gestartet. Starten Sie es mit: wrapup-desk repair</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder {path} cannot be read: {reason}.</source>
            <translation>Der Satz-Encoder {path} kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder {path} does not match encoder_sha256; it is not used.</source>
            <translation>Der Satz-Encoder {path} passt nicht zu encoder_sha256 und wird nicht verwendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>Suggestions rest on single words until it is there.</source>
            <translation>Bis er da ist, beruhen Vorschläge auf einzelnen Wörtern.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder cannot be kept in the profile; it is not used.</source>
            <translation>Der Satz-Encoder kann nicht im Profil gespeichert werden und wird nicht verwendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far was taught with another sentence encoder, or none: what words taught it stays, what sentences teach begins now, and no code is sent alone until that is measured.</source>
            <translation>Das bisher Gelernte entstand mit einem anderen oder ohne Satz-Encoder: Was Wörter lehrten, bleibt; was Sätze lehren, beginnt neu, und bis das gemessen ist, wird kein Code von selbst gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>The team's model could not be looked for ({error}).</source>
            <translation>Das Teammodell konnte nicht gesucht werden ({error}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>As it was it is kept as {path}.</source>
            <translation>Der alte Stand bleibt in {path}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>It is kept as {path}; suggestions start from scratch.</source>
            <translation>Es bleibt in {path}; Vorschläge beginnen von vorn.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far cannot be used: {error}.</source>
            <translation>Das bisher Gelernte ist nicht verwendbar: {error}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far cannot be used: {problem}</source>
            <translation>Das bisher Gelernte ist nicht verwendbar: {problem}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>The team's model cannot be used: {problem}</source>
            <translation>Das Teammodell ist nicht verwendbar: {problem}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>it breaks the program that reads it ({error}).</source>
            <translation>das Programm kann es nicht lesen ({error}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>What could be read was carried over.</source>
            <translation>Was lesbar war, wurde übernommen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>This PC's database was damaged.</source>
            <translation>Die Datenbank dieses PCs war beschädigt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>Others may be missing: look at your last interactions in Genesys.</source>
            <translation>Andere können fehlen: Sehen Sie sich Ihre letzten Interaktionen in Genesys an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>The damaged file is kept as {name}.</source>
            <translation>Die beschädigte Datei bleibt als {name} erhalten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, without the note</source>
            <translation>, ohne die Notiz</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, without their notes</source>
            <translation>, ohne ihre Notizen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, {count} of them without the note</source>
            <translation>, {count} davon ohne Notiz</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{count} more in the log</source>
            <translation>{count} weitere im Protokoll</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{count} waiting codes were put back and will be sent{loss}: {named}.</source>
            <extracomment>One: 1 waiting code was put back and will be sent{loss}: {named}.</extracomment>
            <translation>
                <numerusform>1 wartender Code wurde wiederhergestellt und wird gesendet{loss}: {named}.</numerusform>
                <numerusform>{count} wartende Codes wurden wiederhergestellt und werden gesendet{loss}: {named}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{name}, {time} (conversation {id})</source>
            <translation>{name}, {time} (Konversation {id})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/repair_app.py" />
            <source>Continue in your browser.</source>
            <translation>Fahren Sie in Ihrem Browser fort.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/repair_session.py" />
            <source>sign-in is not possible: choose region and client ID in the window first (wrapup-desk), or give client credentials (see wrapup-desk fix plan --help)</source>
            <translation>Anmeldung nicht möglich: Wählen Sie zuerst Region und Client-ID im Fenster (wrapup-desk) oder geben Sie Client-Zugangsdaten an (siehe wrapup-desk fix plan --help)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>The team's model {name} cannot be read: {reason}.</source>
            <translation>Das Teammodell {name} kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>The team's model {name} does not match its checksum.</source>
            <translation>Die Prüfsumme des Teammodells {name} stimmt nicht.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>it does not answer</source>
            <translation>es antwortet nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>{why} Suggestions continue with what is on this computer.</source>
            <translation>{why} Vorschläge gehen mit dem weiter, was auf diesem Computer ist.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Wrap-up code not accepted: {name}</source>
            <translation>Nachbearbeitungscode nicht angenommen: {name}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Decided at: {time} UTC</source>
            <translation>Entschieden um: {time} UTC</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Copied for your supervisor: paste it into a message to them.</source>
            <translation>Für Ihren Supervisor kopiert: Fügen Sie es in eine Nachricht ein.</translation>
        </message>
    </context>
    <context>
        <name>main/commands</name>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>wrapup-desk: a fault of the program: {name}
</source>
            <translation>wrapup-desk: ein Fehler des Programms: {name}
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>the week's page needs both --week and --html FILE</source>
            <translation>die Wochenseite braucht sowohl --week als auch --html FILE</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>there is no file {path}</source>
            <translation>die Datei {path} gibt es nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>changed and seen in analytics</source>
            <translation>geändert und in der Analytik zu sehen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>refused by Genesys and kept in the ledger only</source>
            <translation>von Genesys abgelehnt und nur im Register vermerkt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>had the code already or were changed by somebody else</source>
            <translation>hatten den Code schon oder wurden von anderen geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>not begun yet</source>
            <translation>noch nicht begonnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>sent, outcome unknown</source>
            <translation>gesendet, Ergebnis unbekannt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>accepted, not seen on record yet</source>
            <translation>angenommen, noch nicht gespeichert zu sehen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>Genesys asks us to wait; going on in {seconds} s.</source>
            <translation>Genesys bittet um eine Pause; in {seconds} s geht es weiter.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{done} of {total} rows</source>
            <translation>{done} von {total} Zeilen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{count} legs found</source>
            <extracomment>One: 1 leg found</extracomment>
            <translation>
                <numerusform>1 Abschnitt gefunden</numerusform>
                <numerusform>{count} Abschnitte gefunden</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>the settings want a reason for each change: give --reason</source>
            <translation>die Einstellungen verlangen einen Grund für jede Änderung: Geben Sie --reason an</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>the settings want a note with each code: give --note</source>
            <translation>die Einstellungen verlangen eine Notiz zu jedem Code: Geben Sie --note an</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source> {count} are left alone: {why}.</source>
            <translation> {count} bleiben unverändert: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>Of {all} legs {changing} would change.{skipped} The plan is {path}.</source>
            <translation>Von {all} Abschnitten würden sich {changing} ändern.{skipped} Der Plan ist {path}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>The audit trail was modified outside WrapUp Desk: {problem}.</source>
            <translation>Das Prüfprotokoll wurde außerhalb von WrapUp Desk verändert: {problem}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>there is neither a file nor a kept rule list {source}; kept are: {names}</source>
            <translation>es gibt weder eine Datei noch eine gespeicherte Regelliste {source}; gespeichert sind: {names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>there is no queue {names}</source>
            <translation>die Warteschlange {names} gibt es nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>nothing to do</source>
            <translation>nichts zu tun</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source> Run the same command again to go on.</source>
            <translation> Führen Sie denselben Befehl erneut aus, um fortzufahren.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{count} rows: {listed}.{why}{again} Each row's result is in {path}.</source>
            <extracomment>One: 1 row: {listed}.{why}{again} Its result is in {path}.</extracomment>
            <translation>
                <numerusform>1 Zeile: {listed}.{why}{again} Ihr Ergebnis steht in {path}.</numerusform>
                <numerusform>{count} Zeilen: {listed}.{why}{again} Das Ergebnis jeder Zeile steht in {path}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>give at least {count} signs of whom to forget</source>
            <translation>geben Sie mindestens {count} Zeichen dessen an, was vergessen werden soll</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes, with their notes, that name the customer or are of the conversation.</source>
            <extracomment>One: 1 code, with its note, that names the customer or is of the conversation.</extracomment>
            <translation>
                <numerusform>1 Code mit seiner Notiz, der den Kunden nennt oder zu der Konversation gehört.</numerusform>
                <numerusform>{count} Codes mit ihren Notizen, die den Kunden nennen oder zu der Konversation gehören.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>the learnt model, which could not be read.</source>
            <translation>das gelernte Modell, das nicht lesbar war.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>the customer's last code, from the learnt model.</source>
            <translation>der letzte Code des Kunden, aus dem gelernten Modell.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} saved views that search for the customer.</source>
            <extracomment>One: 1 saved view that searches for the customer.</extracomment>
            <translation>
                <numerusform>1 gespeicherte Ansicht, die nach dem Kunden sucht.</numerusform>
                <numerusform>{count} gespeicherte Ansichten, die nach dem Kunden suchen.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>What was learnt from the customer's words stays in the model, as weights of hashed words without any person; --all removes the model.</source>
            <translation>Was aus den Worten des Kunden gelernt wurde, bleibt im Modell, als Gewichte gehashter Wörter ohne Personenbezug; --all entfernt das Modell.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes, with their notes, that the agent chose on this computer.</source>
            <extracomment>One: 1 code, with its note, that the agent chose on this computer.</extracomment>
            <translation>
                <numerusform>1 Code mit seiner Notiz, den der Agent auf diesem Computer gewählt hat.</numerusform>
                <numerusform>{count} Codes mit ihren Notizen, die der Agent auf diesem Computer gewählt hat.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} files of figures about suggestions; they do not tell agents apart.</source>
            <extracomment>One: 1 file of figures about suggestions; it does not tell agents apart.</extracomment>
            <translation>
                <numerusform>1 Datei mit Zahlen über Vorschläge; sie unterscheidet keine Agenten.</numerusform>
                <numerusform>{count} Dateien mit Zahlen über Vorschläge; sie unterscheiden keine Agenten.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>The learnt model holds no agent, but was taught by the agent's choices; --all removes it. A kept sign-in goes with signing out in the window.</source>
            <translation>Das gelernte Modell enthält keinen Agenten, wurde aber durch die Wahl des Agenten gelehrt; --all entfernt es. Eine gespeicherte Anmeldung endet mit dem Abmelden im Fenster.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Nothing was removed: {count} codes still wait to be sent. Start WrapUp Desk so that they go, or give --even-waiting.</source>
            <translation>Es wurde nichts entfernt: {count} Codes warten noch auf das Senden. Starten Sie WrapUp Desk, damit sie gesendet werden, oder geben Sie --even-waiting an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} files: codes, notes, figures, the learnt model, corrections and their audit trail.</source>
            <translation>{count} Dateien: Codes, Notizen, Zahlen, das gelernte Modell, Korrekturen und ihr Prüfprotokoll.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>The settings stay. A kept sign-in goes with signing out in the window.</source>
            <translation>Die Einstellungen bleiben. Eine gespeicherte Anmeldung endet mit dem Abmelden im Fenster.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>could not be read</source>
            <translation>nicht lesbar</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{logs} log files, {copies} copies that had been set aside, {begun} unfinished files.</source>
            <translation>{logs} Protokolldateien, {copies} beiseitegelegte Kopien, {begun} unfertige Dateien.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Corrections of the repair desk and their audit trail stay as proof of who changed what (repair.sqlite3, or the team's store: ask its administrator). Genesys Cloud keeps its own record. A recording made with --record is where you had it written, with every name replaced. A model built by `wrapup-desk learn` holds no customers; build it again to leave conversations out.</source>
            <translation>Korrekturen aus dem Fenster „Codes korrigieren“ und ihr Prüfprotokoll bleiben als Nachweis, wer was geändert hat (repair.sqlite3 oder der Teamspeicher: fragen Sie dessen Administrator). Genesys Cloud führt eigene Aufzeichnungen. Eine Aufzeichnung mit --record liegt dort, wohin Sie sie schreiben ließen, mit ersetzten Namen. Ein mit `wrapup-desk learn` gebautes Modell enthält keine Kunden; bauen Sie es neu, um Konversationen auszulassen.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes of theirs still wait to be sent and stay until then.</source>
            <extracomment>One: 1 code of theirs still waits to be sent and stays until then.</extracomment>
            <translation>
                <numerusform>1 Code wartet noch auf das Senden und bleibt bis dahin.</numerusform>
                <numerusform>{count} Codes warten noch auf das Senden und bleiben bis dahin.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Removed: {what}</source>
            <translation>Entfernt: {what}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget_sign_ins.py" />
            <source>wrapup-desk: sign out in the window; only Windows can be asked for all
</source>
            <translation>wrapup-desk: Melden Sie sich im Fenster ab; nur Windows kann nach allen gefragt werden
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/given.py" />
            <source>{option} has to be from 1 to {most}</source>
            <translation>{option} muss zwischen 1 und {most} liegen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/given.py" />
            <source>give --client-id, or set {variable}</source>
            <translation>geben Sie --client-id an oder setzen Sie {variable}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/given.py" />
            <source>the environment variable {variable} has to hold the client's secret</source>
            <translation>die Umgebungsvariable {variable} muss das Geheimnis des Clients enthalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>{reason} Sign in again.</source>
            <translation>{reason} Melden Sie sich erneut an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>Sign in on this page, on this computer.</source>
            <translation>Melden Sie sich auf dieser Seite an, auf diesem Computer.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>The sign-in has ended.</source>
            <translation>Die Anmeldung ist beendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>--publish puts the model into the team's store; set store first</source>
            <translation>--publish legt das Modell in den Teamspeicher; setzen Sie zuerst store</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>sign-in is not possible: choose region and client ID in the window first (wrapup-desk), or give client credentials (see wrapup-desk learn --help)</source>
            <translation>Anmeldung nicht möglich: Wählen Sie zuerst Region und Client-ID im Fenster (wrapup-desk) oder geben Sie Client-Zugangsdaten an (siehe wrapup-desk learn --help)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>{problem} Give --restart to begin again.</source>
            <translation>{problem} Mit --restart beginnen Sie von vorn.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>wrapup-desk: the corrections are left out, as they were modified outside WrapUp Desk: {problem}.
</source>
            <translation>wrapup-desk: Die Korrekturen bleiben außen vor, weil sie außerhalb von WrapUp Desk verändert wurden: {problem}.
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>version {version} in the {store}</source>
            <translation>Version {version}, {store}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>no words</source>
            <translation>keine Worte</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>words not readable</source>
            <translation>Worte nicht lesbar</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learning from {place}, {first} to {last}; at most {count} legs.</source>
            <translation>Gelernt wird von {place}, {first} bis {last}; höchstens {count} Abschnitte.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Resuming an unfinished run. {text}</source>
            <translation>Ein unfertiger Lauf wird fortgesetzt. {text}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learnt {count} legs. {left_out}</source>
            <extracomment>One: Learnt 1 leg. {left_out}</extracomment>
            <translation>
                <numerusform>1 Abschnitt gelernt. {left_out}</numerusform>
                <numerusform>{count} Abschnitte gelernt. {left_out}</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>The model is {path} ({size} MB). To use it, write into the policy or the settings:
  model = {quoted}
  model_sha256 = "{sha256}"
or put it on a web server and give its https address as the model.</source>
            <translation>Das Modell ist {path} ({size} MB). Zur Verwendung schreiben Sie in die Richtlinie oder die Einstellungen:
  model = {quoted}
  model_sha256 = "{sha256}"
oder legen Sie es auf einen Webserver und geben dessen https-Adresse als Modell an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Published to the team: {where}.</source>
            <translation>Für das Team veröffentlicht: {where}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source> ({share} of the span)</source>
            <translation> ({share} des Zeitraums)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Finding: {done} legs with a code{share}</source>
            <translation>Suche: {done} Abschnitte mit Code{share}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learning: {done} of {total} legs ({share}){left}</source>
            <translation>Lernen: {done} von {total} Abschnitten ({share}){left}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>, about {minutes} min left</source>
            <translation>, noch etwa {minutes} min</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>, less than a minute left</source>
            <translation>, noch weniger als eine Minute</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>more than the most wanted</source>
            <translation>mehr als höchstens gewünscht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Left out: {reasons}.</source>
            <translation>Ausgelassen: {reasons}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>No leg was left out.</source>
            <translation>Kein Abschnitt wurde ausgelassen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>  {name}: the first suggestion was right in {top_share} of the last {legs} legs, before each was learnt</source>
            <translation>  {name}: Der erste Vorschlag war in {top_share} der letzten {legs} Abschnitte richtig, bevor sie gelernt wurden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>{text}; too early to send codes automatically</source>
            <translation>{text}; zu früh, um Codes automatisch zu senden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>{text}; would send {coverage} automatically, right in {precision} of them</source>
            <translation>{text}; würde {coverage} automatisch senden, davon {precision} richtig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>“{id}” is not a conversation id (a GUID)</source>
            <translation>„{id}“ ist keine Konversations-ID (eine GUID)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>Proposed “{code}”.</source>
            <translation>„{code}“ vorgeschlagen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The conversation has it; the agent's desk shows it.</source>
            <translation>Die Konversation hat ihn; der Desktop des Agenten zeigt ihn.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>Genesys accepted the proposal but does not show it.</source>
            <translation>Genesys hat den Vorschlag angenommen, zeigt ihn aber nicht.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The agent has completed without any code.</source>
            <translation>Der Agent hat ohne Code abgeschlossen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>No code is on record after {seconds} s.</source>
            <translation>Nach {seconds} s ist kein Code gespeichert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source> It was written by Genesys itself.</source>
            <translation> Genesys selbst hat ihn geschrieben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The code on record is “{name}”.{by}</source>
            <translation>Der gespeicherte Code ist „{name}“.{by}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source> Did you mean {names}?</source>
            <translation> Meinten Sie {names}?</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The agent's queue has no code “{code}”; nothing was proposed.{hint}</source>
            <translation>Die Warteschlange des Agenten hat keinen Code „{code}“; es wurde nichts vorgeschlagen.{hint}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/repair.py" />
            <source>wrapup-desk: there is no display; use wrapup-desk repair --demo
</source>
            <translation>wrapup-desk: Es gibt keinen Bildschirm; verwenden Sie wrapup-desk repair --demo
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/repair.py" />
            <source>Choose your region and client ID in the agent's window first: wrapup-desk</source>
            <translation>Wählen Sie zuerst Region und Client-ID im Fenster des Agenten: wrapup-desk</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>{count} legs since {since} whose code a person chose: {shown} with suggestions in sight, {shadow} in shadow mode, {blind} asked blind.
</source>
            <extracomment>One: 1 leg since {since} whose code a person chose: {shown} with suggestions in sight, {shadow} in shadow mode, {blind} asked blind.
</extracomment>
            <translation>
                <numerusform>1 Abschnitt seit {since}, dessen Code eine Person wählte: {shown} mit sichtbaren Vorschlägen, {shadow} im Schattenmodus, {blind} blind gefragt.
</numerusform>
                <numerusform>{count} Abschnitte seit {since}, deren Code eine Person wählte: {shown} mit sichtbaren Vorschlägen, {shadow} im Schattenmodus, {blind} blind gefragt.
</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>{name}: {count} legs</source>
            <extracomment>One: {name}: 1 leg</extracomment>
            <translation>
                <numerusform>{name}: 1 Abschnitt</numerusform>
                <numerusform>{name}: {count} Abschnitte</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  first suggestion as chosen   {share}{unseen}</source>
            <translation>  erster Vorschlag gewählt     {share}{unseen}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>, right in {share} of them</source>
            <translation>, davon {share} richtig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  would have sent itself       {share}{precise}</source>
            <translation>  hätte selbst gesendet        {share}{precise}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  sure, and still asked        {count}; {wrong} of them people chose otherwise</source>
            <translation>  sicher, dennoch gefragt      {count}; davon {wrong}-mal anders gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  codes that mean “other”      {share}</source>
            <translation>  Codes wie „Sonstiges“        {share}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  confused {count} times: suggested “{suggested}”, chosen “{chosen}”</source>
            <extracomment>One:   confused once: suggested “{suggested}”, chosen “{chosen}”</extracomment>
            <translation>
                <numerusform>  einmal verwechselt: vorgeschlagen „{suggested}“, gewählt „{chosen}“</numerusform>
                <numerusform>  {count}-mal verwechselt: vorgeschlagen „{suggested}“, gewählt „{chosen}“</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  asked again for “{code}”: {count} times, people chose otherwise {wrong} times</source>
            <translation>  zu „{code}“ {count}-mal nachgefragt, davon {wrong}-mal anders gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  never chosen: {names}</source>
            <translation>  nie gewählt: {names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>; where nobody saw it, {share} of {count}</source>
            <translation>; wo niemand ihn sah, {share} von {count}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/weekly.py" />
            <source>{count} interactions of {week} are in {path}
</source>
            <extracomment>One: 1 interaction of {week} is in {path}
</extracomment>
            <translation>
                <numerusform>1 Interaktion der Woche {week} steht in {path}
</numerusform>
                <numerusform>{count} Interaktionen der Woche {week} stehen in {path}
</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>main/demo</name>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>Your first simulated call is here in a moment and ends by itself. Then press 1 to choose a code, and Enter to send it.</source>
            <translation>Ihr erster simulierter Anruf kommt gleich und endet von selbst. Drücken Sie dann 1, um einen Code zu wählen, und Enter, um ihn zu senden.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>There is no display: the demo plays on its own and saves pictures in {pictures}
</source>
            <translation>Es gibt keinen Bildschirm: Die Demo läuft allein und speichert Bilder in {pictures}
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>The demo took too long and was stopped.
</source>
            <translation>Die Demo dauerte zu lange und wurde beendet.
</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/repair_demo.py" />
            <source>The demo was stopped before its end.
</source>
            <translation>Die Demo wurde vor ihrem Ende beendet.
</translation>
        </message>
    </context>
    <context>
        <name>main/desktop</name>
        <message>
            <location filename="../../wrapup_desk/main/desktop/portal_keys.py" />
            <source>Bring WrapUp Desk forward, and go back</source>
            <translation>WrapUp Desk nach vorn holen und zurückkehren</translation>
        </message>
    </context>
    <context>
        <name>main/doctor</name>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>the simulator on this computer</source>
            <translation>der Simulator auf diesem Computer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>no region is chosen</source>
            <translation>keine Region gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>from source</source>
            <translation>aus dem Quelltext</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/command.py" />
            <source>Nobody is signed in here. Sign in in the window first, or add --sign-in.</source>
            <translation>Hier ist niemand angemeldet. Melden Sie sich zuerst im Fenster an, oder ergänzen Sie --sign-in.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>the profile's folder cannot be written: codes that wait are lost at the end</source>
            <translation>der Profilordner ist nicht beschreibbar: Wartende Codes gehen am Ende verloren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Give your account the right to write there.</source>
            <translation>Geben Sie Ihrem Konto dort Schreibrechte.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>only {count} MB are free on the disk of the profile</source>
            <translation>nur {count} MB sind auf dem Datenträger des Profils frei</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Make room on this disk.</source>
            <translation>Schaffen Sie Platz auf diesem Datenträger.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Start the program: it carries over what is whole and keeps the file aside.</source>
            <translation>Starten Sie das Programm: Es übernimmt, was unversehrt ist, und hebt die Datei auf.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is none: you sign in again at each start; nothing else is lost</source>
            <translation>es gibt keinen: Sie melden sich bei jedem Start neu an; sonst geht nichts verloren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Windows: start the Credential Manager service. Linux: install gnome-keyring or KWallet.</source>
            <translation>Windows: Starten Sie den Dienst „Anmeldeinformationsverwaltung“. Linux: Installieren Sie gnome-keyring oder KWallet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is no display, so nothing can be shown</source>
            <translation>es gibt keinen Bildschirm, daher kann nichts angezeigt werden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Allow notifications of WrapUp Desk in the system's settings.</source>
            <translation>Erlauben Sie Benachrichtigungen von WrapUp Desk in den Systemeinstellungen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>the system shows none</source>
            <translation>das System zeigt keine an</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is no display, so there is none</source>
            <translation>es gibt keinen Bildschirm, daher gibt es keinen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>this desktop has none; the window still works</source>
            <translation>dieser Desktop hat keinen; das Fenster funktioniert trotzdem</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/probing.py" />
            <source>The probe needs a sign-in: add --sign-in.</source>
            <translation>Die Untersuchung braucht eine Anmeldung: Ergänzen Sie --sign-in.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/probing.py" />
            <source>There is no conversation of yours that is connected. Call your own queue from another telephone, answer, and start the probe again.</source>
            <translation>Sie haben keine verbundene Konversation. Rufen Sie Ihre Warteschlange von einem anderen Telefon an, nehmen Sie an und starten Sie die Untersuchung erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/probing.py" />
            <source>That is no conversation of yours that is connected now.</source>
            <translation>Das ist keine Ihrer gerade verbundenen Konversationen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/window_check.py" />
            <source>You are signed out. Sign in, then check again.</source>
            <translation>Sie sind abgemeldet. Melden Sie sich an und prüfen Sie erneut.</translation>
        </message>
    </context>
    <context>
        <name>main/system</name>
        <message>
            <location filename="../../wrapup_desk/main/system/profile.py" />
            <source>WrapUp Desk is already running for this user; use the open window.</source>
            <translation>WrapUp Desk läuft für diesen Benutzer bereits; verwenden Sie das offene Fenster.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>WrapUp Desk is already running for this user, but does not answer. Codes you have chosen are kept on this computer, and are sent at the next start.</source>
            <translation>WrapUp Desk läuft für diesen Benutzer bereits, antwortet aber nicht. Gewählte Codes sind auf diesem Computer gespeichert und werden beim nächsten Start gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>WrapUp Desk is already running for this user, without a window (process {pid}).</source>
            <translation>WrapUp Desk läuft für diesen Benutzer bereits, ohne Fenster (Prozess {pid}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>{what} End the process {pid}, then start again.</source>
            <translation>{what} Beenden Sie den Prozess {pid} und starten Sie dann erneut.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>The process {pid} of WrapUp Desk does not end. Restart the computer.</source>
            <translation>Der Prozess {pid} von WrapUp Desk endet nicht. Starten Sie den Computer neu.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>End it and start again</source>
            <translation>Beenden und neu starten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>Leave it running</source>
            <translation>Weiterlaufen lassen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>WrapUp Desk cannot start.</source>
            <translation>WrapUp Desk kann nicht starten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>WrapUp Desk does not answer.</source>
            <translation>WrapUp Desk antwortet nicht.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>The desktop's message bus does not answer: WrapUp Desk shows no notifications and no tray icon, and you sign in again at the next start.</source>
            <translation>Der Nachrichtenbus des Desktops antwortet nicht: WrapUp Desk zeigt weder Benachrichtigungen noch ein Symbol im Infobereich, und Sie melden sich beim nächsten Start neu an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>The desktop's accessibility service does not answer: screen readers cannot read this window. Start WrapUp Desk again once it does.</source>
            <translation>Der Bedienungshilfendienst des Desktops antwortet nicht: Screenreader können dieses Fenster nicht lesen. Starten Sie WrapUp Desk neu, sobald er antwortet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>wrapup-desk: no window can be shown ({reason}); use wrapup-desk headless, or --platform offscreen
</source>
            <translation>wrapup-desk: Es kann kein Fenster angezeigt werden ({reason}); verwenden Sie wrapup-desk headless oder --platform offscreen
</translation>
        </message>
    </context>
    <context>
        <name>program</name>
        <message>
            <location filename="../../wrapup_desk/resource_files.py" />
            <source>The program's file "{name}" is missing. Install WrapUp Desk again.</source>
            <translation>Die Programmdatei „{name}“ fehlt. Installieren Sie WrapUp Desk neu.</translation>
        </message>
    </context>
    <context>
        <name>ui</name>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Ctrl+Shift+{key}</source>
            <translation>Strg+Umschalt+{key}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Shift+{key}</source>
            <translation>Umschalt+{key}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Select a suggestion</source>
            <translation>Vorschlag wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Add a suggestion as a further topic, or take it off</source>
            <translation>Vorschlag als weiteres Thema hinzufügen oder wieder wegnehmen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Enter</source>
            <translation>Enter</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Send the selected code</source>
            <translation>Gewählten Code senden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Search all codes of this queue</source>
            <translation>Alle Codes dieser Warteschlange durchsuchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Write a note</source>
            <translation>Notiz schreiben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Undo, or choose another code</source>
            <translation>Rückgängig oder anderen Code wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to another interaction</source>
            <translation>Zu einer anderen Interaktion gehen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to the one whose time runs out first</source>
            <translation>Zur Interaktion gehen, deren Zeit zuerst abläuft</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Stop automatic sending; leave a field; take a selection off</source>
            <translation>Automatisches Senden anhalten; Feld verlassen; Auswahl aufheben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>My day: what I coded, what waits, what failed</source>
            <translation>Mein Tag: was codiert ist, was wartet, was fehlgeschlagen ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>One line a card, or whole cards</source>
            <translation>Eine Zeile je Karte oder ganze Karten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Show these keys</source>
            <translation>Diese Tasten anzeigen</translation>
        </message>
    </context>
    <context>
        <name>ui/attention</name>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>An interaction needs a wrap-up code.</source>
            <translation>Eine Interaktion braucht einen Nachbearbeitungscode.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Choose a code</source>
            <translation>Code wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>WrapUp Desk</source>
            <translation>WrapUp Desk</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Code due: {code}</source>
            <translation>Code fällig: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Send now</source>
            <translation>Jetzt senden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/attention/toasts.py" />
            <source>Change…</source>
            <translation>Ändern …</translation>
        </message>
    </context>
    <context>
        <name>ui/card</name>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ringing</source>
            <translation>Klingelt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Held</source>
            <translation>Gehalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>After-call</source>
            <translation>Nachbearbeitung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Sending</source>
            <translation>Sendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Submitting</source>
            <translation>Unterwegs</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Coded</source>
            <translation>Codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Changed</source>
            <translation>Geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Refused</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Too late</source>
            <translation>Zu spät</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Missed</source>
            <translation>Verpasst</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Needs fix</source>
            <translation>Zu korrigieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ended</source>
            <translation>Beendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/collapsed_suggestion.py" />
            <source>sends in {span}</source>
            <translation>wird in {span} gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/compact_line.py" />
            <source>{count} s</source>
            <translation>{count} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/compact_line.py" />
            <source>selected</source>
            <translation>gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/compact_line.py" />
            <source>No codes</source>
            <translation>Keine Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s left</source>
            <translation>noch {count} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s of after-call work left</source>
            <translation>noch {count} s Nachbearbeitung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Also heard: {keys} adds it</source>
            <translation>Auch gehört: {keys} fügt es hinzu</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Chosen before</source>
            <translation>Zuvor gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>One of your recent codes</source>
            <translation>Einer Ihrer letzten Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>like {what}</source>
            <translation>wie {what}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>close in meaning</source>
            <translation>ähnliche Bedeutung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>{queue} queue</source>
            <translation>Warteschlange {queue}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>one of your recent codes</source>
            <translation>einer Ihrer letzten Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Predicted by Genesys Copilot</source>
            <translation>Von Genesys Copilot vorhergesagt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>Proposed by your company's system</source>
            <translation>Vom System Ihres Unternehmens vorgeschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>suggested, not sent: you chose otherwise {n} times</source>
            <translation>vorgeschlagen, nicht gesendet: Sie wählten {n}-mal anders</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>suggested, not sent: checked with you now and then</source>
            <translation>vorgeschlagen, nicht gesendet: wird ab und zu mit Ihnen geprüft</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>suggested, not sent: understood worse than usual</source>
            <translation>vorgeschlagen, nicht gesendet: schlechter verstanden als sonst</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>inbound</source>
            <translation>eingehend</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>outbound</source>
            <translation>ausgehend</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>transferred to you</source>
            <translation>an Sie weitergeleitet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>language: {language}</source>
            <translation>Sprache: {language}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>used {count} times today</source>
            <extracomment>One: used once today</extracomment>
            <translation>
                <numerusform>heute einmal</numerusform>
                <numerusform>heute {count}-mal</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/evidence.py" />
            <source>{percent} likely</source>
            <translation>{percent} wahrscheinlich</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/header.py" />
            <source>Dismiss</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Add a note</source>
            <translation>Notiz hinzufügen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Note for the wrap-up</source>
            <translation>Notiz zur Nachbearbeitung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Leave it out</source>
            <translation>Weglassen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Take it</source>
            <translation>Übernehmen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Tab fills in {names}</source>
            <translation>Tab fügt ein: {names}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Missing: {fields}. Enter again sends without it.</source>
            <translation>Fehlt: {fields}. Noch einmal Enter sendet ohne.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Missing: {fields}. Tab goes there.</source>
            <translation>Fehlt: {fields}. Tab führt hin.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Taken over, yours to change</source>
            <translation>Übernommen, jetzt Ihre Notiz</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Summary by Copilot goes with the code</source>
            <translation>Zusammenfassung von Copilot wird mit dem Code gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Summary by Genesys Copilot</source>
            <translation>Zusammenfassung von Genesys Copilot</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>This draft goes with the code</source>
            <translation>Dieser Entwurf wird mit dem Code gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_area.py" />
            <source>Drafted from what was said</source>
            <translation>Entwurf aus dem Gesagten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>The note is sent with the number.</source>
            <translation>Die Notiz wird mit der Nummer gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Looks like a payment card: left out when sent.</source>
            <translation>Sieht nach einer Kartennummer aus: wird beim Senden weggelassen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Keep the number</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Change</source>
            <translation>Ändern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Tell your supervisor</source>
            <translation>Supervisor informieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/submit_button.py" />
            <source>Submit “{code}”</source>
            <translation>„{code}“ senden</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/submit_button.py" />
            <source>Submit “{code}” + {count} topics</source>
            <extracomment>One: Submit “{code}” + {count} topic</extracomment>
            <translation>
                <numerusform>„{code}“ + {count} Thema senden</numerusform>
                <numerusform>„{code}“ + {count} Themen senden</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/submit_button.py" />
            <source>Not sent: this has just changed. Press again to send it.</source>
            <translation>Nicht gesendet: Das hat sich eben geändert. Zum Senden noch einmal drücken.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/suggestion_rows.py" />
            <source>further topic</source>
            <translation>weiteres Thema</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>“{text}”</source>
            <translation>„{text}“</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Unknown customer</source>
            <translation>Unbekannter Kunde</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>call</source>
            <translation>Anruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>callback</source>
            <translation>Rückruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>message</source>
            <translation>Nachricht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>email</source>
            <translation>E-Mail</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>video call</source>
            <translation>Videoanruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>social post</source>
            <translation>Social-Media-Beitrag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>co-browsing</source>
            <translation>Co-Browsing</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>screen share</source>
            <translation>Bildschirmfreigabe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>web chat</source>
            <translation>Web-Chat</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>inbound call</source>
            <translation>eingehender Anruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound call</source>
            <translation>ausgehender Anruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound email</source>
            <translation>ausgehende E-Mail</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound message</source>
            <translation>ausgehende Nachricht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>ringing</source>
            <translation>klingelt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>parked</source>
            <translation>geparkt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>on hold</source>
            <translation>gehalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>not answered in time</source>
            <translation>nicht rechtzeitig angenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>no code needed</source>
            <translation>kein Code nötig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>monitoring</source>
            <translation>Überwachung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coaching</source>
            <translation>Coaching</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>barged in</source>
            <translation>aufgeschaltet</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{count} failed attempts</source>
            <extracomment>One: 1 failed attempt</extracomment>
            <translation>
                <numerusform>1 Fehlversuch</numerusform>
                <numerusform>{count} Fehlversuche</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with its call</source>
            <translation>mit dem Anruf dazu</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with a consult</source>
            <translation>mit einer Rückfrage</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Selected, not sent: {code}</source>
            <translation>Gewählt, nicht gesendet: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Proposed by your company's system: {code}</source>
            <translation>Vom System Ihres Unternehmens vorgeschlagen: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Predicted by Genesys Copilot: {code}</source>
            <translation>Von Genesys Copilot vorhergesagt: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Leading: {code}</source>
            <translation>Bisher vorn: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Loading the codes of this queue …</source>
            <translation>Codes dieser Warteschlange werden geladen …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>This time without suggestions, to measure how good they are</source>
            <translation>Diesmal ohne Vorschläge, um ihre Güte zu messen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No code chosen yet</source>
            <translation>Noch kein Code gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Listening … no clear suggestion yet</source>
            <translation>Hört zu … noch kein klarer Vorschlag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No clear suggestion</source>
            <translation>Kein klarer Vorschlag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sends {code} in {span}</source>
            <translation>Sendet {code} in {span}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends the first code with {left} s left</source>
            <translation>Absicherung: sendet den ersten Code, wenn noch {left} s bleiben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends {code} with {left} s left</source>
            <translation>Absicherung: sendet {code}, wenn noch {left} s bleiben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits automatically in {span}</source>
            <translation>Automatisch in {span}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits {code} automatically in {span}</source>
            <translation>{code} wird in {span} automatisch gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Keep it</source>
            <translation>Nicht senden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Hold</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Kept. Only you send it now.</source>
            <translation>Bleibt gewählt. Jetzt senden nur Sie selbst.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Held. Nothing is sent automatically.</source>
            <translation>Angehalten. Nichts wird automatisch gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded</source>
            <translation>codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded before the end</source>
            <translation>vor dem Ende codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after hang-up</source>
            <translation>{span} nach dem Auflegen codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after it ended</source>
            <translation>{span} nach dem Ende codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by the guard</source>
            <translation>{when}, durch die Absicherung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, automatically</source>
            <translation>{when}, automatisch</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by your company's system</source>
            <translation>{when}, vom System Ihres Unternehmens</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by your supervisor</source>
            <translation>{when}, von Ihrem Supervisor</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before a code was set</source>
            <translation>Abgeschlossen, bevor ein Code gesetzt war</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before {code} was set</source>
            <translation>Abgeschlossen, bevor {code} gesetzt war</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{code} is no longer a code of this queue. Choose another.</source>
            <translation>{code} ist kein Code dieser Warteschlange mehr. Wählen Sie einen anderen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Genesys gave no reason.</source>
            <translation>Genesys nannte keinen Grund.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{code} was refused. {reason}</source>
            <translation>{code} wurde abgelehnt. {reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Another code was chosen in Genesys; it is kept</source>
            <translation>In Genesys wurde ein anderer Code gewählt; er bleibt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You chose {code} in Genesys; it is kept</source>
            <translation>Sie haben in Genesys {code} gewählt; er bleibt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your supervisor sees it in the list of codes to fix.</source>
            <translation>Ihr Supervisor sieht es in der Liste der zu korrigierenden Codes.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your choice is saved on this PC.</source>
            <translation>Ihre Wahl ist auf diesem PC gespeichert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You can change it until you complete.</source>
            <translation>Sie können ihn bis zum Abschluss ändern.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys.</source>
            <translation>Klicken Sie jetzt in Genesys auf „Fertig“.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys ({span} left).</source>
            <translation>Klicken Sie jetzt in Genesys auf „Fertig“ (noch {span}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, waiting for confirmation</source>
            <translation>Angenommen, wartet auf Bestätigung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, submitting …</source>
            <translation>Auf diesem PC gespeichert, wird gesendet …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, not confirmed yet</source>
            <translation>Angenommen, noch nicht bestätigt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submitting …</source>
            <translation>Wird gesendet …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending … {reason}</source>
            <translation>Wird gesendet … {reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending …</source>
            <translation>Wird gesendet …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved. Sending in {count} s</source>
            <translation>Gespeichert. Wird in {count} s gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending in {count} s</source>
            <translation>Wird in {count} s gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC. {reason}</source>
            <translation>Auf diesem PC gespeichert. {reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, will be sent automatically</source>
            <translation>Auf diesem PC gespeichert, wird automatisch gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Load the codes again</source>
            <translation>Codes neu laden</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Search {count} codes</source>
            <extracomment>One: Search 1 code</extracomment>
            <translation>
                <numerusform>In 1 Code suchen</numerusform>
                <numerusform>In {count} Codes suchen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui/day</name>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>My day</source>
            <translation>Mein Tag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What I handled</source>
            <translation>Was ich bearbeitet habe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What is listed</source>
            <translation>Was aufgeführt ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What is on its way</source>
            <translation>Was unterwegs ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What failed</source>
            <translation>Was fehlgeschlagen ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search my day</source>
            <translation>Meinen Tag durchsuchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search queue, code, note or conversation</source>
            <translation>Warteschlange, Code, Notiz, Konversation suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Copy this one for your supervisor</source>
            <translation>Diese für den Supervisor kopieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>A code can be changed until you click Done in Genesys: Enter goes to its card. After that, ask your supervisor. Names of customers are shown while their card is open, and never kept.</source>
            <translation>Ein Code lässt sich ändern, bis Sie in Genesys auf „Fertig“ klicken: Enter führt zur Karte. Danach fragen Sie Ihren Supervisor. Kundennamen erscheinen nur, solange ihre Karte offen ist, und werden nie gespeichert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>All days that are kept</source>
            <translation>Alle gespeicherten Tage</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Nothing here fits what you look for.</source>
            <translation>Hier passt nichts zu Ihrer Suche.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Copied: paste it into a message to them</source>
            <translation>Kopiert: In eine Nachricht einfügen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>State</source>
            <translation>Status</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>What you can do</source>
            <translation>Was Sie tun können</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Interaction</source>
            <translation>Interaktion</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Note</source>
            <translation>Notiz</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>On its way</source>
            <translation>Unterwegs</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Another code since</source>
            <translation>Inzwischen anderer Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Coded in Genesys</source>
            <translation>In Genesys codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>No code</source>
            <translation>Kein Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Nothing: it goes out by itself</source>
            <translation>Nichts: Es wird von selbst gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Choose another code</source>
            <translation>Anderen Code wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Change it until Done</source>
            <translation>Ändern bis „Fertig“</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Change it until {time}</source>
            <translation>Ändern bis {time}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Ask your supervisor</source>
            <translation>Supervisor fragen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Nothing handled yet.</source>
            <translation>Noch nichts bearbeitet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{coded} of {all} coded, {suggested} as suggested</source>
            <translation>{coded} von {all} codiert, {suggested} wie vorgeschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{text}.</source>
            <translation>{text}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>usually {seconds} s after the end</source>
            <translation>meist {seconds} s nach dem Ende</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{text}; {usual}.</source>
            <translation>{text}; {usual}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{count} on the way to Genesys.</source>
            <translation>{count} unterwegs zu Genesys.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>{count} without a code in Genesys.</source>
            <extracomment>One: 1 without a code in Genesys.</extracomment>
            <translation>
                <numerusform>1 ohne Code in Genesys.</numerusform>
                <numerusform>{count} ohne Code in Genesys.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Wrap-up code missing: {state}</source>
            <translation>Nachbearbeitungscode fehlt: {state}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Code: {code}</source>
            <translation>Code: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Queue: {queue}</source>
            <translation>Warteschlange: {queue}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Time: {time} UTC</source>
            <translation>Zeit: {time} UTC</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Conversation: {id}</source>
            <translation>Konversation: {id}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/wording.py" />
            <source>Reason: {reason}</source>
            <translation>Grund: {reason}</translation>
        </message>
    </context>
    <context>
        <name>ui/desk</name>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>This has just changed. Click again.</source>
            <translation>Das hat sich eben geändert. Noch einmal klicken.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>{customer}: choose another code</source>
            <translation>{customer}: anderen Code wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>Taken back: {customer}. Nothing is sent.</source>
            <translation>Zurückgenommen: {customer}. Nichts wird gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>{customer}: {count} seconds left to choose a code</source>
            <translation>{customer}: noch {count} Sekunden, um einen Code zu wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/edge_bars.py" />
            <source>{first}, and {count} more</source>
            <translation>{first} und {count} weitere</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>One line a card (L)</source>
            <translation>Eine Zeile je Karte (L)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Fix wrap-up codes</source>
            <translation>Codes korrigieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Practise for a minute</source>
            <translation>1 Minute üben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Check this installation</source>
            <translation>Diese Installation prüfen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>About WrapUp Desk</source>
            <translation>Über WrapUp Desk</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Sign out</source>
            <translation>Abmelden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>End the demo and sign in</source>
            <translation>Demo beenden und anmelden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Help and more</source>
            <translation>Hilfe und mehr</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Whole cards (L)</source>
            <translation>Ganze Karten (L)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>On queue</source>
            <translation>In Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Off queue</source>
            <translation>Nicht in Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Not responding</source>
            <translation>Reagiert nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signed out</source>
            <translation>abgemeldet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signing in</source>
            <translation>Anmeldung …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>connecting</source>
            <translation>verbindet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>live</source>
            <translation>verbunden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>offline</source>
            <translation>offline</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>not permitted</source>
            <translation>nicht erlaubt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>sign-in ended</source>
            <translation>Anmeldung beendet</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} interactions still need their codes.</source>
            <extracomment>One: An interaction still needs its code.</extracomment>
            <translation>
                <numerusform>Eine Interaktion braucht noch ihren Code.</numerusform>
                <numerusform>{count} Interaktionen brauchen noch ihren Code.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} interactions are still going on.</source>
            <extracomment>One: An interaction is still going on.</extracomment>
            <translation>
                <numerusform>Eine Interaktion läuft noch.</numerusform>
                <numerusform>{count} Interaktionen laufen noch.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>A code you selected is not sent.</source>
            <translation>Ein von Ihnen gewählter Code ist noch nicht gesendet.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} codes are still on their way.</source>
            <extracomment>One: A code is still on its way.</extracomment>
            <translation>
                <numerusform>Ein Code ist noch unterwegs.</numerusform>
                <numerusform>{count} Codes sind noch unterwegs.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>It stays here, because work is open. Quit ends it.</source>
            <translation>Es bleibt hier, weil noch etwas offen ist. „Beenden“ schließt es ganz.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{what} Quit all the same?</source>
            <translation>{what} Trotzdem beenden?</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose goes out by itself.</source>
            <translation>Offline. Ihre Wahl wird von selbst gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. Your codes are saved ({count}) and will be sent automatically.</source>
            <translation>Offline. Ihre Codes sind gespeichert ({count}) und werden automatisch gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose is saved and will be sent automatically.</source>
            <translation>Offline. Ihre Wahl wird gespeichert und automatisch gesendet.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>{reason} Your interactions cannot be shown. Ask your administrator.</source>
            <translation>{reason} Ihre Interaktionen können nicht angezeigt werden. Wenden Sie sich an Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again; nothing is lost.</source>
            <translation>Ihre Anmeldung ist beendet. Melden Sie sich erneut an; nichts ist verloren.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again.</source>
            <translation>Ihre Anmeldung ist beendet. Melden Sie sich erneut an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your codes are saved ({count}).</source>
            <translation>Ihre Codes sind gespeichert ({count}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing leaves this computer</source>
            <translation>Nichts verlässt diesen Computer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} waiting to send</source>
            <translation>{count} noch zu senden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing coded yet today</source>
            <translation>Heute noch nichts codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{coded} of {handled} coded today</source>
            <translation>{coded} von {handled} heute codiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} as suggested</source>
            <translation>{count} wie vorgeschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>Show WrapUp Desk</source>
            <translation>WrapUp Desk anzeigen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>WrapUp Desk: {state}</source>
            <translation>WrapUp Desk: {state}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>not connected</source>
            <translation>nicht verbunden</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{count} codes are due</source>
            <extracomment>One: a code is due</extracomment>
            <translation>
                <numerusform>ein Code ist fällig</numerusform>
                <numerusform>{count} Codes sind fällig</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{what}, {count} s left</source>
            <translation>{what}, noch {count} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your last results</source>
            <translation>Ihre letzten Ergebnisse</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Connecting to Genesys Cloud</source>
            <translation>Verbindung zu Genesys Cloud wird aufgebaut</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your interactions appear here in a moment.</source>
            <translation>Ihre Interaktionen erscheinen gleich hier.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Not connected</source>
            <translation>Nicht verbunden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>New interactions appear here once the connection is back.</source>
            <translation>Neue Interaktionen erscheinen hier, sobald die Verbindung wieder da ist.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Waiting for your next interaction</source>
            <translation>Wartet auf Ihre nächste Interaktion</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Suggestions appear here as soon as you answer.</source>
            <translation>Vorschläge erscheinen hier, sobald Sie annehmen.</translation>
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
            <translation>Verwendet Qt und PySide6 {version} unter der GNU LGPL Version 3. Sie dürfen deren Bibliotheken durch eigene ersetzen und das Programm dafür debuggen. Lizenztexte liegen im Programmordner; der Quelltext ist auf download.qt.io und code.qt.io.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Suggests a wrap-up code and submits it before you complete.</source>
            <translation>Schlägt einen Nachbearbeitungscode vor und sendet ihn, bevor Sie abschließen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Typeface: Inter (SIL Open Font License 1.1). Icons: Lucide (ISC).</source>
            <translation>Schrift: Inter (SIL Open Font License 1.1). Symbole: Lucide (ISC).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Not a product of Genesys. Genesys Cloud is a trademark of its owner.</source>
            <translation>Kein Produkt von Genesys. Genesys Cloud ist eine Marke ihres Inhabers.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/client_id_advice.py" />
            <source>Your Genesys administrator gives you both. You enter them once.</source>
            <translation>Ihr Genesys-Administrator gibt Ihnen beides. Sie geben es einmal ein.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/client_id_advice.py" />
            <source>A client ID looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; this one does not. Copy it whole, without quotation marks.</source>
            <translation>Eine Client-ID sieht aus wie 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; diese nicht. Kopieren Sie sie ganz, ohne Anführungszeichen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>WrapUp Desk help</source>
            <translation>Hilfe zu WrapUp Desk</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For agents</source>
            <translation>Für Agenten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For supervisors</source>
            <translation>Für Supervisoren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>Troubleshooting</source>
            <translation>Fehlerbehebung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Hold Ctrl, Alt or the Windows key, and press a letter, a figure or an F key.</source>
            <translation>Halten Sie Strg, Alt oder die Windows-Taste und drücken Sie einen Buchstaben, eine Ziffer oder eine F-Taste.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>None</source>
            <translation>Keine</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Your desktop has set them to: {keys}</source>
            <translation>Ihr Desktop hat sie so festgelegt: {keys}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Click into the field and press keys. Pressed again, they give the keyboard back to where you were.</source>
            <translation>Klicken Sie in das Feld und drücken Sie Tasten. Erneutes Drücken führt zurück in das Fenster, in dem Sie waren.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Pressed again, they give the keyboard back to where you were.</source>
            <translation>Erneutes Drücken führt zurück in das Fenster, in dem Sie waren.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Another program has these keys. Choose others.</source>
            <translation>Ein anderes Programm belegt diese Tasten. Wählen Sie andere.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>Your desktop was not allowed to set these keys.</source>
            <translation>Ihrem Desktop wurde nicht erlaubt, diese Tasten festzulegen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/hot_key_field.py" />
            <source>This desktop lets no program have such keys.</source>
            <translation>Auf diesem Desktop können Programme solche Tasten nicht belegen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Keys to come forward and go back</source>
            <translation>Tasten zum Hervorholen und Zurückkehren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Appearance</source>
            <translation>Darstellung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Same as system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Text size</source>
            <translation>Textgröße</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Window and keys</source>
            <translation>Fenster und Tasten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Stay above other windows</source>
            <translation>Immer im Vordergrund</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Notify me when a code is due</source>
            <translation>Benachrichtigen, wenn ein Code fällig ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Play a quiet sound when a code is due</source>
            <translation>Leisen Ton abspielen, wenn ein Code fällig ist</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Single-key shortcuts {keys}</source>
            <translation>Einzeltasten {keys}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Send what I selected before after-call work runs out</source>
            <translation>Gewähltes senden, bevor die Nachbearbeitung abläuft</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Offer one under the code</source>
            <translation>Unter dem Code anbieten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Send it with the code, unless I write</source>
            <translation>Mit dem Code senden, wenn ich nichts schreibe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Drafted notes</source>
            <translation>Notizentwürfe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Genesys Cloud</source>
            <translation>Genesys Cloud</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Region</source>
            <translation>Region</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Client ID</source>
            <translation>Client-ID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Paste it here</source>
            <translation>Hier einfügen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Save the connection</source>
            <translation>Verbindung speichern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Set by your administrator</source>
            <translation>Von Ihrem Administrator festgelegt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/shortcuts_overview.py" />
            <source>Single-key shortcuts work outside text fields; you can turn them off in the settings.</source>
            <translation>Einzeltasten wirken außerhalb von Textfeldern; Sie können sie in den Einstellungen abschalten.</translation>
        </message>
    </context>
    <context>
        <name>ui/doctor</name>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Check again</source>
            <translation>Erneut prüfen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Checking …</source>
            <translation>Wird geprüft …</translation>
        </message>
    </context>
    <context>
        <name>ui/menus</name>
        <message>
            <location filename="../../wrapup_desk/ui/menus/chips.py" />
            <source>Type to find</source>
            <translation>Tippen zum Suchen</translation>
        </message>
    </context>
    <context>
        <name>ui/palette</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>{count} codes</source>
            <extracomment>One: {count} code</extracomment>
            <translation>
                <numerusform>{count} Code</numerusform>
                <numerusform>{count} Codes</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Favourites</source>
            <translation>Favoriten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Used today</source>
            <translation>Heute verwendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>All codes</source>
            <translation>Alle Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Back, from {branch}</source>
            <translation>Zurück, aus {branch}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>favourite</source>
            <translation>Favorit</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Search codes</source>
            <translation>Codes suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Codes of this queue</source>
            <translation>Codes dieser Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Enter selects · Esc closes</source>
            <translation>Enter wählt · Esc schließt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Enter selects · Ctrl+Enter sends · Ctrl+D favourite · Esc closes</source>
            <translation>Enter wählt · Strg+Enter sendet · Strg+D Favorit · Esc schließt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>→ opens · ← goes back · {keys}</source>
            <translation>→ öffnet · ← zurück · {keys}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>{keys} · Shift+Enter adds a further topic</source>
            <translation>{keys} · Umschalt+Enter fügt ein weiteres Thema hinzu</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>No code of this queue matches “{text}”.</source>
            <translation>Kein Code dieser Warteschlange passt zu „{text}“.</translation>
        </message>
    </context>
    <context>
        <name>ui/placement</name>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>At the screen's edge</source>
            <translation>Am Bildschirmrand</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>Anywhere</source>
            <translation>Überall</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>Left edge</source>
            <translation>Linker Rand</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>Right edge</source>
            <translation>Rechter Rand</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/placement/edge_menu.py" />
            <source>This desktop (Wayland) lets no program place its windows.</source>
            <translation>Dieser Desktop (Wayland) lässt Programme ihre Fenster nicht selbst platzieren.</translation>
        </message>
    </context>
    <context>
        <name>ui/practice</name>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Refund</source>
            <translation>Erstattung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Address changed</source>
            <translation>Adresse geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Complaint passed on</source>
            <translation>Beschwerde weitergeleitet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>money back</source>
            <translation>Geld zurück</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>moved house</source>
            <translation>umgezogen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>complain</source>
            <translation>beschweren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>Practice</source>
            <translation>Übung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_desk.py" />
            <source>A made-up customer</source>
            <translation>Ein erfundener Kunde</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Start again</source>
            <translation>Neu beginnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Skip</source>
            <translation>Überspringen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>A call has ended</source>
            <translation>Ein Anruf ist zu Ende</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>WrapUp Desk suggests its wrap-up code; you send it before you click Done in Genesys. Press 2 to select the second suggestion, then Enter to send it. All of this is made up.</source>
            <translation>WrapUp Desk schlägt den Nachbearbeitungscode vor; Sie senden ihn, bevor Sie in Genesys auf „Fertig“ klicken. Drücken Sie 2, um den zweiten Vorschlag zu wählen, und Enter, um ihn zu senden. Alles hier ist erfunden.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Sent</source>
            <translation>Gesendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>In earnest you now click Done in Genesys. Until then you can change it: press Z.</source>
            <translation>Bei einem echten Anruf klicken Sie jetzt in Genesys auf „Fertig“. Bis dahin können Sie den Code ändern: Drücken Sie Z.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Choose another one</source>
            <translation>Wählen Sie einen anderen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Press 1, then Enter. With N you write a note to go with it.</source>
            <translation>Drücken Sie 1, dann Enter. Mit N schreiben Sie eine Notiz dazu.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>That is all</source>
            <translation>Das ist alles</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>1, 2 or 3 and Enter; Z changes it; ? shows all keys in the agent's window.</source>
            <translation>1, 2 oder 3 und Enter; Z ändert ihn; ? zeigt im Fenster des Agenten alle Tasten.</translation>
        </message>
    </context>
    <context>
        <name>ui/repair</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy id</source>
            <translation>ID kopieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Open in Genesys</source>
            <translation>In Genesys öffnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy the conversation's id</source>
            <translation>ID der Konversation kopieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Not in the list with these filters: it can only be looked at.</source>
            <translation>Mit diesen Filtern nicht in der Liste: Sie kann nur angesehen werden.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Choose an interaction to see what was said and what happened.</source>
            <translation>Wählen Sie eine Interaktion, um zu sehen, was gesagt wurde und was geschah.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Change to “{code}”</source>
            <translation>Zu „{code}“ ändern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Code now: {code}</source>
            <translation>Code jetzt: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>none</source>
            <translation>keiner</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Note: {note}</source>
            <translation>Notiz: {note}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Excel workbook (*.xlsx)</source>
            <translation>Excel-Arbeitsmappe (*.xlsx)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Export</source>
            <translation>Export</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Look in:</source>
            <translation>Suchen in:</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Files of type:</source>
            <translation>Dateityp:</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>CSV files (*.csv)</source>
            <translation>CSV-Dateien (*.csv)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What was said and what happened</source>
            <translation>Was gesagt wurde und was geschah</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>Reading what was said …</source>
            <translation>Gesagtes wird gelesen …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What happened</source>
            <translation>Was geschah</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>no code</source>
            <translation>kein Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>the conversation began</source>
            <translation>die Konversation begann</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>answered</source>
            <translation>angenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>hung up</source>
            <translation>aufgelegt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent completed</source>
            <translation>Agent hat abgeschlossen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>time to wrap up ran out</source>
            <translation>Zeit zur Nachbearbeitung abgelaufen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent decided for {code}</source>
            <translation>Agent entschied sich für {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{word}, reported by the agent's desk</source>
            <translation>{word}, gemeldet vom Desktop des Agenten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} decided: {before} → {code}</source>
            <translation>{who} entschied: {before} → {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} took it back: {before} → {code}</source>
            <translation>{who} nahm zurück: {before} → {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>tried by way {code}</source>
            <translation>versucht auf Weg {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>correction: {word}</source>
            <translation>Korrektur: {word}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code came too late</source>
            <translation>Code kam zu spät</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code refused</source>
            <translation>Code abgelehnt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent's desk: “{code}” was refused.</source>
            <translation>Vom Desktop des Agenten gemeldet: „{code}“ wurde abgelehnt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent's desk: “{code}” came too late.</source>
            <translation>Vom Desktop des Agenten gemeldet: „{code}“ kam zu spät.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>New problems do not appear automatically: {why}</source>
            <translation>Neue Probleme erscheinen nicht automatisch: {why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>The search stopped early; what was found is kept. {why}</source>
            <translation>Die Suche endete vorzeitig; Gefundenes bleibt. {why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>change codes</source>
            <translation>Codes ändern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>read what was said</source>
            <translation>Gesagtes lesen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>This account may not {what}. Missing in Genesys: {permissions}. Ask your administrator.</source>
            <translation>Dieses Konto darf Folgendes nicht: {what}. In Genesys fehlt: {permissions}. Wenden Sie sich an Ihren Administrator.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>do all of this</source>
            <translation>all das tun</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Review of the sample</source>
            <translation>Prüfung der Stichprobe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Right</source>
            <translation>Richtig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong, choose a code</source>
            <translation>Falsch, Code wählen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Unsure</source>
            <translation>Unsicher</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>End the review</source>
            <translation>Prüfung beenden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong, no better code</source>
            <translation>Falsch, kein besserer Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>All {total} of the sample are reviewed</source>
            <translation>Alle {total} der Stichprobe sind geprüft</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{done} of {total} reviewed. Is the code right?</source>
            <translation>{done} von {total} geprüft. Ist der Code richtig?</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Drawn at random from {count} interactions with a code.</source>
            <translation>Zufällig gezogen aus {count} Interaktionen mit Code.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Of all {count} codes, {share} are wrong ({interval}).</source>
            <translation>Von allen {count} Codes sind {share} falsch ({interval}).</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{right} right, {wrong} wrong, {unsure} unsure.</source>
            <translation>{right} richtig, {wrong} falsch, {unsure} unsicher.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>95 of 100 times between {low} and {high}</source>
            <translation>in 95 von 100 Fällen zwischen {low} und {high}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>Review a random sample</source>
            <translation>Zufällige Stichprobe prüfen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} at random</source>
            <translation>{count} zufällig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each …</source>
            <translation>{count} je …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each queue</source>
            <translation>{count} je Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each agent</source>
            <translation>{count} je Agent</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each code</source>
            <translation>{count} je Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each who chose the code</source>
            <translation>{count} je Urheber des Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>All week the same rows (seed {seed})</source>
            <translation>Diese Woche immer gleich (Startwert {seed})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Sign in to Genesys Cloud</source>
            <translation>Bei Genesys Cloud anmelden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Signing in …</source>
            <translation>Anmeldung läuft …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Sign in to fix wrap-up codes</source>
            <translation>Melden Sie sich an, um Codes zu korrigieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Back to the list</source>
            <translation>Zur Liste</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Reports</source>
            <translation>Berichte</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window_head.py" />
            <source>Live updates</source>
            <translation>Live</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Skipped</source>
            <translation>Übersprungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Default code</source>
            <translation>Standardcode</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Deleted code</source>
            <translation>Gelöschter Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Doubted</source>
            <translation>Angezweifelt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Not delivered</source>
            <translation>Nicht zugestellt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Kept here only</source>
            <translation>Nur hier vermerkt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Accepted</source>
            <translation>Angenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Changed, checked</source>
            <translation>Geändert, geprüft</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Left alone</source>
            <translation>Unverändert gelassen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Cancelled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Taken back here</source>
            <translation>Hier zurückgenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Genesys' official record did not change. The right code, {code}, is kept in the corrections ledger only.</source>
            <translation>Der offizielle Eintrag in Genesys hat sich nicht geändert. Der richtige Code, {code}, steht nur im Korrekturregister.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>It is also written as attributes of the conversation.</source>
            <translation>Er steht auch in Attributen der Konversation.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by a supervisor</source>
            <translation>von einem Supervisor</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the agent's desk itself</source>
            <translation>vom Desktop des Agenten selbst</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the organisation's own rule</source>
            <translation>nach der Regel der Organisation</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>{name} and {count} more</source>
            <translation>{name} und {count} weitere</translation>
        </message>
    </context>
    <context>
        <name>ui/repair/changes</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Reading what was said: {done} of {total}</source>
            <translation>Gesagtes wird gelesen: {done} von {total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Looking at {done} of {total} rows</source>
            <translation>Zeilen werden durchgesehen: {done} von {total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>{count} selected</source>
            <translation>{count} gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Suggest codes for {count}</source>
            <translation>Codes für {count} vorschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>One code for all</source>
            <translation>Ein Code für alle</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Apply suggestions to {count}</source>
            <translation>Vorschläge auf {count} anwenden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>You can look, but not change codes.</source>
            <translation>Sie können alles ansehen, aber keine Codes ändern.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Space selects a row, Ctrl+A selects all.</source>
            <translation>Leertaste wählt eine Zeile, Strg+A alle.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Close the result</source>
            <translation>Ergebnis schließen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result of each row</source>
            <translation>Ergebnis jeder Zeile</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Each row</source>
            <translation>Alle Zeilen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Go on</source>
            <translation>Fortfahren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Customer</source>
            <translation>Kunde</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>New code</source>
            <translation>Neuer Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>What Genesys answered</source>
            <translation>Antwort von Genesys</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Changing codes: {done} of {total}</source>
            <translation>Codes werden geändert: {done} von {total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Stopping; what is out is seen to its end: {done} of {total}</source>
            <translation>Hält an; Begonnenes wird zu Ende geführt: {done} von {total}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Not finished</source>
            <translation>Nicht fertig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Record unchanged</source>
            <translation>Eintrag unverändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Nothing changed</source>
            <translation>Nichts geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>{person} is changing it to {code}; nothing was written.</source>
            <translation>{person} ändert ihn gerade zu {code}; nichts wurde geschrieben.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Another supervisor's</source>
            <translation>Eines anderen Supervisors</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>What will change, and what not</source>
            <translation>Was sich ändert und was nicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Details</source>
            <translation>Details</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (optional)</source>
            <translation>Notiz (optional)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note to go with each code</source>
            <translation>Notiz zu jedem Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Now</source>
            <translation>Jetzt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Then</source>
            <translation>Dann</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Undo {count}</source>
            <translation>{count} rückgängig machen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Change {count}</source>
            <translation>{count} ändern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (required)</source>
            <translation>Grund (erforderlich)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (optional)</source>
            <translation>Grund (optional)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (required)</source>
            <translation>Notiz (erforderlich)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a reason: it goes into the audit trail.</source>
            <translation>Schreiben Sie einen Grund: Er kommt ins Prüfprotokoll.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a note: it goes with each code.</source>
            <translation>Schreiben Sie eine Notiz: Sie steht bei jedem Code.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Genesys may refuse to change an ended interaction. Then its official record stays as it is, and the right code is kept in the corrections ledger.</source>
            <translation>Genesys kann die Änderung einer beendeten Interaktion ablehnen. Dann bleibt der offizielle Eintrag, wie er ist, und der richtige Code steht im Korrekturregister.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>skipped: {why}</source>
            <translation>übersprungen: {why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>(no code)</source>
            <translation>(kein Code)</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>any</source>
            <translation>beliebig</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Code now</source>
            <translation>Code jetzt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>name or id</source>
            <translation>Name oder ID</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Medium</source>
            <translation>Medium</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Number called</source>
            <translation>Angerufene Nummer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Flow</source>
            <translation>Flow</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Attribute</source>
            <translation>Attribut</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Its value</source>
            <translation>Sein Wert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rule lists</source>
            <translation>Regellisten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules</source>
            <translation>Regeln</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Some of what would change</source>
            <translation>Einiges, was sich ändern würde</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change many by rule</source>
            <translation>Codes nach Regeln ändern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules look at everything the search found, not only what the table shows. Of several that fit, the first counts.</source>
            <translation>Regeln betreffen alles, was die Suche fand, nicht nur die Tabelle. Passen mehrere, zählt die erste.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>A CSV file names the columns from and to, and where wanted queue, dnis, flow, attribute, value, media.</source>
            <translation>Eine CSV-Datei nennt die Spalten from und to und bei Bedarf queue, dnis, flow, attribute, value, media.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Name of this list</source>
            <translation>Name dieser Liste</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Import CSV</source>
            <translation>CSV importieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Export CSV</source>
            <translation>CSV exportieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove list</source>
            <translation>Liste entfernen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Add rule</source>
            <translation>Regel hinzufügen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change rule</source>
            <translation>Regel ändern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove rule</source>
            <translation>Regel entfernen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Preview</source>
            <translation>Vorschau</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>For example</source>
            <translation>Zum Beispiel</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>any code</source>
            <translation>jeder Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>No.</source>
            <translation>Nr.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Where</source>
            <translation>Bedingung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Fits</source>
            <translation>Treffer</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Kept</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Keep</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>New list</source>
            <translation>Neue Liste</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>medium</source>
            <translation>Medium</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>called</source>
            <translation>angerufen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>flow</source>
            <translation>Flow</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>is set</source>
            <translation>ist gesetzt</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} rows will change.</source>
            <extracomment>One: 1 row will change.</extracomment>
            <translation>
                <numerusform>1 Zeile wird geändert.</numerusform>
                <numerusform>{count} Zeilen werden geändert.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>By the rules “{name}”:</source>
            <translation>Nach den Regeln „{name}“:</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are skipped: {why}.</source>
            <extracomment>One: 1 is skipped: {why}.</extracomment>
            <translation>
                <numerusform>1 wird übersprungen: {why}.</numerusform>
                <numerusform>{count} werden übersprungen: {why}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} cannot be undone later: they {why}.</source>
            <extracomment>One: 1 cannot be undone later: it {why}.</extracomment>
            <translation>
                <numerusform>1 kann später nicht zurückgenommen werden: {why}.</numerusform>
                <numerusform>{count} können später nicht zurückgenommen werden: {why}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} cannot be undone later: {why}.</source>
            <translation>{count} können später nicht zurückgenommen werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>Of the last {total} corrections Genesys refused {count}: {answer}</source>
            <translation>Von den letzten {total} Korrekturen hat Genesys {count} abgelehnt: {answer}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} minutes.</source>
            <translation>Das dauert etwa {count} Minuten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} hours.</source>
            <translation>Das dauert etwa {count} Stunden.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} {why}</source>
            <translation>{count} {why}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has no code chosen or suggested</source>
            <translation>hat keinen gewählten oder vorgeschlagenen Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have no code chosen or suggested</source>
            <translation>haben keinen gewählten oder vorgeschlagenen Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has this code already</source>
            <translation>hat diesen Code schon</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have this code already</source>
            <translation>haben diesen Code schon</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is live or in after-call work</source>
            <translation>ist live oder in Nachbearbeitung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are live or in after-call work</source>
            <translation>sind live oder in Nachbearbeitung</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of a queue that does not have the code</source>
            <translation>ist aus einer Warteschlange ohne diesen Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of queues that do not have the code</source>
            <translation>sind aus Warteschlangen ohne diesen Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is being corrected already</source>
            <translation>wird schon korrigiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are being corrected already</source>
            <translation>werden schon korrigiert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of an outbound campaign, left out by the settings</source>
            <translation>ist aus einer Outbound-Kampagne, laut Einstellungen ausgenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of outbound campaigns, left out by the settings</source>
            <translation>sind aus Outbound-Kampagnen, laut Einstellungen ausgenommen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had no code before, and Genesys cannot take a code away</source>
            <translation>vorher ohne Code, und Genesys kann keinen Code wegnehmen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was changed again since</source>
            <translation>wurde seither wieder geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were changed again since</source>
            <translation>wurden seither wieder geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was never changed</source>
            <translation>wurde nie geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were never changed</source>
            <translation>wurden nie geändert</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is kept here only, Genesys refused this change already</source>
            <translation>ist nur hier vermerkt, Genesys hat diese Änderung schon abgelehnt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are kept here only, Genesys refused these changes already</source>
            <translation>sind nur hier vermerkt, Genesys hat diese Änderungen schon abgelehnt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had a code that was deleted since</source>
            <translation>mit einem Code, der seither gelöscht wurde</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left to another supervisor.</source>
            <extracomment>One: 1 was left to another supervisor.</extracomment>
            <translation>
                <numerusform>1 wurde einem anderen Supervisor überlassen.</numerusform>
                <numerusform>{count} wurden einem anderen Supervisor überlassen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} changed in Genesys.</source>
            <extracomment>One: 1 changed in Genesys.</extracomment>
            <translation>
                <numerusform>1 in Genesys geändert.</numerusform>
                <numerusform>{count} in Genesys geändert.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are kept here only: Genesys refused, its record did not change.</source>
            <extracomment>One: 1 is kept here only: Genesys refused, its record did not change.</extracomment>
            <translation>
                <numerusform>1 ist nur hier vermerkt: Genesys lehnte ab, der Eintrag hat sich nicht geändert.</numerusform>
                <numerusform>{count} sind nur hier vermerkt: Genesys lehnte ab, die Einträge haben sich nicht geändert.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left alone: changed by someone else, or right already.</source>
            <extracomment>One: 1 was left alone: changed by someone else, or right already.</extracomment>
            <translation>
                <numerusform>1 blieb unverändert: von anderen geändert oder schon richtig.</numerusform>
                <numerusform>{count} blieben unverändert: von anderen geändert oder schon richtig.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were cancelled.</source>
            <extracomment>One: 1 was cancelled.</extracomment>
            <translation>
                <numerusform>1 wurde abgebrochen.</numerusform>
                <numerusform>{count} wurden abgebrochen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were taken back in the ledger; Genesys never had them.</source>
            <extracomment>One: 1 was taken back in the ledger; Genesys never had it.</extracomment>
            <translation>
                <numerusform>1 wurde im Register zurückgenommen; Genesys hatte sie nie.</numerusform>
                <numerusform>{count} wurden im Register zurückgenommen; Genesys hatte sie nie.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were accepted, but do not show yet.</source>
            <extracomment>One: 1 was accepted, but does not show yet.</extracomment>
            <translation>
                <numerusform>1 wurde angenommen, ist aber noch nicht zu sehen.</numerusform>
                <numerusform>{count} wurden angenommen, sind aber noch nicht zu sehen.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were sent; what came of them is not known yet.</source>
            <extracomment>One: 1 was sent; what came of it is not known yet.</extracomment>
            <translation>
                <numerusform>1 wurde gesendet; das Ergebnis ist noch nicht bekannt.</numerusform>
                <numerusform>{count} wurden gesendet; das Ergebnis ist noch nicht bekannt.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are still to do.</source>
            <extracomment>One: 1 is still to do.</extracomment>
            <translation>
                <numerusform>1 ist noch zu tun.</numerusform>
                <numerusform>{count} sind noch zu tun.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ui/repair/reports</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>An agent coded each of them.</source>
            <translation>Ein Agent hat jede davon codiert.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{queue} misses most: {count} of {of} without an agent's code.</source>
            <translation>{queue} fehlen die meisten: {count} von {of} ohne Code des Agenten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} of {of} interactions ended without an agent's code.</source>
            <translation>{count} von {of} Interaktionen endeten ohne Code des Agenten.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>supervisors chose {count}</source>
            <translation>Supervisoren wählten {count}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the agents' desks by themselves {count}</source>
            <translation>die Desktops der Agenten von selbst {count}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the organisation's own rules {count}</source>
            <translation>die Regeln der Organisation {count}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Of the codes on record, {parts}.</source>
            <translation>Von den gespeicherten Codes: {parts}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Half within {median} s, nine in ten within {p90} s.</source>
            <translation>Die Hälfte in {median} s, neun von zehn in {p90} s.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>&gt; {seconds} s</source>
            <translation>&gt; {seconds} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{first}–{last} s</source>
            <translation>{first}–{last} s</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Suggested code</source>
            <translation>Vorgeschlagener Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No suggestions to hold against codes yet: suggest some first.</source>
            <translation>Noch keine Vorschläge zum Vergleichen: Lassen Sie zuerst welche machen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Agent and suggestion agreed on {count} of {of} interactions.</source>
            <translation>Agent und Vorschlag stimmten bei {count} von {of} Interaktionen überein.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Chosen instead</source>
            <translation>Stattdessen gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No code was chosen against a suggestion.</source>
            <translation>Kein Code wurde gegen einen Vorschlag gewählt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>What was suggested, and what the agent chose instead.</source>
            <translation>Was vorgeschlagen war und was der Agent stattdessen wählte.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Every active code was used.</source>
            <translation>Jeder aktive Code wurde verwendet.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} active codes were never used: {names}.</source>
            <extracomment>One: 1 active code was never used: {names}.</extracomment>
            <translation>
                <numerusform>Ein aktiver Code wurde nie verwendet: {names}.</numerusform>
                <numerusform>{count} aktive Codes wurden nie verwendet: {names}.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} of {of} interactions were about more than one topic.</source>
            <translation>Bei {count} von {of} Interaktionen ging es um mehr als ein Thema.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Nothing to count yet: search a time range first.</source>
            <translation>Noch nichts zu zählen: Suchen Sie zuerst einen Zeitraum.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Audit trail</source>
            <translation>Prüfprotokoll</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Check the trail</source>
            <translation>Protokoll prüfen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Export the trail</source>
            <translation>Protokoll exportieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Kept in: {place}.</source>
            <translation>Speicherort: {place}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Each entry seals all before it; a check shows any tampering.</source>
            <translation>Jeder Eintrag versiegelt alle davor; eine Prüfung zeigt jede Manipulation.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>All {count} entries are there and unchanged.</source>
            <extracomment>One: The one entry is there and unchanged.</extracomment>
            <translation>
                <numerusform>Der eine Eintrag ist da und unverändert.</numerusform>
                <numerusform>Alle {count} Einträge sind da und unverändert.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Unbroken</source>
            <translation>Unversehrt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Write this down to prove it later: {anchor}</source>
            <translation>Notieren Sie dies, um es später zu beweisen: {anchor}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>The trail was tampered with or damaged: {problem}.</source>
            <translation>Das Protokoll wurde manipuliert oder beschädigt: {problem}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Broken</source>
            <translation>Verletzt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>From hang-up to code</source>
            <translation>Vom Auflegen bis zum Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Suggested against chosen</source>
            <translation>Vorgeschlagen und gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Codes taken for each other</source>
            <translation>Verwechselte Codes</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the numbers</source>
            <translation>Zahlen anzeigen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the charts</source>
            <translation>Diagramme anzeigen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Merge codes</source>
            <translation>Codes zusammenlegen</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Look at {count} merges as rules</source>
            <extracomment>One: Look at 1 merge as a rule</extracomment>
            <translation>
                <numerusform>1 Zusammenlegung als Regel ansehen</numerusform>
                <numerusform>{count} Zusammenlegungen als Regeln ansehen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Their queues' mean</source>
            <translation>Mittel der Warteschlangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Wrong in the sample</source>
            <translation>Falsch in der Stichprobe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Taken for each other most</source>
            <translation>Am häufigsten verwechselt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Conversations to talk about</source>
            <translation>Konversationen zum Besprechen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Clearly more without a code than their queues: {names}.</source>
            <translation>Deutlich mehr ohne Code als ihre Warteschlangen: {names}.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Nobody differs from their queues by more than chance.</source>
            <translation>Kein Agent weicht mehr als zufällig von seinen Warteschlangen ab.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} with fewer than {least} interactions: nothing is said.</source>
            <translation>{count} mit weniger als {least} Interaktionen: Dazu wird nichts gesagt.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>only {count}</source>
            <translation>nur {count}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Search several weeks to see where the team is going.</source>
            <translation>Suchen Sie mehrere Wochen, um die Entwicklung des Teams zu sehen.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Fewer codes are missing than in the first week.</source>
            <translation>Es fehlen weniger Codes als in der ersten Woche.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>More codes are missing than in the first week.</source>
            <translation>Es fehlen mehr Codes als in der ersten Woche.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No change from the first week to the last but chance.</source>
            <translation>Von der ersten bis zur letzten Woche nur zufällige Änderung.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Never used</source>
            <translation>Nie verwendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Used by one agent only</source>
            <translation>Nur von einem Agenten verwendet</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>In a confused pair</source>
            <translation>In einem verwechselten Paar</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named like another</source>
            <translation>Wie ein anderer benannt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>“Other” chosen</source>
            <translation>„Sonstiges“ gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Times</source>
            <translation>Anzahl</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No two codes are proposed to be merged.</source>
            <translation>Keine zwei Codes werden zum Zusammenlegen vorgeschlagen.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} codes could be merged into another, as the numbers say.</source>
            <extracomment>One: 1 code could be merged into another, as the numbers say.</extracomment>
            <translation>
                <numerusform>Ein Code könnte laut Zahlen in einem anderen aufgehen.</numerusform>
                <numerusform>{count} Codes könnten laut Zahlen in einen anderen aufgehen.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Merge: {reason}</source>
            <translation>Zusammenlegen: {reason}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named alike</source>
            <translation>Ähnlich benannt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>One agent only</source>
            <translation>Nur ein Agent</translation>
        </message>
    </context>
    <context>
        <name>ui/repair/table</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>This account cannot search</source>
            <translation>Dieses Konto kann nicht suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Search again</source>
            <translation>Erneut suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search failed</source>
            <translation>Die Suche ist fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search was stopped</source>
            <translation>Die Suche wurde angehalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching …</source>
            <translation>Suche läuft …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a time range to search.</source>
            <translation>Wählen Sie einen Zeitraum für die Suche.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Others may, with fewer filters.</source>
            <translation>Mit weniger Filtern vielleicht doch.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Clear the filters</source>
            <translation>Filter aufheben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interaction fits the filters</source>
            <translation>Keine Interaktion passt zu den Filtern</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a longer time range.</source>
            <translation>Wählen Sie einen längeren Zeitraum.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interactions in this time</source>
            <translation>Keine Interaktionen in dieser Zeit</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Codes can still be wrong: “Suggest codes” reads what was said.</source>
            <translation>Codes können trotzdem falsch sein: „Codes vorschlagen“ liest, was gesagt wurde.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Show all interactions</source>
            <translation>Alle Interaktionen anzeigen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Nothing to fix: every interaction has a code</source>
            <translation>Nichts zu korrigieren: Jede Interaktion hat einen Code</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{count} rows</source>
            <extracomment>One: 1 row</extracomment>
            <translation>
                <numerusform>1 Zeile</numerusform>
                <numerusform>{count} Zeilen</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{rows}, {count} new</source>
            <translation>{rows}, {count} neu</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Changes</source>
            <translation>Änderungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Sample</source>
            <translation>Stichprobe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching: {count} found</source>
            <translation>Suche läuft: {count} gefunden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>First day</source>
            <translation>Erster Tag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Last day</source>
            <translation>Letzter Tag</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Search these days</source>
            <translation>Diese Tage suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>To</source>
            <translation>Bis</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>d MMM yyyy</source>
            <translation>d. MMM yyyy</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 30 days</source>
            <translation>Letzte 30 Tage</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 90 days</source>
            <translation>Letzte 90 Tage</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Time range</source>
            <translation>Zeitraum</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Queues</source>
            <translation>Warteschlangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All queues</source>
            <translation>Alle Warteschlangen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Agents</source>
            <translation>Agenten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All agents</source>
            <translation>Alle Agenten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Problems</source>
            <translation>Probleme</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Every problem</source>
            <translation>Alle Probleme</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Search customer, agent, queue, code or conversation</source>
            <translation>Kunde, Agent, Warteschlange, Code oder Konversation suchen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Ended: {days}</source>
            <translation>Beendet: {days}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Days on which they ended</source>
            <translation>Beendet an diesen Tagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Also those with a good code ({count})</source>
            <translation>Auch die mit gutem Code ({count})</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All interactions</source>
            <translation>Alle Interaktionen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>timed out</source>
            <translation>Zeit abgelaufen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>agreed with the suggestion</source>
            <translation>wie vorgeschlagen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>kept here only</source>
            <translation>nur hier vermerkt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Selected</source>
            <translation>Gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Problem</source>
            <translation>Problem</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Correction</source>
            <translation>Korrektur</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Copilot predicted</source>
            <translation>Copilot-Vorhersage</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>not selected</source>
            <translation>nicht gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>new, {rest}</source>
            <translation>neu, {rest}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>{code}, chosen by you</source>
            <translation>{code}, von Ihnen gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Agent's: {code}</source>
            <translation>Vom Agenten: {code}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>More filters</source>
            <translation>Weitere Filter</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>{count} more filters</source>
            <extracomment>One: 1 more filter</extracomment>
            <translation>
                <numerusform>1 weiterer Filter</numerusform>
                <numerusform>{count} weitere Filter</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Division</source>
            <translation>Division</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Team</source>
            <translation>Team</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>With a note or tags</source>
            <translation>Mit Notiz oder Tags</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Without</source>
            <translation>Ohne</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Clear these filters</source>
            <translation>Diese Filter aufheben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Call</source>
            <translation>Anruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Callback</source>
            <translation>Rückruf</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Message</source>
            <translation>Nachricht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Chat</source>
            <translation>Chat</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>E-mail</source>
            <translation>E-Mail</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Social</source>
            <translation>Social Media</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Co-browsing</source>
            <translation>Co-Browsing</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Screen share</source>
            <translation>Bildschirmfreigabe</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/row_delegate.py" />
            <source>chosen by you</source>
            <translation>von Ihnen gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/row_delegate.py" />
            <source>chosen by the agent</source>
            <translation>vom Agenten gewählt</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view.py" />
            <source>Interactions to fix</source>
            <translation>Zu korrigierende Interaktionen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Saved views</source>
            <translation>Gespeicherte Ansichten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Show</source>
            <translation>Anzeigen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Forget</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Name of this view; Enter saves it</source>
            <translation>Name dieser Ansicht; Enter speichert sie</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Save this view as …</source>
            <translation>Diese Ansicht speichern als …</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Sort by</source>
            <translation>Sortieren nach</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Undo a change</source>
            <translation>Eine Änderung rückgängig machen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Undo this change</source>
            <translation>Diese Änderung rückgängig machen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} undone</source>
            <translation>{count} rückgängig gemacht</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} changed</source>
            <translation>{count} geändert</translation>
        </message>
    </context>
    <context>
        <name>ui/scrolled</name>
        <message>
            <location filename="../../wrapup_desk/ui/scrolled/notice_bars.py" />
            <source>Back to the top</source>
            <translation>Nach oben</translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/scrolled/notice_bars.py" />
            <source>{count} more notices</source>
            <extracomment>One: 1 more notice</extracomment>
            <translation>
                <numerusform>1 weitere</numerusform>
                <numerusform>{count} weitere</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/scrolled/notice_bars.py" />
            <source>Read on</source>
            <translation>Mehr</translation>
        </message>
    </context>
    <context>
        <name>ui/sign_in</name>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/address_to_copy.py" />
            <source>No browser? Copy the address, and open it in one on this computer.</source>
            <translation>Kein Browser? Kopieren Sie die Adresse und öffnen Sie sie in einem Browser auf diesem Computer.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/address_to_copy.py" />
            <source>Address of the sign-in page</source>
            <translation>Adresse der Anmeldeseite</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/address_to_copy.py" />
            <source>Copy the address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>Sign in in your browser</source>
            <translation>Melden Sie sich im Browser an</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>Your browser is open. Come back here when you are done.</source>
            <translation>Ihr Browser ist geöffnet. Kommen Sie danach hierher zurück.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>No browser could be opened</source>
            <translation>Es ließ sich kein Browser öffnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/browser_wait.py" />
            <source>Open this address in a browser on this computer. Come back here when you are done.</source>
            <translation>Öffnen Sie diese Adresse in einem Browser auf diesem Computer. Kommen Sie danach hierher zurück.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Step {step} of {steps}</source>
            <translation>Schritt {step} von {steps}</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Every interaction gets its wrap-up code</source>
            <translation>Jede Interaktion bekommt ihren Code</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Keep this window beside Genesys Cloud. It shows the interactions you have on hand, suggests a wrap-up code for each, and sends the one you choose before you click Done: 1, 2 or 3, then Enter.</source>
            <translation>Lassen Sie dieses Fenster neben Genesys Cloud offen. Es zeigt Ihre laufenden Interaktionen, schlägt für jede einen Nachbearbeitungscode vor und sendet den gewählten, bevor Sie auf „Fertig“ klicken: 1, 2 oder 3, dann Enter.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Next</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Sign in, or try it first</source>
            <translation>Anmelden oder erst ausprobieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>The demo needs no account: simulated customers call you.</source>
            <translation>Die Demo braucht kein Konto: Simulierte Kunden rufen Sie an.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>A minute of practice</source>
            <translation>1 Minute üben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>One made-up interaction with the real keys; nothing is sent. You find it again in the menu.</source>
            <translation>Eine erfundene Interaktion mit den echten Tasten; nichts wird gesendet. Sie finden sie im Menü wieder.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/first_run.py" />
            <source>Practise now</source>
            <translation>Jetzt üben</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Your browser opens; this program never sees your password.</source>
            <translation>Ihr Browser öffnet sich; dieses Programm sieht Ihr Passwort nie.</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Sign in</source>
            <translation>Anmelden</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Try the demo</source>
            <translation>Demo ausprobieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/sign_in/sign_in_panel.py" />
            <source>Simulated customers call you. Nothing leaves this computer.</source>
            <translation>Simulierte Kunden rufen Sie an. Nichts verlässt diesen Computer.</translation>
        </message>
    </context>
    <context>
        <name>ui/widgets</name>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bar.py" />
            <source>Copy details for support</source>
            <translation>Details für den Support kopieren</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bar.py" />
            <source>Open settings</source>
            <translation>Einstellungen öffnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bar.py" />
            <source>Open the log folder</source>
            <translation>Protokollordner öffnen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/progress_line.py" />
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
    </context>
</TS>
