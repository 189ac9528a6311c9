import { Transform } from 'node:stream'
import { openFraming } from '../../kernel/ber.ts'
import { type Request, readRequest } from './message.ts'

/** Bytes of one message: a filter with some names in it is far shorter. */
const longest = 64 * 1024

/** Messages that wait while one is in hand; no more is read then. */
const most = 16

/**
 * What comes on a connection, message by message. It is read on while one is in hand, so that whoever gives that one up is
 * heard at once. Ends with `Malformed` at the first thing that is no message.
 */
export function openRequests(heard: (request: Request) => void): Transform {
  const framing = openFraming(longest)
  return new Transform({
    readableObjectMode: true,
    readableHighWaterMark: most,
    transform(chunk: Buffer, _encoding, done) {
      try {
        for (const bytes of framing.take(chunk)) {
          const request = readRequest(bytes)
          heard(request)
          this.push(request)
        }
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
