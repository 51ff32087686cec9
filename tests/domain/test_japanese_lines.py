"""A line of Japanese ends before a word and its particles, where the line is full enough then."""

from __future__ import annotations

import pytest

from wrapup_desk.domain.language.japanese_lines import (
    has_japanese,
    joined,
    line_end,
    torn_words,
    words_in,
)


def broken(text: str, most: int) -> list[str]:
    """Return *text* in lines of at most so many characters."""
    lines, start = [], 0
    while start < len(text):
        end = line_end(text, start, min(start + most, len(text)))
        lines.append(text[start:end])
        start = end
    return lines


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (9, ["48件のコードを", "検索"]),  # before kanji that follow a particle
        (12, ["まもなく", "インタラクションが", "表示されます。"]),  # no word is cut
        (12, ["閉じてかまいません。", "管理者に連絡"]),  # after a stop
        (9, ["コードを", "取り消しました。"]),  # what is between two kanji belongs to both
        (8, ["新しい", "お客様からの", "お電話です。"]),  # the polite prefix stays with its word
        (9, ["会話ID", "\uff08GUID\uff09では", "ありません"]),
        (6, ["残り時間", "5秒で終了"]),  # a figure stays with its unit
        (11, ["先にウィンドウで", "サインインして", "ください。"]),
        (8, ["このキューの", "全コード"]),
        (9, ["聞き取り中…", "まだ明確な提案なし"]),  # what leads the next word goes with it
        (9, ["ラップアップ", "コードを設定"]),  # one word, of two
        (11, ["Billing · ", "着信通話 · 6:42"]),
        (8, ["してください", "\uff08残り0:21\uff09"]),  # a time stays with what it is of
        (16, ["「Password ", "reset」を送信"]),  # no verb stands alone
        (9, ["返金手続き", "完了」を送信"]),
        (7, ["IDを認識して", "いません。"]),  # a verb that follows another's ending
        (9, ["メニューから", "いつでも開けます。"]),
        (8, ["サインインか、", "まず試す"]),
        (9, ["内容と", "照らし合わせて"]),  # one verb of two
    ],
)
def test_a_line_ends_between_words(most: int, lines: list[str]) -> None:
    assert broken("".join(lines), most) == lines


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (7, ["ブラウザーを", "開けません", "でした"]),  # before what only makes it polite
        (10, ["コードでは", "なくなりました。"]),  # before the verb that follows a particle
        (6, ["返金手続き", "完了」を送信"]),  # between two words that both begin in kanji
        (8, ["商事 佐々木 ", "美智子 様"]),  # a name keeps its title
        (9, ["株式会社東京中央", "商事 佐々木"]),  # kanji make words by twos
        (10, ["refunded」を", "送信"]),  # a verb alone rather than a torn one
    ],
)
def test_a_line_that_no_word_fits_ends_where_readers_stumble_least(
    most: int, lines: list[str]
) -> None:
    assert broken("".join(lines), most) == lines


def test_a_name_that_programs_use_is_parted_between_its_parts_in_japanese_too() -> None:
    assert broken("権限conversation:participantがありません。", 16) == [
        "権限conversation:",
        "participantが",
        "ありません。",
    ]


def test_a_particle_goes_with_the_last_part_of_such_a_name() -> None:
    assert broken("conversation:participant:wrapupがない", 31) == [
        "conversation:participant:",
        "wrapupがない",
    ]


def test_kanji_of_an_odd_number_tell_no_words_by_twos() -> None:
    assert broken("全会話内容", 4) == ["全会話内", "容"]


def test_no_line_begins_with_the_particle_of_a_word_that_has_room_on_the_next() -> None:
    assert broken("このコンピューターのブラウザーで", 9) == [
        "この",
        "コンピューターの",
        "ブラウザーで",
    ]


def test_a_word_longer_than_the_line_is_broken_but_not_before_what_hangs_on() -> None:
    assert broken("スーパーバイザー", 3) == ["スー", "パーバ", "イザー"]
    assert line_end("データは", 0, 1) == 1  # a line holds something


def test_a_line_that_holds_the_rest_ends_with_it() -> None:
    assert broken("コードを選択", 20) == ["コードを選択"]


def test_only_japanese_is_broken_this_way() -> None:
    assert has_japanese("6:42 · 通話")
    assert not has_japanese("„Rückgängig“ … 6:42")


def test_only_sentences_and_brackets_of_japanese_lose_the_space_between_them() -> None:
    assert (
        joined("保存しました。 コードは2件です \uff08送信済み\uff09。")
        == "保存しました。コードは2件です\uff08送信済み\uff09。"
    )
    assert joined("Hört zu … noch kein „Ja“. (Neu)") == "Hört zu … noch kein „Ja“. (Neu)"
    assert joined("Genesys Cloudに 接続") == "Genesys Cloudに 接続"


def test_a_word_keeps_its_ending_where_that_is_asked_for() -> None:
    texts = ("時間切れ", "コードなし", "提案と一致")

    assert [words_in(text, with_endings=True) for text in texts] == [
        ["時間切れ"],
        ["コードなし"],
        ["提案と", "一致"],
    ]
    assert words_in("時間切れ") == ["時間切", "れ"]


def test_words_that_the_ends_of_lines_tear_are_counted() -> None:
    text = "8秒後に Enterで送信されます。"

    assert torn_words(text, ["8秒後に", "Enterで", "送信されます。"]) == 0
    assert torn_words(text, ["8秒", "後に Enterで", "送信さ", "れます。"]) == 2
    assert torn_words("𠮷野", ["𠮷野", ""]) == 0, "whatever is left over"
    assert torn_words("山田 様 · Nachbearbeitung", ["山田 様 ·", "Nachbear-", "beitung"]) == 1
