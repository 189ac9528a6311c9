import {
  readStatusResponse,
  type StatusAnswer,
  type StatusQuestion,
  statusAddressesOf,
  statusRequest,
} from '../../../x509/index.ts'
import type { FactorHost } from '../../factor.ts'
import type { RevocationConfig } from '../config.ts'
import { download } from './download.ts'
import type { Questioned, Standing } from './standing.ts'

const minute = 60_000
/** By which the clock of a responder may be ahead of ours. */
const skew = 5 * minute
/** For answers that do not say how long they hold. */
const longestAge = 60 * minute
const largestAnswer = 64 * 1024
const mostAddresses = 2

/** What responders say (OCSP): in an answer that came along, and asked by us with a nonce of our own. */
export function createAsk(
  config: RevocationConfig,
  { fetch: fetcher, logger, random }: Pick<FactorHost, 'fetch' | 'logger' | 'random'>,
) {
  async function askAt(address: string, question: StatusQuestion, at: number): Promise<Standing> {
    try {
      const answer = await download(fetcher, address, {
        timeout: config.timeout,
        limit: largestAnswer,
        body: statusRequest(question),
      })
      const status = readStatusResponse(answer, question, at)
      if (status.status === 'unknown')
        logger.warn({ address, because: status.because }, 'A responder said nothing that counts.')
      return standingOf(status, at)
    } catch (error) {
      logger.warn({ address, err: error }, 'A responder could not be asked.')
      return 'unknown'
    }
  }

  return {
    stapled({ certificate, above: [issuer], stapled, at }: Questioned): Standing {
      if (!stapled || !issuer) return 'unknown'
      return standingOf(readStatusResponse(stapled, { certificate, issuer, nonce: undefined }, at), at)
    },

    async responder({ certificate, above: [issuer], at }: Questioned): Promise<Standing> {
      if (!config.ask || !issuer) return 'unknown'
      for (const address of statusAddressesOf(certificate).slice(0, mostAddresses)) {
        const standing = await askAt(address, { certificate, issuer, nonce: random.bytes(32) }, at)
        if (standing !== 'unknown') return standing
      }
      return 'unknown'
    },
  }
}

/** An old "good" says nothing; "revoked" is seldom taken back. */
function standingOf(answer: StatusAnswer, at: number): Standing {
  if (answer.status !== 'good') return answer.status
  const until = answer.nextUpdate ?? answer.thisUpdate + longestAge
  return answer.thisUpdate <= at + skew && at < until ? 'good' : 'unknown'
}
