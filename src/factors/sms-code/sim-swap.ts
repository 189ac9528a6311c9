import { z } from 'zod'
import { callGateway, jsonOf } from '../../delivery/index.ts'
import type { FactorHost } from '../factor.ts'
import type { SmsCodeConfig } from './config.ts'
import { simSwapped, simSwapUnknown } from './errors.ts'

/** Throws where the SIM card of a number was changed lately: its owner may have lost it to somebody. */
export type SimSwapCheck = (number: string, at: number) => Promise<void>

const patience = 3_000
const remembered = 60_000
const mostRemembered = 1000
const answer = z.object({ swapped: z.boolean() })

/**
 * The check of the CAMARA SIM Swap API: `POST { phoneNumber, maxAge }` → `{ swapped }`, maxAge in hours. An answer is
 * kept for a minute, so that asking for code after code is not paid for check after check. Without an answer nothing
 * is sent, unless the configuration says otherwise.
 */
export function simSwapCheck(
  config: SmsCodeConfig['simSwap'],
  host: Pick<FactorHost, 'fetch' | 'logger'>,
): SimSwapCheck {
  const { url, token, hours, failOpen } = config
  const known = new Map<string, { readonly swapped: Promise<boolean | undefined>; readonly until: number }>()

  return async (number, at) => {
    if (url === undefined) return
    const swapped = await answerFor(url, number, at)
    if (swapped === undefined && !failOpen) throw simSwapUnknown()
    if (swapped) throw simSwapped()
  }

  /** Asked once by all who want to know at the same time; what was not answered is asked again. */
  async function answerFor(address: string, number: string, at: number): Promise<boolean | undefined> {
    const kept = known.get(number)
    if (kept && kept.until > at) return kept.swapped
    if (known.size >= mostRemembered) known.clear()
    const asked = { swapped: ask(address, number), until: at + remembered }
    known.set(number, asked)
    const swapped = await asked.swapped
    if (swapped === undefined && known.get(number) === asked) known.delete(number)
    return swapped
  }

  async function ask(address: string, number: string): Promise<boolean | undefined> {
    const called = await callGateway(host.fetch, {
      method: 'POST',
      url: address,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ phoneNumber: number, maxAge: hours }),
      patience,
    })
    const said = 'failed' in called ? undefined : answer.safeParse(jsonOf(called.text)).data
    if ('failed' in called || called.status !== 200 || !said) {
      const reason = 'failed' in called ? called.failed : String(called.status)
      host.logger.warn({ reason }, 'The service that knows of changed SIM cards did not answer.')
      return undefined
    }
    return said.swapped
  }
}
