import type { Candidate } from '../factor.ts'
import type { EventToken } from './schema.ts'

const data: EventToken = {
  kind: 'event',
  serial: '0',
  secret: Buffer.alloc(20).toString('base64'),
  algorithm: 'SHA1',
  digits: 6,
}

/** Judged, and the outcome dropped, where nothing is there to be judged: what is unknown costs the same. */
export const decoy: Pick<Candidate<EventToken>, 'counter' | 'data'> = { counter: 0n, data }
