import { SallyportError } from '../kernel/errors.ts'
import { type ProbeSettings, probeSettings } from '../probe/index.ts'
import { noConfigFile, readConfigFile } from '../server/config-file.ts'
import { type ConfigProblem, problemsOf } from '../server/config-problems.ts'

interface Typed {
  readonly settings?: string | undefined
  /** Paths, with commas between them. */
  readonly protected?: string | undefined
  readonly signIn?: string | undefined
  readonly direct?: string | undefined
  readonly password?: string | undefined
}

/** What a file says, and over it what was typed. Throws `probe.settings-invalid` with every problem at once. */
export async function readProbeSettings(typed: Typed): Promise<ProbeSettings> {
  const file = typed.settings === undefined ? noConfigFile : await readConfigFile(typed.settings)
  if (file.problems.length > 0) throw settingsInvalid(file.problems)
  const parsed = probeSettings.safeParse({ ...file.values, ...over(file.values, typed) })
  if (!parsed.success) throw settingsInvalid(problemsOf(parsed.error, [], file.whereIs).map(withRemedy))
  return parsed.data
}

function over(values: Readonly<Record<string, unknown>>, typed: Typed): Record<string, unknown> {
  return {
    ...(typed.protected === undefined ? {} : { protected: typed.protected.split(',') }),
    ...(typed.signIn === undefined ? {} : { signIn: { ...section(values.signIn), page: typed.signIn } }),
    ...(typed.direct === undefined ? {} : { direct: typed.direct }),
    ...(typed.password === undefined
      ? {}
      : { account: { ...section(values.account), password: typed.password } }),
  }
}

function section(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

function withRemedy(problem: ConfigProblem): ConfigProblem {
  return { ...problem, remedy: 'docs/guide/probe.md says what may be told.' }
}

function settingsInvalid(problems: readonly ConfigProblem[]) {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new SallyportError('invalid', 'probe.settings-invalid', `What was told of the target has ${many}.`, {
    details: { problems },
  })
}
