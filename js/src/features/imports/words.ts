// The words for what a text file is written in.

export type Words<T> = readonly (readonly [T, string])[];

export const DELIMITERS: Words<string> = [
  [",", "Comma"],
  [";", "Semicolon"],
  ["\t", "Tab"],
  ["|", "Bar"],
  [" ", "Space"],
  [":", "Colon"],
];

export const QUOTES: Words<string> = [
  ['"', "Double quotes"],
  ["'", "Single quotes"],
  ["", "No quotes"],
];

/** By Python's names; those that files are really written in. */
export const ENCODINGS: Words<string> = [
  ["utf-8", "UTF-8"],
  ["utf-16", "UTF-16"],
  ["cp1252", "Windows-1252 (Western)"],
  ["iso8859-1", "Latin-1 (Western)"],
  ["iso8859-15", "Latin-9 (Western, with €)"],
  ["mac-roman", "Mac Roman (Western)"],
  ["cp1250", "Windows-1250 (Central European)"],
  ["iso8859-2", "Latin-2 (Central European)"],
  ["cp1251", "Windows-1251 (Cyrillic)"],
  ["koi8-r", "KOI8-R (Cyrillic)"],
  ["cp1253", "Windows-1253 (Greek)"],
  ["cp1254", "Windows-1254 (Turkish)"],
  ["cp1255", "Windows-1255 (Hebrew)"],
  ["cp1256", "Windows-1256 (Arabic)"],
  ["cp1257", "Windows-1257 (Baltic)"],
  ["shift_jis", "Shift JIS (Japanese)"],
  ["euc_jp", "EUC-JP (Japanese)"],
  ["gb18030", "GB 18030 (Chinese)"],
  ["big5", "Big5 (Chinese)"],
  ["euc_kr", "EUC-KR (Korean)"],
];

export const DATE_ORDERS: Words<string | null> = [
  [null, "Stay text"],
  ["dmy", "Day first: 3 April"],
  ["mdy", "Month first: 4 March"],
  ["ymd", "Year first"],
];

const OTHER_NAMES: Record<string, string> = {
  "utf-16-le": "UTF-16",
  "utf-16-be": "UTF-16",
  "utf-32": "UTF-32",
  "utf-32-le": "UTF-32",
  "utf-32-be": "UTF-32",
  "latin-1": "Latin-1 (Western)",
};

/** The word for a value; a value without one stands for itself. */
export const wordOf = <T>(known: Words<T>, value: T): string =>
  known.find(([each]) => each === value)?.[1] ?? OTHER_NAMES[String(value)] ?? String(value);
