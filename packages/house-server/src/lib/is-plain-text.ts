/** Whether a text is one line without control characters (Postgres refuses NUL), direction overrides or half characters. */
export function isPlainText(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(text)
}
