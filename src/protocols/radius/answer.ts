import { SallyportError } from '../../kernel/errors.ts'
import type { DoorDeps } from '../protocol.ts'
import { judgeAccess } from './judge.ts'
import type { Judged } from './judged.ts'
import type { Known, Silence } from './known.ts'
import { codes, type Packet, types, valuesOf } from './packet.ts'
import { writeAnswer } from './signing.ts'

export type Answer =
  | { readonly bytes: Buffer; readonly code: number; readonly silence?: undefined }
  | { readonly bytes?: undefined; readonly silence: Silence }

/** Bytes of the state of proxies that an answer has room for, beside what we tell (RFC 2865 §3). */
const mostProxyState = 1536

/** The answer to a system that is known. Throws where it cannot be decided: that is silence, too (G6, decision 10). */
export async function answerPacket(
  deps: DoorDeps,
  packet: Packet,
  known: Known,
  address: string,
): Promise<Answer> {
  // What no answer could carry back is not judged: a yes that cannot be sent would cost a code.
  if (proxyStateOf(packet) > mostProxyState) return { silence: 'not-understood' }
  const judged = await judgedOf(deps, packet, known, address).catch(unlessUnjudged)
  if (judged === 'not-judged') return { silence: judged }
  if (!judged) return { silence: 'not-understood' }
  return { bytes: writeAnswer(packet, known.secret, judged), code: judged.code }
}

async function judgedOf(
  deps: DoorDeps,
  packet: Packet,
  known: Known,
  address: string,
): Promise<Judged | undefined> {
  if (packet.code === codes.accessRequest) return judgeAccess(deps, packet, known, address)
  if (packet.code === codes.accountingRequest) return { code: codes.accountingResponse, attributes: [] }
  // Whether anybody is at home (RFC 5997 §3).
  return packet.code === codes.statusServer ? { code: codes.accessAccept, attributes: [] } : undefined
}

/** Silence that is remembered: asked once more, a wrong password would be counted once more, too. */
function unlessUnjudged(error: unknown): 'not-judged' {
  if (error instanceof SallyportError && error.code === 'factor.unavailable') return 'not-judged'
  throw error
}

function proxyStateOf(packet: Packet): number {
  return valuesOf(packet, types.proxyState).reduce((sum, { length }) => sum + length + 2, 0)
}
