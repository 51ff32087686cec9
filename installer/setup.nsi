; The installer. Built by installer/build.py, which passes what starts with -D:
;   VERSION, NUMBERS (1.2.3.0), FILELIST, LICENCE, ICON, PANEL, OUTFILE, and for a quick build FAST.
; TARGET: amd64-unicode is what Debian's NSIS can make and 64-bit Wine can run; NSIS for Windows
; knows only x86-unicode.
;
; Exit codes: 0 done, 1 cancelled, 2 damaged or aborted, 4 Windows too old, 5 the program runs,
;   6 files could not be replaced, 7 administrator rights are needed for /ALLUSERS.
Unicode true
!ifndef TARGET
  !define TARGET amd64-unicode
!endif
Target ${TARGET}
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include x64.nsh

!define NAME "WrapUp Desk"
!define ID "WrapUpDesk"
!define WINDOWED "WrapUpDesk.exe"
!define CONSOLE "wrapup-desk.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define LINK_KEY "Software\Classes\wrapup-desk"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
; Windows 10 1903: the first whose icu.dll and icuuc.dll satisfy current Qt everywhere.
!define LEAST_BUILD 18362

Name "${NAME} ${VERSION}"
OutFile "${OUTFILE}"
RequestExecutionLevel user      ; /ALLUSERS wants a prompt, or a service, that is elevated already
AllowSkipFiles off
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
ManifestDPIAware true
ManifestSupportedOS Win10
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} Setup"
VIAddVersionKey CompanyName "${NAME}"
VIAddVersionKey LegalCopyright "MIT licence"

!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"' = 0
  !finalize '${SIGN} "%1"' = 0
!endif

Var ForAll          ; 1: for all users of the machine
Var Previous        ; folder of the version that is there

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PANEL}"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOWED}"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Japanese"

LangString RUNNING ${LANG_ENGLISH} "${NAME} is running. Close its window (or quit it from the tray), then try again. Nothing was changed."
LangString RUNNING ${LANG_GERMAN} "${NAME} läuft noch. Bitte das Fenster schließen (oder über das Symbol beenden) und erneut versuchen. Es wurde nichts verändert."
LangString RUNNING ${LANG_JAPANESE} "${NAME} が実行中です。ウィンドウを閉じて（またはトレイから終了して）から、もう一度お試しください。変更は行われていません。"
LangString TOO_OLD ${LANG_ENGLISH} "${NAME} needs 64-bit Windows 10 (version 1903) or later."
LangString TOO_OLD ${LANG_GERMAN} "${NAME} benötigt 64-Bit-Windows 10 (Version 1903) oder neuer."
LangString TOO_OLD ${LANG_JAPANESE} "${NAME} には 64 ビット版 Windows 10（バージョン 1903）以降が必要です。"
LangString NO_ADMIN ${LANG_ENGLISH} "Installing for all users needs administrator rights. Start this from an elevated prompt, or without /ALLUSERS."
LangString NO_ADMIN ${LANG_GERMAN} "Die Installation für alle Benutzer braucht Administratorrechte. Bitte mit erhöhten Rechten starten, oder ohne /ALLUSERS."
LangString NO_ADMIN ${LANG_JAPANESE} "すべてのユーザー向けにインストールするには管理者権限が必要です。管理者として実行するか、/ALLUSERS を外してください。"
LangString NOT_REPLACED ${LANG_ENGLISH} "Some files could not be replaced. Close programs that use them, then install again. Your codes and settings are safe."
LangString NOT_REPLACED ${LANG_GERMAN} "Einige Dateien konnten nicht ersetzt werden. Bitte Programme schließen, die sie benutzen, und erneut installieren. Ihre Codes und Einstellungen sind sicher."
LangString NOT_REPLACED ${LANG_JAPANESE} "一部のファイルを置き換えられませんでした。使用中のプログラムを閉じて、もう一度インストールしてください。コードと設定は保持されています。"

!include "${FILELIST}"          ; INSTALLED_KB, INSTALL_FILES, REMOVE_FILES

; A program whose file is in use cannot be opened for writing.
!macro REFUSE_IF_RUNS FOLDER EXE
  ${If} ${FileExists} "${FOLDER}\${EXE}"
    ${Do}
      ClearErrors
      FileOpen $0 "${FOLDER}\${EXE}" a
      ${IfNot} ${Errors}
        FileClose $0
        ${Break}
      ${EndIf}
      ; A person may close it and go on; a silent installation is cancelled.
      ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDCANCEL`
        SetErrorLevel 5
        Quit
      ${EndIf}
    ${Loop}
  ${EndIf}
!macroend
!macro REFUSE_WHILE_RUNNING FOLDER
  !insertmacro REFUSE_IF_RUNS "${FOLDER}" "${WINDOWED}"
  !insertmacro REFUSE_IF_RUNS "${FOLDER}" "${CONSOLE}"
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastBuild} ${LEAST_BUILD}
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  SetRegView 64
  Call ChooseForWhom
  ReadRegStr $Previous SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ; No InstallDir above, so a folder is set here only when /D= gave one.
  ${If} $INSTDIR == ""
    Call ChooseFolder
  ${EndIf}
FunctionEnd

Function ChooseForWhom
  StrCpy $ForAll 0
  SetShellVarContext current
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ALLUSERS" $1
  ${If} ${Errors}
    Return
  ${EndIf}
  UserInfo::GetAccountType
  Pop $1
  ${If} $1 != "Admin"
    MessageBox MB_OK|MB_ICONSTOP "$(NO_ADMIN)" /SD IDOK
    SetErrorLevel 7
    Quit
  ${EndIf}
  StrCpy $ForAll 1
  SetShellVarContext all
FunctionEnd

Function ChooseFolder
  ${If} $Previous != ""
    StrCpy $INSTDIR $Previous
  ${ElseIf} $ForAll = 1
    StrCpy $INSTDIR "$PROGRAMFILES64\${ID}"
  ${Else}
    StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${ID}"
  ${EndIf}
FunctionEnd

; The old uninstaller knows the old files. With /UPGRADE it leaves data, shortcuts and autostart.
!macro REMOVE_PREVIOUS
  ${If} $Previous != ""
  ${AndIf} ${FileExists} "$Previous\uninstall.exe"
    !insertmacro REFUSE_WHILE_RUNNING "$Previous"
    InitPluginsDir
    CopyFiles /SILENT "$Previous\uninstall.exe" "$PLUGINSDIR\previous.exe"
    ExecWait '"$PLUGINSDIR\previous.exe" /S /UPGRADE=1 _?=$Previous' $2
    Delete "$PLUGINSDIR\previous.exe"
    ${If} $2 <> 0
      MessageBox MB_OK|MB_ICONSTOP "$(NOT_REPLACED)" /SD IDOK
      SetErrorLevel 6
      Quit
    ${EndIf}
    ${If} $Previous != $INSTDIR
      Delete "$Previous\uninstall.exe"
      RMDir "$Previous"
    ${EndIf}
  ${EndIf}
!macroend

Section "Install"
  !insertmacro REFUSE_WHILE_RUNNING "$INSTDIR"
  !insertmacro REMOVE_PREVIOUS
  SetOverwrite try
  ClearErrors
  !insertmacro INSTALL_FILES
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_REPLACED)" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${WINDOWED}"
  Call RegisterLink
  Call RegisterUninstaller
  Call SetAutostart
SectionEnd

; wrapup-desk: only brings the window forward; the program never reads what follows the colon.
Function RegisterLink
  WriteRegStr SHCTX "${LINK_KEY}" "" "URL:${NAME}"
  WriteRegStr SHCTX "${LINK_KEY}" "URL Protocol" ""
  WriteRegStr SHCTX "${LINK_KEY}\DefaultIcon" "" '"$INSTDIR\${WINDOWED}",0'
  WriteRegStr SHCTX "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\${WINDOWED}" "%1"'
FunctionEnd

Function RegisterUninstaller
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOWED}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${INSTALLED_KB}
FunctionEnd

; Off unless asked for with /AUTOSTART=1; /AUTOSTART=0 takes it away; else it stays as it is.
Function SetAutostart
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/AUTOSTART=" $1
  ${If} ${Errors}
    Return
  ${EndIf}
  ${If} $1 == "1"
    WriteRegStr SHCTX "${RUN_KEY}" "${NAME}" '"$INSTDIR\${WINDOWED}"'
  ${Else}
    DeleteRegValue SHCTX "${RUN_KEY}" "${NAME}"
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  SetShellVarContext current
  ; The machine's own entry names this folder: then it was installed for all users.
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    SetShellVarContext all
  ${EndIf}
FunctionEnd

Section "Uninstall"
  !insertmacro REFUSE_WHILE_RUNNING "$INSTDIR"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/PURGE=" $1
  ${IfNot} ${Errors}
  ${AndIf} $1 == "1"
    Call un.RemoveData
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/UPGRADE=" $1
  ${If} ${Errors}
    Call un.RemoveTraces
    Delete "$INSTDIR\uninstall.exe"
  ${EndIf}
  ClearErrors
  !insertmacro REMOVE_FILES
  ; What is left of a program that was running is told by the installer that called us.
  RMDir "$INSTDIR"
SectionEnd

Function un.RemoveTraces
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "${LINK_KEY}"
  DeleteRegValue SHCTX "${RUN_KEY}" "${NAME}"
FunctionEnd

; Settings, database and logs of the user who runs this, and the sign-ins; only when asked.
Function un.RemoveData
  ; The program itself knows what the Credential Manager keeps for it; so before it goes.
  nsExec::Exec '"$INSTDIR\${CONSOLE}" forget-sign-ins'
  Pop $1
  RMDir /r "$LOCALAPPDATA\${ID}"
FunctionEnd
