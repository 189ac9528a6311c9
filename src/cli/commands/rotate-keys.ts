import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { addKey, forgetKey, rotateKeys, sealedByKey, waitingKey } from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import { newKey, replaceKeyFile } from '../../kernel/key-file.ts'
import { formatKey, type MasterKey } from '../../kernel/keyring.ts'
import { parseWith } from '../../kernel/parse.ts'
import { systemRandom } from '../../kernel/random.ts'
import { amount } from '../amount.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { otherNodes, usage } from '../errors.ts'
import { ask, startProgress } from '../prompt.ts'

const rotateOptions = z.strictObject({
  add: z.boolean().default(false),
  onlyNode: z.boolean().default(false),
  dropOld: z.boolean().default(false),
  printNew: z.boolean().default(false),
  yes: z.boolean().default(false),
})
type RotateOptions = z.infer<typeof rotateOptions>

/** `rotate-keys`: a new key seals, and what older ones sealed is sealed with it, while everything goes on (F-25). */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(rotateOptions, input.options)
  const chosen = [options.add, options.dropOld, options.printNew].filter(Boolean).length
  if (chosen > 1) throw usage('Take one of --add, --drop-old and --print-new.')
  if (options.printNew) return printNew(context)
  if (options.add) return add(context)
  return options.dropOld ? dropOld(context, options) : rotate(context, options)
}

/** For whoever keeps keys elsewhere than in a file; nothing is changed. */
function printNew({ output }: Context): ExitCode {
  const key = freshKey()
  output.result({ id: key.id, key: formatKey(key) })
  output.line(formatKey(key))
  output.note('Put it before the old key where the keys come from, and keep a copy elsewhere.')
  return 0
}

async function add(context: Context): Promise<ExitCode> {
  const engine = await context.engine()
  const write = await writerOf(context)
  const { keyId } = await addKey(engine, { actor: context.actor(), newKey: freshKey, write })
  context.output.result({ added: keyId })
  context.output.line(`The key ${keyId} was added to the key file; it does not seal yet.`)
  context.output.line('Copy the key file to every node, then run "sallyport rotate-keys".')
  return 0
}

async function rotate(context: Context, options: RotateOptions): Promise<ExitCode> {
  const engine = await context.engine()
  const write = await writerOf(context)
  if (write) await requireKnownToAll(engine, options)
  if (context.terminal && !options.yes)
    await ask.confirm('Seal every secret anew? The server goes on meanwhile.')
  const progress = await startProgress(context.terminal, 'Sealing', 1_000)
  const rotated = await rotateKeys(engine, {
    actor: context.actor(),
    newKey: freshKey,
    write,
    pause,
    onProgress: (done, of) => progress.advance(Math.floor((1_000 * done) / Math.max(1, of))),
  })
  progress.stop('Sealed.')
  const { keyId, made, resealed, unreadable, left } = rotated
  context.output.result({ key: keyId, made, resealed, unreadable, left })
  context.output.line(`${amount(resealed, 'secret is', 'secrets are')} sealed with the key ${keyId}.`)
  if (made) context.output.line('It is new: copy the key file elsewhere now.')
  if (unreadable > 0)
    context.output.line(`${unreadable} could not be opened and stay as they are; nothing opens them.`)
  if (left > 0)
    context.output.line(
      `${left} were sealed with an older key meanwhile: copy the key file to every node, then run this again.`,
    )
  else
    context.output.line('Older keys are needed for older backups only: "sallyport rotate-keys --drop-old".')
  return left > 0 ? 1 : 0
}

/** Other nodes could not open what is sealed with a key that they do not have, and would refuse people. */
async function requireKnownToAll(engine: Engine, options: RotateOptions): Promise<void> {
  if (engine.storage.dialect === 'sqlite' || options.onlyNode) return
  const active = engine.keys.active.id
  const unfinished = [...(await sealedByKey(engine)).keys()].some((keyId) => keyId !== active)
  if (!unfinished && !(await waitingKey(engine))) throw otherNodes()
}

async function dropOld(context: Context, options: RotateOptions): Promise<ExitCode> {
  const engine = await context.engine()
  const write = await writerOf(context)
  const waiting = await waitingKey(engine)
  const old = engine.keys.all.filter(({ id }) => id !== engine.keys.active.id && id !== waiting?.id)
  if (context.terminal && !options.yes && old.length > 0)
    await ask.confirm('Older backups will need the old key: is a copy kept elsewhere?')
  for (const { id } of old) await forgetKey(engine, { actor: context.actor(), keyId: id })
  write?.(engine.keys.all.filter((key) => !old.includes(key)))
  context.output.result({ dropped: old.map(({ id }) => id) })
  context.output.line(
    old.length === 0 ? 'There is no old key.' : `Dropped: ${old.map(({ id }) => id).join(', ')}.`,
  )
  if (!write && old.length > 0) context.output.line('Take it out where the keys come from.')
  return 0
}

/** Undefined where the keys come from a variable or a command. */
async function writerOf(context: Context): Promise<((keys: readonly MasterKey[]) => void) | undefined> {
  const { key } = await context.config()
  return key.from === 'file' ? (keys) => replaceKeyFile(key.file, keys) : undefined
}

function freshKey(): MasterKey {
  return newKey(systemRandom())
}
