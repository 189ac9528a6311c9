import { OtpError } from '@sallyport/otp'
import { internalError, SallyportError } from '../kernel/errors.ts'
import type { ExitCode } from './definition.ts'
import { jsonText, printable, type Streams } from './output.ts'

/** A problem that an error brings along: where, what, and what to do. */
interface Problem {
  readonly where: string
  readonly reason: string
  readonly remedy: string
}

/**
 * One sentence and its code on standard error, with the single problems where there are some; never a stack, never a
 * cause. Tells the exit code: 1 where a try was refused or came too soon, 2 for everything else.
 */
export function reportFailure(
  thrown: unknown,
  streams: Streams,
  told: { readonly json: boolean; readonly usage: string },
): ExitCode {
  const error = known(thrown)
  if (told.json) {
    const { code, message, details } = error
    streams.error.write(`${jsonText({ error: { code, message, ...details } })}\n`)
    return exitCodeOf(error)
  }
  streams.error.write(`${printable(error.message)}${whereListed(error)} [${error.code}]\n`)
  for (const { where, reason, remedy } of problemsOf(error)) {
    streams.error.write(`  ${printable(`${where}: ${reason}. ${remedy}`)}\n`)
  }
  if (error.code === 'cli.usage') streams.error.write(`\n${told.usage}`)
  return exitCodeOf(error)
}

/** Which command shows what there is, by the code that says that a name is not among it. */
const lists: Readonly<Record<string, string>> = {
  'application.not-found': 'applications list',
  'directory.not-found': 'directories list',
  'group.not-found': 'groups list',
  'registration-token.not-found': 'registration-tokens list',
  'stream.not-found': 'streams list',
  'webhook.not-found': 'webhooks list',
}

function whereListed({ code }: SallyportError): string {
  const list = lists[code]
  return list === undefined ? '' : ` "sallyport ${list}" shows what there is.`
}

function exitCodeOf(error: SallyportError): ExitCode {
  return error.kind === 'too-many' || error.kind === 'unauthenticated' ? 1 : 2
}

/** What is not ours is not shown: it may hold a value. */
function known(thrown: unknown): SallyportError {
  if (thrown instanceof SallyportError) return thrown
  if (thrown instanceof OtpError) return new SallyportError('invalid', thrown.code, thrown.message)
  return internalError(thrown)
}

function problemsOf(error: SallyportError): readonly Problem[] {
  const { problems } = error.details
  return Array.isArray(problems) ? problems.filter(isProblem) : []
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && 'where' in value && 'reason' in value && 'remedy' in value
  )
}
