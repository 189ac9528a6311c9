/** One line of a table; `line` counts from 1, as editors do. */
export interface CsvRecord {
  readonly line: number
  readonly fields: readonly string[]
}

/** Says what is wrong with a line, by throwing the error of whoever reads. */
export type RefuseLine = (line: number, reason: string) => never

const mostFields = 64
const longestField = 4096

/** Reads separated values: RFC 4180, with the separator that the first line speaks for. Blank lines are left out. */
export function* readCsv(
  text: string,
  refuse: RefuseLine,
  separator = separatorOf(text),
): Generator<CsvRecord> {
  const end = new RegExp(`[\\n\\r${separator}]`, 'g')
  const state: Position = { at: 0, line: 1, separator, end, refuse }
  while (state.at < text.length) {
    const { line } = state
    const fields = readRecord(text, state)
    if (fields.some((field) => field !== '')) yield { line, fields }
  }
}

/** Comma, semicolon or tab, whichever stands first in the first line; a comma where there is none. */
function separatorOf(text: string): string {
  const first = text.trimStart().split('\n', 1)[0] ?? ''
  return /[,;\t]/.exec(first)?.[0] ?? ','
}

interface Position {
  at: number
  line: number
  readonly separator: string
  /** What ends a field that stands in no quotation marks. */
  readonly end: RegExp
  readonly refuse: RefuseLine
}

function readRecord(text: string, state: Position): string[] {
  const fields: string[] = []
  for (;;) {
    if (fields.length === mostFields) state.refuse(state.line, `it has more than ${mostFields} columns`)
    fields.push(text[state.at] === '"' ? readQuoted(text, state) : readPlain(text, state))
    const end = text[state.at]
    state.at++
    if (end === state.separator) continue
    if (end === '\r' && text[state.at] === '\n') state.at++
    if (end !== undefined && end !== '\r' && end !== '\n')
      state.refuse(state.line, 'something follows a closing quotation mark')
    state.line++
    return fields
  }
}

function readPlain(text: string, state: Position): string {
  const start = state.at
  state.end.lastIndex = start
  state.at = state.end.exec(text)?.index ?? text.length
  return checked(text.slice(start, state.at), state.line, state.refuse).trim()
}

/** Between quotation marks, of which a doubled one stands for itself. */
function readQuoted(text: string, state: Position): string {
  const { line } = state
  let value = ''
  for (;;) {
    const close = text.indexOf('"', state.at + 1)
    if (close < 0) state.refuse(line, 'a quotation mark is never closed')
    const part = text.slice(state.at + 1, close)
    state.line += part.split('\n').length - 1
    value = checked(value + part, line, state.refuse)
    state.at = close + 1
    if (text[state.at] !== '"') return value.trim()
    value += '"'
  }
}

function checked(field: string, line: number, refuse: RefuseLine): string {
  return field.length > longestField ? refuse(line, 'a field is too long') : field
}
