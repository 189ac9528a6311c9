import { z } from 'zod'
import type { Finding, Trial } from '../../applications/index.ts'
import type { HostedSettings } from '../../authentication/index.ts'
import type { Outbound } from '../../delivery/index.ts'
import { reached, unreached } from '../reach.ts'
import { returnAddressFound } from '../return-address.ts'

/** Addresses that are looked at; more are of one application and rarely differ in what is wrong. */
const mostAddresses = 5

/** An admission that nobody has. */
const nothing = `/api/v1/admissions/${'0'.repeat(32)}`
const problem = z.object({ code: z.string() })

const remedy =
  'The application asks us by this address: set `baseUrl` to the one that it reaches, and have the proxy before us hand on all of /api/.'

/** Asks as the application's own code would, for what never was; and looks at where people come back to. */
export async function tryOutHosted(
  { baseUrl, settings, given }: Trial<HostedSettings>,
  reach: Outbound,
): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    apiFound(baseUrl, given, reach),
    ...settings.returnTo
      .slice(0, mostAddresses)
      .map((address) => returnAddressFound('return-address', address, reach)),
  ])
  return findings.flat().filter((one) => one !== undefined)
}

async function apiFound(
  baseUrl: string,
  key: string | undefined,
  reach: Outbound,
): Promise<readonly Finding[]> {
  const check = 'api'
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const { response, fault } = await reached(reach, `${baseUrl}${nothing}`, { headers })
  if (!response) return [unreached(check, fault, remedy)]
  const read = problem.safeParse(await response.json().catch(() => undefined))
  if (!read.success)
    return [{ check, outcome: 'bad', says: `${baseUrl} answers, and not with our API.`, remedy }]
  const good: Finding = { check, outcome: 'good', says: `The API answers at ${baseUrl}.` }
  return key === undefined ? [good] : [good, keyFound(response.status, read.data.code)]
}

/** Whoever may ask hears that there is no such admission, and everybody else something of themselves. */
function keyFound(status: number, code: string): Finding {
  const check = 'api-key'
  if (code === 'admission.over')
    return { check, outcome: 'good', says: 'It is known by this key, and may ask.' }
  if (status === 401)
    return {
      check,
      outcome: 'bad',
      says: 'This is no key that works.',
      remedy: 'Issue another one for the application, and enter it there.',
    }
  return {
    check,
    outcome: 'bad',
    says: `The key is known, and what it asked for was refused (${code}).`,
    remedy: 'Give it a key with the scope `attempts`.',
  }
}
