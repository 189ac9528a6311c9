import { SallyportError } from '../kernel/errors.ts'
import { type Rulebook, rulebook } from '../policy/index.ts'
import { readConfigFile } from '../server/config-file.ts'
import { type ConfigProblem, problemsOf } from '../server/config-problems.ts'
import { usage } from './errors.ts'

/** Reads rules from YAML or JSON. Throws `policy.rules-invalid` with every problem at once and the line of each. */
export async function readRulebook(path: string | undefined): Promise<Rulebook> {
  if (path === undefined) throw usage('The file with the rules is missing.')
  const file = await readConfigFile(path)
  if (file.problems.length > 0) throw rulesInvalid(file.problems)
  const parsed = rulebook.safeParse(file.values)
  if (!parsed.success) throw rulesInvalid(problemsOf(parsed.error, [], file.whereIs).map(withRemedy))
  return parsed.data
}

function withRemedy(problem: ConfigProblem): ConfigProblem {
  return { ...problem, remedy: 'docs/guide/which-accounts.md says what rules are made of.' }
}

function rulesInvalid(problems: readonly ConfigProblem[]) {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new SallyportError('invalid', 'policy.rules-invalid', `The rules have ${many}; nothing was done.`, {
    details: { problems },
  })
}
