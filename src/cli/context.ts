import type { Actor } from '../administration/index.ts'
import type { Surroundings } from '../authentication/index.ts'
import type { Config } from '../server/config.ts'
import type { Environment } from '../server/config-environment.ts'
import type { ConfigOverrides } from '../server/config-layers.ts'
import type { OpenedEngine } from '../server/open.ts'
import { type Installation, openInstallation, type Remote } from './installation/index.ts'
import type { Output } from './output.ts'
import { becomeOwner, operatorName } from './owner.ts'

/** What a command works with. Configuration and engine are loaded when first asked for. */
export interface Context {
  readonly output: Output
  /** A person sits there: questions may be asked, bars drawn. */
  readonly terminal: boolean
  readonly overrides: ConfigOverrides
  readonly env: Environment
  readonly cwd: string
  readonly surroundings: Surroundings
  /** The script by which a shell completes our commands. */
  readonly completion: (shell: 'bash' | 'zsh' | 'fish') => string
  /** Whoever holds the service's own rights on this machine. */
  actor(): Extract<Actor, { by: 'operator' }>
  /** Read once; from here on we are the owner of the data folder. */
  config(): Promise<Config>
  /** Opened once; closed by `close`. */
  engine(): Promise<OpenedEngine>
  /** What the command works on: the engine here, or a server elsewhere where one is named. */
  installation(): Promise<Installation>
  close(): Promise<void>
}

export interface ContextInput {
  readonly output: Output
  readonly completion: Context['completion']
  readonly terminal: boolean
  readonly overrides: ConfigOverrides
  readonly env: Environment
  readonly cwd: string
  /** The installation elsewhere that was named. */
  readonly remote: Remote | undefined
}

export function createContext(input: ContextInput): Context {
  const { output, env, cwd, overrides } = input
  const startedAsRoot = process.geteuid?.() === 0
  let config: Promise<Config> | undefined
  let engine: Promise<OpenedEngine> | undefined

  async function readConfig(): Promise<Config> {
    if (overrides.data !== undefined) becomeOwner(overrides.data)
    const { loadConfig } = await import('../server/config.ts')
    const loaded = await loadConfig({ overrides, env, cwd })
    becomeOwner(loaded.data)
    if (env.SUDO_UID !== undefined && env.SALLYPORT_DATA && overrides.data === undefined)
      output.note('Under sudo SALLYPORT_DATA is not read; name the folder with --data.')
    return loaded
  }

  async function open(): Promise<OpenedEngine> {
    config ??= readConfig()
    const loaded = await config
    const { openFromConfig } = await import('../server/open.ts')
    const opened = await openFromConfig(loaded, { writer: 'cli', env })
    if (opened.createdKey && loaded.key.from === 'file')
      output.note(
        `A new key was made: ${loaded.key.file}. Keep a copy elsewhere; without it nothing that is sealed can be opened.`,
      )
    return opened
  }

  const actor = () => ({ by: 'operator', name: operatorName(env, startedAsRoot) }) as const
  const openOnce = () => {
    engine ??= open()
    return engine
  }

  return {
    ...input,
    surroundings: { door: 'cli' },
    actor,
    config() {
      config ??= readConfig()
      return config
    },
    engine: openOnce,
    installation: () => openInstallation(input.remote, { engine: openOnce, actor }),
    async close() {
      const opened = await engine?.catch(() => undefined)
      await opened?.close()
    },
  }
}
