import { invalidInput } from '../../kernel/errors.ts'
import { grouped, newPaperCode } from '../../kernel/paper-code.ts'
import type { Enrolment, FactorHost, Offer } from '../factor.ts'
import type { AccessPassConfig } from './config.ts'
import { hashedPass } from './pass.ts'
import { proves } from './proves.ts'
import type { AccessPassData, AccessPassOptions } from './schema.ts'

const second = 1000

/** A pass, shown here and never again; we keep its hash. Throws `input.invalid` where it would go too far. */
export async function offerPass(
  config: AccessPassConfig,
  host: Pick<FactorHost, 'mac' | 'random'>,
  options: AccessPassOptions,
  at: number,
): Promise<Offer<AccessPassData>> {
  const { lifetime, uses } = options
  const startsAt = Math.max(at, options.startsAt ?? at)
  requireWithin('lifetime', lifetime, config.longestLifetime)
  requireWithin('uses', uses, config.mostUses)
  requireWithin('startsAt', (startsAt - at) / second, config.longestLifetime)
  const expiresAt = startsAt + lifetime * second
  const code = newPaperCode(host.random, config.length)
  return {
    show: { code: grouped(code), startsAt, expiresAt, uses },
    pending: { ...hashedPass(host, code), startsAt, expiresAt, uses },
    confirms: false,
  }
}

/** What was made is what is kept. */
export async function confirmPass(pending: AccessPassData): Promise<Enrolment<AccessPassData>> {
  return { accepted: true, data: pending, expiresAt: pending.expiresAt, ...proves }
}

function requireWithin(path: string, asked: number, most: number): void {
  if (asked > most) throw invalidInput([{ path: `options.${path}`, message: `may be ${most} at most` }])
}
