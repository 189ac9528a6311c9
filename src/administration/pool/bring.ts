import { z } from 'zod'
import type { Factor, Importer, PoolEntry } from '../../factors/factor.ts'
import { parseWith } from '../../kernel/parse.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { importerUnknown } from '../errors.ts'
import { type ImportProblem, runImport, surveyImport, type TokenEntry } from '../import/index.ts'

export interface BringInput {
  readonly actor: Actor
  readonly factor: string
  /** Which kind of file it is; found by looking at it where left out. */
  readonly importer?: string | undefined
  readonly file: Uint8Array
  /** A passphrase, a key, an order of columns: what the importer asks for. */
  readonly options?: unknown
  /** Looks only, and changes nothing. */
  readonly preview: boolean
  readonly onProgress?: (done: number) => void
}

/** What a file brings, or would. Never a secret. */
export interface Brought {
  readonly importer: string
  readonly entries: number
  /** The first of them, for somebody to recognise the box. */
  readonly first: readonly { readonly handle: string; readonly label: string; readonly expiresAt?: number }[]
  /** Everything that stands in the way; of a preview only, for otherwise it is thrown. */
  readonly problems: readonly ImportProblem[]
}

const permission = { role: 'administrator', scope: 'administration', changes: true } as const
const firstShown = 20

/** The kinds of files that can be brought in, each with what it asks for besides. */
export function importersOf(deps: Pick<AdministrationDeps, 'factors'>) {
  return deps.factors.all.flatMap((factor) =>
    (factor.importers ?? []).map(({ id, title, options }) => ({
      factor: factor.id,
      importer: id,
      title,
      options: z.toJSONSchema(options, { target: 'draft-7', unrepresentable: 'any', io: 'input' }),
    })),
  )
}

/**
 * Brings tokens into the pool, all of a file or none. Throws `import.refused` with every problem, and what the
 * importer throws of a file that it cannot read.
 */
export async function bringTokens(deps: AdministrationDeps, input: BringInput): Promise<Brought> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { factor, importer } = importerFor(deps, input)
  const tokens = await importer.read(input.file, parseWith(importer.options, input.options ?? {}, 'options'))
  const entries = tokens.map((token): TokenEntry => entryOf(factor, token))
  const run = { actor: input.actor, entries, ...(input.onProgress ? { onProgress: input.onProgress } : {}) }
  const problems = input.preview ? await surveyImport(deps, run) : []
  if (!input.preview) await runImport(deps, run)
  const first = tokens.slice(0, firstShown).map(({ handle, label, expiresAt }) => ({
    handle,
    label,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }))
  return { importer: importer.id, entries: entries.length, first, problems }
}

function importerFor(
  deps: AdministrationDeps,
  { factor: id, importer: wanted, file }: BringInput,
): { readonly factor: Factor; readonly importer: Importer<unknown> } {
  const factor = deps.factors.find(id)
  const importer = factor?.importers?.find((one) =>
    wanted === undefined ? one.recognises(file) : one.id === wanted,
  )
  if (!factor || !importer) throw importerUnknown(factor?.importers?.map((one) => one.id) ?? [])
  return { factor, importer }
}

function entryOf(factor: Factor, token: PoolEntry<unknown>): TokenEntry {
  return { where: token.handle, factor: factor.id, token }
}
