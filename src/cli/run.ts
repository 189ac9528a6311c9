import { readFileSync } from 'node:fs'
import { CommanderError } from 'commander'
import { articleOptions } from './article.ts'
import { completionScript } from './completion.ts'
import { createContext } from './context.ts'
import type { ExitCode } from './definition.ts'
import { usage as usageError } from './errors.ts'
import { reportFailure } from './failure.ts'
import { onlyHere, type Remote, remoteOf } from './installation/index.ts'
import { createOutput, type Streams } from './output.ts'
import { buildProgram, type Chosen } from './program.ts'
import { commands } from './table.ts'

/** Reads the command line, runs its command, and tells the exit code. */
export async function runCommandLine(words: readonly string[]): Promise<ExitCode> {
  const streams: Streams = { out: process.stdout, error: process.stderr }
  const json = words.includes('--json')
  let code: ExitCode = 0
  let usage = ''
  const program = buildProgram({
    version: versionOf(),
    streams,
    async run(chosen) {
      usage = chosen.usage
      code = await runChosen(chosen, streams)
    },
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return reportFailure(error, streams, { json, usage: usage || program.helpInformation() })
  }
}

async function runChosen({ definition, input }: Chosen, streams: Streams): Promise<ExitCode> {
  const { json, data, config, ...options } = input.options
  const output = createOutput(streams, json === true)
  const context = createContext({
    output,
    remote: remoteFor(definition, input.options),
    completion: (shell) => completionScript(shell, { commands, rootOptions: articleOptions }),
    terminal: !output.json && process.stdin.isTTY === true && process.stderr.isTTY === true,
    overrides: {
      data: textOf(data),
      config: textOf(config),
      host: textOf(options.host),
      port: textOf(options.port) === undefined ? undefined : Number(options.port),
    },
    env: process.env,
    cwd: process.cwd(),
  })
  try {
    const { run } = await definition.load()
    return await run(context, { argument: input.argument, options })
  } finally {
    await context.close()
  }
}

/** Where `SALLYPORT_URL` names an installation, nothing of this machine's is touched by mistake. */
function remoteFor(
  { name, assurance, elsewhere }: Chosen['definition'],
  { data, config }: Chosen['input']['options'],
): Remote | undefined {
  if (!process.env.SALLYPORT_URL || assurance === 'none') return undefined
  if (!elsewhere) throw onlyHere(name)
  if (data !== undefined || config !== undefined)
    throw usageError('--data and --config are of this machine; SALLYPORT_URL names another.')
  return remoteOf(process.env)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : ''
}
