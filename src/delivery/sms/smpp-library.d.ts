/** As much of the library as we use; it brings no types. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer } from 'node:net'
  import type { SmppPdu } from './smpp-session.ts'

  class Session extends EventEmitter {
    constructor(options: object)
    /** False where the connection is gone. */
    send(pdu: SmppPdu, respond?: (pdu: SmppPdu) => void): boolean
    close(): void
    destroy(): void
  }

  class PDU implements SmppPdu {
    constructor(command: string, fields?: object)
    readonly command_status: number
    response(fields?: object): SmppPdu
  }

  function createServer(options: object, listener: (session: Session) => void): NetServer

  const library: { Session: typeof Session; PDU: typeof PDU; createServer: typeof createServer }
  export default library
}
