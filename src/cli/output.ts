import { stripVTControlCharacters } from 'node:util'
import { minuteText } from '../kernel/minute-text.ts'

/** Where a command says what it has to say: results on standard output, everything else on standard error. */
export interface Output {
  readonly json: boolean
  /** A line for people, and one line whatever others call themselves in it; nothing in JSON. */
  line(text?: string): void
  /** The result for programs; nothing otherwise. */
  result(value: unknown): void
  /** A remark for people that is no result: on standard error, in JSON left out. */
  note(text: string): void
  /** Something that is printed as it is, in either form. */
  raw(text: string): void
}

export interface Streams {
  readonly out: NodeJS.WritableStream
  readonly error: NodeJS.WritableStream
}

export function createOutput(streams: Streams, json: boolean): Output {
  return {
    json,
    line: (text = '') => {
      if (!json) streams.out.write(`${printable(text)}\n`)
    },
    result: (value) => {
      if (json) streams.out.write(`${jsonText(value, 2)}\n`)
    },
    note: (text) => {
      if (!json) streams.error.write(`${printable(text)}\n`)
    },
    raw: (text) => {
      streams.out.write(text)
    },
  }
}

/** Columns under their headings; the last one is not padded. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [headings, ...rows].map((row) => row.map(printable))
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))))
  return lines.map((line) =>
    line
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  )
}

/** Text of others on one line of a terminal: no control character of theirs reaches it (A-094). */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ')
}

/**
 * JSON that is as safe on a terminal as a line for people, and the same to programs: JSON itself lets through half of
 * the control characters, and all that turn the direction of letters (A-094).
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}

/** A time for people, in UTC, to the minute. */
export function timeText(at: number | undefined): string {
  return at === undefined ? 'never' : minuteText(at)
}

/** A time for programs. */
export function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}

/** As one would type it in a shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u

/** Cells that a terminal gives a text. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/\p{M}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1), 0)
}
