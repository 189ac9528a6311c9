import { z } from 'zod'
import { closureReasons, describeScope, gatewayNames } from '../../delivery/index.ts'
import { type Check, fine, note, wrong } from './finding.ts'

/** The Node that runs us against the one that we are tested with. */
export const checkNode: Check = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const recent = major > 24 || (major === 24 && minor >= 15)
  return [
    recent
      ? fine('node', `Node.js ${process.versions.node}.`)
      : wrong(
          'node',
          `Node.js ${process.versions.node} is too old.`,
          'Sallyport needs 24.15 or newer.',
          'Run "npm ci": it brings the Node that we use.',
        ),
  ]
}

/** Without a gateway nobody is told of a new factor, and nobody comes back by mail. */
export const checkDelivery: Check = ({ config }) => {
  const { host } = config.delivery.email
  if (host) return [fine('delivery', `Mail goes out by ${host}.`)]
  return [
    note(
      'delivery',
      'No mail gateway is configured.',
      'Nobody is told when a factor is added, and recovery by mail does not work.',
      'Set delivery.email.host and delivery.email.from.',
    ),
  ]
}

const messages = 'text messages'

/** Text messages cost money and are read along: what is open to both is told. */
export const checkMessages: Check = async ({ config, engine }) => {
  const { sms } = config.delivery
  const gateways = gatewayNames.filter((name) => sms[name])
  if (gateways.length === 0) return []
  const closures = (await engine?.delivery.listClosures()) ?? []
  return [
    fine(messages, `Text messages go by ${gateways.join(', ')}, to ${sms.countries.join(', ')}.`),
    ...closures.map(({ scope, reason, until }) =>
      note(
        messages,
        `We stopped ${describeScope(scope)} until ${new Date(until).toISOString()}.`,
        `Because ${closureReasons[reason]}.`,
        'Look in the audit trail who asked for them, then open them in the console.',
      ),
    ),
    ...(sms.smpp && !sms.smpp.tls
      ? [
          note(
            messages,
            'SMPP goes without TLS.',
            'Everybody on the way reads the codes.',
            'Set delivery.sms.smpp.tls, or run it through a tunnel.',
          ),
        ]
      : []),
    ...(config.delivery.email.host
      ? []
      : [
          note(
            messages,
            'Nobody hears by mail when text messages are stopped.',
            'The console and the audit trail tell it all the same.',
            'Set delivery.email.host and delivery.email.from.',
          ),
        ]),
  ]
}

/** Somebody must be able to administer. */
export const checkAdministrators: Check = async ({ engine }) => {
  if (!engine) return []
  const count = await engine.accounts.countAdministrators()
  if (count === 0)
    return [
      note(
        'administrators',
        'Nobody administers yet.',
        'The console is closed until then.',
        'Run "sallyport setup-link".',
      ),
    ]
  if (count === 1)
    return [
      note(
        'administrators',
        'There is one administrator.',
        'Some acts need two, and one may lose their phone.',
        'Make a second one.',
      ),
    ]
  return [fine('administrators', `There are ${count} administrators.`)]
}

/** The slice of whichever factor takes secrets that people choose. */
const chosenSecrets = z.object({
  standsAlone: z.boolean(),
  breach: z.object({ file: z.string().optional(), rangeService: z.unknown().optional() }),
})

/** Where what people choose may be all that protects them, leaked ones must be refused. */
export const checkBreachList: Check = ({ config }) => {
  const slices = Object.values(config.factors).flatMap((slice) => chosenSecrets.safeParse(slice).data ?? [])
  return slices
    .filter(
      ({ standsAlone, breach }) =>
        (standsAlone || config.policy.mfa === 'offered') && !breach.file && !breach.rangeService,
    )
    .map(() =>
      note(
        'passwords',
        'Passwords may stand alone, and no list of leaked ones is configured.',
        'Leaked passwords are tried first.',
        'Set breach.file or breach.rangeService of that factor.',
      ),
    )
}

/** Rules that ask for a country fit everybody while no table says which. */
export const checkCountries: Check = ({ engine }) => {
  if (!engine || engine.countries.known || !engine.policy.asksCountries) return []
  const [text, remedy] = engine.countries.provided
    ? ([
        'The table of countries cannot be used.',
        'The log says why; put another file in its place.',
      ] as const)
    : (['There is no table of countries.', 'Name one under countries.file, or change the rules.'] as const)
  return [wrong('countries', text, 'Rules that ask from which country somebody comes ask everybody.', remedy)]
}
