import { z } from 'zod'
import type { Name } from '../../accounts/index.ts'
import { issueAuthenticator, revokeAuthenticator } from '../../administration/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import type { Engine } from '../../engine.ts'
import { keyUriFactor } from '../../enrolment/index.ts'
import { parseWith } from '../../kernel/parse.ts'
import type { Context } from '../context.ts'
import type { CommandInput, ExitCode } from '../definition.ts'
import { authenticatorExists, noKeyUris, usage } from '../errors.ts'
import { neededName } from '../holders.ts'
import { shellWord } from '../output.ts'
import { placePicture, readLogo, terminalPicture, writePicture } from '../picture.ts'
import { ask } from '../prompt.ts'

const createOptions = z.strictObject({
  accountName: z.string().optional(),
  issuerName: z.string().optional(),
  logo: z.string().min(1).optional(),
  out: z.union([z.literal(true), z.string().min(1)]).optional(),
  force: z.boolean().default(false),
  replace: z.boolean().default(false),
  add: z.boolean().default(false),
})

/** What an offer of a key shows, once. */
const shownKey = z.object({ uri: z.string(), secret: z.string() })

/** `create`: everything that could stop it is looked at before anything is made. */
export async function run(context: Context, input: CommandInput): Promise<ExitCode> {
  const options = parseWith(createOptions, input.options)
  if (options.replace && options.add) throw usage('Take --replace or --add, not both.')
  const account = await neededName(options.accountName, '-n, --account-name', asker(context, 'Account'))
  const issuer = await neededName(options.issuerName, '-i, --issuer-name', asker(context, 'Issuer'))
  if (options.logo !== undefined && options.out === undefined)
    throw usage('--logo needs --out: a terminal shows no logo.')
  const names = { account: account.shown, issuer: issuer.shown }
  const file = options.out === undefined ? undefined : placePicture(options.out, names, options.force)
  const logo = options.logo === undefined ? undefined : await readLogo(options.logo)

  const engine = await context.engine()
  const factor = keyUriFactor(engine)
  if (factor === undefined) throw noKeyUris()
  const older = await heldAlready(engine, account, issuer)
  const confirmed = older.filter((row) => row.status !== 'pending')
  if (confirmed.length > 0 && !options.replace && !options.add)
    throw authenticatorExists(names.account, names.issuer)

  const issued = await issueAuthenticator(engine, {
    actor: context.actor(),
    account,
    issuer,
    factor,
    surroundings: context.surroundings,
  })
  if (options.replace) await takeOff(context, engine, confirmed)
  const { uri, secret } = parseWith(shownKey, issued.begun.show)
  if (file !== undefined)
    await writePicture(file, uri, { logo, label: `${issued.issuer.name}: ${issued.account.name}` })

  const made = { account: issued.account.name, issuer: issued.issuer.name, uri, file: file ?? null }
  context.output.result({
    authenticator: issued.begun.authenticator.id,
    ...made,
    secret: secret.replaceAll(' ', ''),
  })
  if (!context.output.json) await tell(context, { ...made, secret })
  if (confirmed.length < older.length)
    context.output.note('An older QR code of this account and issuer, which was never used, is void.')
  return 0
}

async function heldAlready(engine: Engine, account: Name, issuer: Name): Promise<readonly Authenticator[]> {
  const [owner, application] = await Promise.all([
    engine.accounts.findByName(account.key),
    engine.applications.findByName(issuer.key),
  ])
  if (!owner || !application) return []
  const rows = await engine.authenticators.ofAccount(owner.id)
  return rows.filter((row) => row.applicationId === application.id)
}

async function takeOff(context: Context, engine: Engine, rows: readonly Authenticator[]): Promise<void> {
  for (const authenticator of rows) {
    await revokeAuthenticator(engine, {
      actor: context.actor(),
      authenticator,
      reason: 'replaced on the command line',
    })
  }
}

interface Made {
  readonly account: string
  readonly issuer: string
  readonly uri: string
  readonly secret: string
  readonly file: string | null
}

async function tell({ output }: Context, { account, issuer, uri, secret, file }: Made): Promise<void> {
  output.line(`Configuring MFA for account ${account}, issuer ${issuer}.`)
  output.line()
  output.raw(await terminalPicture(uri, process.stdout.isTTY === true))
  output.line()
  output.line(`Scan the picture with an authenticator app, or type the secret: ${secret}`)
  output.line(`As a link: ${uri}`)
  if (file !== null) output.line(`The picture was written to ${file}; delete it once it is scanned.`)
  output.line('This is shown once. The first right code confirms it:')
  output.line(`  sallyport -a ${shellWord(issuer)} -n ${shellWord(account)} -o CODE`)
}

function asker(context: Context, what: string): (() => Promise<string>) | undefined {
  return context.terminal ? () => ask.text(what) : undefined
}
