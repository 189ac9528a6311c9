import { SallyportError } from '../../kernel/errors.ts'

/** One thing that is wrong with a file of keys: where, and what; never what stands there (R-12, G9). */
export interface FileProblem {
  readonly place: string
  readonly reason: string
}

const mostTold = 100

export function fileRefused(problems: readonly FileProblem[]) {
  const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new SallyportError(
    'invalid',
    'yubikey-otp.file-refused',
    `The file has ${many}; nothing was taken.`,
    {
      details: { problems: problems.slice(0, mostTold) },
    },
  )
}

/** No validation server said anything that counts; nothing was judged or counted. */
export function notJudged() {
  return new SallyportError(
    'unavailable',
    'yubikey-otp.not-judged',
    'YubiKeys cannot be checked right now. Please try again a little later.',
  )
}
