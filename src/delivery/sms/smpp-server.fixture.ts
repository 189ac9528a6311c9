import type { AddressInfo } from 'node:net'
import smpp from 'smpp'
import type { SmppPdu } from './smpp-session.ts'

type Session = InstanceType<typeof smpp.Session>

/** A submit_sm as the message centre got it. */
export type Submitted = SmppPdu & {
  readonly destination_addr: string
  readonly source_addr: string
  readonly source_addr_ton: number
  readonly data_coding: number
  readonly registered_delivery: number
  readonly validity_period: unknown
}

/** A message centre on loopback, speaking real SMPP 3.4. */
export async function startMessageCentre(login = { systemId: 'example', password: 'secret' }) {
  const submitted: Submitted[] = []
  const sessions = new Set<Session>()
  const state = { status: 0, silent: false }
  let count = 0
  const server = smpp.createServer({}, (session) => {
    sessions.add(session)
    session.on('error', () => undefined)
    session.on('close', () => sessions.delete(session))
    session.on('bind_transceiver', (pdu: SmppPdu & { system_id: string; password: string }) => {
      const right = pdu.system_id === login.systemId && pdu.password === login.password
      session.send(pdu.response({ command_status: right ? 0 : 0x0d }))
    })
    session.on('submit_sm', (pdu: Submitted) => {
      submitted.push(pdu)
      if (state.silent) return
      count++
      session.send(pdu.response({ command_status: state.status, message_id: `m${count}` }))
    })
    session.on('enquire_link', (pdu: SmppPdu) => session.send(pdu.response()))
    session.on('unbind', (pdu: SmppPdu) => {
      session.send(pdu.response())
      session.close()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    port: (server.address() as AddressInfo).port,
    submitted,
    state,
    connections: () => sessions.size,
    /** Sends a deliver_sm to whoever is bound, and resolves with the status of the answer. */
    deliver(fields: object): Promise<number> {
      const [session] = sessions
      const pdu = new smpp.PDU('deliver_sm', fields)
      return new Promise((resolve) => session?.send(pdu, (response) => resolve(response.command_status)))
    },
    drop(): void {
      for (const session of sessions) session.destroy()
    },
    async close(): Promise<void> {
      for (const session of sessions) session.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
