<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
    <context>
        <name>adapters</name>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>does not know this interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>says the interaction is already completed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway keeps no drafts.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway {words}: {status}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway could not be reached. Check the network connection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The gateway does not accept the client id and secret. Ask your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/interaction_actions.py" />
            <source>The conversation has no attribute {attribute}, so the gateway cannot be asked. Tell your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>update_url has to begin with https://, found {url}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>the server answered {status}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is too long</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>no answer ({error})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>update_key is not a public key: 32 bytes in base64</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its signature does not fit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is not a signed manifest</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>it is signed, but says no version</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its date has no time zone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/update_manifest.py" />
            <source>its page does not begin with https://</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/base</name>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>the system's proxy setting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>Windows is set to let a script (PAC) choose the proxy, which this program does not do. If Genesys cannot be reached, name the proxy in HTTPS_PROXY.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>the environment variable {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>{origin} names no usable proxy: {problem}. The program goes on without it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>{origin} has an exception that is no host, address or network; the others count.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>SOCKS proxies are not supported; name one that speaks HTTP</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>it begins with something other than http:// or https://</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its sign-in has characters that cannot be sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>what follows the address is no port</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its port is no number from 1 to 65535</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>it has no host</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/proxy_settings.py" />
            <source>its host is no name and no address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>it was written by a newer version of the program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>it was written by an older version of the program</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>unknown error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>there is no room left for {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/base/sqlite_file.py" />
            <source>cannot use {path}: {reason}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/files</name>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it cannot be written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>it is damaged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/anchor_file.py" />
            <source>How the audit trail last ended is unknown: {path} cannot be used: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/csv_file.py" />
            <source>If it comes back, {name} may still appear there; else export to another folder.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/csv_file.py" />
            <source>Copy the file to this computer, then try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/csv_file.py" />
            <source>{folder} does not answer. {advice}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/csv_file.py" />
            <source>{path} cannot be read: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/csv_file.py" />
            <source>{path} is too large to be a list of rules or changes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/csv_file.py" />
            <source>{path} cannot be written: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>The team's model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>The sentence encoder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} cannot be fetched: its address has to begin with https://.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} is not used: an address needs {setting} beside it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} could not be downloaded: {host} answered {status}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} on {host} is larger than {count} MB.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} could not be downloaded from {host} ({error}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/model_download.py" />
            <source>{name} from {host} does not match {setting}; it is not used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{policy}: {error}. Ask your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path}: {error}. Correct it, or delete the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{error}. Ask your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{error}. Correct it, or delete the file.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>Correct the file</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>Ask your administrator</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>write</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is larger than any settings file: {count} bytes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is not a text file in UTF-8; save it as UTF-8</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} has lists within lists without end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path} is not valid TOML: {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>{path}: {problems}. {remedy}; until then, the defaults apply there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/settings_file.py" />
            <source>cannot {verb} {path}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Wrap-up codes, week {week} of {year}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{first} to {last}; times are local.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Shares in brackets are 95 % intervals.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>coded by the agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>without an agent's code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>from hang-up to code, median</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Without a code, by week</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Week from</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Corrected later</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the agent's desk by itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>the organisation's own rules</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>a supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>nobody</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Who</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Who chose the codes on record</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>The last {weeks} weeks, by name. Beside each agent the mean of the queues they work in; with fewer than {count} interactions nothing is said.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Their queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Timed out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Time to code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Taken for each other</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Agents beside their queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{seconds} s, usual {usual} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{share}, usual {usual}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{share} more than chance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{count} codes were reviewed: {share} were wrong. Where the sample took so many of each queue, this is their plain mean.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Reviewed samples</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>“Other” and the like: {share} of what agents chose.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Finding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>And</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Use of codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>The list of codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Seen over all weeks read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>could be merged: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>taken for each other {count} times</source>
            <extracomment>One: taken for each other once</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>named alike</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>one agent only, {count} times</source>
            <extracomment>One: one agent only, once</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>never used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>Nothing to count.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>And {count} more.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/files/weekly_page.py" />
            <source>{seconds} s</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/genesys/conversations</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>Genesys has the conversation, but no longer this part of it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/conversations/writes.py" />
            <source>Genesys lists no participants in this conversation.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/genesys/doctor</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/account_probe.py" />
            <source>a queue without a name</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/conversation_probe.py" />
            <source>Genesys no longer has your part of the test conversation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/doctor/network_probe.py" />
            <source>the variable {variable} names what does not exist</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/genesys/history</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys' job brought no result; reading page by page</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>What began before {day} (UTC) could not be searched: {error}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys lists at most {count} conversations at a time, and there are more in one hour. Choose some queues and search again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys is collecting the conversations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>its cursor does not move</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>the answer names no job</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>the job is {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>without an id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Conversations that could not be read: {ids}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/analytics.py" />
            <source>Genesys counts {hits} conversations from {first} to {last} (UTC) and listed {read}: some may be missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/queue_feed.py" />
            <source>a permission</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/queue_feed.py" />
            <source>Genesys does not let you follow these queues: {missing} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/record.py" />
            <source>Genesys accepted it: {status}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/record.py" />
            <source>Read from analytics.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>{host} no longer has the transcript.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>{host} refused to hand out the transcript ({status}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>The transcript on {host} is too large.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/history/transcripts.py" />
            <source>Genesys gave no usable address for the transcript.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/genesys/http</name>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>did not accept the request</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>no longer accepts the sign-in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>does not permit this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>no longer knows this interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>says the interaction is in a different state</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>is limiting the rate of requests</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>reported an internal error</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (the OAuth client lacks the scope {scopes})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> or </source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (missing permission {permissions})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source> (it needs an agent's own sign-in)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/errors.py" />
            <source>correlation id {id}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>You are signed in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Go back to WrapUp Desk. You can close this.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>You are not signed in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Nothing was changed. Go back to WrapUp Desk to try again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>This sign-in is not ours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Start it again from WrapUp Desk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Nothing here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>This address only ends a sign-in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/loopback.py" />
            <source>Only GET is answered.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>The environment variable {variable} names {path}, which does not exist. Correct or remove it, then start again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>presented a certificate this computer does not trust ({reason}). Ask your administrator whether a proxy inspects the traffic.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>did not answer in time.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached. Check the network connection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>dropped the connection.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source> (it answered {status})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached through the proxy{answer}. Ask your administrator whether the proxy lets this address through.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source> by {schemes}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>Put the name and password the proxy expects into HTTPS_PROXY (http://name:password@host:port).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>If the proxy wants a Windows sign-in (NTLM, Kerberos), ask your administrator for an exception.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/network.py" />
            <source>could not be reached through the proxy (407: it wants a sign-in{wanted}). {advice}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>The sign-in was cancelled. Sign in again when you are ready.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys does not know this client id. Check it in the settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>This OAuth client is not approved. Ask your administrator to allow it for “Code Authorization” with PKCE.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys did not accept the sign-in. Sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>This OAuth client has no suitable scopes. Ask your administrator to add conversations, notifications, routing:readonly and users:readonly.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys cannot sign you in at the moment. Try again later.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>{host} did not answer like a sign-in server. If you are on a guest network, sign in to the network first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>No OAuth client id is set. Enter it in the settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>All ports the sign-in can return to are in use, or set aside by Windows ({ports}). Restart the computer, then sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>The sign-in in the browser was not finished within {minutes} minutes. Sign in again; if it showed a Genesys error page, ask your administrator to register {uris} as redirect URIs of the OAuth client.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>Genesys refused the sign-in ({error}). Sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/oauth.py" />
            <source>no reason given</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>The server named a stream address outside its own region; it was not opened. Tell your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>A server address may only be a simulator on this machine, like http://127.0.0.1:8080. For Genesys Cloud, choose a region instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>“{name}” is not a Genesys Cloud region.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>Did you mean: {listed}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/regions.py" />
            <source>The regions are: {listed}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>You are signed out. Sign in again to continue.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>{host} sent more than can be read at once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/genesys/http/rest.py" />
            <source>Genesys is rate-limiting us.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/learning</name>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/learning_file.py" />
            <source>{other}; give --restart to begin again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/learning_file.py" />
            <source>{path} holds an unfinished run of {place} over {days} days (at most {most} legs; attributes: {used}). Start it with the same options to go on, or give --restart to begin again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a ledger of corrections</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>the codes an agent's desk keeps</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>an unfinished run of learning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a team's store</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>a model</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>{path} is {kind}, not figures of suggestions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/learning/outcome_reader.py" />
            <source>{path} holds no figures of suggestions</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/sql_ledger</name>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/migrations.py" />
            <source>the corrections were written by a newer WrapUp Desk (format {version}). Update this one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>the service {service}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_address.py" />
            <source>The team store's address has a number (hostaddr) without a name (host), so the server's certificate cannot be checked. Add host=NAME, or say sslmode= yourself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The team store's address cannot be read. It looks like postgresql://name@server/database.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>team store on {place}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>There is no room left on the {store}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The {store} cannot be reached. Check the network and the address.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/postgres_database.py" />
            <source>The {store} refused: {error} ({state}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>The corrections ({store}) hold a row that cannot be read: it was changed outside WrapUp Desk, or is damaged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>Another program has changed this correction in the meantime.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/sql_ledger.py" />
            <source>Taken over by {who}: it had made no progress for an hour.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/team_store.py" />
            <source>The model {version} is no longer in the {store}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sql_ledger/team_store.py" />
            <source>The model {version} in the {store} does not match its checksum.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>adapters/sqlite_store</name>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>it was written by a newer version of WrapUp Desk (format {format}); install that one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>there is no room left on the disk of {folder}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>another program uses it; close that one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>it was damaged while in use; start the program again to mend it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/adapters/sqlite_store/store.py" />
            <source>cannot use the database {path}: {why}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/base</name>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be http://127.0.0.1:PORT, for the simulator on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>begin with https://</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a file or an address that begins with https://</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be empty or an https address with {conversation_id} in it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be empty or begin with postgresql://</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be a public key (32 bytes in base64)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/setting_texts.py" />
            <source>be DEBUG, INFO, WARNING or ERROR</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"queues" has to be a table of queues, found {raw}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"queues.{queue}" and "queues.{other}" name the same queue: one of them has to go; a queue's id tells two apart</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"queues.{queue}" has to be a table, found {table}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>; did you mean "{near}"?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{key}" is not a setting{advice}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{place}{key}" is not a setting of a queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>, found {raw}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>"{key}" has to {kind}{found}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>be a number from {low} to {high}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>be one of {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>be a list of texts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>be a text</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/base/settings.py" />
            <source>be true or false</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/delivery</name>
        <message>
            <location filename="../../wrapup_desk/application/delivery/send_gate.py" />
            <source>The next try is in {seconds} s.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/desk</name>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>An interaction that was not answered cannot be coded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>This code is not valid for this interaction's queue. Choose one of its own.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>The codes of this interaction are not loaded yet. Choose again in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys has no wrap-up codes for this interaction. Ask your administrator to give its queue some, then load the codes again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Sign in first: this interaction belongs to the agent who answered it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys has completed this interaction; its code cannot be taken back here any more. Your supervisor can change it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Codes are sent but not kept on this PC: {trouble}. Keep the program open until each one says Coded.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>What was saved on this PC cannot be read: {trouble}. New choices are sent as usual; tell your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>{count} codes of others wait on this PC until they sign in.</source>
            <extracomment>One: 1 code of another agent waits on this PC until they sign in.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Your backend proposes “{name}”, and {count} codes of this queue are called so. Choose one yourself; your administrator can have the code's id sent instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Conversation {conversation} cannot be read and has no card. Choose its code in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source> and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>{count} conversations cannot be read and have no card: {named}{more}. Choose their codes in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Another WrapUp Desk of yours is open and takes this one's live news away. Close it; your codes are safe.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Genesys does not let this program follow {topic_kind}: {missing} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/desk/notices.py" />
            <source>Suggestions are paused for this interaction: a part of the program failed. Choose its code yourself; your codes are sent as ever.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/doctor</name>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Choose your region in the settings; your administrator knows which it is.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Copy the client id from “OAuth” (in Admin, under Integrations) into the settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>no OAuth client id is set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the client id is no GUID (8-4-4-4-12 letters of 0-9 and a-f)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>of the right form; the login host did not answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the login host does not take it ({status}): the client id is unknown, or the redirect URIs are not registered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{advice} Its redirect URIs are http://localhost:53682/oauth/callback to …:53685/oauth/callback.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>of the right form, and the login host takes it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>other programs use all redirect ports ({taken}): no sign-in can come back</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Close those programs, or restart the computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{free} is free; taken: {taken}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>all are free</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Genesys accepts the sign-in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the server does not tell the token's scopes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>the server does not tell permissions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>to {purpose} ({named})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>missing; needed to {purpose} ({named})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>missing: App not authorized to use scope [{names}]; needed to {purpose} ({named})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give the OAuth client the scope {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give your role the permission {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>this organisation does not have it: {purpose}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>this account lacks the permission {lacking}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {most} are open</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {most} are open: a new one pushes the oldest out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Close other desks and tools of this account.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>cannot be read; one code for each participant is assumed, Genesys' default</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>after-call work is at {level} level</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>you are a member of no queue, so there are no codes to read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>{count} of {queues} queues have no wrap-up code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>Ask your administrator to give these queues their codes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/account_checks.py" />
            <source>each of {queues} queues has codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation keeps no drafts, a probe found.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation takes codes after the talk only; it goes out at its end.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/capabilities.py" />
            <source>This organisation takes no code after completion, a probe found.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>there is room, and it can be written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>whole</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>keeps the sign-in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>can be shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/computer_checks.py" />
            <source>there is one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>“{check}” has to be right first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>this computer does not let it be checked ({name})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>the check itself failed; the log says how</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>the OAuth client lacks the scope {named}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>Ask your administrator to give the OAuth client the scope {named}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>App not authorized to use scope [{named}]</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>this account lacks the permission {named}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>Ask your administrator to give your role the permission {named}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/diagnosis.py" />
            <source>missing permission {named}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>warning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>wrong</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>not checked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>proxy and PAC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>DNS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>TLS</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>login host</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>API host</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>streaming host</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>apps host</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>clock</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>region</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>client id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>redirect ports</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>sign-in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>scopes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>permissions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>topics</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>channels</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>disk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>database</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>keyring</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>notifications</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>tray</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/findings.py" />
            <source>not checked, because {because}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read conversations and write codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>hear live news of interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read queues and codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>know who is signed in; names of agents need users:readonly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read transcripts of past calls</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>search past interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>write a wrap-up code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read conversations</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read queues and the codes of a queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read all codes of the organisation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>follow the words of calls; its holder may follow any live transcript</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>read the texts of messages</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>show what Genesys itself predicts, where the organisation has Copilot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>count codes for reports</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>live news of your interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>whether you are on queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>what Genesys itself predicts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/needs.py" />
            <source>the words of calls</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Correct or remove it, then check again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the proxy lets none of Genesys' hosts through</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator for an exception for them, without a sign-in at the proxy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>a proxy is set and is used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer uses a proxy script (PAC), which the program does not run; it connects directly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>If the hosts below cannot be reached, ask your administrator for the proxy's address and set it as HTTPS_PROXY.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>none is set; the program connects directly</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the names of all hosts are known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer does not know {named}; the proxy looks names up instead</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Check the network connection, then ask your administrator about DNS.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>no address is known for {named}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the simulator on this computer needs none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator to install the authority that signs for the proxy.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>no host answered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>certificates are trusted, signed by {named}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>certificates are trusted, but not signed by a public authority: a proxy of this network reads the traffic</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>If live news breaks off, ask your administrator to leave Genesys' hosts out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>signed by {named}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>its name is not known</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>a certificate is not trusted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Ask your administrator to let this computer reach {name}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>the server did not tell its time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>as the server's</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>Let the system set the clock by itself (Windows: Date &amp; time, Sync now).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer is {seconds} s ahead of the server</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/network_checks.py" />
            <source>this computer is {seconds} s behind the server</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>all is right</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>{count} lines: {what}.</source>
            <extracomment>One: 1 line: {what}.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/doctor/report.py" />
            <source>WrapUp Desk: check of an installation</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/learning</name>
        <message>
            <location filename="../../wrapup_desk/application/learning/local_model.py" />
            <source>it has version {found}; this program reads version {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/model_builder.py" />
            <source>No leg with a code was found in this time, so no model was written.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/model_builder.py" />
            <source>Nothing was learnt, so no model was written: of {all} legs with a code {silent} have no transcript and {unread} could not be read. Check that transcription is on for these queues, and what doctor says of reading words.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>no code of a person's</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>no queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>not over yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>a code the queue does not have any more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/learning/ports.py" />
            <source>a queue where codes are sent without a person</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/repair</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/access.py" />
            <source>{who} may not search past interactions: the permission {permission} is missing. Ask your administrator for it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/access.py" />
            <source>This account</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/leg_moments.py" />
            <source>{name} (rules “{rule}”)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/plan_run.py" />
            <source>Someone else</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/plan_run.py" />
            <source>{name} corrected it since the plan was made.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>several codes are called “{code}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>no active code is called “{code}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>Conversation {conversation_id} was not found, or has no such leg.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/wanted_preview.py" />
            <source>Conversation {conversation_id} has {count} legs of agents: name the one meant in a column “communication”.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/repair/core</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Another bulk change is still running.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Genesys does not let this account change codes: {lacking} is missing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>A reason is needed for this change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>A note is needed for this change.</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Resumed {count} corrections from an earlier run.</source>
            <extracomment>One: Resumed 1 correction from an earlier run.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/changes.py" />
            <source>Genesys is rate-limiting us; retrying in {seconds} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/proof.py" />
            <source>The audit trail was modified outside WrapUp Desk: {problem}. Open Reports and inform the store's administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/rules.py" />
            <source>Only who may change codes can keep or remove rules.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/rules.py" />
            <source>A rule list needs a name and at least one rule.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/sampling.py" />
            <source>There is no interaction with an agent's code to draw from: choose a longer time range, or fewer filters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/search.py" />
            <source>You are not signed in yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/core/search.py" />
            <source>Reading names</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/repair/proof</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/application/repair/proof/reports_and_export.py" />
            <source>{count} rows are in {path}.</source>
            <extracomment>One: 1 row is in {path}.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/proof/reports_and_export.py" />
            <source>The audit trail is in {path}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/repair/tasks</name>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/batch_run.py" />
            <source>Taken back in the ledger; Genesys' record had not changed.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/bulk_changes.py" />
            <source>Analytics shows it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/bulk_changes.py" />
            <source>Genesys accepted it, but analytics does not show it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Cancelled before anything was sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Genesys accepted it, but its record did not change.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/correction_delivery.py" />
            <source>Somebody else changed it in between; their code stands.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/learnt_refusals.py" />
            <source>Not tried: Genesys refused the same for the {count} before. {answer}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_detail_loader.py" />
            <source>Nothing was transcribed for this interaction.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_search.py" />
            <source>Agents are shown by the beginning of their id, as their names cannot be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/leg_search.py" />
            <source>a code you may not see</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/repair_tasks.py" />
            <source>Something unexpected went wrong; the log file says what.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/repair/tasks/rule_shelf.py" />
            <source>The rules are in {path}.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/services</name>
        <message>
            <location filename="../../wrapup_desk/application/services/sign_in.py" />
            <source>The connection was interrupted.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>WrapUp Desk {version} is available; this is {running}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>Your administrator installs it, or you do.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>See {page}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>it is older than the one seen before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/application/services/update_watch.py" />
            <source>it names {version}, older than {newer} before</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>application/suggestions</name>
        <message>
            <location filename="../../wrapup_desk/application/suggestions/sentence_reader.py" />
            <source>The sentence encoder does not work; suggestions rest on single words. Install WrapUp Desk again.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>domain</name>
        <message>
            <location filename="../../wrapup_desk/domain/submission.py" />
            <source>Genesys accepted the code and does not show it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/submission.py" />
            <source>The agent had selected this code and not sent it when the interaction ended.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>domain/history</name>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>deleted code {id}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/history/past_leg.py" />
            <source>Former agent {id}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>domain/quality</name>
        <message numerus="yes">
            <location filename="../../wrapup_desk/domain/quality/code_list.py" />
            <source>confused {count} times</source>
            <extracomment>One: confused once</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/code_list.py" />
            <source>their names mean the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/sample.py" />
            <source>A sample has 1 to {count} interactions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/quality/sample.py" />
            <source>sample of {size}{each}, seed {seed}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>domain/repair</name>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>An anchor is a number, a colon and 64 hexadecimal digits.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number}, which was seen before, is gone or another</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} is not the one that was seen before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>the trail ends at entry {number}, but entry {seen} was seen before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {missing} is missing, {number} follows {before}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} does not follow from the one before it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/audit.py" />
            <source>entry {number} was changed after it was written</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} is of the same leg as line {seen}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} has no conversation or no new code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} lacks its conversation, participant, communication or new code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>Line {line} has an unknown medium or count of corrections.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>The file is no CSV: {error}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>The first line has to name the columns; there is no {missing}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/change_plan.py" />
            <source>A plan has at most {count} rows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/correction.py" />
            <source>It already had this code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>correction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>bulk change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>rule list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was put there by another hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was changed by another hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/row_seals.py" />
            <source>{what} {id} was removed by another hand</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the file is no CSV: {error}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>there are {count}; a list has at most {most}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the file has none.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>the first line has to name the columns, “from” and “to” among them.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>a cell is longer than {count} characters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it names no new code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it names no old code; {no_code} stands for legs without one.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it has a value but no attribute.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rule_csv.py" />
            <source>it would change every leg; name a queue, a flow or the like.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>Rule {place}: {text}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>there is none yet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no active code is called</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>several codes are called</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no code “{from_code}” was found: it fits nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no queue “{queue}” was found: it fits nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>no medium is called “{media}”: it fits nothing.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>the attribute “{attribute}” is known of no leg. The settings name which attributes are read, and Genesys gives them for more than a week only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/domain/repair/rules.py" />
            <source>gives what rule {place} takes: run again, it changes once more.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>main/apps</name>
        <message>
            <location filename="../../wrapup_desk/main/apps/api_dialect.py" />
            <source>"dialect" is "{dialect}", which needs the gateway's client id and secret in the environment variables {id_variable} and {secret_variable}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_app.py" />
            <source>This computer's store of passwords does not answer. You can work as usual, and have to sign in again at the next start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_app.py" />
            <source>What Genesys sends is recorded to {name}, with every text, name, number and id replaced. It ends with the program.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>wrapup-desk: there is no display; use wrapup-desk headless, or --platform offscreen
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>Windows did not let WrapUp Desk change whether it starts at sign-in: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/desk_window.py" />
            <source>The window to fix codes did not start. Start it with: wrapup-desk repair</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder {path} cannot be read: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder {path} does not match encoder_sha256; it is not used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>Suggestions rest on single words until it is there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/encoder_place.py" />
            <source>The sentence encoder cannot be kept in the profile; it is not used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far was taught with another sentence encoder, or none: what words taught it stays, what sentences teach begins now, and no code is sent alone until that is measured.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>The team's model could not be looked for ({error}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>As it was it is kept as {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>It is kept as {path}; suggestions start from scratch.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far cannot be used: {error}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>What was learnt so far cannot be used: {problem}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>The team's model cannot be used: {problem}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recommender_setup.py" />
            <source>it breaks the program that reads it ({error}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>What could be read was carried over.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>This PC's database was damaged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>Others may be missing: look at your last interactions in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>The damaged file is kept as {name}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, without the note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, without their notes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>, {count} of them without the note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{count} more in the log</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{count} waiting codes were put back and will be sent{loss}: {named}.</source>
            <extracomment>One: 1 waiting code was put back and will be sent{loss}: {named}.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/recovery_notice.py" />
            <source>{name}, {time} (conversation {id})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/repair_app.py" />
            <source>Continue in your browser.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/repair_session.py" />
            <source>sign-in is not possible: choose region and client ID in the window first (wrapup-desk), or give client credentials (see wrapup-desk fix plan --help)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>The team's model {name} cannot be read: {reason}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>The team's model {name} does not match its checksum.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>it does not answer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/team_model.py" />
            <source>{why} Suggestions continue with what is on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Wrap-up code not accepted: {name}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Decided at: {time} UTC</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/apps/window_commands.py" />
            <source>Copied for your supervisor: paste it into a message to them.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>main/commands</name>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>wrapup-desk: a fault of the program: {name}
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>--history, --most and --requests-per-minute have to be above 0</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>give --client-id, or set {variable}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>the week's page needs both --week and --html FILE</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>--weeks has to be from 1 to 26</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>--days has to be above 0</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>there is no file {path}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/dispatch.py" />
            <source>--requests-per-minute has to be above 0</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>changed and seen in analytics</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>refused by Genesys and kept in the ledger only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>had the code already or were changed by somebody else</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>not begun yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>sent, outcome unknown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>accepted, not seen on record yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>Genesys is rate-limiting us; waiting {seconds} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{done} of {total} rows</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{count} legs found</source>
            <extracomment>One: 1 leg found</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>the settings want a reason for each change: give --reason</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>the settings want a note with each code: give --note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source> {count} are left alone: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>Of {all} legs {changing} would change.{skipped} The plan is {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>The audit trail was modified outside WrapUp Desk: {problem}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>there is neither a file nor a kept rule list {source}; kept are: {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>there is no queue {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>nothing to do</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source> Run the same command again to go on.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/fix.py" />
            <source>{count} rows: {listed}.{why}{again} Each row's result is in {path}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>give at least {count} signs of whom to forget</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes, with their notes, that name the customer or are of the conversation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>the learnt model, which could not be read.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>the customer's last code, from the learnt model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} saved views that search for the customer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>What was learnt from the customer's words stays in the model, as weights of hashed words without any person; --all removes the model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes, with their notes, that the agent chose on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} files of figures about suggestions; they do not tell agents apart.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>The learnt model holds no agent, but was taught by the agent's choices; --all removes it. A kept sign-in goes with signing out in the window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Nothing was removed: {count} codes still wait to be sent. Start WrapUp Desk so that they go, or give --even-waiting.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} files: codes, notes, figures, the learnt model, corrections and their audit trail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>The settings stay. A kept sign-in goes with signing out in the window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>could not be read</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{logs} log files, {copies} copies that had been set aside, {begun} unfinished files.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>Corrections of the repair desk and their audit trail stay as proof of who changed what (repair.sqlite3, or the team's store: ask its administrator). Genesys Cloud keeps its own record. A recording made with --record is where you had it written, with every name replaced. A model built by `wrapup-desk learn` holds no customers; build it again to leave conversations out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget.py" />
            <source>{count} codes of theirs still wait to be sent and stay until then.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/forget_sign_ins.py" />
            <source>wrapup-desk: sign out in the window; only Windows can be asked for all
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>{reason} Sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>Sign in on this page, on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/headless_sign_in.py" />
            <source>The sign-in has ended.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>--publish puts the model into the team's store; set store first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>sign-in is not possible: choose region and client ID in the window first (wrapup-desk), or give client credentials (see wrapup-desk learn --help)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>{problem} Give --restart to begin again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>wrapup-desk: the corrections are left out, as they were modified outside WrapUp Desk: {problem}.
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn.py" />
            <source>version {version} in the {store}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>no words</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>words not readable</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learning from {place}, {first} to {last}; at most {count} legs.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Resuming an unfinished run. {text}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learnt {count} legs. {left_out}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>The model is {path} ({size} MB). To use it, write into the policy or the settings:
  model = {quoted}
  model_sha256 = "{sha256}"
or put it on a web server and give its https address as the model.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Published to the team: {where}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source> ({share} of the span)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Finding: {done} legs with a code{share}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Learning: {done} of {total} legs ({share}){left}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>, about {minutes} min left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>, less than a minute left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>more than the most wanted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>Left out: {reasons}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>No leg was left out.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>  {name}: the first suggestion was right in {top_share} of the last {legs} legs, before each was learnt</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>{text}; too early to send codes automatically</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/learn_output.py" />
            <source>{text}; would send {coverage} automatically, right in {precision} of them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>“{id}” is not a conversation id (a GUID)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>the environment variable {variable} has to hold the client's secret</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>Proposed “{code}”.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The conversation has it; the agent's desk shows it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>Genesys accepted the proposal but does not show it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The agent has completed without any code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>No code is on record after {seconds} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source> It was written by Genesys itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The code on record is “{name}”.{by}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source> Did you mean {names}?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/propose.py" />
            <source>The agent's queue has no code “{code}”; nothing was proposed.{hint}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/repair.py" />
            <source>wrapup-desk: there is no display; use wrapup-desk repair --demo
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/repair.py" />
            <source>Choose your region and client ID in the agent's window first: wrapup-desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>{count} legs since {since} whose code a person chose: {shown} with suggestions in sight, {shadow} in shadow mode, {blind} asked blind.
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>{name}: {count} legs</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  first suggestion as chosen   {share}{unseen}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>, right in {share} of them</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  would have sent itself       {share}{precise}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  sure, and still asked        {count}; {wrong} of them people chose otherwise</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  codes that mean “other”      {share}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  confused {count} times: suggested “{suggested}”, chosen “{chosen}”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  asked again for “{code}”: {count} times, people chose otherwise {wrong} times</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>  never chosen: {names}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/report.py" />
            <source>; where nobody saw it, {share} of {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/commands/weekly.py" />
            <source>{count} interactions of {week} are in {path}
</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>main/demo</name>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>Your first simulated call is here in a moment and ends by itself. Then press 1 to choose a code, and Enter to send it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>There is no display: the demo plays on its own and saves pictures in {pictures}
</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/demo/desk_demo.py" />
            <source>The demo took too long and was stopped.
</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>main/doctor</name>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>the simulator on this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>no region is chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/assembly.py" />
            <source>from source</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/command.py" />
            <source>Nobody is signed in here. Sign in in the window first, or add --sign-in.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>the profile's folder cannot be written: codes that wait are lost at the end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Give your account the right to write there.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>only {count} MB are free on the disk of the profile</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Make room on this disk.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Start the program: it carries over what is whole and keeps the file aside.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is none: you sign in again at each start; nothing else is lost</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Windows: start the Credential Manager service. Linux: install gnome-keyring or KWallet.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is no display, so nothing can be shown</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>Allow notifications of WrapUp Desk in the system's settings.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>the system shows none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>there is no display, so there is none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/computer.py" />
            <source>this desktop has none; the window still works</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/doctor/window_check.py" />
            <source>You are signed out. Sign in, then check again.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>main/system</name>
        <message>
            <location filename="../../wrapup_desk/main/system/profile.py" />
            <source>WrapUp Desk is already running for this user; use the open window.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>WrapUp Desk is already running for this user, but does not answer. Codes you have chosen are kept on this computer, and are sent at the next start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>WrapUp Desk is already running for this user, without a window (process {pid}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>{what} End the process {pid}, then start again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/second_start.py" />
            <source>The process {pid} of WrapUp Desk does not end. Restart the computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>End it and start again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>Leave it running</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>WrapUp Desk cannot start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/startup_error.py" />
            <source>WrapUp Desk does not answer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>The desktop's message bus does not answer: WrapUp Desk shows no notifications and no tray icon, and you sign in again at the next start.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>The desktop's accessibility service does not answer: screen readers cannot read this window. Start WrapUp Desk again once it does.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/main/system/window_system.py" />
            <source>wrapup-desk: no window can be shown ({reason}); use wrapup-desk headless, or --platform offscreen
</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui</name>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>Address of the sign-in page</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>Copy the address</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>No browser? Copy the address, and open it in one on this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/address_to_copy.py" />
            <source>Copied</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Select a suggestion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Enter</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Send the selected code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Search all codes of this queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Write a note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Undo, or choose another code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to another interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Go to the one whose time runs out first</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Esc</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Stop automatic sending; leave a field</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>My day: what I coded, what waits, what failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/shortcuts.py" />
            <source>Show these keys</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/card</name>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ringing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Held</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>After-call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Sending</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Saved</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Submitting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Coded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Too late</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Missed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Needs fix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/appearance.py" />
            <source>Ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/collapsed_suggestion.py" />
            <source>sends in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/countdown.py" />
            <source>{count} s of after-call work left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/header.py" />
            <source>Dismiss</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>The note is sent with the number.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Leave it out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Looks like a payment card: left out when sent.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/note_warning.py" />
            <source>Keep it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Undo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Tell your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/outcome_panel.py" />
            <source>Try again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>“{text}”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Unknown customer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>inbound call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound email</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>outbound message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>callback</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>email</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>video call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>social post</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>co-browsing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>screen share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>web chat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>ringing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>parked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>on hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>not answered in time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>no code needed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>monitoring</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coaching</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>barged in</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{count} failed attempts</source>
            <extracomment>One: 1 failed attempt</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with its call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>with a consult</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Chosen before</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>One of your recent codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>like {what}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>close in meaning</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{queue} queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>one of your recent codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Predicted by Genesys Copilot</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Proposed by your backend</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>suggested, not sent: you chose otherwise {n} times</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>suggested, not sent: checked with you now and then</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>used {count} times today</source>
            <extracomment>One: used once today</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{percent} likely</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Selected, not sent: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Proposed by your backend: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Predicted by Genesys Copilot: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Leading: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Loading the codes of this queue …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>This time without suggestions, to measure how good they are</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No code chosen yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Listening … no clear suggestion yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>No clear suggestion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sends {code} in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends the first code with {left} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Guard: sends {code} with {left} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits automatically in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submits {code} automatically in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Hold</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Kept. Only you send it now.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Held. Nothing is sent automatically.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded before the end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after hang-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>coded {span} after it ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by the guard</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, automatically</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, from your backend</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{when}, by your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before a code was set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Completed before {code} was set</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>{code} is no longer a code of this queue. Choose another.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>no reason was given</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Genesys refused {code}: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Another code was chosen in Genesys; it is kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You chose {code} in Genesys; it is kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your supervisor sees it in the list of codes to fix.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Your choice is saved on this PC.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>You can change it until you complete.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Now click Done in Genesys ({span} left).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, waiting for confirmation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, submitting …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Accepted, not confirmed yet</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Submitting …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending … {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved. Sending in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Sending in {count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC. {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wording.py" />
            <source>Saved on this PC, will be sent automatically</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Add a note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Note for the wrap-up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Load the codes again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Search {count} codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Choose a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/card/wrapup_panel.py" />
            <source>Submit “{code}”</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/day</name>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>My day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search queue, code, note or conversation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Search my day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>What I handled today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Names of customers are shown while their card is open, and never kept. Enter on an interaction with a card goes to it: there the code can be changed as long as Genesys allows.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>State</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Note</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>On its way</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Another code since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Coded in Genesys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Refused: choose again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Too late: tell your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>No code: tell your supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Nothing handled yet today.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>{coded} of {all} coded, {suggested} as suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>usually {seconds} s after the end</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>{count} on the way to Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>{count} without a code in Genesys.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/day/my_day.py" />
            <source>Genesys said: {reason}</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/desk</name>
        <message>
            <location filename="../../wrapup_desk/ui/desk/announcements.py" />
            <source>{customer}: {count} seconds left to choose a code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/edge_bars.py" />
            <source>{count} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/edge_bars.py" />
            <source>{first}, and {count} more</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Menu</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Fix wrap-up codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Check this installation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Practise for a minute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>About WrapUp Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Sign out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>End the demo and sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Quit</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>WrapUp Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>On queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Off queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>Not responding</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signed out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>signing in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>connecting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>live</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>offline</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/header.py" />
            <source>sign-in ended</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} interactions still need their codes.</source>
            <extracomment>One: An interaction still needs its code.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>A code you selected is not sent.</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{count} codes are still on their way.</source>
            <extracomment>One: A code is still on its way.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>It stays here, because codes are open. Quit ends it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/leaving.py" />
            <source>{what} Quit all the same?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose goes out by itself.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. Your codes are saved ({count}) and will be sent automatically.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Offline. What you choose is saved and will be sent automatically.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again; nothing is lost.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your sign-in has ended. Sign in again.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/notices.py" />
            <source>Your codes are saved ({count}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Region</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Client ID</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Paste it here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Cancel</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Try the demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Simulated customers call you. Nothing leaves this computer.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Sign in in your browser</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Your browser is open. Come back here when you are done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>No browser could be opened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Open this address in a browser on this computer. Come back here when you are done.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Sign in to Genesys Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Your browser opens; this program never sees your password.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Sign in</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>Your Genesys administrator gives you both. You enter them once.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/sign_in_panel.py" />
            <source>A client ID looks like 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed; this one does not. Copy it whole, without quotation marks.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Demo</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing leaves this computer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} waiting to send</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>Nothing coded yet today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{coded} of {handled} coded today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/status_footer.py" />
            <source>{count} as suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>Show WrapUp Desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>An interaction needs a wrap-up code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>WrapUp Desk: {state}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>not connected</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{count} codes are due</source>
            <extracomment>One: a code is due</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/tray.py" />
            <source>{what}, {count} s left</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your last results</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Connecting to Genesys Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Your interactions appear here in a moment.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Waiting for your next interaction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/desk/waiting_panel.py" />
            <source>Suggestions appear here as soon as you answer.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/dialogs</name>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>WrapUp Desk {version}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Uses Qt and PySide6 {version} under the GNU LGPL version 3. You may replace its library files for your own, and debug the program for that. Licence texts are in the program's folder; the source is at download.qt.io and code.qt.io.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Suggests a wrap-up code and submits it before you complete.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Typeface: Inter (SIL Open Font License 1.1). Icons: Lucide (ISC).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/about.py" />
            <source>Not a product of Genesys. Genesys Cloud is a trademark of its owner.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>WrapUp Desk help</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For agents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>For supervisors</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/help_window.py" />
            <source>Troubleshooting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Appearance</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Same as system</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Light</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Dark</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Colours</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Text size</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Language</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Window and keys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Stay above other windows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Notify me when a code is due</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Single-key shortcuts 1 2 3 / N Z R</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Send what I selected before after-call work runs out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Genesys Cloud</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Save the connection</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/settings.py" />
            <source>Set by your administrator</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/dialogs/shortcuts_overview.py" />
            <source>Single-key shortcuts work outside text fields; you can turn them off in the settings.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/doctor</name>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Copy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Check again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/doctor/installation_check.py" />
            <source>Checking …</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/palette</name>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Favourites</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>Used today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>All codes of this queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/list_model.py" />
            <source>favourite</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Search codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Codes of this queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>Enter selects · Ctrl+Enter sends · Ctrl+D favourite · Esc closes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/palette/palette.py" />
            <source>No code of this queue matches “{text}”.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/practice</name>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Practice</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Start again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Close</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Skip</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>A call has ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>WrapUp Desk suggests its wrap-up code; you send it before you click Done in Genesys. Press 2 to select the second suggestion, then Enter to send it. All of this is made up.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Sent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>In earnest you now click Done in Genesys. Until then you can change it: press Z.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Choose another one</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>Press 1, then Enter. With N you write a note to go with it.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>That is all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/practice/practice_dialog.py" />
            <source>1, 2 or 3 and Enter; Z changes it; ? shows all keys in the agent's window.</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Choose another code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Open in Genesys</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Copy the conversation's id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Not in the list with these filters: it can only be looked at.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Choose an interaction to see what was said and what happened.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Change to “{code}”</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>none</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Code now: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/detail_panel.py" />
            <source>Note: {note}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Excel workbook (*.xlsx)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Export</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>Import</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/file_dialogs.py" />
            <source>CSV files (*.csv)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What was said and what happened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>Reading what was said …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/leg_story.py" />
            <source>What happened</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>the conversation began</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>answered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>hung up</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent completed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>time to wrap up ran out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>agent decided for {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{word}, reported by the agent’s desk</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} decided: {before} → {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>{who} took it back: {before} → {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>tried by way {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>correction: {word}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code came too late</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>code refused</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent’s desk: “{code}” was refused.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/moment_wording.py" />
            <source>Reported by the agent’s desk: “{code}” came too late.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>New problems do not appear automatically: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>The search stopped early; what was found is kept. {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>change codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>read what was said</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>This account may not {what}. Missing in Genesys: {permissions}. Ask your administrator.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/notices.py" />
            <source>do all of this</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Review of the sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Right</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Unsure</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>End the review</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Wrong, no better code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>All {total} of the sample are reviewed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{done} of {total} reviewed. Is the code right?</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Drawn at random from {count} interactions with a code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>Of all {count} codes, {share} are wrong ({interval}).</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>{right} right, {wrong} wrong, {unsure} unsure.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/review_bar.py" />
            <source>95 of 100 times between {low} and {high}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>Review a random sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} at random</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each agent</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>{count} of each who chose the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sample_review.py" />
            <source>This week's seed is {seed}: who draws again gets the same</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Signing in …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/sign_in_panel.py" />
            <source>Sign in to fix wrap-up codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Back to the list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/window.py" />
            <source>Reports</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>No code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Skipped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Default code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Deleted code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Doubted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Not delivered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Kept here only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Waiting</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Accepted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Changed, checked</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Left alone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Cancelled</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Taken back here</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>Genesys' official record did not change. The right code, {code}, is kept in the corrections ledger only.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>It is also written as attributes of the conversation.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by a supervisor</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the agent's desk itself</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>by the organisation's own rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/wording.py" />
            <source>{name} and {count} more</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair/changes</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Reading what was said: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Looking at {done} of {total} rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>{count} selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Suggest codes for {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>One code for all</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Apply suggestions to {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>You can look, but not change codes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/fix_bar.py" />
            <source>Space selects a row, Ctrl+A selects all.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Close the result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result of each row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Each row</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Go on</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Customer</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>New code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Result</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>What Genesys answered</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Changing codes: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Stopping; what is out is seen to its end: {done} of {total}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Not finished</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Record unchanged</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Done</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Nothing changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>{person} is changing it to {code}; nothing was written.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/outcome_panel.py" />
            <source>Another supervisor's</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>What will change, and what not</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Details</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (optional)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note to go with each code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Then</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Undo {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Change {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (required)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Reason (optional)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Note (required)</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a reason: it goes into the audit trail.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Write a note: it goes with each code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>Genesys may refuse to change an ended interaction. Then its official record stays as it is, and the right code is kept in the corrections ledger.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>no code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/preview_panel.py" />
            <source>skipped: {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>any</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Code now</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>name or id</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Medium</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Number called</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Flow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Attribute</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rule_form.py" />
            <source>Its value</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rule lists</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Some of what would change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change many by rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Rules look at everything the search found, not only what the table shows. Of several that fit, the first counts. A CSV file names the columns from and to, and where wanted queue, dnis, flow, attribute, value, media.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Name of this list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Import CSV</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Export CSV</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Add rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Change rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Remove rule</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Preview</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>For example</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>any code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>No.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Where</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Fits</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Kept</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>Keep</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>New list</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>queue</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>medium</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>called</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>flow</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/rules_page.py" />
            <source>is set</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} rows will change.</source>
            <extracomment>One: 1 row will change.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>By the rules “{name}”:</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are skipped: {why}.</source>
            <extracomment>One: 1 is skipped: {why}.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} cannot be undone later: {why}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>Of the last {total} corrections Genesys refused {count}: {answer}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} minutes.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>That takes about {count} hours.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} {why}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has no code chosen or suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have no code chosen or suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>has this code already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>have this code already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is live or in after-call work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are live or in after-call work</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of a queue that does not have the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of queues that do not have the code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is being corrected already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are being corrected already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is of an outbound campaign, left out by the settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are of outbound campaigns, left out by the settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had no code before, and Genesys cannot take a code away</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was changed again since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were changed again since</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>was never changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>were never changed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>is kept here only, Genesys refused this change already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>are kept here only, Genesys refused these changes already</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>had a code that was deleted since</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left to another supervisor.</source>
            <extracomment>One: 1 was left to another supervisor.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} changed in Genesys.</source>
            <extracomment>One: 1 changed in Genesys.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are kept here only: Genesys refused, its record did not change.</source>
            <extracomment>One: 1 is kept here only: Genesys refused, its record did not change.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were left alone: changed by someone else, or right already.</source>
            <extracomment>One: 1 was left alone: changed by someone else, or right already.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were cancelled.</source>
            <extracomment>One: 1 was cancelled.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were taken back in the ledger; Genesys never had them.</source>
            <extracomment>One: 1 was taken back in the ledger; Genesys never had it.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were accepted, but do not show yet.</source>
            <extracomment>One: 1 was accepted, but does not show yet.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} were sent; what came of them is not known yet.</source>
            <extracomment>One: 1 was sent; what came of it is not known yet.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/changes/sentences.py" />
            <source>{count} are still to do.</source>
            <extracomment>One: 1 is still to do.</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
    </context>
    <context>
        <name>ui/repair/reports</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{queue} misses most: {count} of {of} without an agent's code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} of {of} interactions ended without an agent's code.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>supervisors chose {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the agents' desks by themselves {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>the organisation's own rules {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Of the codes on record, {parts}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Half within {median} s, nine in ten within {p90} s.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>&gt; {seconds} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{first}–{last} s</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Suggested code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Suggested</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Precision</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No suggestions to hold against codes yet: suggest some first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Agent and suggestion agreed on {count} of {of} interactions.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Chosen instead</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>No code was chosen against a suggestion.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>What was suggested, and what the agent chose instead.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Every active code was used.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>{count} active codes were never used: {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/chart_data.py" />
            <source>Nothing to count yet: search a time range first.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Audit trail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Check the trail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Export the trail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Kept in: {place}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Each entry seals all before it; a check shows any tampering.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>All {count} entries are there and unchanged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Unbroken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Write this down to prove it later: {anchor}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>The trail was tampered with or damaged: {problem}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Broken</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>From hang-up to code</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Suggested against chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Codes taken for each other</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the numbers</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Show the charts</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Merge codes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/page.py" />
            <source>Look at {count} merges as rules</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Their queues' mean</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Wrong in the sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Taken for each other most</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Conversations to talk about</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Clearly more without a code than their queues: {names}.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Nobody differs from their queues by more than chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} with fewer than {least} interactions: nothing is said.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>only {count}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Search several weeks to see where the team is going.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Fewer codes are missing than in the first week.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>More codes are missing than in the first week.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No change from the first week to the last but chance.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Never used</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Used by one agent only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>In a confused pair</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named like another</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>“Other” chosen</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Times</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>No two codes are proposed to be merged.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>{count} codes could be merged into another, as the numbers say.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Merge: {reason}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>Named alike</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/reports/quality_data.py" />
            <source>One agent only</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/repair/table</name>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>This account cannot search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Search again</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search failed</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>The search was stopped</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a time range to search.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Others may, with fewer filters.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Clear the filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interaction fits the filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Choose a longer time range.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>No interactions in this time</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Codes can still be wrong: “Suggest codes” reads what was said.</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Nothing to fix: every interaction has a code</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{count} rows</source>
            <extracomment>One: 1 row</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>{rows}, {count} new</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>View</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Changes</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Sample</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/area.py" />
            <source>Searching: {count} found</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>First day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Last day</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>Search these days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>From</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>To</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/days.py" />
            <source>d MMM yyyy</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Today</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Yesterday</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 7 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 30 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Last 90 days</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Time range</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All queues</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Agents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All agents</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Problems</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Every problem</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Search</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Search customer, agent, queue, code or conversation</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Ended: {days}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Or choose the days on which they ended</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>Also those with a good code ({count})</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/filter_row.py" />
            <source>All interactions</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>timed out</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>agreed with the suggestion</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/kpi_tiles.py" />
            <source>kept here only</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Problem</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Correction</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Copilot predicted</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>not selected</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>new, {rest}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>{code}, chosen by you</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/model.py" />
            <source>Agent’s: {code}</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>More filters</source>
            <translation type="unfinished" />
        </message>
        <message numerus="yes">
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>{count} more filters</source>
            <extracomment>One: 1 more filter</extracomment>
            <translation type="unfinished">
                <numerusform />
                <numerusform />
            </translation>
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Division</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Team</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>With a note or tags</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Without</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Clear these filters</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Call</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Callback</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Message</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Chat</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>E-mail</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Video</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Social</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Co-browsing</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/more_filters.py" />
            <source>Screen share</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view.py" />
            <source>Interactions to fix</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Saved views</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Show</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Forget</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Save this view as …</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Name of this view; Enter saves it</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Sort by</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Columns</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>Undo a change</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} undone</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/repair/table/view_menu.py" />
            <source>{count} changed</source>
            <translation type="unfinished" />
        </message>
    </context>
    <context>
        <name>ui/widgets</name>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/menu_chip.py" />
            <source>Type to find</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bars.py" />
            <source>Copy details for support</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bars.py" />
            <source>Open settings</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/notice_bars.py" />
            <source>Open the log folder</source>
            <translation type="unfinished" />
        </message>
        <message>
            <location filename="../../wrapup_desk/ui/widgets/progress_line.py" />
            <source>Stop</source>
            <translation type="unfinished" />
        </message>
    </context>
</TS>
