import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Document } from 'yaml'
import type { ConfigProblem } from './config-problems.ts'

/** A configuration file as read: its values, what is wrong with its text, and where each setting stands. */
export interface ConfigFile {
  readonly values: Readonly<Record<string, unknown>>
  readonly problems: readonly ConfigProblem[]
  /** `sallyport.yaml:12`, or the file alone where the setting is not in it. */
  whereIs(path: readonly string[]): string
}

/** No file: everything is as by default. */
export const noConfigFile: ConfigFile = { values: {}, problems: [], whereIs: (path) => path.join('.') }

const longestFile = 1_048_576
const mostAliases = 50

/** Reads YAML 1.2; doubled keys, unknown tags and broken text are problems, told without quoting the text (G9). */
export async function readConfigFile(file: string): Promise<ConfigFile> {
  const name = basename(file)
  const text = textOf(file)
  if (typeof text !== 'string')
    return { ...noConfigFile, problems: [{ where: file, ...text }], whereIs: () => name }

  const { LineCounter, parseDocument } = await import('yaml')
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: 'silent',
  })
  const lineAt = (offset: number) => `${name}:${lineCounter.linePos(offset).line}`
  const problems = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    where: lineAt(pos[0]),
    ...(code === 'DUPLICATE_KEY' ? doubledKey : brokenText),
  }))
  if (problems.length > 0) return { values: {}, problems, whereIs: () => name }

  const values = withoutNulls(valuesOf(document)) ?? {}
  if (!isMap(values)) return { values: {}, problems: [{ where: name, ...notSettings }], whereIs: () => name }
  return {
    values,
    problems,
    whereIs(path) {
      const range = path.length > 0 ? rangeOf(document.getIn(path, true)) : undefined
      return range === undefined ? name : lineAt(range)
    },
  }
}

/** What the text says; a text that repeats itself without end says nothing. */
function valuesOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch {
    return []
  }
}

const doubledKey = { reason: 'a key stands here for the second time', remedy: 'Keep one of the two.' }
const brokenText = {
  reason: 'this is not YAML',
  remedy: 'Compare with docs/reference/sallyport.example.yaml.',
}
const notSettings = { reason: 'this is not a list of settings', remedy: 'Write one "name: value" a line.' }

function textOf(file: string): string | { readonly reason: string; readonly remedy: string } {
  try {
    if (statSync(file).size > longestFile)
      return { reason: 'the file is too long', remedy: 'Name a configuration file of at most 1 MiB.' }
    return readFileSync(file, 'utf8')
  } catch {
    return { reason: 'the file cannot be read', remedy: 'Check its name and its rights.' }
  }
}

/** A setting without a value is not set, and a section of nothing but such settings is no section. */
function withoutNulls(value: unknown): unknown {
  if (!isMap(value) || Object.keys(value).length === 0) return value ?? undefined
  const kept = Object.entries(value)
    .map(([name, inner]) => [name, withoutNulls(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined
  const [start] = node.range
  return typeof start === 'number' ? start : undefined
}
