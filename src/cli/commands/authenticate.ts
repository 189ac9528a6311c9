import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { type VerifyOnceResult, verifyOnce } from '../../authentication/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { usage } from '../errors.ts'
import { findIssuer, holdingsFor, neededName, onlyAccountOf } from '../holders.ts'
import { ask } from '../prompt.ts'
import { readStandardInput } from '../standard-input.ts'

const authenticateOptions = z.strictObject({
  issuerName: z.string().optional(),
  accountName: z.string().optional(),
  otpCode: z.string().optional(),
})

const longestCode = 1024

/** `authenticate`: a code-only door (R7). It prints whether, never what. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(authenticateOptions, input.options)
  const name = await neededName(
    options.issuerName,
    '-i, --issuer-name',
    context.terminal ? () => ask.text('Issuer') : undefined,
  )
  const code = await codeOf(context, options.otpCode)
  const engine = await context.engine()
  const issuer = await findIssuer(engine, name)
  const account =
    options.accountName === undefined
      ? await onlyAccountOf(engine, issuer)
      : (
          await holdingsFor(engine, {
            issuer: name,
            account: parseWith(typedName, options.accountName, '-n, --account-name'),
          })
        ).account
  const result = await verifyOnce(engine, {
    application: issuer,
    account: account.name,
    code,
    surroundings: context.surroundings,
  })
  return answer(context, result, { account: account.name, issuer: issuer.name })
}

async function codeOf(context: Context, given: string | undefined): Promise<string> {
  if (given === undefined && context.terminal) return ask.hidden('Code')
  if (given === undefined || given === '') throw usage('-o, --otp-code is missing.')
  return given === '-' ? (await readStandardInput(longestCode)).trim() : given
}

function answer(
  { output }: Context,
  result: VerifyOnceResult,
  who: { readonly account: string; readonly issuer: string },
): ExitCode {
  if (result.accepted) {
    const { authenticatorId, factor, assurance } = result
    output.result({ accepted: true, ...who, authenticator: authenticatorId, factor, assurance })
    output.line(`Welcome, ${who.account}.`)
    return 0
  }
  if (result.reason === 'throttled') {
    const seconds = result.wait === undefined ? null : Math.ceil(result.wait / 1000)
    output.result({ accepted: false, ...who, reason: 'throttled', retryAfter: seconds })
    output.line(seconds === null ? closed : `There were too many failed tries. Try again in ${seconds} s.`)
    return 1
  }
  const { reason } = result
  output.result({ accepted: false, ...who, reason })
  output.line(reason === 'refused' ? 'OTP verification failed.' : result.text)
  return 1
}

const closed = 'There were too many failed tries. Only "sallyport unlock", or a full sign-in, opens it again.'
